/// What one section of `quake test` found.
struct SectionResult: Sendable {
  /// One test that was not right, with everything there is to see.
  struct Failure: Sendable {
    /// The test's name.
    let name: String
    /// What was expected and what was seen, whole.
    let detail: String
  }

  /// The section's name.
  let section: String
  /// How many tests passed.
  var passed = 0
  /// How many tests were skipped on purpose.
  var skipped = 0
  /// The tests that failed.
  var failures: [Failure] = []
  /// Lines that are shown in any case.
  var remarks: [String] = []

  /// A result without any test so far.
  init(section: String) {
    self.section = section
  }

  /// The result of a section that could not be run, which counts as one failed test.
  init(section: String, broken reason: String) {
    self.section = section
    failures = [Failure(name: section, detail: reason)]
  }

  /// Counts a test called `name` that failed for what `detail` shows, or passed when that is nil.
  mutating func count(_ name: String, detail: String?) {
    guard let detail else {
      passed += 1
      return
    }
    failures.append(Failure(name: name, detail: detail))
  }

  /// The same result; when no test ran at all, with a failure that says so.
  func requiringTests() -> SectionResult {
    guard passed + failures.count == 0 else { return self }
    var copy = self
    copy.failures = [Failure(name: section, detail: "no test was found, which is no success")]
    return copy
  }

  /// Whether nothing failed.
  var isGreen: Bool { failures.isEmpty }

  /// `12 passed, 0 failed`, with the skipped ones when there are some.
  var counts: String {
    let tail = skipped > 0 ? ", \(skipped) skipped" : ""
    return "\(passed) passed, \(failures.count) failed\(tail)"
  }

  /// Shows everything about the tests that failed.
  func showFailures(on context: TaskContext) {
    for failure in failures {
      context.output.line(context.console.bad("not ok") + " \(section): \(failure.name)")
      for line in failure.detail.split(separator: "\n", omittingEmptySubsequences: false) {
        context.output.line("    \(line)")
      }
    }
  }
}
