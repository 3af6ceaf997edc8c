#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// The commands of the compiler.
public enum Driver {
  /// Compiles the program that `options` name, and leaves what they ask for.
  public static func compile(_ options: CompileOptions) -> ExitStatus {
    perform(options) { (compilation) throws(DriverError) in
      switch options.emit {
      case .obj: try compilation.link(.object, to: options.outputPath)
      case .exe: try compilation.link(.executable, to: options.outputPath)
      default: try compilation.print(options.emit)
      }
    }
  }

  /// Looks for mistakes in each of `files` as a program of its own.
  public static func check(_ files: [String], _ options: CompileOptions) -> ExitStatus {
    var worst = ExitStatus.success
    for file in files {
      var options = options
      options.file = file
      let status = perform(options) { (compilation) throws(DriverError) in
        try compilation.checkProgram()
      }
      if status.rawValue > worst.rawValue { worst = status }
    }
    return worst
  }

  /// Interprets the program that `options` name, and ends as it ends.
  public static func interpret(_ options: CompileOptions, _ arguments: [String]) -> ExitStatus {
    perform(options) { (compilation) throws(DriverError) in
      guard let program = try compilation.lower() else { return }
      compilation.showDiagnostics()
      let interpreter = MIRInterpreter(
        program: program, interner: compilation.interner, sources: compilation.sources)
      InternalError.enter("interpret")
      do throws(InterpreterError) {
        exit(try interpreter.run(entry: [Path.stem(options.file)] + arguments))
      } catch {
        throw .interpreterStopped(error, &compilation.sources)
      }
    }
  }

  /// Writes what is wrong with the command line to standard error, as the parser of the command
  /// line puts it: `Error: Unknown option …`, then how the command is used.
  public static func showUsageError(_ message: String) {
    Messages.write(usageText(message))
  }

  /// The text of a mistake in the command line.
  static func usageText(_ message: String) -> String {
    let prefix = "Error: "
    let body = message.hasPrefix(prefix) ? message.dropFirst(prefix.count) : message[...]
    let text =
      "error[\(DiagnosticKind.wrongOption.code)]: "
      + body.prefix(1).lowercased() + body.dropFirst()
    return text.hasSuffix("\n") ? text : text + "\n"
  }

  /// Runs one compilation on a thread with room for deep programs, and reports what it says.
  static func perform(
    _ options: CompileOptions,
    _ work: @escaping @Sendable (inout Compilation) throws(DriverError) -> Void
  ) -> ExitStatus {
    InternalError.install()
    return CompilerThread.run {
      let stages = Stages(countsMemory: options.memoryFormat != nil)
      var compilation = Compilation(options, stages)
      var status = ExitStatus.success
      do throws(DriverError) {
        try work(&compilation)
        compilation.showDiagnostics()
      } catch {
        compilation.showDiagnostics()
        status = Messages.report(error, options)
      }
      compilation.showStatistics()
      return compilation.diagnostics.hasErrors && status == .success ? .failure : status
    }
  }
}

extension Compilation {
  /// Writes the diagnostics that were not yet written.
  mutating func showDiagnostics() {
    guard !hasShownDiagnostics else { return }
    hasShownDiagnostics = true
    let sorted = diagnostics.sorted
    let limit = options.errorFormat == .json ? 0 : options.diagnosticLimit
    let shown = limit == 0 ? sorted[...] : sorted.prefix(limit)
    Messages.write(Messages.text(of: Array(shown), sources, options))
    let hidden = sorted.count - shown.count + diagnostics.unkept
    guard hidden > 0, options.errorFormat == .human else { return }
    Messages.write("\(hidden) more are not shown; '--error-limit N' shows N of them\n")
  }

  /// Writes the reports of time and memory that were asked for.
  func showStatistics() {
    switch options.memoryFormat {
    case .text: Messages.write(stages.memoryText(peak: ProcessMemory.peak()))
    case .json: Messages.write(stages.memoryJSON(peak: ProcessMemory.peak()))
    case nil: break
    }
    if options.reportsTimes { Messages.write(stages.timeText()) }
  }
}
