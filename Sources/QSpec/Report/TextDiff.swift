/// Shows how a text differs from the one that was expected.
enum TextDiff {
  /// The most lines of either text that are compared; longer ones are shown as they are.
  private static let lineLimit = 400

  /// The expected and the actual text, line by line where there are several; nil for neither.
  static func description(expected: String?, actual: String?) -> String? {
    guard let expected, let actual else {
      return (expected.map { "expected: \($0)" } ?? actual.map { "actual: \($0)" })
    }
    let (shownExpected, shownActual) = UnfoldedText.pair(expected, actual)
    let (left, right) = (lines(shownExpected), lines(shownActual))
    if max(left.count, right.count) == 1 { return pair(expected, actual) }
    if max(left.count, right.count) > lineLimit { return pair("\n" + expected, "\n" + actual) }
    let changes = difference(left, right).joined(separator: "\n")
    return "difference (- expected, + actual):\n" + changes
  }

  /// Both texts below each other, and where they begin to differ.
  private static func pair(_ expected: String, _ actual: String) -> String {
    let shown = "expected: \(expected)\n  actual: \(actual)"
    let common = zip(expected, actual).prefix { $0 == $1 }.count
    let isLong = min(expected.count, actual.count) > 20 && !expected.contains("\n")
    guard isLong, common > 0 else { return shown }
    return shown + "\n" + String(repeating: " ", count: 10 + common) + "^"
  }

  /// The lines of `text`, with empty ones.
  private static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// All lines of both, those of `left` alone after `- ` and those of `right` alone after `+ `.
  private static func difference(_ left: [Substring], _ right: [Substring]) -> [String] {
    let changes = right.difference(from: left)
    let removed = Set(changes.removals.compactMap(offset))
    let inserted = Set(changes.insertions.compactMap(offset))
    var (result, from, to): ([String], Int, Int) = ([], 0, 0)
    while from < left.count || to < right.count {
      if removed.contains(from) {
        result.append("- \(left[from])")
        from += 1
      } else if inserted.contains(to) {
        result.append("+ \(right[to])")
        to += 1
      } else {
        result.append("  \(left[from])")
        (from, to) = (from + 1, to + 1)
      }
    }
    return result
  }

  /// The index of the line that `change` removes or inserts.
  private static func offset(_ change: CollectionDifference<Substring>.Change) -> Int? {
    switch change {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }
}
