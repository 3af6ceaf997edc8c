extension Parser {
  /// Parses an operand without what follows it.
  mutating func parsePrimary() throws(Abandoned) -> NodeID {
    chain = 0
    switch current {
    case .name: return try parseName()
    case .integer, .character, .float, .string, .symbol, .kwTrue, .kwFalse, .kwNil:
      return parseLiteral()
    case .stringHead: return try parseInterpolation()
    case .leftParen: return try parseParenthesized()
    case .leftBracket: return try parseVecLiteral()
    case .leftBrace: return try parseMapLiteral()
    case .kwSelf: return addWord(words.selfName)
    case .kwSelfType: return addWord(words.selfType)
    case .leftParenOfClosure, .arrow: return try parseClosure()
    default: return try parseBlockExpression()
    }
  }

  /// Parses an operand that begins with a keyword of control flow.
  private mutating func parseBlockExpression() throws(Abandoned) -> NodeID {
    switch current {
    case .kwIf, .kwUnless: return parseIf()
    case .kwMatch: return parseMatch()
    case .kwLoop: return parseLoop()
    case .kwDo: return try isDoClosure ? parseDoClosure() : parseDoBlock()
    case .kwReturn: return try parseReturn()
    case .kwBreak: return try parseBreak()
    case .kwContinue: return parseContinue()
    case .kwSelect: return parseUnsupportedBlock()
    case .kwWhile, .kwUntil, .kwFor:
      throw unexpected(expecting: "an expression", help: "only 'loop' gives a value")
    default: throw unexpected(expecting: "an expression", help: operandHelp)
    }
  }

  /// Adds a name node for a keyword that names a value or a type.
  private mutating func addWord(_ word: Symbol) -> NodeID {
    let place = position
    advance()
    return tree.add(.name, at: place, word.index)
  }

  /// Parses a name, and the closure whose one parameter it is.
  private mutating func parseName() throws(Abandoned) -> NodeID {
    if kind(ahead: 1) == .arrow { return try parseClosure() }
    let name = symbol
    let place = position
    advance()
    guard interner.endsInQuestionMark(name), !(at(.leftParen) && touchesPrevious) else {
      return tree.add(.name, at: place, name.index)
    }
    return addQuestion(name, at: place)
  }

  /// Adds what `name`, which ends in `?`, means without arguments: the value that its first part
  /// names, propagated, when that is bound; else the name.
  private mutating func addQuestion(_ name: Symbol, at place: UInt32) -> NodeID {
    let text = Array(interner.bytes(of: name).dropLast())
    let value = interner.intern(text)
    guard names.contains(value) else { return tree.add(.name, at: place, name.index) }
    let node = tree.add(.name, at: place, value.index)
    chain = 1
    return tree.add(.propagate, at: place + UInt32(text.count), node.index)
  }

  /// Parses `(e)`, `()`, `(a, b)` or `(a,)`.
  private mutating func parseParenthesized() throws(Abandoned) -> NodeID {
    let place = position
    let mark = pending.count
    var hasComma = false
    try parseElements(.rightParen) { parser throws(Abandoned) in
      let element = try parser.parseExpression()
      parser.pending.append(element)
      hasComma = hasComma || parser.at(.comma)
    }
    if pending.count == mark + 1 && !hasComma { return pending.removeLast() }
    let elements = takeList(from: mark)
    return tree.add(.tuple, at: place, elements.index)
  }

  /// Parses `[a, b]`.
  private mutating func parseVecLiteral() throws(Abandoned) -> NodeID {
    let place = position
    let elements = try parseList(.rightBracket) { parser throws(Abandoned) in
      try parser.parseExpression()
    }
    return tree.add(.vecLiteral, at: place, elements.index)
  }

  /// Parses `{k => v}`.
  private mutating func parseMapLiteral() throws(Abandoned) -> NodeID {
    let place = position
    let mark = pending.count
    try parseElements(.rightBrace) { parser throws(Abandoned) in
      let key = try parser.parseExpression()
      let keyChain = parser.chain
      guard parser.eat(.fatArrow) else {
        throw parser.unexpected(expecting: "'=>'", help: "a map is written '{ key => value }'")
      }
      let value = try parser.parseExpression()
      parser.chain = max(keyChain, parser.chain)
      parser.pending.append(key)
      parser.pending.append(value)
    }
    let entries = takeList(from: mark)
    return tree.add(.mapLiteral, at: place, entries.index)
  }

  /// Parses `{ a: 1, b }` behind the type that `node` names; nil when it names none.
  mutating func parseStructLiteral(of node: NodeID) throws(Abandoned) -> NodeID? {
    guard namesType(node), isOnSameLine else { return nil }
    let fields = try parseList(.rightBrace) { parser throws(Abandoned) in
      try parser.parseFieldInit()
    }
    return tree.add(
      .structLiteral, at: tree.position(node).offset, node.index, fields.index)
  }

  /// Whether `node` is the name of a type, as far as its spelling tells.
  private func namesType(_ node: NodeID) -> Bool {
    let name: Symbol
    switch tree.kind(node) {
    case .name: name = tree.symbol(node)
    case .path: name = tree.secondSymbol(node)
    case .typeExpr: return true
    default: return false
    }
    return interner.bytes(of: name).first { $0 != UInt8(ascii: "_") }.map {
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
    } ?? false
  }

  /// Parses `name: e`, or `name` for `name: name`.
  mutating func parseFieldInit() throws(Abandoned) -> NodeID {
    let place = position
    let name = try expectName("the name of a field")
    guard eat(.colon) else {
      chain = 0
      let value = tree.add(.name, at: place, name.index)
      return tree.add(.fieldInit, at: place, name.index, value.index)
    }
    let value = try parseExpression()
    return tree.add(.fieldInit, at: place, name.index, value.index)
  }

  /// Parses `<A, B>` behind the type or function that `node` names; nil when `<` compares.
  mutating func parseTypeArguments(of node: NodeID) throws(Abandoned) -> NodeID? {
    guard touchesPrevious, canTakeTypeArguments(node),
      typeArgumentsFollow(isType: namesType(node))
    else { return nil }
    let place = tree.position(node).offset
    let isPath = tree.kind(node) == .path
    let base = isPath ? typeName(from: tree.child(node)) : .none
    let name = isPath ? tree.secondSymbol(node) : tree.symbol(node)
    let arguments = try parseTypeArguments()
    let type = tree.add(.typeName, at: place, base.index, fields: name.index, arguments.index)
    chain = 0
    return tree.add(.typeExpr, at: place, type.index)
  }

  /// Whether `node` is a name or a path of names.
  private func canTakeTypeArguments(_ node: NodeID) -> Bool {
    var node = node
    while tree.kind(node) == .path { node = tree.child(node) }
    return tree.kind(node) == .name
  }

  /// The type that the name or path `node` reads like.
  private mutating func typeName(from node: NodeID) -> NodeID {
    let place = tree.position(node).offset
    switch tree.kind(node) {
    case .path:
      let base = typeName(from: tree.child(node))
      return tree.add(
        .typeName, at: place, base.index, fields: tree.secondSymbol(node).index, 0)
    default: return tree.add(.typeName, at: place, 0, fields: tree.symbol(node).index, 0)
    }
  }

  /// Whether the `<` at the current token opens type arguments: a balanced `>` comes behind tokens
  /// that types are made of, and then what can follow a type, or the `(` of a function's call.
  private func typeArgumentsFollow(isType: Bool) -> Bool {
    var angles = 0
    for ahead in 0..<Self.longestTypeArguments {
      switch kind(ahead: ahead) {
      case .less: angles += 1
      case .greater: angles -= 1
      case .shiftRight: angles -= 2
      case .name, .comma, .colon, .colonColon, .leftParen, .rightParen, .ampersand, .bang: break
      case .newline, .kwMut, .kwSelfType, .kwImpl, .plus: break
      default: return false
      }
      if angles < 0 { return false }
      if angles == 0 {
        let next = kind(ahead: ahead + 1)
        return isType ? canFollowType(next) : canFollowFunction(next)
      }
    }
    return false
  }

  /// The number of tokens that type arguments in an expression may have; bounds the looking ahead.
  private static let longestTypeArguments = 1_024

  /// Whether `kind` can stand behind a function whose type arguments are written out, and behind no
  /// `>` that compares.
  private func canFollowFunction(_ kind: TokenKind) -> Bool {
    switch kind {
    case .leftParen, .rightParen, .rightBracket, .comma, .endOfFile: true
    case .newline: !ignoresNewlines
    default: false
    }
  }

  private func canFollowType(_ kind: TokenKind) -> Bool {
    switch kind {
    case .dot, .colonColon, .leftParen, .leftBrace: true
    default: false
    }
  }
}
