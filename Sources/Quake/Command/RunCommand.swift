import ArgumentParser
import QSpec
import Quake

/// `quake TASK…`: runs tasks by name, or tells about them.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run tasks; without a name, list them all.")

  @Argument(help: "The tasks, verbs and sweeps to run.", completion: .custom(Self.names))
  var tasks: [String] = []

  @Flag(name: [.customShort("T"), .long], help: "List all tasks.")
  var list = false

  @Flag(help: "Show what would run, and why.")
  var plan = false

  @Option(help: "Show by which way the tasks, or any, lead to this one.")
  var why: String?

  @OptionGroup var run: RunFlags

  func run() async throws {
    let session = try Start.session()
    if let why { return try await session.explain(why, for: tasks) }
    if list || tasks.isEmpty {
      guard !plan else { throw ValidationError("--plan needs the name of a task") }
      return try await session.list()
    }
    if plan { return try await session.showPlan(tasks) }
    try Start.finish(
      await session.runTasks(
        tasks, jobs: run.jobs, keepGoing: run.keepGoing, quiet: run.quiet))
  }

  /// The names that complete what was typed.
  @Sendable private static func names(
    _ arguments: [String], _ index: Int, _ prefix: String
  ) async -> [String] {
    Verb.allCases.map(\.rawValue) + ((try? await Start.session().taskNames()) ?? [])
  }
}

/// How tasks are run.
struct RunFlags: ParsableArguments {
  @OptionGroup var limit: JobFlags

  @Flag(name: .shortAndLong, help: "Go on with what does not need a failed task.")
  var keepGoing = false

  @Flag(name: .shortAndLong, help: "Show only what failed tasks write.")
  var quiet = false

  /// How many tasks run at the same time.
  var jobs: Int { limit.jobs }
}

/// How many processes run at the same time.
struct JobFlags: ParsableArguments {
  @Option(
    name: [.customShort("j", allowingJoined: true), .long], help: "How many run at the same time.")
  var jobs: Int = Session.defaultJobs

  func validate() throws {
    guard (1...1024).contains(jobs) else { throw ValidationError("--jobs is 1 to 1024") }
  }
}

/// What every command begins and ends with.
enum Start {
  /// The session of this process.
  static func session() throws -> Session {
    try Session.ofThisProcess()
  }

  /// Ends the command with `code`.
  static func finish(_ code: QSpec.ExitCode) throws {
    guard code != .passed else { return }
    throw ArgumentParser.ExitCode(code.rawValue)
  }
}
