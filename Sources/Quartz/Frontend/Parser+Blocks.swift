/// What a body's parsing has to put back at its end.
struct OuterBody {
  fileprivate let ignoresNewlines: Bool
  fileprivate let isInLoopHeader: Bool
  fileprivate let opener: UInt32
}

extension Parser {
  /// Goes into a construct that `end` closes, at its keyword: line ends count there, even between
  /// brackets.
  mutating func enterBlock() -> OuterBody {
    let outer = OuterBody(
      ignoresNewlines: ignoresNewlines, isInLoopHeader: isInLoopHeader, opener: blockOpener)
    ignoresNewlines = false
    isInLoopHeader = false
    blockOpener = position
    return outer
  }

  /// Moves past the `end` of the construct that was entered last.
  mutating func leaveBlock(_ outer: OuterBody) {
    let opener = blockOpener
    expectBlockEnd()
    let isClosed = eatClosingBrace()
    leaveBodiless(outer)
    if isClosed { return }
    guard at(.kwEnd) else { return reportMissingEnd(of: opener) }
    noteIndentation(ofEndFor: opener)
    advance()
  }

  /// Leaves the construct that was entered last, which turned out to have no `end`.
  mutating func leaveBodiless(_ outer: OuterBody) {
    ignoresNewlines = outer.ignoresNewlines
    isInLoopHeader = outer.isInLoopHeader
    blockOpener = outer.opener
  }

  /// Parses and drops what stands between the body that was parsed and its `end`, such as an
  /// `else` that belongs to nothing.
  private mutating func expectBlockEnd() {
    while at(.kwElse) || at(.kwElsif) {
      _ = unexpected(expecting: "'end'")
      advance()
      let mark = pending.count
      parseStatements()
      pending.removeSubrange(mark...)
    }
  }

  /// Parses statements up to what ends the body and makes a block of them at `position`.
  mutating func parseBlock(at position: UInt32) -> NodeID {
    let mark = pending.count
    parseStatements()
    let statements = takeList(from: mark)
    return tree.add(.block, at: position, statements.index)
  }

  /// Sets aside the statements up to what ends the body.
  mutating func parseStatements() {
    var tallest = 0
    while true {
      skipNewlines()
      switch current {
      case .kwEnd, .kwElse, .kwElsif, .endOfFile:
        chain = tallest
        return
      case .name where isAtForeignElsif || isAtElseWithColon, .rightBrace where isAtClosingBrace:
        chain = tallest
        return
      default: break
      }
      if startsItemHere {
        if column(of: position) <= indentation(at: blockOpener) { return }
        parseMisplacedItem()
      } else {
        parseStatementOfBody()
      }
      tallest = max(tallest, chain)
    }
  }

  /// Sets aside one statement, or an error node where there is none.
  private mutating func parseStatementOfBody() {
    let first = index
    let place = position
    do throws(Abandoned) {
      let statement = try parseStatement()
      pending.append(statement)
      try expectStatementEnd(after: statement)
    } catch {
      pending.append(tree.add(.error, at: place))
      recover(from: first)
    }
  }

  /// Whether an item begins at the current token, which begins a statement.
  private var startsItemHere: Bool {
    current.startsItem || (at(.at) && !symbol.isNone)
  }

  /// Reports an item that stands inside of a body, and sets an error node aside for it.
  private mutating func parseMisplacedItem() {
    let place = position
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepestNesting { abortNesting() }
    if current.startsItem && current != .kwMacro { report(.itemInBody(current, at: span)) }
    let mark = pending.count
    parseItem(of: .body)
    pending.removeSubrange(mark...)
    pending.append(tree.add(.error, at: place))
  }

  /// Reports that the current token, which is no `end`, leaves the block from `opener` open.
  private mutating func reportMissingEnd(of opener: UInt32) {
    let name = keywordText(at: opener)
    var diagnostic = Diagnostic.missingEnd(of: name, openedAt: span(at: opener), at: span)
    if let suspicious = suspiciousEnd {
      let closed = keywordText(at: suspicious.opener)
      diagnostic = diagnostic.noting(
        "this 'end' closes '\(closed)', but it is indented less", at: span(at: suspicious.end))
    }
    report(diagnostic)
  }

  /// The keyword at `position`.
  private func keywordText(at position: UInt32) -> String {
    let span = span(at: position)
    let offset = Int(position - base)
    return String(decoding: source.slice(offset, offset + Int(span.length)), as: UTF8.self)
  }

  /// Remembers an `end` that is indented less than what it closes: its own block lacks one.
  private mutating func noteIndentation(ofEndFor opener: UInt32) {
    guard suspiciousEnd == nil, index > 0, kinds[index - 1] == .newline else { return }
    if column(of: position) < indentation(at: opener) { suspiciousEnd = (opener, position) }
  }

  /// Parses the end of a header: a line end, or a body that ends at once.
  mutating func expectHeaderEnd(_ what: String) throws(Abandoned) {
    switch current {
    case .newline, .kwEnd, .endOfFile: return
    case .equal:
      throw fail(.assignmentInExpression("equality is written '=='", at: span))
    case .dotDotDot: throw failHabit("...", "'a..b' leaves b out, 'a..=b' has it")
    case .kwIn: throw failHabit("in", "membership is written 'v.has(x)'")
    default:
      if eatForeignHeaderEnd() { return }
      throw unexpected(expecting: "the end of the line behind \(what)")
    }
  }

  /// Parses the expression of a header and the end of its line; a mistake in it does not touch the
  /// body that follows.
  mutating func parseHeaderExpression(_ what: String) -> NodeID {
    let place = position
    do throws(Abandoned) {
      let value = try parseExpression()
      try expectHeaderEnd(what)
      return value
    } catch {
      recoverHeader()
      return tree.add(.error, at: place)
    }
  }
}
