extension Parser {
  /// Parses `if … elsif … else … end` or `unless … else … end`.
  mutating func parseIf() -> NodeID {
    let outer = enterBlock()
    let first = parseBranch()
    var further: [Branch] = []
    var tallest = chain
    while isAtElsif && further.count < Self.longestChain {
      further.append(parseBranch())
      tallest = max(tallest, chain)
    }
    if at(.kwElsif) { abortNesting() }
    var rest = at(.kwElse) || isAtElseWithColon ? parseElse() : .none
    leaveBlock(outer)
    for branch in further.reversed() { rest = add(branch, else: rest) }
    chain = max(tallest, chain) + further.count
    if chain > Self.longestChain { abortNesting() }
    return add(first, else: rest)
  }

  /// Whether a further condition begins at the current token, which is then its last word.
  private var isAtElsif: Bool {
    mutating get {
      eatBraceBeforeElse()
      if isAtForeignElsif {
        eatForeignElsif()
        return true
      }
      return at(.kwElsif)
    }
  }

  /// Parses `else` and its body.
  private mutating func parseElse() -> NodeID {
    let place = position
    if at(.name) { eatElseWithColon() }
    advance()
    if at(.leftBrace) && isOnSameLine && !isAtMapLiteral { _ = eatForeignHeaderEnd() }
    return parseBlock(at: place)
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
