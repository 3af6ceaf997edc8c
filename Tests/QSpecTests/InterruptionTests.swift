import Testing

@testable import QSpec

/// Waits until the journal at `path` says that `count` tests have started; the results of those
/// before the last one are in it by then.
private func waitForTests(_ count: Int, journal path: String) async throws {
  while true {
    let events = (try? Journal.events(at: path)) ?? []
    let started = events.filter { if case .testStarted = $0.kind { true } else { false } }
    if started.count >= count { return }
    try await Task.sleep(for: .milliseconds(10))
  }
}

@Suite struct InterruptionTests {
  /// A project of which the second spec hangs after its first test.
  private static func project() throws -> FakeProject {
    try FakeProject().spec("a", [("one", ":")])
      .spec("b", [("two", ":"), ("hangs", "sleep 30"), ("after", ":")])
      .spec("c", [("never", ":")])
  }

  @Test func aRequestEndsTheRunWithAReportOfAllThatFinished() async throws {
    let project = try Self.project()
    let journal = project.path("journal.jsonl")
    let wish = Interruption()
    let asking = Task {
      try await waitForTests(3, journal: journal)
      wish.request()
    }
    let run = try await project.run {
      ($0.jobs, $0.interruption, $0.journal) = (1, wish, journal)
      $0.junit = [JUnitOptions(path: "junit.xml")]
    }
    try await asking.value
    #expect(run.code == .failed)
    #expect(
      run.verdicts == ["one passed", "two passed", "hangs error", "after error", "runs error"])
    #expect(try run.result("hangs").fault == .interrupted)
    #expect(run.record.interruption == "request")
    #expect(try JUnitGrammar.validate(file: project.path("junit.xml")) == [])
    let bytes = try FileSystem.contents(of: project.path("junit.xml"))
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("tests=\"5\" failures=\"0\" errors=\"3\""))
  }

  @Test func controlCEndsTheRunInTheSameWay() async throws {
    let project = try Self.project()
    let root = project.root
    let code = ExitCode.failed.rawValue
    await #expect(processExitsWith: .exitCode(code)) { [root = root as String] in
      let journal = Path.join(root, "journal.jsonl")
      let asking = Task {
        try await waitForTests(3, journal: journal)
        raiseSignal(interruptSignal)
      }
      var options = SpecRunOptions(root: root, engines: [.shell])
      (options.jobs, options.style, options.journal) = (1, nil, journal)
      let code = await SpecRun.run(options)
      try await asking.value
      exitNow(code.rawValue)
    }
    let record = RunRecord(try Journal.events(at: project.path("journal.jsonl")))
    #expect(record.interruption == "SIGINT")
    #expect(record.results.map(\.verdict) == [.passed, .passed, .error, .error, .error])
  }

  @Test func aKilledRunnerLeavesAJournalThatMakesAReport() async throws {
    let project = try FakeProject().spec("a", [("one", ":"), ("two", "fail x")])
      .spec("b", [("three", ":"), ("hangs", "sleep 5"), ("after", ":")])
    let root = project.root
    await #expect(processExitsWith: .signal(killSignal)) { [root = root as String] in
      // Nobody tidies up after a killed runner but the owner of the project.
      setTemporaryFolder(root)
      let journal = Path.join(root, "journal.jsonl")
      _ = Task {
        try await waitForTests(4, journal: journal)
        raiseSignal(killSignal)
      }
      var options = SpecRunOptions(root: root, engines: [.shell])
      (options.jobs, options.style, options.journal) = (1, nil, journal)
      _ = await SpecRun.run(options)
    }
    let junit = JUnitOptions(path: project.path("junit.xml"), profile: .strict)
    let code = try SpecRun.render(
      journal: project.path("journal.jsonl"), junit: [junit], style: nil)
    #expect(code == .failed)
    #expect(try JUnitGrammar.validate(file: junit.path, profile: .strict) == [])
    let text = String(decoding: try FileSystem.contents(of: junit.path), as: UTF8.self)
    #expect(text.contains("tests=\"2\" failures=\"1\" errors=\"0\""))
    #expect(text.contains("tests=\"3\" failures=\"0\" errors=\"2\""))
  }
}
