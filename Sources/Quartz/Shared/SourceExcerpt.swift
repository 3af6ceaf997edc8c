/// A line of source as a terminal can show it, with the stretch that a diagnostic means.
///
/// Tabs become blanks, control characters and bytes that are no text become escapes, and a long
/// line is cut on both sides of the stretch. Only the bytes near the stretch are looked at.
struct SourceExcerpt {
  /// The line.
  private(set) var text = ""
  /// The number of columns before the stretch.
  private(set) var lead = 0
  /// The number of columns of the stretch, at least 1.
  private(set) var width = 1

  /// The number of columns that a tab becomes.
  private static let tabWidth = 4
  /// The number of columns that are shown before the stretch.
  private static let contextBefore = 50
  /// The number of columns that are shown from the start of the stretch on.
  private static let contextAfter = 60

  /// The excerpt of `line` for the stretch of `length` bytes at `offset` of it.
  init(line: ArraySlice<UInt8>, offset: Int, length: Int) {
    let start = min(line.startIndex + offset, line.endIndex)
    let end = min(start + length, line.endIndex)
    appendLead(line[..<start])
    lead = text.unicodeScalars.count
    appendRest(line[start...], stretchEnd: end)
  }

  /// Appends what stands before the stretch, or the end of it.
  private mutating func appendLead(_ bytes: ArraySlice<UInt8>) {
    var near = bytes.suffix(Self.contextBefore * 4)
    if near.startIndex > bytes.startIndex { near = Self.droppingContinuation(near) }
    let cells = Self.cells(of: near)
    var columns = 0
    var first = cells.endIndex
    while first > 0 && columns + cells[first - 1].text.unicodeScalars.count <= Self.contextBefore {
      first -= 1
      columns += cells[first].text.unicodeScalars.count
    }
    if first > 0 || near.startIndex > bytes.startIndex { text += "…" }
    for cell in cells[first...] { text += cell.text }
  }

  /// Appends the stretch and what stands behind it, as far as there is room.
  private mutating func appendRest(_ bytes: ArraySlice<UInt8>, stretchEnd: Int) {
    let cells = Self.cells(of: bytes.prefix(Self.contextAfter * 4))
    var columns = 0
    var stretch = 0
    var shown = 0
    while shown < cells.count {
      let size = cells[shown].text.unicodeScalars.count
      guard columns + size <= Self.contextAfter else { break }
      text += cells[shown].text
      if cells[shown].offset < stretchEnd { stretch += size }
      columns += size
      shown += 1
    }
    if shown < cells.count || bytes.count > Self.contextAfter * 4 { text += "…" }
    width = max(1, stretch)
  }

  /// `bytes` without the rest of a character that was cut off before them.
  private static func droppingContinuation(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes.drop { $0 & 0xC0 == 0x80 }
  }

  /// A character, how it is shown, and where it begins.
  private struct Cell {
    let offset: Int
    let text: String
  }

  /// The characters of `bytes`; what is no UTF-8 makes one cell a byte.
  private static func cells(of bytes: ArraySlice<UInt8>) -> [Cell] {
    var cells: [Cell] = []
    var offset = bytes.startIndex
    while offset < bytes.endIndex {
      let length = characterLength(bytes[offset...])
      if let length, let scalar = scalar(bytes[offset..<offset + length]) {
        cells.append(Cell(offset: offset, text: shown(scalar)))
        offset += length
      } else {
        let hex = String(bytes[offset], radix: 16, uppercase: true)
        cells.append(Cell(offset: offset, text: "\\x" + (hex.count < 2 ? "0" : "") + hex))
        offset += 1
      }
    }
    return cells
  }

  /// The number of bytes that the first byte announces, nil when fewer are there.
  private static func characterLength(_ bytes: ArraySlice<UInt8>) -> Int? {
    let length =
      switch bytes.first ?? 0 {
      case 0..<0x80: 1
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 0
      }
    return length > 0 && length <= bytes.count ? length : nil
  }

  private static func scalar(_ bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
    String(validating: bytes, as: UTF8.self)?.unicodeScalars.first
  }

  /// How a character is shown: itself, blanks for a tab, an escape for what would not be seen or
  /// would rearrange the line.
  private static func shown(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 9: String(repeating: " ", count: tabWidth)
    case 0..<0x20, 0x7F...0x9F, 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF:
      "\\u{\(String(scalar.value, radix: 16))}"
    default: String(scalar)
    }
  }
}
