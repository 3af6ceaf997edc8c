extension Parser {
  /// Parses a pattern, and the alternatives that `|` puts beside it.
  mutating func parsePattern() throws(Abandoned) -> NodeID {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepestNesting { abortNesting() }
    let first = try parseAlternative()
    guard at(.pipe) else { return first }
    let place = position
    let mark = pending.count
    pending.append(first)
    while eat(.pipe) {
      do throws(Abandoned) {
        let next = try parseAlternative()
        pending.append(next)
      } catch {
        pending.removeSubrange(mark...)
        throw error
      }
    }
    let alternatives = takeList(from: mark)
    return tree.add(.patternOr, at: place, alternatives.index)
  }

  /// Parses a pattern without `|`.
  private mutating func parseAlternative() throws(Abandoned) -> NodeID {
    switch current {
    case .name: return try parseNamePattern()
    case .kwSelfType: return try parsePathPattern()
    case .integer, .float, .character, .string, .symbol, .kwTrue, .kwFalse, .kwNil, .minus:
      return try parseLiteralPattern()
    case .leftParen, .leftParenOfClosure: return try parseTuplePattern()
    case .stringHead:
      throw unexpected(expecting: "a pattern", help: "a pattern is a text without interpolation")
    default:
      if current.isKeyword { throw refuseKeywordAsName() }
      throw unexpected(expecting: "a pattern")
    }
  }

  /// Parses `_`, `name`, `name @ pattern`, or what a path begins.
  private mutating func parseNamePattern() throws(Abandoned) -> NodeID {
    if isUppercaseName || kind(ahead: 1) == .colonColon { return try parsePathPattern() }
    let place = position
    let name = symbol
    try refuseKeyword()
    advance()
    if name == words.wildcard { return tree.add(.patternWildcard, at: place) }
    names.bind(name)
    guard at(.at), symbol.isNone else {
      return tree.add(.patternName, at: place, name.index)
    }
    advance()
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepestNesting { abortNesting() }
    let pattern = try parseAlternative()
    return tree.add(.patternName, at: place, name.index, pattern.index)
  }

  /// Parses a variant, a struct, or a constant.
  private mutating func parsePathPattern() throws(Abandoned) -> NodeID {
    let path = try parsePatternPath()
    let place = tree.position(path).offset
    switch current {
    case .leftParen where touchesPrevious, .leftParenOfClosure where touchesPrevious:
      let arguments = try parseList(.rightParen) { parser throws(Abandoned) in
        try parser.parseArgumentPattern()
      }
      return tree.add(.patternVariant, at: place, path.index, arguments.index)
    case .leftBrace:
      let fields = try parseList(.rightBrace) { parser throws(Abandoned) in
        try parser.parseFieldPattern()
      }
      return tree.add(.patternStruct, at: place, path.index, fields.index)
    case .dotDot, .dotDotEqual: return try parseRangePattern(from: path)
    default: return tree.add(.patternPath, at: place, path.index)
    }
  }

  /// Parses `Name` or `a::b::Name` as an expression.
  private mutating func parsePatternPath() throws(Abandoned) -> NodeID {
    let place = position
    let first = at(.kwSelfType) ? words.selfType : symbol
    advance()
    var path = tree.add(.name, at: place, first.index)
    var length = 0
    while eat(.colonColon) {
      let place = position
      let name = try expectName("a name behind '::'")
      path = tree.add(.path, at: place, path.index, name.index)
      length += 1
      if length > Self.longestChain { abortNesting() }
    }
    return path
  }

  /// Parses `pattern` or `name: pattern` among the arguments of a variant.
  private mutating func parseArgumentPattern() throws(Abandoned) -> NodeID {
    let isNamed = at(.name) && kind(ahead: 1) == .colon
    return try isNamed ? parseFieldPattern() : parsePattern()
  }

  /// Parses `name: pattern`, or `name` for `name: name`.
  private mutating func parseFieldPattern() throws(Abandoned) -> NodeID {
    let place = position
    let name = try expectName("the name of a field")
    guard eat(.colon) else {
      names.bind(name)
      let pattern = tree.add(.patternName, at: place, name.index)
      return tree.add(.patternField, at: place, name.index, pattern.index)
    }
    let pattern = try parsePattern()
    return tree.add(.patternField, at: place, name.index, pattern.index)
  }

  /// Parses `(a, b)`, or `(a)` for `a`.
  private mutating func parseTuplePattern() throws(Abandoned) -> NodeID {
    let place = position
    let mark = pending.count
    var hasComma = false
    try parseElements(.rightParen) { parser throws(Abandoned) in
      let pattern = try parser.parsePattern()
      parser.pending.append(pattern)
      hasComma = hasComma || parser.at(.comma)
    }
    if pending.count == mark + 1 && !hasComma { return pending.removeLast() }
    let elements = takeList(from: mark)
    return tree.add(.patternTuple, at: place, elements.index)
  }

  /// Parses a literal, or the range that it begins.
  private mutating func parseLiteralPattern() throws(Abandoned) -> NodeID {
    let place = position
    let literal = try parsePatternBound()
    if at(.dotDot) || at(.dotDotEqual) { return try parseRangePattern(from: literal) }
    return tree.add(.patternLiteral, at: place, literal.index)
  }

  /// Parses `..b` or `..=b` behind `first`.
  private mutating func parseRangePattern(from first: NodeID) throws(Abandoned) -> NodeID {
    let place = position
    let kind: NodeKind = at(.dotDot) ? .patternRange : .patternRangeInclusive
    advance()
    let end = try at(.name) ? parsePatternPath() : parsePatternBound()
    return tree.add(kind, at: place, first.index, end.index)
  }

  /// Parses a literal, or `-` and a number.
  private mutating func parsePatternBound() throws(Abandoned) -> NodeID {
    switch current {
    case .minus:
      let place = position
      advance()
      guard at(.integer) || at(.float) else { throw unexpected(expecting: "a number") }
      let number = parseLiteral()
      return tree.add(.negate, at: place, number.index)
    case .integer, .float, .character, .string, .symbol, .kwTrue, .kwFalse, .kwNil:
      return parseLiteral()
    default: throw unexpected(expecting: "a literal")
    }
  }
}
