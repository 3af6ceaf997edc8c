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
}

// Says whether the arms of a match leave a value out, and whether an arm can never be reached.
//
// Luc Maranget, "Warnings for pattern matching", Journal of Functional Programming 17 (2007): a row
// is useful with respect to the rows above it if some value fits it and none of them. Integer
// patterns are split at the bounds of all ranges in the column.
extension Checker {
  /// A value of `type` that no row fits, as a pattern in source form; nil when there is none.
  mutating func witness(_ rows: [MatchPattern], _ type: TypeID) -> String? {
    missing(rows.map { [$0] }, [type])?.first
  }

  /// Whether some value fits `pattern` and none of `rows`.
  mutating func isUseful(_ pattern: MatchPattern, after rows: [MatchPattern], _ type: TypeID)
    -> Bool
  {
    isUseful([pattern], rows.map { [$0] }, [type])
  }
}

// MARK: - Constructors

/// What the first column is split by.
private enum Constructor {
  case variant(Int)
  case product
  case range(UInt64, UInt64)
  case text(Symbol)
  /// Everything that the patterns of the column do not mention.
  case other
}

extension Checker {
  /// The constructors of `type`, as far as the patterns in the column tell them apart.
  private mutating func constructors(_ column: [MatchPattern], _ type: TypeID) -> [Constructor] {
    if isEnumeration(type) {
      return variants(of: self.types.nominal(type)).indices.map { .variant($0) }
    }
    if type == .bool { return [.range(0, 0), .range(1, 1)] }
    if type.isInteger { return ranges(column, type) }
    if type == items.stringType { return texts(column) }
    return column.contains(where: Self.isProduct) ? [.product] : [.other]
  }

  private static func isProduct(_ pattern: MatchPattern) -> Bool {
    switch pattern {
    case .product: true
    case .either(let parts): parts.contains(where: isProduct)
    default: false
    }
  }

  /// The values of an integer type, cut wherever a range of the column begins or ends.
  private func ranges(_ column: [MatchPattern], _ type: TypeID) -> [Constructor] {
    let highest: UInt64 = type.bitWidth == 64 ? .max : 1 << UInt64(type.bitWidth) - 1
    var starts: Set<UInt64> = [0]
    for pattern in column { addBounds(of: pattern, highest, to: &starts) }
    let sorted = starts.sorted()
    return sorted.enumerated().map { number, low in
      .range(low, number + 1 < sorted.count ? sorted[number + 1] - 1 : highest)
    }
  }

  private func addBounds(
    of pattern: MatchPattern, _ highest: UInt64, to starts: inout Set<UInt64>
  ) {
    switch pattern {
    case .range(let low, let high):
      starts.insert(low)
      if high < highest { starts.insert(high + 1) }
    case .either(let parts): for part in parts { addBounds(of: part, highest, to: &starts) }
    default: break
    }
  }

  private func texts(_ column: [MatchPattern]) -> [Constructor] {
    var seen: Set<Symbol> = []
    var found: [Constructor] = []
    func visit(_ pattern: MatchPattern) {
      switch pattern {
      case .text(let symbol): if seen.insert(symbol).inserted { found.append(.text(symbol)) }
      case .either(let parts): parts.forEach(visit)
      default: break
      }
    }
    column.forEach(visit)
    return found + [.other]
  }

  /// The types of the parts that a value made by `constructor` has.
  private mutating func parts(_ constructor: Constructor, _ type: TypeID) -> [TypeID] {
    let arguments = Array(self.types.arguments(type))
    switch constructor {
    case .variant(let index):
      let fields = variants(of: self.types.nominal(type))[index].fields
      return fields.map { self.types.substitute($0.type, arguments) }
    case .product:
      guard self.types.kind(type) == .nominal else { return arguments }
      let fields = fields(of: self.types.nominal(type))
      return fields.map { self.types.substitute($0.type, arguments) }
    default: return []
    }
  }

  /// The rows that fit values made by `constructor`, with its parts in place of the first column.
  private func specialize(
    _ rows: [[MatchPattern]], _ constructor: Constructor, _ count: Int
  ) -> [[MatchPattern]] {
    rows.flatMap { row in
      expand(row[0], constructor, count).map { $0 + row.dropFirst() }
    }
  }

  /// What a pattern demands of the parts of a value made by `constructor`, once for each alternative.
  private func expand(
    _ pattern: MatchPattern, _ constructor: Constructor, _ count: Int
  ) -> [[MatchPattern]] {
    switch (pattern, constructor) {
    case (.wildcard, _): return [[MatchPattern](repeating: .wildcard, count: count)]
    case (.either(let parts), _): return parts.flatMap { expand($0, constructor, count) }
    case (.variant(let index, let parts), .variant(let wanted)):
      return index == wanted ? [parts] : []
    case (.product(let parts), .product): return [parts]
    case (.range(let low, let high), .range(let first, let last)):
      return low <= first && last <= high ? [[]] : []
    case (.text(let symbol), .text(let wanted)): return symbol == wanted ? [[]] : []
    default: return []
    }
  }
}

// MARK: - The algorithm

extension Checker {
  /// A list of values, as source, that no row fits.
  private mutating func missing(_ rows: [[MatchPattern]], _ types: [TypeID]) -> [String]? {
    guard let type = types.first else { return rows.isEmpty ? [] : nil }
    let rest = Array(types.dropFirst())
    if rows.allSatisfy({ Self.isWildcard($0[0]) }) {
      return missing(rows.map { Array($0.dropFirst()) }, rest).map { ["_"] + $0 }
    }
    for constructor in constructors(rows.map { $0[0] }, type) {
      let parts = parts(constructor, type)
      let inner = specialize(rows, constructor, parts.count)
      guard let found = missing(inner, parts + rest) else { continue }
      let head = text(constructor, Array(found.prefix(parts.count)), type)
      return [head] + found.dropFirst(parts.count)
    }
    return nil
  }

  private static func isWildcard(_ pattern: MatchPattern) -> Bool {
    if case .wildcard = pattern { return true }
    return false
  }

  /// The constructors that `pattern` itself fits, where it names one: those of other rows need not be
  /// looked at.
  private func ownConstructors(_ pattern: MatchPattern) -> [Constructor]? {
    switch pattern {
    case .variant(let index, _): [.variant(index)]
    case .product: [.product]
    case .text(let symbol): [.text(symbol)]
    default: nil
    }
  }

  private mutating func isUseful(
    _ row: [MatchPattern], _ rows: [[MatchPattern]], _ types: [TypeID]
  ) -> Bool {
    guard let type = types.first else { return rows.isEmpty }
    let rest = Array(types.dropFirst())
    if Self.isWildcard(row[0]) && rows.allSatisfy({ Self.isWildcard($0[0]) }) {
      return isUseful(
        Array(row.dropFirst()), rows.map { Array($0.dropFirst()) }, rest)
    }
    let all = ownConstructors(row[0]) ?? constructors(rows.map { $0[0] } + [row[0]], type)
    for constructor in all {
      let parts = parts(constructor, type)
      let inner = specialize(rows, constructor, parts.count)
      for own in specialize([row], constructor, parts.count)
      where isUseful(own, inner, parts + rest) {
        return true
      }
    }
    return false
  }

  /// A value made by `constructor`, as source.
  private mutating func text(
    _ constructor: Constructor, _ parts: [String], _ type: TypeID
  ) -> String {
    switch constructor {
    case .variant(let index):
      let name = text(variants(of: self.types.nominal(type))[index].name)
      return parts.isEmpty ? name : "\(name)(\(parts.joined(separator: ", ")))"
    case .product: return productText(parts, type)
    case .range(let low, let high): return rangeText(low, high, type)
    case .text, .other: return "_"
    }
  }

  private mutating func productText(_ parts: [String], _ type: TypeID) -> String {
    guard self.types.kind(type) == .nominal else { return "(\(parts.joined(separator: ", ")))" }
    let id = self.types.nominal(type)
    let fields = fields(of: id).map { text($0.name) }
    let shown = zip(fields, parts).map { "\($0): \($1)" }
    return text(declarations.nominals[id].name) + " { "
      + shown.joined(separator: ", ") + " }"
  }

  /// The values from `low` to `high` as source.
  func rangeText(_ low: UInt64, _ high: UInt64, _ type: TypeID) -> String {
    if type == .bool { return low == 0 ? "false" : "true" }
    let first = Self.valueText(low, type)
    return low == high ? first : "\(first)..=\(Self.valueText(high, type))"
  }

  private static func valueText(_ value: UInt64, _ type: TypeID) -> String {
    guard type.isSignedInteger else { return String(value) }
    let bias = UInt64(1) << UInt64(type.bitWidth - 1)
    return String(Int64(bitPattern: value &- bias))
  }
}
