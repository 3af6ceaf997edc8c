import Testing

@testable import Quartz

@Suite struct FrontendFuzzTests {
  /// Pieces of source that often meet in mistakes.
  static let pieces = [
    "(", ")", "[", "]", "{", "}", "\"", "\"\"\"", "#{", "'", "\n", ";", " end ", " do ", " if ",
    "->",
    "=>", "=", "<", ">", ">>", ",", ".", "..", ":", "::", "@", "?", "!", " def ", " struct ",
    " match ",
    " else ", "|", "&", " not ", " -", "0", "1.5", "x", "X", " private ", "\\", "\0", "é",
    " import ",
    " trait ", " go ", "#", " var ", " where ", "*",
  ]

  /// Makes some small damage to `text`.
  static func mutate(_ text: [UInt8], _ random: inout Lehmer) -> [UInt8] {
    var text = text
    for _ in 0...random.next(below: 4) {
      let at = random.next(below: text.count + 1)
      let end = min(text.count, at + random.next(below: 12))
      switch random.next(below: 6) {
      case 0: text.removeSubrange(at..<end)
      case 1: text.insert(contentsOf: Array(pieces[random.next(below: pieces.count)].utf8), at: at)
      case 2:
        let piece = Array(pieces[random.next(below: pieces.count)].utf8)
        text.replaceSubrange(at..<end, with: piece)
      case 3: text.insert(contentsOf: text[at..<end], at: random.next(below: text.count + 1))
      case 4: if at < text.count { text[at] = UInt8(random.next(below: 256)) }
      default: text.removeSubrange(at...)
      }
    }
    return text
  }

  @Test(arguments: FrontendSamples.all.indices) func damagedSourcesEndWell(sample: Int) throws {
    var random = Lehmer(seed: UInt64(sample) + 1)
    let text = Array(FrontendSamples.all[sample].utf8)
    for round in 0..<150 {
      let damaged = Self.mutate(text, &random)
      let parsed = ParsedSource(bytes: damaged)
      #expect(parsed.problems == [], "sample \(sample), round \(round)")
      #expect(parsed.lexed.tokens.kinds.last == .endOfFile)
      try expectReadsBack(parsed)
      try expectPlacesInside(parsed, count: damaged.count)
    }
  }

  /// Expects that even the tree of a damaged source prints to what reads back.
  private func expectReadsBack(_ parsed: ParsedSource) throws {
    var interner = parsed.lexed.interner
    var tree = SyntaxTree()
    let root = try TreeReader.read(
      parsed.printed, base: parsed.base, into: &tree, interner: &interner)
    let text = TreePrinter.text(of: root, in: tree, interner: interner, base: parsed.base)
    #expect(text == parsed.printed)
  }

  /// Expects that diagnostics point into the file and can be rendered.
  private func expectPlacesInside(_ parsed: ParsedSource, count: Int) throws {
    var renderer = DiagnosticRenderer(sources: parsed.lexed.sources, markup: .plain)
    let range = parsed.base...parsed.base + UInt32(count)
    for diagnostic in parsed.lexed.sink.all {
      #expect(range.contains(diagnostic.span.start.offset))
      #expect(range.contains(diagnostic.span.start.offset + diagnostic.span.length))
      #expect(!renderer.text(of: diagnostic).isEmpty)
      #expect(!renderer.json(of: diagnostic).contains("\n"))
    }
  }

  @Test func everyPrefixEndsWell() {
    for sample in FrontendSamples.all {
      let text = Array(sample.utf8)
      for length in stride(from: 0, to: text.count, by: 7) {
        #expect(ParsedSource(bytes: Array(text[..<length])).problems == [])
      }
    }
  }

  @Test func randomTokensEndWell() {
    var random = Lehmer(seed: 99)
    for _ in 0..<200 {
      let text = (0..<60).map { _ in Self.pieces[random.next(below: Self.pieces.count)] }.joined()
      #expect(ParsedSource(text).problems == [], "\(text)")
    }
  }

  @Test func parsingIsDeterministic() {
    for sample in FrontendSamples.all {
      #expect(ParsedSource(sample).printed == ParsedSource(sample).printed)
    }
  }
}
