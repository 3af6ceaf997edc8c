/// The run of one spec file under one engine: build, processes, and what became of each test.
final class SuiteRun {
  /// How often a suite may crash between tests before it is given up.
  private static let maximumStrayCrashes = 3

  /// The suite.
  let suite: SuiteID
  /// The spec file.
  private let file: SpecFile
  /// The engine.
  private let engine: Engine
  /// Which tests are wanted.
  private let filter: TestFilter
  /// What it shares with others.
  let context: RunContext
  /// The folder of its files.
  let folder: String

  /// The tests of the file, once known.
  private var plan: [PlannedTest]?
  /// The ids of the tests that shall run, once known.
  private var wanted: [Int]?
  /// The ids of the tests that have results.
  private var reported: Set<Int> = []
  /// The number of processes started.
  private var processCount = 0
  /// The number of crashes while no test was running.
  private var strayCrashes = 0
  /// What is wrong with the events of its processes.
  private var faults: [String] = []
  /// The names of processes that outlived those that started them.
  private var leaked: [String] = []
  /// What its processes wrote outside of tests.
  private var output = CapturedOutput.empty

  /// The run of `selection` under `engine`, with its files in `folder`.
  init(
    _ selection: SpecSelection, engine: Engine, filter: TestFilter, context: RunContext,
    folder: String
  ) {
    (file, self.engine, self.context, self.folder) = (selection.file, engine, context, folder)
    suite = SuiteID(file: selection.file.name, engine: engine.name)
    var filter = filter
    filter.lines = selection.lines
    filter.names = selection.names
    self.filter = filter
  }

  /// Runs the suite to its end.
  func run() async throws(RunnerError) {
    let start = ContinuousClock.now
    if try await build(), try await list() {
      while try await runProcess() {}
    }
    reportFaults()
    let time = (ContinuousClock.now - start).nanoseconds
    if !context.interruption.isRequested {
      context.stream.emit(.suiteFinished(suite, nanoseconds: time, output))
    }
  }

  /// The path of what is built of the spec.
  private var binary: String { Path.join(folder, "spec") }

  /// The tests that shall run and have no result, in the order in which they shall.
  private var remaining: [PlannedTest] {
    let plan = plan ?? []
    let tests = wanted.map { ids in ids.map { plan[$0] } } ?? plan
    return tests.filter { !reported.contains($0.id) }
  }

  /// Reports `result`, which is about the whole file.
  private func report(_ result: TestResult) { context.stream.emit(.testFinished(result)) }
}

extension SuiteRun {
  /// Builds the spec where the engine asks for it; whether there is something to run.
  private func build() async throws(RunnerError) -> Bool {
    guard let command = engine.build?(file.path, binary) else { return true }
    context.stream.emit(.buildStarted(suite))
    let start = ContinuousClock.now
    let build = SpecBuild(command: command, context: context, folder: Path.join(folder, "build"))
    let failure = try await build.run()
    if context.interruption.isRequested { return false }
    let time = (ContinuousClock.now - start).nanoseconds
    context.stream.emit(.buildFinished(suite, nanoseconds: time, failure: failure?.text))
    guard let failure else { return true }
    var result = TestResult.error(
      TestReference("compiles", of: suite), .compile, failure.message, details: failure.text)
    result.nanoseconds = time
    report(result)
    return false
  }

  /// Asks the spec for its plan when only some tests are wanted; whether there are any.
  private func list() async throws(RunnerError) -> Bool {
    if filter.isOpen, context.order == .written { return true }
    let process = try makeProcess(only: nil, isListing: true)
    let outcome = try await process.run(engine.run(file.path, binary))
    take(process, outcome)
    guard process.stop != .interrupted else { return false }
    guard let plan, outcome.ending == .exited(0) else {
      reportNoStart(process, outcome.ending)
      return false
    }
    let tests = context.order.arranged(filter.wanted(of: plan), in: file.name)
    wanted = tests.map(\.id)
    if !tests.isEmpty { context.stream.emit(.suitePlanned(suite, tests)) }
    return !tests.isEmpty
  }

  /// Runs the remaining tests in one process; whether another one is needed for the rest.
  private func runProcess() async throws(RunnerError) -> Bool {
    let only = plan == nil ? nil : remaining.map(\.id)
    let process = try makeProcess(only: only, isListing: false)
    let outcome = try await process.run(engine.run(file.path, binary))
    (plan, reported) = (process.plan, process.reported)
    let goesOn = conclude(process, outcome.ending)
    take(process, outcome)
    FileSystem.remove(process.folder)
    if goesOn && !remaining.isEmpty { return true }
    reportLost(process)
    return false
  }

  /// A new process for the tests `only`.
  private func makeProcess(only: [Int]?, isListing: Bool) throws(RunnerError) -> SpecProcess {
    processCount += 1
    return try SpecProcess(
      suite: suite, context: context, folder: Path.join(folder, "process\(processCount)"),
      only: only, isListing: isListing, plan: plan, reported: reported)
  }

  /// Takes over what `process` has found out.
  private func take(_ process: SpecProcess, _ outcome: ChildProcess.Outcome) {
    plan = process.plan
    reported = process.reported
    faults += process.faults
    if !process.isListing { output = output.appending(process.outsideOutput) }
    guard !outcome.leaked.isEmpty else { return }
    leaked += outcome.leaked
    context.stream.emit(.processesLeaked(suite, outcome.leaked))
  }
}

extension SuiteRun {
  /// Reports what the end of `process` means; whether the remaining tests deserve another one.
  ///
  /// Every process but the last reports at least one test or counts as a stray crash, of which
  /// there may be few, so that this ends.
  private func conclude(_ process: SpecProcess, _ ending: ChildProcess.Ending) -> Bool {
    if process.stop == .interrupted { return false }
    if let running = process.running {
      reportCrash(of: running, process, ending)
      return process.done == nil && process.stop != .planChanged
    }
    guard process.hasPlanned else {
      reportNoStart(process, ending)
      return false
    }
    guard let done = process.done else {
      if process.stop == .planChanged { return false }
      reportStrayEnd(process, ending)
      strayCrashes += 1
      return process.resultCount > 0 && strayCrashes < Self.maximumStrayCrashes
    }
    if done.isFocused { reportUnfocused(process) }
    if !Self.isProper(ending, process) { reportStrayEnd(process, ending) }
    return false
  }

  /// Whether a process that had run all it should may end like this: 1 says that a test failed.
  private static func isProper(_ ending: ChildProcess.Ending, _ process: SpecProcess) -> Bool {
    if process.stop != nil { return false }
    return ending == .exited(0) || (ending == .exited(1) && process.failureCount > 0)
  }

  /// Reports that the test `running` did not survive.
  private func reportCrash(
    of running: SpecProcess.Running, _ process: SpecProcess, _ ending: ChildProcess.Ending
  ) {
    let end = SpecMessage.Offsets(out: nil, err: nil)
    let output = process.takeOutput(from: running.offsets, to: end, isBad: true)
    let cause = self.cause(process, ending, errors: output.err.text, isMidTest: true)
    var result = TestResult.error(
      TestReference(running.test, in: suite), cause.fault, cause.message, details: cause.details)
    result.line = cause.line
    result.nanoseconds = (process.lastProgress - running.since).nanoseconds
    if process.stop != nil {
      result.nanoseconds = (ContinuousClock.now - running.since).nanoseconds
    }
    result.output = output
    process.report(result, of: running.test)
  }

  /// Reports that the file did not come to its plan.
  private func reportNoStart(_ process: SpecProcess, _ ending: ChildProcess.Ending) {
    let cause = self.cause(process, ending, errors: process.allErrors, isMidTest: false)
    let message = "no test ran: \(cause.message) before the plan"
    let test = TestReference("starts", of: suite)
    report(.error(test, cause.fault, message, details: cause.details))
  }

  /// Reports that the process ended badly while no test was running.
  private func reportStrayEnd(_ process: SpecProcess, _ ending: ChildProcess.Ending) {
    let cause = self.cause(process, ending, errors: process.allErrors, isMidTest: false)
    let message = "\(cause.message) \(process.place)"
    let test = TestReference("ends well", of: suite)
    report(.error(test, cause.fault, message, details: cause.details))
  }

  /// Why `process` ended, given the last it wrote to standard error.
  private func cause(
    _ process: SpecProcess, _ ending: ChildProcess.Ending, errors: String, isMidTest: Bool
  ) -> ProcessCause {
    ProcessCause(
      ending, stop: process.stop, activity: process.activity, errors: errors,
      specFile: suite.file, isMidTest: isMidTest)
  }

  /// Reports as skipped what did not run because other tests are focused.
  private func reportUnfocused(_ process: SpecProcess) {
    let left = remaining.filter { !process.reported.contains($0.id) }
    guard !left.isEmpty else { return }
    context.stream.emit(.suiteFocused(suite, leftOut: left.count))
    for test in left {
      var result = TestResult(TestReference(test, in: suite), .skipped)
      result.message = "other tests of the file are focused"
      process.report(result, of: test)
    }
  }

  /// Reports an error for each test that was planned, not run and never will be.
  private func reportLost(_ process: SpecProcess) {
    guard process.stop != .interrupted else { return }
    for test in remaining {
      let message = "no result received: the test was planned and never reported"
      reported.insert(test.id)
      report(.error(TestReference(test, in: suite), .noResult, message))
    }
  }

  /// Reports malformed events and leaked processes, once for the file.
  private func reportFaults() {
    if let first = faults.first {
      let test = TestReference("writes well-formed events", of: suite)
      let more = faults.prefix(10).joined(separator: "\n")
      report(.error(test, .malformedEvents, first, details: more))
    }
    if !leaked.isEmpty { report(.leaked(leaked, in: suite)) }
  }
}

extension TestResult {
  /// The error of `suite` that processes called `names` outlived it.
  static func leaked(_ names: [String], in suite: SuiteID) -> TestResult {
    let subject = names.count == 1 ? "1 process" : "\(names.count) processes"
    return .error(
      TestReference("leaked processes", of: suite), .leakedProcess,
      "\(subject) outlived the spec and had to be killed: \(names.joined(separator: ", "))")
  }
}

extension SpecProcess {
  /// The end of everything that was written to standard error.
  var allErrors: String {
    let size = err.size
    return err.text(in: max(0, size - (1 << 16))..<size)
  }
}

extension CapturedOutput {
  /// This output with `other` after it.
  func appending(_ other: CapturedOutput) -> CapturedOutput {
    CapturedOutput(out: out.appending(other.out), err: err.appending(other.err))
  }
}

extension CapturedText {
  /// This text with `other` after it.
  func appending(_ other: CapturedText) -> CapturedText {
    if other.isEmpty { return self }
    if isEmpty { return other }
    return CapturedText(head: text + other.text, omitted: 0, tail: "")
  }
}
