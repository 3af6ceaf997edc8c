extension Lexer {
  /// Lexes what stands between two statements: line ends, `;`, comments and blank lines.
  ///
  /// One token stands for all of it, and none where the statement goes on.
  mutating func lexLineEnd() {
    let start = cursor
    var hasSemicolon = false
    while true {
      switch source.characterClass(cursor) {
      case .space: cursor += 1
      case .newline:
        if !openStrings.isEmpty { closeSingleLineStrings() }
        cursor += 1
      case .semicolon:
        hasSemicolon = true
        cursor += 1
      case .hash: cursor = source.lineEnd(from: cursor)
      default:
        if endsStatement(hasSemicolon: hasSemicolon) {
          writer.add(.newline, at: base + UInt32(start))
        }
        return
      }
    }
  }

  /// Whether the blank before the cursor ends a statement, as a `;` always does.
  private func endsStatement(hasSemicolon: Bool) -> Bool {
    if hasSemicolon { return true }
    if writer.count == 0 || lastKind.continuesLine { return false }
    let isMember = source[cursor] == UInt8(ascii: ".") && source[cursor + 1] != UInt8(ascii: ".")
    return !isMember
  }

  /// Lexes punctuation that needs no memory of what came before.
  mutating func lexPunctuation() {
    let (kind, length) = source.punctuation(at: cursor)
    if kind == .slash, [UInt8(ascii: "/"), UInt8(ascii: "*")].contains(source[cursor + 1]) {
      return skipForeignComment()
    }
    add(kind, length: length)
  }

  /// Skips a comment as other languages write it; the first of a file is reported.
  private mutating func skipForeignComment() {
    let start = cursor
    let isBlock = source[cursor + 1] == UInt8(ascii: "*")
    cursor += 2
    if isBlock {
      while cursor < source.count, !source.slice(cursor, cursor + 2).elementsEqual("*/".utf8) {
        cursor += 1
      }
      cursor = min(cursor + 2, source.count)
    } else {
      cursor = source.lineEnd(from: cursor)
    }
    if !hasForeignComment {
      let spelling = isBlock ? "/*" : "//"
      report(
        .foreignSpelling(spelling, "a comment begins with '#'", at: span(start, start + 2)))
    }
    hasForeignComment = true
  }

  /// Lexes `(`; whether a closure's is known at its `)`.
  mutating func lexLeftParen() {
    openParens.append(writer.count)
    add(.leftParen, length: 1)
  }

  /// Lexes `)` and marks its `(` when `->` follows.
  mutating func lexRightParen() {
    add(.rightParen, length: 1)
    guard let opener = openParens.popLast() else { return }
    var next = cursor
    while source[next] == UInt8(ascii: " ") || source[next] == UInt8(ascii: "\t") { next += 1 }
    if source[next] == UInt8(ascii: "-") && source[next + 1] == UInt8(ascii: ">") {
      writer.kinds[opener] = .leftParenOfClosure
    }
  }

  /// Lexes `{`.
  mutating func lexLeftBrace() {
    openBraces += 1
    add(.leftBrace, length: 1)
  }

  /// Lexes `}`, which may end an interpolation.
  mutating func lexRightBrace() {
    if openBraces == 0 && !openStrings.isEmpty { return resumeString() }
    openBraces = max(0, openBraces - 1)
    add(.rightBrace, length: 1)
  }
}

extension TokenKind {
  /// Whether a statement goes on in the next line when this token ends a line.
  ///
  /// `>` and `>>` may also end a type, so their line ends stay and the parser skips them behind an
  /// operator. The line end behind `->` stays: it begins the body of a block closure.
  var continuesLine: Bool {
    switch self {
    case .newline, .leftParen, .leftParenOfClosure, .leftBracket, .leftBrace, .comma, .dot: true
    case .equal, .plus, .minus, .star, .slash, .percent, .ampersand, .pipe, .caret, .tilde: true
    case .less, .colonColon, .dotDot, .dotDotEqual, .fatArrow, .equalEqual, .bangEqual: true
    case .lessEqual, .greaterEqual, .shiftLeft, .questionQuestion, .asPercent: true
    case .plusEqual, .minusEqual, .starEqual, .slashEqual, .percentEqual, .ampersandEqual: true
    case .pipeEqual, .caretEqual, .shiftLeftEqual, .shiftRightEqual: true
    case .kwAnd, .kwOr, .kwNot, .kwAs: true
    default: false
    }
  }
}
