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
    version: Version.text,
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
    switch CommandLineParser.parse(Array(CommandLine.arguments.dropFirst())) {
    case .command(var command):
      do {
        try command.run()
      } catch {
        QuartzCommand.exit(withError: error)
      }
    case .text(let text):
      print(text)
    case .mistake(let message):
      Driver.showUsageError(message)
      QuartzCommand.exit(withError: ExitCode(ExitStatus.usage.rawValue))
    }
  }
}
