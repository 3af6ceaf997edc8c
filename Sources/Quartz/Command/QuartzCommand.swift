import ArgumentParser
import Quartz

/// The command line of `quartz`.
struct QuartzCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quartz",
    abstract: "Compile Quartz programs.",
    usage: """
      quartz build FILE [-o OUT] [--release]
      quartz run FILE [-- ARGUMENTS]
      quartz check FILE...
      quartz explain CODE
      quartz [FLAGS] FILE
      """,
    discussion: "Without a command, the LLVM IR of FILE goes to standard output.",
    version: Version.toolchain,
    subcommands: [
      BuildCommand.self, RunCommand.self, CheckCommand.self, ExplainCommand.self,
      EmitCommand.self,
    ])

  /// The first words that begin a command; everything else is the plain form.
  static let commands: Set<String> = [
    "build", "run", "check", "explain", "help", "-h", "--help", "--version",
  ]
}

/// The entry of the process.
@main enum Main {
  static func main() {
    let arguments = normalized(Array(CommandLine.arguments.dropFirst()))
    let isCommand = arguments.first.map { QuartzCommand.commands.contains($0) } ?? false
    do {
      var command =
        isCommand
        ? try QuartzCommand.parseAsRoot(arguments) : try EmitCommand.parseAsRoot(arguments)
      try command.run()
    } catch {
      end(error, isCommand)
    }
  }

  /// `--memory-stats` without a value is that of text.
  private static func normalized(_ arguments: [String]) -> [String] {
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    return arguments.enumerated().map { number, argument in
      number < end && argument == "--memory-stats" ? "--memory-stats=text" : argument
    }
  }

  /// Ends the process after `error`: a request for help, an exit code of a command, or a mistake in
  /// the command line, for which the code is 2.
  private static func end(_ error: any Error, _ isCommand: Bool) -> Never {
    if let code = error as? ExitCode { QuartzCommand.exit(withError: code) }
    let code =
      isCommand ? QuartzCommand.exitCode(for: error) : EmitCommand.exitCode(for: error)
    let message =
      isCommand
      ? QuartzCommand.fullMessage(for: error) : EmitCommand.fullMessage(for: error)
    guard code != .success else {
      print(message)
      QuartzCommand.exit()
    }
    Driver.showUsageError(message)
    QuartzCommand.exit(withError: ExitCode(ExitStatus.usage.rawValue))
  }
}
