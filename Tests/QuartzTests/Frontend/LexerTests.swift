import Testing

@testable import Quartz

@Suite struct LexerTests {
  @Test(arguments: TokenKind.allCases) func punctuationAndKeywordsLexToThemselves(
    kind: TokenKind
  ) {
    guard let spelling = kind.spelling, kind != .leftParenOfClosure else { return }
    #expect(LexedSource(spelling).kinds == [kind])
  }

  @Test func namesKeepTheirQuestionMark() {
    let lexed = LexedSource("empty? a??b _x SCREAM Pascal9")
    #expect(lexed.kinds == [.name, .name, .questionQuestion, .name, .name, .name, .name])
    #expect(lexed.texts(.name) == ["empty?", "a", "b", "_x", "SCREAM", "Pascal9"])
  }

  @Test func keywordsAreNamesWhereOnlyNamesCanStand() {
    expectTokens("x.end", [.name, .dot, .name])
    expectTokens("A::match", [.name, .colonColon, .name])
    expectTokens("def from", [.kwDef, .name])
    expectTokens("end: 5", [.name, .colon, .integer])
    expectTokens("self: T", [.kwSelf, .colon, .name])
    expectTokens("Self::new", [.kwSelfType, .colonColon, .name])
    #expect(LexedSource("x.nil?").texts(.name) == ["x", "nil?"])
    #expect(LexedSource("x.\nend").kinds == [.name, .dot, .kwEnd])
  }

  @Test func doubledSignsAreTheWords() {
    expectTokens("a && b || !c", [.name, .kwAnd, .name, .kwOr, .bang, .name])
  }

  @Test func asPercentIsOneToken() {
    expectTokens("x as% U8", [.name, .asPercent, .name])
    expectTokens("x as U8 % y", [.name, .kwAs, .name, .percent, .name])
  }

  @Test func colonsAndSymbolsDiffer() {
    expectTokens("a: b", [.name, .colon, .name])
    expectTokens("f(x:y)", [.name, .leftParen, .name, .colon, .name, .rightParen])
    expectTokens("[:a, :empty?]", [.leftBracket, .symbol, .comma, .symbol, .rightBracket])
    #expect(LexedSource("(:ok)").texts(.symbol) == ["ok"])
  }

  @Test func attributesAndBareSignsDiffer() {
    #expect(LexedSource("@inline @x(1)").texts(.at) == ["inline", "x"])
    let binding = LexedSource("n @ Some(_) n @Some")
    #expect(binding.kinds.filter { $0 == .at }.count == 2)
    #expect(binding.texts(.at) == ["", ""])
  }

  @Test func parensOfClosuresAreMarked() {
    expectTokens(
      "f((a, b) -> c)",
      [
        .name, .leftParen, .leftParenOfClosure, .name, .comma, .name, .rightParen, .arrow, .name,
        .rightParen,
      ])
    expectTokens("(a)", [.leftParen, .name, .rightParen])
  }

  @Test func elementsOfTuplesAreIntegers() {
    expectTokens("t.0.1", [.name, .dot, .integer, .dot, .integer])
    expectTokens("1.5.floor", [.float, .dot, .name])
    expectTokens("1..2", [.integer, .dotDot, .integer])
    expectTokens("1.size", [.integer, .dot, .name])
    expectTokens("a..=2", [.name, .dotDotEqual, .integer])
  }

  @Test func startsCountThroughAllFiles() {
    let lexed = LexedSource("ab cd")
    let base = lexed.sources[lexed.file].base
    #expect(lexed.tokens.starts == [base, base + 3, base + 5])
    #expect(base > 1)
  }

  @Test func byteOrderMarkAndReturnsAreBlank() {
    let lexed = LexedSource(bytes: [0xEF, 0xBB, 0xBF] + Array("a\r\nb\r\n".utf8))
    #expect(lexed.kinds == [.name, .newline, .name, .newline])
    #expect(lexed.codes == [])
  }

  @Test func everyListEndsOnce() {
    for text in ["", "a", "\n\n", "# only a comment", "\""] {
      let tokens = LexedSource(text).tokens
      #expect(tokens.kinds.filter { $0 == .endOfFile }.count == 1)
      #expect(tokens.kinds.last == .endOfFile)
      #expect(tokens.starts.count == tokens.count && tokens.payloads.count == tokens.count)
    }
  }
}

@Suite struct LineEndTests {
  @Test func runsOfLineEndsAreOneToken() {
    expectTokens("\n\na\n\n# c\n;b\n", [.name, .newline, .name, .newline])
  }

  @Test(arguments: [
    "+", "-", "*", "/", "%", "&", "|", "^", "<<", "==", "!=", "<", "<=", ">=", "and", "or", "&&",
    "||", "??", ",", "=>", "=", "+=", ">>=", "..", "..=", "as", "not", "(", "[", "{", ".", "::",
  ])
  func aLineGoesOnBehind(sign: String) {
    #expect(!LexedSource("a \(sign)\nb").kinds.contains(.newline))
  }

  @Test(arguments: [">", ">>", "->", ")", "]", "}", "?", "!", "end", "return", "..."])
  func aLineEndsBehind(sign: String) {
    #expect(LexedSource("a \(sign)\nb").kinds.contains(.newline))
  }

  @Test func aLeadingDotContinuesTheLine() {
    expectTokens("a\n  # why\n  .b", [.name, .dot, .name])
    expectTokens("a\n..b", [.name, .newline, .dotDot, .name])
  }

  @Test func aSemicolonAlwaysEnds() {
    expectTokens("a +;b", [.name, .plus, .newline, .name])
    expectTokens("a;\n.b", [.name, .newline, .dot, .name])
  }
}

@Suite struct NumberTests {
  @Test(arguments: [
    ("42", 42), ("1_000", 1000), ("0x2A", 42), ("0xff_ff", 65535), ("0b101", 5), ("0o17", 15),
    ("007", 7), ("0", 0), ("18446744073709551615", UInt64.max), ("0xFFFFFFFFFFFFFFFF", UInt64.max),
  ])
  func integers(text: String, value: UInt64) {
    let lexed = LexedSource(text)
    #expect(lexed.kinds == [.integer])
    #expect(lexed.tokens.integers == [value])
    #expect(lexed.codes == [])
  }

  @Test(arguments: [
    "3.14", "1e9", "1.5e-3", "2E+4", "0.1", "1_0.2_5", "1e308", "5e-324", "123456789.123456789e-7",
    "0e0", "9007199254740993.0",
  ])
  func floatsAreExact(text: String) {
    let lexed = LexedSource(text)
    let oracle = Double(text.filter { $0 != "_" })
    #expect(lexed.kinds == [.float])
    #expect(lexed.tokens.integers == [oracle?.bitPattern ?? 0])
    #expect(lexed.codes == [])
  }

  @Test(arguments: [
    "0x", "0b2", "0b12", "0o8", "12ab", "1e", "1_", "0x_1", "1.5e", "1u8", "3.14abc", "0xg",
  ])
  func wrongNumbersAreReportedOnce(text: String) {
    #expect(LexedSource(text).codes == ["QZ0008"])
    #expect(LexedSource(text).kinds == [.integer])
  }

  @Test(arguments: ["18446744073709551616", "0x1_0000_0000_0000_0000", "1e999"])
  func largeNumbersAreReported(text: String) {
    #expect(LexedSource(text).codes == ["QZ0009"])
  }
}

@Suite struct StringTests {
  @Test(arguments: [
    (#""plain""#, "plain"), (#""""#, ""), (#""a\tb\n""#, "a\tb\n"),
    (##""\\ \" \' \#""##, "\\ \" ' #"),
    (#""\0\e\a\b\f\v\r""#, "\0\u{1b}\u{7}\u{8}\u{c}\u{b}\r"), (#""\x41\xe9""#, "Aé"),
    (#""\u{1F600}\u{e9}""#, "😀é"), (#"r"a\n#{b}""#, "a\\n#{b}"), (#""é # no""#, "é # no"),
    (##""\#{a}""##, "#{a}"),
  ])
  func textsAreDecoded(source: String, text: String) {
    let lexed = LexedSource(source)
    #expect(lexed.kinds == [.string])
    #expect(lexed.texts(.string) == [text])
    #expect(lexed.codes == [])
  }

  @Test func interpolationsNest() {
    expectTokens(
      ##""a#{b + "c#{d}e"}f#{ {1 => 2} }g""##,
      [
        .stringHead, .name, .plus, .stringHead, .name, .stringTail, .stringMiddle, .leftBrace,
        .integer, .fatArrow, .integer, .rightBrace, .stringTail,
      ])
  }

  @Test func multilineStringsLoseTheirIndentation() {
    let text = LexedSource("x = \"\"\"\n    a\n      b\n\n    c\n    \"\"\"").texts(.string)
    #expect(text == ["a\n  b\n\nc\n"])
    let shallow = LexedSource("\"\"\"\n    a\n  \"\"\"").texts(.string)
    #expect(shallow == ["  a\n"])
    #expect(
      LexedSource("\"\"\"one \"quoted\" line\"\"\"").texts(.string) == ["one \"quoted\" line"])
    #expect(LexedSource("\"\"\"\n  a\n  b\"\"\"").texts(.string) == ["a\nb"])
    #expect(LexedSource("\"\"\"\r\n  a\r\n  b\r\n  \"\"\"").texts(.string) == ["a\nb\n"])
    #expect(LexedSource("\"\"\"first\n   second\n  \"\"\"").texts(.string) == ["first\n second\n"])
    #expect(LexedSource("\"\"\"\n\"\"\"").texts(.string) == [""])
  }

  @Test func multilineStringsInterpolate() {
    let lexed = LexedSource("\"\"\"\n  a #{b +\n c}\n    d\\n#{e}\n  \"\"\"")
    #expect(lexed.texts(.stringHead) == ["a "])
    #expect(lexed.texts(.stringMiddle) == ["\n  d\n"])
    #expect(lexed.texts(.stringTail) == ["\n"])
    #expect(lexed.codes == [])
  }

  @Test(arguments: [
    ("'a'", 97), ("'é'", 233), ("'\\n'", 10), ("'\\''", 39), ("'\\u{1F600}'", 0x1F600),
  ])
  func characters(source: String, value: UInt32) {
    let lexed = LexedSource(source)
    #expect(lexed.kinds == [.character])
    #expect(lexed.tokens.payloads[0] == value)
    #expect(lexed.codes == [])
  }

  @Test(arguments: [
    ("\"abc", ["QZ0004"]), ("\"abc\nd", ["QZ0004"]), ("\"\"\"abc\n", ["QZ0004"]),
    ("r\"abc\n", ["QZ0004"]), ("\"a#{b", ["QZ0005"]), ("\"a#{b\nc", ["QZ0005"]),
    ("\"a#{\"b\nc", ["QZ0005"]), ("\"a #{b\"\nc", ["QZ0005"]), ("\"\"\"#{\"b\n}\"\"\"", ["QZ0004"]),
    ("'a\n", ["QZ0006"]), ("''", ["QZ0006"]), ("'ab'", ["QZ0006"]), ("'", ["QZ0006"]),
    ("\"\\q\"", ["QZ0007"]), ("\"\\x4\"", ["QZ0007"]), ("\"\\u{110000}\"", ["QZ0007"]),
    ("\"\\u{d800}\"", ["QZ0007"]), ("\"\\u{}\"", ["QZ0007"]), ("\"\\u41\"", ["QZ0007"]),
    ("'\\q'", ["QZ0007"]), ("\"\\", ["QZ0004", "QZ0007"]),
  ])
  func mistakesAreReportedOnce(source: String, codes: [String]) {
    #expect(LexedSource(source).codes == codes)
  }

  @Test func manyCutStringsFit() {
    for text in ["\"\n", "'\n", "r\"\n", "\"#{\n"] {
      let lexed = LexedSource(String(repeating: text, count: 1_000))
      #expect(lexed.kinds.filter { $0 == .newline }.count == 1_000)
    }
  }

  @Test func lexingGoesOnBehindAMistake() {
    #expect(LexedSource("\"abc\nd = 'x\ne").kinds.last == .name)
    #expect(
      LexedSource("\"a#{b\nc").kinds
        == [.stringHead, .name, .stringTail, .invalid, .newline, .name])
  }
}

@Suite struct EncodingTests {
  @Test(
    arguments: [
      [0xFF], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0xE2, 0x82],
      [0x80],
    ] as [[UInt8]])
  func invalidUTF8IsReportedOnce(bytes: [UInt8]) {
    #expect(LexedSource(bytes: Array("# ".utf8) + bytes + Array("\nx".utf8)).codes == ["QZ0002"])
    #expect(LexedSource(bytes: bytes + bytes).codes == ["QZ0002"])
  }

  @Test func validUTF8IsFineInTextsAndComments() {
    #expect(LexedSource("# é 😀\n\"é 😀\" '😀'").codes == [])
  }

  @Test func nulIsReportedOnce() {
    #expect(LexedSource(bytes: [97, 0, 0, 98]).codes == ["QZ0003"])
  }

  @Test func unknownCharactersAreReportedInRuns() {
    #expect(LexedSource("a $$ b").codes == ["QZ0001"])
    #expect(LexedSource("é").codes == ["QZ0001"])
    #expect(LexedSource("a \\ b ` c").codes == ["QZ0001", "QZ0001"])
    #expect(LexedSource("$").sink.all[0].message == "unexpected character '$'")
    #expect(LexedSource("\u{1}").sink.all[0].message == "unexpected character '\\u{1}'")
  }

  @Test func reportsOnOneFileAreBounded() {
    let lexed = LexedSource(String(repeating: "$ ", count: 5_000))
    #expect(lexed.codes.count == Lexer.mostReports)
    #expect(lexed.kinds.count == 5_000)
  }
}

@Suite struct TokenLengthTests {
  @Test func lengthsAreThoseOfTheTexts() {
    let texts = [
      "name", "empty?", "42", "0xFF", "3.14", "1e-9", "'a'", "'\\''", "\"text\"", "r\"raw\"",
      "\"\"\"a\nb\"\"\"", ":sym", "@attr", "..=", "...", "->", "=>", ">>=", "(", "end", "as%", "::",
      "??", "!=", "é",
    ]
    let lexed = LexedSource(texts.joined(separator: " "))
    var expected = texts.map(\.utf8.count)
    expected.append(0)
    let lengths = lexed.tokens.starts.map {
      Int(Lexer.length(ofTokenAt: Position(offset: $0), in: lexed.sources))
    }
    #expect(lengths == expected)
  }

  @Test func nothingIsLongAtBlanks() {
    let lexed = LexedSource("a\n")
    let base = lexed.sources[lexed.file].base
    for offset in 1...2 {
      let position = Position(offset: base + UInt32(offset))
      #expect(Lexer.length(ofTokenAt: position, in: lexed.sources) == 0)
    }
  }
}

@Suite struct TokenPrinterTests {
  @Test func tokensPrintOneALine() {
    var lexed = LexedSource("x = 1.5 + 'a'\n@cfg \"é\\n\" 10\n")
    let text = TokenPrinter.text(
      of: lexed.tokens, in: &lexed.sources, interner: lexed.interner)
    #expect(
      String(decoding: text, as: UTF8.self) == #"""
        1:1 name "x"
        1:3 equal
        1:5 float 0x3ff8000000000000
        1:9 plus
        1:11 character 97
        1:14 newline
        2:1 at "cfg"
        2:6 string "é\n"
        2:13 integer 10
        2:15 newline
        3:1 endOfFile

        """#)
  }
}
