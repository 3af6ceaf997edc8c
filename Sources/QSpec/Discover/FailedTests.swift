/// The tests that a former run has shown to be bad, for running those alone.
struct FailedTests: Sendable {
  /// The full names of the bad tests of each file; nil where the whole file is to be run.
  private var names: [String: Set<String>?] = [:]

  /// What `record` says is bad.
  init(_ record: RunRecord) {
    for result in record.results where result.verdict.isBad {
      let file = result.test.suite.file
      guard result.test.id != nil, let known = names[file, default: []] else {
        names[file] = .some(nil)
        continue
      }
      names[file] = known.union([result.test.fullName])
    }
  }

  /// Whether nothing was bad.
  var isEmpty: Bool { names.isEmpty }

  /// Those of `selections` with bad tests, each narrowed to these.
  func narrowed(_ selections: [SpecSelection]) -> [SpecSelection] {
    selections.compactMap { selection in
      guard let bad = names[selection.file.name] else { return nil }
      var narrowed = selection
      narrowed.names = bad
      return narrowed
    }
  }
}
