import Testing

@testable import Quartz

/// Broken programs end with errors, and without a tree that breaks its own rules.
@Suite struct BrokenProgramTests {
  /// A program with a piece of most that the grammar has.
  private static let audit: [UInt8] = {
    let path = PipelineTests.root + "/spec/qspec/expand_node_audit_spec.qz"
    return (try? FileLoader.load(path)) ?? []
  }()

  /// What each token of the program covers.
  private static let tokens: [Range<Int>] = {
    let lexed = LexedSource(bytes: audit)
    let base = lexed.sources[lexed.file].base
    return lexed.tokens.kinds.indices.map { index in
      let start = Int(lexed.tokens.starts[index] - base)
      let end =
        index + 1 < lexed.tokens.kinds.count
        ? Int(lexed.tokens.starts[index + 1] - base) : audit.count
      return start..<max(start, end)
    }
  }()

  /// Parses `text`, expects a tree that is right, and gives the codes of what was reported.
  private func expectEnd(
    _ text: [UInt8], _ what: String, sourceLocation: SourceLocation = #_sourceLocation
  ) -> [String] {
    let parsed = ParsedSource(bytes: text)
    #expect(parsed.problems == [], "\(what)", sourceLocation: sourceLocation)
    return parsed.codes
  }

  @Test func programsThatEndAnywhere() {
    #expect(Self.tokens.count > 1500)
    var accepted = 0
    for (number, token) in Self.tokens.enumerated() where number % 3 == 0 && number > 0 {
      let codes = expectEnd(Array(Self.audit[..<token.lowerBound]), "cut at token \(number)")
      accepted += codes.isEmpty ? 1 : 0
    }
    // Only between two items is the rest a whole program.
    #expect(accepted < Self.tokens.count / 8)
  }

  @Test func programsWithoutOneToken() {
    var refused = 0
    for (number, token) in Self.tokens.enumerated() where number % 3 == 1 {
      let text = Array(Self.audit[..<token.lowerBound] + Self.audit[token.upperBound...])
      refused += expectEnd(text, "without token \(number)").isEmpty ? 0 : 1
    }
    #expect(refused > Self.tokens.count / 12)
  }

  @Test func programsWithTwoTokensExchanged() {
    var refused = 0
    for number in stride(from: 2, to: Self.tokens.count - 1, by: 3) {
      let (first, second) = (Self.tokens[number], Self.tokens[number + 1])
      let text = Array(
        Self.audit[..<first.lowerBound] + Self.audit[second] + Self.audit[first]
          + Self.audit[second.upperBound...])
      refused += expectEnd(text, "tokens \(number) exchanged").isEmpty ? 0 : 1
    }
    #expect(refused > Self.tokens.count / 12)
  }

  @Test(arguments: [
    "def", "def f", "def f(", "def f(a", "def f(a:", "def f(a: Int", "def f(): ", "def f() =",
    "struct", "struct A", "struct A\n  x", "struct A\n  x:", "enum", "enum E\n  A(",
    "trait T\n  def",
    "impl", "impl A for", "extend", "import", "import {", "import { a", "import { a } from",
    "import * from", "const", "const A", "const A =", "static_assert(", "type A =", "newtype A",
    "@", "@derive(", "@derive(Eq)", "private", "extern \"C\"", "var", "var x:", "var x =",
    "x =", "x +=", "(a, b", "(a, b) =", "if", "if x", "if x\n", "if x\nelse", "if x\nelsif",
    "unless", "while", "until", "for", "for x", "for x in", "for x, y", "loop", "loop @a", "match",
    "match x", "match x\n  1", "match x\n  1 =>", "match x\n  1 |", "match x\n  A(", "break @",
    "return (", "defer", "x.", "x.y(", "x[", "x[1", "x::", "x ??", "x as", "x..", "not", "-",
    "&mut",
    "\"abc", "\"#{", "\"#{\"", "\"\"\"", "'a", "[1,", "{1 =>", "A { x:", "x.with {", "do ->",
    "do x,",
    "(a: Int) ->", "x ->", "1.5.", "0x", "1_", "end", ")", "]", "}", "=>", "->", "..", "|",
    "end end",
  ])
  func shortPrograms(text: String) {
    for wrapped in [text, text + "\n", "def main\n" + text, "def main\n" + text + "\nend\n"] {
      let codes = expectEnd(Array(wrapped.utf8), wrapped)
      #expect(wrapped.hasPrefix("def main") || !codes.isEmpty || text == "private", "\(wrapped)")
    }
  }

  @Test(arguments: [
    "def f(", "if x\n", "match x\n  A => ", "(", "[", "{", "x.y(", "\"#{", "do -> ", "struct A\n",
    "x = ", "1 + ", "not ", "a, ", "@derive(Eq)\n", "end\n", "else\n", "A { a: ", "| ", "=> ",
    "&mut ",
    "Vec<", "-> ", ".b", "?? ", "import { a } from b\n", "\"", "'", "#",
  ])
  func theSameOverAndOver(piece: String) {
    let text = Array(String(repeating: piece, count: 5_000).utf8)
    let problems = onLargeStack { ParsedSource(bytes: text).problems }
    #expect(problems == [], "5000 times \(piece)")
  }
}
