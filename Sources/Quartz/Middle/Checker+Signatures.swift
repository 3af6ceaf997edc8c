extension Checker {
  /// Resolves the type parameters of a nominal, and puts its fields on the list of what is to come.
  mutating func prepare(_ id: NominalID) {
    guard !declarations.nominals[id].isPrepared else { return }
    declarations.nominals[id].isPrepared = true
    let nodes = tree.fieldList(declarations.nominals[id].node, 2)
    declarations.nominals[id].typeParameters = nodes.map { tree.symbol($0) }
    pendingNominals.append(id)
  }

  /// Resolves the fields of every nominal that was mentioned.
  mutating func resolvePendingNominals() {
    while let id = pendingNominals.popLast() { resolveFields(of: id) }
  }

  /// Resolves the types of the fields and payloads of a nominal.
  mutating func resolveFields(of id: NominalID) {
    guard !declarations.nominals[id].isResolved else { return }
    let nominal = declarations.nominals[id]
    guard !nominal.node.isNone else { return }
    var scope = TypeScope(module: nominal.module)
    scope.generics = generics(of: tree.fieldList(nominal.node, 2), in: scope)
    declarations.nominals[id].typeParameters = scope.generics.names
    let parameters = scope.generics.names.enumerated().map { types.parameter($0, name: $1) }
    scope.selfType = types.nominal(id, parameters)
    switch nominal.kind {
    case .newtype:
      let type = resolveStored(tree.fieldNode(nominal.node, 3), in: scope)
      declarations.nominals[id].fields = [FieldInfo(name: .none, type: type, node: nominal.node)]
    case .enumeration:
      let variants = tree.fieldList(nominal.node, 3).filter { tree.kind($0) == .variant }
      declarations.nominals[id].variants = variants.map { variant in
        let fields = tree.secondList(variant).map { field($0, in: scope) }
        return VariantInfo(name: tree.symbol(variant), fields: fields, node: variant)
      }
    case .object, .value:
      let nodes = tree.fieldList(nominal.node, 3).filter { tree.kind($0) == .field }
      declarations.nominals[id].fields = nodes.map { field($0, in: scope) }
    }
    declarations.nominals[id].isResolved = true
    checkFieldNames(of: id)
  }

  private mutating func field(_ node: NodeID, in scope: TypeScope) -> FieldInfo {
    let flags = NodeFlags(rawValue: tree.field(node, 0))
    let type = resolveStored(tree.fieldNode(node, 2), in: scope)
    return FieldInfo(
      name: tree.symbol(node), type: type, node: node, isPrivate: flags.contains(.isPrivate))
  }

  private mutating func checkFieldNames(of id: NominalID) {
    let nominal = declarations.nominals[id]
    var seen: [Symbol: NodeID] = [:]
    let members =
      nominal.fields.map { ($0.name, $0.node) } + nominal.variants.map { ($0.name, $0.node) }
    for (name, node) in members where !name.isNone {
      if let first = seen[name] {
        report(.duplicateName(text(name), at: span(node), first: span(first)))
      }
      seen[name] = node
    }
  }

  /// The fields of a nominal, which are resolved when they were not yet.
  mutating func fields(of id: NominalID) -> [FieldInfo] {
    resolveFields(of: id)
    return declarations.nominals[id].fields
  }

  /// The variants of an enum, which are resolved when they were not yet.
  mutating func variants(of id: NominalID) -> [VariantInfo] {
    resolveFields(of: id)
    return declarations.nominals[id].variants
  }
}

// MARK: - Functions

extension Checker {
  /// The scope of a function's owner: an impl's parameters and `Self`.
  mutating func ownerScope(of decl: FunctionDecl) -> TypeScope {
    var scope = TypeScope(module: decl.module)
    switch decl.owner {
    case .module: break
    case .implementation(let id):
      scope.generics = declarations.impls[id].generics
      scope.selfType = declarations.impls[id].target
    case .trait(let id):
      prepare(id)
      scope.generics = declarations.traits[id].generics
      scope.selfType = types.parameter(0, name: known.selfType)
    }
    return scope
  }

  /// The scope in which the signature and body of `id` are read.
  mutating func scope(of id: DeclID) -> TypeScope {
    if declarations.functions[id].signature == .done {
      if case .module = declarations.functions[id].owner {
        let module = declarations.functions[id].module
        return TypeScope(module: module, generics: declarations.functions[id].generics)
      }
    }
    let decl = declarations.functions[id]
    var scope = ownerScope(of: decl)
    if decl.signature == .done { scope.generics = decl.generics }
    return scope
  }

  /// Resolves the signature of `id` when it was not yet.
  mutating func prepare(_ id: DeclID) {
    guard declarations.functions[id].signature == .waiting else { return }
    declarations.functions[id].signature = .running
    let decl = declarations.functions[id]
    var scope = ownerScope(of: decl)
    scope.generics = generics(of: tree.fieldList(decl.node, 2), in: scope)
    scope.generics.bounds += whereBounds(tree.fieldList(decl.node, 5), in: scope)
    var parameters: [ParamInfo] = []
    for number in 0..<decl.arity {
      let node = declaringParameter(number, of: decl)
      parameters.append(parameter(node, number, of: id, in: &scope))
    }
    declarations.functions[id].result = resultType(of: id, in: scope)
    declarations.functions[id].parameters = parameters
    declarations.functions[id].generics = scope.generics
    declarations.functions[id].attributes = attributes(of: decl.node)
    declarations.functions[id].intrinsic = intrinsic(decl)
    declarations.functions[id].signature = .done
  }

  /// The parameter in place `number` of the first clause that gives its type.
  private func declaringParameter(_ number: Int, of decl: FunctionDecl) -> NodeID {
    if decl.clauses.isEmpty {
      let nodes = tree.fieldList(decl.node, 3)
      return nodes[nodes.startIndex + number]
    }
    let all = ([decl.node] + decl.clauses).map { tree.fieldList($0, 3)[number] }
    return all.first { !tree.fieldNode($0, 1).isNone } ?? all[0]
  }

  private mutating func parameter(
    _ node: NodeID, _ number: Int, of id: DeclID, in scope: inout TypeScope
  ) -> ParamInfo {
    let pattern = tree.child(node)
    let name = tree.kind(pattern) == .patternName ? tree.symbol(pattern) : Symbol.none
    var type = parameterType(tree.fieldNode(node, 1), node, name, in: &scope)
    if type.isNone { type = untypedParameter(node, number, of: id, in: scope) }
    if name == known.selfValue {
      declarations.functions[id].selfMode = .value
      if types.kind(type) == .referenceMut || types.kind(type) == .reference {
        declarations.functions[id].selfMode = types.kind(type) == .referenceMut ? .mutable : .value
        type = types.argument(type, 0)
      }
    }
    return ParamInfo(name: name, type: type, defaultValue: tree.fieldNode(node, 2), node: node)
  }

  /// The type of a parameter without one: what the call gave in an instance of a template, and what
  /// the trait demands in a method that implements one.
  ///
  /// Any other function with such a parameter is a template.
  private mutating func untypedParameter(
    _ node: NodeID, _ number: Int, of id: DeclID, in scope: TypeScope
  ) -> TypeID {
    let decl = declarations.functions[id]
    if number < decl.templateTypes.count { return decl.templateTypes[number] }
    if case .implementation(let impl) = decl.owner, let trait = declarations.impls[impl].trait {
      if let type = demandedType(of: number, decl, trait, impl, in: scope) { return type }
      return missingType(of: node)
    }
    if decl.flags.contains(.isExtern) || decl.isRequirement(in: tree) {
      return missingType(of: node)
    }
    declarations.functions[id].isTemplate = true
    return .error
  }

  private mutating func missingType(of parameter: NodeID) -> TypeID {
    let pattern = tree.child(parameter)
    let name = tree.kind(pattern) == .patternName ? text(tree.symbol(pattern)) : nil
    report(.missingParameterType(name, at: span(parameter)))
    return .error
  }

  /// The type that `trait` demands of the parameter in place `number` of `decl`, which is in `impl`;
  /// nil where it demands no such method, or says nothing of the type.
  private mutating func demandedType(
    of number: Int, _ decl: FunctionDecl, _ trait: TraitRef, _ impl: ImplID, in scope: TypeScope
  ) -> TypeID? {
    let named = declarations.traits[trait.trait].members[decl.name] ?? []
    guard let requirement = named.first(where: { declarations.functions[$0].arity == decl.arity })
    else { return nil }
    prepare(requirement)
    let wanted = declarations.functions[requirement]
    guard number < wanted.parameters.count, wanted.parameters[number].type != .error else {
      return nil
    }
    let (target, outer) = (declarations.impls[impl].target, declarations.impls[impl].generics)
    let own = scope.generics.names.enumerated().dropFirst(outer.names.count)
    let inner = declarations.traits[trait.trait].generics.names.count
    guard own.count == wanted.generics.names.count - inner else { return nil }
    let parameters = own.map { types.parameter($0.offset, name: $0.element) }
    return types.substitute(
      wanted.parameters[number].type, [target] + trait.arguments + parameters)
  }

  private mutating func parameterType(
    _ node: NodeID, _ parameter: NodeID, _ name: Symbol, in scope: inout TypeScope
  ) -> TypeID {
    if node.isNone {
      if name == known.selfValue && !scope.selfType.isNone { return scope.selfType }
      return .none
    }
    guard tree.kind(node) == .typeImpl else { return resolveType(node, in: scope) }
    let anonymous = interner.intern("impl \(scope.generics.names.count)")
    let type = types.parameter(scope.generics.names.count, name: anonymous)
    scope.generics.names.append(anonymous)
    scope.generics.bounds += bounds(on: type, tree.list(node), in: scope)
    return type
  }

  private mutating func resultType(of id: DeclID, in scope: TypeScope) -> TypeID {
    let decl = declarations.functions[id]
    let own = tree.fieldNode(decl.node, 4)
    let declared =
      decl.clauses.isEmpty ? [own] : [own] + decl.clauses.map { tree.fieldNode($0, 4) }
    let hasBody = !tree.fieldNode(decl.node, 6).isNone
    guard let node = declared.first(where: { !$0.isNone }) else {
      return hasBody && !isStart(decl) ? .none : .void
    }
    guard tree.kind(node) == .typeImpl else { return resolveType(node, in: scope) }
    declarations.functions[id].resultTraits = tree.list(node).compactMap {
      resolveTrait($0, in: scope)
    }
    return hasBody ? .none : opaqueResult(of: id, node, in: scope)
  }

  /// What a method without body gives when its result is `impl Trait`: each impl of the trait has a
  /// type of its own for it.
  private mutating func opaqueResult(
    of id: DeclID, _ node: NodeID, in scope: TypeScope
  ) -> TypeID {
    guard case .trait = declarations.functions[id].owner else {
      report(.misplacedImplType(at: span(node)))
      return .error
    }
    let arguments = scope.generics.names.enumerated().map { types.parameter($0, name: $1) }
    return types.opaque(id, name: declarations.functions[id].name, arguments)
  }

  /// Whether `decl` is where the program starts.
  func isStart(_ decl: FunctionDecl) -> Bool {
    guard case .module = decl.owner else { return false }
    return decl.module == main && decl.name == known.main
  }

  private func attributes(of item: NodeID) -> FunctionAttributes {
    var found: FunctionAttributes = []
    for node in tree.fieldList(item, 1) {
      switch interner.text(tree.symbol(node)) {
      case "inline": found.insert(.inline)
      case "cold": found.insert(.cold)
      case "consuming": found.insert(.consumesSelf)
      case "track_caller": found.insert(.tracksCaller)
      default: break
      }
    }
    return found
  }

  private func intrinsic(_ decl: FunctionDecl) -> Intrinsic? {
    guard decl.flags.contains(.isExtern), modules[decl.module].path == "std/intrinsics" else {
      return nil
    }
    return Intrinsic(rawValue: text(decl.name))
  }

  /// The type of the function `id` as a value, with `arguments` for its type parameters.
  mutating func functionType(of id: DeclID, _ arguments: [TypeID]) -> TypeID {
    let parameters = declarations.functions[id].parameters.map { $0.type }
    let result = result(of: id)
    let substituted = parameters.map { types.substitute($0, arguments) }
    return types.function(substituted, types.substitute(result, arguments))
  }

  /// The result type of `id`, inferred from its body when it was not declared.
  ///
  /// In that body it is the variable that stands for what the body gives; the first alternative that
  /// does not call the function tells what that is.
  mutating func result(of id: DeclID) -> TypeID {
    prepare(id)
    if declarations.functions[id].result.isNone { checkBody(id) }
    let result = declarations.functions[id].result
    if !result.isNone { return result }
    if body.decl == id {
      body.usesOwnResult = true
      if !body.likelyResult.isNone { _ = tryUnify(body.result, body.likelyResult) }
      return body.result
    }
    reportRecursiveInference(of: id)
    return .error
  }

  /// Reports that the result type of `id` must be known before it is.
  mutating func reportRecursiveInference(of id: DeclID) {
    let decl = declarations.functions[id]
    report(.recursiveInference(text(decl.name), at: span(decl.node)))
    declarations.functions[id].result = .error
  }
}

// MARK: - Constants and variables

extension Checker {
  /// The type of a constant.
  mutating func type(ofConstant id: ConstantID) -> TypeID {
    let decl = declarations.constants[id]
    switch decl.progress {
    case .done: return decl.type
    case .running:
      report(.cyclicConstant(text(decl.name), at: span(decl.node)))
      return .error
    case .waiting: break
    }
    declarations.constants[id].progress = .running
    let declared = tree.fieldNode(decl.node, 2)
    var type = checkInitializer(
      tree.fieldNode(decl.node, 3), declared: declared, module: decl.module)
    if type == .void {
      report(.bindingOfNothing(text(decl.name), at: span(decl.node)))
      type = .error
    }
    declarations.constants[id].type = type
    declarations.constants[id].progress = .done
    return type
  }

  /// The type of a variable whose value is being checked, or of one of the script that is not known
  /// yet: the statements of the script may still determine it, functions cannot.
  private mutating func typeOfOpenVariable(_ id: VariableID) -> TypeID {
    let decl = declarations.variables[id]
    if body.openVariables.contains(id) { return zonk(decl.type) }
    if decl.type.isNone {
      report(.cyclicConstant(text(decl.name), at: span(tree.child(decl.node))))
    } else {
      report(.usedBeforeInferred(text(decl.name), at: span(tree.child(decl.node))))
      declarations.variables[id].type = .error
    }
    return .error
  }

  /// The type of a module variable.
  mutating func type(ofVariable id: VariableID) -> TypeID {
    let decl = declarations.variables[id]
    switch decl.progress {
    case .done: return decl.type
    case .running:
      return typeOfOpenVariable(id)
    case .waiting: break
    }
    declarations.variables[id].progress = .running
    let declared = tree.fieldNode(decl.node, 2)
    let value = tree.fieldNode(decl.node, 3)
    var type = TypeID.error
    if value.isNone {
      report(.missingInitializer(text(decl.name), at: span(tree.child(decl.node))))
    } else {
      type = checkInitializer(value, declared: declared, module: decl.module)
    }
    declarations.variables[id].type = type
    declarations.variables[id].progress = .done
    return type
  }
}
