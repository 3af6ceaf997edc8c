/// In what form diagnostics are written.
public enum ErrorFormat: String, CaseIterable, Sendable {
  /// For people: the line with carets below it.
  case human
  /// For tools: a JSON object a line.
  case json
}

/// Writes diagnostics as text.
struct DiagnosticRenderer {
  /// The sources that spans point into.
  var sources: SourceMap
  /// In what form.
  let format: ErrorFormat
  /// Whether people see colours.
  let isColored: Bool

  /// The text of `diagnostics`, in their order.
  mutating func text(_ diagnostics: [Diagnostic]) -> String {
    var text = ""
    for diagnostic in diagnostics {
      switch format {
      case .human: text += human(diagnostic)
      case .json: text += json(diagnostic)
      }
    }
    return text
  }

  /// The text of a mistake outside of the program.
  func text(_ error: DriverError) -> String {
    switch format {
    case .human:
      let help = error.help.map { "\(painted("help:", .cyan)) \($0)\n" } ?? ""
      return "\(painted("error[\(error.kind.code)]:", .red)) \(error.message)\n\(help)"
    case .json:
      return "{\"severity\":\"error\",\"code\":\(JSONText.quoted(error.kind.code)),"
        + "\"message\":\(JSONText.quoted(error.message)),"
        + "\"help\":\(error.help.map(JSONText.quoted) ?? "null")}\n"
    }
  }

  /// A place as people count: columns in characters.
  private struct Place {
    let file: SourceFile
    let line: Int
    let column: Int
    /// The line's text.
    let text: String
    /// The number of characters that are pointed at, at least 1.
    let width: Int
  }

  private mutating func place(of span: Span) -> Place? {
    guard span.start != .none else { return nil }
    let found = sources.place(of: span.start)
    let bytes = sources.text(ofLine: found.line, in: found.file)
    let start = min(bytes.startIndex + found.column - 1, bytes.endIndex)
    let end = min(start + Int(span.length), bytes.endIndex)
    return Place(
      file: sources[found.file], line: found.line,
      column: Self.characters(bytes[bytes.startIndex..<start]) + 1,
      text: String(decoding: bytes, as: UTF8.self),
      width: max(1, Self.characters(bytes[start..<end])))
  }

  /// The number of code points in `bytes`.
  private static func characters(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
  }
}

// MARK: - For people

extension DiagnosticRenderer {
  /// The colours that parts of a message have.
  private enum Color: String {
    case red = "1;31"
    case yellow = "1;33"
    case cyan = "1;36"
    case blue = "1;34"
    case bold = "1"
  }

  private func painted(_ text: String, _ color: Color) -> String {
    isColored ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
  }

  private mutating func human(_ diagnostic: Diagnostic) -> String {
    let severity = diagnostic.kind.severity
    let color = severity == .error ? Color.red : .yellow
    let title = painted("\(severity.rawValue)[\(diagnostic.kind.code)]:", color)
    var text = "\(title) \(painted(diagnostic.message, .bold))\n"
    text += excerpt(diagnostic.span, color)
    for note in diagnostic.notes {
      text += "\(painted("note:", .blue)) \(note.message)\n" + excerpt(note.span, .blue)
    }
    if let help = diagnostic.help { text += "\(painted("help:", .cyan)) \(help)\n" }
    return text + "\n"
  }

  /// The line of `span` with carets below it.
  private mutating func excerpt(_ span: Span, _ color: Color) -> String {
    guard let place = place(of: span) else { return "" }
    let number = String(place.line)
    let margin = String(repeating: " ", count: number.count)
    // Tabs are kept, so that the carets stand below what they point at whatever a tab's width.
    let indent = place.text.unicodeScalars.prefix(place.column - 1).map { $0 == "\t" ? "\t" : " " }
    let carets = painted(String(repeating: "^", count: place.width), color)
    let bar = painted("|", .blue)
    return "\(margin)\(painted("-->", .blue)) \(place.file.path):\(place.line):\(place.column)\n"
      + "\(margin) \(bar)\n"
      + "\(painted(number, .blue)) \(bar) \(place.text)\n"
      + "\(margin) \(bar) \(indent.joined())\(carets)\n"
  }
}

// MARK: - For tools

extension DiagnosticRenderer {
  private mutating func json(_ diagnostic: Diagnostic) -> String {
    let notes = diagnostic.notes.map { note in
      "{\"message\":\(JSONText.quoted(note.message))\(location(note.span))}"
    }
    return "{\"severity\":\"\(diagnostic.kind.severity.rawValue)\","
      + "\"code\":\"\(diagnostic.kind.code)\","
      + "\"message\":\(JSONText.quoted(diagnostic.message))\(location(diagnostic.span)),"
      + "\"notes\":[\(notes.joined(separator: ","))],"
      + "\"help\":\(diagnostic.help.map(JSONText.quoted) ?? "null")}\n"
  }

  /// The fields that say where; offset and length count bytes.
  private mutating func location(_ span: Span) -> String {
    guard let place = place(of: span) else { return "" }
    return ",\"file\":\(JSONText.quoted(place.file.path)),\"line\":\(place.line),"
      + "\"column\":\(place.column),\"offset\":\(span.start.offset - place.file.base),"
      + "\"length\":\(span.length)"
  }
}
