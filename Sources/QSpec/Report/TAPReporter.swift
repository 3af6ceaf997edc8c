/// Writes every result as a line of the Test Anything Protocol, version 14, when it arrives.
final class TAPReporter: Reporter {
  /// Where the lines go.
  private let sink: TextSink
  /// The number of results so far.
  private var count = 0

  /// A reporter to `sink`.
  init(_ sink: TextSink) { self.sink = sink }

  func receive(_ event: RunEvent) {
    switch event.kind {
    case .runStarted: sink.write("TAP version 14\n")
    case .testFinished(let result): write(result)
    case .runInterrupted(let cause): sink.write("Bail out! interrupted by \(Self.clean(cause))\n")
    default: break
    }
  }

  func finish(_ record: RunRecord) { sink.write("1..\(count)\n") }

  private func write(_ result: TestResult) {
    count += 1
    let word = result.verdict.isBad ? "not ok" : "ok"
    let suite = result.test.suite
    let name = Self.clean("\(suite.file) \(result.test.fullName) (\(suite.engine))")
    sink.write("\(word) \(count) - \(name)\(Self.directive(result))\n")
    guard result.verdict.isBad else { return }
    let fields: [(String, String?)] = [
      ("message", result.message), ("severity", result.verdict == .failed ? "fail" : "error"),
      ("at", result.place), ("expected", result.expected), ("actual", result.actual),
    ]
    sink.write("  ---\n")
    for (key, value) in fields {
      if let value { sink.write("  \(key): \(Self.quoted(value))\n") }
    }
    sink.write("  ...\n")
  }

  /// What stands behind the name of a test that did not run.
  private static func directive(_ result: TestResult) -> String {
    switch result.verdict {
    case .skipped: " # SKIP" + (result.message.map { " " + clean($0) } ?? "")
    case .pending: " # TODO not written yet"
    default: ""
    }
  }

  /// `text` on one line, without what has a meaning in TAP.
  private static func clean(_ text: String) -> String {
    CleanText(text).string.replacing("\\", with: "\\\\").replacing("#", with: "\\#")
      .replacing("\n", with: " ")
  }

  /// `text` as a quoted scalar of YAML.
  private static func quoted(_ text: String) -> String {
    let escaped = CleanText(text).string.replacing("\\", with: "\\\\")
      .replacing("\"", with: "\\\"").replacing("\n", with: "\\n").replacing("\t", with: "\\t")
      .replacing("\r", with: "\\r")
    return "\"\(escaped)\""
  }
}
