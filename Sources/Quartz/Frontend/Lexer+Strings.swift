/// A string that the lexer is inside of.
struct OpenString {
  /// Where its opening quotes begin.
  let start: Int
  /// Whether it is written between `"""`.
  let isMultiline: Bool
  /// The texts so far between which interpolations stand.
  var pieces: [TextPiece] = []
  /// Where the last `#{` begins.
  var interpolation = 0
  /// The number of `{` that were open around the string.
  let outerBraces: Int
  /// The number of `(` that are open around the interpolation.
  let outerParens: Int

  /// The number of quotes on each side.
  var quoteCount: Int { isMultiline ? 3 : 1 }
}

/// A stretch of text in a string, and the token that will carry it.
struct TextPiece {
  /// The index of the token.
  let token: Int
  /// Where the text begins.
  let start: Int
  /// Where it ends.
  let end: Int
}

extension Lexer {
  /// Lexes a string from its opening quotes, up to its end or its first interpolation.
  mutating func lexString() {
    let isMultiline = source.isTripleQuote(at: cursor)
    let string = OpenString(
      start: cursor, isMultiline: isMultiline, outerBraces: openBraces,
      outerParens: openParens.count)
    let tokenStart = cursor
    cursor += string.quoteCount
    lexText(of: consume string, tokenAt: tokenStart, whole: .string, partial: .stringHead)
  }

  /// Goes on with the innermost string at the `}` that ends its interpolation.
  mutating func resumeString() {
    let string = openStrings.removeLast()
    openParens.removeLast(max(0, openParens.count - string.outerParens))
    let tokenStart = cursor
    cursor += 1
    lexText(of: consume string, tokenAt: tokenStart, whole: .stringTail, partial: .stringMiddle)
  }

  /// Lexes the text at the cursor into a token at `tokenStart`: of kind `whole` when the string
  /// ends behind it, of kind `partial` when an interpolation follows.
  ///
  /// The string is handed on, not shared, so that adding a piece does not copy those before it.
  private mutating func lexText(
    of string: consuming OpenString, tokenAt tokenStart: Int, whole: TokenKind,
    partial: TokenKind
  ) {
    let (end, stop) = source.textEnd(from: cursor, isMultiline: string.isMultiline)
    string.pieces.append(TextPiece(token: writer.count, start: cursor, end: end))
    cursor = end
    switch stop {
    case .interpolation:
      writer.add(partial, at: base + UInt32(tokenStart))
      open(consume string)
    case .quote:
      writer.add(whole, at: base + UInt32(tokenStart))
      cursor += string.quoteCount
      decodePieces(of: string)
    case .unterminated:
      writer.add(whole, at: base + UInt32(tokenStart))
      reportUnterminated(string)
      decodePieces(of: string)
    }
  }

  /// Begins the interpolation at the cursor.
  private mutating func open(_ string: consuming OpenString) {
    string.interpolation = cursor
    cursor += 2
    openBraces = 0
    openStrings.append(consume string)
  }

  /// Reports a string without end, unless it stands in an interpolation that the same line end cuts
  /// off: then that one is reported.
  private mutating func reportUnterminated(_ string: OpenString) {
    openBraces = string.outerBraces
    addCut()
    if let outer = openStrings.last, !outer.isMultiline { return }
    let quotes = String(repeating: "\"", count: string.quoteCount)
    let place = span(string.start, string.start + string.quoteCount)
    report(.unterminatedString(closedBy: quotes, at: place))
  }

  /// Gives the tokens of `string` their texts.
  private mutating func decodePieces(of string: OpenString) {
    openBraces = string.outerBraces
    if string.isMultiline { return decodeLines(of: string) }
    for piece in string.pieces {
      writer.payloads[piece.token] = text(from: piece.start, to: piece.end).index
    }
  }

  /// Closes strings of one line at a line end inside of their interpolation.
  mutating func closeSingleLineStrings() {
    let kept = (openStrings.lastIndex(where: \.isMultiline) ?? -1) + 1
    closeOpenStrings(downTo: kept)
  }

  /// Closes the open strings from number `kept` on, and reports the outermost of them.
  mutating func closeOpenStrings(downTo kept: Int) {
    guard openStrings.count > kept else { return }
    let outermost = openStrings[kept].interpolation
    report(.unterminatedInterpolation(at: span(outermost, outermost + 2)))
    while openStrings.count > kept {
      var string = openStrings.removeLast()
      openParens.removeLast(max(0, openParens.count - string.outerParens))
      string.pieces.append(TextPiece(token: writer.count, start: cursor, end: cursor))
      writer.add(.stringTail, at: base + UInt32(cursor))
      decodePieces(of: string)
    }
    addCut()
  }

  /// Lexes `r"text"`.
  mutating func lexRawString() {
    let (end, stop) = source.rawTextEnd(from: cursor + 2)
    let symbol = interner.internBytes(source.slice(cursor + 2, end))
    if stop == .unterminated {
      report(.unterminatedString(closedBy: "\"", at: span(cursor, cursor + 2)))
    }
    let length = end - cursor + (stop == .quote ? 1 : 0)
    add(.string, length: length, payload: symbol.index)
    if stop == .unterminated { addCut() }
  }
}
