extension Checker {
  /// Reports values that the arms of a match leave out, and arms that nothing reaches.
  mutating func checkExhaustiveness(_ node: NodeID) {
    let type = typed.type(tree.child(node))
    guard isMatchable(type) else { return }
    let patterns = tree.secondList(node).filter { tree.kind($0) == .matchArm }
    var rows: [MatchRow] = []
    for (number, arm) in patterns.enumerated() {
      let pattern = tree.child(arm)
      let isPartial = !tree.fieldNode(arm, 0).isNone || isOpen(pattern)
      rows.append(MatchRow(patterns: [matchPattern(pattern)], arm: number, isPartial: isPartial))
    }
    let findings = Exhaustiveness.findings(rows, [type], &self)
    for arm in findings.unreachable {
      report(.unreachableArm(at: span(tree.child(patterns[arm]))))
    }
    if findings.isTooComplex { report(.matchTooComplex(at: span(node))) }
    if let witness = findings.witness { report(.missingArm(witness, at: span(node))) }
  }

  /// Reports a pattern of a binding that does not fit every value.
  mutating func checkIrrefutable(_ pattern: NodeID) {
    let type = typed.type(pattern)
    guard isMatchable(type) else { return }
    let row = MatchRow(patterns: [matchPattern(pattern)], arm: 0, isPartial: isOpen(pattern))
    if let witness = Exhaustiveness.findings([row], [type], &self).witness {
      report(.refutableBinding(witness, at: span(pattern)))
    }
  }

  /// Reports arguments that no clause of a function takes, and clauses that nothing reaches.
  mutating func checkClauses(of id: DeclID) {
    let decl = declarations.functions[id]
    guard decl.parameters.allSatisfy({ isMatchable($0.type) }) else { return }
    let clauses = [decl.node] + decl.clauses
    var rows: [MatchRow] = []
    for (number, clause) in clauses.enumerated() {
      let patterns = tree.fieldList(clause, 3).map { tree.child($0) }
      rows.append(
        MatchRow(
          patterns: patterns.map { matchPattern($0) }, arm: number,
          isPartial: patterns.contains(where: isOpen)))
    }
    let findings = Exhaustiveness.findings(rows, decl.parameters.map(\.type), &self)
    for clause in findings.unreachable { report(.unreachableClause(at: span(clauses[clause]))) }
    if findings.isTooComplex { report(.matchTooComplex(at: span(decl.node))) }
    if let witness = findings.witness {
      report(.missingClause("\(text(decl.name))(\(witness))", at: span(decl.node)))
    }
  }

  private func isMatchable(_ type: TypeID) -> Bool {
    !type.isNone && type != .never && !types.traits(type).contains(.hasError)
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
      return typed.resolution(pattern) == .variant ? variantPattern(pattern, type) : .wildcard
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
    let arguments = tree.kind(pattern) == .patternVariant ? Array(tree.secondList(pattern)) : []
    for (number, argument) in arguments.enumerated() {
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

  /// The place of `None` among the variants of an Option.
  private func noneIndex(_ type: TypeID) -> Int? {
    guard types.nominal(type) == items.option else { return nil }
    return declarations.nominals[items.option].variants.firstIndex { $0.fields.isEmpty }
  }

  private func literalPattern(_ literal: NodeID, _ type: TypeID) -> MatchPattern {
    switch tree.kind(literal) {
    case .string, .symbolLiteral: return .text(tree.symbol(literal))
    case .bool:
      let value = UInt64(tree.a[literal.position])
      return .range(low: value, high: value)
    case .nilLiteral:
      let none = isEnumeration(type) ? noneIndex(type) : nil
      return none.map { .variant($0, []) } ?? .wildcard
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

  /// Whether `pattern` compares with a value that is not known here (a constant, a pointer, a float):
  /// it may fit anything, and covers nothing.
  private func isOpen(_ pattern: NodeID) -> Bool {
    switch tree.kind(pattern) {
    case .patternPath: return typed.resolution(pattern) == .constant
    case .patternName, .patternField: return isOpen(tree.secondChild(pattern))
    case .patternVariant, .patternStruct: return tree.secondList(pattern).contains { isOpen($0) }
    case .patternTuple, .patternOr: return tree.list(pattern).contains { isOpen($0) }
    case .patternRange, .patternRangeInclusive:
      let type = typed.type(pattern)
      return biased(tree.child(pattern), type) == nil
        || biased(tree.secondChild(pattern), type) == nil
    case .patternLiteral:
      let type = typed.type(pattern)
      return type.isFloat || types.kind(type) == .pointer
    default: return false
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
