extension Lexer {
  /// Lexes a name, a keyword or the start of a raw string.
  mutating func lexWord() {
    let start = cursor
    let source = self.source
    var end = start
    var hash = Interner.emptyHash
    repeat {
      hash = Interner.extend(hash, by: source[end])
      end += 1
    } while source.characterClass(end).continuesName
    if source[end] == UInt8(ascii: "\"") && end == start + 1 && source[start] == UInt8(ascii: "r") {
      return lexRawString()
    }
    if let keyword = keyword(from: start, to: end, hash: hash) {
      return addKeyword(keyword, length: end - start)
    }
    addName(to: end, hash: hash)
  }

  /// Adds the name from the cursor up to `end`, and its `?`.
  @inline(__always) private mutating func addName(to end: Int, hash: UInt32) {
    var end = end
    var hash = hash
    if source.hasQuestionMark(at: end) {
      hash = Interner.extend(hash, by: UInt8(ascii: "?"))
      end += 1
    }
    let symbol = interner.intern(source.slice(cursor, end), hash: hash)
    add(.name, length: end - cursor, payload: symbol.index)
  }

  /// The keyword that stands from `start` up to `end`, unless it is a name where it stands.
  ///
  /// It is one behind `def`, directly behind `.` and `::`, directly before a single `:`, and with a
  /// `?`, as in `match?(x)`.
  private func keyword(from start: Int, to end: Int, hash: UInt32) -> TokenKind? {
    var slot = Int(hash) & (KeywordTable.slotCount - 1)
    while keywords[slot].kind != .invalid {
      if keywords[slot].hash == hash {
        let kind = keywords[slot].kind
        return spells(kind, from: start, to: end) && !isName(kind, endingAt: end) ? kind : nil
      }
      slot = (slot + 1) & (KeywordTable.slotCount - 1)
    }
    return nil
  }

  private func spells(_ keyword: TokenKind, from start: Int, to end: Int) -> Bool {
    guard var spelling = keyword.spelling else { return false }
    return spelling.withUTF8 { $0.elementsEqual(source.slice(start, end)) }
  }

  private func isName(_ keyword: TokenKind, endingAt end: Int) -> Bool {
    switch lastKind {
    case .kwDef: return true
    case .dot, .colonColon: if touchesPrevious { return true }
    default: break
    }
    if source.hasQuestionMark(at: end) && !keyword.endsOperand { return true }
    guard source[end] == UInt8(ascii: ":") && keyword != .kwSelf else { return false }
    return source[end + 1] != UInt8(ascii: ":")
  }

  /// Whether no blank stands before the cursor, behind the first token.
  private var touchesPrevious: Bool {
    switch source.characterClass(cursor - 1) {
    case .space, .newline: false
    default: true
    }
  }

  private mutating func addKeyword(_ keyword: TokenKind, length: Int) {
    if keyword == .kwAs && source[cursor + length] == UInt8(ascii: "%") {
      return add(.asPercent, length: length + 1)
    }
    add(keyword, length: length)
  }

  /// Lexes `:name`, `:` or `::`.
  mutating func lexColon() {
    if source[cursor + 1] == UInt8(ascii: ":") { return add(.colonColon, length: 2) }
    guard source.startsSymbol(at: cursor) else { return add(.colon, length: 1) }
    addPrefixedName(.symbol)
  }

  /// Lexes `@name`, or the bare `@` of the pattern `name @ pattern`.
  mutating func lexAt() {
    let isBare = lastKind == .name || !source.characterClass(cursor + 1).startsName
    if isBare { return add(.at, length: 1) }
    addPrefixedName(.at)
  }

  /// Adds a token that consists of one character and the name behind it.
  private mutating func addPrefixedName(_ kind: TokenKind) {
    let end = kind == .at ? source.wordEnd(from: cursor + 1) : source.nameEnd(from: cursor + 1)
    let symbol = interner.internBytes(source.slice(cursor + 1, end))
    add(kind, length: end - cursor, payload: symbol.index)
  }
}

extension TokenKind {
  /// Whether this keyword can be the last token of an operand, which a `?` behind it passes on.
  fileprivate var endsOperand: Bool {
    switch self {
    case .kwEnd, .kwSelf, .kwNil, .kwTrue, .kwFalse: true
    default: false
    }
  }
}
