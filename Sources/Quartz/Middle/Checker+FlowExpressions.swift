// What expressions and statements do with the locals that they name.

extension Checker {
  /// Follows `node` where its value is not used.
  mutating func followStatement(_ node: NodeID) {
    switch tree.kind(node) {
    case .block: followBlock(node, isUsed: false)
    case .ifExpr: followIf(node, isUsed: false)
    case .matchExpr: followMatch(node, isUsed: false)
    default: look(node)
    }
  }

  /// Follows `node` where its value is looked at and stays where it is.
  mutating func look(_ node: NodeID) {
    switch tree.kind(node) {
    case .name, .path:
      if typed.resolution(node) == .local {
        touch(LocalID(index: typed.index(node)), node)
        return note(.use, LocalID(index: typed.index(node)), node)
      }
    case .member where typed.resolution(node) == .field: return look(tree.child(node))
    default: break
    }
    take(node)
  }

  /// Follows `node` where its value gets a new owner.
  mutating func take(_ node: NodeID) {
    if flow.isTerminated { return }
    follow(node)
    if typed.type(node) == .never { flow.isTerminated = true }
  }

  private mutating func follow(_ node: NodeID) {
    switch tree.kind(node) {
    case .name, .path: takeName(node)
    case .member: takeMember(node)
    case .block: followBlock(node, isUsed: true)
    case .ifExpr: followIf(node, isUsed: true)
    case .matchExpr: followMatch(node, isUsed: true)
    case .assign: followAssign(node)
    case .opAssign: followOpAssign(node)
    case .varDecl: followBinding(tree.child(node), tree.fieldNode(node, 3))
    case .letDecl: followBinding(tree.child(node), tree.fieldNode(node, 1))
    case .deferStmt: flow.defers[flow.defers.count - 1].append(tree.child(node))
    case .returnExpr: followReturn(node)
    case .breakExpr: followBreak(node)
    case .continueExpr: leaveLoop(tree.symbol(node), { $0.next })
    case .whileLoop: followWhile(node)
    case .forLoop: followFor(node)
    case .loopExpr: followLoop(node)
    case .closure: followClosure(node)
    case .borrow, .borrowMut: lookForLending(tree.child(node))
    case .and, .or: followLogic(node)
    case .coalesce: followCoalesce(node)
    case .propagate: followPropagate(node)
    case .withCopy: followWith(node)
    default: followOperands(node)
    }
  }

  /// What is made of operands, each of which it takes or, when it is a call, may look at only.
  private mutating func followOperands(_ node: NodeID) {
    switch typed.resolution(node) {
    case .call: return followCall(CallID(index: typed.index(node)), node)
    case .closureCall: return followClosureCall(node)
    default: break
    }
    switch tree.kind(node) {
    case .call:
      for argument in tree.secondList(node) { take(value(of: argument)) }
    case .structLiteral:
      for item in tree.secondList(node) { take(tree.secondChild(item)) }
    case .vecLiteral, .mapLiteral, .tuple:
      for part in tree.list(node) { take(part) }
      requireCopies(node)
    case .interpolation:
      for part in tree.list(node) { look(part) }
    default:
      var parts: [NodeID] = []
      tree.forEachChild(of: node) { parts.append($0) }
      for part in parts { take(part) }
    }
  }

  /// The value of an argument, which may have a name.
  private func value(of argument: NodeID) -> NodeID {
    tree.kind(argument) == .namedArg ? tree.secondChild(argument) : argument
  }

  /// Reports when the value of `node` is a container that would copy what has one owner.
  mutating func requireCopies(_ node: NodeID) {
    let type = flowType(node)
    if copiesOwned(type) { report(.containerOfOwned(describe(type), at: span(node))) }
  }

  // MARK: Names and fields

  private mutating func takeName(_ node: NodeID) {
    switch typed.resolution(node) {
    case .local: takeLocal(LocalID(index: typed.index(node)), node)
    case .call: followCall(CallID(index: typed.index(node)), node)
    case .variable, .constant: requireFree(node, "a module's variable")
    default: break
    }
  }

  private mutating func takeLocal(_ local: LocalID, _ node: NodeID) {
    touch(local, node)
    guard isOwned(flowType(of: local)) else { return note(.use, local, node) }
    guard isOwner(local) else {
      note(.use, local, node)
      let info = typed.locals[local]
      return report(
        .movesBorrowed(
          text(info.name), describe(flowType(of: local)), at: span(node), bound: span(info.node)))
    }
    note(.move, local, node)
    ownership.moves.insert(node)
    ownership.unsettled.insert(local)
  }

  private mutating func takeMember(_ node: NodeID) {
    switch typed.resolution(node) {
    case .field:
      look(tree.child(node))
      requireFree(node, "a field")
    case .call: followCall(CallID(index: typed.index(node)), node)
    default: break
    }
  }

  /// Reports when `node`, which keeps its value, is moved.
  private mutating func requireFree(_ node: NodeID, _ what: String) {
    let type = flowType(node)
    if isOwned(type) { report(.movesPart(what, describe(type), at: span(node))) }
  }

  // MARK: Blocks and choices

  private mutating func followBlock(_ node: NodeID, isUsed: Bool) {
    inScope { checker in
      let statements = checker.tree.list(node)
      for (number, statement) in statements.enumerated() where !checker.flow.isTerminated {
        if isUsed && number == statements.count - 1 && checker.typed.type(node) != .void {
          checker.take(statement)
        } else {
          checker.followStatement(statement)
        }
      }
    }
  }

  private mutating func followIf(_ node: NodeID, isUsed: Bool) {
    let otherwise = tree.fieldNode(node, 1)
    let (yes, after) = (makeBlock(), makeBlock())
    let no = otherwise.isNone ? after : makeBlock()
    followCondition(tree.child(node), yes, no)
    followAlternative(tree.fieldNode(node, 0), yes, after, isUsed: isUsed && !otherwise.isNone)
    if !otherwise.isNone { followAlternative(otherwise, no, after, isUsed: isUsed) }
    begin(after)
  }

  private mutating func followAlternative(
    _ node: NodeID, _ block: FlowBlockID, _ after: FlowBlockID, isUsed: Bool
  ) {
    begin(block)
    if isUsed { take(node) } else { followStatement(node) }
    jump(after)
  }

  private mutating func followCondition(_ node: NodeID, _ yes: FlowBlockID, _ no: FlowBlockID) {
    switch tree.kind(node) {
    case .not: followCondition(tree.child(node), no, yes)
    case .and, .or:
      let next = makeBlock()
      let isAnd = tree.kind(node) == .and
      followCondition(tree.child(node), isAnd ? next : yes, isAnd ? no : next)
      begin(next)
      followCondition(tree.secondChild(node), yes, no)
    case .bool:
      jump(tree.a[node.position] != 0 ? yes : no)
    default:
      take(node)
      addEdge(to: yes)
      jump(no)
    }
  }

  private mutating func followLogic(_ node: NodeID) {
    let after = makeBlock()
    followCondition(node, after, after)
    begin(after)
  }

  private mutating func followCoalesce(_ node: NodeID) {
    take(tree.child(node))
    let (no, after) = (makeBlock(), makeBlock())
    addEdge(to: no)
    jump(after)
    followAlternative(tree.secondChild(node), no, after, isUsed: true)
    begin(after)
  }

  private mutating func followPropagate(_ node: NodeID) {
    take(tree.child(node))
    let (no, yes) = (makeBlock(), makeBlock())
    addEdge(to: yes)
    jump(no)
    begin(no)
    leaveScopes(downTo: 0)
    begin(yes)
  }

  private mutating func followWith(_ node: NodeID) {
    look(tree.child(node))
    for item in tree.secondList(node) { take(tree.secondChild(item)) }
    let type = flowType(node)
    if isOwned(type) { report(.copiesOwned(describe(type), at: span(node))) }
  }

  // MARK: Match

  private mutating func followMatch(_ node: NodeID, isUsed: Bool) {
    let arms = tree.secondList(node).filter { tree.kind($0) == .matchArm }
    let patterns = arms.map { tree.child($0) }
    let isTaken = followSubject(tree.child(node), patterns)
    let after = makeBlock()
    for arm in arms {
      let (inside, miss) = (makeBlock(), makeBlock())
      if isTaken { bind(tree.child(arm)) } else { borrowNames(in: tree.child(arm)) }
      addEdge(to: miss)
      let guardNode = tree.fieldNode(arm, 0)
      if guardNode.isNone { jump(inside) } else { followCondition(guardNode, inside, miss) }
      followAlternative(tree.fieldNode(arm, 1), inside, after, isUsed: isUsed)
      begin(miss)
    }
    flow.isTerminated = true
    begin(after)
  }

  /// Follows the value that `patterns` take apart, and says whether they become owners of its parts.
  ///
  /// What is no place is taken. A local is taken when a pattern would own a part of it; else, and when
  /// it belongs to someone else, its parts are borrowed.
  private mutating func followSubject(_ node: NodeID, _ patterns: [NodeID]) -> Bool {
    let type = flowType(node)
    guard isOwned(type), isPlace(node) else {
      take(node)
      if isOwned(type) { requireTakeable(type, patterns) }
      return true
    }
    let takes = patterns.contains { bindsOwned($0) }
    guard takes, typed.resolution(node) == .local, isOwner(LocalID(index: typed.index(node)))
    else {
      look(node)
      return false
    }
    take(node)
    requireTakeable(type, patterns)
    return true
  }

  /// Reports patterns that take parts of a value whose type implements Drop, or that is an object.
  private mutating func requireTakeable(_ type: TypeID, _ patterns: [NodeID]) {
    guard implementsDrop(type) || isReferenceType(type) else { return }
    for pattern in patterns where !isWhole(pattern) && bindsOwned(pattern) {
      report(.movesPart("a part of a value", describe(type), at: span(pattern)))
    }
  }

  /// Whether `pattern` names the whole value.
  private func isWhole(_ pattern: NodeID) -> Bool {
    switch tree.kind(pattern) {
    case .patternName: tree.secondChild(pattern).isNone
    case .name: true
    default: false
    }
  }

  /// Whether `node` denotes something that has a place of its own.
  func isPlace(_ node: NodeID) -> Bool {
    switch tree.kind(node) {
    case .name, .path: [.local, .variable, .constant].contains(typed.resolution(node))
    case .member: typed.resolution(node) == .field
    default: false
    }
  }

  // MARK: Assignments

  private mutating func followBinding(_ pattern: NodeID, _ value: NodeID) {
    if value.isNone {
      guard tree.kind(pattern) == .patternName else { return }
      let local = LocalID(index: typed.index(pattern))
      flow.graph.markDeferred(local)
      if isOwner(local) { flow.graph.markOwner(local) }
      return note(.declare, local, pattern)
    }
    if isWhole(pattern) {
      take(value)
      return isReference(flowType(value)) ? bindReference(pattern, value) : bind(pattern)
    }
    if followSubject(value, [pattern]) { bind(pattern) } else { borrowNames(in: pattern) }
  }

  private mutating func followAssign(_ node: NodeID) {
    let target = tree.child(node)
    let value = tree.secondChild(node)
    switch tree.kind(target) {
    case .name:
      if target.isNone || tree.symbol(target) == known.underscore { return followStatement(value) }
      if typed.resolution(node) == .local { return followBinding(target, value) }
      take(value)
      if typed.resolution(target) == .local { assign(target) }
    case .member:
      take(value)
      look(tree.child(target))
      change(target)
    case .index:
      followOperands(target)
      let receiver = tree.child(target)
      if !isReferenceType(flowType(receiver)) { change(receiver) }
    default: followBinding(target, value)
    }
  }

  /// Takes note that the local that `target` names gets another value.
  private mutating func assign(_ target: NodeID) {
    let local = LocalID(index: typed.index(target))
    if typed.locals[local].depth == flow.depth {
      touch(local, target)
      note(.set, local, target)
    } else {
      flow.outerChanges.append((local, target))
    }
  }

  /// Takes note that what `node` denotes changes in part.
  mutating func change(_ node: NodeID) {
    guard let local = root(of: node) else { return }
    if typed.locals[local].depth == flow.depth {
      touch(local, node)
      note(.mutate, local, node)
    } else {
      flow.outerChanges.append((local, node))
    }
  }

  /// The local that holds what `node` denotes, if one does: not what an object holds.
  mutating func root(of node: NodeID) -> LocalID? {
    switch tree.kind(node) {
    case .name, .path:
      return typed.resolution(node) == .local ? LocalID(index: typed.index(node)) : nil
    case .member where typed.resolution(node) == .field:
      let receiver = tree.child(node)
      return isReferenceType(flowType(receiver)) ? nil : root(of: receiver)
    case .index where typed.setters[node] != nil:
      let receiver = tree.child(node)
      return isReferenceType(flowType(receiver)) ? nil : root(of: receiver)
    default: return nil
    }
  }

  private mutating func followOpAssign(_ node: NodeID) {
    let target = tree.child(node)
    look(target)
    look(tree.fieldNode(node, 1))
    if tree.kind(target) == .name {
      if typed.resolution(target) == .local { assign(target) }
    } else {
      change(target)
    }
  }

  // MARK: Ways out and loops

  private mutating func followReturn(_ node: NodeID) {
    let value = tree.child(node)
    if !value.isNone { take(value) }
    if flow.returnsReference { requireOutliving(value) }
    leaveScopes(downTo: 0)
    flow.isTerminated = true
  }

  private mutating func followBreak(_ node: NodeID) {
    let value = tree.child(node)
    if !value.isNone { take(value) }
    leaveLoop(tree.secondSymbol(node)) { $0.exit }
  }

  private mutating func leaveLoop(_ label: Symbol, _ target: (FlowLoop) -> FlowBlockID) {
    let loop = label.isNone ? flow.loops.last : flow.loops.last { $0.label == label }
    guard let loop, !flow.isTerminated else { return }
    leaveScopes(downTo: loop.deferDepth)
    jump(target(loop))
  }

  private mutating func followRounds(
    _ body: NodeID, _ label: Symbol, exit: FlowBlockID, next: FlowBlockID
  ) {
    flow.loops.append(
      FlowLoop(label: label, exit: exit, next: next, deferDepth: flow.defers.count))
    followStatement(body)
    flow.loops.removeLast()
    jump(next)
    begin(exit)
  }

  private mutating func followWhile(_ node: NodeID) {
    let (head, inside, after) = (makeBlock(), makeBlock(), makeBlock())
    jump(head)
    begin(head)
    followCondition(tree.child(node), inside, after)
    begin(inside)
    let label = Symbol(index: tree.field(node, 1))
    followRounds(tree.fieldNode(node, 0), label, exit: after, next: head)
  }

  private mutating func followLoop(_ node: NodeID) {
    let (head, after) = (makeBlock(), makeBlock())
    jump(head)
    begin(head)
    followRounds(tree.child(node), tree.secondSymbol(node), exit: after, next: head)
  }

  private mutating func followFor(_ node: NodeID) {
    if typed.resolution(node) == .call {
      followCall(CallID(index: typed.index(node)), node)
    } else {
      take(tree.fieldNode(node, 1))
    }
    let (head, inside, after) = (makeBlock(), makeBlock(), makeBlock())
    jump(head)
    begin(head)
    addEdge(to: after)
    jump(inside)
    begin(inside)
    bind(tree.child(node))
    let index = tree.fieldNode(node, 0)
    if !index.isNone { bind(index) }
    let label = Symbol(index: tree.field(node, 3))
    followRounds(tree.fieldNode(node, 2), label, exit: after, next: head)
  }
}
