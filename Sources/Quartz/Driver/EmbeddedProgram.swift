/// A program that runs inside of another one, by the interpreter: a Quakefile inside of quake.
public struct EmbeddedProgram: Sendable {
  /// What stands behind an `extern "C"` name: it is given the argument words and returns one word.
  public typealias Function = (_ words: [UInt64]) -> UInt64

  private let program: MIRProgram
  private let interner: Interner
  private let sources: SourceMap
  /// What the compiler warns of, as text.
  public let warnings: String

  /// Compiles the program that `options` name, on this thread, which must have a deep stack.
  public static func compile(_ options: CompileOptions) throws(EmbeddedFailure) -> EmbeddedProgram {
    var compilation = Compilation(options, Stages(countsMemory: false))
    let program: MIRProgram?
    do throws(DriverError) {
      program = try compilation.lower()
    } catch {
      throw EmbeddedFailure(message: Messages.text(of: error, options))
    }
    let text = Messages.text(of: compilation.diagnostics.sorted, compilation.sources, options)
    guard let program else { throw EmbeddedFailure(message: text) }
    return EmbeddedProgram(
      program: program, interner: compilation.interner, sources: compilation.sources,
      warnings: text)
  }

  private init(
    program: MIRProgram, interner: Interner, sources: SourceMap, warnings: String
  ) {
    self.program = program
    self.interner = interner
    self.sources = sources
    self.warnings = warnings
  }

  /// Runs the program's own statements; `functions` come before all others of their names.
  public func start(with functions: [String: Function]) throws(EmbeddedFailure) -> EmbeddedRun {
    var host: [String: HostFunction] = Self.exits
    for (name, function) in functions {
      host[name] = { call in function(Array(call.arguments)) }
    }
    let run = EmbeddedRun(
      MIRInterpreter(program: program, interner: interner, sources: sources, host: host), sources)
    try run.runStatements()
    return run
  }

  /// The ways out of a process, which here end nothing but the call that is running.
  private static var exits: [String: HostFunction] {
    let stop: HostFunction = { call in call.stop(Int32(truncatingIfNeeded: call[0])) }
    return ["exit": stop, "_exit": stop]
  }
}

/// A started program, in which closures may still be called; used by one thread at a time.
public final class EmbeddedRun {
  private let interpreter: MIRInterpreter
  private var sources: SourceMap

  fileprivate init(_ interpreter: MIRInterpreter, _ sources: SourceMap) {
    self.interpreter = interpreter
    self.sources = sources
  }

  /// Calls the closure that a function was given as the word `closure`.
  public func call(closure: UInt64) throws(EmbeddedFailure) {
    try attempt { () throws(InterpreterError) in
      _ = try interpreter.call(closure: closure, arguments: [])
    }
  }

  fileprivate func runStatements() throws(EmbeddedFailure) {
    try attempt { () throws(InterpreterError) in
      let code = try interpreter.run(entry: ["embedded"])
      guard code == 0 else { throw InterpreterError(reason: .stopped(code)) }
    }
  }

  /// Does `work`; a program that exits with 0 has done what it should.
  private func attempt(
    _ work: () throws(InterpreterError) -> Void
  ) throws(EmbeddedFailure) {
    do throws(InterpreterError) {
      try work()
    } catch {
      switch error.reason {
      case .stopped(0): return
      case .stopped(Self.panicCode): throw EmbeddedFailure(message: "it panicked")
      case .stopped(let code): throw EmbeddedFailure(message: "it exited with \(code)")
      default: throw EmbeddedFailure(message: place(of: error) + error.message)
      }
    }
  }

  /// What the standard library exits with after a panic, which it has told about by then.
  private static let panicCode: Int32 = 101

  /// `FILE:LINE: `, where the place is known.
  private func place(of error: InterpreterError) -> String {
    guard error.position != .none else { return "" }
    let place = sources.place(of: error.position)
    return "\(sources[place.file].stablePath):\(place.line): "
  }
}

/// Why an embedded program could not be compiled, or did not come to its end.
public struct EmbeddedFailure: Error, Sendable {
  /// What happened, in one or more lines.
  public let message: String
}
