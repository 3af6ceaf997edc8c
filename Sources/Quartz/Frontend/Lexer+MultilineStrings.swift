extension Lexer {
  /// Gives the tokens of a `"""` string their texts, without the indentation that its lines share.
  ///
  /// The line end behind the opening quotes is dropped, and so are the blanks of the last line when
  /// nothing else stands before the closing quotes.
  mutating func decodeLines(of string: OpenString) {
    let indentation = commonIndentation(of: string)
    for (number, piece) in string.pieces.enumerated() {
      decoded.removeAll(keepingCapacity: true)
      var start = piece.start
      if number == 0 {
        start = skipLineEnd(at: start)
        if start != piece.start {
          start = indentationEnd(from: start, to: piece.end, limit: indentation)
        }
      }
      let isLast = number == string.pieces.count - 1
      let end = isLast ? lastLineEnd(of: piece, from: start) : piece.end
      decodeLines(from: start, to: end, indentation: indentation)
      writer.payloads[piece.token] = interner.intern(decoded).index
    }
  }

  /// Decodes the lines from `start` up to `end`; the first of them is without its indentation.
  private mutating func decodeLines(from start: Int, to end: Int, indentation: Int) {
    var start = start
    while start < end {
      let lineEnd = min(source.lineEnd(from: start), end)
      let hasReturn = lineEnd < end && source[lineEnd - 1] == UInt8(ascii: "\r")
      decode(from: start, to: hasReturn && lineEnd > start ? lineEnd - 1 : lineEnd)
      guard lineEnd < end else { return }
      decoded.append(UInt8(ascii: "\n"))
      start = indentationEnd(from: lineEnd + 1, to: end, limit: indentation)
    }
  }

  /// The number of blanks that every line of `string` begins with, blank lines aside.
  private func commonIndentation(of string: OpenString) -> Int {
    var common = Int.max
    for (number, piece) in string.pieces.enumerated() {
      let isLast = number == string.pieces.count - 1
      var start = piece.start
      while true {
        start = source.lineEnd(from: start) + 1
        guard start <= piece.end else { break }
        let end = indentationEnd(from: start, to: piece.end, limit: .max)
        let endsString = isLast && end == piece.end
        if endsString || end == piece.end || !isLineEnd(at: end) {
          common = min(common, end - start)
        }
      }
    }
    return common == .max ? 0 : common
  }

  /// Where the blanks from `start` on end, at most `limit` of them.
  private func indentationEnd(from start: Int, to end: Int, limit: Int) -> Int {
    var offset = start
    while offset < end && offset - start < limit && isBlank(offset) { offset += 1 }
    return offset
  }

  private func isBlank(_ offset: Int) -> Bool {
    source[offset] == UInt8(ascii: " ") || source[offset] == UInt8(ascii: "\t")
  }

  private func isLineEnd(at offset: Int) -> Bool { skipLineEnd(at: offset) != offset }

  /// Where the text goes on behind the line end at `offset`, `offset` when there is none.
  private func skipLineEnd(at offset: Int) -> Int {
    if source[offset] == UInt8(ascii: "\n") { return offset + 1 }
    let isPair = source[offset] == UInt8(ascii: "\r") && source[offset + 1] == UInt8(ascii: "\n")
    return isPair ? offset + 2 : offset
  }

  /// Where the text of the last piece ends: before the blanks of a last line of nothing else.
  private func lastLineEnd(of piece: TextPiece, from start: Int) -> Int {
    var end = piece.end
    while end > start && isBlank(end - 1) { end -= 1 }
    let isLineStart = end > piece.start && source[end - 1] == UInt8(ascii: "\n")
    return isLineStart ? end : piece.end
  }
}
