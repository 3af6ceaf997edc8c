/// Everything that is known of a run: its events folded into suites and results.
public struct RunRecord: Sendable {
  /// A suite and what came of it.
  public struct Suite: Sendable {
    /// The suite.
    public let id: SuiteID
    /// The tests that were going to run, nil before the process said so.
    var planned: [PlannedTest]?
    /// The results, in the order in which they arrived.
    public internal(set) var results: [TestResult] = []
    /// When its first event arrived, in milliseconds since the start of the run.
    var startedAt: Int?
    /// How long it took, in nanoseconds.
    var nanoseconds = 0
    /// What was written outside its tests.
    var output = CapturedOutput.empty
    /// Whether everything about it is known.
    var isFinished = false

    /// The results in the order of the tests in the file, those about the whole file last.
    var orderedResults: [TestResult] {
      results.enumerated().sorted { left, right in
        (left.element.test.id ?? .max, left.offset) < (right.element.test.id ?? .max, right.offset)
      }.map(\.element)
    }
  }

  /// What was known at the start, nil before that.
  public private(set) var info: RunInfo?
  /// The spec files, in the order of discovery.
  public private(set) var files: [String] = []
  /// The suites by their ids.
  private var suites: [SuiteID: Suite] = [:]
  /// The name of the signal that stopped the run.
  public private(set) var interruption: String?
  /// Whether the run came to its end.
  public private(set) var isFinished = false
  /// Milliseconds from the start to the last event.
  public private(set) var elapsed = 0

  /// A record of nothing.
  public init() {}

  /// The record of all of `events`.
  public init(_ events: [RunEvent]) {
    for event in events { apply(event) }
  }

  /// The suites sorted by file, and within a file by engine as they were given.
  public var orderedSuites: [Suite] {
    let engines = info?.engines ?? []
    func rank(_ suite: Suite) -> Int { engines.firstIndex(of: suite.id.engine) ?? engines.count }
    return suites.values.sorted {
      ($0.id.file, rank($0), $0.id.engine) < ($1.id.file, rank($1), $1.id.engine)
    }
  }

  /// All results in the order of the suites and of their tests.
  public var results: [TestResult] { orderedSuites.flatMap(\.orderedResults) }

  /// The number of results with one of `verdicts`.
  public func count(_ verdicts: Verdict...) -> Int {
    suites.values.reduce(0) { sum, suite in
      sum + suite.results.count { verdicts.contains($0.verdict) }
    }
  }

  /// The number of all results.
  public var resultCount: Int { suites.values.reduce(0) { $0 + $1.results.count } }

  /// The exit code that these results call for.
  public var exitCode: ExitCode {
    if count(.failed, .error) > 0 || interruption != nil { return .failed }
    return resultCount == 0 ? .nothingRan : .passed
  }
}

extension RunRecord {
  /// Takes `event` into account.
  public mutating func apply(_ event: RunEvent) {
    elapsed = max(elapsed, event.elapsed)
    switch event.kind {
    case .runStarted(let info): self.info = info
    case .fileDiscovered(let file): files.append(file)
    case .runInterrupted(let signal): interruption = signal
    case .runFinished: isFinished = true
    case .buildStarted(let suite), .buildFinished(let suite, _, _),
      .processKilled(let suite, _, _), .processesLeaked(let suite, _), .suiteFocused(let suite, _):
      touch(suite, event) { _ in }
    case .suitePlanned(let suite, let tests): touch(suite, event) { $0.planned = tests }
    case .testStarted(let test), .testSlow(let test, _): touch(test.suite, event) { _ in }
    case .testFinished(let result): touch(result.test.suite, event) { $0.results.append(result) }
    case .suiteFinished(let suite, let time, let output):
      touch(suite, event) {
        ($0.nanoseconds, $0.output, $0.isFinished) = (time, output, true)
      }
    }
  }

  /// Changes the suite `id` by `change`, adding it when it is new.
  private mutating func touch(_ id: SuiteID, _ event: RunEvent, _ change: (inout Suite) -> Void) {
    change(&suites[id, default: Suite(id: id, startedAt: event.elapsed)])
  }

  /// An error for each test that was planned and never reported, and for each suite of which
  /// nothing is known, so that what did not run can never look like success.
  public var missingResults: [TestResult] {
    let expected = files.flatMap { file in
      (info?.engines ?? []).map { SuiteID(file: file, engine: $0) }
    }
    return expected.flatMap { missingResults(of: suites[$0] ?? Suite(id: $0)) }
  }

  /// The errors for what is missing of `suite`.
  private func missingResults(of suite: Suite) -> [TestResult] {
    let isCutShort = interruption != nil || !isFinished
    let fault: FaultKind = isCutShort ? .interrupted : .noResult
    let cause = isCutShort ? "the run was interrupted" : "it never reported"
    let reported = Set(suite.results.compactMap(\.test.id))
    let lost = (suite.planned ?? []).filter { !reported.contains($0.id) }
    if lost.isEmpty && suite.results.isEmpty && !suite.isFinished {
      let test = TestReference("runs", of: suite.id)
      return [.error(test, fault, "no result received: \(cause) before the spec had run")]
    }
    let message = "no result received: \(cause)"
    return lost.map { .error(TestReference($0, in: suite.id), fault, message) }
  }

  /// The same record with an error in place of each missing result.
  public var completed: RunRecord {
    var copy = self
    for result in missingResults {
      copy.apply(RunEvent(elapsed: elapsed, kind: .testFinished(result)))
    }
    return copy
  }
}
