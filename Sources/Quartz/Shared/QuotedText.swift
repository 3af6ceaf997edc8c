/// Texts between quotes in printed tokens and trees, readable back.
enum QuotedText {
  /// Appends `bytes` between quotes: `"`, `\` and control characters as escapes, and bytes that are
  /// not UTF-8 as `\xHH`.
  static func append(_ bytes: some Collection<UInt8>, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    let isText = isUTF8(bytes)
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): text += "\\n".utf8
      case 0..<0x20, 0x7F: appendHex(byte, to: &text)
      case 0x80...: if isText { text.append(byte) } else { appendHex(byte, to: &text) }
      default: text.append(byte)
      }
    }
    text.append(UInt8(ascii: "\""))
  }

  /// The bytes of the quoted text that begins at `start`, and where it ends; nil when it does not.
  static func read(
    _ text: ArraySlice<UInt8>, from start: Int
  ) -> (bytes: [UInt8], end: Int)? {
    guard start < text.endIndex, text[start] == UInt8(ascii: "\"") else { return nil }
    var bytes: [UInt8] = []
    var offset = start + 1
    while offset < text.endIndex {
      switch text[offset] {
      case UInt8(ascii: "\""): return (bytes, offset + 1)
      case UInt8(ascii: "\\"):
        guard let escape = readEscape(text, from: offset) else { return nil }
        bytes.append(escape.byte)
        offset = escape.end
      default:
        bytes.append(text[offset])
        offset += 1
      }
    }
    return nil
  }

  private static func readEscape(
    _ text: ArraySlice<UInt8>, from start: Int
  ) -> (byte: UInt8, end: Int)? {
    guard start + 1 < text.endIndex else { return nil }
    switch text[start + 1] {
    case UInt8(ascii: "n"): return (UInt8(ascii: "\n"), start + 2)
    case UInt8(ascii: "x"):
      guard start + 4 <= text.endIndex - 1 else { return nil }
      let digits = String(decoding: text[start + 2..<start + 4], as: UTF8.self)
      return UInt8(digits, radix: 16).map { ($0, start + 4) }
    default: return (text[start + 1], start + 2)
    }
  }

  private static func appendHex(_ byte: UInt8, to text: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    text += [UInt8(ascii: "\\"), UInt8(ascii: "x"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
  }

  private static func isUTF8(_ bytes: some Collection<UInt8>) -> Bool {
    guard bytes.contains(where: { $0 >= 0x80 }) else { return true }
    return String(validating: bytes, as: UTF8.self) != nil
  }
}
