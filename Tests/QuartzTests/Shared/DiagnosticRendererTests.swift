import Testing

@testable import Quartz

/// What the renderer makes of a stretch of a text.
private struct Rendering {
  var renderer: DiagnosticRenderer
  let base: UInt32

  init(_ text: [UInt8], markup: DiagnosticRenderer.Markup = .plain) {
    var sources = SourceMap()
    let file = sources.add(path: "src/a.qz", stablePath: "a.qz", text: text)
    base = sources[file].base
    renderer = DiagnosticRenderer(sources: sources, markup: markup)
  }

  init(_ text: String) { self.init(Array(text.utf8)) }

  func span(_ start: Int, _ length: Int) -> Span {
    Span(start: Position(offset: base + UInt32(start)), length: UInt32(length))
  }

  /// The text for `length` bytes at `start`.
  mutating func text(_ start: Int, _ length: Int) -> String {
    renderer.text(of: Diagnostic(.unexpectedCharacter, "seen", at: span(start, length)))
  }

  /// The line of source and the line below it.
  mutating func lines(_ start: Int, _ length: Int) -> [String] {
    Array(text(start, length).split(separator: "\n").map(String.init)[3...4])
  }
}

@Suite struct DiagnosticRendererTests {
  @Test func errorsShowTheirLine() {
    var rendering = Rendering("def main\n\n  p = Pont { x: 1 }\nend\n")
    let diagnostic = Diagnostic(
      .unexpectedToken, "unknown struct 'Pont'", at: rendering.span(16, 4)
    )
    .helping("did you mean 'Point'?")
    #expect(
      rendering.renderer.text(of: diagnostic) == """
        error[QZ0010]: unknown struct 'Pont'
         --> src/a.qz:3:7
          |
        3 |   p = Pont { x: 1 }
          |       ^^^^
          = help: did you mean 'Point'?

        """)
  }

  @Test func notesShowTheirOwnLine() {
    var rendering = Rendering("if a\n" + String(repeating: "b\n", count: 8) + "c\n")
    let diagnostic = Diagnostic(.missingEnd, "open", at: rendering.span(21, 1))
      .noting("begins here", at: rendering.span(0, 2))
    #expect(
      rendering.renderer.text(of: diagnostic) == """
        error[QZ0011]: open
          --> src/a.qz:10:1
           |
        10 | c
           | ^
        note: begins here
         --> src/a.qz:1:1
          |
        1 | if a
          | --

        """)
  }

  @Test func columnsCountCodePoints() {
    var rendering = Rendering("é😀 = x\n")
    #expect(rendering.text(9, 1).contains("src/a.qz:1:6\n"))
    #expect(rendering.lines(9, 1) == ["1 | é😀 = x", "  |      ^"])
    #expect(rendering.lines(0, 6) == ["1 | é😀 = x", "  | ^^"])
  }

  @Test func tabsAndControlsAreVisible() {
    var rendering = Rendering("\tx\u{1b}y\u{202e}z\n")
    #expect(rendering.lines(1, 1) == ["1 |     x\\u{1b}y\\u{202e}z", "  |     ^"])
    #expect(rendering.lines(3, 1) == ["1 |     x\\u{1b}y\\u{202e}z", "  |            ^"])
    var invalid = Rendering([0x61, 0xFF, 0x62, 0x0A])
    #expect(invalid.lines(2, 1) == ["1 | a\\xFFb", "  |      ^"])
  }

  @Test func emptyStretchesHaveOneCaret() {
    var rendering = Rendering("ab\ncd")
    #expect(rendering.lines(2, 0) == ["1 | ab", "  |   ^"])
    #expect(rendering.lines(5, 0) == ["2 | cd", "  |   ^"])
    var empty = Rendering("")
    #expect(empty.lines(0, 0) == ["1 |", "  | ^"])
  }

  @Test func stretchesEndWithTheirLine() {
    var rendering = Rendering("a \"b\nc\"\n")
    #expect(rendering.lines(2, 6) == ["1 | a \"b", "  |   ^^"])
  }

  @Test func longLinesAreCut() {
    let text = Array(repeating: UInt8(ascii: "a"), count: 2_000_000)
    var rendering = Rendering(text + Array("é".utf8))
    let middle = rendering.lines(1_000_000, 3)
    #expect(middle[0] == "1 | …" + String(repeating: "a", count: 110) + "…")
    #expect(middle[1] == "  |" + String(repeating: " ", count: 52) + "^^^")
    #expect(rendering.lines(0, 1)[0] == "1 | " + String(repeating: "a", count: 60) + "…")
    #expect(rendering.text(1_000_000, 1).contains(":1:1000001\n"))
    let wide = Rendering(Array(String(repeating: "é", count: 1_000).utf8))
    var copy = wide
    #expect(copy.lines(1_000, 2)[0] == "1 | …" + String(repeating: "é", count: 110) + "…")
  }

  @Test func coloursAreOptional() {
    var rendering = Rendering(Array("x\n".utf8), markup: .ansi)
    let text = rendering.text(0, 1)
    #expect(text.hasPrefix("\u{1b}[1;31merror[QZ0001]\u{1b}[0m"))
    var plain = Rendering("x\n")
    var stripped = text
    while let start = stripped.firstIndex(of: "\u{1b}"),
      let end = stripped[start...].firstIndex(of: "m")
    {
      stripped.removeSubrange(start...end)
    }
    #expect(stripped == plain.text(0, 1))
  }

  @Test func diagnosticsWithoutAPlaceAreOneLine() {
    var rendering = Rendering("x")
    let nowhere = Span(start: .none, length: 0)
    let diagnostic = Diagnostic(.unexpectedCharacter, "a\nb", at: nowhere)
    #expect(rendering.renderer.text(of: diagnostic) == "error[QZ0001]: a\\u{a}b\n")
    #expect(rendering.renderer.json(of: diagnostic).contains("\"file\":null"))
  }

  @Test func jsonIsOneObject() {
    var rendering = Rendering("é = \"q\n")
    let diagnostic = Diagnostic(.unexpectedToken, "saw \"q\"\t\u{1}\\", at: rendering.span(5, 2))
      .noting("here", at: rendering.span(0, 2)).helping("do\nthat")
    #expect(
      rendering.renderer.json(of: diagnostic)
        == #"{"severity":"error","code":"QZ0010","message":"saw \"q\"\t\u0001\\","#
        + #""file":"src/a.qz","line":1,"column":5,"end_column":7,"#
        + #""notes":[{"message":"here","file":"src/a.qz","line":1,"column":1,"end_column":2}],"#
        + #""help":"do\nthat"}"#)
    let bare = Diagnostic(.unexpectedToken, "m", at: rendering.span(0, 2))
    #expect(rendering.renderer.json(of: bare).hasSuffix("\"notes\":[],\"help\":null}"))
  }
}

@Suite struct SuggestionTests {
  @Test func nearNamesAreFound() {
    #expect(Suggestion.nearest(to: "Pont", among: ["Point", "Print", "Line"]) == "Point")
    #expect(Suggestion.nearest(to: "pirnt", among: ["print"]) == "print")
    #expect(Suggestion.nearest(to: "xyz", among: ["abc", "length"]) == nil)
    #expect(Suggestion.nearest(to: "a", among: ["b"]) == nil)
    #expect(Suggestion.nearest(to: "same", among: ["same"]) == nil)
    #expect(Suggestion.nearest(to: "cat", among: ["hat", "bat"]) == "bat")
    #expect(Suggestion.nearest(to: "", among: ["a"]) == nil)
  }

  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("", "abc", 3), ("abc", "abc", 0), ("abc", "acb", 1),
    ("kitten", "sitting", 3), ("ca", "abc", 3), ("flaw", "lawn", 2),
  ])
  func distances(left: String, right: String, distance: Int) {
    #expect(Suggestion.editDistance(Array(left.utf8), Array(right.utf8)) == distance)
    #expect(Suggestion.editDistance(Array(right.utf8), Array(left.utf8)) == distance)
  }
}
