/// One process of a suite, from its start to its end, with what it reported.
final class SpecProcess {
  /// Why the runner ended a process.
  enum Stop: Equatable {
    /// Nothing happened for longer than allowed.
    case timeout(Duration)
    /// It wrote more than allowed.
    case flood
    /// The run should stop.
    case interrupted
    /// Its plan was not that of the process before.
    case planChanged
  }

  /// The test that is running.
  struct Running {
    let test: PlannedTest
    let since: ContinuousClock.Instant
    let offsets: SpecMessage.Offsets
    var isSlow = false
  }

  /// The suite.
  let suite: SuiteID
  /// What it shares with others.
  let context: RunContext
  /// The ids of the tests to run, in order; nil for all.
  private let sequence: [Int]?
  /// The same without an order.
  let only: Set<Int>?
  /// The folder of its files.
  let folder: String
  /// Whether it is only asked for its plan.
  let isListing: Bool

  /// The plan, known from an earlier process or read from this one.
  var plan: [PlannedTest]?
  /// Whether this process has written its plan.
  var hasPlanned = false
  /// The test that is running.
  var running: Running?
  /// The last test that ended.
  var lastEnded: PlannedTest?
  /// The ids of the tests that have results, those of earlier processes among them.
  var reported: Set<Int>
  /// The number of results of this process.
  var resultCount = 0
  /// The number of failures among them.
  var failureCount = 0
  /// Whether it said that it has run all it should, and whether that was only what is focused.
  var done: (isFocused: Bool, Void)?
  /// What is wrong with its events.
  var faults: [String] = []
  /// Why it was stopped.
  var stop: Stop?
  /// What it was doing when it was stopped.
  var activity: String?
  /// The parts of its output that belong to tests.
  var testRanges: [(out: Range<Int>, err: Range<Int>)] = []

  /// The event file as far as it was read.
  private var tail: EventTail
  /// The number of lines read.
  private var lineCount = 0
  /// Its standard output.
  let out: OpenFile
  /// Its standard error.
  let err: OpenFile
  /// When something last happened.
  var lastProgress = ContinuousClock.now

  /// A process of `suite` with its files in `folder`.
  init(
    suite: SuiteID, context: RunContext, folder: String, only: [Int]?, isListing: Bool,
    plan: [PlannedTest]?, reported: Set<Int>
  ) throws(RunnerError) {
    (self.suite, self.context, self.folder) = (suite, context, folder)
    (sequence, self.only) = (only, only.map(Set.init))
    (self.isListing, self.plan, self.reported) = (isListing, plan, reported)
    try context.prepare(folder)
    tail = try EventTail(path: try Self.newFile("events", in: folder))
    out = try Self.reader(of: try Self.newFile("stdout", in: folder))
    err = try Self.reader(of: try Self.newFile("stderr", in: folder))
  }

  /// The file at `path`, opened for reading.
  private static func reader(of path: String) throws(RunnerError) -> OpenFile {
    guard let file = OpenFile(reading: path) else {
      throw .infrastructure("cannot read '\(path)': \(Platform.lastError)")
    }
    return file
  }

  /// The path of a new, empty file called `name` in `folder`.
  private static func newFile(_ name: String, in folder: String) throws(RunnerError) -> String {
    let path = Path.join(folder, name)
    guard OpenFile(creating: path) != nil else {
      throw .infrastructure("cannot write '\(path)': \(Platform.lastError)")
    }
    return path
  }
}

extension SpecProcess {
  /// Runs `command` to its end, passing on events as they come.
  func run(_ command: Command) async throws(RunnerError) -> ChildProcess.Outcome {
    let child = ChildProcess(
      command: command, environment: environment.merging(command.environment) { $1 },
      workingDirectory: context.root,
      outPath: Path.join(folder, "stdout"), errPath: Path.join(folder, "stderr"),
      limits: context.limits)
    lastProgress = ContinuousClock.now
    let outcome = try await child.run { self.attend($0) }
    while readMessages() {}
    if tail.hasPartialLine && done != nil { faults.append("the last line has no end") }
    return outcome
  }

  /// The environment that the protocol asks for.
  private var environment: [String: String] {
    var values = context.environment(in: folder)
    values["QSPEC_EVENTS"] = Path.join(folder, "events")
    if isListing { values["QSPEC_LIST"] = "1" }
    if let sequence { values["QSPEC_ONLY"] = sequence.map(String.init).joined(separator: ",") }
    return values
  }

  /// Reads what is new and says what shall become of the process `id`.
  private func attend(_ id: Int32) -> ChildProcess.Order {
    readMessages()
    if stop == nil { warnWhenSlow() }
    if stop == nil, let reason = reasonToStop() {
      stop = reason
      activity = ProcessTable.activity(of: id)
      announce(reason)
    }
    return order
  }

  /// What the reason to stop asks for.
  private var order: ChildProcess.Order {
    switch stop {
    case nil: .goOn
    case .flood, .planChanged: .kill
    case .timeout, .interrupted: context.interruption.isUrgent ? .kill : .terminate
    }
  }

  /// The reason to stop that there is now.
  private func reasonToStop() -> Stop? {
    if context.interruption.isRequested { return .interrupted }
    if max(out.size + err.size, tail.offset) > context.limits.output { return .flood }
    let limit = hasPlanned ? context.limits.test : max(context.limits.start, context.limits.test)
    return ContinuousClock.now - lastProgress > limit ? .timeout(limit) : nil
  }

  /// Lets the reports say that the process is ended, and where it was.
  private func announce(_ reason: Stop) {
    let text =
      switch reason {
      case .timeout(let limit): "timed out after \(limit.inSeconds)"
      case .flood: "wrote more than \(context.limits.output) bytes"
      case .interrupted: "the run was interrupted"
      case .planChanged: "the plan changed between two processes"
      }
    context.stream.emit(.processKilled(suite, reason: text, place: place))
  }

  /// Where the process is: in which test, or between which.
  var place: String {
    if let running {
      let test = TestReference(running.test, in: suite)
      return "in '\(test.fullName)' at \(test.place)"
    }
    if let lastEnded { return "after '\(lastEnded.fullName)'" }
    return hasPlanned ? "before the first test" : "before the plan"
  }

  /// Warns once when the running test takes long.
  private func warnWhenSlow() {
    guard let test = running, !test.isSlow else { return }
    let elapsed = ContinuousClock.now - test.since
    guard elapsed >= context.limits.slowWarning else { return }
    running?.isSlow = true
    let reference = TestReference(test.test, in: suite)
    context.stream.emit(.testSlow(reference, nanoseconds: elapsed.nanoseconds))
  }

  /// Reads the lines that are new; whether there were any.
  @discardableResult
  private func readMessages() -> Bool {
    guard tail.offset <= context.limits.output + (1 << 20) else { return false }
    let start = tail.offset
    for line in tail.readLines() {
      lineCount += 1
      do throws(SpecMessageFault) {
        try receive(try SpecMessage(line: line))
      } catch {
        faults.append("line \(lineCount) of the events: \(error.message)")
      }
      lastProgress = ContinuousClock.now
    }
    return tail.offset > start
  }
}
