import QSpec

/// Why quake or one of its tasks stopped, with the exit code that says so to the caller.
public struct QuakeError: Error, Equatable, Sendable {
  /// What happened, in one or more lines.
  public let message: String
  /// What the process exits with.
  public let code: ExitCode

  /// The error of kind `code` that `message` describes.
  public init(_ message: String, code: ExitCode) {
    self.message = message
    self.code = code
  }

  /// Something that ran and was not right.
  static func failed(_ message: String) -> QuakeError { QuakeError(message, code: .failed) }

  /// A command line that makes no sense.
  static func usage(_ message: String) -> QuakeError { QuakeError(message, code: .usage) }

  /// Work that could not be done for want of a tool, a file or a process.
  static func infrastructure(_ message: String) -> QuakeError {
    QuakeError(message, code: .infrastructure)
  }

  /// A name that is no task, with those that were perhaps meant.
  static func unknownTask(_ name: String, among names: some Sequence<String>) -> QuakeError {
    let question = Suggestion.question(for: name, among: names)
    return usage("no task '\(name)'" + (question.map { "; \($0)" } ?? "; quake -T lists them"))
  }
}
