import Synchronization

/// A Quakefile that was read: what it describes, and the means to run the bodies of its tasks.
///
/// Every body runs in a run of the Quakefile of its own, so that tasks may run at the same time and
/// none sees what another did to a variable, whatever their order.
final class Quakefile: Sendable {
  /// A run of the Quakefile with its host; whoever takes it is the only one to use it.
  private final class Run: @unchecked Sendable {
    let host: QuakefileHost
    let program: any QuakefileRun

    init(_ compiled: any CompiledQuakefile, host: QuakefileHost) throws {
      self.host = host
      do {
        program = try compiled.start(with: host.functions())
      } catch {
        throw host.failure ?? error
      }
      if let failure = host.failure { throw failure }
    }
  }

  /// What a first run leaves for all others.
  private struct Record: @unchecked Sendable {
    let declarations: [Declaration]
    let journal: QuakefileHost.Journal
  }

  private let project: Project
  private let inherited: [String: String]
  private let compiled: any CompiledQuakefile
  private let record: Record
  private let firstRun: Mutex<Run?>

  /// What the file describes, in order.
  var declarations: [Declaration] { record.declarations }

  /// Reads the Quakefile at `path`: checks it and runs its own statements.
  static func load(
    _ path: String, of project: Project, with evaluator: any QuakefileEvaluator,
    inherited: [String: String], output: OutputSink
  ) async throws -> Quakefile {
    try await Blocking.onThread {
      let compiled = try evaluator.compile(path)
      output.write(compiled.warnings)
      let host = QuakefileHost(project: project, inherited: inherited, output: output)
      return Quakefile(
        project: project, inherited: inherited, compiled: compiled,
        firstRun: try Run(compiled, host: host))
    }
  }

  private init(
    project: Project, inherited: [String: String], compiled: any CompiledQuakefile, firstRun: Run
  ) {
    self.project = project
    self.inherited = inherited
    self.compiled = compiled
    record = Record(declarations: firstRun.host.declarations, journal: firstRun.host.journal)
    self.firstRun = Mutex(firstRun)
  }

  /// Runs the body of the description at `index`.
  func runBody(_ index: Int, output: OutputSink) async throws {
    try await Blocking.onThread { [self] in
      let run = try firstRun.withLock { $0.take() } ?? anotherRun()
      run.host.beginBody(output: output)
      do {
        try run.program.call(closure: run.host.bodies[index])
      } catch {
        throw run.host.failure ?? error
      }
      if let failure = run.host.failure { throw failure }
    }
  }

  private func anotherRun() throws -> Run {
    let host = QuakefileHost(
      replaying: record.journal, project: project, inherited: inherited)
    let run = try Run(compiled, host: host)
    guard host.declarations == record.declarations else {
      throw QuakeError.failed("the Quakefile describes other tasks when it is read again")
    }
    return run
  }
}
