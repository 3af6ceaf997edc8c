extension Parser {
  /// Skips to where the next statement begins, or the body ends, after a mistake in the statement
  /// that began at the token `first`.
  ///
  /// Blocks that open in the skipped part are skipped with their `end`. Always moves on.
  mutating func recover(from first: Int) {
    ignoresNewlines = false
    if index > first && !isOnSameLine { return }
    var blocks = 0
    while current != .endOfFile {
      switch current {
      case .newline: if blocks == 0 { return }
      case .kwEnd:
        if blocks == 0 { return forceProgress(from: first) }
        blocks -= 1
      case .kwElse, .kwElsif: if blocks == 0 { return forceProgress(from: first) }
      default: if opensBlock { blocks += 1 }
      }
      advance()
    }
  }

  /// Moves on if nothing was read since the token `first`.
  private mutating func forceProgress(from first: Int) {
    if index == first { advance() }
  }

  /// Skips to the end of a header after a mistake in it.
  mutating func recoverHeader() {
    ignoresNewlines = false
    guard isOnSameLine else { return }
    var blocks = 0
    while current != .endOfFile && (current != .newline || blocks > 0) {
      if current == .kwDo && isDoClosure { blocks += 1 }
      if current == .kwEnd {
        if blocks == 0 { return }
        blocks -= 1
      }
      advance()
    }
  }

  /// Skips to the next `,` or to `closer` after a mistake in an element of a list, and says whether
  /// one was found before the list seems to have ended.
  mutating func recoverElement(openedAt opener: UInt32, closer: TokenKind) -> Bool {
    let spansLines = endsLine(opener)
    var brackets = 0
    while current != .endOfFile {
      if !isOnSameLine && !spansLines { return false }
      switch current {
      case .leftParen, .leftParenOfClosure, .leftBracket, .leftBrace: brackets += 1
      case .rightParen, .rightBracket, .rightBrace:
        if brackets == 0 { return current == closer }
        brackets -= 1
      case .comma: if brackets == 0 { return true }
      case .kwEnd, .kwDef, .kwStruct, .kwEnum, .kwTrait, .kwImport: return false
      default: if opensBlock { return false }
      }
      advance()
    }
    return false
  }

  /// Whether nothing but blanks follows the one-byte token at `position` on its line.
  private func endsLine(_ position: UInt32) -> Bool {
    var offset = Int(position - base) + 1
    while source.characterClass(offset) == .space { offset += 1 }
    return source.characterClass(offset) == .newline || source.characterClass(offset) == .hash
  }

  /// Skips past the `do` at the end of a header such as `macro name(x) do`, if there is one.
  mutating func skipToBody() {
    ignoresNewlines = false
    while current != .newline && current != .endOfFile && current != .kwEnd {
      if eat(.kwDo) { return }
      advance()
    }
  }

  /// Skips past the `end` that closes a construct whose keyword was just read.
  mutating func skipToEnd() {
    ignoresNewlines = false
    var blocks = 1
    while current != .endOfFile {
      if current == .kwEnd {
        blocks -= 1
        if blocks == 0 { return advance() }
      } else if opensBlock || (current == .kwDef && !isOnSameLine) {
        blocks += 1
      }
      advance()
    }
  }

  /// Whether the current token opens a block that an `end` closes.
  var opensBlock: Bool {
    switch current {
    case .kwDo, .kwMatch, .kwLoop, .kwSelect: true
    case .kwIf, .kwUnless, .kwWhile, .kwUntil, .kwFor:
      index == 0 || !kinds[index - 1].endsExpression
    default: false
    }
  }
}

extension TokenKind {
  /// Whether an expression can end in this token, so that an `if` behind it guards a statement.
  var endsExpression: Bool {
    switch self {
    case .name, .integer, .float, .character, .string, .stringTail, .symbol, .at: true
    case .rightParen, .rightBracket, .rightBrace, .bang, .question, .kwEnd, .kwSelf: true
    case .kwSelfType, .kwTrue, .kwFalse, .kwNil, .kwReturn, .kwBreak, .kwContinue: true
    default: false
    }
  }

  /// Whether an expression can begin with this token.
  var startsExpression: Bool {
    switch self {
    case .name, .integer, .float, .character, .string, .stringHead, .symbol: true
    case .leftParen, .leftParenOfClosure, .leftBracket, .leftBrace, .arrow: true
    case .minus, .bang, .tilde, .ampersand, .kwNot, .kwIf, .kwUnless, .kwMatch, .kwLoop: true
    case .kwDo, .kwReturn, .kwBreak, .kwContinue, .kwSelf, .kwSelfType: true
    case .kwTrue, .kwFalse, .kwNil, .kwGo, .kwAwait, .kwSelect, .kwQuote, .kwUnquote: true
    default: false
    }
  }

  /// Whether an item begins with this token.
  var startsItem: Bool {
    switch self {
    case .kwDef, .kwStruct, .kwEnum, .kwTrait, .kwImpl, .kwExtend, .kwType, .kwNewtype: true
    case .kwImport, .kwExtern, .kwConst, .kwStaticAssert, .kwPrivate, .kwPacked, .kwMacro: true
    default: false
    }
  }
}
