extension Checker {
  /// `x -> e`, `do x -> … end`; parameters without a type take theirs from the context.
  mutating func checkClosure(_ node: NodeID, expecting: TypeID) -> TypeID {
    let wanted = expecting.isNone ? TypeID.none : resolved(expecting)
    let hasWish = !wanted.isNone && types.kind(wanted) == .function
    let nodes = Array(tree.list(node))
    var wishes = hasWish ? Array(types.parameters(wanted)) : []
    if wanted == .error { wishes = [TypeID](repeating: .error, count: nodes.count) }
    let isSpread = spreads(nodes, wishes)
    if isSpread { wishes = Array(types.arguments(resolved(wishes[0]))) }
    let errors = diagnostics.count
    if hasWish && wishes.count != nodes.count {
      report(.wrongClosureParameters(wishes.count, nodes.count, at: span(node)))
      wishes = [TypeID](repeating: .error, count: nodes.count)
    }
    let depth = body.names.count
    let declared = tree.fieldNode(node, 0)
    let wish = hasWish ? types.result(wanted) : wanted == .error ? .error : .none
    let result = closureResult(declared, wish)
    body.closures.append(
      ClosureContext(
        node: node, result: result, outerLoops: body.loops, outerDefer: body.enclosingDefer))
    body.loops = []
    body.enclosingDefer = .none
    let parameters = bindClosureParameters(nodes, wishes)
    markAsParameters(from: depth)
    reportRepeatedNames(nodes.map { tree.child($0) })
    let isRight = diagnostics.count == errors
    checkClosureBody(tree.fieldNode(node, 1), result)
    let left = body.closures.removeLast()
    (body.loops, body.enclosingDefer) = (left.outerLoops, left.outerDefer)
    body.names.removeLast(to: depth)
    guard isRight else { return .error }
    if isSpread { typed.resolve(node, .spread) }
    return types.function(isSpread ? [types.tuple(parameters)] : parameters, resolved(result))
  }

  /// Whether several parameters take apart the one tuple that the context passes.
  private mutating func spreads(_ nodes: [NodeID], _ wishes: [TypeID]) -> Bool {
    guard nodes.count > 1, wishes.count == 1 else { return false }
    let type = resolved(wishes[0])
    return types.kind(type) == .tuple && types.arguments(type).count == nodes.count
  }

  private mutating func closureResult(_ declared: NodeID, _ wanted: TypeID) -> TypeID {
    if !declared.isNone { return resolveType(declared, in: body.scope) }
    return wanted.isNone ? freshVariable() : wanted
  }

  private mutating func bindClosureParameters(_ nodes: [NodeID], _ wishes: [TypeID]) -> [TypeID] {
    var parameters: [TypeID] = []
    for (number, parameter) in nodes.enumerated() {
      let annotation = tree.fieldNode(parameter, 1)
      var type = number < wishes.count ? resolved(wishes[number]) : freshVariable()
      if !annotation.isNone {
        let declared = resolveType(annotation, in: body.scope)
        coerce(parameter, type, to: declared)
        type = declared
      }
      parameters.append(type)
      bindPattern(tree.child(parameter), type, isMutable: false)
    }
    return parameters
  }

  private mutating func checkClosureBody(_ node: NodeID, _ result: TypeID) {
    let type = resolved(check(node, expecting: result))
    if type == .never {
      if isUnknown(result) { body.endless.append(result) }
      return
    }
    if isUnknown(result) && !isUnknown(type) { _ = unify(result, type) }
    coerceResult(node, type, to: result)
  }
}
