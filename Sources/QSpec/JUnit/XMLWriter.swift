internal import CLibXML2

/// Writes XML to an open file; takes texts only as `CleanText`, and escapes them.
struct XMLWriter: ~Copyable {
  /// The writer of libxml2.
  private let writer: xmlTextWriterPtr
  /// Whether anything could not be written.
  private var hasFailed = false

  /// A writer to `descriptor`, which stays open; nil when there is no memory for it.
  init?(descriptor: Int32) {
    guard let buffer = xmlOutputBufferCreateFd(descriptor, nil) else { return nil }
    guard let writer = xmlNewTextWriter(buffer) else {
      xmlOutputBufferClose(buffer)
      return nil
    }
    self.writer = writer
    note(xmlTextWriterSetIndent(writer, 1))
    note(xmlTextWriterSetIndentString(writer, Self.bytes("  ")))
    note(xmlTextWriterStartDocument(writer, "1.0", "UTF-8", nil))
  }

  deinit { xmlFreeTextWriter(writer) }

  /// Opens an element.
  mutating func start(_ name: StaticString) {
    note(xmlTextWriterStartElement(writer, name.utf8Start))
  }

  /// Closes the element that was opened last.
  mutating func end() { note(xmlTextWriterEndElement(writer)) }

  /// Writes an attribute of the element that was opened last; line ends stay line ends.
  mutating func attribute(_ name: StaticString, _ value: CleanText) {
    note(xmlTextWriterWriteAttribute(writer, name.utf8Start, Self.bytes(value.string)))
  }

  /// Writes an attribute with a number.
  mutating func attribute(_ name: StaticString, _ value: Int) { attribute(name, CleanText(value)) }

  /// Writes text into the element that was opened last.
  mutating func text(_ text: CleanText) {
    note(xmlTextWriterWriteString(writer, Self.bytes(text.string)))
  }

  /// Writes an element that holds nothing but `text`.
  mutating func element(_ name: StaticString, _ text: CleanText) {
    start(name)
    if !text.string.isEmpty { self.text(text) }
    end()
  }

  /// Closes what is open and writes everything out; whether all of it was written.
  mutating func finish() -> Bool {
    note(xmlTextWriterEndDocument(writer))
    note(xmlTextWriterFlush(writer))
    return !hasFailed
  }

  /// Takes note of a call that returned `result`.
  private mutating func note(_ result: Int32) { if result < 0 { hasFailed = true } }

  /// `text` as C wants it, with a zero at the end; a clean text holds no other zero.
  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) + [0] }
}
