/// Shows how a text differs from the one that was expected.
enum TextDifference {
  /// Both texts from their first different line on, or nil when they are equal.
  static func between(expected: String, observed: String) -> String? {
    guard expected != observed else { return nil }
    let left = lines(expected)
    let right = lines(observed)
    let common = zip(left, right).prefix { $0 == $1 }.count
    let start = max(0, common - 2)
    let shared = left[start..<common].map { "  \($0)" }
    let expectedTail = left[common...].map { "- \($0)" }
    let observedTail = right[common...].map { "+ \($0)" }
    let head = "the output differs from line \(common + 1) on (- expected, + observed)"
    return ([head] + shared + expectedTail + observedTail).joined(separator: "\n")
  }

  /// The lines of `text`, the last one marked when it does not end.
  private static func lines(_ text: String) -> [String] {
    guard !text.isEmpty else { return [] }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() } else { lines[lines.count - 1] += " (no line end)" }
    return lines
  }
}
