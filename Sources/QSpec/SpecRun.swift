/// What a run of specs shall do.
public struct SpecRunOptions: Sendable {
  /// The folder of the project.
  public var root: String
  /// The folder in which relative paths of `selections` begin.
  public var workingDirectory: String
  /// Names, paths, globs and places of specs; all specs when there are none.
  public var selections: [String] = []
  /// A text that the full names of the tests must contain.
  public var text: String?
  /// Tags of which a test must have one.
  public var tags: [String] = []
  /// The order in which the files and their tests run.
  public var order = SpecOrder.written
  /// The part of the files that is run, nil for all.
  public var shard: SpecShard?
  /// The journal of a former run of whose tests only the bad ones are run.
  public var failuresOf: String?
  /// The engines, each of which runs every spec.
  public var engines: [Engine]
  /// The number of specs that run at the same time.
  public var jobs: Int
  /// How much time and space a spec may take.
  public var limits = Limits()
  /// Environment variables of the specs beside the fixed ones.
  public var variables: [String: String] = [:]
  /// The JUnit reports to write.
  public var junit: [JUnitOptions] = []
  /// The path of the journal, which is kept in place of an older one.
  public var journal: String?
  /// Where events go as JSON lines.
  public var jsonLines: TextSink?
  /// Where results go in the Test Anything Protocol.
  public var tap: TextSink?
  /// How the report for people looks, nil for none.
  public var style: TerminalStyle?
  /// The command that runs one spec again, to which a place is added.
  public var rerunCommand = "./quake spec"
  /// Where the report for people goes.
  public var output = TextSink.standardOutput
  /// Where errors of the run itself go.
  public var errorOutput = TextSink.standardError
  /// What may stop the run; SIGINT and SIGTERM when nil.
  public var interruption: Interruption?

  /// A run of all specs of the project at `root` by `engines`, with as many jobs as processors.
  public init(root: String, engines: [Engine]) {
    workingDirectory = Platform.workingDirectory
    self.root = Path.absolute(root)
    self.engines = engines
    jobs = Platform.processorCount
    style = .automatic
  }
}

/// Runs specs from selection to reports: what `quake spec` does.
public enum SpecRun {
  /// Does what `options` say and returns the exit code that it calls for.
  public static func run(_ options: SpecRunOptions) async -> ExitCode {
    do throws(RunnerError) {
      guard let interruption = options.interruption else {
        return try await Interruption.catchingSignals { wish throws(RunnerError) in
          try await run(options, interruption: wish)
        }
      }
      return try await run(options, interruption: interruption)
    } catch {
      options.errorOutput.write("quake spec: \(error.message)\n")
      return error.exitCode
    }
  }

  /// The spec files that `options` select, in order.
  public static func files(_ options: SpecRunOptions) throws(RunnerError) -> [String] {
    try selections(options).map(\.file.name)
  }

  /// All that the journal at `path` says of its run, with an error for what never finished.
  public static func record(journal path: String) throws(RunnerError) -> RunRecord {
    RunRecord(try Journal.events(at: path)).completed
  }

  /// Makes the JUnit report `junit` of the journal at `path`, and tells `output` what it holds.
  ///
  /// The journal of a killed run will do: what never finished is an error in the report.
  public static func render(
    journal path: String, junit: [JUnitOptions] = [], style: TerminalStyle? = .plain,
    output: TextSink = .standardOutput
  ) throws(RunnerError) -> ExitCode {
    let events = try Journal.events(at: path)
    var reporters: [any Reporter] = junit.map { JUnitReporter($0) }
    if let style {
      reporters.append(TerminalReporter(output, options: .init(style: style.still)))
    }
    for event in events {
      for reporter in reporters { reporter.receive(event) }
    }
    let record = RunRecord(events).completed
    for reporter in reporters { try reporter.finish(record) }
    return record.exitCode
  }

  /// The tests that `options` select: a step of its own so that mistakes cost no time.
  private static func selections(
    _ options: SpecRunOptions
  ) throws(RunnerError) -> [SpecSelection] {
    let names = options.engines.map(\.name)
    guard !names.isEmpty, Set(names).count == names.count else {
      throw .usage("engines must have different names: \(names.joined(separator: ", "))")
    }
    guard options.jobs > 0 else { throw .usage("there must be at least one job") }
    let selector = SpecSelector(root: options.root, workingDirectory: options.workingDirectory)
    let all = try narrowed(selector.select(options.selections), options)
    let part = options.shard?.part(of: all) ?? all
    return options.order.arranged(part, in: "")
  }

  /// Those of `selections` that were bad in the former run, where that is asked for.
  private static func narrowed(
    _ selections: [SpecSelection], _ options: SpecRunOptions
  ) throws(RunnerError) -> [SpecSelection] {
    guard let path = options.failuresOf else { return selections }
    let absolute = Path.absolute(path, in: options.workingDirectory)
    guard FileSystem.kind(of: absolute) != nil else {
      throw .usage("there is no former run whose failures could be run again")
    }
    let bad = FailedTests(try record(journal: absolute))
    guard !bad.isEmpty else {
      throw RunnerError(exitCode: .nothingRan, message: "no test failed in the former run")
    }
    return bad.narrowed(selections)
  }

  /// Does what `options` say until it is done or `interruption` is uttered.
  private static func run(
    _ options: SpecRunOptions, interruption: Interruption
  ) async throws(RunnerError) -> ExitCode {
    let selections = try selections(options)
    let folder = try FileSystem.makeTemporaryFolder()
    defer { FileSystem.remove(folder) }
    let stream = EventStream(journal: try journal(options), reporters: reporters(options))
    let context = RunContext(
      root: options.root, folder: folder, limits: options.limits, stream: stream,
      interruption: interruption, order: options.order, variables: options.variables)
    stream.emit(.runStarted(info(options)))
    for selection in selections { stream.emit(.fileDiscovered(selection.file.name)) }
    let schedule = SpecSchedule(options: options, selections: selections, context: context)
    let failure = await schedule.run()
    stream.finish()
    if let failure = failure ?? stream.failure { throw failure }
    let code = stream.record.exitCode
    if code == .nothingRan { options.errorOutput.write("quake spec: no test was found\n") }
    return code
  }

  /// The journal that `options` ask for.
  private static func journal(_ options: SpecRunOptions) throws(RunnerError) -> Journal? {
    guard let path = options.journal else { return nil }
    let absolute = Path.absolute(path, in: options.workingDirectory)
    try FileSystem.makeFolder(Path.folder(of: absolute))
    return try Journal(creating: absolute)
  }

  /// The reporters that `options` ask for.
  private static func reporters(_ options: SpecRunOptions) -> [any Reporter] {
    var reporters: [any Reporter] = options.junit.map { junit in
      var junit = junit
      junit.path = Path.absolute(junit.path, in: options.workingDirectory)
      return JUnitReporter(junit)
    }
    if let sink = options.jsonLines { reporters.append(JSONLinesReporter(sink)) }
    if let sink = options.tap { reporters.append(TAPReporter(sink)) }
    guard let style = options.style else { return reporters }
    let terminal = TerminalReporter.Options(style: style, rerunCommand: options.rerunCommand)
    return reporters + [TerminalReporter(options.output, options: terminal)]
  }

  /// What is known when the run starts.
  private static func info(_ options: SpecRunOptions) -> RunInfo {
    RunInfo(
      startedAt: WallClock.now, engines: options.engines.map(\.name), jobs: options.jobs)
  }
}

extension TerminalStyle {
  /// The same style without the live line, for what is already over.
  fileprivate var still: TerminalStyle {
    var copy = self
    copy.isLive = false
    return copy
  }
}
