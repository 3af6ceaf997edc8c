extension Checker {
  /// `f(a, at: 0)`, `x.f(a)`, `Type::f(a)`, `Variant(a)`.
  mutating func checkCall(_ node: NodeID, expecting: TypeID) -> TypeID {
    let callee = tree.child(node)
    switch tree.kind(callee) {
    case .name: return checkNamedCall(node, callee, expecting: expecting)
    case .path: return checkPathCall(node, callee, expecting: expecting)
    case .member: return checkMemberCall(node, callee, expecting: expecting)
    case .typeExpr: return checkExplicitCall(node, callee, expecting: expecting)
    default: return checkClosureCall(node, resolved(check(callee)))
    }
  }

  private mutating func checkNamedCall(
    _ node: NodeID, _ callee: NodeID, expecting: TypeID
  ) -> TypeID {
    let name = tree.symbol(callee)
    if let local = findLocal(name) {
      let type = use(local, at: callee)
      setType(callee, type)
      return checkClosureCall(node, type)
    }
    if let variant = preludeVariant(name) {
      return checkConstructor(variant.nominal, variant.index, node, expecting: expecting)
    }
    let found = lookup(name, in: body.scope.module)
    let functions =
      found.count == 1 ? overloads(of: found[0]) : found.flatMap { overloads(of: $0) }
    if !functions.isEmpty {
      return checkFunctionCall(functions, name, node, expecting: expecting)
    }
    guard let entity = found.first else { return checkUnknownCall(name, node, callee) }
    switch entity.kind {
    case .constant, .variable:
      let type = checkEntity(entity, found, callee, expecting: .none)
      setType(callee, type)
      return checkClosureCall(node, resolved(type))
    default:
      report(.typeCalled(text(name), at: span(callee), help: constructionHelp(entity)))
      checkArguments(node)
      return .error
    }
  }

  /// How a value of the struct or enum that `entity` names is made.
  private func constructionHelp(_ entity: Entity) -> String? {
    guard entity.kind == .nominal else { return nil }
    let nominal = declarations.nominals[NominalID(index: entity.index)]
    let name = text(nominal.name)
    switch nominal.kind {
    case .object, .value: return "write '\(name) { … }' or '\(name).new(…)'"
    case .enumeration: return "name a variant: '\(name)::…'"
    case .newtype: return "write '… as \(name)'"
    }
  }

  private mutating func checkUnknownCall(
    _ name: Symbol, _ node: NodeID, _ callee: NodeID
  ) -> TypeID {
    checkArguments(node)
    if modules[body.scope.module].mayLack(name) { return .error }
    if isBuiltinType(name) {
      let help = "write '… as \(text(name))' to convert"
      report(.typeCalled(text(name), at: span(callee), help: help))
      return .error
    }
    report(
      .unknownFunction(text(name), at: span(callee))
        .suggesting(text(name), among: isSuggesting ? visibleFunctionNames() : []))
    return .error
  }

  private func visibleFunctionNames() -> [String] {
    let module = body.scope.module
    var visible = [module] + modules[module].imports.filter(\.isStar).map(\.module)
    if !prelude.isNone { visible += modules[prelude].imports.map(\.module) }
    let names = visible.flatMap { id in
      modules[id].names.filter { $0.value.kind == .functions }.keys.map { text($0) }.sorted()
    }
    return names + body.names.suffix(from: 0).map { text($0.name) }
  }

  /// Checks the arguments of a call that is wrong already, for the errors in them.
  ///
  /// That the parameters of a closure have no type is none of them: the call would have told it.
  mutating func checkArguments(_ node: NodeID) {
    for argument in tree.secondList(node) {
      let value = tree.kind(argument) == .namedArg ? tree.secondChild(argument) : argument
      check(value, expecting: tree.kind(value) == .closure ? .error : .none)
    }
  }

  /// `f<Int>(a)`: a call with its first type arguments written out.
  private mutating func checkExplicitCall(
    _ node: NodeID, _ callee: NodeID, expecting: TypeID
  ) -> TypeID {
    let type = tree.child(callee)
    let name = Symbol(index: tree.field(type, 0))
    var found = lookup(name, in: body.scope.module)
    if !tree.child(type).isNone {
      let module = qualifiedModule(tree.symbol(tree.child(type)), in: body.scope.module)
      found = module.flatMap { publicEntity(name, of: $0) }.map { [$0] } ?? []
    }
    let functions = found.flatMap { overloads(of: $0) }
    guard !functions.isEmpty else { return checkUnknownCall(name, node, callee) }
    let explicit = tree.fieldList(type, 1).map { resolveType($0, in: body.scope) }
    return checkFunctionCall(functions, name, node, explicit: explicit, expecting: expecting)
  }

  private mutating func checkFunctionCall(
    _ functions: [DeclID], _ name: Symbol, _ node: NodeID, explicit: [TypeID] = [],
    expecting: TypeID
  ) -> TypeID {
    let arguments = Array(tree.secondList(node))
    let fitting = functions.filter { takes($0, arguments.count) }
    guard let id = fitting.first else {
      checkArguments(node)
      reportWrongCount(functions, name, node)
      return .error
    }
    if fitting.count > 1 {
      report(
        .ambiguousCall(
          text(name), at: span(tree.child(node)),
          candidates: fitting.map { span(declarations.functions[$0].node) }))
    }
    let open = openArguments(of: id)
    let untyped = declarations.functions[id].parameters.filter { $0.type == .error }.count
    let count = open.count + (declarations.functions[id].isTemplate ? untyped : 0)
    if explicit.count > count {
      report(
        .wrongTypeArgumentCount(text(name), count, explicit.count, at: span(tree.child(node))))
    }
    for (variable, type) in zip(open, explicit) { _ = tryUnify(variable, type) }
    let candidate = Candidate(
      decl: id, typeArguments: open, templateTypes: Array(explicit.dropFirst(open.count)))
    return finishCall(candidate, arguments, node, expecting: expecting)
  }

  /// Reports a call with a number of arguments that none of `functions` takes, or rather the named
  /// argument that is one too much.
  private mutating func reportWrongCount(_ functions: [DeclID], _ name: Symbol, _ node: NodeID) {
    let arguments = tree.secondList(node)
    let decl = declarations.functions[functions[0]]
    if functions.count == 1, let named = arguments.first(where: { isUnknownName($0, functions[0]) })
    {
      report(unknownArgument(named, decl.parameters.map(\.name), of: decl.name, decl.node))
      return
    }
    report(
      .wrongArgumentCount(
        text(name), arityText(functions, receivers: 0), arguments.count,
        at: span(tree.child(node)), declared: span(decl.node)))
  }

  private mutating func isUnknownName(_ argument: NodeID, _ id: DeclID) -> Bool {
    guard tree.kind(argument) == .namedArg else { return false }
    prepare(id)
    return !declarations.functions[id].parameters.contains { $0.name == tree.symbol(argument) }
  }

  /// The report of a named argument for which there is no parameter.
  func unknownArgument(
    _ argument: NodeID, _ names: [Symbol], of function: Symbol, _ declaration: NodeID
  ) -> Diagnostic {
    let name = text(tree.symbol(argument))
    return .unknownArgument(
      name, of: text(function), at: span(argument), declared: span(declaration)
    ).suggesting(name, among: names.filter { !$0.isNone }.map { text($0) })
  }

  /// How many arguments `functions` take, those for `receivers` aside: `1 argument`, `1 to 3
  /// arguments`, `0 or 2 arguments`.
  func arityText(_ functions: [DeclID], receivers: Int) -> String {
    let counts = functions.map { id in
      let decl = declarations.functions[id]
      let (least, most) = (decl.requiredArity - receivers, decl.arity - receivers)
      if decl.flags.contains(.isVariadic) { return (least, "\(least) or more") }
      return (least, least == most ? "\(most)" : "\(least) to \(most)")
    }
    var texts: [String] = []
    for (_, text) in counts.sorted(by: { $0 < $1 }) where !texts.contains(text) {
      texts.append(text)
    }
    return texts.joined(separator: " or ") + (texts == ["1"] ? " argument" : " arguments")
  }

  private func takes(_ id: DeclID, _ count: Int) -> Bool {
    declarations.functions[id].takes(count)
  }

  private mutating func checkPathCall(
    _ node: NodeID, _ callee: NodeID, expecting: TypeID
  ) -> TypeID {
    let name = tree.secondSymbol(callee)
    switch pathQualifier(tree.child(callee)) {
    case .module(let module)?:
      guard let entity = publicEntity(name, of: module), entity.kind == .functions else {
        checkArguments(node)
        reportUnknownImport(name, of: module, at: callee)
        return .error
      }
      return checkFunctionCall(overloads(of: entity), name, node, expecting: expecting)
    case .type(let type)?:
      return checkTypeCall(type, name, node, callee, expecting: expecting)
    case nil:
      checkArguments(node)
      reportUnknownQualifier(tree.child(callee))
      return .error
    }
  }

  /// `Type::name(…)` or `Type.name(…)`: a variant's constructor or a static function.
  private mutating func checkTypeCall(
    _ type: TypeID, _ name: Symbol, _ node: NodeID, _ callee: NodeID, expecting: TypeID
  ) -> TypeID {
    if let index = variantIndex(name, of: type) {
      return checkConstructor(type, index, node, expecting: expecting)
    }
    let arguments = Array(tree.secondList(node))
    if let candidate = staticMethods(name, on: type, argumentCount: arguments.count).first {
      return finishCall(candidate, arguments, node, expecting: expecting)
    }
    checkArguments(node)
    reportUnknownMember(
      name, of: type, callee, CallShape(hasReceiver: false, count: arguments.count))
    return .error
  }

  private mutating func checkMemberCall(
    _ node: NodeID, _ callee: NodeID, expecting: TypeID
  ) -> TypeID {
    let receiver = tree.child(callee)
    let name = tree.secondSymbol(callee)
    if case .type(let type)? = qualifier(receiver) {
      return checkTypeCall(type, name, node, callee, expecting: expecting)
    }
    if case .module? = qualifier(receiver) {
      return checkModuleMember(node, callee)
    }
    let type = resolved(check(receiver))
    let arguments = Array(tree.secondList(node))
    if type == .error || type == .never {
      checkArguments(node)
      return type
    }
    if isUnknown(type) {
      checkArguments(node)
      reportUnknown(type, at: receiver)
      return .error
    }
    var found = methods(name, on: type, argumentCount: arguments.count)
    if found.isEmpty, let field = callableField(name, of: type, callee) {
      return checkClosureCall(node, field)
    }
    if found.isEmpty {
      found = freeFunctions(name, on: type, argumentCount: arguments.count)
    }
    guard let candidate = found.first else {
      checkArguments(node)
      if let (_, fieldType) = field(name, of: type, at: callee) {
        report(.notCallable(describe(fieldType), at: span(callee)))
      } else {
        reportUnknownMember(
          name, of: type, callee, CallShape(hasReceiver: true, count: arguments.count))
      }
      return .error
    }
    requireUnambiguous(found, name, callee)
    requireMutableReceiver(candidate, receiver)
    return finishCall(candidate, [receiver] + arguments, node, expecting: expecting)
  }

  private mutating func checkModuleMember(_ node: NodeID, _ callee: NodeID) -> TypeID {
    checkArguments(node)
    report(.dotOnModule(text(tree.secondSymbol(callee)), at: span(callee)))
    return .error
  }

  private mutating func requireUnambiguous(
    _ found: [Candidate], _ name: Symbol, _ callee: NodeID
  ) {
    guard found.count > 1 else { return }
    report(
      .ambiguousCall(
        text(name), at: span(callee),
        candidates: found.map { span(declarations.functions[$0.decl].node) }))
  }

  /// Reports when a method that takes `&mut self` may not change `receiver`.
  mutating func requireMutableReceiver(_ candidate: Candidate, _ receiver: NodeID) {
    guard declarations.functions[candidate.decl].selfMode == .mutable else { return }
    if isReferenceType(typed.type(receiver)) || isCallResult(receiver) { return }
    requireMutable(receiver)
    requireAligned(receiver)
  }

  /// Whether `node` is what a call gives: a value of its own, which a method may change, as in
  /// `v.iter().next()`.
  private func isCallResult(_ node: NodeID) -> Bool {
    switch tree.kind(node) {
    case .call: true
    case .member: typed.resolution(node) != .field
    default: false
    }
  }

  /// The type of the field called `name`, when it holds a closure.
  private mutating func callableField(
    _ name: Symbol, of type: TypeID, _ callee: NodeID
  ) -> TypeID? {
    guard let (index, fieldType) = field(name, of: type, at: callee),
      types.kind(resolved(fieldType)) == .function
    else { return nil }
    typed.resolve(callee, .field, UInt32(index))
    setType(callee, fieldType)
    return resolved(fieldType)
  }
}

// MARK: - Closures that are called

extension Checker {
  /// A call of a value of function type.
  private mutating func checkClosureCall(_ node: NodeID, _ type: TypeID) -> TypeID {
    let type = resolved(type)
    guard types.kind(type) == .function else {
      checkArguments(node)
      if type != .error { report(.notCallable(describe(type), at: span(tree.child(node)))) }
      return .error
    }
    let arguments = tree.secondList(node)
    let parameters = Array(types.parameters(type))
    guard parameters.count == arguments.count else {
      checkArguments(node)
      report(.wrongClosureArity(parameters.count, arguments.count, at: span(tree.child(node))))
      return .error
    }
    if let named = arguments.first(where: { tree.kind($0) == .namedArg }) {
      checkArguments(node)
      report(.namedClosureArgument(text(tree.symbol(named)), at: span(named)))
      return types.result(type)
    }
    for (argument, parameter) in zip(arguments, parameters) { checkArgument(argument, parameter) }
    typed.resolve(node, .closureCall)
    return types.result(type)
  }
}
