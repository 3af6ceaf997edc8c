/// Which tests of a file are wanted.
struct TestFilter: Sendable, Hashable {
  /// The lines at which the wanted tests are written; none when any will do.
  var lines: [Int] = []
  /// A text that the full name must contain.
  var text: String?
  /// Tags of which the test must have one; none when any will do.
  var tags: [String] = []

  /// The full names of the wanted tests, nil when any will do.
  var names: Set<String>?

  /// Whether every test passes.
  var isOpen: Bool { lines.isEmpty && text == nil && tags.isEmpty && names == nil }

  /// Those of `tests` that are wanted.
  func wanted(of tests: [PlannedTest]) -> [PlannedTest] {
    let meant = Set(lines.flatMap { ids(at: $0, in: tests) })
    return tests.filter { test in
      (lines.isEmpty || meant.contains(test.id))
        && (names?.contains(test.fullName) ?? true)
        && (text.map { test.fullName.contains($0) } ?? true)
        && (tags.isEmpty || tags.contains { test.tags.contains($0) })
    }
  }

  /// The tests written on `line`, else those that begin last before it, so that any line within a
  /// test means that test; all when it lies before the first, where only a group can begin.
  private func ids(at line: Int, in tests: [PlannedTest]) -> [Int] {
    let starts = tests.compactMap(\.line).filter { $0 <= line }
    guard let start = starts.max() else { return tests.map(\.id) }
    return tests.filter { $0.line == start }.map(\.id)
  }
}
