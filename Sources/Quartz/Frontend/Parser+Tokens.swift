extension Parser {
  /// Whether the current token is of `kind`.
  @inline(__always) func at(_ kind: TokenKind) -> Bool { current == kind }

  /// The kind of the token `distance` behind the current one, line ends included.
  func kind(ahead distance: Int) -> TokenKind { kinds[min(index + distance, last)] }

  /// What the current token carries, as a symbol.
  var symbol: Symbol { Symbol(index: payloads[index]) }

  /// Moves to the next token, past a line end where that has no meaning.
  @inline(__always) mutating func advance() {
    guard index < last else { return }
    index += 1
    if ignoresNewlines && kinds[index] == .newline { index += 1 }
    current = kinds[index]
    position = starts[index]
  }

  /// Moves past the current token if it is of `kind`.
  @inline(__always) mutating func eat(_ kind: TokenKind) -> Bool {
    guard current == kind else { return false }
    advance()
    return true
  }

  /// Moves past a token of `kind`, or reports that it is missing.
  @inline(__always) mutating func expect(_ kind: TokenKind) throws(Abandoned) {
    guard current == kind else { throw unexpected(expecting: kind.noun) }
    advance()
  }

  /// Moves past line ends.
  mutating func skipNewlines() {
    while current == .newline { advance() }
  }

  /// Whether the current token touches the one before it.
  var touchesPrevious: Bool {
    let offset = Int(position - base)
    return offset > 0 && source.characterClass(offset - 1) != .space
      && source.characterClass(offset - 1) != .newline
  }

  /// Whether the current token is on the line of the one before it, as far as line ends count.
  var isOnSameLine: Bool { index == 0 || kinds[index - 1] != .newline }

  /// Reads a name and moves past it.
  mutating func expectName(_ what: String = "a name") throws(Abandoned) -> Symbol {
    guard current == .name else {
      if current.isKeyword { throw refuseKeywordAsName() }
      throw unexpected(expecting: what)
    }
    let name = symbol
    advance()
    return name
  }

  /// Reports the keyword at the current token, which stands where a name is needed.
  ///
  /// Before `=` and `:` it was meant as one, so it is passed over: it opens or closes no block.
  mutating func refuseKeywordAsName() -> Abandoned {
    let failure = fail(.keywordAsName(current, at: span))
    if kind(ahead: 1) == .equal || kind(ahead: 1) == .colon { advance() }
    return failure
  }

  /// Throws when the name at the current token is a keyword that stands before `:`: nothing could
  /// name what it is bound to.
  mutating func refuseKeyword() throws(Abandoned) {
    guard kind(ahead: 1) == .colon, let keyword = words.keywords[symbol] else { return }
    throw fail(.keywordAsName(keyword, at: span))
  }

  /// Moves past the `>` that closes type arguments, which may be the first half of a token.
  mutating func expectClosingAngle() throws(Abandoned) {
    switch current {
    case .greater: advance()
    case .shiftRight: split(into: .greater)
    case .greaterEqual: split(into: .equal)
    case .shiftRightEqual: split(into: .greaterEqual)
    default: throw unexpected(expecting: "'>'")
    }
  }

  /// Drops the first character of the current token; the rest is a token of kind `rest`.
  private mutating func split(into rest: TokenKind) {
    current = rest
    position += 1
  }

  /// The stretch of the current token.
  var span: Span {
    let offset = Int(position - base)
    let length = offset < source.count ? source.tokenEnd(from: offset) - offset : 0
    return Span(start: Position(offset: position), length: UInt32(length))
  }

  /// The stretch of the token at `position`.
  func span(at position: UInt32) -> Span {
    let offset = Int(position - base)
    let length = offset < source.count ? source.tokenEnd(from: offset) - offset : 0
    return Span(start: Position(offset: position), length: UInt32(length))
  }

  /// The text of the current token.
  var tokenText: String {
    let offset = Int(position - base)
    return String(decoding: source.slice(offset, offset + Int(span.length)), as: UTF8.self)
  }

  /// Puts the nodes that were set aside since there were `mark` of them into a list.
  mutating func takeList(from mark: Int) -> ListID {
    guard pending.count > mark else { return .none }
    let list = tree.addList(pending[mark...])
    pending.removeSubrange(mark...)
    return list
  }

  /// Whether `name` begins with an uppercase letter, underscores aside: the current token's.
  var isUppercaseName: Bool {
    var offset = Int(position - base)
    while source[offset] == UInt8(ascii: "_") { offset += 1 }
    return source.characterClass(offset) == .upper
  }
}

/// Where lines begin, for the rules that look at indentation.
extension Parser {
  /// The 0-based column of `position`, in bytes.
  mutating func column(of position: UInt32) -> Int {
    let offset = Int(position - base)
    return offset - lineStart(of: offset)
  }

  /// The number of blanks at the start of the line of `position`.
  mutating func indentation(at position: UInt32) -> Int {
    let start = lineStart(of: Int(position - base))
    if knownIndentation.start == start { return knownIndentation.width }
    var end = start
    while source.characterClass(end) == .space { end += 1 }
    knownIndentation = (start, end - start)
    return end - start
  }

  /// Where the line of `offset` begins.
  ///
  /// Remembers the last answer, so that many questions about one long line do not read it again.
  private mutating func lineStart(of offset: Int) -> Int {
    if knownLine.start <= offset && offset <= knownLine.end { return knownLine.start }
    let limit = knownLine.end <= offset ? knownLine.end : 0
    var start = offset
    while start > limit && source[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    let isSameLine = limit > 0 && start == limit && source[start - 1] != UInt8(ascii: "\n")
    knownLine = (isSameLine ? knownLine.start : start, offset)
    return knownLine.start
  }
}
