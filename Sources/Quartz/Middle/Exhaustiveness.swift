/// A pattern as the exhaustiveness check sees it: names are wildcards, payloads are in order.
indirect enum MatchPattern: Sendable {
  /// Fits everything.
  case wildcard
  /// Fits one variant, and its payload fits the patterns.
  case variant(Int, [MatchPattern])
  /// Fits a struct or a tuple whose parts fit.
  case product([MatchPattern])
  /// Fits the values from `low` to `high`; signed values are biased so that their order is kept.
  case range(low: UInt64, high: UInt64)
  /// Fits one text.
  case text(Symbol)
  /// Fits whatever one of these fits.
  case either([MatchPattern])

  /// Whether this fits everything.
  var isWildcard: Bool {
    if case .wildcard = self { return true }
    return false
  }
}

/// An arm of a match, or a part of one that is looked at.
struct MatchRow: Sendable {
  /// What the values in the columns have to fit.
  var patterns: [MatchPattern]
  /// Which arm it comes from.
  let arm: Int
  /// Whether a guard or a constant may still refuse what fits.
  let isPartial: Bool
}

/// Says whether the arms of a match leave a value out, and which arms are never reached.
///
/// After Luc Maranget, "Warnings for pattern matching", Journal of Functional Programming 17 (2007),
/// but for all arms at once: the rows are split by what their first column tells apart, until no
/// column is left. Of the rows that arrive together, the first is the one that is taken; where none
/// arrives, a value is left out. Integers are split at the bounds of all ranges in the column.
struct Exhaustiveness {
  /// What was found.
  struct Findings {
    /// The arms that no value reaches, in order.
    var unreachable: [Int] = []
    /// A value that no arm fits, as a pattern in source form; nil when there is none.
    var witness: String?
    /// Whether the arms have too many combinations to say.
    var isTooComplex = false
  }

  /// The rows that may be looked at; arms that people write need some thousands.
  private static let limit = 4_000_000

  private var isReached: [Bool]
  private var work = 0

  /// What the arms `rows` do with values of `types`, one type for each column.
  static func findings(
    _ rows: [MatchRow], _ types: [TypeID], _ checker: inout Checker
  ) -> Findings {
    var analysis = Exhaustiveness(
      isReached: [Bool](repeating: false, count: (rows.last?.arm ?? -1) + 1))
    let missing = analysis.missing(rows, types, &checker)
    var findings = Findings()
    if analysis.work > limit {
      let endsInWildcard = rows.contains { !$0.isPartial && $0.patterns.allSatisfy(\.isWildcard) }
      findings.isTooComplex = !endsInWildcard
      return findings
    }
    findings.unreachable = analysis.isReached.indices.filter { !analysis.isReached[$0] }
    findings.witness = missing?.joined(separator: ", ")
    return findings
  }
}

// MARK: - The algorithm

extension Exhaustiveness {
  /// A list of values, as source, that no row fits; takes note of the arms that are reached.
  private mutating func missing(
    _ rows: [MatchRow], _ types: [TypeID], _ checker: inout Checker
  ) -> [String]? {
    work += rows.count + 1
    guard work <= Self.limit else { return nil }
    guard let type = types.first else { return takeFirst(of: rows) ? nil : [] }
    if let first = rows.first, !first.isPartial, first.patterns.allSatisfy(\.isWildcard) {
      isReached[first.arm] = true
      return nil
    }
    let rest = Array(types.dropFirst())
    if rows.allSatisfy({ $0.patterns[0].isWildcard }) {
      let inner = rows.map {
        MatchRow(patterns: Array($0.patterns.dropFirst()), arm: $0.arm, isPartial: $0.isPartial)
      }
      return missing(inner, rest, &checker).map { ["_"] + $0 }
    }
    var witness: [String]?
    for group in groups(of: rows, type, &checker) {
      guard let found = missing(group.rows, group.parts + rest, &checker), witness == nil else {
        continue
      }
      let head = checker.witness(
        group.constructor, Array(found.prefix(group.parts.count)), type)
      witness = [head] + found.dropFirst(group.parts.count)
    }
    return witness
  }

  /// Takes note of the rows that are reached when nothing more is to be compared; gives whether one of
  /// them takes every value.
  private mutating func takeFirst(of rows: [MatchRow]) -> Bool {
    for row in rows {
      isReached[row.arm] = true
      if !row.isPartial { return true }
    }
    return false
  }
}

// MARK: - Splitting

/// What the first column is split by.
enum MatchConstructor {
  case variant(Int)
  case product
  case range(UInt64, UInt64)
  case text(Symbol)
  /// Everything that the patterns of the column do not mention.
  case other
}

/// The rows that fit values made by one constructor.
struct MatchGroup {
  let constructor: MatchConstructor
  /// The types of the constructor's parts, which take the place of the first column.
  let parts: [TypeID]
  var rows: [MatchRow] = []

  /// Adds `row`, with the demands on its parts in place of its first column.
  mutating func add(_ row: MatchRow, _ inner: [MatchPattern]) {
    rows.append(
      MatchRow(
        patterns: inner + row.patterns.dropFirst(), arm: row.arm, isPartial: row.isPartial))
  }

  /// Adds a row that demands nothing in its first column.
  mutating func addWildcard(_ row: MatchRow) {
    add(row, [MatchPattern](repeating: .wildcard, count: parts.count))
  }
}

extension Exhaustiveness {
  /// The rows by what their first column tells apart.
  private func groups(
    of rows: [MatchRow], _ type: TypeID, _ checker: inout Checker
  ) -> [MatchGroup] {
    let rows = rows.contains { Self.isEither($0.patterns[0]) } ? rows.flatMap(Self.spread) : rows
    if checker.isEnumeration(type) { return variantGroups(rows, type, &checker) }
    if type == .bool || type.isInteger { return rangeGroups(rows, type) }
    if [checker.items.stringType, checker.items.symbolType].contains(type) {
      return textGroups(rows)
    }
    return productGroup(rows, type, &checker)
  }

  private static func isEither(_ pattern: MatchPattern) -> Bool {
    if case .either = pattern { return true }
    return false
  }

  /// One row for each alternative of the first column.
  private static func spread(_ row: MatchRow) -> [MatchRow] {
    guard case .either(let parts) = row.patterns[0] else { return [row] }
    return parts.flatMap { part in
      var copy = row
      copy.patterns[0] = part
      return spread(copy)
    }
  }

  private func variantGroups(
    _ rows: [MatchRow], _ type: TypeID, _ checker: inout Checker
  ) -> [MatchGroup] {
    let arguments = Array(checker.types.arguments(type))
    var groups: [MatchGroup] = []
    let variants = checker.variants(of: checker.types.nominal(type))
    var places = [Int?](repeating: nil, count: variants.count)
    for index in Self.distinctVariants(rows, variants.count) {
      places[index] = groups.count
      let parts = variants[index].fields.map { checker.types.substitute($0.type, arguments) }
      groups.append(MatchGroup(constructor: .variant(index), parts: parts))
    }
    for row in rows {
      if case .variant(let index, let parts) = row.patterns[0], let place = places[index] {
        groups[place].add(row, parts)
      } else {
        for index in groups.indices { groups[index].addWildcard(row) }
      }
    }
    return groups
  }

  /// The variants that `rows` name, and the first of the others, which stands for all of them.
  private static func distinctVariants(_ rows: [MatchRow], _ count: Int) -> [Int] {
    var isNamed = [Bool](repeating: false, count: count)
    for row in rows {
      if case .variant(let index, _) = row.patterns[0] { isNamed[index] = true }
    }
    let other = isNamed.firstIndex(of: false)
    return isNamed.indices.filter { isNamed[$0] || $0 == other }
  }

  private func productGroup(
    _ rows: [MatchRow], _ type: TypeID, _ checker: inout Checker
  ) -> [MatchGroup] {
    let arguments = Array(checker.types.arguments(type))
    var parts = arguments
    if checker.types.kind(type) == .nominal {
      let fields = checker.fields(of: checker.types.nominal(type))
      parts = fields.map { checker.types.substitute($0.type, arguments) }
    }
    var group = MatchGroup(constructor: .product, parts: parts)
    for row in rows {
      if case .product(let inner) = row.patterns[0], inner.count == parts.count {
        group.add(row, inner)
      } else {
        group.addWildcard(row)
      }
    }
    return [group]
  }

  /// The values of an integer type, cut wherever a range of the column begins or ends.
  private func rangeGroups(_ rows: [MatchRow], _ type: TypeID) -> [MatchGroup] {
    let highest = Self.highest(of: type)
    var starts: Set<UInt64> = [0]
    for row in rows {
      guard case .range(let low, let high) = row.patterns[0] else { continue }
      starts.insert(low)
      if high < highest { starts.insert(high + 1) }
    }
    let sorted = starts.sorted()
    var groups = sorted.enumerated().map { number, low in
      let high = number + 1 < sorted.count ? sorted[number + 1] - 1 : highest
      return MatchGroup(constructor: .range(low, high), parts: [])
    }
    for row in rows {
      if case .range(let low, let high) = row.patterns[0] {
        var index = Self.place(of: low, in: sorted)
        while index < sorted.count && sorted[index] <= high {
          groups[index].add(row, [])
          index += 1
        }
      } else {
        for index in groups.indices { groups[index].addWildcard(row) }
      }
    }
    return groups
  }

  /// The greatest value of an integer type or Bool, biased as in patterns.
  static func highest(of type: TypeID) -> UInt64 {
    if type == .bool { return 1 }
    return type.bitWidth == 64 ? .max : 1 << UInt64(type.bitWidth) - 1
  }

  private static func place(of value: UInt64, in sorted: [UInt64]) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func textGroups(_ rows: [MatchRow]) -> [MatchGroup] {
    var places: [Symbol: Int] = [:]
    var groups: [MatchGroup] = []
    for row in rows {
      guard case .text(let symbol) = row.patterns[0], places[symbol] == nil else { continue }
      places[symbol] = groups.count
      groups.append(MatchGroup(constructor: .text(symbol), parts: []))
    }
    groups.append(MatchGroup(constructor: .other, parts: []))
    for row in rows {
      if case .text(let symbol) = row.patterns[0], let place = places[symbol] {
        groups[place].add(row, [])
      } else {
        for index in groups.indices { groups[index].addWildcard(row) }
      }
    }
    return groups
  }
}

// MARK: - Witnesses

extension Checker {
  /// A value made by `constructor`, as source.
  fileprivate mutating func witness(
    _ constructor: MatchConstructor, _ parts: [String], _ type: TypeID
  ) -> String {
    switch constructor {
    case .variant(let index):
      let name = text(variants(of: types.nominal(type))[index].name)
      return parts.isEmpty ? name : "\(name)(\(parts.joined(separator: ", ")))"
    case .product: return productWitness(parts, type)
    case .range(let low, let high): return Self.rangeWitness(low, high, type)
    case .text, .other: return "_"
    }
  }

  private mutating func productWitness(_ parts: [String], _ type: TypeID) -> String {
    guard types.kind(type) == .nominal else { return "(\(parts.joined(separator: ", ")))" }
    let id = types.nominal(type)
    let names = fields(of: id).map { text($0.name) }
    let shown = zip(names, parts).map { "\($0): \($1)" }
    return text(declarations.nominals[id].name) + " { " + shown.joined(separator: ", ") + " }"
  }

  /// A range by both ends; by the one nearer to zero when it goes as far as the type does.
  private static func rangeWitness(_ low: UInt64, _ high: UInt64, _ type: TypeID) -> String {
    if type == .bool { return low == 0 ? "false" : "true" }
    let highest = Exhaustiveness.highest(of: type)
    let first = valueText(low, type)
    let last = valueText(high, type)
    if low == high { return first }
    if low == 0 && high == highest { return "_" }
    if low == 0 && type.isSignedInteger { return last }
    return high == highest ? first : "\(first)..=\(last)"
  }

  private static func valueText(_ value: UInt64, _ type: TypeID) -> String {
    guard type.isSignedInteger else { return String(value) }
    let bias = UInt64(1) << UInt64(type.bitWidth - 1)
    return String(Int64(bitPattern: value &- bias))
  }
}
