extension Checker {
  /// A literal; numbers take the type that the context asks for.
  mutating func checkLiteral(_ node: NodeID, expecting: TypeID) -> TypeID {
    let wanted = expecting.isNone ? TypeID.none : resolved(expecting)
    switch tree.kind(node) {
    case .integer: return checkInteger(node, wanted, isNegative: false)
    case .float: return wanted == .f32 ? .f32 : .f64
    case .string: return items.stringType
    case .bool: return .bool
    case .interpolation: return checkInterpolation(node)
    case .symbolLiteral: return items.symbolType
    default: return checkNil(node, wanted)
    }
  }

  /// An integer literal, or one behind a minus sign.
  mutating func checkInteger(_ node: NodeID, _ wanted: TypeID, isNegative: Bool) -> TypeID {
    let type = wanted
    if type.isFloat { return type }
    let value = integerValue(node)
    let result = type.isInteger ? type : .int
    let limit = Self.limit(of: result, isNegative: isNegative)
    if value > limit {
      let sign = isNegative ? "-" : ""
      report(.literalOutOfRange("\(sign)\(value)", describe(result), at: span(node)))
    }
    return type.isInteger ? wanted : .int
  }

  /// The value of an integer literal, without its sign.
  func integerValue(_ node: NodeID) -> UInt64 {
    UInt64(tree.a[node.position]) | UInt64(tree.field(node, 0)) << 32
  }

  private static func limit(of type: TypeID, isNegative: Bool) -> UInt64 {
    let bits = UInt64(type.bitWidth)
    if type.isSignedInteger { return isNegative ? 1 << (bits - 1) : 1 << (bits - 1) - 1 }
    return isNegative ? 0 : bits == 64 ? .max : 1 << bits - 1
  }

  /// `"text #{e}"`: whatever is `Show` can be a piece.
  private mutating func checkInterpolation(_ node: NodeID) -> TypeID {
    for piece in tree.list(node) {
      let type = resolved(check(piece))
      if tree.kind(piece) == .string || type == items.stringType || type == .error { continue }
      requireShow(piece, type)
    }
    return items.stringType
  }

  private mutating func requireShow(_ piece: NodeID, _ type: TypeID) {
    guard let entity = showTrait() else { return }
    body.obligations.append(
      Obligation(type: type, trait: TraitRef(trait: entity, arguments: []), node: piece))
  }

  /// The trait `Show` of the standard library.
  mutating func showTrait() -> TraitID? { traitMembers[known.show]?.first?.trait }

  /// `nil`: None of an Option, or the null pointer, after the context.
  private mutating func checkNil(_ node: NodeID, _ wanted: TypeID) -> TypeID {
    if !wanted.isNone && types.kind(wanted) == .pointer { return wanted }
    let option = types.nominal(items.option, [freshVariable()])
    if !wanted.isNone { _ = tryUnify(option, wanted) }
    return option
  }

  /// `[a, b]`.
  mutating func checkVec(_ node: NodeID, expecting: TypeID) -> TypeID {
    prepare(items.vec)
    let element = freshVariable()
    let type = types.nominal(items.vec, [element])
    if !expecting.isNone { _ = tryUnify(type, expecting) }
    for item in tree.list(node) {
      coerce(item, check(item, expecting: element), to: element)
    }
    return type
  }

  /// `{k => v}`.
  mutating func checkMap(_ node: NodeID, expecting: TypeID) -> TypeID {
    prepare(items.map)
    let key = freshVariable()
    let value = freshVariable()
    let type = types.nominal(items.map, [key, value])
    if !expecting.isNone { _ = tryUnify(type, expecting) }
    for (number, item) in tree.list(node).enumerated() {
      let wanted = number % 2 == 0 ? key : value
      coerce(item, check(item, expecting: wanted), to: wanted)
    }
    requireMapKey(type, node)
    return type
  }

  /// A map literal calls `op_index_set`, with what that demands of the keys.
  private mutating func requireMapKey(_ type: TypeID, _ node: NodeID) {
    guard !tree.list(node).isEmpty else { return }
    _ = demandBounds(ofMethod: known.indexSet, .method(2), on: type, at: node)
  }

  /// `(a, b)`.
  mutating func checkTuple(_ node: NodeID, expecting: TypeID) -> TypeID {
    let wanted = expecting.isNone ? TypeID.none : resolved(expecting)
    let nodes = tree.list(node)
    let hasWish =
      !wanted.isNone && types.kind(wanted) == .tuple
      && types.arguments(wanted).count == nodes.count
    var parts: [TypeID] = []
    for (number, item) in nodes.enumerated() {
      let wish = hasWish ? types.argument(wanted, number) : .none
      var type = check(item, expecting: wish)
      if hasWish {
        coerce(item, type, to: wish)
        type = wish
      }
      parts.append(type)
    }
    return types.tuple(parts)
  }

  /// `a..b`, `a..=b`.
  mutating func checkRange(_ node: NodeID) -> TypeID {
    expect(tree.child(node), .int)
    expect(tree.secondChild(node), .int)
    return items.rangeType
  }
}

// MARK: - Structs

extension Checker {
  /// `Name { a: 1, b }`.
  mutating func checkStructLiteral(_ node: NodeID, expecting: TypeID) -> TypeID {
    guard case .type(let type)? = qualifier(tree.child(node)) else {
      reportUnknownStruct(tree.child(node))
      for item in tree.secondList(node) { check(tree.secondChild(item)) }
      return .error
    }
    guard types.kind(type) == .nominal, isStruct(types.nominal(type)) else {
      if type != .error { report(.notAStruct(describe(type), at: span(tree.child(node)))) }
      for item in tree.secondList(node) { check(tree.secondChild(item)) }
      return .error
    }
    if !expecting.isNone { _ = tryUnify(type, expecting) }
    checkInitializers(tree.secondList(node), type, node, isComplete: true)
    return type
  }

  private mutating func reportUnknownStruct(_ node: NodeID) {
    let module = body.scope.module
    if tree.kind(node) == .name && modules[module].mayLack(tree.symbol(node)) { return }
    let name = tree.text(node, interner)
    report(
      .unknownStruct(name, at: span(node)).suggesting(name, among: visibleTypeNames(in: module)))
  }

  private func isStruct(_ id: NominalID) -> Bool {
    let kind = declarations.nominals[id].kind
    return kind == .object || kind == .value
  }

  /// `p.with { a: 9 }`.
  mutating func checkWith(_ node: NodeID) -> TypeID {
    let type = resolved(check(tree.child(node)))
    guard types.kind(type) == .nominal, isStruct(types.nominal(type)) else {
      if type != .error { report(.notAStruct(describe(type), at: span(node))) }
      for item in tree.secondList(node) { check(tree.secondChild(item)) }
      return .error
    }
    checkInitializers(tree.secondList(node), type, node, isComplete: false)
    return type
  }

  private mutating func checkInitializers(
    _ list: NodeList, _ type: TypeID, _ node: NodeID, isComplete: Bool
  ) {
    let id = types.nominal(type)
    let fields = fields(of: id)
    let arguments = Array(types.arguments(type))
    var seen: [Symbol: NodeID] = [:]
    let places = Dictionary(
      fields.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    for item in list {
      let name = tree.symbol(item)
      let value = tree.secondChild(item)
      if let first = seen[name] {
        report(.duplicateName(text(name), at: span(item), first: span(first)))
      }
      seen[name] = item
      guard let index = places[name] else {
        reportUnknownField(name, of: type, item)
        check(value)
        continue
      }
      checkVisible(fields[index], of: id, at: item)
      typed.resolve(item, .field, UInt32(index))
      expect(value, types.substitute(fields[index].type, arguments))
    }
    if isComplete { checkMissing(fields, seen, type, node) }
  }

  private mutating func checkMissing(
    _ fields: [FieldInfo], _ seen: [Symbol: NodeID], _ type: TypeID, _ node: NodeID
  ) {
    var missing: [String] = []
    for field in fields where seen[field.name] == nil {
      let value = tree.fieldNode(field.node, 3)
      if value.isNone {
        missing.append(text(field.name))
      } else {
        checkDefault(value, field, of: types.nominal(type))
      }
    }
    if !missing.isEmpty {
      report(.missingFields(missing, of: describe(type), at: span(tree.child(node))))
    }
  }

  /// Checks the default value of a field of `id` once.
  mutating func checkDefault(_ value: NodeID, _ field: FieldInfo, of id: NominalID) {
    guard typed.type(value).isNone else { return }
    guard openDefaults.insert(value).inserted else {
      return report(.cyclicConstant(text(field.name), at: span(field.node)))
    }
    defer { openDefaults.remove(value) }
    let nominal = declarations.nominals[id]
    var scope = TypeScope(module: nominal.module)
    scope.generics = generics(of: tree.fieldList(nominal.node, 2), in: scope)
    let saved = enter(scope: scope)
    body.isInitializer = true
    expect(value, field.type)
    leave(saved)
  }

  /// Reports the use of a private field outside its module.
  mutating func checkVisible(_ field: FieldInfo, of id: NominalID, at node: NodeID) {
    guard field.isPrivate else { return }
    let nominal = declarations.nominals[id]
    if nominal.module != body.scope.module {
      report(.privateField(text(field.name), of: text(nominal.name), at: span(node)))
    }
  }
}

extension SyntaxTree {
  /// The source text of a name, path or type in an expression, for diagnostics.
  func text(_ node: NodeID, _ interner: Interner) -> String {
    switch kind(node) {
    case .name: interner.text(symbol(node))
    case .path: text(child(node), interner) + "::" + interner.text(secondSymbol(node))
    case .typeExpr: text(child(node), interner)
    case .typeName: interner.text(Symbol(index: field(node, 0)))
    case .member: text(child(node), interner) + "." + interner.text(secondSymbol(node))
    default: "expression"
    }
  }
}
