extension Lexer {
  /// The symbol of the string text from `start` up to `end`, escapes decoded.
  mutating func text(from start: Int, to end: Int) -> Symbol {
    let raw = source.slice(start, end)
    guard raw.contains(UInt8(ascii: "\\")) else { return interner.internBytes(raw) }
    decoded.removeAll(keepingCapacity: true)
    decode(from: start, to: end)
    return interner.intern(decoded)
  }

  /// Appends the text from `start` up to `end` to `decoded`.
  mutating func decode(from start: Int, to end: Int) {
    var offset = start
    while offset < end {
      if source[offset] == UInt8(ascii: "\\") {
        offset = decodeEscape(at: offset, to: end)
      } else {
        decoded.append(source[offset])
        offset += 1
      }
    }
  }

  /// Appends what the escape at `offset` stands for and returns where it ends.
  private mutating func decodeEscape(at offset: Int, to end: Int) -> Int {
    let letter = offset + 1 < end ? source[offset + 1] : 0
    if let byte = Self.simpleEscape(letter) {
      decoded.append(byte)
      return offset + 2
    }
    switch letter {
    case UInt8(ascii: "x"): return decodeByte(at: offset, to: end)
    case UInt8(ascii: "u"): return decodeScalar(at: offset, to: end)
    default: return reportUnknownEscape(at: offset, to: end)
    }
  }

  /// The byte that `\` and `letter` stand for.
  private static func simpleEscape(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "n"): 10
    case UInt8(ascii: "t"): 9
    case UInt8(ascii: "r"): 13
    case UInt8(ascii: "0"): 0
    case UInt8(ascii: "e"): 27
    case UInt8(ascii: "a"): 7
    case UInt8(ascii: "b"): 8
    case UInt8(ascii: "f"): 12
    case UInt8(ascii: "v"): 11
    case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "#"): letter
    default: nil
    }
  }

  /// Decodes `\xHH`: one code point up to 0xFF.
  private mutating func decodeByte(at offset: Int, to end: Int) -> Int {
    let digits = hexDigits(from: offset + 2, to: min(end, offset + 4))
    guard digits.count == 2 else {
      return reject("'\\x' needs two hexadecimal digits", offset, digits.end)
    }
    appendScalar(digits.value)
    return digits.end
  }

  /// Decodes `\u{…}`: a code point of one to six digits.
  private mutating func decodeScalar(at offset: Int, to end: Int) -> Int {
    guard offset + 2 < end, source[offset + 2] == UInt8(ascii: "{") else {
      return reject("'\\u' needs braces, as in '\\u{e9}'", offset, min(end, offset + 2))
    }
    let digits = hexDigits(from: offset + 3, to: end)
    guard (1...6).contains(digits.count), digits.end < end,
      source[digits.end] == UInt8(ascii: "}")
    else {
      return reject("'\\u{…}' needs one to six hexadecimal digits", offset, digits.end)
    }
    guard Unicode.Scalar(digits.value) != nil else {
      let code = String(digits.value, radix: 16)
      return reject("U+\(code) is no code point", offset, digits.end + 1)
    }
    appendScalar(digits.value)
    return digits.end + 1
  }

  /// The value of the hexadecimal digits from `start` on, their number, and where they end.
  private func hexDigits(
    from start: Int, to end: Int
  ) -> (value: UInt32, count: Int, end: Int) {
    var value: UInt32 = 0
    var offset = start
    while offset < end, let digit = Self.digitValue(source[offset]), digit < 16 {
      value = value &* 16 &+ UInt32(digit)
      offset += 1
    }
    return (value, offset - start, offset)
  }

  private mutating func appendScalar(_ value: UInt32) {
    guard let scalar = Unicode.Scalar(value) else { return }
    decoded.append(contentsOf: UTF8.encode(scalar)!)
  }

  private mutating func reportUnknownEscape(at offset: Int, to end: Int) -> Int {
    guard offset + 1 < end else { return reject("'\\' stands alone", offset, end) }
    let length = max(1, source.characterLength(at: offset + 1))
    let character = String(
      decoding: source.slice(offset + 1, offset + 1 + length), as: UTF8.self)
    let isPrintable = source[offset + 1] > 0x20 && source[offset + 1] != 0x7F
    let reason = isPrintable ? "'\\\(character)' has no meaning" : "'\\' stands alone"
    return reject(reason, offset, min(end, offset + 1 + length))
  }

  private mutating func reject(_ reason: String, _ start: Int, _ end: Int) -> Int {
    report(.invalidEscape(reason, at: span(start, end)))
    return max(end, start + 1)
  }

  /// Lexes `'a'`.
  mutating func lexCharacter() {
    let start = cursor
    let end = source.characterEnd(from: start + 1)
    let isClosed = source[end] == UInt8(ascii: "'") && end < source.count
    let next = isClosed ? end + 1 : end
    let value = isClosed ? character(from: start + 1, to: end) : 0
    if !isClosed {
      let place = span(start, start + 1)
      report(.invalidCharacterLiteral("closing ''' is missing", at: place))
    }
    add(.character, length: next - start, payload: value)
    if !isClosed { addCut() }
  }

  /// The one code point between the apostrophes; reports when there is not exactly one.
  private mutating func character(from start: Int, to end: Int) -> UInt32 {
    decoded.removeAll(keepingCapacity: true)
    let known = mistakeCount
    decode(from: start, to: end)
    guard mistakeCount == known else { return 0 }
    let scalars = String(decoding: decoded, as: UTF8.self).unicodeScalars
    if scalars.count == 1 { return scalars.first!.value }
    let reason = scalars.isEmpty ? "it is empty" : "it holds more than one character"
    let place = span(start - 1, end + 1)
    report(.invalidCharacterLiteral(reason, at: place))
    return 0
  }

  /// The value of a digit in any base up to 36.
  static func digitValue(_ byte: UInt8) -> Int? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) - 48
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte) - 87
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte) - 55
    default: nil
    }
  }
}
