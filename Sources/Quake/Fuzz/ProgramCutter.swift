/// Cuts a text into parts and leaves some out, for making a program smaller that the compiler does
/// not bear.
///
/// It knows nothing of the compiler's lexer, which might be what does not bear it.
public struct ProgramCutter: Sendable {
  /// The parts, which are the text when put together.
  let parts: [ArraySlice<UInt8>]

  /// How finely a text is cut.
  public enum Grain: String, CaseIterable, Sendable {
    case lines
    case words
  }

  /// Cuts `text` by `grain`.
  init(_ text: [UInt8], _ grain: Grain) {
    var parts: [ArraySlice<UInt8>] = []
    var start = 0
    for index in text.indices.dropFirst()
    where Self.cuts(grain, between: text[index - 1], and: text[index]) {
      parts.append(text[start..<index])
      start = index
    }
    if start < text.count { parts.append(text[start...]) }
    self.parts = parts
  }

  private static func cuts(_ grain: Grain, between left: UInt8, and right: UInt8) -> Bool {
    if left == UInt8(ascii: "\n") { return true }
    guard grain == .words, right != UInt8(ascii: " ") || left != UInt8(ascii: " ") else {
      return false
    }
    return !(isWord(left) && isWord(right))
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), 0x80...: true
    default: false
    }
  }

  /// The text without chunk `number` of `count` chunks of nearly the same size.
  func text(without number: Int, of count: Int) -> [UInt8] {
    let start = parts.count * number / count
    let end = parts.count * (number + 1) / count
    return Array(parts[..<start].joined()) + Array(parts[end...].joined())
  }
}
