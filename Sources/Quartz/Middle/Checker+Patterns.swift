extension Checker {
  /// Checks `pattern` against values of `type`, and binds its names.
  mutating func checkPattern(_ pattern: NodeID, _ type: TypeID, isMutable: Bool = false) {
    let type = resolved(type)
    setType(pattern, type)
    switch tree.kind(pattern) {
    case .patternName:
      bindPatternName(pattern, type, isMutable: isMutable)
      let inner = tree.secondChild(pattern)
      if !inner.isNone { checkPattern(inner, type, isMutable: isMutable) }
    case .patternLiteral: checkLiteralPattern(pattern, type)
    case .patternRange, .patternRangeInclusive:
      checkRangePattern(pattern, type)
    case .patternVariant: checkVariantPattern(pattern, type, isMutable: isMutable)
    case .patternPath: checkPathPattern(pattern, type)
    case .patternStruct: checkStructPattern(pattern, type, isMutable: isMutable)
    case .patternTuple: checkTuplePattern(pattern, type, isMutable: isMutable)
    case .patternOr: checkOrPattern(pattern, type)
    default: break
    }
  }

  /// Binds a name, gives an existing `var` a new value in `(a, b) = e`, or joins the alternatives of an
  /// or-pattern.
  private mutating func bindPatternName(_ pattern: NodeID, _ type: TypeID, isMutable: Bool) {
    let name = tree.symbol(pattern)
    if name == known.underscore { return }
    if let local = body.alternatives[name] {
      coerce(pattern, type, to: typed.locals[local].type)
      typed.locals[local].isAlternative = true
      typed.resolve(pattern, .local, local.index)
      return
    }
    if body.isReassigning, let local = findLocal(name) {
      _ = use(local, at: pattern)
      coerce(pattern, type, to: typed.locals[local].type)
      requireMutable(local, pattern)
      return
    }
    bindName(pattern, type, isMutable: isMutable)
  }

  private mutating func checkRangePattern(_ pattern: NodeID, _ type: TypeID) {
    guard type.isInteger || type == .error || isUnknown(type) else {
      report(.rangePatternType(describe(type), at: span(pattern)))
      return
    }
    expect(tree.child(pattern), type)
    expect(tree.secondChild(pattern), type)
  }

  private mutating func checkLiteralPattern(_ pattern: NodeID, _ type: TypeID) {
    let literal = tree.child(pattern)
    expect(literal, type)
    if type.isFloat { report(.floatPattern(at: span(pattern))) }
  }

  private mutating func checkVariantPattern(_ pattern: NodeID, _ type: TypeID, isMutable: Bool) {
    let arguments = tree.secondList(pattern)
    guard let index = patternVariant(tree.child(pattern), type, pattern) else {
      for argument in arguments { bindErroneous(argument) }
      return
    }
    let fields = variants(of: types.nominal(type))[index].fields
    typed.resolve(pattern, .variant, UInt32(index))
    checkPayload(pattern, arguments, fields, type, isMutable: isMutable)
  }

  private mutating func checkPayload(
    _ pattern: NodeID, _ arguments: NodeList, _ fields: [FieldInfo], _ type: TypeID,
    isMutable: Bool
  ) {
    let isNamed = arguments.contains { tree.kind($0) == .patternField }
    if arguments.count > fields.count || !isNamed && arguments.count < fields.count {
      let variant = variants(of: types.nominal(type))[Int(typed.index(pattern))]
      report(
        .wrongPayloadCount(
          text(variant.name), fields.count, arguments.count, at: span(pattern),
          declared: span(variant.node)))
    }
    for (number, argument) in arguments.enumerated() {
      let index = payloadIndex(argument, number, fields)
      guard let index, index < fields.count else {
        if index == nil { reportUnknownPayload(argument, fields, pattern, type) }
        bindErroneous(argument)
        continue
      }
      let inner = tree.kind(argument) == .patternField ? tree.secondChild(argument) : argument
      let fieldType = types.substitute(fields[index].type, Array(types.arguments(type)))
      checkPattern(inner, fieldType, isMutable: isMutable)
    }
  }

  private mutating func reportUnknownPayload(
    _ argument: NodeID, _ fields: [FieldInfo], _ pattern: NodeID, _ type: TypeID
  ) {
    let variant = variants(of: types.nominal(type))[Int(typed.index(pattern))]
    let name = text(tree.symbol(argument))
    report(
      .unknownArgument(
        name, of: text(variant.name), at: span(argument), declared: span(variant.node)
      ).suggesting(name, among: fields.map { text($0.name) }))
  }

  /// The place of the payload field that the argument `number` of a pattern is for.
  func payloadIndex(_ argument: NodeID, _ number: Int, _ fields: [FieldInfo]) -> Int? {
    guard tree.kind(argument) == .patternField else { return number }
    return fields.firstIndex { $0.name == tree.symbol(argument) }
  }

  /// The variant that `path` names in a pattern for `type`; reports when there is none.
  private mutating func patternVariant(
    _ path: NodeID, _ type: TypeID, _ pattern: NodeID
  ) -> Int? {
    let name = tree.kind(path) == .path ? tree.secondSymbol(path) : tree.symbol(path)
    if type == .error { return nil }
    if tree.kind(path) == .path, case .type(let named)? = pathQualifier(tree.child(path)) {
      coerce(pattern, named, to: type)
    }
    if let index = variantIndex(name, of: type) { return index }
    if isEnumeration(type) {
      let names = variants(of: types.nominal(type)).map { text($0.name) }
      report(
        .unknownVariant(text(name), of: describe(type), at: span(pattern))
          .suggesting(text(name), among: names))
    } else {
      report(.variantOfOther(text(name), describe(type), at: span(pattern)))
    }
    return nil
  }

  /// Whether `type` is an enum.
  func isEnumeration(_ type: TypeID) -> Bool {
    types.kind(type) == .nominal
      && declarations.nominals[types.nominal(type)].kind == .enumeration
  }

  private mutating func checkPathPattern(_ pattern: NodeID, _ type: TypeID) {
    let path = tree.child(pattern)
    let name = tree.kind(path) == .path ? tree.secondSymbol(path) : tree.symbol(path)
    if isEnumeration(type) || tree.kind(path) == .path && constant(path) == nil {
      guard let index = patternVariant(path, type, pattern) else { return }
      typed.resolve(pattern, .variant, UInt32(index))
      let variant = variants(of: types.nominal(type))[index]
      if !variant.fields.isEmpty {
        report(
          .missingPayload(
            text(name), variant.fields.count, at: span(pattern), declared: span(variant.node)))
      }
      return
    }
    guard let constant = constant(path) else {
      if type != .error { report(.unknownName(text(name), at: span(pattern))) }
      return
    }
    typed.resolve(pattern, .constant, constant.index)
    coerce(pattern, self.type(ofConstant: constant), to: type)
  }

  /// The constant that `path` names.
  private mutating func constant(_ path: NodeID) -> ConstantID? {
    var found: Entity?
    if tree.kind(path) == .name {
      found = lookup(tree.symbol(path), in: body.scope.module).first
    } else if case .module(let module)? = pathQualifier(tree.child(path)) {
      found = publicEntity(tree.secondSymbol(path), of: module)
    }
    guard let found, found.kind == .constant else { return nil }
    return ConstantID(index: found.index)
  }

  private mutating func checkStructPattern(_ pattern: NodeID, _ type: TypeID, isMutable: Bool) {
    if case .type(let named)? = pathQualifier(tree.child(pattern)) {
      coerce(pattern, named, to: type)
    } else {
      let name = tree.text(tree.child(pattern), interner)
      report(
        .unknownStruct(name, at: span(pattern))
          .suggesting(name, among: visibleTypeNames(in: body.scope.module)))
    }
    for item in tree.secondList(pattern) {
      let inner = tree.secondChild(item)
      guard let (index, fieldType) = field(tree.symbol(item), of: type, at: item) else {
        if type != .error { reportUnknownField(tree.symbol(item), of: type, item) }
        bindErroneous(inner)
        continue
      }
      typed.resolve(item, .field, UInt32(index))
      checkPattern(inner, fieldType, isMutable: isMutable)
    }
  }

  private mutating func checkTuplePattern(_ pattern: NodeID, _ type: TypeID, isMutable: Bool) {
    let parts = tree.list(pattern)
    let wanted = resolved(type)
    if types.kind(wanted) == .variable {
      _ = unify(wanted, types.tuple(freshVariables(parts.count)))
    }
    let tuple = resolved(wanted)
    if parts.isEmpty && tuple == .void { return }
    guard types.kind(tuple) == .tuple, types.arguments(tuple).count == parts.count else {
      if tuple != .error {
        report(.tuplePattern(parts.count, describe(tuple), at: span(pattern)))
      }
      for part in parts { bindErroneous(part) }
      return
    }
    for (number, part) in parts.enumerated() {
      checkPattern(part, types.argument(tuple, number), isMutable: isMutable)
    }
  }

  /// Binds the names in a pattern that fits nothing, so that their uses are not errors too.
  private mutating func bindErroneous(_ pattern: NodeID) {
    switch tree.kind(pattern) {
    case .patternName: bindName(pattern, .error)
    case .patternField: bindErroneous(tree.secondChild(pattern))
    case .patternVariant, .patternStruct:
      for part in tree.secondList(pattern) { bindErroneous(part) }
    case .patternTuple, .patternOr: for part in tree.list(pattern) { bindErroneous(part) }
    default: break
    }
  }

  /// `A(x) | B(x)`: every alternative binds the same names with the same types.
  private mutating func checkOrPattern(_ pattern: NodeID, _ type: TypeID) {
    let outer = body.alternatives
    let depth = body.names.count
    let parts = tree.list(pattern)
    for (number, part) in parts.enumerated() {
      checkPattern(part, type)
      guard number == 0 else { continue }
      for (name, local) in body.names.suffix(from: depth) { body.alternatives[name] = local }
    }
    let names = body.names.suffix(from: depth).map(\.name)
    for part in parts.dropFirst() {
      let bound = boundNames(part)
      if Set(bound) != Set(names) {
        report(.differentAlternatives(at: span(part), first: span(parts[0])))
      }
    }
    body.alternatives = outer
  }

  /// The names that a pattern binds.
  func boundNames(_ pattern: NodeID) -> [Symbol] {
    namingNodes(pattern).map { tree.symbol($0) }
  }

  /// Reports a pattern in a binding that does not fit every value.
  mutating func requireIrrefutable(_ pattern: NodeID) {
    body.bindings.append(pattern)
  }
}

// MARK: - Match

extension Checker {
  /// `match e … end`.
  mutating func checkMatch(_ node: NodeID, expecting: TypeID) -> TypeID {
    let subject = tree.child(node)
    let type = resolved(check(subject))
    var join = Join(expecting: expecting)
    var isRight = true
    for arm in tree.secondList(node) where tree.kind(arm) == .matchArm {
      let depth = body.names.count
      let errors = diagnostics.count
      checkPattern(tree.child(arm), type)
      markAsParameters(from: depth)
      reportRepeatedNames([tree.child(arm)])
      if diagnostics.count > errors { isRight = false }
      let guardNode = tree.fieldNode(arm, 0)
      if !guardNode.isNone { expect(guardNode, .bool) }
      checkAlternative(tree.fieldNode(arm, 1), &join)
      body.names.removeLast(to: depth)
    }
    if isRight { body.matches.append(node) }
    if join.common.isNone { return tree.secondList(node).isEmpty ? .void : .never }
    return join.common
  }

  /// Reports names that `patterns` bind more than once.
  mutating func reportRepeatedNames(_ patterns: [NodeID]) {
    var seen: [Symbol: NodeID] = [:]
    for node in patterns.flatMap({ namingNodes($0) }) {
      if let first = seen[tree.symbol(node)] {
        report(.duplicateName(text(tree.symbol(node)), at: span(node), first: span(first)))
      }
      seen[tree.symbol(node)] = node
    }
  }

  /// The nodes in `pattern` that bind a name; of alternatives those of the first.
  private func namingNodes(_ pattern: NodeID) -> [NodeID] {
    switch tree.kind(pattern) {
    case .patternName:
      let isNamed = tree.symbol(pattern) != known.underscore && !tree.symbol(pattern).isNone
      let inner = tree.secondChild(pattern)
      return (isNamed ? [pattern] : []) + (inner.isNone ? [] : namingNodes(inner))
    case .patternField: return namingNodes(tree.secondChild(pattern))
    case .patternVariant, .patternStruct:
      return tree.secondList(pattern).flatMap { namingNodes($0) }
    case .patternTuple: return tree.list(pattern).flatMap { namingNodes($0) }
    case .patternOr: return tree.list(pattern).first.map { namingNodes($0) } ?? []
    default: return []
    }
  }
}
