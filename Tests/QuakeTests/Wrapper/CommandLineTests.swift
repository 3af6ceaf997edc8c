import Testing

@testable import Quake

/// Runs the quake that was built beside the tests with `arguments`, as in continuous integration.
func runQuake(_ arguments: [String], in folder: String) async throws -> Captured {
  let tool = Files.join(Files.parent(of: Toolchain.runningExecutable), "quake")
  try #require(Files.isExecutable(tool), "quake is built beside the tests")
  var command = Command(tool, arguments, in: folder).within(.seconds(60))
  command.environment = ["QUAKE_HOME": nil, "CI": "true"]
  return try await command.capture()
}

/// Runs the quake that was built beside the tests.
@Suite struct CommandLineTests {
  private func checkout() throws -> Fixture {
    let fixture = try Fixture()
    try fixture.write("", to: "Sources/Quartz/file")
    return fixture
  }

  @Test(arguments: [
    (["smoek"], "did you mean 'smoke'?"), (["build", "docter"], "did you mean 'doctor'?"),
    (["spec", "--engin", "debug"], "--engine"),
    (["spec", "--engine", "fast"], "--engine is one of"),
    (["smoke", "-j", "0"], "--jobs is 1 to 1024"), (["smoke", "-j0"], "--jobs is 1 to 1024"),
    (["--plan"], "--plan needs the name of a task"),
    (["test", "dosc"], "did you mean 'docs'?"),
    (["spec", "--seed", "3"], "--seed needs --order random"),
    (["fuzz", "--cases", "0"], "--cases is at least 1"),
    (["smoke", "nothing"], "no smoke program 'nothing'"),
  ])
  func mistakesOfUsageExitWith2(arguments: [String], hint: String) async throws {
    let fixture = try checkout()
    let captured = try await runQuake(arguments, in: fixture.root)
    #expect(captured.ending == .exited(2))
    #expect(captured.wholeText.contains(hint))
  }

  @Test func outsideOfAProjectQuakeSaysSo() async throws {
    let captured = try await runQuake(["smoke"], in: "/")
    #expect(captured.ending == .exited(2))
    #expect(captured.errorText == "quake: no Quakefile in / or above it\n")
  }

  @Test func theVersionIsShown() async throws {
    let captured = try await runQuake(["--version"], in: "/")
    #expect(captured.ending == .exited(0))
    #expect(captured.outputText.hasPrefix("quake 0."))
  }

  @Test func withoutANameTheVerbsAreListed() async throws {
    let fixture = try checkout()
    let captured = try await runQuake([], in: fixture.root)
    #expect(captured.ending == .exited(0))
    for verb in Verb.allCases { #expect(captured.outputText.contains("  \(verb.rawValue)")) }
  }

  @Test func aBrokenQuakefileDoesNotStopAVerb() async throws {
    let fixture = try checkout()
    try fixture.write("def (((", to: "Quakefile")
    let clean = try await runQuake(["clean"], in: fixture.root)
    #expect(clean.ending == .exited(0))
    #expect(clean.outputText == "nothing to remove\n")
    let list = try await runQuake([], in: fixture.root)
    #expect(list.ending != .exited(0))
    #expect(list.outputText.contains("doctor"))
  }

  @Test func nothingToRunIsNoSuccess() async throws {
    let fixture = try checkout()
    #expect(try await runQuake(["smoke"], in: fixture.root).ending == .exited(4))
  }
}
