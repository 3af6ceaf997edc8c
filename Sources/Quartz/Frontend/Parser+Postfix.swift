extension Parser {
  /// Parses an operand and what follows it: members, calls, elements, `!`, `?`.
  mutating func parsePostfix() throws(Abandoned) -> NodeID {
    var node = try parsePrimary()
    while let longer = try parseSuffix(of: node) {
      node = longer
      if chain > Self.longestChain { abortNesting() }
    }
    let isParam = at(.arrow) && tree.kind(node) == .structLiteral
    return isParam ? try parseClosure(taking: node) : node
  }

  /// Parses one thing that follows `node`; nil when nothing does.
  @inline(__always)
  private mutating func parseSuffix(of node: NodeID) throws(Abandoned) -> NodeID? {
    switch current {
    case .dot: return try parseMember(of: node)
    case .leftParen: return touchesPrevious ? try parseCall(of: node) : nil
    case .leftBracket: return isOnSameLine ? try parseIndex(of: node) : nil
    case .bang: return touchesPrevious ? addSuffix(.unwrap, node) : nil
    case .question: return touchesPrevious ? addSuffix(.propagate, node) : nil
    case .colonColon: return try parsePathSegment(of: node)
    case .leftBrace: return try parseStructLiteral(of: node)
    case .less: return try parseTypeArguments(of: node)
    case .kwDo: return try parseTrailingBlock(of: node)
    default: return nil
    }
  }

  private mutating func addSuffix(_ kind: NodeKind, _ node: NodeID) -> NodeID {
    let place = position
    advance()
    chain += 1
    return tree.add(kind, at: place, node.index)
  }

  /// Parses `.name`, and the arguments or the block behind it.
  private mutating func parseMember(of receiver: NodeID) throws(Abandoned) -> NodeID {
    advance()
    let place = position
    let name = try expectMemberName()
    if at(.leftBrace) && name == words.with { return try parseWithCopy(of: receiver, at: place) }
    chain += 1
    return tree.add(.member, at: place, receiver.index, name.index)
  }

  /// Reads the name behind a dot: a name, or the number of a tuple's element.
  private mutating func expectMemberName() throws(Abandoned) -> Symbol {
    guard at(.integer) else { return try expectName("a name behind '.'") }
    let start = Int(position - base)
    let name = interner.internBytes(source.slice(start, source.numberEnd(from: start)))
    advance()
    return name
  }

  /// Parses the fields of `receiver.with { … }`.
  private mutating func parseWithCopy(
    of receiver: NodeID, at place: UInt32
  ) throws(Abandoned) -> NodeID {
    let receiverChain = chain
    let fields = try parseList(.rightBrace) { parser throws(Abandoned) in
      try parser.parseFieldInit()
    }
    chain = max(receiverChain, chain) + 1
    return tree.add(.withCopy, at: place, receiver.index, fields.index)
  }

  /// Parses `(a, b: c)` and the block behind it.
  private mutating func parseCall(of callee: NodeID) throws(Abandoned) -> NodeID {
    let calleeChain = chain
    let mark = pending.count
    try parseElements(.rightParen) { parser throws(Abandoned) in
      let argument = try parser.parseArgument()
      parser.pending.append(argument)
    }
    if at(.kwDo) && isOnSameLine, let block = try parsePassedBlock() { pending.append(block) }
    let arguments = takeList(from: mark)
    chain = max(calleeChain, chain) + 1
    return tree.add(.call, at: tree.position(callee).offset, callee.index, arguments.index)
  }

  /// Parses `e` or `name: e`.
  private mutating func parseArgument() throws(Abandoned) -> NodeID {
    guard at(.name), kind(ahead: 1) == .colon else { return try parseExpression() }
    let place = position
    let name = symbol
    advance()
    advance()
    let value = try parseExpression()
    return tree.add(.namedArg, at: place, name.index, value.index)
  }

  /// Parses `[i]`.
  private mutating func parseIndex(of receiver: NodeID) throws(Abandoned) -> NodeID {
    let place = position
    let receiverChain = chain
    let arguments = try parseList(.rightBracket) { parser throws(Abandoned) in
      try parser.parseExpression()
    }
    chain = max(receiverChain, chain) + 1
    return tree.add(.index, at: place, receiver.index, arguments.index)
  }

  /// Parses `::name`.
  private mutating func parsePathSegment(of node: NodeID) throws(Abandoned) -> NodeID {
    switch tree.kind(node) {
    case .name, .path, .typeExpr: break
    default: throw unexpected(expecting: "the end of the expression")
    }
    advance()
    let place = position
    let name = try expectName("a name behind '::'")
    chain += 1
    return tree.add(.path, at: place, node.index, name.index)
  }

  /// Parses the block behind a call without parentheses, `name do -> … end`; nil when `node` cannot
  /// be called or no block follows.
  private mutating func parseTrailingBlock(of node: NodeID) throws(Abandoned) -> NodeID? {
    switch tree.kind(node) {
    case .name, .member, .path, .call: break
    default: return nil
    }
    guard isOnSameLine else { return nil }
    let calleeChain = chain
    guard let block = try parsePassedBlock() else { return nil }
    chain = max(calleeChain, chain) + 1
    let arguments = tree.addList(CollectionOfOne(block))
    return tree.add(.call, at: tree.position(node).offset, node.index, arguments.index)
  }

  /// Parses the closure at a `do` behind a call; one without `->` is reported.
  private mutating func parsePassedBlock() throws(Abandoned) -> NodeID? {
    if isDoClosure { return try parseDoClosure() }
    if isInLoopHeader {
      _ = eatForeignHeaderEnd()
      return nil
    }
    report(.blockNeedsArrow(at: span))
    return parseDoBlock()
  }
}
