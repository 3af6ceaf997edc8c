/// Turns a Quakefile into something that can be run: the compiler up to MIR.
protocol QuakefileEvaluator: Sendable {
  /// Checks the Quakefile at `path` and lowers it; throws a `QuakeError` with the diagnostics.
  func compile(_ path: String) throws -> any CompiledQuakefile
}

/// A Quakefile that was checked and lowered, and can be started any number of times.
protocol CompiledQuakefile: Sendable {
  /// What there is to warn of, as text; empty when there is nothing.
  var warnings: String { get }

  /// Runs the Quakefile's own statements, from the first to the last.
  ///
  /// Every `extern "C"` name is looked up in `functions` before anything else. What the file does
  /// from then on is one run, with variables of its own, apart from every other run.
  func start(with functions: [String: HostFunction]) throws -> any QuakefileRun
}

/// A Quakefile whose own statements have run, used by one thread at a time.
protocol QuakefileRun: AnyObject {
  /// Calls the closure that a host function was given as `closure`, without arguments.
  func call(closure: UInt64) throws
}
