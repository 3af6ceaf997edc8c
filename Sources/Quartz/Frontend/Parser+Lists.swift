extension Parser {
  /// Parses elements between the bracket that is the current token and `closer`, with commas
  /// between and perhaps behind them.
  mutating func parseList(
    _ closer: TokenKind, _ element: (inout Parser) throws(Abandoned) -> NodeID
  ) throws(Abandoned) -> ListID {
    let mark = pending.count
    try parseElements(closer) { parser throws(Abandoned) in
      let node = try element(&parser)
      parser.pending.append(node)
    }
    return takeList(from: mark)
  }

  /// Like `parseList`, but `element` itself sets the nodes aside.
  ///
  /// Line ends have no meaning between the brackets. A mistake in an element does not end the list
  /// when its comma or the closer can be found.
  mutating func parseElements(
    _ closer: TokenKind, _ element: (inout Parser) throws(Abandoned) -> Void
  ) throws(Abandoned) {
    let mark = pending.count
    let opener = position
    let outer = (ignoresNewlines, isInLoopHeader)
    (ignoresNewlines, isInLoopHeader) = (true, false)
    defer { (ignoresNewlines, isInLoopHeader) = outer }
    var tallest = 0
    advance()
    while current != closer {
      do throws(Abandoned) {
        try element(&self)
        try expectSeparator(closer, openedAt: opener)
      } catch {
        guard recoverElement(openedAt: opener, closer: closer) else {
          pending.removeSubrange(mark...)
          throw error
        }
        _ = eat(.comma)
      }
      tallest = max(tallest, chain)
    }
    ignoresNewlines = outer.0
    chain = tallest
    advance()
  }

  /// Moves past the comma behind an element, or reports when neither it nor the closer is there.
  private mutating func expectSeparator(
    _ closer: TokenKind, openedAt opener: UInt32
  ) throws(Abandoned) {
    guard current != closer else { return }
    if eat(.comma) { return }
    switch current {
    case .equal:
      throw fail(.assignmentInExpression("a named argument is written 'name: value'", at: span))
    case .question:
      throw unexpected(expecting: "','", help: "choices are written 'if … else … end'")
    case .colon where closer == .rightBracket:
      throw failHabit(":", "a part is written 'v[a..b]'")
    case .invalid: throw unexpected(expecting: "','")
    default: break
    }
    let bracket = closer.spelling ?? ""
    throw fail(
      .unclosedBracket(bracket, found: foundNoun, openedAt: span(at: opener), at: span))
  }
}
