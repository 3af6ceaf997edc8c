extension Lexer {
  /// Lexes a number and the letters that touch it, so that `12ab` is one wrong number.
  mutating func lexNumber() {
    let start = cursor
    if isShortDecimal { return lexShortDecimal() }
    let end = source.numberEnd(from: start)
    let radix = radix(at: start, to: end)
    if radix == 10 && isFloat(from: start, to: end) { return lexFloat(to: end) }
    let first = radix == 10 ? start : start + 2
    switch integer(from: first, to: end, radix: radix) {
    case .value(let value): addNumber(.integer, value, to: end)
    case .tooLarge:
      report(.numberTooLarge("\(UInt64.max)", at: span(start, end)))
      addNumber(.integer, 0, to: end)
    case .invalid(let reason): addInvalidNumber(reason, to: end)
    }
  }

  /// Whether the number at the cursor is at most two digits and nothing else.
  private var isShortDecimal: Bool {
    var end = cursor + 1
    if source.characterClass(end) == .digit { end += 1 }
    return !source.characterClass(end).continuesName && source[end] != UInt8(ascii: ".")
  }

  /// Lexes one or two digits, the most frequent numbers.
  private mutating func lexShortDecimal() {
    var value = UInt64(source[cursor] - 48)
    var end = cursor + 1
    if source.characterClass(end) == .digit {
      value = value * 10 + UInt64(source[end] - 48)
      end += 1
    }
    addNumber(.integer, value, to: end)
  }

  private mutating func addNumber(_ kind: TokenKind, _ value: UInt64, to end: Int) {
    add(kind, length: end - cursor, payload: UInt32(integers.count))
    integers.append(value)
  }

  private mutating func addInvalidNumber(_ reason: String, to end: Int) {
    let text = String(decoding: source.slice(cursor, end), as: UTF8.self)
    report(.invalidNumber(text, reason, at: span(cursor, end)))
    addNumber(.integer, 0, to: end)
  }

  /// The base that the prefix of the number says.
  private func radix(at start: Int, to end: Int) -> Int {
    guard source[start] == UInt8(ascii: "0"), end > start + 1 else { return 10 }
    return switch source[start + 1] {
    case UInt8(ascii: "x"): 16
    case UInt8(ascii: "o"): 8
    case UInt8(ascii: "b"): 2
    default: 10
    }
  }

  private func isFloat(from start: Int, to end: Int) -> Bool {
    if source.followsDot(start) { return false }
    for offset in start..<end {
      switch source[offset] {
      case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): return true
      default: break
      }
    }
    return false
  }

  /// What the digits of an integer amount to.
  private enum IntegerValue {
    case value(UInt64)
    case tooLarge
    case invalid(String)
  }

  private func integer(from start: Int, to end: Int, radix: Int) -> IntegerValue {
    guard start < end else { return .invalid("digits are missing") }
    var value: UInt64 = 0
    var isTooLarge = false
    for offset in start..<end where source[offset] != UInt8(ascii: "_") {
      guard let digit = Self.digitValue(source[offset]), digit < radix else {
        let sign = String(Unicode.Scalar(source[offset]))
        return .invalid("'\(sign)' is no digit of base \(radix)")
      }
      let (high, low) = value.multipliedFullWidth(by: UInt64(radix))
      let (sum, overflow) = low.addingReportingOverflow(UInt64(digit))
      isTooLarge = isTooLarge || high != 0 || overflow
      value = sum
    }
    if let reason = misplacedUnderscore(from: start, to: end) { return .invalid(reason) }
    return isTooLarge ? .tooLarge : .value(value)
  }

  private func misplacedUnderscore(from start: Int, to end: Int) -> String? {
    let isMisplaced =
      source[start] == UInt8(ascii: "_") || source[end - 1] == UInt8(ascii: "_")
    return isMisplaced ? "'_' must stand between digits" : nil
  }

  /// Lexes the float up to `end`.
  private mutating func lexFloat(to end: Int) {
    let start = cursor
    let bytes = source.slice(start, end).filter { $0 != UInt8(ascii: "_") }
    guard misplacedUnderscore(from: start, to: end) == nil, isFloatText(bytes),
      let value = Double(String(decoding: bytes, as: UTF8.self))
    else { return addInvalidNumber("it is neither an integer nor a float", to: end) }
    if value.isInfinite {
      report(.numberTooLarge("\(Double.greatestFiniteMagnitude)", at: span(start, end)))
    }
    addNumber(.float, value.bitPattern, to: end)
  }

  /// Whether `bytes` are digits, with a fraction or an exponent of digits.
  private func isFloatText(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    guard eatDigits(&rest) else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      guard eatDigits(&rest) else { return false }
    }
    guard let letter = rest.first else { return true }
    guard letter | 0x20 == UInt8(ascii: "e") else { return false }
    rest.removeFirst()
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    return eatDigits(&rest) && rest.isEmpty
  }

  /// Drops the digits at the start of `rest`, and says whether there were any.
  private func eatDigits(_ rest: inout ArraySlice<UInt8>) -> Bool {
    let count = rest.count
    rest = rest.drop { (48...57).contains($0) }
    return rest.count < count
  }
}
