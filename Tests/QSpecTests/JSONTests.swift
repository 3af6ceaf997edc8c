import Testing

@testable import QSpec

@Suite struct JSONTests {
  /// Expects that `text` reads as `value`.
  private func expectValue(
    _ text: String, _ value: JSONValue, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      (try? JSONReader.value(of: Array(text.utf8))) == value, sourceLocation: sourceLocation)
  }

  /// Expects that `text` is refused with `message` at byte `offset`.
  private func expectFault(
    _ text: String, _ message: String, at offset: Int,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(throws: JSONFault(message: message, offset: offset), sourceLocation: sourceLocation) {
      try JSONReader.value(of: Array(text.utf8))
    }
  }

  @Test func valuesOfEveryKindAreRead() {
    expectValue(
      " { \"a\" : [1, -2.5, true, false, null, \"x\"] } ",
      [
        "a": .array([1, .number(-2.5), .bool(true), .bool(false), .null, "x"])
      ])
    expectValue("[]", .array([]))
    expectValue("{}", .object([]))
    expectValue("1e3", .number(1000))
    expectValue("9223372036854775807", .integer(.max))
  }

  @Test func escapesAreRead() {
    expectValue(#""\"\\\/\b\f\n\r\t\u00e9\ud83c\udf89""#, "\"\\/\u{8}\u{C}\n\r\té🎉")
  }

  @Test func halvesOfPairsBecomeReplacementCharacters() {
    expectValue(#""\ud800""#, "\u{FFFD}")
    expectValue(#""\udc00x""#, "\u{FFFD}x")
    expectValue(#""\ud800\u0041""#, "\u{FFFD}A")
    expectValue(#""\ud800\n""#, "\u{FFFD}\n")
  }

  @Test func malformedTextsAreRefused() {
    expectFault("", "the text ends where a value is expected", at: 0)
    expectFault("{\"a\":", "the text ends where a value is expected", at: 5)
    expectFault("{\"a\" 1}", "no ':' after a name", at: 5)
    expectFault("{\"a\":1", "no ',' or '}' after a member", at: 6)
    expectFault("[1 2]", "no ',' or ']' after an element", at: 3)
    expectFault("[1] x", "text after the value", at: 4)
    expectFault("\"abc", "the text ends inside quotes", at: 4)
    expectFault("\"\\x\"", "unknown escape", at: 3)
    expectFault("\"\\u12\"", "the text ends inside an escape", at: 3)
    expectFault("\"\\u+123\"", "no hexadecimal digits after '\\u'", at: 3)
    expectFault("nul", "unknown word", at: 0)
    expectFault("#", "unexpected character", at: 0)
    expectFault("1.2.3", "malformed number", at: 5)
    expectFault("1e999", "malformed number", at: 5)
  }

  @Test func nestingIsLimited() {
    let deep = String(repeating: "[", count: 100_000)
    expectFault(deep, "nested too deeply", at: JSONReader.maximumDepth)
  }

  @Test func whatIsWrittenReadsTheSame() {
    let value: JSONValue = [
      "text": .string("\u{0}\u{1B}\"\\\n\r\t\u{7F}é🎉"), "list": .array([1, .null, .bool(true)]),
      "inner": ["number": .number(0.5)],
    ]
    #expect(!value.lineBytes.contains(0x0A))
    expectValue(value.line, value)
  }

  @Test func theLastOfEqualNamesCounts() {
    #expect((try? JSONReader.value(of: Array("{\"a\":1,\"a\":2}".utf8)))?["a"] == 2)
  }
}
