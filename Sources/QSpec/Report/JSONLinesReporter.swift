/// Writes every event as a line of JSON when it happens, in the form of the journal.
final class JSONLinesReporter: Reporter {
  /// Where the lines go.
  private let sink: TextSink

  /// A reporter to `sink`.
  init(_ sink: TextSink) { self.sink = sink }

  func receive(_ event: RunEvent) { sink.write(event.json.line + "\n") }

  func finish(_ record: RunRecord) {}
}
