extension Checker {
  /// `x = e`: a new immutable name, or a change of a `var`, a field or an element.
  mutating func checkAssign(_ node: NodeID) -> TypeID {
    let target = tree.child(node)
    let value = tree.secondChild(node)
    switch tree.kind(target) {
    case .name: assignName(node, target, value)
    case .member: assignMember(target, value)
    case .index: assignIndex(target, value)
    case .patternTuple, .patternStruct, .patternWildcard:
      let type = checkBinding(value, declared: .none)
      body.isReassigning = true
      bindPattern(target, type, isMutable: false)
      body.isReassigning = false
    default:
      check(value)
      report(.notAssignable(at: span(target)))
    }
    return .void
  }

  private mutating func assignName(_ node: NodeID, _ target: NodeID, _ value: NodeID) {
    let name = tree.symbol(target)
    if name == known.underscore {
      check(value)
      return
    }
    if let local = findLocal(name) { return assignLocal(local, target, value) }
    let module = body.scope.module
    if let entity = modules[module].names[name], entity.kind == .variable {
      typed.resolve(target, .variable, entity.index)
      let type = type(ofVariable: VariableID(index: entity.index))
      setType(target, type)
      return expect(value, type)
    }
    if let entity = modules[module].names[name], entity.kind == .constant {
      check(value)
      report(
        .assignToImmutable(
          text(name), at: span(target), bound: span(self.node(of: entity)), help: nil))
      return
    }
    let type = checkBinding(value, declared: .none)
    reportNothing(target, type)
    bindName(target, type)
    typed.resolve(node, .local)
  }

  private mutating func assignLocal(_ local: LocalID, _ target: NodeID, _ value: NodeID) {
    let type = use(local, at: target)
    setType(target, type)
    expect(value, type)
    let info = typed.locals[local]
    if !(info.isDeferred && info.depth == body.closures.count) { requireMutable(local, target) }
  }

  /// Reports when `local`, which `node` names, may not be changed.
  mutating func requireMutable(_ local: LocalID, _ node: NodeID) {
    let info = typed.locals[local]
    guard !info.isMutable else { return }
    report(
      .assignToImmutable(
        text(info.name), at: span(node), bound: span(info.node), help: mutableHelp(info)))
  }

  private mutating func mutableHelp(_ info: LocalInfo) -> String {
    let name = text(info.name)
    if info.name == known.selfValue { return "take '&mut self' to change it" }
    if info.isReference { return "take it as '&mut \(describe(info.type))' to change it" }
    switch info.origin {
    case .parameter: return "make a copy to change, as in 'var copy = \(name)'"
    case .binding: return "declare it with 'var' to change it"
    }
  }

  private mutating func assignMember(_ target: NodeID, _ value: NodeID) {
    let receiver = tree.child(target)
    if case .module(let module)? = qualifier(receiver) {
      _ = module
      report(.notAssignable(at: span(target)))
      check(value)
      return
    }
    let type = resolved(check(receiver))
    if type == .error {
      check(value)
      return
    }
    guard let (index, fieldType) = field(tree.secondSymbol(target), of: type, at: target) else {
      check(value)
      if allMethods(tree.secondSymbol(target), on: type).isEmpty {
        reportUnknownField(tree.secondSymbol(target), of: type, target)
      } else {
        report(
          .assignToMethod(
            text(tree.secondSymbol(target)), of: describe(type), at: span(target)))
      }
      return
    }
    typed.resolve(target, .field, UInt32(index))
    setType(target, fieldType)
    if !isReferenceType(type) { requireMutable(receiver) }
    expect(value, fieldType)
  }

  private mutating func assignIndex(_ target: NodeID, _ value: NodeID) {
    let receiver = tree.child(target)
    let type = resolved(check(receiver))
    if type == .error {
      checkArguments(target)
      check(value)
      return
    }
    let arguments = Array(tree.secondList(target)) + [value]
    guard let candidate = methods(known.indexSet, on: type, argumentCount: arguments.count).first
    else {
      checkArguments(target)
      check(value)
      reportNoSetter(type, receiver)
      return
    }
    if declarations.functions[candidate.decl].selfMode == .mutable && !isReferenceType(type) {
      requireMutable(receiver)
      requireAligned(receiver)
    }
    _ = finishCall(candidate, [receiver] + arguments, target, expecting: .none)
    setType(target, typed.type(value))
  }

  /// `x += e`.
  mutating func checkOpAssign(_ node: NodeID) -> TypeID {
    let target = tree.child(node)
    let kind = NodeKind(rawValue: UInt8(tree.field(node, 0))) ?? .add
    let value = tree.fieldNode(node, 1)
    let type = resolved(check(target))
    let result = checkOperator(kind, type, target, value, node)
    if type != .error { coerce(value, result, to: type) }
    requireMutable(target)
    return .void
  }
}

// MARK: - What may be changed

extension Checker {
  /// Reports when the place that `node` denotes may not be changed.
  mutating func requireMutable(_ node: NodeID) {
    switch tree.kind(node) {
    case .name:
      switch typed.resolution(node) {
      case .local: requireMutable(LocalID(index: typed.index(node)), node)
      case .constant:
        let decl = declarations.constants[ConstantID(index: typed.index(node))]
        report(
          .assignToImmutable(
            text(decl.name), at: span(node), bound: span(decl.node), help: nil))
      case .variable, .none: break
      default: report(.notAssignable(at: span(node)))
      }
    case .member:
      let receiver = tree.child(node)
      guard typed.resolution(node) == .field else {
        if typed.type(node) != .error { report(.notAssignable(at: span(node))) }
        return
      }
      if !isReferenceType(typed.type(receiver)) { requireMutable(receiver) }
    case .index: requireSetter(node)
    case .call where typed.dereferenced[node] == .referenceMut: break
    default:
      if typed.type(node) != .error { report(.notAssignable(at: span(node))) }
    }
  }

  private mutating func reportNoSetter(_ type: TypeID, _ receiver: NodeID) {
    if demandBounds(ofMethod: known.indexSet, .method(2), on: type, at: receiver) { return }
    let isReadable = !allMethods(known.index, on: type).isEmpty
    report(
      isReadable
        ? .elementsAreFixed(describe(type), at: span(receiver))
        : .notIndexable(describe(type), at: span(receiver)))
  }

  /// An element that is changed in place is read, changed and written back: finds the writing call.
  private mutating func requireSetter(_ node: NodeID) {
    let receiver = tree.child(node)
    let type = resolved(typed.type(receiver))
    if type == .error || typed.type(node) == .error { return }
    let count = tree.secondList(node).count + 1
    guard let candidate = methods(known.indexSet, on: type, argumentCount: count).first,
      takesIndices(candidate, of: node)
    else {
      reportNoSetter(type, receiver)
      return
    }
    if declarations.functions[candidate.decl].selfMode == .mutable && !isReferenceType(type) {
      requireMutable(receiver)
      requireAligned(receiver)
    }
    let call = typed.calls.add(
      CallInfo(callee: candidate.decl, typeArguments: candidate.typeArguments, arguments: []))
    body.calls.append((call, node))
    typed.setters[node] = call
    addObligations(of: candidate, at: node)
  }

  /// Whether the writing call takes the indices with which the element `node` was read: `v[1..3]` can
  /// be read only.
  private mutating func takesIndices(_ setter: Candidate, of node: NodeID) -> Bool {
    prepare(setter.decl)
    let parameters = declarations.functions[setter.decl].parameters.dropFirst()
    for (argument, parameter) in zip(tree.secondList(node), parameters) {
      let wanted = types.substitute(parameter.type, setter.typeArguments)
      if !unify(typed.type(argument), wanted) { return false }
    }
    return true
  }
}
