import Testing

@testable import QSpec

@Suite struct EngineTests {
  /// A compiler made of the shell: it copies specs, refuses those that say so, and interprets.
  private static let compiler = """
    #!/bin/sh
    case $1 in
      build)
        if grep -q REFUSE "$2"; then
          echo "note: about to fail" >&2; echo "error[QZ0200]: no such type 'Foo'" >&2; exit 1
        fi
        if grep -q DIE "$2"; then kill -SEGV $$; fi
        if grep -q SLOW "$2"; then sleep 30; fi
        printf '#!/bin/sh\\nENGINE=%s\\n' "built$5" > "$4"; cat "$2" >> "$4"; chmod +x "$4" ;;
      run) ENGINE=interpreted; . "$3" ;;
    esac
    """

  /// A project with that compiler and the spec `a` made of `tests`.
  private static func project(_ tests: [(String, String)]) throws -> FakeProject {
    let project = try FakeProject().spec("a", tests)
    try project.write("quartz", compiler)
    #expect(chmod755(project.path("quartz")))
    return project
  }

  /// All three engines of `project`.
  private static func engines(_ project: FakeProject) -> [Engine] {
    let quartz = project.path("quartz")
    return [
      .compiled(quartz: quartz),
      .compiled(name: "release", quartz: quartz, flags: ["--release"]),
      .interpreted(quartz: quartz),
    ]
  }

  @Test func everyEngineRunsEveryTest() async throws {
    let project = try Self.project([("one", "echo $ENGINE"), ("two", ":")])
    let run = try await project.run(engines: Self.engines(project))
    #expect(run.code == .passed)
    let ones = run.record.results.filter { $0.test.name == "one" }
    #expect(ones.map(\.test.suite.engine) == ["compiled", "release", "interpreter"])
    #expect(ones.map(\.output.out.text) == ["built\n", "built--release\n", "interpreted\n"])
  }

  @Test func everySpecFindsItsCompiler() async throws {
    let project = try Self.project([("one", "echo $QUARTZ")])
    let run = try await project.run(engines: Self.engines(project))
    let texts = run.record.results.map(\.output.out.text)
    #expect(texts == Array(repeating: project.path("quartz") + "\n", count: 3))
  }

  @Test func aDifferenceBetweenEnginesIsAFailureOfItsOwn() async throws {
    let project = try Self.project([("one", "[ $ENGINE = interpreted ] && fail no"), ("two", ":")])
    let run = try await project.run(engines: Self.engines(project))
    let found = run.record.results.filter { $0.fault == .enginesDisagree }
    #expect(found.map(\.test.name) == ["one"])
    #expect(found.first?.verdict == .failed)
    let message =
      "engines disagree: compiled says passed, release says passed, interpreter says failed"
    #expect(found.first?.message == message)
  }

  @Test func aSpecThatDoesNotCompileIsOneErrorWithAllThatTheCompilerSaid() async throws {
    let project = try Self.project([("one", "# REFUSE")])
    let run = try await project.run(engines: [.compiled(quartz: project.path("quartz"))])
    #expect(run.verdicts == ["compiles error"])
    let result = try run.result("compiles")
    #expect(result.message == "error[QZ0200]: no such type 'Foo'")
    #expect(result.fault == .compile)
    #expect(result.details?.hasPrefix("note: about to fail\nerror[QZ0200]") == true)
    let built = run.events.contains {
      guard case .buildFinished(_, _, let failure) = $0.kind else { return false }
      return failure?.contains("about to fail") == true
    }
    #expect(built)
  }

  @Test func aSpecThatOnlySomeEnginesRunIsADisagreement() async throws {
    let project = try Self.project([("one", "# REFUSE")])
    let run = try await project.run(engines: Self.engines(project))
    let message =
      "engines disagree: compiled could not run it, release could not run it, interpreter ran it"
    #expect(run.record.results.contains { $0.message == message })
    #expect(run.code == .failed)
  }

  @Test func aCompilerThatCrashesOrHangsIsNamed() async throws {
    let crashing = try Self.project([("one", "# DIE")])
    let crash = try await crashing.run(engines: [.compiled(quartz: crashing.path("quartz"))])
    #expect(
      try crash.result("compiles").message == "the compiler was killed by SIGSEGV (signal 11)")
    let hanging = try Self.project([("one", "# SLOW")])
    let hang = try await hanging.run(engines: [.compiled(quartz: hanging.path("quartz"))]) {
      $0.limits.build = .milliseconds(300)
    }
    #expect(try hang.result("compiles").message == "the compiler timed out after 0.3 s")
  }

  @Test func aMissingCompilerIsAFailureOfTheInfrastructure() async throws {
    let project = try FakeProject().spec("a", [("one", ":")])
    let run = try await project.run(engines: [.compiled(quartz: "/nowhere/quartz")])
    #expect(run.code == .infrastructure)
    #expect(run.errors.hasPrefix("quake spec: cannot start '/nowhere/quartz'"))
    // What was not run is not missing from the journal either.
    #expect(run.verdicts == ["runs error"])
  }

  @Test func enginesNeedDifferentNames() async throws {
    let run = try await FakeProject().spec("a", [("one", ":")]).run(engines: [.shell, .shell])
    #expect(run.code == .usage)
  }
}
