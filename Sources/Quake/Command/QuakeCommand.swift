import ArgumentParser
import QSpec
import Quake
import Quartz

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// The command line of `quake`.
struct QuakeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quake", abstract: "Build, specify and prove the Quartz compiler.",
    discussion: """
      A name that is none of the verbs below is a task or a sweep of the Quakefile, which is \
      searched for upwards from the current folder. Without a name, all are listed.

      Exit codes: 0 passed, 1 failed, 2 usage, 3 infrastructure, 4 nothing ran.
      """,
    version: "quake \(Version.toolchain)",
    subcommands: [
      RunCommand.self, BuildCommand.self, TestCommand.self, SmokeCommand.self, SpecCommand.self,
      UICommand.self, SweepCommand.self, FuzzCommand.self, FuzzWorkerCommand.self,
      GuardCommand.self, GuardCheckCommand.self, FixpointCommand.self, DDCCommand.self,
      BackupCommand.self, BackupsCommand.self, RestoreCommand.self, InstallCommand.self,
      HooksCommand.self, DoctorCommand.self, CleanCommand.self,
    ],
    defaultSubcommand: RunCommand.self)
}

/// The start of the process.
@main enum Main {
  static func main() async {
    do {
      var command = try QuakeCommand.parseAsRoot(arguments(CommandLine.arguments.dropFirst()))
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let code as ArgumentParser.ExitCode {
      exit(code.rawValue)
    } catch let error as QuakeError {
      OutputSink.standardError.line("quake: \(error.message)")
      exit(error.code.rawValue)
    } catch {
      finish(after: error)
    }
  }

  /// The arguments, with `run` in front where several verbs are asked for at once.
  private static func arguments(_ arguments: ArraySlice<String>) -> [String] {
    let names = arguments.prefix { !$0.hasPrefix("-") }
    let plain: Set = ["build", "doctor", "clean"]
    guard let first = names.first, names.count > 1, plain.contains(first) else {
      return Array(arguments)
    }
    return ["run"] + arguments
  }

  /// Ends with what the argument parser has to say: help or version, or a mistake of usage.
  private static func finish(after error: any Error) -> Never {
    let message = QuakeCommand.fullMessage(for: error)
    guard QuakeCommand.exitCode(for: error).isSuccess else {
      OutputSink.standardError.line(message)
      exit(QSpec.ExitCode.usage.rawValue)
    }
    OutputSink.standardOutput.line(message)
    exit(0)
  }
}
