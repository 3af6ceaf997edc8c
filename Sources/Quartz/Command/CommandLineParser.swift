import ArgumentParser
import Quartz

/// Finds out what the words of the command line ask for.
enum CommandLineParser {
  /// What they ask for.
  enum Request {
    /// A command to run.
    case command(any ParsableCommand)
    /// A text for standard output, such as help.
    case text(String)
    /// Nothing that makes sense, and why.
    case mistake(String)
  }

  /// What `arguments` ask for: a command when the first one names it, else the plain form.
  static func parse(_ arguments: [String]) -> Request {
    let arguments = normalized(arguments)
    let isCommand = arguments.first.map { QuartzCommand.commands.contains($0) } ?? false
    return isCommand
      ? parse(arguments, as: QuartzCommand.self) : parse(arguments, as: EmitCommand.self)
  }

  private static func parse<Root: ParsableCommand>(
    _ arguments: [String], as root: Root.Type
  ) -> Request {
    do {
      let command = try Root.parseAsRoot(arguments)
      // Words such as `help` are commands of the library, whose text comes as an error of `run`.
      guard isOurs(command) else { return text(running: command, Root.self) }
      return .command(command)
    } catch {
      let message = Root.fullMessage(for: error)
      return Root.exitCode(for: error) == .success ? .text(message) : .mistake(message)
    }
  }

  private static func isOurs(_ command: any ParsableCommand) -> Bool {
    command is BuildCommand || command is RunCommand || command is CheckCommand
      || command is ExplainCommand || command is EmitCommand
  }

  private static func text<Root: ParsableCommand>(
    running command: any ParsableCommand, _: Root.Type
  ) -> Request {
    var command = command
    do {
      try command.run()
      return .text("")
    } catch {
      let message = Root.fullMessage(for: error)
      return Root.exitCode(for: error) == .success ? .text(message) : .mistake(message)
    }
  }

  /// `--memory-stats` without a value is that of text.
  private static func normalized(_ arguments: [String]) -> [String] {
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    return arguments.enumerated().map { number, argument in
      number < end && argument == "--memory-stats" ? "--memory-stats=text" : argument
    }
  }
}
