/// What a byte can begin or continue, looked up in a table of 256 entries.
///
/// The first four classes are the bytes of a name, so that one comparison tells whether a name goes
/// on.
enum CharacterClass: UInt8 {
  case lower, upper, underscore, digit
  /// Space, tab and carriage return.
  case space
  case newline, semicolon, hash
  case quote, apostrophe, at, colon
  case leftParen, rightParen, leftBrace, rightBrace
  /// Every other byte that begins punctuation.
  case punctuation
  /// NUL: the sentinel, or a byte that no source may contain.
  case nul
  /// A byte that begins no token.
  case other

  /// Whether the byte can stand inside a name.
  @inline(__always) var continuesName: Bool { rawValue <= Self.digit.rawValue }

  /// Whether the byte can stand at the start of a name.
  @inline(__always) var startsName: Bool { rawValue <= Self.underscore.rawValue }

  /// The class of each byte.
  static let table: [CharacterClass] = (0...255).map { classify(UInt8($0)) }

  private static func classify(_ byte: UInt8) -> CharacterClass {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): .lower
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): .upper
    case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
    case UInt8(ascii: "_"): .underscore
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): .space
    case UInt8(ascii: "\n"): .newline
    case 0: .nul
    default: classifySign(byte)
    }
  }

  private static func classifySign(_ byte: UInt8) -> CharacterClass {
    switch byte {
    case UInt8(ascii: ";"): .semicolon
    case UInt8(ascii: "#"): .hash
    case UInt8(ascii: "\""): .quote
    case UInt8(ascii: "'"): .apostrophe
    case UInt8(ascii: "@"): .at
    case UInt8(ascii: ":"): .colon
    case UInt8(ascii: "("): .leftParen
    case UInt8(ascii: ")"): .rightParen
    case UInt8(ascii: "{"): .leftBrace
    case UInt8(ascii: "}"): .rightBrace
    default: "[],.=+-*/%&|^~<>?!".utf8.contains(byte) ? .punctuation : .other
    }
  }
}
