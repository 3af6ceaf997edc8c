/// How a worker died of a program.
struct FuzzFinding: Sendable {
  /// The number of the program.
  let number: Int
  /// What tells one mistake from another, as far as that can be seen from outside.
  let signature: String
  /// What the worker wrote to standard error.
  let message: String

  /// What `captured`, the end of a worker, shows; nil when it came to its end.
  init?(_ captured: Captured) {
    guard captured.ending != .exited(0) else { return nil }
    let last = captured.outputText.split(separator: "\n", omittingEmptySubsequences: false).last
    number = last.flatMap { Int($0.split(separator: " ").first ?? "") } ?? -1
    message = captured.errorText
    signature = Self.signature(of: captured)
  }

  /// Whether the worker died of a program, and not before the first one.
  var isOfProgram: Bool { number >= 0 }

  private static func signature(of captured: Captured) -> String {
    guard case .exited = captured.ending else {
      return captured.ending == .killed(signal: stopSignal) ? "hang" : captured.ending.words
    }
    let lines = captured.errorText.split(separator: "\n").filter {
      $0.contains("rror") && !$0.hasPrefix("help")
    }
    return lines.map(withoutNames).joined(separator: " | ")
  }

  /// `line` without what is different from program to program: numbers and what is quoted, except
  /// the phase.
  private static func withoutNames(_ line: Substring) -> String {
    if line.contains("in phase '") || line.contains("Fatal error") { return String(line) }
    let parts = line.split(separator: "'", omittingEmptySubsequences: false)
    let unquoted = parts.enumerated().map { $0.offset % 2 == 0 ? String($0.element) : "…" }
    return String(unquoted.joined(separator: "'").map { $0.isNumber ? "0" : $0 })
  }

  /// SIGPROF, by which the system ends a worker whose time is over.
  private static let stopSignal: Int32 = 27
}
