/// Writes diagnostics as text for people or as JSON for programs.
struct DiagnosticRenderer {
  /// How text for people is marked up.
  enum Markup: Sendable {
    /// Not at all.
    case plain
    /// With the colours of a terminal.
    case ansi
  }

  /// The sources that the diagnostics point into.
  var sources: SourceMap
  /// How text for people is marked up.
  private let markup: Markup
  /// The last place whose column was counted, so that many diagnostics on one long line do not
  /// count it from the start each time.
  private var knownColumn = (line: Position.none, offset: 0, column: 1)

  /// A renderer for diagnostics on `sources`.
  init(sources: SourceMap, markup: Markup) {
    self.sources = sources
    self.markup = markup
  }

  /// The text of `diagnostic` for people, in several lines.
  mutating func text(of diagnostic: Diagnostic) -> String {
    let severity = diagnostic.kind.severity
    let title = paint("\(severity.rawValue)[\(diagnostic.kind.code)]", severity.style)
    var text = title + paint(": \(Self.oneLine(diagnostic.message))", .strong) + "\n"
    text += excerpt(of: diagnostic.span, underline: "^", severity.style)
    if let help = diagnostic.help {
      let margin = String(repeating: " ", count: gutterWidth(of: diagnostic.span) + 1)
      text += margin + paint("= ", .gutter) + paint("help: ", .strong) + Self.oneLine(help) + "\n"
    }
    for note in diagnostic.notes {
      text += paint("note", .note) + ": " + Self.oneLine(note.message) + "\n"
      text += excerpt(of: note.span, underline: "-", .note)
    }
    return text
  }

  /// The place of `span` and its line of source, underlined; nothing for a span that is nowhere.
  private mutating func excerpt(
    of span: Span, underline: Character, _ style: Style
  ) -> String {
    guard span.start != .none else { return "" }
    let place = sources.place(of: span.start)
    let line = sources.text(ofLine: place.line, in: place.file)
    let shown = SourceExcerpt(line: line, offset: place.column - 1, length: Int(span.length))
    let column = column(of: span.start)
    let path = sources[place.file].path
    let margin = String(repeating: " ", count: gutterWidth(of: span))
    let mark = String(repeating: underline, count: shown.width)
    let code = shown.text.isEmpty ? "" : " " + shown.text
    return paint("\(margin)--> ", .gutter) + "\(path):\(place.line):\(column)\n"
      + paint("\(margin) |", .gutter) + "\n"
      + paint("\(place.line) |", .gutter) + code + "\n"
      + paint("\(margin) |", .gutter) + String(repeating: " ", count: shown.lead + 1)
      + paint(mark, style) + "\n"
  }

  /// The number of digits of the line number of `span`.
  private mutating func gutterWidth(of span: Span) -> Int {
    span.start == .none ? 1 : String(sources.place(of: span.start).line).count
  }

  /// The 1-based column of `position`, in code points.
  mutating func column(of position: Position) -> Int {
    let place = sources.place(of: position)
    let start = Position(offset: position.offset - UInt32(place.column - 1))
    if knownColumn.line != start || knownColumn.offset > place.column - 1 {
      knownColumn = (start, 0, 1)
    }
    let file = sources[place.file]
    let lineStart = Int(start.offset - file.base)
    for offset in knownColumn.offset..<place.column - 1 {
      if file.bytes[lineStart + offset] & 0xC0 != 0x80 { knownColumn.column += 1 }
    }
    knownColumn.offset = place.column - 1
    return knownColumn.column
  }

  /// The number of bytes from which on a message is shortened.
  private static let longestMessage = 2_000

  /// `text` on one line: control characters are escapes, and the middle of a very long text is left
  /// out.
  private static func oneLine(_ text: String) -> String {
    guard text.utf8.count <= longestMessage else {
      let start = String(text.unicodeScalars.prefix(longestMessage / 10))
      return oneLine(start + "…" + String(text.unicodeScalars.suffix(longestMessage / 10)))
    }
    guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return text }
    return text.unicodeScalars.reduce(into: "") { line, scalar in
      let isControl = scalar.value < 0x20 || scalar.value == 0x7F
      line += isControl ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
  }

  /// What a piece of text is, which decides its colour.
  enum Style: String {
    case error = "1;31"
    case warning = "1;33"
    case note = "1;36"
    case gutter = "1;34"
    case strong = "1"
  }

  private func paint(_ text: String, _ style: Style) -> String {
    switch markup {
    case .plain: text
    case .ansi: "\u{1b}[\(style.rawValue)m\(text)\u{1b}[0m"
    }
  }
}

extension Severity {
  /// How the severity is coloured.
  fileprivate var style: DiagnosticRenderer.Style {
    switch self {
    case .error: .error
    case .warning: .warning
    }
  }
}
