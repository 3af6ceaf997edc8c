extension Lexer {
  /// Reports the first byte that is not UTF-8 and the first NUL, once for the file.
  mutating func checkEncoding() {
    var hasHighByte: UInt8 = 0
    var hasNul = false
    for offset in 0..<source.count {
      hasHighByte |= source[offset]
      hasNul = hasNul || source[offset] == 0
    }
    if hasNul { reportNul() }
    if hasHighByte >= 0x80 { checkUTF8() }
  }

  private mutating func reportNul() {
    var offset = 0
    while source[offset] != 0 { offset += 1 }
    report(.nulByte(at: span(offset, offset + 1)))
  }

  private mutating func checkUTF8() {
    var offset = 0
    while offset < source.count {
      let length = source.characterLength(at: offset)
      guard length > 0 else {
        let place = span(offset, offset + 1)
        return report(.invalidUTF8(byte: source[offset], at: place))
      }
      offset += length
    }
  }

  /// Lexes a run of characters that begin no token, as one token and one report.
  ///
  /// Bytes that are not UTF-8 were reported for the whole file.
  mutating func lexUnexpected() {
    let start = cursor
    var isValid = true
    var end = cursor
    while source.characterClass(end) == .other {
      let length = source.characterLength(at: end)
      isValid = isValid && length > 0
      end += max(1, length)
    }
    if isValid {
      let first = source.slice(start, start + source.characterLength(at: start))
      let text = String(decoding: first, as: UTF8.self)
      report(.unexpectedCharacter(printable(text), at: span(start, end)))
    }
    add(.invalid, length: end - start)
  }

  /// `text`, with control characters written as escapes.
  private func printable(_ text: String) -> String {
    guard let scalar = text.unicodeScalars.first else { return text }
    guard scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) else { return text }
    return "\\u{\(String(scalar.value, radix: 16))}"
  }
}

extension SourceBytes {
  /// The number of bytes of the UTF-8 character at `offset`, 0 when there is none.
  ///
  /// Follows table 3-7 of the Unicode standard, so overlong forms and surrogates are refused. The
  /// sentinel stops a sequence that the end of the file cuts off.
  func characterLength(at offset: Int) -> Int {
    let second = start[offset] < 0x80 ? 0 : start[offset + 1]
    switch start[offset] {
    case 0..<0x80: return 1
    case 0xC2...0xDF: return isContinuation(second) ? 2 : 0
    case 0xE0: return (0xA0...0xBF).contains(second) ? tail(offset, 3) : 0
    case 0xED: return (0x80...0x9F).contains(second) ? tail(offset, 3) : 0
    case 0xE1...0xEF: return isContinuation(second) ? tail(offset, 3) : 0
    case 0xF0: return (0x90...0xBF).contains(second) ? tail(offset, 4) : 0
    case 0xF1...0xF3: return isContinuation(second) ? tail(offset, 4) : 0
    case 0xF4: return (0x80...0x8F).contains(second) ? tail(offset, 4) : 0
    default: return 0
    }
  }

  private func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

  /// `length` when the bytes behind the second one continue the character, else 0.
  private func tail(_ offset: Int, _ length: Int) -> Int {
    for index in offset + 2..<offset + length where !isContinuation(start[index]) { return 0 }
    return length
  }
}
