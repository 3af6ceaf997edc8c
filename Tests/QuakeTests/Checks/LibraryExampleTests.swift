import Testing

@testable import Quake

@Suite struct LibraryExampleTests {
  @Test func indentedBlocksOfCommentsAreExamples() {
    let text = """
      # A module.
      #
      #     import vec
      #     v = [1, 2]
      #     v.pop()   # => Some(2)
      #
      #     v.size    # => 1
      #
      # More about it.
      #
      #     not.an_example()
      struct S
        # A method.
        #
        #     S.new()   # => S { }
        def m(self)
          x = 1     # => 2
        end
      end
      """
    let examples = LibraryExample.all(in: text)
    #expect(examples.map(\.line) == [3, 15])
    #expect(examples[0].imports == ["import vec"])
    #expect(examples[0].claims.map(\.line) == [5, 7])
    #expect(examples[0].claims.map(\.shown) == ["Some(2)", "1"])
    #expect(examples[0].statements.first == "v = [1, 2]")
    #expect(examples[1].claims.map(\.shown) == ["S { }"])
  }

  @Test func linesThatGoOnBelongToTheirExpression() throws {
    let text = """
      #     [1, 2]
      #       .map(x -> x + 1)
      #       .collect()   # => [2, 3]
      """
    let example = try #require(LibraryExample.all(in: text).first)
    #expect(example.statements.count == 1)
    #expect(example.statements[0].contains("[1, 2]\n  .map"))
  }

  @Test func declarationsAreKeptApart() throws {
    let text = """
      #     struct P
      #       x: Int
      #     end
      #     def f(a: Int): Int = a + 1
      #     p = P { x: 1 }
      #     f(p.x)   # => 2
      """
    let example = try #require(LibraryExample.all(in: text).first)
    #expect(example.items == ["struct P", "  x: Int", "end", "def f(a: Int): Int = a + 1"])
    #expect(example.statements.first == "p = P { x: 1 }")
  }
}

@Suite struct LibraryCheckTests {
  private let fixture: Fixture
  private let check: LibraryCheck

  /// A compiler whose programs write what the lines `##` of their source say, behind the numbers.
  init() throws {
    fixture = try Fixture()
    try fixture.script(
      """
      grep -q refused "$2" && { echo 'error[QZ0200]: no' >&2; exit 1; }
      { echo '#!/bin/sh'; sed -n 's/^claim(\\([0-9]*\\), .*/printf "\\1 3\\\\nabc\\\\n"/p' "$2"; } >"$4"
      chmod +x "$4"
      """, at: "tools/quartz")
    check = LibraryCheck(
      project: fixture.project,
      toolchain: Toolchain(
        project: fixture.project, searchPath: ["/bin"], toolFolder: fixture.path("tools")))
  }

  @Test func whatIsShownMustBeWhatTheCommentSays() async throws {
    try fixture.write("#     f()   # => abc\n#     g()   # => abd\n", to: "std/a.qz")
    let result = try await check.run(jobs: 1)
    #expect(result.passed == 1)
    #expect(result.failures.map(\.name) == ["std/a.qz:2"])
    #expect(result.failures[0].detail == "- abd\n+ abc")
  }

  @Test func oneExampleThatIsRefusedDoesNotSpoilTheOthers() async throws {
    try fixture.write(
      "#     f()   # => abc\n\n#     refused()   # => abc\n", to: "std/deep/mod.qz")
    let result = try await check.run(jobs: 1)
    #expect(result.passed == 1)
    #expect(result.failures.map(\.name) == ["std/deep/mod.qz:3"])
    #expect(result.failures[0].detail.contains("error[QZ0200]"))
  }
}
