import Testing

@testable import QSpec

@Suite struct TextDiffTests {
  private func difference(_ expected: String, _ actual: String) -> [String] {
    (TextDiff.description(expected: expected, actual: actual) ?? "")
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func quotedTextsAreComparedLineByLine() {
    #expect(
      difference(#""one\ntwo\nthree""#, #""one\n2\nthree""#) == [
        "difference (- expected, + actual):", "  one", "- two", "+ 2", "  three",
      ])
  }

  @Test func otherEscapesStay() {
    #expect(
      difference(#""a\tb\n\"c\"\\n""#, #""a\tb\nd""#).suffix(3) == [
        #"  a\tb"#, #"- \"c\"\\n"#, "+ d",
      ])
  }

  @Test func longCollectionsAreComparedPartByPart() {
    let numbers = (100..<120).map(String.init)
    var other = numbers
    other[7] = "(1, \"a, b\")"
    let lines = difference(
      "[\(numbers.joined(separator: ", "))]", "[\(other.joined(separator: ", "))]")
    #expect(lines.contains("- 107,"))
    #expect(lines.contains("+ (1, \"a, b\"),"))
    #expect(lines.contains("  106,"))
    #expect(lines.count == 24)
  }

  @Test func structsAreComparedFieldByField() {
    let name = String(repeating: "n", count: 60)
    #expect(
      difference("P { x: 1, name: \"\(name)\" }", "P { x: 2, name: \"\(name)\" }") == [
        "difference (- expected, + actual):", "  P {", "- x: 1,", "+ x: 2,",
        "  name: \"\(name)\" ", "  }",
      ])
  }

  @Test func shortValuesStayOnOneLine() {
    #expect(difference("[1, 2]", "[1, 3]") == ["expected: [1, 2]", "  actual: [1, 3]"])
    #expect(difference("\"a\"", "\"b\"") == ["expected: \"a\"", "  actual: \"b\""])
  }
}
