extension Checker {
  /// Reports values that the arms of a match leave out, and arms that nothing reaches.
  mutating func checkExhaustiveness(_ node: NodeID) {
    let type = typed.type(tree.child(node))
    guard !type.isNone, type != .error, type != .never, !types.traits(type).contains(.hasError)
    else { return }
    if type.isInteger || type == .bool || type == items.stringType {
      return checkScalars(node, type)
    }
    var rows: [MatchPattern] = []
    for arm in tree.secondList(node) where tree.kind(arm) == .matchArm {
      let pattern = matchPattern(tree.child(arm))
      if !isUseful(pattern, after: rows, type) {
        report(.unreachableArm(at: span(tree.child(arm))))
      }
      let isPartial = !tree.fieldNode(arm, 0).isNone || mentionsConstant(tree.child(arm))
      if !isPartial { rows.append(pattern) }
    }
    if let witness = witness(rows, type) {
      report(.missingArm(witness, at: span(node)))
    }
  }

  /// The same for a subject without parts.
  private mutating func checkScalars(_ node: NodeID, _ type: TypeID) {
    let isText = type == items.stringType
    var highest = UInt64.max
    if type == .bool { highest = 1 }
    if type.isInteger && type.bitWidth < 64 { highest = 1 << UInt64(type.bitWidth) - 1 }
    var covered = ScalarCoverage()
    for arm in tree.secondList(node) where tree.kind(arm) == .matchArm {
      let pattern = matchPattern(tree.child(arm))
      if !covered.isUseful(pattern, highest: highest) {
        report(.unreachableArm(at: span(tree.child(arm))))
      }
      let isPartial = !tree.fieldNode(arm, 0).isNone || mentionsConstant(tree.child(arm))
      if !isPartial { covered.add(pattern) }
    }
    guard let gap = covered.gap(highest: highest) else { return }
    let isOpen = isText || covered.isEmpty
    let witness = isOpen ? "_" : rangeText(gap.low, gap.high, type)
    report(.missingArm(witness, at: span(node)))
  }

  /// Reports a pattern of a binding that does not fit every value.
  mutating func checkIrrefutable(_ pattern: NodeID) {
    let type = typed.type(pattern)
    guard !type.isNone, type != .error, !types.traits(type).contains(.hasError) else { return }
    if let witness = witness([matchPattern(pattern)], type) {
      report(.refutableBinding(witness, at: span(pattern)))
    }
  }

  /// Reports arguments that no clause of a function takes, and clauses that nothing reaches.
  mutating func checkClauses(of id: DeclID) {
    let decl = declarations.functions[id]
    guard !decl.clauses.isEmpty else { return }
    let type = types.tuple(decl.parameters.map(\.type))
    guard !types.traits(type).contains(.hasError) else { return }
    var rows: [MatchPattern] = []
    for clause in [decl.node] + decl.clauses {
      let patterns = tree.fieldList(clause, 3).map { tree.child($0) }
      let row = MatchPattern.product(patterns.map { matchPattern($0) })
      if !isUseful(row, after: rows, type) { report(.unreachableArm(at: span(clause))) }
      if !patterns.contains(where: mentionsConstant) { rows.append(row) }
    }
    if let witness = witness(rows, type) {
      report(.missingArm(witness, at: span(decl.node)))
    }
  }

  /// `pattern` without names and without fields that are left out.
  private mutating func matchPattern(_ pattern: NodeID) -> MatchPattern {
    let type = typed.type(pattern)
    switch tree.kind(pattern) {
    case .patternName:
      let inner = tree.secondChild(pattern)
      return inner.isNone ? .wildcard : matchPattern(inner)
    case .patternLiteral: return literalPattern(tree.child(pattern), type)
    case .patternRange, .patternRangeInclusive: return rangePattern(pattern, type)
    case .patternVariant: return variantPattern(pattern, type)
    case .patternPath:
      if typed.resolution(pattern) == .variant { return .variant(Int(typed.index(pattern)), []) }
      return .wildcard
    case .patternStruct: return structPattern(pattern, type)
    case .patternTuple: return .product(tree.list(pattern).map { matchPattern($0) })
    case .patternOr: return .either(tree.list(pattern).map { matchPattern($0) })
    default: return .wildcard
    }
  }

  private mutating func variantPattern(_ pattern: NodeID, _ type: TypeID) -> MatchPattern {
    guard typed.resolution(pattern) == .variant else { return .wildcard }
    let index = Int(typed.index(pattern))
    let fields = variants(of: types.nominal(type))[index].fields
    var parts = [MatchPattern](repeating: .wildcard, count: fields.count)
    for (number, argument) in tree.secondList(pattern).enumerated() {
      guard let place = payloadIndex(argument, number, fields), place < parts.count else {
        continue
      }
      let inner = tree.kind(argument) == .patternField ? tree.secondChild(argument) : argument
      parts[place] = matchPattern(inner)
    }
    return .variant(index, parts)
  }

  private mutating func structPattern(_ pattern: NodeID, _ type: TypeID) -> MatchPattern {
    guard types.kind(type) == .nominal else { return .wildcard }
    let count = fields(of: types.nominal(type)).count
    var parts = [MatchPattern](repeating: .wildcard, count: count)
    for item in tree.secondList(pattern) where typed.resolution(item) == .field {
      parts[Int(typed.index(item))] = matchPattern(tree.secondChild(item))
    }
    return .product(parts)
  }

  private func literalPattern(_ literal: NodeID, _ type: TypeID) -> MatchPattern {
    switch tree.kind(literal) {
    case .string: return .text(tree.symbol(literal))
    case .bool:
      let value = UInt64(tree.a[literal.position])
      return .range(low: value, high: value)
    case .nilLiteral: return isEnumeration(type) ? .variant(1, []) : .range(low: 0, high: 0)
    default:
      guard type.isInteger, let value = biased(literal, type) else { return .wildcard }
      return .range(low: value, high: value)
    }
  }

  private func rangePattern(_ pattern: NodeID, _ type: TypeID) -> MatchPattern {
    guard type.isInteger, let low = biased(tree.child(pattern), type),
      var high = biased(tree.secondChild(pattern), type)
    else { return .wildcard }
    if tree.kind(pattern) == .patternRange {
      guard high > low else { return .either([]) }
      high -= 1
    }
    return low <= high ? .range(low: low, high: high) : .either([])
  }

  /// Whether `pattern` names a constant, whose value is not known here: it may fit anything, and
  /// covers nothing.
  private func mentionsConstant(_ pattern: NodeID) -> Bool {
    switch tree.kind(pattern) {
    case .patternPath: typed.resolution(pattern) == .constant
    case .patternName: mentionsConstant(tree.secondChild(pattern))
    case .patternField: mentionsConstant(tree.secondChild(pattern))
    case .patternVariant, .patternStruct:
      tree.secondList(pattern).contains { mentionsConstant($0) }
    case .patternTuple, .patternOr: tree.list(pattern).contains { mentionsConstant($0) }
    default: false
    }
  }

  /// An integer literal as a number whose unsigned order is that of the values of `type`.
  private func biased(_ literal: NodeID, _ type: TypeID) -> UInt64? {
    let isNegative = tree.kind(literal) == .negate
    let number = isNegative ? tree.child(literal) : literal
    guard tree.kind(number) == .integer else { return nil }
    let value = integerValue(number)
    let bias: UInt64 = type.isSignedInteger ? 1 << UInt64(type.bitWidth - 1) : 0
    return isNegative ? bias &- value : bias &+ value
  }
}
