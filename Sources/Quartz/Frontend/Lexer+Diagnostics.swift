extension Diagnostic {
  /// A byte or character that begins no token, such as `$`.
  static func unexpectedCharacter(_ text: String, at span: Span) -> Diagnostic {
    Diagnostic(.unexpectedCharacter, "unexpected character '\(text)'", at: span)
  }

  /// Bytes that are not UTF-8.
  static func invalidUTF8(byte: UInt8, at span: Span) -> Diagnostic {
    let hex = String(byte, radix: 16, uppercase: true)
    return Diagnostic(.invalidUTF8, "invalid UTF-8: unexpected byte 0x\(hex)", at: span)
  }

  /// A NUL byte in the text.
  static func nulByte(at span: Span) -> Diagnostic {
    Diagnostic(.nulByte, "the source contains a NUL byte", at: span)
      .helping("is this a text file?")
  }

  /// A string whose closing quotes are missing.
  static func unterminatedString(closedBy quotes: String, at span: Span) -> Diagnostic {
    let help =
      quotes.count == 1 ? "strings of several lines are written between '\"\"\"'" : nil
    return Diagnostic(
      .unterminatedString, "unterminated string: closing '\(quotes)' is missing", at: span
    ).helping(help)
  }

  /// An interpolation whose `}` is missing.
  static func unterminatedInterpolation(at span: Span) -> Diagnostic {
    Diagnostic(
      .unterminatedInterpolation, "unterminated interpolation: closing '}' is missing", at: span)
  }

  /// `'`, `''` or `'ab'`.
  static func invalidCharacterLiteral(_ reason: String, at span: Span) -> Diagnostic {
    Diagnostic(.invalidCharacterLiteral, "invalid character literal: \(reason)", at: span)
  }

  /// A `\` that is followed by nothing that has a meaning.
  static func invalidEscape(_ reason: String, at span: Span) -> Diagnostic {
    Diagnostic(.invalidEscape, "invalid escape: \(reason)", at: span)
  }

  /// A number that is not written like one.
  static func invalidNumber(_ text: String, _ reason: String, at span: Span) -> Diagnostic {
    Diagnostic(.invalidNumber, "invalid number '\(text)': \(reason)", at: span)
  }

  /// A number that no type can hold.
  static func numberTooLarge(_ limit: String, at span: Span) -> Diagnostic {
    Diagnostic(.numberTooLarge, "number is too large: the limit is \(limit)", at: span)
  }
}
