import Testing

@testable import Quake

/// Compares compilers that are scripts of the shell, of which one can be made to differ.
@Suite struct ParityCheckTests {
  private let fixture: Fixture

  init() throws {
    fixture = try Fixture()
    try fixture.write("puts(1)\nputs(2)\nputs(3)\n", to: "spec/one.qz")
    try fixture.write("def f(a: Int): Int = a + 1\n\nputs(f(2))\n", to: "spec/two.qz")
    try fixture.script("for last; do :; done; cat $last", at: "reference")
  }

  /// The check of a compiler that does `script`, with the file it shall compile as `$last`.
  private func check(_ script: String) throws -> ParityCheck {
    try fixture.script("for last; do :; done; \(script)", at: "candidate")
    return ParityCheck(
      project: fixture.project, reference: fixture.path("reference"),
      candidate: fixture.path("candidate"))
  }

  @Test func equalTextsAtEveryLevelPass() async throws {
    let result = try await check("cat $last").run([], ["spec/*.qz"], jobs: 2)
    #expect(result.counts == "10 passed, 0 failed")
  }

  @Test func aDifferenceIsNamedByFileLevelAndLine() async throws {
    let result = try await check("sed 's/2)/4)/' $last")
      .run(["mir"], ["spec/one.qz"], jobs: 1)
    let failure = try #require(result.failures.first)
    #expect(failure.name == "spec/one.qz (mir)")
    #expect(failure.detail == "line 2\n- puts(2)\n+ puts(4)")
  }

  @Test func anotherEndingIsADifference() async throws {
    let result = try await check("cat $last; exit 3").run(["ast"], ["spec/one.qz"], jobs: 1)
    #expect(
      result.failures.map(\.detail) == ["it exited with 3, where stage 1 exited with 0"])
  }

  @Test func onlyMutatedProgramsThatDifferAreKept() async throws {
    let check = try check("if grep -q 'a + 1' $last; then echo other; else cat $last; fi")
    let result = try await check.compare(try check.mutated(40, seed: 3), jobs: 2)
    #expect(result.passed > 0)
    #expect(!result.failures.isEmpty)
    let kept = Files.names(in: fixture.path(".quake/parity")).map { ".quake/parity/\($0)" }
    #expect(Set(kept).count == result.failures.count)
    for file in kept {
      #expect(result.failures.contains { $0.name.hasSuffix("kept as \(file)") })
      #expect(fixture.text(file)?.contains("a + 1") == true)
    }
  }

  @Test func anUnknownLevelIsAnsweredByTheNearest() async throws {
    let check = try check("cat $last")
    let error = try #require(
      await #expect(throws: QuakeError.self) { try await check.run(["mri"], [], jobs: 1) })
    #expect(error.message == "no level 'mri'; did you mean 'mir'?")
  }
}
