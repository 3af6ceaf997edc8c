/// A reason for which the runner could not do what it was asked; ends a run with `exitCode`.
public struct RunnerError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The exit code of the run: `.usage` or `.infrastructure`.
  public let exitCode: ExitCode
  /// What was seen, in one or a few lines, without a final period.
  public let message: String

  /// The message.
  public var description: String { message }

  /// A command line that makes no sense.
  static func usage(_ message: String) -> RunnerError {
    RunnerError(exitCode: .usage, message: message)
  }

  /// A file, folder or process that did not do what it must.
  static func infrastructure(_ message: String) -> RunnerError {
    RunnerError(exitCode: .infrastructure, message: message)
  }
}
