/// Text that may stand in XML 1.0, the only kind that `XMLWriter` takes.
///
/// Colours (SGR sequences) are dropped, and whatever else XML forbids is made visible: control
/// characters become their pictures (`␛`), what is no Unicode becomes U+FFFD. So no text of a
/// spec, however hostile, can break a report or get into one unseen.
struct CleanText: Hashable, Sendable {
  /// The text.
  let string: String
  /// The most bytes that it takes in a file once `<`, `&`, quotes and line ends are escaped.
  let writtenSize: Int

  /// `text` without what XML forbids.
  init(_ text: String) { self.init(bytes: Array(text.utf8)) }

  /// `text` without what XML forbids, in at most about `limit` bytes of a file.
  ///
  /// What could never fit is cut before it is looked at, so that hostile sizes cost no time.
  init(_ text: String, cutTo limit: Int) {
    let raw = Array(text.utf8)
    guard raw.count > 4 * limit else {
      self = CleanText(bytes: raw).limited(to: limit)
      return
    }
    let head = CleanText(bytes: Array(raw.prefix(limit)))
    let tail = CleanText(bytes: Array(raw.suffix(limit)))
    self = Self.joined(head, tail, apart: raw.count - 2 * limit, limit: limit)
  }

  /// The text of a number.
  init(_ number: Int) { self.init(String(number)) }

  /// The text of `bytes`, which need be neither UTF-8 nor free of control characters.
  init(bytes: [UInt8]) {
    let valid = Self.isASCII(bytes) ? bytes : Array(String(decoding: bytes, as: UTF8.self).utf8)
    let clean = Self.cleaned(valid)
    string = String(decoding: clean, as: UTF8.self)
    writtenSize = clean.reduce(0) { $0 + Self.writtenSize(of: $1) }
  }

  /// Whether there is nothing to see in it.
  var isBlank: Bool { string.utf8.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) } }

  /// This text, or `other` when there is nothing to see in it.
  func orWhenBlank(_ other: String) -> CleanText { isBlank ? CleanText(other) : self }

  /// Whether all of `bytes` are ASCII, and so need no decoding.
  private static func isASCII(_ bytes: [UInt8]) -> Bool { bytes.allSatisfy { $0 < 0x80 } }

  /// The bytes that `byte` takes in a file at most.
  private static func writtenSize(of byte: UInt8) -> Int {
    switch byte {
    case UInt8(ascii: "\""): 6
    case UInt8(ascii: "&"), 0x0D, 0x0A, 0x09: 5
    case UInt8(ascii: "<"), UInt8(ascii: ">"): 4
    default: 1
    }
  }
}

extension CleanText {
  /// `bytes`, which are UTF-8, without what XML forbids.
  private static func cleaned(_ bytes: [UInt8]) -> [UInt8] {
    var clean: [UInt8] = []
    clean.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case 0x1B: index = skipEscape(bytes, at: index, &clean)
      case 0x09, 0x0A, 0x0D: clean.append(byte)
      case 0x00..<0x20: clean.append(contentsOf: picture(of: byte))
      case 0xEF where isNoCharacter(bytes, at: index):
        clean.append(contentsOf: [0xEF, 0xBF, 0xBD])
        index += 2
      default: clean.append(byte)
      }
      index += 1
    }
    return clean
  }

  /// The index of the last byte of the colour at `start`; or `start`, with the picture of ESC in
  /// `clean`, when there is no colour.
  private static func skipEscape(_ bytes: [UInt8], at start: Int, _ clean: inout [UInt8]) -> Int {
    var index = start + 1
    if index < bytes.count && bytes[index] == UInt8(ascii: "[") {
      repeat { index += 1 } while index < bytes.count && (0x20..<0x40).contains(bytes[index])
      if index < bytes.count && bytes[index] == UInt8(ascii: "m") { return index }
    }
    clean.append(contentsOf: picture(of: 0x1B))
    return start
  }

  /// The picture of the control character `byte`: U+2400 and on, in UTF-8.
  private static func picture(of byte: UInt8) -> [UInt8] { [0xE2, 0x90, 0x80 + byte] }

  /// Whether U+FFFE or U+FFFF begin at `index`.
  private static func isNoCharacter(_ bytes: [UInt8], at index: Int) -> Bool {
    index + 2 < bytes.count && bytes[index + 1] == 0xBF && bytes[index + 2] >= 0xBE
  }
}

extension CleanText {
  /// This text in at most about `limit` bytes of a file: its head and its tail with a line between
  /// them that says how much was left out.
  func limited(to limit: Int) -> CleanText {
    guard writtenSize > limit else { return self }
    return Self.joined(self, self, apart: -string.utf8.count, limit: limit)
  }

  /// The start of `head` and the end of `tail`, which are `apart` bytes apart, in about `limit`.
  private static func joined(
    _ head: CleanText, _ tail: CleanText, apart: Int, limit: Int
  ) -> CleanText {
    let (first, last) = (Array(head.string.utf8), Array(tail.string.utf8))
    let end = prefixLength(of: first, size: limit / 2)
    let start = suffixStart(of: last, size: limit / 2)
    let mark = CapturedText.mark(first.count - end + apart + start)
    return CleanText(bytes: first[..<end] + Array(mark.utf8) + last[start...])
  }

  /// The length of the longest whole text at the start of `bytes` that takes at most `size`.
  private static func prefixLength(of bytes: [UInt8], size: Int) -> Int {
    var (length, used) = (0, 0)
    while length < bytes.count, used + writtenSize(of: bytes[length]) <= size {
      used += writtenSize(of: bytes[length])
      length += 1
    }
    while length > 0, length < bytes.count, isContinuation(bytes[length]) { length -= 1 }
    return length
  }

  /// The start of the longest whole text at the end of `bytes` that takes at most `size`.
  private static func suffixStart(of bytes: [UInt8], size: Int) -> Int {
    var (start, used) = (bytes.count, 0)
    while start > 0, used + writtenSize(of: bytes[start - 1]) <= size {
      start -= 1
      used += writtenSize(of: bytes[start])
    }
    while start < bytes.count, isContinuation(bytes[start]) { start += 1 }
    return start
  }

  /// Whether `byte` continues a character that began before it.
  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
