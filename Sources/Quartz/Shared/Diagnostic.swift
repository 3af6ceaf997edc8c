/// How grave a diagnostic is.
enum Severity: String, Sendable {
  /// The program is wrong and is not compiled.
  case error
  /// The program is compiled, but something in it looks unintended.
  case warning
}

/// A stretch of source text: where it begins and how many bytes it has.
struct Span: Hashable, Sendable {
  /// The place of the first byte.
  let start: Position
  /// The number of bytes; 0 where a diagnostic points between two characters.
  let length: UInt32

  /// The stretch of `length` bytes from `start`.
  init(start: Position, length: UInt32) {
    self.start = start
    self.length = length
  }
}

/// One thing the compiler has to say about a program.
///
/// Each is made by a named constructor beside the phase that reports it.
struct Diagnostic: Sendable {
  /// A remark that points at another place involved.
  struct Note: Sendable {
    /// What there is to see at the place.
    let message: String
    /// The place.
    let span: Span
  }

  /// What kind of thing it is; gives the code.
  let kind: DiagnosticKind
  /// What was seen, in one line, without a final period.
  let message: String
  /// Where it was seen.
  let span: Span
  /// Other places involved.
  var notes: [Note] = []
  /// What to do about it.
  var help: String?

  /// A diagnostic of `kind` at `span`.
  init(_ kind: DiagnosticKind, _ message: String, at span: Span) {
    self.kind = kind
    self.message = message
    self.span = span
  }

  /// The same diagnostic with a note on another place.
  func noting(_ message: String, at span: Span) -> Diagnostic {
    var copy = self
    copy.notes.append(Note(message: message, span: span))
    return copy
  }

  /// The same diagnostic with advice, unless `help` is nil.
  func helping(_ help: String?) -> Diagnostic {
    var copy = self
    copy.help = help ?? copy.help
    return copy
  }
}

extension Diagnostic {
  /// The same diagnostic with the candidate nearest to `name` as advice, if one is near.
  func suggesting(_ name: String, among candidates: some Sequence<String>) -> Diagnostic {
    helping(Suggestion.nearest(to: name, among: candidates).map { "did you mean '\($0)'?" })
  }

  /// `1 argument`, `2 arguments`.
  static func counted(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }
}

/// The diagnostics that the phases have reported so far.
struct DiagnosticSink: Sendable {
  /// The number of diagnostics that are kept: more than anyone reads, and few enough to hold.
  static let capacity = 10_000

  /// What was reported, in the order of reporting, up to `capacity`.
  private(set) var all: [Diagnostic] = []
  /// The number of diagnostics that were reported after those.
  private(set) var unkept = 0
  /// Whether an error is among them.
  private(set) var hasErrors = false

  /// The number of diagnostics that were reported.
  var count: Int { all.count + unkept }

  /// An empty sink.
  init() {}

  /// Takes note of `diagnostic`.
  mutating func report(_ diagnostic: Diagnostic) {
    if all.count < Self.capacity { all.append(diagnostic) } else { unkept += 1 }
    if diagnostic.kind.severity == .error { hasErrors = true }
  }

  /// The diagnostics by place, each only once.
  var sorted: [Diagnostic] {
    let order = all.indices.sorted { (all[$0].span.start, $0) < (all[$1].span.start, $1) }
    var sorted: [Diagnostic] = []
    for diagnostic in order.lazy.map({ all[$0] }) {
      let isRepeated = sorted.reversed().lazy
        .prefix { $0.span.start == diagnostic.span.start }
        .contains { $0.kind == diagnostic.kind && $0.message == diagnostic.message }
      if !isRepeated { sorted.append(diagnostic) }
    }
    return sorted
  }
}
