import QSpec

/// One start of quake: the project, the tools and the console, and what is done with them.
public struct Session: Sendable {
  /// The project.
  public let project: Project
  /// The tools of this machine.
  let toolchain: Toolchain
  /// The console.
  let console: Console
  /// Where results go.
  let out: OutputSink
  /// The environment of the process.
  let environment: [String: String]
  /// What reads the Quakefile.
  let evaluator: any QuakefileEvaluator
  /// What runs specs.
  let specs: any SpecRunning

  /// The session of a process that was started in `folder`.
  public init(
    folder: String, environment: [String: String], out: OutputSink = .standardOutput
  ) throws {
    project = try Project.around(folder, home: environment["QUAKE_HOME"])
    toolchain = Toolchain(project: project, environment: environment)
    console = Console(environment: environment)
    self.out = out
    self.environment = environment
    let library = project.path("std")
    evaluator = QuartzEvaluator(
      standardLibrary: Files.exists(Files.join(library, "prelude.qz")) ? library : nil)
    specs = QSpecRunner(console: console)
  }

  /// How many processes run at the same time unless the user says otherwise.
  public static var defaultJobs: Int { ProcessEnvironment.processors }

  /// Runs `order` and returns the exit code.
  func run(_ order: [QuakeTask], _ options: RunOptions) async -> ExitCode {
    let runner = TaskRunner(project: project, options: options, console: console, out: out)
    return TaskRunner.exitCode(of: await runner.run(order))
  }

  /// The Quakefile's content, or nil when there is no Quakefile.
  func quakefile() async throws -> Quakefile? {
    guard let path = project.quakefile else { return nil }
    return try await Quakefile.load(
      path, of: project, with: evaluator, inherited: environment, output: out)
  }

  /// All tasks: the verbs and what the Quakefile describes.
  func graph() async throws -> TaskGraph {
    let described = try await quakefile()?.tasks(sweep: sweep) ?? []
    for task in described where Verb(rawValue: task.name) != nil {
      throw QuakeError.usage("the Quakefile describes '\(task.name)', which is a verb of quake")
    }
    return try TaskGraph(verbTasks + described)
  }

  /// The graph that holds `names`: without the Quakefile where verbs are all that is asked for.
  func graph(for names: [String]) async throws -> TaskGraph {
    if !names.isEmpty, names.allSatisfy({ Verb(rawValue: $0) != nil }) {
      return try TaskGraph(verbTasks)
    }
    return try await graph()
  }
}

// MARK: Verbs as tasks

extension Session {
  /// The verbs as tasks that other tasks can need, each with its usual options.
  var verbTasks: [QuakeTask] {
    Verb.allCases.map { verb in
      QuakeTask(name: verb.rawValue, description: verb.summary, origin: .builtIn) { context in
        try await perform(verb, context)
      }
    }
  }

  private func perform(_ verb: Verb, _ context: TaskContext) async throws {
    switch verb {
    case .build: try await BuildVerb(project: project, toolchain: toolchain).run(context)
    case .test:
      try await testVerb([]).run(context)
    case .smoke: try await smoke([], context)
    case .spec: try await spec(SpecRequest(), context)
    case .fuzz: try await FuzzVerb(project: project, request: FuzzRequest()).run(context)
    case .guard: try await guardVerb(nil, context).run(context)
    case .guardCheck: try guardCheck(nil, context)
    case .fixpoint:
      try await FixpointVerb(guardVerb: guardVerb(nil, context), varies: false).run(context)
    case .ddc: try await DDCVerb(guardVerb: guardVerb(nil, context)).run(context)
    case .backups: try await backupVerbs(nil).list(pruning: false, context)
    case .install: try await install(nil, context)
    case .doctor:
      try await DoctorVerb(project: project, toolchain: toolchain).run(context, installing: false)
    case .clean: try CleanVerb(project: project).run(context)
    }
  }

  func smoke(_ names: [String], compiler: String? = nil, _ context: TaskContext) async throws {
    let check = SmokeCheck(project: project, toolchain: toolchain, compiler: compiler)
    let result = try await check.run(names, jobs: context.jobs)
    result.remarks.forEach(context.output.line)
    result.showFailures(on: context)
    guard result.passed + result.failures.count > 0 else {
      throw QuakeError("no program in spec/smoke", code: .nothingRan)
    }
    guard result.isGreen else { throw QuakeError.failed(result.counts) }
  }

  func ui(
    _ mode: ExpectationMode, _ names: [String], _ context: TaskContext
  ) async throws {
    guard mode == .compare || !Console.isInCI(environment) else {
      throw QuakeError.usage("nothing is accepted under CI: run this where the result is looked at")
    }
    let check = UICheck(project: project, toolchain: toolchain)
    let result = try await check.run(mode, names, jobs: context.jobs)
    result.remarks.forEach(context.output.line)
    result.showFailures(on: context)
    guard result.passed + result.failures.count > 0 else {
      throw QuakeError("no program in spec/ui", code: .nothingRan)
    }
    guard result.isGreen else { throw QuakeError.failed(result.counts) }
    context.output.line(result.counts)
  }

  func spec(_ request: SpecRequest, _ context: TaskContext) async throws {
    let tally = try await specs.run(
      request, project: project, quartz: toolchain.quartz(), output: context.output)
    guard tally.passed + tally.failures.count > 0 else {
      throw QuakeError("no spec was found", code: .nothingRan)
    }
    guard tally.failures.isEmpty else { throw QuakeError.failed("") }
  }

  private func sweep(_ patterns: [String], _ context: TaskContext) async throws {
    var request = SpecRequest()
    request.selectors = patterns
    // Sweeps may run at the same time, each with a journal of its own.
    let name = Digest.of(patterns.joined(separator: "\n")).prefix(16)
    request.journal = Files.join(project.scratch, "sweep-\(name).journal")
    let files = try specs.files(request, project: project)
    for file in files { context.output.line(file) }
    request.jobs = context.jobs
    try await spec(request, context)
  }
}
