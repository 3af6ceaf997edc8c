extension Checker {
  /// `while c … end`.
  mutating func checkWhile(_ node: NodeID) -> TypeID {
    expect(tree.child(node), .bool)
    checkLoopBody(
      tree.fieldNode(node, 0), LoopContext(label: Symbol(index: tree.field(node, 1)), type: .none))
    return .void
  }

  /// `loop … end`, whose value is what `break` gives.
  mutating func checkLoop(_ node: NodeID) -> TypeID {
    let context = LoopContext(label: tree.secondSymbol(node), type: freshVariable())
    let left = checkLoopBody(tree.child(node), context)
    if !left.hasBreak { return .never }
    return isUnknown(left.type) ? .void : resolved(left.type)
  }

  @discardableResult
  private mutating func checkLoopBody(_ block: NodeID, _ context: LoopContext) -> LoopContext {
    body.loops.append(context)
    checkStatement(block)
    return body.loops.removeLast()
  }

  /// `for i, p in e … end`.
  mutating func checkFor(_ node: NodeID) -> TypeID {
    let index = tree.fieldNode(node, 0)
    let iterable = tree.fieldNode(node, 1)
    let type = resolved(check(iterable))
    let element = elementType(of: type, node)
    let depth = body.names.count
    if !index.isNone { bindPattern(index, .int, isMutable: false) }
    bindPattern(tree.child(node), element, isMutable: false)
    markAsParameters(from: depth)
    checkLoopBody(
      tree.fieldNode(node, 2), LoopContext(label: Symbol(index: tree.field(node, 3)), type: .none))
    body.names.removeLast(to: depth)
    return .void
  }

  /// What `for` gets from a value of `type`: `iter()` is called when there is such a method, then
  /// `next()` until it gives None.
  ///
  /// Both calls are noted at the loop's node: `iter` at the node itself, `next` at the node of its
  /// body.
  private mutating func elementType(of type: TypeID, _ node: NodeID) -> TypeID {
    if type == .error { return .error }
    var iterator = type
    if let iter = methods(known.iter, on: type, argumentCount: 0).first {
      let call = CallInfo(
        callee: iter.decl, typeArguments: iter.typeArguments,
        arguments: [tree.fieldNode(node, 1)])
      addCall(node, call)
      addObligations(of: iter, at: node)
      iterator = calledResult(iter)
    }
    guard let next = methods(known.next, on: iterator, argumentCount: 0).first else {
      return reportNotIterable(type, node)
    }
    let call = CallInfo(callee: next.decl, typeArguments: next.typeArguments, arguments: [])
    addCall(tree.fieldNode(node, 2), call)
    addObligations(of: next, at: node)
    let result = calledResult(next)
    guard types.kind(result) == .nominal, types.nominal(result) == items.option else {
      return reportNotIterable(type, node)
    }
    return types.argument(result, 0)
  }

  private mutating func reportNotIterable(_ type: TypeID, _ node: NodeID) -> TypeID {
    let place = span(tree.fieldNode(node, 1))
    report(.notIterable(describe(type), isInteger: type.isInteger, at: place))
    return .error
  }

  /// What a call of `candidate` gives.
  mutating func calledResult(_ candidate: Candidate) -> TypeID {
    resolved(types.substitute(result(of: candidate.decl), candidate.typeArguments))
  }

  /// `break @label e`.
  mutating func checkBreak(_ node: NodeID) -> TypeID {
    let value = tree.child(node)
    guard let index = loopIndex(tree.secondSymbol(node), node) else {
      if !value.isNone { _ = check(value) }
      return .error
    }
    body.loops[index].hasBreak = true
    let type = body.loops[index].type
    if value.isNone {
      if !type.isNone && !unify(type, .void) { report(.missingBreakValue(at: span(node))) }
    } else if type.isNone {
      report(.breakWithValue(at: span(node)))
      _ = check(value)
    } else {
      coerce(value, check(value, expecting: type), to: type)
    }
    return .never
  }

  /// `continue @label`.
  mutating func checkContinue(_ node: NodeID) -> TypeID {
    loopIndex(tree.symbol(node), node) == nil ? .error : .never
  }

  private mutating func loopIndex(_ label: Symbol, _ node: NodeID) -> Int? {
    if label.isNone, let last = body.loops.indices.last { return last }
    if let index = body.loops.lastIndex(where: { !label.isNone && $0.label == label }) {
      return index
    }
    if body.enclosingDefer.isNone {
      report(.outsideLoop(label.isNone ? nil : text(label), at: span(node)))
    } else {
      requireNoDefer(node, tree.kind(node) == .breakExpr ? "break" : "continue")
    }
    return nil
  }
}
