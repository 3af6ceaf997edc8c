extension Checker {
  /// Checks the body of `id` when it was not yet, and infers its result type when none was declared.
  mutating func checkBody(_ id: DeclID) {
    prepare(id)
    guard declarations.functions[id].body == .waiting, !declarations.functions[id].isTemplate
    else { return }
    declarations.functions[id].body = .running
    defer { declarations.functions[id].body = .done }
    checkDefaults(of: id)
    let decl = declarations.functions[id]
    guard !tree.fieldNode(decl.node, 6).isNone else { return }
    let saved = enter(scope: scope(of: id))
    body.decl = id
    body.result = decl.result
    if decl.result.isNone { body.result = freshVariable() }
    var isRight = true
    for clause in [decl.node] + decl.clauses where !checkClause(clause, of: decl) {
      isRight = false
    }
    if decl.result.isNone {
      inferResult(of: id)
      checkResultTraits(id, declarations.functions[id].result, decl.resultTraits)
    }
    leave(saved)
    if isRight && !decl.clauses.isEmpty { checkClauses(of: id) }
  }

  /// Checks one clause of a function: its parameters and its body; gives whether the parameters are
  /// right.
  private mutating func checkClause(_ clause: NodeID, of decl: FunctionDecl) -> Bool {
    body.names = LocalNames()
    let errors = diagnostics.count
    let nodes = tree.fieldList(clause, 3)
    for (number, node) in nodes.enumerated() {
      bindParameter(node, decl.parameters[number], of: decl)
    }
    markAsParameters(from: 0)
    reportRepeatedNames(nodes.map { tree.child($0) })
    let isRight = diagnostics.count == errors
    let bodyNode = tree.fieldNode(clause, 6)
    let type = check(bodyNode, expecting: body.result)
    coerceResult(bodyNode, type, to: body.result)
    return isRight
  }

  /// Takes note that the names in scope from `depth` on are given a value by what calls or repeats.
  mutating func markAsParameters(from depth: Int) {
    for (_, local) in body.names.suffix(from: depth) { typed.locals[local].origin = .parameter }
  }

  /// Takes what the body gives for the result of `id`.
  ///
  /// A body that calls its own function may do so for other types than it was called for, so that its
  /// result then must not depend on them.
  private mutating func inferResult(of id: DeclID) {
    settleEndless()
    var result = zonk(body.result)
    let isVariable = types.kind(result) == .variable
    if body.usesOwnResult && (isVariable || types.traits(result).contains(.hasParameter)) {
      return reportRecursiveInference(of: id)
    }
    if isVariable { result = .never }
    if types.traits(result).contains(.hasVariable) {
      if !diagnostics.hasErrors {
        report(.cannotInfer(describe(result), at: span(declarations.functions[id].node)))
      }
      result = .error
    }
    declarations.functions[id].result = result
  }

  /// Reports that nothing is known of `type`, that of `node`, where it must be known.
  mutating func reportUnknown(_ type: TypeID, at node: NodeID) {
    if body.usesOwnResult && type == resolved(body.result) {
      return reportRecursiveInference(of: body.decl)
    }
    report(.cannotInfer(describe(type), at: span(node)))
  }

  private mutating func bindParameter(
    _ node: NodeID, _ parameter: ParamInfo, of decl: FunctionDecl
  ) {
    let pattern = tree.child(node)
    if parameter.name == known.selfValue && decl.selfMode == .mutable {
      addLocal(parameter.name, parameter.type, isMutable: true, isReference: true, pattern)
      return
    }
    if tree.kind(pattern) == .patternName && tree.secondChild(pattern).isNone {
      bindName(pattern, parameter.type)
    } else {
      let errors = diagnostics.count
      checkPattern(pattern, parameter.type)
      if decl.clauses.isEmpty && diagnostics.count == errors { requireIrrefutable(pattern) }
    }
  }

  /// Binds a name to a value of `type`; to a place when the type is `&T` or `&mut T`.
  mutating func bindName(_ pattern: NodeID, _ type: TypeID, isMutable: Bool = false) {
    let name = tree.symbol(pattern)
    switch types.kind(resolved(type)) {
    case .reference, .referenceMut:
      let mutable = types.kind(resolved(type)) == .referenceMut
      let target = types.argument(resolved(type), 0)
      addLocal(name, target, isMutable: mutable, isReference: true, pattern)
    default: addLocal(name, type, isMutable: isMutable, isReference: false, pattern)
    }
    setType(pattern, type)
  }

  /// Adds a local and makes its name known from here on.
  @discardableResult
  mutating func addLocal(
    _ name: Symbol, _ type: TypeID, isMutable: Bool, isReference: Bool, _ node: NodeID
  ) -> LocalID {
    let id = typed.locals.add(
      LocalInfo(
        name: name, type: type, isMutable: isMutable, node: node, depth: body.closures.count,
        isReference: isReference))
    typed.resolve(node, .local, id.index)
    body.locals.append(id)
    body.names.append(name, id)
    return id
  }

  private mutating func checkDefaults(of id: DeclID) {
    let parameters = declarations.functions[id].parameters
    for number in parameters.indices where !parameters[number].defaultValue.isNone {
      checkDefault(number, of: id)
    }
  }

  /// Checks the default value of parameter `number`, which sees the parameters before it.
  mutating func checkDefault(_ number: Int, of id: DeclID) {
    let decl = declarations.functions[id]
    let parameter = decl.parameters[number]
    let saved = enter(scope: scope(of: id))
    body.isInitializer = true
    let earlier = decl.parameters.prefix(number).map { bindEarlier($0, of: decl) }
    let wanted = parameter.type == .error ? TypeID.none : parameter.type
    let type = check(parameter.defaultValue, expecting: wanted)
    if !wanted.isNone { coerce(parameter.defaultValue, type, to: wanted) }
    leave(saved)
    noteUses(of: earlier, in: parameter.defaultValue)
  }

  /// Binds the name of a parameter for the default value of a later one; `.none` when it has none.
  private mutating func bindEarlier(_ parameter: ParamInfo, of decl: FunctionDecl) -> LocalID {
    let pattern = tree.child(parameter.node)
    guard !parameter.name.isNone, tree.secondChild(pattern).isNone else { return .none }
    bindParameter(parameter.node, parameter, of: decl)
    let local = LocalID(index: typed.index(pattern))
    typed.locals[local].origin = .parameter
    return local
  }

  /// Takes note of those parameters, known as `earlier`, that a default value uses.
  private mutating func noteUses(of earlier: [LocalID], in value: NodeID) {
    guard !earlier.isEmpty else { return }
    var used: Set<LocalID> = []
    var walker = TreeWalker(from: value)
    while let step = walker.next(in: tree) {
      guard case .enter(let node) = step, typed.resolution(node) == .local else { continue }
      used.insert(LocalID(index: typed.index(node)))
    }
    let uses = earlier.enumerated().filter { used.contains($0.element) }
    if uses.isEmpty { return }
    typed.earlierUses[value] = uses.map { EarlierUse(parameter: $0.offset, local: $0.element) }
  }

  /// Checks the value of a constant or module variable; gives its type.
  mutating func checkInitializer(_ value: NodeID, declared: NodeID, module: ModuleID) -> TypeID {
    let saved = enter(scope: TypeScope(module: module))
    body.isInitializer = true
    var type = TypeID.none
    if !declared.isNone { type = resolveStored(declared, in: body.scope) }
    let found = check(value, expecting: type)
    if type.isNone { type = found } else { coerce(value, found, to: type) }
    let result = zonk(type)
    leave(saved)
    return types.traits(result).contains(.hasVariable) ? .error : result
  }

  /// Checks the statements at the top level of a module: one body, whose locals they share.
  mutating func checkStatements(of id: ModuleID) {
    let saved = enter(scope: TypeScope(module: id))
    for statement in modules[id].statements {
      if tree.kind(statement) == .varDecl {
        checkTopLevelVariable(statement, in: id)
      } else if tree.kind(statement) == .staticAssert {
        checkStaticAssert(statement)
      } else {
        if id != main { report(.statementOutsideMain(at: span(statement))) }
        if id == main, let entity = modules[id].names[known.main], entity.kind == .functions {
          report(.statementBesideMain(at: span(statement), main: span(node(of: entity))))
        }
        body.statement = statement
        checkStatement(statement)
      }
      closeVariables()
    }
    leave(saved)
  }

  private mutating func checkTopLevelVariable(_ statement: NodeID, in id: ModuleID) {
    let pattern = tree.child(statement)
    guard tree.kind(pattern) == .patternName,
      let entity = modules[id].names[tree.symbol(pattern)], entity.kind == .variable
    else { return checkStatement(statement) }
    let variable = VariableID(index: entity.index)
    if id == main && declarations.variables[variable].progress == .waiting {
      checkScriptVariable(variable)
    } else {
      _ = type(ofVariable: variable)
    }
  }

  /// Checks a variable of the script where it stands: its value sees the names bound before it.
  private mutating func checkScriptVariable(_ id: VariableID) {
    let node = declarations.variables[id].node
    let value = tree.fieldNode(node, 3)
    guard !value.isNone else {
      _ = type(ofVariable: id)
      return
    }
    declarations.variables[id].progress = .running
    let declared = tree.fieldNode(node, 2)
    let wanted = declared.isNone ? TypeID.none : resolveType(declared, in: body.scope)
    declarations.variables[id].type = checkBinding(value, declared: wanted)
    body.openVariables.append(id)
    closeVariables()
  }

  /// Ends with the variables of the script whose types are known by now.
  private mutating func closeVariables() {
    guard !body.openVariables.isEmpty else { return }
    for id in body.openVariables {
      let type = zonk(declarations.variables[id].type)
      declarations.variables[id].type = type
      if !types.traits(type).contains(.hasVariable) { declarations.variables[id].progress = .done }
    }
    body.openVariables.removeAll { declarations.variables[$0].progress == .done }
  }

  private mutating func checkStaticAssert(_ statement: NodeID) {
    let condition = tree.child(statement)
    expect(condition, .bool)
  }
}

// MARK: - Entering and leaving

/// What is put aside while another body is checked.
struct SavedBody {
  var body: Body
  var inference: Inference
}

extension Checker {
  /// Begins a body in `scope`, and gives what is to be restored after it.
  mutating func enter(scope: TypeScope) -> SavedBody {
    var saved = SavedBody(body: Body(), inference: Inference())
    swap(&saved.body, &body)
    swap(&saved.inference, &inference)
    body.scope = scope
    return saved
  }

  /// Ends the body: proves what is left to prove and makes its types final.
  mutating func leave(_ saved: consuming SavedBody) {
    settleEndless()
    proveObligations()
    resolvePendingNominals()
    finishTypes()
    for node in body.casts { checkCast(node) }
    for node in body.dropped { checkDropped(node) }
    for node in body.matches { checkExhaustiveness(node) }
    for pattern in body.bindings { checkIrrefutable(pattern) }
    body = saved.body
    inference = saved.inference
  }

  /// Makes what closures give that do not return `!`, where nothing else has told it.
  private mutating func settleEndless() {
    for result in body.endless where isUnknown(result) { _ = unify(result, .never) }
  }

  private mutating func proveObligations() {
    for obligation in body.obligations {
      let type = zonk(obligation.type)
      guard types.kind(type) != .variable, !unclearParameters.contains(type),
        !implements(type, obligation.trait)
      else { continue }
      report(
        .missingImpl(
          describe(type), trait: describe(obligation.trait), at: span(obligation.node)
        ).helping(deriveHelp(type, obligation.trait)))
    }
  }

  private func deriveHelp(_ type: TypeID, _ trait: TraitRef) -> String? {
    let name = text(declarations.traits[trait.trait].name)
    guard types.kind(type) == .nominal, Self.derivable.contains(name) else { return nil }
    let nominal = text(declarations.nominals[types.nominal(type)].name)
    return "write '@derive(\(name))' before '\(nominal)', or 'impl \(name) for \(nominal)'"
  }

  private static let derivable: Set<String> = ["Eq", "Ord", "Hash", "Show", "Clone"]

  /// Replaces the inference variables in the types of the body's nodes, locals and calls.
  private mutating func finishTypes() {
    var reported = false
    for node in body.openNodes {
      let type = final(typed.type(node), node, &reported)
      typed.setType(node, type)
    }
    for local in body.locals {
      let node = typed.locals[local].node
      let type = final(typed.locals[local].type, node, &reported)
      typed.locals[local].type = type
      if types.weight(type) > TypeTable.largestWeight { report(.typeTooLarge(at: span(node))) }
    }
    for (call, node) in body.calls { finishCall(call, node, &reported) }
    for id in body.openVariables {
      let value = tree.fieldNode(declarations.variables[id].node, 3)
      declarations.variables[id].type = final(declarations.variables[id].type, value, &reported)
      declarations.variables[id].progress = .done
    }
  }

  /// Replaces the inference variables in the type arguments of a call: what nothing determines is wrong,
  /// even where no type that can be seen depends on it.
  private mutating func finishCall(_ call: CallID, _ node: NodeID, _ reported: inout Bool) {
    for (index, argument) in typed.calls[call].typeArguments.enumerated() {
      typed.calls[call].typeArguments[index] = final(argument, node, &reported)
    }
  }

  private mutating func final(_ type: TypeID, _ node: NodeID, _ reported: inout Bool) -> TypeID {
    let type = zonk(type)
    guard types.traits(type).contains(.hasVariable) else { return type }
    if !reported && !diagnostics.hasErrors { report(.cannotInfer(describe(type), at: span(node))) }
    reported = true
    return .error
  }

  /// Takes note of the type of `node`.
  mutating func setType(_ node: NodeID, _ type: TypeID) {
    typed.setType(node, type)
    if types.traits(type).contains(.hasVariable) { body.openNodes.append(node) }
  }

  /// Takes note that `node` is a call; gives its identity.
  @discardableResult
  mutating func addCall(_ node: NodeID, _ info: CallInfo, as kind: Resolution = .call) -> CallID {
    let id = typed.calls.add(info)
    body.calls.append((id, node))
    warnIfDeprecated(info.callee, at: node)
    typed.resolve(node, kind, id.index)
    return id
  }
}
