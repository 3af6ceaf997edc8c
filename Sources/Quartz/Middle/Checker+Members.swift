extension Checker {
  /// `x.name`: a field, or a method called without parentheses.
  mutating func checkMember(_ node: NodeID, expecting: TypeID) -> TypeID {
    let receiver = tree.child(node)
    let name = tree.secondSymbol(node)
    switch qualifier(receiver) {
    case .type(let type)?: return checkTypeMember(type, name, node, expecting: expecting)
    case .module?:
      report(.dotOnModule(text(name), at: span(node)))
      return .error
    case nil: break
    }
    let type = resolved(check(receiver))
    if type == .error || type == .never { return type }
    if isUnknown(type) {
      reportUnknown(type, at: receiver)
      return .error
    }
    if let shorter = propagatedName(name, on: type) {
      return checkPropagatedMember(node, shorter, type)
    }
    return checkMember(node, name, of: type, expecting: expecting)
  }

  /// The member that `x.name?` propagates: what stands before the `?`, when no field or method has the
  /// whole name.
  private mutating func propagatedName(_ name: Symbol, on type: TypeID) -> Symbol? {
    guard interner.endsInQuestionMark(name), !hasMember(name, type) else { return nil }
    let shorter = interner.intern(Array(interner.bytes(of: name).dropLast()))
    return hasMember(shorter, type) ? shorter : nil
  }

  /// Whether `x.name` means something for an `x` of `type`.
  private mutating func hasMember(_ name: Symbol, _ type: TypeID) -> Bool {
    if types.kind(type) == .nominal,
      fields(of: types.nominal(type)).contains(where: { $0.name == name })
    {
      return true
    }
    return !methods(name, on: type, argumentCount: 0).isEmpty
      || !freeFunctions(name, on: type, argumentCount: 0).isEmpty
  }

  /// Makes `x.name?` of `node` what it means, the propagation of `x.name`, and checks that.
  private mutating func checkPropagatedMember(
    _ node: NodeID, _ name: Symbol, _ type: TypeID
  ) -> TypeID {
    let place = tree.position(node).offset
    let member = tree.add(.member, at: place, tree.child(node).index, name.index)
    tree.replace(node, by: .propagate, member.index)
    typed.grow(to: tree.count)
    let content = checkMember(member, name, of: type, expecting: .none)
    setType(member, content)
    return propagated(resolved(content), node)
  }

  /// `x.name` for an `x` of `type`.
  private mutating func checkMember(
    _ node: NodeID, _ name: Symbol, of type: TypeID, expecting: TypeID
  ) -> TypeID {
    let receiver = tree.child(node)
    if let (index, fieldType) = field(name, of: type, at: node) {
      typed.resolve(node, .field, UInt32(index))
      return resolved(fieldType)
    }
    var found = methods(name, on: type, argumentCount: 0)
    if found.isEmpty { found = freeFunctions(name, on: type, argumentCount: 0) }
    guard let candidate = found.first else {
      reportUnknownMember(name, of: type, node, CallShape(hasReceiver: true, count: 0))
      return .error
    }
    requireMutableReceiver(candidate, receiver)
    return finishCall(candidate, [receiver], node, expecting: expecting)
  }

  /// The place and type of the field called `name` of a struct or tuple.
  mutating func field(_ name: Symbol, of type: TypeID, at node: NodeID) -> (Int, TypeID)? {
    switch types.kind(type) {
    case .tuple:
      guard let index = Int(text(name)), index < types.arguments(type).count else { return nil }
      return (index, types.argument(type, index))
    case .nominal:
      let id = types.nominal(type)
      let fields = fields(of: id)
      guard !name.isNone, let index = declarations.nominals[id].fieldIndex(name) else { return nil }
      checkVisible(fields[index], of: id, at: node)
      if types.argumentCount(type) == 0 { return (index, fields[index].type) }
      return (index, types.substitute(fields[index].type, Array(types.arguments(type))))
    default: return nil
    }
  }

  /// Whether values of `type` are references to what all copies share.
  mutating func isReferenceType(_ type: TypeID) -> Bool {
    let type = resolved(type)
    guard types.kind(type) == .nominal else { return false }
    let id = types.nominal(type)
    return declarations.nominals[id].kind == .object
  }

  /// Reports a field that `type` does not have.
  mutating func reportUnknownField(_ name: Symbol, of type: TypeID, _ node: NodeID) {
    let names = types.kind(type) == .nominal ? visibleFields(of: types.nominal(type)) : []
    report(
      .unknownField(text(name), of: describe(type), at: span(node))
        .helping(Self.listHelp(names, "field")).suggesting(text(name), among: names))
  }

  /// The names of the fields of a struct that the module being checked may use.
  private mutating func visibleFields(of id: NominalID) -> [String] {
    let isOwn = declarations.nominals[id].module == body.scope.module
    return fields(of: id).filter { isOwn || !$0.isPrivate }.map { text($0.name) }
  }

  /// Reports a field, method or variant that `type` does not have, or not for a call of `shape`, whose
  /// count leaves the receiver out.
  mutating func reportUnknownMember(
    _ name: Symbol, of type: TypeID, _ node: NodeID, _ shape: CallShape
  ) {
    let type = resolved(type)
    if type == .error || unclearParameters.contains(type) { return }
    let similar = allMethods(name, on: type)
    if !similar.isEmpty { return reportWrongArity(similar, of: type, node, shape) }
    if privateMethod(name, of: type) != nil {
      report(.privateMethod(text(name), of: describe(type), at: span(node)))
      return
    }
    if demandBounds(ofMethod: name, shape.countingReceiver, on: type, at: node) { return }
    var names = methodNames(of: type)
    if types.kind(type) == .nominal {
      let id = types.nominal(type)
      names += visibleFields(of: id) + variants(of: id).map { text($0.name) }
      if declarations.nominals[id].kind == .enumeration && tree.kind(node) == .path {
        report(
          .unknownVariant(text(name), of: describe(type), at: span(node))
            .suggesting(text(name), among: names))
        return
      }
    }
    report(
      .unknownField(text(name), of: describe(type), at: span(node))
        .helping(memberHelp(name, of: type, shape)).suggesting(text(name), among: names))
  }

  /// What helps where no member is spelled like `name`: the iterator that has it, or what there is.
  private mutating func memberHelp(
    _ name: Symbol, of type: TypeID, _ shape: CallShape
  ) -> String? {
    guard shape.hasReceiver else {
      return Self.listHelp(methodNames(of: type, withSelf: false), "function")
    }
    if let iter = methods(known.iter, on: type, argumentCount: 0).first,
      !allMethods(name, on: calledResult(iter)).isEmpty
    {
      return "'iter()' gives an iterator, which has '\(text(name))'"
    }
    let fields = types.kind(type) == .nominal ? visibleFields(of: types.nominal(type)) : []
    if !fields.isEmpty { return Self.listHelp(fields, "field") }
    return Self.listHelp(methodNames(of: type, withSelf: true), "method")
  }

  /// Reports a call with a receiver or a number of arguments that no method of the name takes.
  private mutating func reportWrongArity(
    _ similar: [DeclID], of type: TypeID, _ node: NodeID, _ shape: CallShape
  ) {
    let decl = declarations.functions[similar[0]]
    let withSelf = similar.filter { declarations.functions[$0].flags.contains(.hasSelf) }
    if shape.hasReceiver && withSelf.isEmpty {
      report(
        .noReceiver(
          text(decl.name), of: describe(type), at: span(node), declared: span(decl.node)))
      return
    }
    report(
      .wrongMethodArity(
        text(decl.name), of: describe(type),
        arityText(
          shape.hasReceiver ? withSelf : similar, receivers: shape.hasReceiver ? 1 : 0),
        shape.count ?? 0, at: span(node), declared: span(decl.node)))
  }

  /// The members called `names` as a sentence; nil when there are none, or too many to be of help.
  private static func listHelp(_ names: [String], _ noun: String) -> String? {
    guard 1...12 ~= names.count else { return nil }
    let list = names.map { "'\($0)'" }.joined(separator: ", ")
    return names.count == 1 ? "its only \(noun) is \(list)" : "its \(noun)s are \(list)"
  }

  /// `x[i]`: a call of `op_index`.
  mutating func checkIndex(_ node: NodeID) -> TypeID {
    let receiver = tree.child(node)
    let type = resolved(check(receiver))
    let arguments = Array(tree.secondList(node))
    if type == .error || type == .never || isUnknown(type) {
      checkArguments(node)
      if isUnknown(type) { reportUnknown(type, at: receiver) }
      return .error
    }
    guard let candidate = indexMethod(on: type, arguments) else {
      checkArguments(node)
      if demandBounds(
        ofMethod: known.index, .method(arguments.count), on: type, at: receiver)
      {
        return .error
      }
      if allMethods(known.index, on: type).isEmpty {
        report(.notIndexable(describe(type), at: span(receiver)))
      } else {
        report(.wrongIndexCount(describe(type), arguments.count, at: span(receiver)))
      }
      return .error
    }
    return finishCall(candidate, [receiver] + arguments, node, expecting: .none)
  }

  /// The `op_index` of `type` for the index that is given.
  private mutating func indexMethod(on type: TypeID, _ arguments: [NodeID]) -> Candidate? {
    let found = methods(known.index, on: type, argumentCount: arguments.count).first
    guard arguments.count == 1, let decl = found?.decl,
      case .trait(let trait) = declarations.functions[decl].owner,
      traitImpls[TraitKey(trait: trait, head: head(of: type)), default: []].count > 1
    else { return found }
    let index = resolved(check(arguments[0]))
    return indexMethod(decl, of: trait, on: type, [isUnknown(index) ? .int : index])
      ?? indexMethod(decl, of: trait, on: type, [freshVariable()])
  }

  /// The `op_index` of the impl for an index of type `index`, where a type has several: a Vec takes an
  /// Int and a Range.
  private mutating func indexMethod(
    _ decl: DeclID, of trait: TraitID, on type: TypeID, _ index: [TypeID]
  ) -> Candidate? {
    let snapshot = inference.snapshot
    let arguments = index + [freshVariable()]
    guard evidence(type, TraitRef(trait: trait, arguments: arguments)) != nil else {
      inference.rollback(to: snapshot)
      return nil
    }
    prepare(decl)
    return Candidate(decl: decl, typeArguments: [type] + arguments)
  }
}

// MARK: - Variants

extension Checker {
  /// The variants that are known without their enum: `Some None Ok Err`.
  mutating func preludeVariant(_ name: Symbol) -> (nominal: TypeID, index: Int)? {
    if name == known.some || name == known.none { return open(items.option, name) }
    if name == known.ok || name == known.err { return open(items.result, name) }
    return nil
  }

  private mutating func open(_ id: NominalID, _ name: Symbol) -> (nominal: TypeID, index: Int)? {
    guard !id.isNone else { return nil }
    prepare(id)
    resolveFields(of: id)
    guard let index = declarations.nominals[id].variantIndex(name) else { return nil }
    let arguments = freshVariables(declarations.nominals[id].typeParameters.count)
    return (types.nominal(id, arguments), index)
  }

  /// The place of the variant called `name` in an enum type.
  mutating func variantIndex(_ name: Symbol, of type: TypeID) -> Int? {
    let type = resolved(type)
    guard types.kind(type) == .nominal,
      declarations.nominals[types.nominal(type)].kind == .enumeration
    else { return nil }
    resolveFields(of: types.nominal(type))
    return declarations.nominals[types.nominal(type)].variantIndex(name)
  }

  /// A variant named without arguments.
  mutating func checkVariantValue(
    _ type: TypeID, _ index: Int, _ node: NodeID, expecting: TypeID
  ) -> TypeID {
    let variant = variants(of: types.nominal(type))[index]
    if !expecting.isNone { _ = tryUnify(type, expecting) }
    typed.resolve(node, .variant, UInt32(index))
    if !variant.fields.isEmpty {
      report(
        .missingPayload(
          text(variant.name), variant.fields.count, at: span(node), declared: span(variant.node)))
    }
    return type
  }

  /// `Variant(a, b: c)`.
  mutating func checkConstructor(
    _ type: TypeID, _ index: Int, _ node: NodeID, expecting: TypeID
  ) -> TypeID {
    let variant = variants(of: types.nominal(type))[index]
    if !expecting.isNone { _ = tryUnify(type, expecting) }
    typed.resolve(node, .variant, UInt32(index))
    if let named = tree.secondList(node).first(where: { isUnknownField($0, variant.fields) }) {
      checkArguments(node)
      report(unknownArgument(named, variant.fields.map(\.name), of: variant.name, variant.node))
      return type
    }
    if let twice = repeatedName(tree.secondList(node)) {
      checkArguments(node)
      report(.repeatedArgument(text(tree.symbol(twice)), at: span(twice)))
      return type
    }
    let arguments = payloadArguments(node, variant.fields)
    guard arguments.allSatisfy({ !$0.isNone }), tree.secondList(node).count == arguments.count
    else {
      checkArguments(node)
      report(
        .wrongPayloadCount(
          text(variant.name), variant.fields.count, tree.secondList(node).count,
          at: span(tree.child(node)), declared: span(variant.node)))
      return type
    }
    for (argument, field) in zip(arguments, variant.fields) {
      let wanted = types.substitute(field.type, Array(types.arguments(type)))
      checkArgument(argument, wanted)
    }
    return type
  }

  /// The first argument whose name one before it has.
  private func repeatedName(_ arguments: NodeList) -> NodeID? {
    var seen: Set<Symbol> = []
    return arguments.first { argument in
      tree.kind(argument) == .namedArg && !seen.insert(tree.symbol(argument)).inserted
    }
  }

  private func isUnknownField(_ argument: NodeID, _ fields: [FieldInfo]) -> Bool {
    tree.kind(argument) == .namedArg && !fields.contains { $0.name == tree.symbol(argument) }
  }

  /// The arguments of a constructor in the order of the payload's fields.
  func payloadArguments(_ node: NodeID, _ fields: [FieldInfo]) -> [NodeID] {
    var ordered = [NodeID](repeating: .none, count: fields.count)
    for (number, argument) in tree.secondList(node).enumerated() {
      if tree.kind(argument) != .namedArg {
        if number < ordered.count { ordered[number] = argument }
      } else if let index = fields.firstIndex(where: { $0.name == tree.symbol(argument) }) {
        ordered[index] = tree.secondChild(argument)
      }
    }
    return ordered
  }
}
