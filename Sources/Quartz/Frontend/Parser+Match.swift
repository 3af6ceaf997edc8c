extension Parser {
  /// Parses `match e … end`.
  mutating func parseMatch() -> NodeID {
    let place = position
    let outer = enterBlock()
    advance()
    let subject = parseHeaderExpression("the value to match")
    let mark = pending.count
    parseArms()
    let arms = takeList(from: mark)
    leaveBlock(outer)
    return tree.add(.matchExpr, at: place, subject.index, arms.index)
  }

  /// Sets aside the arms up to `end`.
  private mutating func parseArms() {
    var tallest = chain
    while true {
      skipNewlines()
      if at(.kwEnd) || at(.endOfFile) || isAtClosingBrace
        || (current.startsItem && endsBodyByIndentation)
      {
        break
      }
      let first = index
      do throws(Abandoned) {
        let arm = try parseArm()
        pending.append(arm)
        try expectArmEnd(arm)
      } catch {
        recover(from: first)
      }
      if index == first { advance() }
      tallest = max(tallest, chain)
    }
    chain = tallest
  }

  /// Whether the current token is indented so little that the innermost body must have ended.
  private var endsBodyByIndentation: Bool {
    mutating get { column(of: position) <= indentation(at: blockOpener) }
  }

  /// Parses `pattern if guard => body`.
  private mutating func parseArm() throws(Abandoned) -> NodeID {
    let place = position
    if at(.kwElse) {
      throw unexpected(expecting: "a pattern", help: "the arm for all other values is '_ => …'")
    }
    let pattern = try parsePattern()
    let guardExpr = try eat(.kwIf) ? parseExpression() : .none
    guard eat(.fatArrow) || eatForeignArrow() else {
      throw unexpected(
        expecting: "'=>'", help: "a body of several statements is written '=> do … end'")
    }
    let body = try parseStatement()
    return tree.add(.matchArm, at: place, pattern.index, fields: guardExpr.index, body.index)
  }

  /// Reads `->` for `=>`, a habit that is reported once for a `match`.
  private mutating func eatForeignArrow() -> Bool {
    guard at(.arrow) else { return false }
    reportForeignArm("->", "an arm is written 'pattern => value'")
    advance()
    return true
  }

  /// Checks that nothing follows an arm on its line; reads a comma that does.
  private mutating func expectArmEnd(_ arm: NodeID) throws(Abandoned) {
    guard at(.comma) else { return try expectStatementEnd(after: arm) }
    reportForeignArm(",", "arms are separated by line ends alone")
    advance()
  }

  private mutating func reportForeignArm(_ spelling: String, _ help: String) {
    if foreignArms != blockOpener { reportHabit(spelling, help) }
    foreignArms = blockOpener
  }
}
