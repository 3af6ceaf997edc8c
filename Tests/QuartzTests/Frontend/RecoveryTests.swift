import Testing

@testable import Quartz

@Suite struct RecoveryTests {
  @Test(arguments: [
    ("x = ", [10]), ("x = )", [10]), ("f(", [10]), ("f(a", [12]), ("f(a b)", [12]), ("[1, 2", [12]),
    ("[1 2, 3 4]", [12]), ("{1: 2}", [10]), ("{1 =>}", [10]), ("a b", [15]), ("puts \"x\"", [15]),
    ("a.puts 1", [15]), ("foo (a)", [15]), ("a < b < c", [14]), ("a == b != c", [14]),
    ("0..1..2", [14]), ("x = y = 3", [18]), ("f(x = 3)", [18]), ("1 = 2", [17]), ("f() = 2", [17]),
    ("(a.b, c) = d", [17]), ("self = 1", [17]), ("a + b += 1", [17]), ("(a, b) += 1", [17]),
    ("x ? 1 : 2", [10]), ("end", [13]), ("end\nend\nx", [13, 13]), (")", [10]),
    ("a == not b", [10]),
    ("var 1x = 2", [8]), ("var = 2", [10]), ("x: = 3", [10]),
    ("var end = 3", [24]),
    ("import", [10]), ("import a/", [10]), ("import { a } a", [10]), ("import 5", [10]),
    ("const = 1", [10]), ("const N", [10]), ("type A", [10]), ("type = B", [10]),
    ("static_assert()", [10]), ("extern def f", [10]), ("extern \"D\" def f", [10]),
    ("packed enum A\nend", [10]), ("private x = 1", [23]), ("@a x = 1", [23]), ("@a", [23]),
    ("@ x", [10]), ("f(x) do\n 1\nend\ny", [16]), ("while x do\n 1\nend\ny", [30]),
    ("for x do\n 1\nend\ny", [10]), ("for in v\n 1\nend", [24]), ("for x of v\n 1\nend", [10]),
    ("if x then\n 1\nend\ny", [30]), ("if x = 1\n 2\nend\ny", [18]),
    ("if\n 1\nelse\n 2\nend\ny", [10]),
    ("x = while y\n 1\nend\nz", [10]), ("macro m(a) do\n quote do\n 1\n end\nend\ny", [20]),
    ("x = go f()", [20]), ("select\n x = recv(c) => 1\nend\ny", [20]), ("await t", [20]),
    ("x = $m(1)", [1]), ("struct A\n  x Int\n  y: Int\nend", [10]),
    ("struct A\n  def f\n    1\n  end\n  y: Int\nend\nz", [21]),
    ("enum A\n  def f(x) = 1\n  B\nend\nz", [21]), ("enum A\n  @x B\n  C\nend", [23]),
    ("enum A\n  1\n  B\nend", [10]), ("trait A\n  x: Int\nend", [10]),
    ("impl A\n  x = 1\nend", [10]),
    ("impl !A\nend", [10]), ("impl\nend", [10]), ("def\nend", [10]),
    ("def f(a: )\n 1\nend\nx", [10]),
    ("def f(a: ) = 1\nx", [10]), ("def f(a b)\n 1\nend\nx", [30]), ("def f(x, self)\nend", [25]),
    ("def f x\n 1\nend\ny", [10]), ("def end\nend", []), ("def 5\n 1\nend\ny", [10]),
    ("def f(if)\n 1\nend", [24]), ("def f\n  struct A\n  end\n  1\nend", [22]),
    ("def f\n  def g\n  end\n  1\nend", [22]), ("def f\n  import a\n  1\nend", [22]),
    ("match x\n  1 a\n  2 => b\nend\ny", [10]), ("match x\n  + => a\n  2 => b\nend\ny", [10]),
    ("match x\n  else => a\nend\ny", [10]),
    ("match x\n  1 =>\n    a\n    b\n  2 => c\nend\ny", [10]),
    ("match x\n  \"a#{b}\" => a\nend\ny", [10]), ("f(x ->\n)", [10]), ("x ->\n  y", [10]),
    ("Vec<Int>.new(", [10]), ("x as", [10]), ("x: Vec<Int = 3", [10]), ("x.", [10]), ("x.+", [10]),
    ("x::", [10]), ("1::a", [10]), ("\"#{}\"", [10]), ("\"#{a b}\"", [10]),
    ("while x\n 1\nelse\n 2\nend\ny", [10]),
    ("if a\n 1\nelse\n 2\nelse\n 3\nend\ny", [10]), ("f(a) b", [10]), ("end: 5", [24]),
  ])
  func mistakesAreReportedOnce(source: String, codes: [Int]) { expectCodes(source, codes) }

  /// What other languages write is reported once, and read as what it means.
  @Test(arguments: [
    "def f(): Int {\n  if a {\n    b\n  } else {\n    c\n  }\n}\nd",
    "if a:\n  b\nelse:\n  c\nend\nd",
    "if a\n  b\nelif c\n  d\nelse if e\n  f\nend\ng", "fn f(a: Int): Int\n  a\nend\nb",
    "def f() -> Int\n  1\nend\na", "let x = 1\nx", "i++\nj", "i--\nj", "++i\nj", "2 ** 3",
    "a === b",
    "match a\n  1 -> b,\n  2 -> c,\n  3 -> d\nend\ne", "class A\n  def f\n    1\n  end\nend\nb",
    "switch (a) {\n  case 1: b\n}\nc", "for (i = 0; i < 3; i++)\n  b\nend\nc",
    "v.each x ->\n  y\nend\nz",
    "try\n  a\ncatch e\n  b\nend\nc", "x: Int? = 1", "x: Vec[Int] = 1", "x: [Int] = 1", "x := 1",
    "// a\n/* b */\nc // d", "f = x => y", "f = |x| y", "0...3", "pub struct A\n  x: Int\nend\nb",
    "struct A {\n  x: Int\n}\nb", "impl A {\n  def f(): Int {\n    1\n  }\n}\nb", "use a::b\nc",
    "while a < 1 {\n  b\n}\nc", "if 1 in v\n  a\nend\nb", "v.map { x }\nb",
  ])
  func habitsAreReportedOnce(source: String) {
    let parsed = ParsedSource(source)
    #expect(Set(parsed.codes).isSubset(of: ["QZ0010", "QZ0030"]))
    let isChain = source.contains("elif")
    #expect(parsed.codes.count == (isChain ? 2 : 1))
    #expect(parsed.problems == [])
  }

  @Test(arguments: [
    ("def f\n  x = 1\n", ["def"]), ("if a\n", ["if"]), ("match a\n", ["match"]),
    ("loop\n", ["loop"]),
    ("do\n", ["do"]), ("f do ->\n", ["do"]), ("while a\n", ["while"]), ("struct A\n", ["struct"]),
    ("impl A\n", ["impl"]), ("def f\n  if a\n    b\n", ["if"]),
  ])
  func missingEndsPointAtTheirOpeners(source: String, openers: [String]) {
    let parsed = ParsedSource(source)
    #expect(parsed.codes == ["QZ0011"])
    for (diagnostic, opener) in zip(parsed.lexed.sink.all, openers) {
      #expect(diagnostic.message == "'\(opener)' is not closed: 'end' is missing")
      let length = Int(diagnostic.notes[0].span.length)
      #expect(length == opener.utf8.count)
    }
  }

  @Test func itemsFurtherLeftCloseBodies() {
    let parsed = ParsedSource("def f\n  if a\n    b\n  x\n\ndef g\n  1\nend\n")
    #expect(parsed.codes == ["QZ0011"])
    #expect(parsed.outlines.count == 2)
    #expect(parsed.lexed.sink.all[0].message == "'if' is not closed: 'end' is missing")
  }

  @Test func anEndWithLessIndentationIsSuspected() {
    let parsed = ParsedSource("def f\n  if a\n    b\nend\n")
    #expect(parsed.codes == ["QZ0011"])
    #expect(parsed.lexed.sink.all[0].notes.count == 2)
    #expect(parsed.lexed.sink.all[0].notes[1].message.contains("closes 'if'"))
  }

  @Test func manyMistakesAreFoundInOneRun() {
    let lines = (0..<50).map { "x\($0) = + \n" + "y\($0) = )\n" }.joined(separator: "\n")
    let parsed = ParsedSource("def f\n\(lines)end\n")
    #expect(parsed.codes.count == 50)
  }

  @Test func goodStatementsSurviveBadNeighbours() {
    let parsed = ParsedSource("a = 1\nb = )\nc = 3\n")
    #expect(parsed.outlines == ["(assign a 1)", "(error)", "(assign c 3)"])
  }

  @Test func listsGoOnBehindABadElement() {
    let parsed = ParsedSource("v = [\n  1,\n  2 3,\n  +,\n  4,\n]\nw = 5\n")
    #expect(parsed.codes == ["QZ0012", "QZ0010"])
    #expect(parsed.outlines.last == "(assign w 5)")
  }

  @Test func headersKeepTheirBodies() {
    let parsed = ParsedSource("if )\n  a\nelse\n  b\nend\nwhile (\n  c\nend\nd\n")
    #expect(parsed.codes == ["QZ0010", "QZ0012"])
    #expect(parsed.outlines[0] == "(ifExpr (error) (block [a]) (block [b]))")
    #expect(parsed.outlines.last == "d")
  }

  @Test func reservedBlocksAreSkippedWhole() {
    let macro = ParsedSource("macro m(a) do\n  quote do\n    if a\n    end\n  end\nend\ny")
    #expect(macro.outlines == ["(error)", "y"])
    let select = ParsedSource("select\n  x = recv(c) => do\n  1\n  end\n  _ => 2 if x\nend\ny")
    #expect(select.outlines == ["(error)", "y"])
    let quote = ParsedSource("x = quote do\n  1\nend\ny")
    #expect(quote.outlines.last == "y")
  }

  @Test func keywordsAsNamesAreNamed() {
    let parsed = ParsedSource("var end = 1")
    #expect(parsed.lexed.sink.all[0].message == "expected a name, found the keyword 'end'")
  }
}

@Suite struct NestingTests {
  /// Sources that nest `count` deep, each in its own way.
  static let nests: [(name: String, source: @Sendable (Int) -> String)] = [
    ("parens", { String(repeating: "(", count: $0) }),
    (
      "closed parens",
      { String(repeating: "(", count: $0) + "1" + String(repeating: ")", count: $0) }
    ),
    ("brackets", { String(repeating: "[", count: $0) }),
    ("braces", { String(repeating: "{1 => ", count: $0) }),
    ("signs", { "x = " + String(repeating: "- ", count: $0) + "1" }),
    ("nots", { String(repeating: "not ", count: $0) + "a" }),
    ("ifs", { String(repeating: "if a\n", count: $0) }),
    (
      "closed ifs",
      { String(repeating: "if a\n", count: $0) + String(repeating: "end\n", count: $0) }
    ),
    ("blocks", { String(repeating: "do\n", count: $0) }),
    ("closures", { String(repeating: "x -> ", count: $0) + "1" }),
    ("calls", { String(repeating: "f(", count: $0) }),
    ("trailing blocks", { String(repeating: "f do ->\n", count: $0) }),
    ("matches", { String(repeating: "match a\n_ => ", count: $0) }),
    ("references", { "x: " + String(repeating: "& ", count: $0) + "T = 1" }),
    ("type arguments", { "x: " + String(repeating: "V<", count: $0) + "T" }),
    ("patterns", { "match x\n" + String(repeating: "(", count: $0) }),
    ("bound patterns", { "match x\n" + String(repeating: "a @ ", count: $0) + "1 => 2\nend" }),
    ("interpolations", { String(repeating: "\"#{", count: $0) }),
    ("coalescing", { "x = a" + String(repeating: " ?? a", count: $0) }),
    ("attributes", { "@cfg(" + String(repeating: "not(", count: $0) }),
    ("defers", { String(repeating: "defer ", count: $0) + "a" }),
    ("functions", { String(repeating: "def f\n", count: $0) }),
    ("gos", { String(repeating: "go ", count: $0) + "a" }),
    ("returns", { String(repeating: "return ", count: $0) + "a" }),
  ]

  @Test(arguments: nests.indices) func deepNestingEndsWithOneReport(index: Int) {
    let nest = Self.nests[index]
    let result = onLargeStack {
      let parsed = ParsedSource(nest.source(100_000))
      return (parsed.codes.filter { $0 == "QZ0019" }.count, parsed.problems)
    }
    let isFlat = nest.name == "functions"
    #expect(result?.0 == (isFlat ? 0 : 1), "\(nest.name)")
    #expect(result?.1 == [], "\(nest.name)")
  }

  @Test func nestingUpToTheLimitIsFine() {
    let codes = onLargeStack {
      let parens = String(repeating: "(", count: 900) + "1" + String(repeating: ")", count: 900)
      let blocks = String(repeating: "if a\n", count: 900) + String(repeating: "end\n", count: 900)
      return [parens, blocks].map { ParsedSource($0).codes }
    }
    #expect(codes == [[], []])
  }

  @Test(arguments: [9_000, 20_000]) func chainsHaveALimit(count: Int) {
    let sources = [
      "x = a" + String(repeating: " + a", count: count),
      "x = a" + String(repeating: ".b", count: count),
      "x = a" + String(repeating: "()", count: count),
      "x = a" + String(repeating: "[0]", count: count),
      "x = a" + String(repeating: " as T", count: count),
      "x = a" + String(repeating: "!", count: count),
      "x = a" + String(repeating: "::b", count: count),
      "x = a" + String(repeating: " and\n a", count: count),
      "if a\n" + String(repeating: "elsif b\n", count: count) + "end",
    ]
    let codes = onLargeStack { sources.map { ParsedSource($0).codes } }
    let expected = count > Parser.longestChain ? ["QZ0019"] : []
    #expect(codes == sources.map { _ in expected })
  }

  @Test func longListsAreNoChains() {
    let sum = (0..<20_000).map { "a + \($0)" }.joined(separator: ", ")
    #expect(ParsedSource("x = [\(sum)]").codes == [])
    let body = String(repeating: "x = a + b + c\n", count: 20_000)
    #expect(ParsedSource("def f\n\(body)end").codes == [])
  }
}
