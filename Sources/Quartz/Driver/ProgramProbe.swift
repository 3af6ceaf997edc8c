/// Puts one program after the other through all phases, to see whether the compiler bears it.
///
/// The standard library is read once; each program begins with a copy of what that left. A trap ends
/// the process with exit code 70 and the name of the phase.
public struct ProgramProbe {
  /// What became of a program.
  public enum Outcome: Sendable, Equatable {
    /// It has errors.
    case refused
    /// It was translated to the end.
    case accepted
    /// It broke a rule of the compiler itself, told by the text.
    case broken(String)
  }

  /// A compilation that has read the prelude and what that imports.
  private let base: Compilation
  /// The files that the prelude consists of.
  private let library: ParsedProgram

  /// A probe with the standard library in the directory `path`.
  public init(standardLibrary path: String) throws(DriverError) {
    var options = CompileOptions(file: "")
    options.standardLibrary = path
    options.verifies = true
    var compilation = Compilation(options, Stages(countsMemory: false))
    library = try compilation.parseLibrary()
    base = compilation
  }

  /// Runs `body` on a thread with room for programs of any depth that the parser accepts.
  public static func onDeepStack(
    _ body: @escaping @Sendable () -> ExitStatus
  ) -> ExitStatus {
    InternalError.install()
    return CompilerThread.run(body)
  }

  /// What becomes of the program `text`, whose imports are looked for as if it stood at `path`.
  public func examine(_ text: [UInt8], path: String) -> Outcome {
    var compilation = base
    do throws(DriverError) {
      let parsed = try compilation.parse(text, path: path, after: library)
      guard let program = try compilation.lower(parsed) else {
        return compilation.outcome(isAccepted: false)
      }
      var sink = CountingSink()
      compilation.generate(program, to: &sink)
      return compilation.outcome(isAccepted: true)
    } catch {
      return error.status == .internalError
        ? .broken(error.message + "\n" + (error.details ?? "")) : .refused
    }
  }
}

extension Compilation {
  /// What is said of the diagnostics: each is rendered, and errors are what a refused program has.
  fileprivate func outcome(isAccepted: Bool) -> ProgramProbe.Outcome {
    InternalError.enter("diagnostics")
    var renderer = DiagnosticRenderer(sources: sources, markup: .plain)
    for diagnostic in diagnostics.sorted {
      guard !renderer.text(of: diagnostic).isEmpty, !renderer.json(of: diagnostic).isEmpty else {
        return .broken("a diagnostic without text: \(diagnostic.kind.code)")
      }
    }
    guard isAccepted == diagnostics.hasErrors else { return isAccepted ? .accepted : .refused }
    return .broken(isAccepted ? "accepted with errors" : "refused without an error")
  }
}
