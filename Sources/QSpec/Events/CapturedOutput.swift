/// Text that a process wrote, cut in the middle when it was long.
public struct CapturedText: Sendable, Hashable {
  /// The beginning, or all of it.
  public let head: String
  /// The number of bytes left out between head and tail.
  public let omitted: Int
  /// The end, empty when nothing was left out.
  public let tail: String

  /// No text.
  public static let empty = CapturedText(head: "", omitted: 0, tail: "")

  /// Whether there is no text at all.
  public var isEmpty: Bool { head.isEmpty && omitted == 0 && tail.isEmpty }

  /// The whole, with a line that says how much was left out.
  public var text: String {
    omitted == 0 ? head + tail : head + Self.mark(omitted) + tail
  }

  /// The line that stands for `count` bytes that were left out.
  static func mark(_ count: Int) -> String { "\n[\(count) bytes omitted]\n" }

  /// The bytes of `file` from `start` to `end`, at most `limit` of them.
  static func reading(_ file: borrowing OpenFile, _ range: Range<Int>, limit: Int) -> CapturedText {
    if range.isEmpty { return .empty }
    guard range.count > limit else {
      return CapturedText(head: file.text(in: range), omitted: 0, tail: "")
    }
    let headEnd = range.lowerBound + limit / 2
    let tailStart = range.upperBound - limit / 2
    return CapturedText(
      head: file.text(in: range.lowerBound..<headEnd), omitted: tailStart - headEnd,
      tail: file.text(in: tailStart..<range.upperBound))
  }
}

/// What a process wrote while a test ran.
public struct CapturedOutput: Sendable, Hashable {
  /// Standard output.
  public let out: CapturedText
  /// Standard error.
  public let err: CapturedText

  /// No output.
  public static let empty = CapturedOutput(out: .empty, err: .empty)

  /// Whether nothing was written.
  public var isEmpty: Bool { out.isEmpty && err.isEmpty }
}

extension OpenFile {
  /// The bytes of `range` as text; what is no UTF-8 becomes U+FFFD.
  func text(in range: Range<Int>) -> String {
    String(decoding: bytes(at: range.lowerBound, upTo: range.count), as: UTF8.self)
  }
}
