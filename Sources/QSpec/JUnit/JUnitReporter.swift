/// Writes a JUnit report when a run ends.
final class JUnitReporter: Reporter {
  /// Where and by which rules.
  private let options: JUnitOptions

  /// A reporter that writes what `options` say.
  init(_ options: JUnitOptions) { self.options = options }

  func receive(_ event: RunEvent) {}

  func finish(_ record: RunRecord) throws(RunnerError) {
    try JUnitWriter(JUnitDocument(record), options: options).write()
  }
}
