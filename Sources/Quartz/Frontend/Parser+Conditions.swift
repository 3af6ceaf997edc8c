extension Parser {
  /// Parses `if … elsif … else … end` or `unless … else … end`.
  mutating func parseIf() -> NodeID {
    let outer = enterBlock()
    let first = parseBranch()
    var further: [Branch] = []
    var tallest = chain
    while at(.kwElsif) && further.count < Self.longestChain {
      further.append(parseBranch())
      tallest = max(tallest, chain)
    }
    if at(.kwElsif) { abortNesting() }
    var rest = NodeID.none
    if at(.kwElse) {
      let elsePlace = position
      advance()
      rest = parseBlock(at: elsePlace)
    }
    leaveBlock(outer)
    for branch in further.reversed() { rest = add(branch, else: rest) }
    chain = max(tallest, chain) + further.count
    if chain > Self.longestChain { abortNesting() }
    return add(first, else: rest)
  }

  /// A condition and what happens when it holds.
  private struct Branch {
    let position: UInt32
    let condition: NodeID
    let body: NodeID
  }

  /// Parses a keyword, its condition and its body.
  private mutating func parseBranch() -> Branch {
    let place = position
    let isNegated = at(.kwUnless)
    advance()
    var condition = parseHeaderExpression("the condition")
    if isNegated { condition = tree.add(.not, at: place, condition.index) }
    let body = parseBlock(at: place)
    return Branch(position: place, condition: condition, body: body)
  }

  private mutating func add(_ branch: Branch, else rest: NodeID) -> NodeID {
    tree.add(
      .ifExpr, at: branch.position, branch.condition.index, fields: branch.body.index, rest.index)
  }
}
