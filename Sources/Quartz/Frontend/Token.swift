/// The kinds of token, each with the source text that makes one.
///
/// The payload column of a token holds what the second part of a comment names; else it is 0.
enum TokenKind: UInt8, CaseIterable, Sendable {
  /// The end of the file, exactly once and last.
  case endOfFile
  /// One or more line ends or `;` that end a statement. The lexer drops those that cannot: after a
  /// binary operator, a comma or `=>`, and before a line that starts with `.`.
  case newline
  /// Bytes that make no token; already reported.
  case invalid

  /// `snake_case`, `PascalCase`, `SCREAMING`, `_`, `empty?`. Payload: symbol of the name.
  case name
  /// `42`, `0xFF`, `1_000`. Payload: index into `TokenList.integers`.
  case integer
  /// `3.14`, `1e9`. Payload: index into `TokenList.integers` (the bits of the F64).
  case float
  /// `'a'`. Payload: the code point.
  case character
  /// `"text"`, `"""text"""`, `r"text"` without interpolation. Payload: symbol of the decoded text.
  case string
  /// `"text#{`: a string up to its first interpolation. Payload: symbol of the decoded text.
  case stringHead
  /// `}text#{`. Payload: symbol of the decoded text.
  case stringMiddle
  /// `}text"`. Payload: symbol of the decoded text.
  case stringTail
  /// `:name`. Payload: symbol of the name.
  case symbol
  /// `@name`: an attribute or a loop label. Payload: symbol of the name.
  case at

  // Punctuation, in the order of its spelling's length.
  case leftParen, rightParen, leftBracket, rightBracket, leftBrace, rightBrace
  /// A `(` whose matching `)` is directly followed by `->`.
  case leftParenOfClosure
  case comma, dot, colon, equal, plus, minus, star, slash, percent, ampersand, pipe, caret, tilde
  case less, greater, question, bang
  case colonColon, dotDot, dotDotEqual, dotDotDot, arrow, fatArrow
  case equalEqual, bangEqual, lessEqual, greaterEqual, shiftLeft, shiftRight
  case plusEqual, minusEqual, starEqual, slashEqual, percentEqual
  case ampersandEqual, pipeEqual, caretEqual, shiftLeftEqual, shiftRightEqual
  case questionQuestion, asPercent

  // Keywords. `&&` lexes as `and`, `||` as `or`; prefix `!` stays `bang`.
  case kwDef, kwEnd, kwDo, kwIf, kwElsif, kwElse, kwUnless, kwWhile, kwUntil, kwFor, kwIn, kwLoop
  case kwMatch, kwReturn, kwBreak, kwContinue, kwVar, kwConst, kwStruct, kwEnum, kwTrait, kwImpl
  case kwExtend, kwType, kwNewtype, kwImport, kwExtern, kwPrivate, kwMacro, kwQuote
  case kwUnquote, kwDefer, kwWhere, kwSelf, kwSelfType, kwMut, kwAnd, kwOr, kwNot, kwTrue, kwFalse
  case kwNil, kwGo, kwAwait, kwSelect, kwPacked, kwAs, kwStaticAssert
}

/// The tokens of one file as columns.
struct TokenList: Sendable {
  /// What each token is.
  var kinds: [TokenKind] = []
  /// Where each token begins.
  var starts: [UInt32] = []
  /// What each token carries; see `TokenKind`.
  var payloads: [UInt32] = []
  /// The 64-bit values of integer and float literals.
  var integers: [UInt64] = []

  /// The number of tokens, the end of file included.
  var count: Int { kinds.count }

  /// Adds a token.
  mutating func add(_ kind: TokenKind, at start: UInt32, payload: UInt32 = 0) {
    kinds.append(kind)
    starts.append(start)
    payloads.append(payload)
  }
}
