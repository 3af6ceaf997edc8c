import ArgumentParser
import Quake

/// Which compiler of the Quakefile is meant.
struct BootstrapOption: ParsableArguments {
  @Option(name: .customLong("of"), help: "The compiler, as the Quakefile's bootstrap(…) names it.")
  var name: String?
}

/// `quake guard`.
struct GuardCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "guard", abstract: Verb.guard.summary + ".")

  @OptionGroup var chosen: BootstrapOption

  func run() async throws {
    try Start.finish(await Start.session().runGuard(chosen.name))
  }
}

/// `quake guard:check`.
struct GuardCheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "guard:check", abstract: Verb.guardCheck.summary + ".")

  @OptionGroup var chosen: BootstrapOption

  func run() async throws {
    try Start.finish(await Start.session().runGuardCheck(chosen.name))
  }
}

/// `quake fixpoint`.
struct FixpointCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fixpoint", abstract: Verb.fixpoint.summary + ".")

  @Flag(help: "Repeat it under other paths, time zones, locales and the like.")
  var vary = false

  @OptionGroup var chosen: BootstrapOption

  func run() async throws {
    try Start.finish(await Start.session().runFixpoint(chosen.name, varying: vary))
  }
}

/// `quake ddc`.
struct DDCCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ddc", abstract: Verb.ddc.summary + ".")

  @OptionGroup var chosen: BootstrapOption

  func run() async throws {
    try Start.finish(await Start.session().runDDC(chosen.name))
  }
}

/// `quake backup`.
struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Keep the golden compiler under a name too.")

  @Argument(help: "The name.")
  var label: String

  @OptionGroup var chosen: BootstrapOption

  func run() async throws {
    try Start.finish(await Start.session().runBackup(label, of: chosen.name))
  }
}

/// `quake backups`.
struct BackupsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backups", abstract: Verb.backups.summary + ".")

  @Flag(help: "Remove what neither a name nor golden or prev stands for.")
  var prune = false

  @OptionGroup var chosen: BootstrapOption

  func run() async throws {
    try Start.finish(await Start.session().runBackups(of: chosen.name, pruning: prune))
  }
}

/// `quake restore`.
struct RestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Put a compiler that was kept where it is used.")

  @Argument(help: "Its name, 'golden' or 'prev'; the newest that is whole without one.")
  var label: String?

  @OptionGroup var chosen: BootstrapOption

  func run() async throws {
    try Start.finish(await Start.session().runRestore(label, of: chosen.name))
  }
}

/// `quake install`.
struct InstallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install", abstract: Verb.install.summary + ".")

  @OptionGroup var chosen: BootstrapOption

  func run() async throws {
    try Start.finish(await Start.session().runInstall(of: chosen.name))
  }
}

/// `quake hooks`.
struct HooksCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hooks", abstract: "Let git call quake.",
    subcommands: [Install.self])

  /// `quake hooks install`.
  struct Install: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "install", abstract: "Let git ask 'quake guard:check' before each commit.")

    func run() async throws {
      try Start.finish(await Start.session().installHooks())
    }
  }
}

/// `quake parity`.
struct ParityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parity",
    abstract: "Compare what stage 2 prints with what stage 1 does, byte for byte.")

  @Argument(help: "The sources, as paths or patterns; all without one.")
  var sources: [String] = []

  @Option(help: "A level: tokens, ast, types, mir or llvm; all without one.")
  var level: [String] = []

  @Option(help: "The compiler to compare instead of stage 2.")
  var compiler: String?

  @Flag(help: "Write docs/parity.md.")
  var report = false

  @Option(help: "Instead of sources, compare so many programs made of them at random.")
  var mutated: Int?

  @Option(help: "What decides those programs: the same seed makes the same ones.")
  var seed: UInt64 = 1

  func validate() throws {
    let chooses = !sources.isEmpty || !level.isEmpty
    guard !report || (!chooses && mutated == nil) else {
      throw ValidationError("--report is about all sources and levels")
    }
    guard mutated == nil || !chooses else {
      throw ValidationError("--mutated programs are compared up to the LLVM IR, without sources")
    }
    guard mutated ?? 1 > 0 else { throw ValidationError("--mutated needs a number above 0") }
  }

  @OptionGroup var limit: JobFlags

  func run() async throws {
    try Start.finish(
      await Start.session().runParity(
        compiler, mutated.map { .mutated($0, seed: seed) } ?? .sources(sources, levels: level),
        jobs: limit.jobs, reporting: report))
  }
}
