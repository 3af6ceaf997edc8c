import Testing

@testable import QSpec

@Suite struct InterruptionTests {
  /// A project of which the second spec hangs after its first test.
  private static func project() throws -> FakeProject {
    try FakeProject().spec("a", [("one", ":")])
      .spec("b", [("two", ":"), ("hangs", "sleep 1; touch \"$MARK\"; sleep 30"), ("after", ":")])
      .spec("c", [("never", ":")])
  }

  @Test func aRequestEndsTheRunWithAReportOfAllThatFinished() async throws {
    let project = try Self.project()
    let mark = project.path("mark")
    let wish = Interruption()
    let asking = Task {
      while FileSystem.kind(of: mark) == nil { try await Task.sleep(for: .milliseconds(10)) }
      wish.request()
    }
    let run = try await project.run {
      ($0.jobs, $0.interruption, $0.variables["MARK"]) = (1, wish, mark)
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
      let mark = Path.join(root, "mark")
      let asking = Task {
        while FileSystem.kind(of: mark) == nil { try await Task.sleep(for: .milliseconds(10)) }
        raiseSignal(interruptSignal)
      }
      var options = SpecRunOptions(root: root, engines: [.shell])
      (options.jobs, options.style, options.variables) = (1, nil, ["MARK": mark])
      options.journal = Path.join(root, "journal.jsonl")
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
      .spec("b", [("three", ":"), ("hangs", "sleep 1; touch \"$MARK\"; sleep 2"), ("after", ":")])
    let root = project.root
    await #expect(processExitsWith: .signal(killSignal)) { [root = root as String] in
      // Nobody tidies up after a killed runner but the owner of the project.
      setTemporaryFolder(root)
      let mark = Path.join(root, "mark")
      _ = Task {
        while FileSystem.kind(of: mark) == nil { try await Task.sleep(for: .milliseconds(10)) }
        raiseSignal(killSignal)
      }
      var options = SpecRunOptions(root: root, engines: [.shell])
      (options.jobs, options.style, options.variables) = (1, nil, ["MARK": mark])
      options.journal = Path.join(root, "journal.jsonl")
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
