import Testing

@testable import Quartz

@Suite struct TreeTests {
  @Test(arguments: FrontendSamples.all) func samplesParseWithoutReport(source: String) {
    let parsed = ParsedSource(source)
    #expect(parsed.lexed.sink.all.map(\.message) == [])
    #expect(parsed.problems == [])
    #expect(parsed.tree.roots == [parsed.root])
  }

  @Test func samplesHaveEveryKindOfNode() {
    var seen: Set<NodeKind> = []
    for source in FrontendSamples.all + ["x = )"] {
      seen.formUnion(ParsedSource(source).tree.kinds)
    }
    #expect(NodeKind.allCases.filter { !seen.contains($0) } == [])
  }

  @Test(arguments: FrontendSamples.all) func printedTreesReadBack(source: String) throws {
    let parsed = ParsedSource(source)
    var interner = parsed.lexed.interner
    var second = SyntaxTree()
    let root = try TreeReader.read(
      parsed.printed, base: parsed.base, into: &second, interner: &interner)
    let text = TreePrinter.text(of: root, in: second, interner: interner, base: parsed.base)
    #expect(text == parsed.printed)
    #expect(TreeVerifier.problems(in: second, interner: interner) == [])
    #expect(flat(second, root) == flat(parsed.tree, parsed.root))
    var third = SyntaxTree()
    _ = try TreeReader.read(text, base: parsed.base, into: &third, interner: &interner)
    #expect(columns(third) == columns(second))
  }

  /// The columns of a tree.
  private func columns(_ tree: SyntaxTree) -> [[UInt32]] {
    [tree.kinds.map { UInt32($0.rawValue) }, tree.positions, tree.a, tree.b, tree.extra]
  }

  /// What a walk through a tree meets: kinds, places, and operands that are no nodes.
  private func flat(_ tree: SyntaxTree, _ root: NodeID) -> [String] {
    var walker = TreeWalker(from: root)
    var met: [String] = []
    while let step = walker.next(in: tree) {
      guard case .enter(let node) = step else {
        met.append("leave")
        continue
      }
      var line = "\(tree.kind(node)) \(tree.position(node).offset)"
      for (operand, value) in tree.operands(of: node) {
        switch operand {
        case .node, .optionalNode, .list: break
        default: line += " \(value)"
        }
      }
      met.append(line)
    }
    return met
  }

  @Test func printedTreesHaveTheirForm() {
    let parsed = ParsedSource("def f(a: Int) = a + 1\nputs(\"x\\n\")\n")
    #expect(
      String(decoding: parsed.printed, as: UTF8.self) == #"""
        (file@0 [
          (function@4 "f" {expressionBody} [] [] [
            (param@6
              (patternName@6 "a" _) {}
              (typeName@9 _ "Int" []) _)] _ []
            (add@18
              (name@16 "a")
              (integer@20 1 0 {})))
          (call@22
            (name@22 "puts") [
            (string@27 "x\n")])])

        """#)
  }

  @Test(arguments: [
    "", "(", "(nothing@0)", "(file@0", "(file@0 [)", "(name@1)", "(name@1 \"a)", "(name@1 a)",
    "(file@x [])", "(integer@1 1 0 {odd})", "(bool@1 yes)", "(name@1 \"a\" \"b\")",
  ])
  func malformedTreesAreRefused(text: String) {
    var tree = SyntaxTree()
    var interner = Interner()
    #expect(throws: TreeReader.Malformed.self) {
      try TreeReader.read(Array(text.utf8), base: 1, into: &tree, interner: &interner)
    }
  }

  @Test func severalFilesShareATree() {
    var sources = SourceMap()
    var interner = Interner()
    var sink = DiagnosticSink()
    var tree = SyntaxTree()
    for name in ["a", "b"] {
      let file = sources.add(path: name, stablePath: name, text: Array("\(name) = 1".utf8))
      let tokens = Lexer.tokens(of: file, in: sources, interner: &interner, diagnostics: &sink)
      let root = Parser.parse(
        tokens, file: file, sources: sources, into: &tree, interner: &interner, diagnostics: &sink)
      #expect(tree.position(root).offset == sources[file].base)
    }
    #expect(tree.roots.count == 2)
    #expect(TreeVerifier.problems(in: tree, interner: interner) == [])
  }

  @Test func walksSkipWhatTheyAreTold() {
    let parsed = ParsedSource("f(a, b)\ng(c)\n")
    var walker = TreeWalker(from: parsed.root)
    var names: [String] = []
    while let step = walker.next(in: parsed.tree) {
      guard case .enter(let node) = step else { continue }
      if parsed.tree.kind(node) == .name { names.append(parsed.outline(node)) }
      if parsed.tree.kind(node) == .call && names.isEmpty { walker.skipChildren() }
    }
    #expect(names == [])
    var children: [String] = []
    parsed.tree.forEachChild(of: parsed.tree.list(parsed.root)[0]) {
      children.append(parsed.outline($0))
    }
    #expect(children == ["f", "a", "b"])
  }

  @Test func sizesStayWhatTheyWere() {
    #expect(MemoryLayout<NodeKind>.size == 1)
    #expect(MemoryLayout<TokenKind>.size == 1)
    #expect(MemoryLayout<NodeID>.stride == 4)
    #expect(MemoryLayout<CharacterClass>.size == 1)
    #expect(MemoryLayout<Abandoned>.size == 0)
  }
}

@Suite struct VerifierTests {
  /// The problems of a tree that `build` makes, with a symbol to use.
  private func problems(_ build: (inout SyntaxTree, UInt32) -> Void) -> [String] {
    var tree = SyntaxTree()
    var interner = Interner()
    build(&tree, interner.intern("x").index)
    return TreeVerifier.problems(in: tree, interner: interner)
  }

  @Test func soundTreesHaveNone() {
    let found = problems { tree, x in
      let name = tree.add(.name, at: 1, x)
      _ = tree.add(.negate, at: 1, name.index)
    }
    #expect(found == [])
  }

  @Test func eachFaultIsFound() {
    let faults: [(String, (inout SyntaxTree, UInt32) -> Void)] = [
      ("is no node before it", { tree, _ in _ = tree.add(.negate, at: 1, 5) }),
      ("is no node before it", { tree, _ in _ = tree.add(.negate, at: 1, 0) }),
      ("is no symbol", { tree, _ in _ = tree.add(.name, at: 1, 77) }),
      ("is no symbol", { tree, _ in _ = tree.add(.name, at: 1, 0) }),
      ("is unused", { tree, _ in _ = tree.add(.nilLiteral, at: 1, 3) }),
      ("is no list", { tree, _ in _ = tree.add(.tuple, at: 1, 99) }),
      ("fields are out of range", { tree, x in _ = tree.add(.integer, at: 1, 1, 99) }),
      ("unknown flags", { tree, _ in _ = tree.add(.integer, at: 1, 1, fields: 0, 1 << 31) }),
      (
        "cannot stand there",
        { tree, x in
          let pattern = tree.add(.patternWildcard, at: 1)
          _ = tree.add(.negate, at: 1, pattern.index)
        }
      ),
      (
        "two parents",
        { tree, x in
          let name = tree.add(.name, at: 1, x)
          _ = tree.add(.add, at: 1, name.index, name.index)
        }
      ),
      (
        "is no operator",
        { tree, x in
          let name = tree.add(.name, at: 1, x)
          let value = tree.add(.name, at: 1, x)
          let kind = UInt32(NodeKind.name.rawValue)
          _ = tree.add(.opAssign, at: 1, name.index, fields: kind, value.index)
        }
      ),
      ("is no file", { tree, x in tree.roots = [tree.add(.name, at: 1, x)] }),
    ]
    for (problem, build) in faults {
      let found = problems(build)
      #expect(found.count == 1 && found[0].contains(problem), "\(problem): \(found)")
    }
  }
}
