/// What a run of specs tells its caller by its exit code.
public enum ExitCode: Int32, Sendable {
  /// Everything that ran passed.
  case passed = 0
  /// At least one test failed.
  case failed = 1
  /// The command line made no sense.
  case usage = 2
  /// The runner could not do its work: no compiler, no disk, no process.
  case infrastructure = 3
  /// No test was found, which is never a success.
  case nothingRan = 4
}
