extension Parser {
  /// Parses a statement, with the guard behind it.
  mutating func parseStatement() throws(Abandoned) -> NodeID {
    switch current {
    case .kwVar: return try parseVar(ListID.none, flags: [])
    case .kwWhile, .kwUntil, .kwFor: return parseLoopStatement()
    case .kwSelect: return parseUnsupportedBlock()
    case .name where kind(ahead: 1) == .colon: return try parseLet()
    case .name:
      if let node = try parseHabit(Modifiers(), as: [.statement, .expression]) { return node }
    default: break
    }
    let statement = try parseSimpleStatement()
    return try parseGuard(on: statement)
  }

  /// Parses what the body of an arrow can be too: an expression, an assignment, a `defer`.
  mutating func parseSimpleStatement() throws(Abandoned) -> NodeID {
    if at(.kwDefer) { return try parseDefer() }
    let value = try parseExpression()
    if at(.equal) { return try parseAssignment(to: value) }
    if let op = current.assignedOperator { return try parseOpAssignment(to: value, op) }
    return value
  }

  /// Parses the `if c` or `unless c` that may follow `statement` on its line.
  private mutating func parseGuard(on statement: NodeID) throws(Abandoned) -> NodeID {
    guard at(.kwIf) || at(.kwUnless), isOnSameLine else { return statement }
    let place = position
    let isNegated = at(.kwUnless)
    advance()
    var condition = try parseExpression()
    if isNegated { condition = tree.add(.not, at: place, condition.index) }
    return tree.add(.ifExpr, at: place, condition.index, fields: statement.index, 0)
  }

  /// Checks that nothing follows `statement` on its line.
  mutating func expectStatementEnd(after statement: NodeID) throws(Abandoned) {
    switch current {
    case .newline, .endOfFile, .kwEnd, .kwElse, .kwElsif: return
    case _ where !isOnSameLine || isAtClosingBrace: return
    case .equal:
      throw fail(.assignmentInExpression("assign on lines of their own", at: span))
    case .question:
      throw unexpected(
        expecting: "the end of the line", help: "choices are written 'if … else … end'")
    default: try refuseForeignEnd(after: statement)
    }
    if let name = commandName(statement) {
      throw fail(.callNeedsParentheses(name, at: span(of: statement)))
    }
    throw unexpected(expecting: "the end of the line")
  }

  /// The name that `node` calls with what follows it, as `puts x` would in other languages.
  private func commandName(_ node: NodeID) -> String? {
    switch current {
    case .name, .integer, .float, .character, .string, .stringHead, .symbol, .kwSelf: break
    case .leftParen, .leftBrace, .kwTrue, .kwFalse, .kwNil: break
    default: return nil
    }
    return switch tree.kind(node) {
    case .name: interner.text(tree.symbol(node))
    case .member: interner.text(tree.secondSymbol(node))
    default: nil
    }
  }

  /// Parses `defer e`.
  private mutating func parseDefer() throws(Abandoned) -> NodeID {
    let place = position
    advance()
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepestNesting { abortNesting() }
    let statement = try parseSimpleStatement()
    return tree.add(.deferStmt, at: place, statement.index)
  }

  /// Parses `var pattern: T = e`.
  mutating func parseVar(
    _ attributes: ListID, flags: NodeFlags
  ) throws(Abandoned) -> NodeID {
    let place = position
    advance()
    let pattern = try parsePattern()
    let type = try eat(.colon) ? parseType() : .none
    let value = try eat(.equal) ? parseExpression() : .none
    return tree.add(
      .varDecl, at: place, pattern.index, fields: flags.rawValue, attributes.index, type.index,
      value.index)
  }

  /// Parses `name: T = e`, and `name: T` of a name that gets its value later.
  private mutating func parseLet() throws(Abandoned) -> NodeID {
    let place = position
    try refuseKeyword()
    let name = try expectName()
    names.bind(name)
    let pattern = tree.add(.patternName, at: place, name.index)
    advance()
    if at(.equal) && touchesPrevious { throw failHabit(":=", "a binding is written 'x = e'") }
    let type = try parseType()
    let value = try eat(.equal) ? parseExpression() : .none
    return tree.add(.letDecl, at: place, pattern.index, fields: type.index, value.index)
  }

  /// Parses `= e` behind `target`.
  private mutating func parseAssignment(to target: NodeID) throws(Abandoned) -> NodeID {
    let place = position
    guard let target = assignable(target) else {
      throw fail(.invalidTarget(at: span(of: target)))
    }
    advance()
    let value = try parseExpression()
    return tree.add(.assign, at: place, target.index, value.index)
  }

  /// Parses `+= e` behind `target`.
  private mutating func parseOpAssignment(
    to target: NodeID, _ op: NodeKind
  ) throws(Abandoned) -> NodeID {
    let place = position
    switch tree.kind(target) {
    case .name, .member, .index: break
    default: throw fail(.invalidTarget(at: span(of: target)))
    }
    advance()
    let value = try parseExpression()
    return tree.add(
      .opAssign, at: place, target.index, fields: UInt32(op.rawValue), value.index)
  }

  /// `target` as what stands before `=`: itself, or the pattern that it reads like; nil when it is
  /// neither.
  private mutating func assignable(_ target: NodeID) -> NodeID? {
    switch tree.kind(target) {
    case .name where tree.symbol(target) != words.wildcard:
      guard tree.symbol(target) != words.selfName else { return nil }
      names.bind(tree.symbol(target))
      return target
    case .member, .index: return target
    case .name, .tuple, .structLiteral: return pattern(from: target)
    default: return nil
    }
  }

  /// The pattern that the expression `node` reads like, nil when it reads like none.
  mutating func pattern(from node: NodeID) -> NodeID? {
    let place = tree.position(node).offset
    switch tree.kind(node) {
    case .name where tree.symbol(node) == words.wildcard:
      return tree.add(.patternWildcard, at: place)
    case .name:
      guard tree.symbol(node) != words.selfName else { return nil }
      names.bind(tree.symbol(node))
      return tree.add(.patternName, at: place, tree.symbol(node).index)
    case .tuple:
      guard let list = patterns(from: tree.list(node)) else { return nil }
      return tree.add(.patternTuple, at: place, list.index)
    case .structLiteral:
      guard let type = copiedPath(tree.child(node)),
        let list = patterns(from: tree.secondList(node))
      else { return nil }
      return tree.add(.patternStruct, at: place, type.index, list.index)
    case .fieldInit:
      guard let value = pattern(from: tree.secondChild(node)) else { return nil }
      return tree.add(.patternField, at: place, tree.symbol(node).index, value.index)
    default: return nil
    }
  }

  /// A copy of the name or path `node`, as no node may have two parents; nil for what is neither.
  private mutating func copiedPath(_ node: NodeID) -> NodeID? {
    let place = tree.position(node).offset
    switch tree.kind(node) {
    case .name: return tree.add(.name, at: place, tree.symbol(node).index)
    case .path:
      guard let base = copiedPath(tree.child(node)) else { return nil }
      return tree.add(.path, at: place, base.index, tree.secondSymbol(node).index)
    default: return nil
    }
  }

  /// The patterns that `nodes` read like.
  ///
  /// The nodes are copied out first: the patterns go into the column that holds the list, and optimised
  /// code of Swift 6.3 was seen to read the list where that column had been.
  private mutating func patterns(from nodes: NodeList) -> ListID? {
    let mark = pending.count
    for node in Array(nodes) {
      guard let pattern = pattern(from: node) else {
        pending.removeSubrange(mark...)
        return nil
      }
      pending.append(pattern)
    }
    return takeList(from: mark)
  }

  /// The stretch of the token that names `node`.
  func span(of node: NodeID) -> Span { span(at: tree.position(node).offset) }
}

extension TokenKind {
  /// The operator of an assignment such as `+=`.
  var assignedOperator: NodeKind? {
    switch self {
    case .plusEqual: .add
    case .minusEqual: .subtract
    case .starEqual: .multiply
    case .slashEqual: .divide
    case .percentEqual: .remainder
    case .ampersandEqual: .bitAnd
    case .pipeEqual: .bitOr
    case .caretEqual: .bitXor
    case .shiftLeftEqual: .shiftLeft
    case .shiftRightEqual: .shiftRight
    default: nil
    }
  }
}
