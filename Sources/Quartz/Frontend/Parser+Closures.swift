extension Parser {
  /// Parses `x -> e`, `(a, b) -> e` or `-> e`.
  mutating func parseClosure() throws(Abandoned) -> NodeID {
    let mark = pending.count
    if at(.leftParenOfClosure) {
      try parseParenthesizedParams()
    } else if at(.name) {
      let param = try parseClosureParam()
      pending.append(param)
    }
    return try parseClosure(with: takeList(from: mark))
  }

  /// Parses `-> e` behind `params`.
  private mutating func parseClosure(with params: ListID) throws(Abandoned) -> NodeID {
    let place = position
    try expect(.arrow)
    if at(.newline) {
      throw unexpected(
        expecting: "the body behind '->'", help: "a body of several lines is written 'do -> … end'")
    }
    let body = try parseSimpleStatement()
    return tree.add(.closure, at: place, params.index, fields: 0, body.index)
  }

  /// Sets aside the parameters of `(a, b: T)`.
  private mutating func parseParenthesizedParams() throws(Abandoned) {
    try parseElements(.rightParen) { parser throws(Abandoned) in
      let param = try parser.parseClosureParam()
      parser.pending.append(param)
    }
  }

  /// Parses `-> e` behind the struct pattern that `node` reads like: `Point { x, y } -> x + y`.
  mutating func parseClosure(taking node: NodeID) throws(Abandoned) -> NodeID {
    guard let pattern = pattern(from: node) else {
      throw unexpected(expecting: "the end of the expression")
    }
    let param = tree.add(.param, at: tree.position(node).offset, pattern.index, fields: 0, 0, 0)
    let params = tree.addList(CollectionOfOne(param))
    return try parseClosure(with: params)
  }

  /// Parses `a` or `a: T` or `(a, b)`.
  private mutating func parseClosureParam() throws(Abandoned) -> NodeID {
    let place = position
    let pattern = try parsePattern()
    let type = try eat(.colon) ? parseType() : .none
    return tree.add(.param, at: place, pattern.index, fields: 0, type.index, 0)
  }

  /// Whether the `do` at the current token begins a closure: `->` follows, perhaps behind
  /// parameters.
  var isDoClosure: Bool {
    switch kind(ahead: 1) {
    case .arrow, .leftParenOfClosure: return true
    case .name: break
    default: return false
    }
    switch kind(ahead: 2) {
    case .arrow: return true
    case .comma, .colon, .colonColon, .leftBrace: return arrowFollowsParams
    default: return false
    }
  }

  /// Whether `->` stands on this line behind tokens that parameters are made of.
  private var arrowFollowsParams: Bool {
    for ahead in 1..<Self.longestParams {
      switch kind(ahead: ahead) {
      case .arrow: return true
      case .name, .comma, .colon, .colonColon, .less, .greater, .shiftRight: break
      case .leftParen, .leftParenOfClosure, .rightParen, .ampersand, .bang, .kwMut, .kwSelfType,
        .kwImpl, .plus, .leftBrace, .rightBrace:
        break
      default: return false
      }
    }
    return false
  }

  /// The number of tokens that the parameters behind `do` may have; bounds the looking ahead.
  private static let longestParams = 1_024

  /// Parses `do x, y -> … end`.
  mutating func parseDoClosure() throws(Abandoned) -> NodeID {
    let opener = position
    let outer = enterBlock()
    advance()
    let params = parseDoParams()
    let place = at(.arrow) ? position : opener
    if !eat(.arrow) { recoverHeader() }
    let body = parseBlock(at: opener)
    leaveBlock(outer)
    return tree.add(.closure, at: place, params.index, fields: 0, body.index)
  }

  /// Parses the parameters behind `do`; none when they cannot be read.
  private mutating func parseDoParams() -> ListID {
    let mark = pending.count
    do throws(Abandoned) {
      if at(.leftParenOfClosure) {
        try parseParenthesizedParams()
      } else if at(.name) {
        repeat {
          let param = try parseClosureParam()
          pending.append(param)
        } while eat(.comma)
      }
      guard at(.arrow) else { throw unexpected(expecting: "'->'") }
    } catch {
      pending.removeSubrange(mark...)
    }
    return takeList(from: mark)
  }

  /// Parses `do … end` that is no closure.
  mutating func parseDoBlock() -> NodeID {
    let place = position
    let outer = enterBlock()
    advance()
    let body = parseBlock(at: place)
    leaveBlock(outer)
    return body
  }
}
