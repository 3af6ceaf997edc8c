/// What is wrong with a text that should have been JSON.
struct JSONFault: Error, Equatable {
  /// What was seen.
  let message: String
  /// Index of the byte where it was seen.
  let offset: Int
}

/// A reader of one JSON value from bytes.
///
/// It refuses what is no JSON, with two mercies for what broken spec processes write: a lone
/// surrogate or a byte that is no UTF-8 becomes U+FFFD, and control characters may stand in texts.
struct JSONReader {
  /// The deepest nesting that is read, so that hostile input cannot exhaust the stack.
  static let maximumDepth = 64

  /// The text.
  private let bytes: [UInt8]
  /// Index of the next byte.
  private var position = 0
  /// The number of lists and objects that are open.
  private var depth = 0

  /// A reader at the start of `bytes`.
  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// The value that `bytes` hold, with nothing but blanks around it.
  static func value(of bytes: [UInt8]) throws(JSONFault) -> JSONValue {
    var reader = JSONReader(bytes: bytes)
    let value = try reader.readValue()
    reader.skipBlanks()
    guard reader.position == bytes.count else { throw reader.fault("text after the value") }
    return value
  }

  /// The fault `message` at the current place.
  private func fault(_ message: String) -> JSONFault {
    JSONFault(message: message, offset: position)
  }

  /// The next byte, nil at the end.
  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Moves past spaces, tabs and line ends.
  private mutating func skipBlanks() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      position += 1
    }
  }

  /// Moves past `byte` when it is next.
  private mutating func eat(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    position += 1
    return true
  }

  /// The value at the current place.
  private mutating func readValue() throws(JSONFault) -> JSONValue {
    skipBlanks()
    switch peek {
    case UInt8(ascii: "{"):
      return try nested { (reader) throws(JSONFault) in
        try reader.readObject()
      }
    case UInt8(ascii: "["):
      return try nested { (reader) throws(JSONFault) in
        try reader.readArray()
      }
    case UInt8(ascii: "\""): return .string(try readString())
    case UInt8(ascii: "t"): return try readWord("true", .bool(true))
    case UInt8(ascii: "f"): return try readWord("false", .bool(false))
    case UInt8(ascii: "n"): return try readWord("null", .null)
    case nil: throw fault("the text ends where a value is expected")
    default: return try readNumber()
    }
  }

  /// What `body` reads one level deeper.
  private mutating func nested(
    _ body: (inout JSONReader) throws(JSONFault) -> JSONValue
  ) throws(JSONFault) -> JSONValue {
    guard depth < Self.maximumDepth else { throw fault("nested too deeply") }
    depth += 1
    position += 1
    let value = try body(&self)
    depth -= 1
    return value
  }

  /// `value`, when the text goes on with `word`.
  private mutating func readWord(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONFault) -> JSONValue {
    let length = word.utf8CodeUnitCount
    guard position + length <= bytes.count else { throw fault("unknown word") }
    for index in 0..<length where bytes[position + index] != word.utf8Start[index] {
      throw fault("unknown word")
    }
    position += length
    return value
  }

  /// The members up to the closing brace.
  private mutating func readObject() throws(JSONFault) -> JSONValue {
    var members: [JSONValue.Member] = []
    skipBlanks()
    if eat(UInt8(ascii: "}")) { return .object(members) }
    while true {
      skipBlanks()
      let name = try readString()
      skipBlanks()
      guard eat(UInt8(ascii: ":")) else { throw fault("no ':' after a name") }
      members.append(JSONValue.Member(name: name, value: try readValue()))
      skipBlanks()
      if eat(UInt8(ascii: "}")) { return .object(members) }
      guard eat(UInt8(ascii: ",")) else { throw fault("no ',' or '}' after a member") }
    }
  }

  /// The elements up to the closing bracket.
  private mutating func readArray() throws(JSONFault) -> JSONValue {
    var elements: [JSONValue] = []
    skipBlanks()
    if eat(UInt8(ascii: "]")) { return .array(elements) }
    while true {
      elements.append(try readValue())
      skipBlanks()
      if eat(UInt8(ascii: "]")) { return .array(elements) }
      guard eat(UInt8(ascii: ",")) else { throw fault("no ',' or ']' after an element") }
    }
  }

  /// The number at the current place.
  private mutating func readNumber() throws(JSONFault) -> JSONValue {
    let start = position
    let allowed: StaticString = "+-.0123456789eE"
    while let byte = peek, contains(allowed, byte) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let first = text.utf8.first, first == 0x2D || (0x30...0x39).contains(first) else {
      position = start
      throw fault("unexpected character")
    }
    if let value = Int(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else { throw fault("malformed number") }
    return .number(value)
  }

  /// Whether `byte` is one of the characters of `set`.
  private func contains(_ set: StaticString, _ byte: UInt8) -> Bool {
    for index in 0..<set.utf8CodeUnitCount where set.utf8Start[index] == byte { return true }
    return false
  }
}

extension JSONReader {
  /// The text at the current place, without its quotes and escapes.
  private mutating func readString() throws(JSONFault) -> String {
    guard eat(UInt8(ascii: "\"")) else { throw fault("no '\"' where a text is expected") }
    var text: [UInt8] = []
    while let byte = peek {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try readEscape(into: &text)
      default: text.append(byte)
      }
    }
    throw fault("the text ends inside quotes")
  }

  /// Appends what the escape after a backslash stands for.
  private mutating func readEscape(into text: inout [UInt8]) throws(JSONFault) {
    guard let byte = peek else { throw fault("the text ends inside quotes") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text.append(contentsOf: String(try readScalar()).utf8)
    default: throw fault("unknown escape")
    }
  }

  /// The scalar of a `\u` escape, with the second half of a pair; U+FFFD for half of a pair.
  private mutating func readScalar() throws(JSONFault) -> Unicode.Scalar {
    let high = try readHex()
    if let scalar = Unicode.Scalar(high) { return scalar }
    let mark = position
    guard high < 0xDC00, eat(UInt8(ascii: "\\")), eat(UInt8(ascii: "u")) else {
      position = mark
      return "\u{FFFD}"
    }
    let low = try readHex()
    guard (0xDC00..<0xE000).contains(low) else {
      position = mark
      return "\u{FFFD}"
    }
    return Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)) ?? "\u{FFFD}"
  }

  /// The value of four hexadecimal digits.
  private mutating func readHex() throws(JSONFault) -> UInt32 {
    guard position + 4 <= bytes.count else { throw fault("the text ends inside an escape") }
    let digits = String(decoding: bytes[position..<position + 4], as: UTF8.self)
    guard digits.utf8.first != UInt8(ascii: "+"), let value = UInt32(digits, radix: 16) else {
      throw fault("no hexadecimal digits after '\\u'")
    }
    position += 4
    return value
  }
}
