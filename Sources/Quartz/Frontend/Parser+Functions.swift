/// What the signature of a function says.
private struct Signature {
  var name = Symbol.none
  var place: UInt32 = 0
  var flags: NodeFlags = []
  var typeParams = ListID.none
  var params = ListID.none
  var result = NodeID.none
  var bounds = ListID.none
  /// Whether it could not be read to its end.
  var isBroken = false
}

extension Parser {
  /// Parses `def …`, at `def`.
  mutating func parseFunction(
    _ modifiers: Modifiers, isInTrait: Bool
  ) throws(Abandoned) -> NodeID {
    names.enterFunction()
    defer { names.leaveFunction() }
    let outer = enterBlock()
    let opener = position
    advance()
    var signature = parseSignature()
    let isExtern = modifiers.flags.contains(.isExtern)
    let body: NodeID
    if at(.equal) && !isExtern {
      signature.flags.insert(.isExpressionBody)
      body = try parseExpressionBody(outer)
    } else if isExtern || (isInTrait && lacksBody(opener)) || hasBrokenEnd(signature, opener) {
      leaveBodiless(outer)
      body = .none
    } else {
      if !signature.isBroken { expectSignatureEnd() }
      body = parseBlock(at: opener)
      leaveBlock(outer)
    }
    return add(signature, modifiers, body)
  }

  private mutating func add(
    _ signature: Signature, _ modifiers: Modifiers, _ body: NodeID
  ) -> NodeID {
    let flags = signature.flags.union(modifiers.flags)
    return tree.add(
      .function, at: signature.place, signature.name.index, fields: flags.rawValue,
      modifiers.attributes.index, signature.typeParams.index, signature.params.index,
      signature.result.index, signature.bounds.index, body.index)
  }

  /// Parses the expression behind the `=` of `def f() = e`.
  private mutating func parseExpressionBody(_ outer: OuterBody) throws(Abandoned) -> NodeID {
    leaveBodiless(outer)
    advance()
    return try parseExpression()
  }

  /// Checks that a signature's line ends.
  private mutating func expectSignatureEnd() {
    switch current {
    case .newline, .kwEnd, .endOfFile: return
    case _ where eatForeignHeaderEnd(): return
    default:
      _ = unexpected(expecting: "the end of the line behind the signature")
      recoverHeader()
    }
  }

  /// Parses what stands between `def` and the body.
  ///
  /// After a mistake, the rest of the line up to a `=` is skipped.
  private mutating func parseSignature() -> Signature {
    var signature = Signature()
    signature.place = position
    do throws(Abandoned) {
      signature.name = try expectName("the name of a function")
      signature.typeParams = try parseTypeParams()
      if at(.leftParen) || at(.leftParenOfClosure) {
        signature.params = try parseParams(&signature.flags)
      }
      signature.result = try parseResult()
      signature.bounds = try parseWhere()
    } catch {
      signature.isBroken = true
      recoverSignature()
    }
    return signature
  }

  /// Parses `: T`; none when there is no result type.
  private mutating func parseResult() throws(Abandoned) -> NodeID {
    if at(.arrow) {
      reportHabit("->", "the type of the result stands behind ':', as in 'def f(): Int'")
    } else if at(.colon) && kind(ahead: 1) == .newline {
      reportHabit(":", "the body begins on the next line, without ':'")
      advance()
      return .none
    }
    return try eat(.colon) || eat(.arrow) ? parseType() : .none
  }

  /// Skips to the `=` of an expression body, or else to the end of the line.
  private mutating func recoverSignature() {
    ignoresNewlines = false
    var brackets = 0
    while isOnSameLine && current != .newline && current != .endOfFile {
      switch current {
      case .leftParen, .leftParenOfClosure: brackets += 1
      case .rightParen: brackets -= 1
      case .equal: if brackets <= 0 { return }
      default: break
      }
      advance()
    }
  }

  /// Whether a signature that could not be read has no body, as its next line is not indented.
  private mutating func hasBrokenEnd(_ signature: Signature, _ opener: UInt32) -> Bool {
    guard signature.isBroken else { return false }
    let next = starts[min(index + (at(.newline) ? 1 : 0), last)]
    let isEnd = kind(ahead: at(.newline) ? 1 : 0) == .kwEnd
    return !isEnd && column(of: next) <= indentation(at: opener)
  }

  /// Whether the signature in a trait, whose `def` stands at `opener`, has no body.
  ///
  /// No token tells, so indentation does: a body stands further right than its `def`. An `end` just
  /// below the `def` closes an empty body.
  private mutating func lacksBody(_ opener: UInt32) -> Bool {
    guard at(.newline) else { return !at(.kwEnd) }
    let next = starts[min(index + 1, last)]
    switch kind(ahead: 1) {
    case .kwDef, .kwPrivate, .kwConst, .at, .endOfFile: return true
    case .kwEnd: return column(of: next) != indentation(at: opener)
    default: return column(of: next) <= indentation(at: opener)
    }
  }

  /// Parses `(a: T, b: U = 1)`.
  private mutating func parseParams(_ flags: inout NodeFlags) throws(Abandoned) -> ListID {
    var found: NodeFlags = []
    var isFirst = true
    let mark = pending.count
    try parseElements(.rightParen) { parser throws(Abandoned) in
      if parser.eat(.dotDotDot) { return found.formUnion(.isVariadic) }
      let place = parser.position
      let param = try parser.parseParam()
      parser.pending.append(param)
      if parser.isSelf(param) {
        found.formUnion(.hasSelf)
        if !isFirst { parser.report(.misplacedSelf(at: parser.span(at: place))) }
      }
      isFirst = false
    }
    flags.formUnion(found)
    return takeList(from: mark)
  }

  /// Whether `param` is `self`, borrowed or not.
  private func isSelf(_ param: NodeID) -> Bool {
    let pattern = tree.child(param)
    return tree.kind(pattern) == .patternName && tree.symbol(pattern) == words.selfName
  }

  /// Parses `a: T = e`, `self`, or a pattern.
  private mutating func parseParam() throws(Abandoned) -> NodeID {
    if at(.kwSelf) || at(.ampersand) { return try parseSelfParam() }
    let place = position
    let pattern = try parsePattern()
    if at(.name) && isOnSameLine {
      throw failHabit(interner.text(symbol), "a parameter is written 'name: Type'")
    }
    let type = try eat(.colon) ? parseType() : .none
    let value = try eat(.equal) ? parseExpression() : .none
    return tree.add(.param, at: place, pattern.index, fields: 0, type.index, value.index)
  }

  /// Parses `self`, `&self`, `&mut self` or `self: T`.
  private mutating func parseSelfParam() throws(Abandoned) -> NodeID {
    let borrow = position
    let isBorrowed = eat(.ampersand)
    let isMutable = isBorrowed && eat(.kwMut)
    let place = position
    guard eat(.kwSelf) else {
      throw unexpected(expecting: "'self'", help: "a borrowed parameter is written 'name: &T'")
    }
    names.bind(words.selfName)
    let pattern = tree.add(.patternName, at: place, words.selfName.index)
    var type = NodeID.none
    if isBorrowed {
      let target = tree.add(.typeName, at: place, 0, fields: words.selfType.index, 0)
      type = tree.add(isMutable ? .typeRefMut : .typeRef, at: borrow, target.index)
    } else if eat(.colon) {
      type = try parseType()
    }
    let flags = NodeFlags.hasSelf.rawValue
    return tree.add(.param, at: place, pattern.index, fields: flags, type.index, 0)
  }

  /// Parses `extern "C" def …` and, in the standard library, `extern "quartz" def …`.
  mutating func parseExtern(_ modifiers: Modifiers) throws(Abandoned) -> NodeID {
    advance()
    guard at(.string), ["C", "quartz"].contains(interner.text(symbol)) else {
      throw unexpected(expecting: "'\"C\"'", help: "write 'extern \"C\" def name(…): T'")
    }
    var modifiers = modifiers
    modifiers.flags.insert(.isExtern)
    if interner.text(symbol) == "quartz" { modifiers.flags.insert(.isInternal) }
    advance()
    guard at(.kwDef) else { throw unexpected(expecting: "'def'") }
    return try parseFunction(modifiers, isInTrait: false)
  }

  /// Parses `const N: T = e` or `const def …`.
  mutating func parseConst(
    _ modifiers: Modifiers, isInTrait: Bool
  ) throws(Abandoned) -> NodeID {
    advance()
    if at(.kwDef) {
      var modifiers = modifiers
      modifiers.flags.insert(.isConst)
      return try parseFunction(modifiers, isInTrait: isInTrait)
    }
    let place = position
    let name = try expectName("the name of a constant")
    let type = try eat(.colon) ? parseType() : .none
    try expect(.equal)
    let value = try parseExpression()
    return tree.add(
      .constDecl, at: place, name.index, fields: modifiers.flags.rawValue,
      modifiers.attributes.index, type.index, value.index)
  }
}
