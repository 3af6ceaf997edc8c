/// What finds a function made of a template.
struct TemplateKey: Hashable, Sendable {
  let decl: DeclID
  let types: [TypeID]
}

extension FunctionDecl {
  /// Whether this is a trait's method without body, whose parameters must have types.
  func isRequirement(in tree: SyntaxTree) -> Bool {
    guard case .trait = owner else { return false }
    return tree.fieldNode(node, 6).isNone
  }
}

extension Checker {
  /// Calls a function whose parameters have no types: their types are those of the arguments, and the
  /// function is checked anew for each list of them.
  mutating func finishTemplateCall(
    _ candidate: Candidate, _ arguments: [NodeID], _ node: NodeID, expecting: TypeID
  ) -> TypeID {
    let decl = declarations.functions[candidate.decl]
    let ordered = order(arguments, for: decl, node)
    var given: [TypeID] = []
    var written = candidate.templateTypes[...]
    for (number, argument) in ordered.enumerated() where number < decl.parameters.count {
      let parameter = decl.parameters[number]
      if parameter.type == .error, let type = written.popFirst() {
        if !argument.isNone { checkArgument(argument, type) }
        given.append(type)
      } else {
        given.append(templateType(argument, number, of: candidate.decl))
      }
    }
    guard !given.contains(.error) else { return .error }
    if templateDepth >= Self.deepestTemplate {
      report(.endlessInstances(text(decl.name), at: span(node)))
      return .error
    }
    templateDepth += 1
    defer { templateDepth -= 1 }
    let instance = template(candidate.decl, given)
    return finishCall(
      Candidate(decl: instance, typeArguments: candidate.typeArguments), arguments, node,
      expecting: expecting)
  }

  /// How many templates may be made for one another.
  private static let deepestTemplate = 100

  /// A function whose parameters have no types as a value: its types are those that the context wants.
  mutating func templateValue(_ candidate: Candidate, _ node: NodeID, wanted: TypeID) -> TypeID {
    let own = declarations.functions[candidate.decl].parameters
    let asked = wanted.isNone ? [] : types.parameters(wanted).map { zonk($0) }
    let given = zip(own, asked).map { $0.type == .error ? $1 : $0.type }
    guard given.count == own.count, given.allSatisfy({ types.isConcrete($0) }) else {
      if !given.contains(.error) {
        report(.templateAsValue(text(declarations.functions[candidate.decl].name), at: span(node)))
      }
      return .error
    }
    let instance = Candidate(
      decl: template(candidate.decl, given), typeArguments: candidate.typeArguments)
    return functionValue(instance, node, wanted: wanted)
  }

  /// What an argument, or the default value in its place, says the type of parameter `number` is.
  private mutating func templateType(
    _ argument: NodeID, _ number: Int, of id: DeclID
  ) -> TypeID {
    let parameter = declarations.functions[id].parameters[number]
    let value = argument.isNone ? parameter.defaultValue : argument
    if parameter.type != .error { return parameter.type }
    if value.isNone { return .error }
    if typed.type(value).isNone {
      if argument.isNone { checkTemplateDefault(number, of: id) } else { check(value) }
    }
    let type = zonk(typed.type(value))
    if type == .error { return .error }
    if !types.isConcrete(type) {
      report(.cannotInfer(describe(type), at: span(value)))
      return .error
    }
    return type
  }

  /// Checks the default value of a parameter without type; reports one that uses others of those.
  private mutating func checkTemplateDefault(_ number: Int, of id: DeclID) {
    checkDefault(number, of: id)
    let parameters = declarations.functions[id].parameters
    let uses = typed.earlierUses[parameters[number].defaultValue] ?? []
    guard let use = uses.first(where: { parameters[$0.parameter].type == .error }) else { return }
    report(
      .missingParameterType(text(parameters[number].name), at: span(parameters[number].node))
        .helping("its default value uses '\(text(parameters[use.parameter].name))'"))
  }

  /// The function that `decl` is for arguments of `types`: a copy of its syntax with these types.
  private mutating func template(_ id: DeclID, _ types: [TypeID]) -> DeclID {
    let key = TemplateKey(decl: id, types: types)
    if let known = templates[key] { return known }
    let decl = declarations.functions[id]
    var copy = FunctionDecl(
      name: decl.name, module: decl.module, node: tree.copy(decl.node), owner: decl.owner,
      flags: decl.flags, arity: decl.arity, requiredArity: decl.requiredArity)
    copy.clauses = decl.clauses.map { tree.copy($0) }
    copy.templateTypes = types
    typed.grow(to: tree.count)
    let instance = declarations.functions.add(copy)
    templates[key] = instance
    checkBody(instance)
    return instance
  }
}
