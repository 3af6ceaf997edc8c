import Testing

@testable import QSpec

@Suite struct CleanTextTests {
  /// Expects that `text` is cleaned to `clean`.
  private func expectClean(
    _ text: String, _ clean: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(CleanText(text).string == clean, sourceLocation: sourceLocation)
  }

  @Test func ordinaryTextStays() {
    expectClean("a\tb\r\nc äöü 🎉 \u{7F}\u{85} ]]> <&>", "a\tb\r\nc äöü 🎉 \u{7F}\u{85} ]]> <&>")
  }

  @Test func coloursAreDropped() {
    expectClean("\u{1B}[31mred\u{1B}[0m \u{1B}[1;38;5;200mx\u{1B}[m", "red x")
  }

  @Test func otherEscapesAreMadeVisible() {
    expectClean("\u{1B}[2Jx\u{1B}]0;t\u{07}", "␛[2Jx␛]0;t␇")
    expectClean("end\u{1B}", "end␛")
    expectClean("end\u{1B}[31", "end␛[31")
  }

  @Test func everyControlCharacterIsMadeVisible() {
    for code in UInt32(0)..<0x20 where ![9, 10, 13, 27].contains(code) {
      let picture = String(UnicodeScalar(0x2400 + code)!)
      expectClean("a\(UnicodeScalar(code)!)b", "a\(picture)b")
    }
  }

  @Test func noCharactersAreReplaced() {
    expectClean("a\u{FFFE}b\u{FFFF}c\u{FFFD}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}")
    expectClean("\u{FEFF}\u{FFFC}\u{EFFF}", "\u{FEFF}\u{FFFC}\u{EFFF}")
  }

  @Test func invalidBytesAreReplaced() {
    #expect(CleanText(bytes: [0x61, 0xFF, 0x62, 0xC3]).string == "a\u{FFFD}b\u{FFFD}")
    // A lone surrogate as CESU-8 writes it.
    #expect(!CleanText(bytes: [0xED, 0xA0, 0x80]).string.contains("\u{D7FF}"))
    #expect(CleanText(bytes: [0xED, 0xA0, 0x80]).string.first == "\u{FFFD}")
  }

  @Test func sizesCountEscapes() {
    #expect(CleanText("a<b").writtenSize == 6)
    #expect(CleanText("\"&\n").writtenSize == 16)
  }

  @Test func longTextsKeepHeadAndTail() {
    let text = String(repeating: "h", count: 600) + String(repeating: "t", count: 600)
    let cut = CleanText(text).limited(to: 100).string
    #expect(cut.hasPrefix(String(repeating: "h", count: 50) + "\n[1100 bytes omitted]\nt"))
    #expect(cut.hasSuffix(String(repeating: "t", count: 50)))
    #expect(CleanText(text).limited(to: 1200).string == text)
  }

  @Test func cutsNeverSplitACharacter() {
    let text = String(repeating: "é🎉", count: 500)
    for limit in 40..<60 {
      let cut = CleanText(text).limited(to: limit)
      #expect(!cut.string.contains("\u{FFFD}"))
      #expect(cut.writtenSize <= limit + 64)
    }
  }

  @Test func hugeTextsAreCutToTheSameHeadAndTail() {
    let text = String(repeating: "h", count: 6000) + String(repeating: "t", count: 6000)
    #expect(CleanText(text, cutTo: 100) == CleanText(text).limited(to: 100))
    #expect(CleanText(text, cutTo: 100).string.contains("[11900 bytes omitted]"))
  }

  @Test func blanksAreSeen() {
    #expect(CleanText(" \n\t").isBlank)
    #expect(!CleanText("\u{0}").isBlank)
    #expect(CleanText(" ").orWhenBlank("x").string == "x")
  }
}
