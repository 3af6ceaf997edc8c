extension SourceBytes {
  /// The punctuation at `offset`: the longest that fits.
  @inline(__always) func punctuation(at offset: Int) -> (kind: TokenKind, length: Int) {
    let next = start[offset + 1]
    switch start[offset] {
    case UInt8(ascii: "["): return (.leftBracket, 1)
    case UInt8(ascii: "]"): return (.rightBracket, 1)
    case UInt8(ascii: ","): return (.comma, 1)
    case UInt8(ascii: "~"): return (.tilde, 1)
    case UInt8(ascii: "."): return dots(at: offset, next)
    case UInt8(ascii: "="): return equals(next)
    case UInt8(ascii: "?"): return question(next)
    case UInt8(ascii: "-"): return minus(next)
    case UInt8(ascii: "<"): return less(at: offset, next)
    case UInt8(ascii: ">"): return greater(at: offset, next)
    default: return arithmetic(start[offset], next)
    }
  }

  private func dots(at offset: Int, _ next: UInt8) -> (kind: TokenKind, length: Int) {
    guard next == UInt8(ascii: ".") else { return (.dot, 1) }
    return switch start[offset + 2] {
    case UInt8(ascii: "="): (.dotDotEqual, 3)
    case UInt8(ascii: "."): (.dotDotDot, 3)
    default: (.dotDot, 2)
    }
  }

  private func equals(_ next: UInt8) -> (kind: TokenKind, length: Int) {
    switch next {
    case UInt8(ascii: "="): (.equalEqual, 2)
    case UInt8(ascii: ">"): (.fatArrow, 2)
    default: (.equal, 1)
    }
  }

  private func question(_ next: UInt8) -> (kind: TokenKind, length: Int) {
    next == UInt8(ascii: "?") ? (.questionQuestion, 2) : (.question, 1)
  }

  private func minus(_ next: UInt8) -> (kind: TokenKind, length: Int) {
    switch next {
    case UInt8(ascii: ">"): (.arrow, 2)
    case UInt8(ascii: "="): (.minusEqual, 2)
    default: (.minus, 1)
    }
  }

  private func less(at offset: Int, _ next: UInt8) -> (kind: TokenKind, length: Int) {
    switch next {
    case UInt8(ascii: "="): (.lessEqual, 2)
    case UInt8(ascii: "<"):
      start[offset + 2] == UInt8(ascii: "=") ? (.shiftLeftEqual, 3) : (.shiftLeft, 2)
    default: (.less, 1)
    }
  }

  private func greater(at offset: Int, _ next: UInt8) -> (kind: TokenKind, length: Int) {
    switch next {
    case UInt8(ascii: "="): (.greaterEqual, 2)
    case UInt8(ascii: ">"):
      start[offset + 2] == UInt8(ascii: "=") ? (.shiftRightEqual, 3) : (.shiftRight, 2)
    default: (.greater, 1)
    }
  }

  private func arithmetic(
    _ byte: UInt8, _ next: UInt8
  ) -> (kind: TokenKind, length: Int) {
    let hasEqual = next == UInt8(ascii: "=")
    switch byte {
    case UInt8(ascii: "+"): return hasEqual ? (.plusEqual, 2) : (.plus, 1)
    case UInt8(ascii: "*"): return hasEqual ? (.starEqual, 2) : (.star, 1)
    case UInt8(ascii: "/"): return hasEqual ? (.slashEqual, 2) : (.slash, 1)
    case UInt8(ascii: "%"): return hasEqual ? (.percentEqual, 2) : (.percent, 1)
    case UInt8(ascii: "^"): return hasEqual ? (.caretEqual, 2) : (.caret, 1)
    case UInt8(ascii: "!"): return hasEqual ? (.bangEqual, 2) : (.bang, 1)
    case UInt8(ascii: "&"):
      if next == UInt8(ascii: "&") { return (.kwAnd, 2) }
      return hasEqual ? (.ampersandEqual, 2) : (.ampersand, 1)
    default:
      if next == UInt8(ascii: "|") { return (.kwOr, 2) }
      return hasEqual ? (.pipeEqual, 2) : (.pipe, 1)
    }
  }
}
