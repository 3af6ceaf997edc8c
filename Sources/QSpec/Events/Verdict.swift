/// How a test ended.
public enum Verdict: String, Sendable, CaseIterable {
  /// Every expectation held.
  case passed
  /// An expectation did not hold.
  case failed
  /// The test came to no end of its own: crash, timeout, no result.
  case error
  /// The spec said not to run it, for a reason that it gave.
  case skipped
  /// The test has not been written yet.
  case pending

  /// Whether a run with such a result is red.
  public var isBad: Bool { self == .failed || self == .error }
}

/// Why a test is bad; the raw value follows `qspec.` in the `type` of a JUnit report.
public enum FaultKind: String, Sendable, CaseIterable {
  /// An expectation did not hold.
  case expectation
  /// The program panicked.
  case panic
  /// A signal ended the process.
  case signal
  /// The process exited in the middle of a test or with an unexpected code.
  case exit
  /// The test took longer than allowed.
  case timeout
  /// The process wrote more than allowed.
  case flood
  /// The spec did not compile.
  case compile
  /// The test was planned and never reported.
  case noResult = "no-result"
  /// The process wrote events that make no sense.
  case malformedEvents = "malformed-events"
  /// Processes that the spec started outlived it.
  case leakedProcess = "leaked-process"
  /// The run was interrupted before the test had ended.
  case interrupted
  /// Engines gave different verdicts on the same test.
  case enginesDisagree = "engines-disagree"
}
