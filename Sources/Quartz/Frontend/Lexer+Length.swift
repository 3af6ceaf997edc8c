extension Lexer {
  /// The number of bytes of the token at `position`, found by lexing that token again.
  ///
  /// Tokens store no end: only diagnostics need it. At the end of a file or line it is 0.
  static func length(ofTokenAt position: Position, in sources: SourceMap) -> UInt32 {
    let file = sources[sources.file(at: position)]
    let offset = Int(position.offset) - Int(file.base)
    guard offset >= 0 && offset < file.count else { return 0 }
    return file.bytes.withUnsafeBufferPointer { bytes in
      CharacterClass.table.withUnsafeBufferPointer { classes in
        let source = SourceBytes(
          start: bytes.baseAddress!, count: file.count, classes: classes.baseAddress!)
        return UInt32(source.tokenEnd(from: offset) - offset)
      }
    }
  }

  /// The stretch of the token at `position`.
  static func span(ofTokenAt position: Position, in sources: SourceMap) -> Span {
    Span(start: position, length: length(ofTokenAt: position, in: sources))
  }
}

extension SourceBytes {
  /// Where the token that begins at `offset` ends.
  func tokenEnd(from offset: Int) -> Int {
    switch characterClass(offset) {
    case .lower, .upper, .underscore: wordTokenEnd(from: offset)
    case .digit: numberEnd(from: offset)
    case .quote: stringEnd(from: offset)
    case .apostrophe: min(count, characterEnd(from: offset + 1) + 1)
    case .at: wordEnd(from: offset + 1)
    case .colon: colonEnd(from: offset)
    case .punctuation: offset + punctuation(at: offset).length
    case .other: offset + max(1, characterLength(at: offset))
    case .space, .newline, .semicolon, .hash, .nul: offset
    case .leftParen, .rightParen, .leftBrace, .rightBrace: offset + 1
    }
  }

  /// Where the word at `offset` ends: a raw string, `as%`, or a name.
  private func wordTokenEnd(from offset: Int) -> Int {
    let end = wordEnd(from: offset)
    if end == offset + 1 && start[offset] == UInt8(ascii: "r") && start[end] == UInt8(ascii: "\"") {
      let text = rawTextEnd(from: end + 1)
      return text.stop == .quote ? text.end + 1 : text.end
    }
    let isAs =
      end == offset + 2 && start[offset] == UInt8(ascii: "a")
      && start[offset + 1] == UInt8(ascii: "s")
    if isAs && start[end] == UInt8(ascii: "%") { return end + 1 }
    return nameEnd(from: offset)
  }

  /// Where the string at `offset` ends, or its first interpolation begins.
  private func stringEnd(from offset: Int) -> Int {
    let isMultiline = isTripleQuote(at: offset)
    let quotes = isMultiline ? 3 : 1
    let text = textEnd(from: offset + quotes, isMultiline: isMultiline)
    return text.stop == .quote ? text.end + quotes : text.end
  }

  private func colonEnd(from offset: Int) -> Int {
    if start[offset + 1] == UInt8(ascii: ":") { return offset + 2 }
    return startsSymbol(at: offset) ? nameEnd(from: offset + 1) : offset + 1
  }
}
