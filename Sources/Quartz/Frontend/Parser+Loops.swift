extension Parser {
  /// Parses a loop that has no value.
  mutating func parseLoopStatement() -> NodeID {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepestNesting { abortNesting() }
    return at(.kwFor) ? parseFor() : parseWhile()
  }

  /// Parses `while c … end` or `until c … end`.
  private mutating func parseWhile() -> NodeID {
    let place = position
    let outer = enterBlock()
    isInLoopHeader = true
    let isNegated = at(.kwUntil)
    advance()
    let label = parseLabel()
    var condition = parseHeaderExpression("the condition")
    if isNegated { condition = tree.add(.not, at: place, condition.index) }
    isInLoopHeader = false
    let body = parseBlock(at: place)
    leaveBlock(outer)
    return tree.add(.whileLoop, at: place, condition.index, fields: body.index, label.index)
  }

  /// Parses `for p in e … end` or `for i, p in e … end`.
  private mutating func parseFor() -> NodeID {
    let place = position
    let outer = enterBlock()
    isInLoopHeader = true
    advance()
    let label = parseLabel()
    let header = parseForHeader()
    isInLoopHeader = false
    let body = parseBlock(at: place)
    leaveBlock(outer)
    return tree.add(
      .forLoop, at: place, header.pattern.index, fields: header.index.index,
      header.iterable.index, body.index, label.index)
  }

  /// Parses what stands between `for` and the end of its line; error nodes stand for what could not
  /// be read.
  private mutating func parseForHeader() -> (pattern: NodeID, index: NodeID, iterable: NodeID) {
    let place = position
    do throws(Abandoned) {
      if at(.leftParen) && isCountingHeader {
        throw failHabit("(", "counting is written 'for i in 0..n'")
      }
      var pattern = try parsePattern()
      var index = NodeID.none
      if eat(.comma) {
        index = pattern
        pattern = try parsePattern()
      }
      try expect(.kwIn)
      return (pattern, index, parseHeaderExpression("what is iterated over"))
    } catch {
      recoverHeader()
      return (tree.add(.patternWildcard, at: place), .none, tree.add(.error, at: place))
    }
  }

  /// Whether the header of a `for` reads like `(i = 0; i < n; i++)`.
  private var isCountingHeader: Bool {
    (1..<5).contains { [.equal, .newline].contains(kind(ahead: $0)) }
  }

  /// Parses `loop … end`.
  mutating func parseLoop() -> NodeID {
    let place = position
    let outer = enterBlock()
    advance()
    let label = parseLabel()
    do throws(Abandoned) { try expectHeaderEnd("'loop'") } catch { recoverHeader() }
    let body = parseBlock(at: place)
    leaveBlock(outer)
    return tree.add(.loopExpr, at: place, body.index, label.index)
  }

  /// Parses the `@label` that may stand here.
  mutating func parseLabel() -> Symbol {
    guard at(.at), !symbol.isNone else { return .none }
    let label = symbol
    advance()
    return label
  }

  /// Parses `break @label e`.
  mutating func parseBreak() throws(Abandoned) -> NodeID {
    let place = position
    advance()
    let label = parseLabel()
    let value = try parseOptionalValue()
    return tree.add(.breakExpr, at: place, value.index, label.index)
  }

  /// Parses `continue @label`.
  mutating func parseContinue() -> NodeID {
    let place = position
    advance()
    let label = parseLabel()
    return tree.add(.continueExpr, at: place, label.index)
  }

  /// Parses `return e`.
  mutating func parseReturn() throws(Abandoned) -> NodeID {
    let place = position
    advance()
    let value = try parseOptionalValue()
    return tree.add(.returnExpr, at: place, value.index)
  }

  /// Parses the value that may follow `return` or `break`; an `if` there guards the statement.
  private mutating func parseOptionalValue() throws(Abandoned) -> NodeID {
    chain = 0
    guard current.startsExpression, isOnSameLine else { return .none }
    return at(.kwIf) || at(.kwUnless) ? .none : try parseExpression()
  }
}
