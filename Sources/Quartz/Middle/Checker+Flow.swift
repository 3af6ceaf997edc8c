// Follows a body in the order of its evaluation and judges what it does with its locals.

extension Checker {
  /// Follows the body of `id` with `arguments` for its type parameters, reports what is wrong, and
  /// gives who owns what in it.
  mutating func followBody(of id: DeclID, _ arguments: [TypeID]) -> Ownership {
    let decl = declarations.functions[id]
    guard !tree.fieldNode(decl.node, 6).isNone else { return Ownership() }
    return follow(arguments) { checker in
      for clause in [decl.node] + decl.clauses { checker.followClause(clause, of: decl, id) }
    }
  }

  /// Follows the statements at the top level of `module`.
  mutating func followStatements(of module: ModuleID) -> Ownership {
    let statements = modules[module].statements
    return follow([]) { checker in
      for statement in statements where checker.tree.kind(statement) != .staticAssert {
        checker.followStatement(statement)
      }
      checker.leaveScopes(downTo: 0)
    }
  }

  /// Follows every body of the modules that do not belong to the standard library, where there is
  /// something to be found.
  mutating func checkFlows() {
    for id in declarations.functions.ids where isOurs(declarations.functions[id].module) {
      let decl = declarations.functions[id]
      if decl.isTemplate || decl.body != .done || !(hasOwners || flowing.contains(id)) { continue }
      _ = followBody(of: id, [])
      checkOwnedTypes(of: id)
    }
    checkOwnedFields()
    if hasOwners || flowing.contains(.none) { _ = followStatements(of: main) }
  }

  private mutating func follow(
    _ arguments: [TypeID], _ visit: (inout Checker) -> Void
  ) -> Ownership {
    let (outerFlow, outerOwnership) = (flow, ownership)
    flow = Flow()
    flow.arguments = arguments
    ownership = Ownership()
    begin(makeBlock(isReached: true))
    visit(&self)
    judgeFlow()
    let result = ownership
    (flow, ownership) = (outerFlow, outerOwnership)
    return result
  }

  /// Reports parameters whose type is a container that would copy what has one owner.
  private mutating func checkOwnedTypes(of id: DeclID) {
    for parameter in declarations.functions[id].parameters where copiesOwned(parameter.type) {
      report(.containerOfOwned(describe(parameter.type), at: span(parameter.node)))
    }
  }

  /// Reports fields and payloads whose type is a container that would copy what has one owner.
  private mutating func checkOwnedFields() {
    guard hasOwners else { return }
    for id in declarations.nominals.ids where isOurs(declarations.nominals[id].module) {
      let parts = fields(of: id) + variants(of: id).flatMap(\.fields)
      for part in parts where copiesOwned(part.type) {
        report(.containerOfOwned(describe(part.type), at: span(part.node)))
      }
    }
  }

  /// Follows one clause of a function as if it were the only one.
  private mutating func followClause(_ clause: NodeID, of decl: FunctionDecl, _ id: DeclID) {
    if decl.node != clause { begin(makeBlock(isReached: true)) }
    for (number, node) in tree.fieldList(clause, 3).enumerated() {
      let pattern = tree.child(node)
      if isBorrowed(number, of: id) { borrowNames(in: pattern) } else { bind(pattern) }
    }
    followResult(tree.fieldNode(clause, 6), result: types.substitute(decl.result, flow.arguments))
  }

  /// Whether parameter `number` of `id` stays with the caller: receivers, and operands of operators.
  mutating func isBorrowed(_ number: Int, of id: DeclID) -> Bool {
    let decl = declarations.functions[id]
    guard decl.flags.contains(.hasSelf) else { return false }
    return number == 0 ? !consumesSelf(id) : known.borrowingOperators.contains(decl.name)
  }

  /// Whether the method `id` takes its receiver over: for a method of a trait, whether the trait says
  /// so, as who calls it may know no more.
  private mutating func consumesSelf(_ id: DeclID) -> Bool {
    let decl = declarations.functions[id]
    var deciding = id
    if case .implementation(let impl) = decl.owner, let trait = declarations.impls[impl].trait {
      let members = declarations.traits[trait.trait].members[decl.name] ?? []
      deciding = members.first { declarations.functions[$0].arity == decl.arity } ?? id
    }
    prepare(deciding)
    return declarations.functions[deciding].attributes.contains(.consumesSelf)
  }

  /// Follows the body of a function or closure to its end.
  mutating func followResult(_ node: NodeID, result: TypeID) {
    flow.returnsReference = isReference(result)
    if result == .void { followStatement(node) } else { take(node) }
    if flow.returnsReference { requireOutliving(node) }
    leaveScopes(downTo: 0)
    flow.isTerminated = true
  }

  /// The concrete type of `node` in the instance being followed.
  mutating func flowType(_ node: NodeID) -> TypeID {
    types.substitute(typed.type(node), flow.arguments)
  }

  /// The concrete type of `local`.
  mutating func flowType(of local: LocalID) -> TypeID {
    types.substitute(typed.locals[local].type, flow.arguments)
  }
}

// MARK: - Blocks and scopes

extension Checker {
  /// A block that is begun later.
  mutating func makeBlock(isReached: Bool = false) -> FlowBlockID {
    flow.isReached.append(isReached)
    return flow.graph.makeBlock()
  }

  /// Makes `block` the one that events are added to; when nothing goes to it, what follows is dead.
  mutating func begin(_ block: FlowBlockID) {
    flow.isTerminated = !flow.isReached[block.position]
    if !flow.isTerminated { flow.graph.begin(block) }
  }

  /// Lets the current block go to `block`, among others.
  mutating func addEdge(to block: FlowBlockID) {
    if flow.isTerminated { return }
    flow.isReached[block.position] = true
    flow.graph.addEdge(to: block)
  }

  /// Ends the current block by going to `block`.
  mutating func jump(_ block: FlowBlockID) {
    addEdge(to: block)
    flow.isTerminated = true
  }

  /// Takes note of what `node` does with `local`, when it is one of the body's own.
  mutating func note(_ kind: FlowEvent.Kind, _ local: LocalID, _ node: NodeID) {
    guard !flow.isTerminated, typed.locals[local].depth == flow.depth else { return }
    let number = flow.graph.number(local)
    flow.graph.add(FlowEvent(kind: kind, variable: number, reference: 0, node: node))
  }

  /// Follows what the scopes from `depth` on deferred, innermost and latest first.
  mutating func leaveScopes(downTo depth: Int) {
    let scopes = flow.defers
    for index in stride(from: scopes.count - 1, through: depth, by: -1) {
      for node in scopes[index].reversed() where !flow.isTerminated {
        flow.defers = Array(scopes[..<index]) + [[]]
        followStatement(node)
      }
    }
    flow.defers = scopes
  }

  /// Follows `body` in a scope of its own.
  mutating func inScope(_ body: (inout Checker) -> Void) {
    flow.defers.append([])
    body(&self)
    if !flow.isTerminated { leaveScopes(downTo: flow.defers.count - 1) }
    flow.defers.removeLast()
  }
}

// MARK: - Names

extension Checker {
  /// Whether the value of `local` belongs to it: it is then dropped at the end of its scope, unless it
  /// was moved.
  mutating func isOwner(_ local: LocalID) -> Bool {
    let info = typed.locals[local]
    return !info.isReference && info.depth == flow.depth && !ownership.borrowed.contains(local)
      && isOwned(flowType(of: local))
  }

  /// Takes note that the names of `pattern` get their values, which they own.
  mutating func bind(_ pattern: NodeID) {
    forEachName(in: pattern) { checker, local, node in
      if checker.isOwner(local) { checker.flow.graph.markOwner(local) }
      checker.note(.set, local, node)
    }
  }

  /// Takes note that the names of `pattern` stand for what belongs to someone else.
  mutating func borrowNames(in pattern: NodeID) {
    forEachName(in: pattern) { checker, local, node in
      if checker.isOwned(checker.flowType(of: local)) { checker.ownership.borrowed.insert(local) }
      checker.note(.set, local, node)
    }
  }

  /// Whether a name in `pattern` would own a part of the value.
  mutating func bindsOwned(_ pattern: NodeID) -> Bool {
    var found = false
    forEachName(in: pattern) { checker, local, _ in
      if checker.isOwned(checker.flowType(of: local)) { found = true }
    }
    return found
  }

  private mutating func forEachName(
    in pattern: NodeID, _ visit: (inout Checker, LocalID, NodeID) -> Void
  ) {
    switch tree.kind(pattern) {
    case .patternName, .name:
      if typed.resolution(pattern) == .local || tree.kind(pattern) == .name {
        visit(&self, LocalID(index: typed.index(pattern)), pattern)
      }
      let inner = tree.kind(pattern) == .patternName ? tree.secondChild(pattern) : .none
      if !inner.isNone { forEachName(in: inner, visit) }
    case .patternField: forEachName(in: tree.secondChild(pattern), visit)
    case .patternVariant, .patternStruct:
      for part in tree.secondList(pattern) { forEachName(in: part, visit) }
    case .patternTuple, .patternOr:
      for part in tree.list(pattern) { forEachName(in: part, visit) }
    default: break
    }
  }
}

// MARK: - Judging

extension Checker {
  /// Reports what is wrong about the order of events in the body that was followed.
  mutating func judgeFlow() {
    let locals = typed.locals
    var solver = FlowSolver(flow.graph) { locals[$0].isMutable }
    solver.checkValues()
    solver.checkReferences()
    // One place is wrong in one way: `x += 1` both reads and changes.
    var places: Set<NodeID> = []
    for problem in solver.problems where places.insert(problem.node).inserted { report(problem) }
    for variable in flow.graph.variables where variable.isDeferred {
      ownership.unsettled.insert(variable.local)
    }
  }

  mutating func report(_ problem: FlowProblem) {
    let info = typed.locals[problem.local]
    let name = text(info.name)
    let place = span(problem.node)
    let cause = span(problem.cause)
    switch problem.kind {
    case .usedAfterMove: report(.usedAfterMove(name, at: place, moved: cause))
    case .usedBeforeSet: report(.usedBeforeSet(name, at: place, declared: span(info.node)))
    case .setTwice: report(.setTwice(name, at: place, declared: span(info.node)))
    case .excludedTwice: report(.excludedTwice(name, at: place, first: cause))
    case .sharedWhileExcluded: report(.sharedWhileExcluded(name, at: place, first: cause))
    case .excludedWhileShared: report(.excludedWhileShared(name, at: place, first: cause))
    case .changedWhileBorrowed: report(.changedWhileBorrowed(name, at: place, first: cause))
    case .usedWhileExcluded: report(.usedWhileExcluded(name, at: place, first: cause))
    case .movedWhileBorrowed: report(.movedWhileBorrowed(name, at: place, first: cause))
    }
  }
}
