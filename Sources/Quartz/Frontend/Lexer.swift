/// Turns the bytes of a file into tokens.
///
/// One pass over the bytes through a table of character classes. What would make the parser look
/// back is settled here: which line ends matter, which `(` opens the parameters of a closure, where
/// a string goes on after an interpolation.
struct Lexer {
  /// The bytes of the file.
  let source: SourceBytes
  /// The position of the file's first byte.
  let base: UInt32
  /// Where the next token or blank begins.
  var cursor = 0
  /// Where the tokens go; roomy enough for two tokens a byte, as a string cut off makes three of a
  /// quote and a line end.
  var writer: TokenWriter
  /// The values of integer and float literals.
  var integers: [UInt64] = []
  /// The interner, here for the time of the lexing.
  var interner = Interner()
  /// What went wrong, in the order of finding.
  private(set) var diagnostics: [Diagnostic] = []
  /// The number of mistakes, with those that were not kept.
  private(set) var mistakeCount = 0
  /// The `(` tokens that are still open, as indices of tokens.
  var openParens: [Int] = []
  /// The strings whose interpolations are still open, the innermost last.
  var openStrings: [OpenString] = []
  /// The number of `{` that are open in the innermost interpolation, or outside of strings.
  var openBraces = 0
  /// Whether a comment of another language was reported.
  var hasForeignComment = false
  /// Room in which texts with escapes are decoded.
  var decoded: [UInt8] = []
  /// The keywords by hash.
  let keywords: UnsafePointer<(hash: UInt32, kind: TokenKind)>

  /// The tokens of `file`, names and texts interned, mistakes reported.
  static func tokens(
    of file: FileID, in sources: SourceMap, interner: inout Interner,
    diagnostics: inout DiagnosticSink
  ) -> TokenList {
    let source = sources[file]
    return source.bytes.withUnsafeBufferPointer { bytes in
      CharacterClass.table.withUnsafeBufferPointer { classes in
        let view = SourceBytes(
          start: bytes.baseAddress!, count: source.count, classes: classes.baseAddress!)
        return tokens(of: view, base: source.base, &interner, &diagnostics)
      }
    }
  }

  /// The tokens of the file whose bytes are `source`, the first of them at `base`.
  private static func tokens(
    of source: SourceBytes, base: UInt32, _ interner: inout Interner, _ sink: inout DiagnosticSink
  ) -> TokenList {
    KeywordTable.shared.slots.withUnsafeBufferPointer { keywords in
      TokenWriter.list(capacity: source.count * 2 + 2) { writer in
        var lexer = Lexer(
          source: source, base: base, writer: writer, keywords: keywords.baseAddress!)
        swap(&lexer.interner, &interner)
        lexer.checkEncoding()
        lexer.lexFile()
        swap(&lexer.interner, &interner)
        for diagnostic in lexer.diagnostics { sink.report(diagnostic) }
        return (lexer.writer.count, lexer.integers)
      }
    }
  }

  /// Lexes the whole file; each turn of the loop moves the cursor on.
  private mutating func lexFile() {
    skipByteOrderMark()
    while true {
      switch source.characterClass(cursor) {
      case .space: cursor += 1
      case .lower, .upper, .underscore: lexWord()
      case .digit: lexNumber()
      case .punctuation: lexPunctuation()
      case .leftParen: lexLeftParen()
      case .rightParen: lexRightParen()
      case .leftBrace: lexLeftBrace()
      case .rightBrace: lexRightBrace()
      case .newline, .semicolon, .hash: lexLineEnd()
      case .quote: lexString()
      case .apostrophe: lexCharacter()
      case .at: lexAt()
      case .colon: lexColon()
      case .nul:
        if cursor >= source.count { return lexEndOfFile() }
        cursor += 1
      case .other: lexUnexpected()
      }
    }
  }

  /// Closes what is open and ends the list.
  private mutating func lexEndOfFile() {
    closeOpenStrings(downTo: 0)
    writer.add(.endOfFile, at: base + UInt32(cursor))
  }

  private mutating func skipByteOrderMark() {
    guard source.count >= 3, source[0] == 0xEF, source[1] == 0xBB, source[2] == 0xBF else { return }
    cursor = 3
  }

  /// The number of reports on one file; a file that is no text would make one for each byte.
  static let mostReports = 200

  /// Takes note of a mistake.
  mutating func report(_ diagnostic: Diagnostic) {
    mistakeCount += 1
    if diagnostics.count < Self.mostReports { diagnostics.append(diagnostic) }
  }

  /// Adds an empty token where something was cut off, so that the parser takes what it misses on
  /// this line for an echo.
  mutating func addCut() { writer.add(.invalid, at: base + UInt32(cursor)) }

  /// The kind of the token before the cursor.
  var lastKind: TokenKind { writer.lastKind }

  /// The stretch of source from `start` up to `end`.
  func span(_ start: Int, _ end: Int) -> Span {
    Span(start: Position(offset: base + UInt32(start)), length: UInt32(end - start))
  }

  /// Adds a token of `length` bytes at the cursor and moves behind it.
  @inline(__always) mutating func add(_ kind: TokenKind, length: Int, payload: UInt32 = 0) {
    writer.add(kind, at: base + UInt32(cursor), payload: payload)
    cursor += length
  }
}
