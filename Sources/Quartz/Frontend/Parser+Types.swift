extension Parser {
  /// Parses a type.
  mutating func parseType() throws(Abandoned) -> NodeID {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepestNesting { abortNesting() }
    let place = position
    switch current {
    case .name, .kwSelfType: return try parseNamedType()
    case .ampersand:
      advance()
      let kind: NodeKind = eat(.kwMut) ? .typeRefMut : .typeRef
      let target = try parseType()
      return tree.add(kind, at: place, target.index)
    case .bang:
      advance()
      return tree.add(.typeNever, at: place)
    case .kwImpl:
      advance()
      let bounds = try parseBounds()
      return tree.add(.typeImpl, at: place, bounds.index)
    case .leftParen, .leftParenOfClosure: return try parseTupleType()
    case .leftBracket:
      throw unexpected(expecting: "a type", help: "a row of elements is a 'Vec<T>'")
    default: throw unexpected(expecting: "a type")
    }
  }

  /// Parses `(A, B)`, or `(A)` for `A`.
  private mutating func parseTupleType() throws(Abandoned) -> NodeID {
    let place = position
    let mark = pending.count
    var hasComma = false
    try parseElements(.rightParen) { parser throws(Abandoned) in
      let type = try parser.parseType()
      parser.pending.append(type)
      hasComma = hasComma || parser.at(.comma)
    }
    if pending.count == mark + 1 && !hasComma { return pending.removeLast() }
    let elements = takeList(from: mark)
    return tree.add(.typeTuple, at: place, elements.index)
  }

  /// Parses `Name`, `module::Name<A>` or `Fn(A): R`.
  private mutating func parseNamedType() throws(Abandoned) -> NodeID {
    var type = try parseTypeSegment(of: .none)
    var length = 0
    while at(.colonColon) {
      advance()
      type = try parseTypeSegment(of: type)
      length += 1
      if length > Self.longestChain { abortNesting() }
    }
    return type
  }

  /// Parses one name of a path to a type, with its arguments.
  private mutating func parseTypeSegment(of base: NodeID) throws(Abandoned) -> NodeID {
    let place = position
    let name = at(.kwSelfType) ? words.selfType : symbol
    if at(.name) && interner.endsInQuestionMark(name) {
      let content = interner.text(name).dropLast()
      throw failHabit(interner.text(name), "what may be missing is an 'Option<\(content)>'")
    }
    if !eat(.kwSelfType) { _ = try expectName("the name of a type") }
    if at(.leftBracket) && touchesPrevious {
      throw failHabit("[", "type arguments stand between '<' and '>'")
    }
    let hasParen = at(.leftParen) || at(.leftParenOfClosure)
    if name == words.function && hasParen && base.isNone {
      return try parseFunctionType(at: place)
    }
    let arguments = try at(.less) && touchesPrevious ? parseTypeArguments() : .none
    return tree.add(.typeName, at: place, base.index, fields: name.index, arguments.index)
  }

  /// Parses `(A, B): R` behind `Fn`.
  private mutating func parseFunctionType(at place: UInt32) throws(Abandoned) -> NodeID {
    let params = try parseList(.rightParen) { parser throws(Abandoned) in try parser.parseType() }
    let result = try eat(.colon) ? parseType() : .none
    return tree.add(.typeFunction, at: place, params.index, result.index)
  }

  /// Parses `<A, B>`.
  mutating func parseTypeArguments() throws(Abandoned) -> ListID {
    try parseAngles { parser throws(Abandoned) in try parser.parseType() }
  }

  /// Parses `<T: A + B, U>`; none when there is no `<`.
  mutating func parseTypeParams() throws(Abandoned) -> ListID {
    guard at(.less) else { return .none }
    return try parseAngles { parser throws(Abandoned) in
      let place = parser.position
      let name = try parser.expectName("the name of a type parameter")
      let bounds = try parser.eat(.colon) ? parser.parseBounds() : .none
      return parser.tree.add(.typeParam, at: place, name.index, bounds.index)
    }
  }

  /// Parses elements between `<`, which is the current token, and `>`.
  private mutating func parseAngles(
    _ element: (inout Parser) throws(Abandoned) -> NodeID
  ) throws(Abandoned) -> ListID {
    let mark = pending.count
    let outer = ignoresNewlines
    ignoresNewlines = true
    defer { ignoresNewlines = outer }
    advance()
    do throws(Abandoned) {
      repeat {
        if at(.greater) { break }
        let node = try element(&self)
        pending.append(node)
      } while eat(.comma)
      ignoresNewlines = outer
      try expectClosingAngle()
    } catch {
      pending.removeSubrange(mark...)
      throw error
    }
    return takeList(from: mark)
  }

  /// Parses `A + B`.
  mutating func parseBounds() throws(Abandoned) -> ListID {
    let mark = pending.count
    do throws(Abandoned) {
      repeat {
        let bound = try parseType()
        pending.append(bound)
      } while eat(.plus)
    } catch {
      pending.removeSubrange(mark...)
      throw error
    }
    return takeList(from: mark)
  }

  /// Parses `where T: A + B, U: C`, which may stand on a line of its own.
  mutating func parseWhere() throws(Abandoned) -> ListID {
    if at(.newline) && kind(ahead: 1) == .kwWhere { advance() }
    guard eat(.kwWhere) else { return .none }
    let mark = pending.count
    do throws(Abandoned) {
      repeat {
        let place = position
        let type = try parseType()
        try expect(.colon)
        let bounds = try parseBounds()
        pending.append(tree.add(.whereBound, at: place, type.index, bounds.index))
      } while eat(.comma)
    } catch {
      pending.removeSubrange(mark...)
      throw error
    }
    return takeList(from: mark)
  }
}
