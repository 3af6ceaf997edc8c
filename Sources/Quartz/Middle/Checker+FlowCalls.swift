// What calls and closures do with the locals that they are given.

extension Checker {
  /// Follows the arguments of a call in the order of the source.
  mutating func followCall(_ id: CallID, _ node: NodeID) {
    let call = typed.calls[id]
    prepare(call.callee)
    let arguments = call.arguments.enumerated().filter { !$0.element.isNone }
      .sorted { $0.element.index < $1.element.index }
    var loans: [CallLoan] = []
    for (number, argument) in arguments { followArgument(argument, number, call, &loans) }
    if let receiver = changedReceiver(of: call) { change(receiver) }
    judge(loans)
    requireCopies(node)
    if isDrop(call.callee) { report(.explicitDrop(at: span(node))) }
  }

  /// Whether `id` is the `drop` of the trait or of an impl of it.
  private func isDrop(_ id: DeclID) -> Bool {
    guard hasOwners else { return false }
    switch declarations.functions[id].owner {
    case .module: return false
    case .trait(let trait): return trait == items.drop
    case .implementation(let impl): return declarations.impls[impl].trait?.trait == items.drop
    }
  }

  private mutating func followArgument(
    _ node: NodeID, _ number: Int, _ call: CallInfo, _ loans: inout [CallLoan]
  ) {
    let decl = declarations.functions[call.callee]
    guard number < decl.parameters.count else { return take(node) }
    if tree.kind(node) == .closure && isConfined(number, of: call.callee) {
      flow.confined.insert(node)
    }
    if isReference(decl.parameters[number].type) {
      lend(node, decl.parameters[number].type, &loans)
    } else if isBorrowed(number, of: call.callee) {
      look(node)
    } else {
      take(node)
    }
  }

  /// The receiver of a method that changes it in place.
  private mutating func changedReceiver(of call: CallInfo) -> NodeID? {
    guard declarations.functions[call.callee].selfMode == .mutable,
      let receiver = call.arguments.first, !isReferenceType(flowType(receiver))
    else { return nil }
    return receiver
  }

  /// Follows a call of a value of function type.
  mutating func followClosureCall(_ node: NodeID) {
    let callee = tree.child(node)
    look(callee)
    let parameters = Array(types.parameters(flowType(callee)))
    var loans: [CallLoan] = []
    for (argument, type) in zip(tree.secondList(node), parameters) {
      if isReference(type) { lend(argument, type, &loans) } else { take(argument) }
    }
    judge(loans)
  }

  // MARK: Closures

  /// Follows a closure: what it captures here, what its body does in a graph of its own.
  mutating func followClosure(_ node: NodeID) {
    let isConfined = flow.confined.contains(node)
    for local in typed.captures[node] ?? [] { capture(local, node, isConfined: isConfined) }
    let changes = followClosureBody(node)
    for (local, place) in changes {
      if typed.locals[local].depth == flow.depth {
        note(.mutate, local, place)
      } else {
        flow.outerChanges.append((local, place))
      }
    }
  }

  private mutating func capture(_ local: LocalID, _ node: NodeID, isConfined: Bool) {
    let isOwned = isOwned(flowType(of: local))
    let info = typed.locals[local]
    if info.isReference && !isConfined {
      report(.capturedReference(text(info.name), at: span(node), bound: span(info.node)))
    }
    guard isOwned, !isConfined else { return noteReference(.share, local, 0, node) }
    if isOwner(local) {
      note(.move, local, node)
      ownership.unsettled.insert(local)
      ownership.captures[node, default: []].append(local)
    } else if !info.isReference {
      report(
        .movesBorrowed(
          text(info.name), describe(flowType(of: local)), at: span(node), bound: span(info.node)))
    }
  }

  /// Follows the body of a closure and gives the changes that it makes to captured locals.
  private mutating func followClosureBody(_ node: NodeID) -> [(local: LocalID, node: NodeID)] {
    var inner = Flow()
    inner.arguments = flow.arguments
    inner.depth = flow.depth + 1
    swap(&inner, &flow)
    begin(makeBlock(isReached: true))
    for parameter in tree.list(node) { bind(tree.child(parameter)) }
    let type = flowType(node)
    let result = types.kind(type) == .function ? types.result(type) : .error
    followResult(tree.fieldNode(node, 1), result: result)
    judgeFlow()
    swap(&inner, &flow)
    return inner.outerChanges
  }

  // MARK: Closures that cannot outlive a call

  /// Whether a closure passed for parameter `number` of `id` is only called, or passed on to where it
  /// is: it then cannot outlive the call.
  mutating func isConfined(_ number: Int, of id: DeclID) -> Bool {
    if let known = confinedParameters[id]?[number] { return known }
    if let asked = confinedQuestions.firstIndex(where: { $0 == (id, number) }) {
      // A function that passes the parameter to itself settles nothing by that; one that passes it
      // to another that passes it back is taken to keep it.
      return asked == confinedQuestions.count - 1
    }
    confinedQuestions.append((id, number))
    let result = searchEscape(number, of: id)
    confinedQuestions.removeLast()
    confinedParameters[id, default: [:]][number] = result
    return result
  }

  private mutating func searchEscape(_ number: Int, of id: DeclID) -> Bool {
    if case .trait = declarations.functions[id].owner { return false }
    checkBody(id)
    let decl = declarations.functions[id]
    let body = tree.fieldNode(decl.node, 6)
    guard decl.body == .done, decl.clauses.isEmpty, !body.isNone, !decl.isTemplate else {
      return false
    }
    let pattern = tree.child(tree.fieldList(decl.node, 3)[number])
    guard tree.kind(pattern) == .patternName else { return false }
    let local = typed.index(pattern)
    var allowed: Set<NodeID> = []
    var walker = TreeWalker(from: body)
    while let step = walker.next(in: tree) {
      guard case .enter(let node) = step else { continue }
      if tree.kind(node) == .name && typed.resolution(node) == .local {
        if typed.index(node) == local && !allowed.contains(node) { return false }
      } else if tree.kind(node) == .closure && !allowed.contains(node) {
        if typed.captures[node]?.contains(LocalID(index: local)) ?? false { return false }
      } else {
        allowed.formUnion(confinedUses(node))
      }
    }
    return true
  }

  /// The operands of `node` that it only calls.
  private mutating func confinedUses(_ node: NodeID) -> [NodeID] {
    switch typed.resolution(node) {
    case .closureCall: return [tree.child(node)]
    case .call:
      let call = typed.calls[CallID(index: typed.index(node))]
      return call.arguments.enumerated().compactMap { number, argument in
        let isCandidate = tree.kind(argument) == .name || tree.kind(argument) == .closure
        return isCandidate && isConfined(number, of: call.callee) ? argument : nil
      }
    default: return []
    }
  }
}
