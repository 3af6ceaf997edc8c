/// What came of a test.
public struct TestResult: Sendable, Hashable {
  /// The test.
  public let test: TestReference
  /// How it ended.
  public let verdict: Verdict
  /// How long it took, in nanoseconds.
  public var nanoseconds = 0
  /// Why it is bad, nil when it is not.
  public var fault: FaultKind?
  /// What went wrong, or why it was skipped.
  public var message: String?
  /// The text that was expected, where there is one.
  public var expected: String?
  /// The text that was found instead.
  public var actual: String?
  /// The file of the expectation that failed, where it is not the spec file.
  public var file: String?
  /// The line of the expectation that failed, or of the panic.
  public var line: Int?
  /// How the process ended and the last that it wrote, for people.
  public var details: String?
  /// What was written during the test.
  public var output = CapturedOutput.empty

  /// A result of `test` with nothing more to say.
  init(_ test: TestReference, _ verdict: Verdict) {
    self.test = test
    self.verdict = verdict
  }

  /// An error of `test`, of the kind `fault`.
  static func error(
    _ test: TestReference, _ fault: FaultKind, _ message: String, details: String? = nil
  ) -> TestResult {
    var result = TestResult(test, .error)
    result.fault = fault
    result.message = message
    result.details = details
    return result
  }

  /// The place to look at, as `file:line` or the file alone.
  public var place: String {
    let file = file ?? test.suite.file
    guard let line = line ?? (file == test.suite.file ? test.line : nil) else { return file }
    return "\(file):\(line)"
  }
}
