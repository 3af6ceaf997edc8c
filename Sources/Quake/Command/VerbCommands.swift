import ArgumentParser
import Quake

/// `quake build`.
struct BuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build", abstract: Verb.build.summary + ".")

  func run() async throws {
    try Start.finish(await Start.session().runVerb(.build))
  }
}

/// `quake test`.
struct TestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: Verb.test.summary + ".")

  @Argument(help: "The sections, such as 'docs'; all without one.")
  var sections: [String] = []

  func run() async throws {
    try Start.finish(await Start.session().runTest(sections))
  }
}

/// `quake clean`.
struct CleanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean", abstract: Verb.clean.summary + ".")

  func run() async throws {
    try Start.finish(await Start.session().runVerb(.clean))
  }
}

/// `quake smoke`.
struct SmokeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "smoke", abstract: Verb.smoke.summary + ".")

  @Argument(help: "The programs, by name; all without one.")
  var programs: [String] = []

  @Option(help: "The compiler to try instead of stage 1.")
  var compiler: String?

  @OptionGroup var limit: JobFlags

  func run() async throws {
    try Start.finish(
      await Start.session().runSmoke(programs, compiler: compiler, jobs: limit.jobs))
  }
}

/// `quake ui`.
struct UICommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ui", abstract: "Compare the compiler's diagnostics with those of spec/ui.")

  @Argument(help: "The programs, by name; all without one.")
  var programs: [String] = []

  @Flag(help: "Make what is seen what is expected.")
  var accept = false

  @OptionGroup var limit: JobFlags

  func run() async throws {
    let session = try Start.session()
    let code =
      accept
      ? await session.acceptUI(programs, jobs: limit.jobs)
      : await session.runUI(programs, jobs: limit.jobs)
    try Start.finish(code)
  }
}

/// `quake doctor`.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: Verb.doctor.summary + ".")

  @Flag(help: "Install what is missing, with apt-get or Homebrew.")
  var install = false

  func run() async throws {
    try Start.finish(await Start.session().runDoctor(installing: install))
  }
}

/// `quake sweep`.
struct SweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", abstract: "Run sweeps over specs; without a name, list them.")

  @Argument(help: "The sweeps, by name.")
  var sweeps: [String] = []

  @OptionGroup var limit: JobFlags

  func run() async throws {
    try Start.finish(await Start.session().runSweeps(sweeps, jobs: limit.jobs))
  }
}
