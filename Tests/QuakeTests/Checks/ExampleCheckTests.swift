import Testing

@testable import Quake

@Suite struct ExampleCheckTests {
  private let fixture: Fixture
  private var check: ExampleCheck

  init() throws {
    fixture = try Fixture()
    check = ExampleCheck(project: fixture.project, toolchain: try fixture.fakeQuartz())
  }

  @Test func argumentsAndInputAreHandedOn() async throws {
    try fixture.write("pwd | sed 's|.*/||'; echo \"$#\" \"$1\"; cat", to: "examples/a/a.qz")
    try fixture.write("one word\ntwo\n", to: "examples/a/args.txt")
    try fixture.write("typed\n", to: "examples/a/stdin.txt")
    try fixture.write("a\n2 one word\ntyped\n", to: "examples/a/expected.txt")
    let result = try await check.run(jobs: 1)
    #expect(result.failures.map(\.detail) == [])
    #expect(result.passed == 3)
  }

  @Test func everyByteMustBeThere() async throws {
    try fixture.write("[ $ENGINE = release ] && printf x; echo out", to: "examples/a/a.qz")
    try fixture.write("out\n", to: "examples/a/expected.txt")
    let result = try await check.run(jobs: 1)
    #expect(result.passed == 2)
    #expect(result.failures.map(\.name) == ["a (release)"])
  }

  @Test func aProgramWithoutExpectationFails() async throws {
    try fixture.write("echo out", to: "examples/a/a.qz")
    try fixture.write("out\n", to: "examples/b/expected.txt")
    let result = try await check.run(jobs: 1)
    #expect(result.passed == 0)
    #expect(result.failures.count == 6)
  }

  @Test func aSlowInterpreterIsNoFailure() async throws {
    var check = check
    check.patience = .milliseconds(300)
    try fixture.write("[ $ENGINE = interpreter ] && sleep 60; echo out", to: "examples/a/a.qz")
    try fixture.write("out\n", to: "examples/a/expected.txt")
    let result = try await check.run(jobs: 3)
    #expect(result.passed == 2)
    #expect(result.skipped == 1)
    #expect(result.isGreen)
  }
}

@Suite struct FuzzCheckTests {
  private let fixture: Fixture
  private let check: FuzzCheck

  init() throws {
    fixture = try Fixture()
    try fixture.script(
      """
      for last; do :; done
      grep -q wrong "$last" && { echo 'error[QZ0200]: no' >&2; exit 1; }
      grep -q dead "$last" && { echo 'error[QZ0999]: internal compiler error' >&2; exit 70; }
      grep -q silent "$last" && exit 1
      exit 0
      """, at: "tools/quartz")
    check = FuzzCheck(
      project: fixture.project,
      toolchain: Toolchain(
        project: fixture.project, searchPath: ["/bin"], toolFolder: fixture.path("tools")))
  }

  @Test func anythingButACleanEndFails() async throws {
    for word in ["right", "wrong", "dead", "silent"] {
      try fixture.write(word, to: "spec/fuzz/\(word).qz")
    }
    let result = try await check.run(jobs: 1)
    #expect(result.passed == 2)
    #expect(result.failures.map(\.name) == ["dead.qz", "silent.qz"])
  }
}
