import Testing

@testable import Quartz

/// The spec that has every kind of syntax node in it.
@Suite struct NodeAuditTests {
  private static let path = PipelineTests.root + "/spec/qspec/expand_node_audit_spec.qz"

  @Test func everyKindIsInTheSpec() throws {
    let parsed = ParsedSource(bytes: try FileLoader.load(Self.path))
    #expect(parsed.codes == [])
    var found: Set<NodeKind> = []
    var walker = TreeWalker(from: parsed.root)
    while let step = walker.next(in: parsed.tree) {
      if case .enter(let node) = step { found.insert(parsed.tree.kind(node)) }
    }
    // All but what stands for mistakes.
    let missing = NodeKind.allCases.filter { $0 != .error && !found.contains($0) }
    #expect(missing == [], "the audit lacks these kinds of node")
  }

  @Test(arguments: [EmitKind.tokens, .ast, .types, .mir, .llvm])
  func everyFormIsWritten(kind: EmitKind) throws {
    let directory = try TemporaryDirectory()
    var options = CompileOptions(file: Self.path)
    options.standardLibrary = CheckedProgram.library
    options.verifies = true
    options.emit = kind
    options.output = directory.path + "/out"
    #expect(Driver.compile(options) == .success)
    #expect(try FileLoader.load(directory.path + "/out").count > 10_000)
  }
}
