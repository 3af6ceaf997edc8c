extension DiagnosticRenderer {
  /// `diagnostic` as one JSON object on one line, without the line end.
  ///
  /// Lines and columns count from 1, columns in code points; `end_column` is the column behind the
  /// stretch, which is taken to end on its first line.
  mutating func json(of diagnostic: Diagnostic) -> String {
    var notes: [String] = []
    for note in diagnostic.notes {
      notes.append("{\"message\":\(Self.quoted(note.message)),\(place(of: note.span))}")
    }
    let help = diagnostic.help.map(Self.quoted) ?? "null"
    return "{\"severity\":\"\(diagnostic.kind.severity.rawValue)\","
      + "\"code\":\"\(diagnostic.kind.code)\",\"message\":\(Self.quoted(diagnostic.message)),"
      + place(of: diagnostic.span)
      + ",\"notes\":[\(notes.joined(separator: ","))],\"help\":\(help)}"
  }

  /// The members of an object that say where `span` is; null where it is nowhere.
  private mutating func place(of span: Span) -> String {
    guard span.start != .none else {
      return "\"file\":null,\"line\":null,\"column\":null,\"end_column\":null"
    }
    let start = sources.place(of: span.start)
    let line = sources.text(ofLine: start.line, in: start.file)
    let length = min(Int(span.length), max(0, line.count - (start.column - 1)))
    let column = column(of: span.start)
    let end = self.column(of: Position(offset: span.start.offset + UInt32(length)))
    return "\"file\":\(Self.quoted(sources[start.file].path)),\"line\":\(start.line),"
      + "\"column\":\(column),\"end_column\":\(end)"
  }

  /// `text` as a JSON string.
  static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): bytes += "\\n".utf8
      case UInt8(ascii: "\t"): bytes += "\\t".utf8
      case UInt8(ascii: "\r"): bytes += "\\r".utf8
      case 0..<0x20: bytes += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
    return String(decoding: bytes, as: UTF8.self)
  }
}
