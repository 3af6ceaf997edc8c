import Testing

@testable import Quake

@Suite struct VariedRunTests {
  private let tiny: TinyCompiler

  init() throws { tiny = try TinyCompiler() }

  /// The variations under which the text changes when `ir` makes it.
  private func guilty(_ ir: String) async throws -> [String] {
    let verb = try tiny.guardVerb(["ir": ir, "functions": "6", "tolerance": "2"])
    let proof = try await verb.prove(tiny.context)
    let varied = VariedRun(
      bootstrap: verb.bootstrap, project: tiny.fixture.project, compiler: proof.binary,
      expected: try #require(proof.ir), folder: tiny.fixture.path(".quake/varied"),
      environment: verb.environment)
    let usable = Variation.all.filter { variation in
      variation.program.map { verb.toolchain.find($0) != nil } ?? true
    }
    return try await varied.guilty(among: usable).map(\.name)
  }

  @Test func whatDependsOnNothingIsNotGuilty() async throws {
    #expect(try await guilty("{compiler} emit compiler.src > {output}") == [])
  }

  @Test(arguments: [
    ("$TZ", "time zone"), ("$LC_ALL", "locale"), ("$HOME", "home"), ("$(umask)", "umask"),
    ("$QUAKE_NOISE", "environment"), ("$PWD", "path and order of files"),
  ])
  func theGuiltyVariationIsFound(value: String, name: String) async throws {
    let ir = "{ {compiler} emit compiler.src; echo \"define @# \(value)\"; } > {output}"
    #expect(try await guilty(ir) == [name])
  }

  @Test func variationsThatAreGuiltyTogetherAreNamedTogether() async throws {
    let both = "[ -n \"$TZ\" ] && [ \"$HOME\" = /nonexistent ] && echo 'define @#'; true"
    let ir = "{ {compiler} emit compiler.src; \(both); } > {output}"
    #expect(try await guilty(ir) == ["time zone", "home"])
  }
}
