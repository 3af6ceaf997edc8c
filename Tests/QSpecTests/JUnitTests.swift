import Testing

@testable import QSpec

/// Reports against the grammar and against an independent reading of their bytes.
@Suite struct JUnitTests {
  /// The suite of most tests.
  private static let suite = SuiteID(file: "spec/qspec/vec_spec.qz", engine: "compiled")

  /// A result of a test called `name`, with `change` made to it.
  private static func result(
    _ name: String, _ verdict: Verdict, path: [String] = ["Vec"], id: Int = 0,
    _ change: (inout TestResult) -> Void = { _ in }
  ) -> TestResult {
    let test = TestReference(
      suite: suite, id: id, path: path, name: name, line: 12, tags: ["slow"])
    var result = TestResult(test, verdict)
    result.nanoseconds = 1_250_000
    if verdict.isBad { result.fault = verdict == .failed ? .expectation : .signal }
    if verdict != .passed { result.message = "because" }
    change(&result)
    return result
  }

  /// The record of a finished run with `results`.
  private static func record(
    _ results: [TestResult], engines: [String] = ["compiled"]
  ) -> RunRecord {
    let info = RunInfo(startedAt: 1_795_359_600_000, engines: engines, jobs: 1)
    var kinds: [RunEvent.Kind] = [.runStarted(info), .fileDiscovered(suite.file)]
    kinds += results.map { .testFinished($0) }
    for engine in engines {
      let id = SuiteID(file: suite.file, engine: engine)
      kinds.append(.suiteFinished(id, nanoseconds: 5, .empty))
    }
    return RunRecord((kinds + [.runFinished]).map { RunEvent(elapsed: 1500, kind: $0) })
  }

  /// The report of `record` by the rules of `profile`, which must be valid.
  private func report(
    _ record: RunRecord, _ profile: JUnitProfile,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let bytes = try reportBytes(record, profile, sourceLocation: sourceLocation)
    return try #require(String(validating: bytes, as: UTF8.self))
  }

  /// The bytes of the report of `record` by the rules of `profile`, which must be valid.
  private func reportBytes(
    _ record: RunRecord, _ profile: JUnitProfile, sourceLocation: SourceLocation
  ) throws -> [UInt8] {
    let project = try FakeProject()
    let options = JUnitOptions(path: project.path("out/junit.xml"), profile: profile)
    try JUnitWriter(JUnitDocument(record), options: options).write()
    let violations = try JUnitGrammar.validate(file: options.path, profile: profile)
    #expect(violations == [], sourceLocation: sourceLocation)
    #expect(FileSystem.names(in: project.path("out")) == ["junit.xml"])
    return try FileSystem.contents(of: options.path)
  }

  /// One result of each verdict.
  private static let mixed = [
    result("passes", .passed, id: 0),
    result("fails", .failed, id: 1) {
      ($0.expected, $0.actual, $0.line) = ("1", "2", 14)
      $0.output = CapturedOutput(
        out: CapturedText(head: "hello\n", omitted: 0, tail: ""), err: .empty)
    },
    result("crashes", .error, id: 2) { $0.details = "signal 11" },
    result("waits", .skipped, id: 3),
    result("will be", .pending, id: 4),
  ]

  @Test(arguments: JUnitProfile.allCases)
  func aReportIsExactlyTheOneThatWasReviewed(profile: JUnitProfile) throws {
    let folder = Path.join(Path.folder(of: #filePath), "Resources")
    let expected = try FileSystem.contents(of: Path.join(folder, "report-\(profile).xml"))
    let text = try report(Self.record(Self.mixed), profile)
    #expect(text == String(decoding: expected, as: UTF8.self))
  }

  @Test func theStrictReportHasNothingThatSomeoneRefuses() throws {
    let text = try report(Self.record(Self.mixed), .strict)
    #expect(text.contains("<testsuites>\n"))
    for word in ["line=", "file=", "\"tag\"", "stackTrace"] { #expect(!text.contains(word)) }
    // The output of what failed goes where the profile has a place for it.
    #expect(text.contains("<system-out>--- fails\nhello\n"))
  }

  @Test func theJenkinsReportHasOutputsButNoPlaces() throws {
    let text = try report(Self.record(Self.mixed), .jenkins)
    let root = #"<testsuites name="qspec" tests="5" failures="1" errors="1" time="1.500">"#
    #expect(text.contains(root))
    #expect(text.contains("<system-out>hello\n</system-out>\n    </testcase>"))
    #expect(!text.contains("line="))
  }

  @Test(arguments: JUnitProfile.allCases)
  func everyRuleOfAProfileIsKeptByTheGrammar(profile: JUnitProfile) throws {
    let project = try FakeProject()
    let good = try report(Self.record(Self.mixed), profile)
    let faults = [
      ("<properties>", "<properties><x/>"), (" time=\"0.001\"", " time=\"0.0010\""),
      (" message=\"because\"", " message=\" \""), (" type=\"qspec.signal\"", " type=\"signal\""),
      ("T15:00:01\"", "T15:00:01Z\""), (" hostname=\"localhost\"", ""), ("id=\"0\"", "id=\"-1\""),
      ("</testsuite>", "<system-out/></testsuite>"), (" package=\"\"", ""),
      ("<skipped message=\"because\"/>", "<skipped message=\"because\"/><skipped message=\"a\"/>"),
      ("name=\"passes\"", "name=\"\""), ("<testsuites", "<testsuites disabled=\"0\""),
    ]
    for (old, new) in faults {
      #expect(good.contains(old), "\(old)")
      let path = try project.write("bad.xml", good.replacing(old, with: new, maxReplacements: 1))
      #expect(try JUnitGrammar.validate(file: path, profile: profile) != [], "\(new)")
    }
  }

  @Test func aProfileRefusesWhatOnlyTheNextOneAllows() throws {
    let project = try FakeProject()
    let record = Self.record(Self.mixed)
    for (profile, stricter) in [(JUnitProfile.rich, JUnitProfile.jenkins), (.jenkins, .strict)] {
      let path = try project.write("report.xml", try report(record, profile))
      #expect(try JUnitGrammar.validate(file: path, profile: stricter) != [])
    }
  }

  @Test func aFileThatIsNoXMLIsRefusedWithItsPlace() throws {
    let path = try FakeProject().write("a.xml", "<testsuites>\n<a></b></testsuites>")
    #expect(throws: RunnerError.self) { try JUnitGrammar.validate(file: path) }
    let project = try FakeProject()
    let kept = try project.write("a.xml", "<testsuites>\n<a></b></testsuites>")
    let violations = try JUnitGrammar.validate(file: kept)
    #expect(violations.first?.line == 2)
  }

  @Test(arguments: JUnitProfile.allCases)
  func hostileTextsHarmNoReport(profile: JUnitProfile) throws {
    let hostile = "\u{1B}[31m]]>\u{0}\u{FFFE}<&\"'\u{1B}[2J\r\n\u{7}\u{D7FF}"
    let output = CapturedText(head: hostile, omitted: 7, tail: hostile)
    let results = (0..<3).map { id in
      Self.result(hostile, .failed, path: [hostile, " ", "\u{1}"], id: id) {
        ($0.message, $0.details, $0.expected, $0.actual) = (hostile, hostile, hostile, "\u{0}")
        $0.output = CapturedOutput(out: output, err: output)
      }
    }
    let text = try report(Self.record(results), profile)
    #expect(text.contains("]]&gt;␀\u{FFFD}&lt;&amp;&quot;'␛[2J&#13;&#10;␇"))
    #expect(text.contains("[7 bytes omitted]"))
    #expect(!text.utf8.contains(0) && !text.utf8.contains(0x1B))
    #expect(text.contains(" #2\"") && text.contains(" #3\""))
  }

  @Test func namesAreUniqueEvenWhereNumbersAreTaken() throws {
    let names = ["a", "a #2", "a", "a"]
    let document = JUnitDocument(
      Self.record(names.enumerated().map { Self.result($1, .passed, id: $0) }))
    let given = document.suites.flatMap(\.cases).map(\.name.string)
    #expect(given == ["a", "a #2", "a #3", "a #4"])
  }

  @Test func namesMayBeBlankOrHuge() throws {
    let huge = String(repeating: "x", count: 100_000)
    let results = [" ", "", huge, huge].enumerated().map { Self.result($1, .passed, id: $0) }
    let text = try report(Self.record(results), .rich)
    #expect(text.contains("name=\"unnamed\"") && text.contains("name=\"unnamed #2\""))
    #expect(text.utf8.count < 20_000)
  }

  @Test func enginesAreToldApart() throws {
    let other = SuiteID(file: Self.suite.file, engine: "interpreter")
    let test = TestReference(suite: other, id: 0, path: ["Vec"], name: "a", line: 1, tags: [])
    let record = Self.record(
      [Self.result("a", .passed), TestResult(test, .passed)], engines: ["compiled", "interpreter"])
    let text = try report(record, .rich)
    #expect(text.contains("classname=\"spec.qspec.vec_spec@compiled.Vec\" name=\"a\""))
    #expect(text.contains("classname=\"spec.qspec.vec_spec@interpreter.Vec\" name=\"a\""))
  }

  @Test func hugeOutputsStayBelowTheLimits() throws {
    // 20 MB of what takes five bytes each, and many tests with much output besides.
    let huge = CapturedText(head: String(repeating: "&", count: 20 << 20), omitted: 0, tail: "")
    let large = CapturedText(head: String(repeating: "<", count: 1 << 20), omitted: 0, tail: "")
    var results = [
      Self.result("huge", .failed) { $0.output = CapturedOutput(out: huge, err: huge) }
    ]
    results += (1..<12).map { id in
      Self.result("t\(id)", .failed, id: id) {
        $0.output = CapturedOutput(out: large, err: .empty)
      }
    }
    let bytes = try reportBytes(
      Self.record(results), .rich, sourceLocation: #_sourceLocation)
    #expect(bytes.count < 30_000_000)
    #expect(bytes.count > 1_000_000)
  }

  @Test func timesHaveThreeDecimals() {
    #expect(WallClock.seconds(0) == "0.000")
    #expect(WallClock.seconds(499_999) == "0.000")
    #expect(WallClock.seconds(500_000) == "0.001")
    #expect(WallClock.seconds(1_234_567_000_000) == "1234.567")
    #expect(WallClock.seconds(-5) == "0.000")
  }

  @Test func stampsAreUniversalTimeWithoutAZone() {
    #expect(WallClock.stamp(0) == "1970-01-01T00:00:00")
    #expect(WallClock.stamp(951_827_696_999) == "2000-02-29T12:34:56")
  }

  @Test func aReportThatCannotBeWrittenIsAnError() throws {
    let project = try FakeProject()
    try project.write("file", "")
    let options = JUnitOptions(path: project.path("file/junit.xml"))
    #expect(throws: RunnerError.self) {
      try JUnitWriter(JUnitDocument(Self.record([])), options: options).write()
    }
  }
}
