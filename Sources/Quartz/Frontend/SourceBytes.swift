/// The bytes of one file, ending in a NUL sentinel, with the scans that find where a token ends.
///
/// Shared by the lexer and by `Lexer.length(ofTokenAt:in:)`, so that both agree.
struct SourceBytes {
  /// The first byte; `count` bytes of text and the sentinel follow.
  let start: UnsafePointer<UInt8>
  /// The number of bytes, without the sentinel.
  let count: Int
  /// The class of each byte value.
  let classes: UnsafePointer<CharacterClass>

  /// The byte at `offset`, which may be the sentinel's.
  @inline(__always) subscript(offset: Int) -> UInt8 { start[offset] }

  /// The class of the byte at `offset`.
  @inline(__always) func characterClass(_ offset: Int) -> CharacterClass {
    classes[Int(start[offset])]
  }

  /// The bytes from `lower` up to `upper`.
  func slice(_ lower: Int, _ upper: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: start + lower, count: upper - lower)
  }

  /// Where the run of name bytes at `offset` ends.
  func wordEnd(from offset: Int) -> Int {
    var end = offset
    while characterClass(end).continuesName { end += 1 }
    return end
  }

  /// Where the name at `offset` ends, its `?` included.
  func nameEnd(from offset: Int) -> Int {
    let end = wordEnd(from: offset)
    return hasQuestionMark(at: end) ? end + 1 : end
  }

  /// Whether a `?` stands at `offset` that belongs to the name before it; `??` is an operator.
  @inline(__always) func hasQuestionMark(at offset: Int) -> Bool {
    start[offset] == UInt8(ascii: "?") && start[offset + 1] != UInt8(ascii: "?")
  }

  /// Whether the `:` at `offset` begins a symbol, `:name`: it does not touch what could be a name,
  /// a label or the end of an expression.
  func startsSymbol(at offset: Int) -> Bool {
    guard characterClass(offset + 1).startsName else { return false }
    guard offset > 0 else { return true }
    if characterClass(offset - 1).continuesName { return false }
    return !")]}>?!\"'".utf8.contains(start[offset - 1])
  }

  /// Whether the number at `offset` is what follows the dot of `t.0`.
  func followsDot(_ offset: Int) -> Bool {
    guard offset > 0, start[offset - 1] == UInt8(ascii: ".") else { return false }
    return offset == 1 || start[offset - 2] != UInt8(ascii: ".")
  }

  /// Where the number at `offset` ends, with all letters that touch it.
  func numberEnd(from offset: Int) -> Int {
    var end = wordEnd(from: offset)
    if followsDot(offset) { return end }
    if start[end] == UInt8(ascii: ".") && characterClass(end + 1) == .digit {
      end = wordEnd(from: end + 1)
    }
    return exponentEnd(from: offset, to: end)
  }

  /// Where the number ends whose letters up to `end` may stop before the sign of an exponent.
  private func exponentEnd(from offset: Int, to end: Int) -> Int {
    let isDecimal =
      start[offset] != UInt8(ascii: "0") || characterClass(offset + 1) != .lower
      || start[offset + 1] == UInt8(ascii: "e")
    let hasSign = start[end] == UInt8(ascii: "+") || start[end] == UInt8(ascii: "-")
    guard isDecimal, hasSign, start[end - 1] | 0x20 == UInt8(ascii: "e") else { return end }
    return characterClass(end + 1) == .digit ? wordEnd(from: end + 1) : end
  }

  /// Where the line of `offset` ends.
  func lineEnd(from offset: Int) -> Int {
    var end = offset
    while start[end] != UInt8(ascii: "\n") && end < count { end += 1 }
    return end
  }

  /// How the text of a string stopped.
  enum TextStop {
    /// At the closing quotes.
    case quote
    /// At `#{`.
    case interpolation
    /// At the end of the line or of the file.
    case unterminated
  }

  /// Where the text of a string that continues at `offset` stops, and at what.
  func textEnd(from offset: Int, isMultiline: Bool) -> (end: Int, stop: TextStop) {
    var end = offset
    while true {
      switch start[end] {
      case UInt8(ascii: "\""):
        if !isMultiline || isTripleQuote(at: end) { return (end, .quote) }
      case UInt8(ascii: "#") where start[end + 1] == UInt8(ascii: "{"):
        return (end, .interpolation)
      case UInt8(ascii: "\\") where end + 1 < count && start[end + 1] != UInt8(ascii: "\n"):
        end += 1
      case UInt8(ascii: "\n") where !isMultiline:
        return (start[end - 1] == UInt8(ascii: "\r") ? end - 1 : end, .unterminated)
      case 0 where end >= count: return (count, .unterminated)
      default: break
      }
      end += 1
    }
  }

  /// Where the text of the raw string that continues at `offset` stops, and at what.
  func rawTextEnd(from offset: Int) -> (end: Int, stop: TextStop) {
    var end = offset
    while end < count && start[end] != UInt8(ascii: "\n") {
      if start[end] == UInt8(ascii: "\"") { return (end, .quote) }
      end += 1
    }
    return (end, .unterminated)
  }

  /// Whether `"""` stands at `offset`.
  func isTripleQuote(at offset: Int) -> Bool {
    start[offset] == UInt8(ascii: "\"") && start[offset + 1] == UInt8(ascii: "\"")
      && start[offset + 2] == UInt8(ascii: "\"")
  }

  /// The end of the text of a character literal: the closing apostrophe, or where it is missed.
  func characterEnd(from offset: Int) -> Int {
    var end = offset
    while end < count && start[end] != UInt8(ascii: "\n") && start[end] != UInt8(ascii: "'") {
      let skipsNext = start[end] == UInt8(ascii: "\\") && end + 1 < count
      end += skipsNext && start[end + 1] != UInt8(ascii: "\n") ? 2 : 1
    }
    return end
  }
}
