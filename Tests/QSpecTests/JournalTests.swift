import Testing

@testable import QSpec

@Suite struct JournalTests {
  @Test func everyEventReadsAsItWasWritten() throws {
    let suite = SuiteID(file: "a_spec.qz", engine: "e")
    let test = TestReference(
      suite: suite, id: 3, path: ["A", "b"], name: "c", line: 4, tags: ["t"])
    var result = TestResult(test, .failed)
    (result.nanoseconds, result.fault, result.message) = (5, .expectation, "m\u{1B}\n")
    (result.expected, result.actual, result.details) = ("x", "", "d")
    (result.file, result.line) = ("lib.qz", 6)
    let cut = CapturedText(head: "h", omitted: 9, tail: "t")
    result.output = CapturedOutput(out: cut, err: CapturedText(head: "e", omitted: 0, tail: ""))
    let planned = PlannedTest(
      id: 0, path: ["p"], name: "n", line: nil, tags: [], isPending: true)
    let kinds: [RunEvent.Kind] = [
      .runStarted(RunInfo(startedAt: 1, engines: ["e", "f"], jobs: 2)), .fileDiscovered("a"),
      .buildStarted(suite), .buildFinished(suite, nanoseconds: 1, failure: nil),
      .buildFinished(suite, nanoseconds: 1, failure: "no"), .suitePlanned(suite, [planned]),
      .testStarted(test), .testSlow(test, nanoseconds: 8), .testFinished(result),
      .testFinished(TestResult(TestReference("compiles", of: suite), .passed)),
      .processKilled(suite, reason: "r", place: "p"), .processesLeaked(suite, ["x", "y"]),
      .suiteFocused(suite, leftOut: 2), .suiteFinished(suite, nanoseconds: 7, result.output),
      .runInterrupted("SIGINT"), .runFinished,
    ]
    for (index, kind) in kinds.enumerated() {
      let event = RunEvent(elapsed: index, kind: kind)
      let json = try JSONReader.value(of: event.json.lineBytes)
      #expect(RunEvent(json: json) == event)
    }
  }

  @Test func aJournalHoldsTheWholeRun() async throws {
    let project = try FakeProject().spec("a", [("one", ":"), ("two", "fail x")])
    let run = try await project.run()
    guard case .runStarted(let info)? = run.events.first?.kind else {
      Issue.record("no start")
      return
    }
    #expect(info.engines == ["shell"])
    #expect(run.events.last?.kind == .runFinished)
    #expect(run.record.isFinished)
    #expect(run.record.missingResults.isEmpty)
  }

  /// Keeps `count` lines of the journal of `project` and a half, as a killed runner would.
  private func cut(_ project: FakeProject, after count: Int) throws {
    let bytes = try FileSystem.contents(of: project.path("journal.jsonl"))
    let lines = bytes.split(separator: 0x0A)
    let kept = lines.prefix(count).flatMap { $0 + [0x0A] } + lines[count].prefix(20)
    try project.write("journal.jsonl", String(decoding: kept, as: UTF8.self))
  }

  @Test func aJournalThatBreaksOffStillMakesAReport() async throws {
    let project = try FakeProject().spec("a", [("one", ":"), ("two", "fail x"), ("three", ":")])
      .spec("b", [("other", ":")])
    _ = try await project.run { $0.jobs = 1 }
    // The start, both files, the plan, the first test and its result, the start of the second.
    try cut(project, after: 7)
    let junit = JUnitOptions(path: project.path("junit.xml"))
    let output = TextCollector()
    let code = try SpecRun.render(
      journal: project.path("journal.jsonl"), junit: [junit], output: output.sink)
    #expect(code == .failed)
    #expect(output.text.hasSuffix("1 passed, 3 failed\n"))
    #expect(try JUnitGrammar.validate(file: junit.path) == [])
    let text = String(decoding: try FileSystem.contents(of: junit.path), as: UTF8.self)
    #expect(text.contains("tests=\"4\" failures=\"0\" errors=\"3\""))
    #expect(text.contains("type=\"qspec.interrupted\""))
    #expect(text.contains("name=\"runs\""))
  }

  @Test(arguments: ["", "{}\n", "x\n{\"event\":\"run-finished\",\"at\":1}\n"])
  func whatIsNoJournalIsRefused(text: String) throws {
    let project = try FakeProject()
    let path = try project.write("j", text)
    #expect(throws: RunnerError.self) { try Journal.events(at: path) }
  }

  @Test func aJournalThatCannotBeWrittenIsAFailureOfTheInfrastructure() async throws {
    let project = try FakeProject().spec("a", [("one", ":")])
    try project.write("file", "")
    let run = try await project.run { $0.journal = "file/journal" }
    #expect(run.code == .infrastructure)
  }

  @Test func eventsAreInTheJournalBeforeTheRunEnds() async throws {
    let project = try FakeProject()
    let journal = project.path("journal.jsonl")
    // The second test looks for the result of the first in the journal of its own run.
    let look = """
      tries=0
      until grep -q '"event":"test-finished".*"one"' '\(journal)'; do
        tries=$((tries + 1)); if [ $tries -gt 150 ]; then fail absent; break; fi; sleep 0.1
      done
      """
    let run = try await project.spec("a", [("one", ":"), ("two", look)]).run()
    #expect(run.verdicts == ["one passed", "two passed"])
  }
}
