/// Finds the tests on which engines disagree: one of them must be wrong, whatever it says.
enum EngineComparison {
  /// The engine under which disagreements are reported.
  static let engineName = "engines"

  /// A failure for each test of `record` to which its engines gave different verdicts.
  static func disagreements(in record: RunRecord) -> [TestResult] {
    guard let engines = record.info?.engines, engines.count > 1 else { return [] }
    let suites = Dictionary(grouping: record.orderedSuites, by: \.id.file)
    return record.files.flatMap { disagreements(in: suites[$0] ?? [], engines) }
  }

  /// The failures for the suites of one file.
  private static func disagreements(
    in suites: [RunRecord.Suite], _ engines: [String]
  ) -> [TestResult] {
    guard let file = suites.first?.id.file else { return [] }
    let suite = SuiteID(file: file, engine: engineName)
    var verdicts: [Int: [String: Verdict]] = [:]
    var references: [Int: TestReference] = [:]
    for result in suites.flatMap(\.results) {
      guard let id = result.test.id else { continue }
      verdicts[id, default: [:]][result.test.suite.engine] = result.verdict
      references[id] = result.test
    }
    if let broken = wholeFile(suites, suite) { return [broken] }
    return verdicts.keys.sorted().compactMap { id in
      guard let test = references[id], let found = verdicts[id] else { return nil }
      return disagreement(on: test, in: suite, engines.map { ($0, found[$0]) })
    }
  }

  /// The failure for a file that some engines could run and some could not, nil otherwise.
  private static func wholeFile(_ suites: [RunRecord.Suite], _ suite: SuiteID) -> TestResult? {
    let ran = suites.map { suite in
      (engine: suite.id.engine, didRun: suite.results.contains { $0.test.id != nil })
    }
    guard ran.contains(where: \.didRun), ran.contains(where: { !$0.didRun }) else { return nil }
    let parts = ran.map { "\($0.engine) \($0.didRun ? "ran it" : "could not run it")" }
    return failure(TestReference("runs everywhere", of: suite), parts)
  }

  /// The failure for `test` when `verdicts` are not all the same.
  private static func disagreement(
    on test: TestReference, in suite: SuiteID, _ verdicts: [(engine: String, verdict: Verdict?)]
  ) -> TestResult? {
    guard Set(verdicts.map(\.verdict)).count > 1 else { return nil }
    let reference = TestReference(
      suite: suite, id: test.id, path: test.path, name: test.name, line: test.line, tags: test.tags)
    let parts = verdicts.map { "\($0.engine) says \($0.verdict?.rawValue ?? "nothing")" }
    return failure(reference, parts)
  }

  /// A failure of `test` because engines said `parts`.
  private static func failure(_ test: TestReference, _ parts: [String]) -> TestResult {
    var result = TestResult(test, .failed)
    result.fault = .enginesDisagree
    result.message = "engines disagree: " + parts.joined(separator: ", ")
    return result
  }
}
