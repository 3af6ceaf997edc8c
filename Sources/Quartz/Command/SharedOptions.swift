import ArgumentParser
import Quartz

extension EmitKind: ExpressibleByArgument {}
extension MemoryFormat: ExpressibleByArgument {}
extension ErrorFormat: ExpressibleByArgument {}
extension ColorChoice: ExpressibleByArgument {}
extension Sanitizer: ExpressibleByArgument {}

/// The options that every command knows.
struct SharedOptions: ParsableArguments {
  @Option(
    name: [.customShort("I", allowingJoined: true), .customLong("include", withSingleDash: false)],
    help: ArgumentHelp("Look for imported files in DIR, too.", valueName: "dir"))
  var include: [String] = []

  @Option(help: ArgumentHelp("Turn on the feature NAME.", valueName: "name"))
  var feature: [String] = []

  @Flag(help: "Take nothing from earlier compilations.")
  var noCache = false

  @Option(help: ArgumentHelp("Report the memory of each phase.", valueName: "text|json"))
  var memoryStats: MemoryFormat?

  @Flag(help: "Report the time of each phase.")
  var timePhases = false

  @Option(help: "How mistakes are written.")
  var errorFormat = ErrorFormat.human

  @Option(help: "When messages are coloured.")
  var color = ColorChoice.auto

  @Option(help: ArgumentHelp("Show N mistakes at most; 0 shows 10000.", valueName: "n"))
  var errorLimit = 100

  @Option(help: ArgumentHelp("Where the standard library is.", valueName: "dir"))
  var stdlibPath: String?

  @Flag(help: "Check the rules of each intermediate form.")
  var verify = false

  func validate() throws {
    if errorLimit < 0 { throw ValidationError("'--error-limit' takes 0 or a positive number") }
  }

  /// The options for compiling `file`.
  func options(for file: String) -> CompileOptions {
    var options = CompileOptions(file: file)
    options.includePaths = include
    options.features = feature
    options.usesCache = !noCache
    options.memoryFormat = memoryStats
    options.reportsTimes = timePhases
    options.errorFormat = errorFormat
    options.color = color
    options.diagnosticLimit = errorLimit
    options.standardLibrary = stdlibPath
    if verify { options.verifies = true }
    return options
  }
}

/// The options of commands that make machine code.
struct MachineOptions: ParsableArguments {
  @Flag(help: "Optimise the machine code.")
  var release = false

  @Option(help: ArgumentHelp("The machine that the program is for.", valueName: "triple"))
  var target: String?

  @Option(help: "Build a checker into the program.")
  var sanitize: Sanitizer?

  /// `options` with these.
  func apply(to options: CompileOptions) -> CompileOptions {
    var options = options
    options.isRelease = release
    options.target = target
    options.sanitizer = sanitize
    return options
  }
}

extension ExitStatus {
  /// Ends the command with this status.
  func end() throws {
    if self != .success { throw ExitCode(rawValue) }
  }
}
