extension MIRLower {
  mutating func lowerWhile(_ node: NodeID) -> ValueID {
    let head = makeBlock()
    let inside = makeBlock()
    let after = makeBlock()
    jump(head, node)
    begin(head)
    lowerCondition(checker.tree.child(node), inside, after)
    begin(inside)
    let label = Symbol(index: checker.tree.field(node, 1))
    lowerLoopBody(checker.tree.fieldNode(node, 0), label, exit: after, next: head, result: nil)
    jump(head, node)
    begin(after)
    return nothing
  }

  mutating func lowerLoop(_ node: NodeID) -> ValueID {
    let result = type(node)
    let hasValue = result != .void && result != .never
    let slot = hasValue ? slot(result, node) : nil
    let head = makeBlock()
    let after = makeBlock()
    jump(head, node)
    begin(head)
    let target = slot.map { (slot: $0, type: result) }
    lowerLoopBody(
      checker.tree.child(node), checker.tree.secondSymbol(node), exit: after, next: head,
      result: target)
    jump(head, node)
    begin(after)
    guard let slot else { return void(node) }
    return load(result, slot, node)
  }

  private mutating func lowerLoopBody(
    _ body: NodeID, _ label: Symbol, exit: BlockID, next: BlockID,
    result: (slot: ValueID, type: TypeID)?, depth: Int? = nil
  ) {
    state.loops.append(
      LoopTarget(
        label: label, exit: exit, next: next, result: result,
        scopeDepth: depth ?? state.cleanups.count))
    lowerStatement(body)
    state.loops.removeLast()
  }

  /// `for p in e`: the iterator lives in a slot; each round asks it for the next element.
  mutating func lowerFor(_ node: NodeID) -> ValueID {
    let body = checker.tree.fieldNode(node, 2)
    let next = checker.typed.calls[CallID(index: checker.typed.index(body))]
    state.cleanups.append([])
    let iterator = lowerIterator(node, next)
    let counter = lowerCounter(checker.tree.fieldNode(node, 0), node)
    let head = makeBlock()
    let inside = makeBlock()
    let step = makeBlock()
    let after = makeBlock()
    jump(head, node)
    begin(head)
    let target = resolve(next)
    let option = call(request(target), withCaller([iterator], target, node), node)
    let optionType = functions[request(target)].result
    let some = variantIndex("Some", of: optionType)
    let tag = emit(.enumTag, .int, option.index, 0, node)
    let isSome = emit(
      .equal, .bool, tag.index, integer(some, .int, node).index, node)
    branch(isSome, inside, after, node)
    begin(inside)
    let element = checker.types.argument(optionType, 0)
    let value = payload(option, optionType, some, 0, element, node)
    let depth = state.cleanups.count
    state.cleanups.append([])
    bindPattern(checker.tree.child(node), value, element)
    if let counter { bindCounter(checker.tree.fieldNode(node, 0), counter, node) }
    let label = Symbol(index: checker.tree.field(node, 3))
    lowerLoopBody(body, label, exit: after, next: step, result: nil, depth: depth)
    endScope()
    jump(step, node)
    begin(step)
    if let counter { advance(counter, node) }
    jump(head, node)
    begin(after)
    endScope()
    return nothing
  }

  /// The iterator as `next` takes it: a reference, or the address of a slot.
  private mutating func lowerIterator(_ node: NodeID, _ next: CallInfo) -> ValueID {
    let iterable = checker.tree.fieldNode(node, 1)
    var value: ValueID
    var iteratorType = type(iterable)
    if checker.typed.resolution(node) == .call {
      value = lowerResolvedCall(node)
      let call = checker.typed.calls[CallID(index: checker.typed.index(node))]
      iteratorType = functions[request(resolve(call))].result
    } else {
      value = lower(iterable)
    }
    let target = resolve(next)
    let isPlace = checker.declarations.functions[target.decl].selfMode == .mutable
    guard isPlace && !isReference(iteratorType) else {
      hold(value, iteratorType, node)
      return value
    }
    let address = spill(value, iteratorType, node)
    if isOwned(iteratorType) {
      addCleanup(
        .drop(
          OwnedValue(storage: .address(address), type: iteratorType, flag: nil, node: node)))
    }
    return address
  }

  private mutating func lowerCounter(_ pattern: NodeID, _ node: NodeID) -> ValueID? {
    pattern.isNone ? nil : spill(integer(0, .int, node), .int, node)
  }

  private mutating func bindCounter(_ pattern: NodeID, _ counter: ValueID, _ node: NodeID) {
    bindPattern(pattern, load(.int, counter, node), .int)
  }

  private mutating func advance(_ counter: ValueID, _ node: NodeID) {
    let value = load(.int, counter, node)
    let sum = emit(.addWrapping, .int, value.index, integer(1, .int, node).index, node)
    store(sum, to: counter, node)
  }

  mutating func lowerBreak(_ node: NodeID) -> ValueID {
    guard let target = target(checker.tree.secondSymbol(node)) else { return void(node) }
    let value = checker.tree.child(node)
    if !value.isNone {
      if let (slot, type) = target.result {
        let result = lower(value, as: type)
        store(result, to: slot, node)
      } else {
        lowerStatement(value)
      }
    }
    leaveLoop(target, to: target.exit, node)
    return nothing
  }

  mutating func lowerContinue(_ node: NodeID) -> ValueID {
    guard let target = target(checker.tree.symbol(node)) else { return void(node) }
    leaveLoop(target, to: target.next, node)
    return nothing
  }

  private mutating func leaveLoop(_ target: LoopTarget, to block: BlockID, _ node: NodeID) {
    if state.isTerminated { return }
    runCleanups(downTo: target.scopeDepth)
    jump(block, node)
  }

  private func target(_ label: Symbol) -> LoopTarget? {
    label.isNone ? state.loops.last : state.loops.last { $0.label == label }
  }
}
