/// Something that happened in a run; the journal and every report are made of these alone.
public struct RunEvent: Sendable, Hashable {
  /// Milliseconds since the run started.
  public let elapsed: Int
  /// What happened.
  public let kind: Kind

  /// What can happen, in about the order in which it does.
  public enum Kind: Sendable, Hashable {
    /// The run began.
    case runStarted(RunInfo)
    /// A spec file was selected.
    case fileDiscovered(String)
    /// A suite's spec is being compiled.
    case buildStarted(SuiteID)
    /// A suite's spec was compiled; `failure` is all that the compiler wrote when it could not be.
    case buildFinished(SuiteID, nanoseconds: Int, failure: String?)
    /// The tests of a suite that are going to run.
    case suitePlanned(SuiteID, [PlannedTest])
    /// A test began.
    case testStarted(TestReference)
    /// A test has been running for longer than is usual.
    case testSlow(TestReference, nanoseconds: Int)
    /// A test ended.
    case testFinished(TestResult)
    /// The runner ended a suite's process: why, and where it was.
    case processKilled(SuiteID, reason: String, place: String)
    /// Processes named so outlived the spec that started them, and were killed.
    case processesLeaked(SuiteID, [String])
    /// Only focused tests of a suite ran; so many were left out.
    case suiteFocused(SuiteID, leftOut: Int)
    /// All of a suite is done; what it wrote outside its tests.
    case suiteFinished(SuiteID, nanoseconds: Int, CapturedOutput)
    /// The named signal asked for the run to stop.
    case runInterrupted(String)
    /// The run ended.
    case runFinished
  }
}

/// What is known of a run when it starts.
public struct RunInfo: Sendable, Hashable {
  /// When it started, in milliseconds since 1970.
  public let startedAt: Int
  /// The names of the engines, in the order in which they were given.
  public let engines: [String]
  /// The number of spec files that run at the same time.
  public let jobs: Int
}
