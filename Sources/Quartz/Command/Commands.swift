import ArgumentParser
import Quartz

/// `quartz build FILE`.
struct BuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build", abstract: "Compile a program to an executable file.")

  @Argument(help: "The main file of the program.")
  var file: String

  @Option(name: .short, help: ArgumentHelp("Where the result goes.", valueName: "out"))
  var output: String?

  @Option(help: "What is made.")
  var emit = EmitKind.exe

  @OptionGroup var machine: MachineOptions
  @OptionGroup var shared: SharedOptions

  func run() throws {
    var options = machine.apply(to: shared.options(for: file))
    options.output = output
    options.emit = emit
    try Driver.compile(options).end()
  }
}

/// `quartz run FILE`.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Compile a program and run it.")

  @Argument(help: "The main file of the program.")
  var file: String

  @Argument(parsing: .postTerminator, help: "What the program is given.")
  var arguments: [String] = []

  @Flag(help: "Interpret the program in place of compiling it.")
  var interpret = false

  @OptionGroup var machine: MachineOptions
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let options = machine.apply(to: shared.options(for: file))
    let status =
      interpret ? Driver.interpret(options, arguments) : Driver.run(options, arguments)
    try status.end()
  }
}

/// `quartz check FILE…`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Look for mistakes in programs.")

  @Argument(help: "The main files of the programs.")
  var files: [String]

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try Driver.check(files, shared.options(for: files[0])).end()
  }
}

/// `quartz explain CODE`.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Tell what a message means.")

  @Argument(help: "The code of the message, such as QZ0301.")
  var code: String

  @Option(name: .short, help: ArgumentHelp("Where the page goes.", valueName: "out"))
  var output: String?

  @OptionGroup var shared: SharedOptions

  func run() throws {
    var options = shared.options(for: "")
    options.output = output
    try Driver.explain(code, options).end()
  }
}

/// The plain form `quartz [FLAGS] FILE`.
struct EmitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quartz", abstract: "Compile a program to text.",
    version: Version.text, shouldDisplay: false)

  @Argument(help: "The main file of the program.")
  var file: String

  @Option(name: .short, help: ArgumentHelp("Where the result goes.", valueName: "out"))
  var output: String?

  @Option(help: "What is made.")
  var emit = EmitKind.llvm

  @OptionGroup var machine: MachineOptions
  @OptionGroup var shared: SharedOptions

  func run() throws {
    var options = machine.apply(to: shared.options(for: file))
    options.output = output
    options.emit = emit
    try Driver.compile(options).end()
  }
}
