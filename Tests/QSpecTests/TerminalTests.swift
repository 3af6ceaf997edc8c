import Testing

@testable import QSpec

@Suite struct TerminalTests {
  /// What a run of a project with `tests` prints in `style`, without times.
  private func output(
    _ tests: [(String, String)], style: TerminalStyle = .plain,
    _ change: (inout SpecRunOptions) -> Void = { _ in }
  ) async throws -> String {
    let run = try await FakeProject().spec("vec", tests).run {
      $0.style = style
      change(&$0)
    }
    return run.output.replacing(#/\d+(\.\d+)? s\b/#, with: "T")
  }

  @Test func aGreenRunIsShort() async throws {
    #expect(
      try await output([("one", "echo hidden"), ("two", ":")]) == """
        ok   spec/qspec/vec_spec.qz  2 passed, 0 failed (T)

        finished 1 suite in T
        2 passed, 0 failed

        """)
  }

  @Test func aFailureIsToldInFull() async throws {
    let body = """
      printf 'seen \\033[31mred\\n'; fail 'not equal'
      more="$more,\\"expected\\":\\"a\\\\nb\\\\nc\\",\\"actual\\":\\"a\\\\nx\\\\nc\\""
      """
    #expect(
      try await output([("one", body), ("two", "status=skipped"), ("three", ":")]) == """
        FAIL  spec/qspec/vec_spec.qz:10 Vec one: not equal
        FAIL spec/qspec/vec_spec.qz  1 passed, 1 failed, 1 skipped (T)

        1) Vec one
           at x_spec.qz:14
           not equal
           difference (- expected, + actual):
             a
           - b
           + x
             c
           standard output:
             seen red

        to run what failed again:
          ./quake spec spec/qspec/vec_spec.qz:10

        finished 1 suite in T
        1 passed, 1 failed, 1 skipped

        """)
  }

  @Test func aCrashShowsTheLastOfStandardErrorOnce() async throws {
    let text = try await output([("one", "echo 'panic: no' >&2; exit 101")])
    #expect(text.contains("ERROR spec/qspec/vec_spec.qz:10 Vec one: panic: no\n"))
    #expect(
      text.contains(
        """
           panic: no
           the process exited with code 101
           last lines of standard error:
           panic: no

        """))
    #expect(!text.contains("standard error:\n     "))
    #expect(text.hasSuffix("\n0 passed, 1 failed\n"))
  }

  @Test func aHangSaysWhereItWas() async throws {
    let text = try await output([("one", "sleep 30")]) { $0.limits.test = .seconds(1) }
    #expect(text.contains("SLOW  spec/qspec/vec_spec.qz:10 Vec one has been running for T\n"))
    #expect(
      text.contains(
        "vec_spec.qz: timed out after T in 'Vec one' at spec/qspec/vec_spec.qz:10\n"))
  }

  @Test func onlyTheEndOfLongOutputIsShown() async throws {
    let text = try await output([("one", "seq 1 100; fail no")])
    #expect(text.contains("standard output, without the first 40 lines:\n     41\n"))
    #expect(text.contains("     100\n"))
  }

  @Test func slowTestsAreListedSlowestFirst() async throws {
    let slow = (1...7).map { number in
      ("t\(number)", "more=',\"ns\":\(number)000000000'")
    }
    let text = try await output(slow)
    let listed = text.split(separator: "\n").filter { $0.hasPrefix("  T  ") }
    #expect(listed.map { $0.suffix(6) } == ["Vec t7", "Vec t6", "Vec t5", "Vec t4", "Vec t3"])
  }

  @Test func namesCannotCommandTheTerminal() async throws {
    let body = #"fail '\u001b[2J\u0007boo'"#
    let text = try await output([("one", body)])
    #expect(text.contains("␛[2J␇boo"))
    #expect(!text.contains("\u{1B}"))
  }

  @Test func aTerminalGetsColoursAndOneLiveLine() async throws {
    let style = TerminalStyle(isLive: true, hasColor: true, width: 40)
    let text = try await output([("one", ":"), ("two", "fail no")], style: style)
    #expect(text.contains("\r\u{1B}[K"))
    #expect(text.contains("\u{1B}[31mFAIL \u{1B}[0m"))
    #expect(text.hasSuffix("\u{1B}[31m1 passed, 1 failed\u{1B}[0m\n"))
    // After the last live line nothing of it is left.
    let end = try #require(text.split(separator: "\r\u{1B}[K").last)
    #expect(!end.contains("[2/2]"))
  }

  @Test func theLiveLineShowsWhatRuns() async throws {
    let (collector, suite) = (TextCollector(), SuiteID(file: "a_spec.qz", engine: "e"))
    let style = TerminalStyle(isLive: true, hasColor: false, width: 30)
    let reporter = TerminalReporter(collector.sink, options: .init(style: style))
    let tests = ["one", "two"].enumerated().map { id, name in
      PlannedTest(id: id, path: [], name: name, line: id + 1, tags: [], isPending: false)
    }
    let running = tests.map { TestReference($0, in: suite) }
    reporter.receive(RunEvent(elapsed: 0, kind: .suitePlanned(suite, tests)))
    for test in running { reporter.receive(RunEvent(elapsed: 0, kind: .testStarted(test))) }
    try await Task.sleep(for: .milliseconds(60))
    reporter.tick()
    #expect(collector.text.hasSuffix("\r\u{1B}[K[0/2] a_spec.qz:1 one and 1 m"))
  }

  @Test func everyEventIsALineOfJSON() async throws {
    let lines = TextCollector()
    let run = try await FakeProject().spec("a", [("one", ":")]).run { $0.jsonLines = lines.sink }
    let events = try lines.text.split(separator: "\n").map { line in
      RunEvent(json: try JSONReader.value(of: Array(line.utf8)))
    }
    #expect(events == run.events)
  }

  @Test(arguments: [
    ("plain/a_b-c.qz:12", "plain/a_b-c.qz:12"), ("it's", "'it'\\''s'"), ("a b", "'a b'"),
    ("", "''"),
  ])
  func placesAreQuotedForTheShell(text: String, quoted: String) {
    #expect(TerminalReporter.quoted(text) == quoted)
  }

  @Test func differencesOfOneLineAreMarked() {
    let long = "abcdefghijklmnopqrstuvwxyz"
    #expect(TextDiff.description(expected: "1", actual: "2") == "expected: 1\n  actual: 2")
    #expect(
      TextDiff.description(expected: long + "1", actual: long + "2")
        == "expected: \(long)1\n  actual: \(long)2\n" + String(repeating: " ", count: 36) + "^")
    #expect(TextDiff.description(expected: "x", actual: nil) == "expected: x")
    #expect(TextDiff.description(expected: nil, actual: "x") == "actual: x")
    #expect(TextDiff.description(expected: nil, actual: nil) == nil)
  }
}
