/// How tightly an operator binds; a greater raw value binds tighter.
enum Precedence: UInt8, Comparable {
  case none, or, and, not, comparison, coalesce, bitOr, bitXor, bitAnd, shift, sum, product, cast

  static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }

  /// The next tighter one.
  var tighter: Precedence { Precedence(rawValue: rawValue + 1) ?? .cast }
}

extension Parser {
  /// Parses an expression: operands and operators, and perhaps a range of two such.
  mutating func parseExpression() throws(Abandoned) -> NodeID {
    let first = try parseBinary(.or)
    if at(.dotDot) || at(.dotDotEqual) { return try parseRange(from: first) }
    let isRange = [.range, .rangeInclusive].contains(tree.kind(first))
    return isRange && isAtStep ? try parseStep(of: first) : first
  }

  /// Parses `..b`, `..=b` and `step c` behind `first`.
  private mutating func parseRange(from first: NodeID) throws(Abandoned) -> NodeID {
    let place = position
    let kind: NodeKind = at(.dotDot) ? .range : .rangeInclusive
    advance()
    let end = try parseBinary(.or)
    let range = tree.add(kind, at: place, first.index, end.index)
    if at(.dotDot) || at(.dotDotEqual) { throw fail(.chainedRange(at: span)) }
    return isAtStep ? try parseStep(of: range) : range
  }

  /// Whether `step` stands at the current token, behind a range.
  private var isAtStep: Bool { at(.name) && symbol == words.step && isOnSameLine }

  /// Parses `step e` behind `range`, which is the call `range.step(e)`.
  private mutating func parseStep(of range: NodeID) throws(Abandoned) -> NodeID {
    let place = position
    advance()
    let step = try parseBinary(.or)
    let member = tree.add(.member, at: place, range.index, words.step.index)
    let arguments = tree.addList(CollectionOfOne(step))
    return tree.add(.call, at: place, member.index, arguments.index)
  }

  /// Parses operands and the operators between them that bind at least as tightly as `floor`.
  mutating func parseBinary(_ floor: Precedence) throws(Abandoned) -> NodeID {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepestNesting { abortNesting() }
    var left = try at(.kwNot) ? parseNot(floor) : parseUnary()
    while true {
      let (kind, precedence) = current.binaryOperator
      guard precedence >= floor, precedence != .none else { return left }
      if precedence == .cast {
        left = try parseCast(of: left, kind)
      } else {
        left = try parseOperator(kind, precedence, left)
      }
      if chain > Self.longestChain { abortNesting() }
    }
  }

  /// Parses the operator that is the current token and its right operand.
  private mutating func parseOperator(
    _ kind: NodeKind, _ precedence: Precedence, _ left: NodeID
  ) throws(Abandoned) -> NodeID {
    let place = position
    let leftChain = chain
    let isGreater = at(.greater) || at(.shiftRight)
    advance()
    try refuseForeignOperator(kind)
    if isGreater && at(.newline) { advance() }
    let right = try parseBinary(precedence == .coalesce ? precedence : precedence.tighter)
    let node = tree.add(kind, at: place, left.index, right.index)
    chain = max(leftChain, chain) + 1
    if precedence == .comparison && current.binaryOperator.precedence == .comparison {
      report(.chainedComparison(span(at: place), at: span))
    }
    return node
  }

  /// Parses `as T` or `as% T` behind `value`.
  private mutating func parseCast(of value: NodeID, _ kind: NodeKind) throws(Abandoned) -> NodeID {
    let place = position
    let valueChain = chain
    advance()
    let type = try parseType()
    chain = valueChain + 1
    return tree.add(kind, at: place, value.index, type.index)
  }

  /// Parses `not e`, which may stand where an operand of `and` may.
  private mutating func parseNot(_ floor: Precedence) throws(Abandoned) -> NodeID {
    guard floor <= .not else {
      throw unexpected(expecting: "an operand", help: "write '!' or put it in parentheses")
    }
    let place = position
    advance()
    let operand = try parseBinary(.not)
    return tree.add(.not, at: place, operand.index)
  }

  /// Parses the operators before an operand, the operand, and what follows it.
  mutating func parseUnary() throws(Abandoned) -> NodeID {
    let kind: NodeKind
    switch current {
    case .minus: kind = .negate
    case .bang: kind = .not
    case .tilde: kind = .complement
    case .ampersand: kind = .borrow
    case .kwGo, .kwAwait, .kwQuote, .kwUnquote: return try parseUnsupportedPrefix()
    default: return try parsePostfix()
    }
    return try parsePrefix(kind)
  }

  private mutating func parsePrefix(_ kind: NodeKind) throws(Abandoned) -> NodeID {
    let place = position
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepestNesting { abortNesting() }
    advance()
    let isMutable = kind == .borrow && eat(.kwMut)
    let operand = try parseUnary()
    return tree.add(isMutable ? .borrowMut : kind, at: place, operand.index)
  }

  /// Reports a keyword that stands before an expression but means nothing in this version, and
  /// parses that expression.
  private mutating func parseUnsupportedPrefix() throws(Abandoned) -> NodeID {
    let place = position
    report(.unsupportedConstruct(current, at: span))
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepestNesting { abortNesting() }
    advance()
    _ = try parseUnary()
    return tree.add(.error, at: place)
  }

  /// Reports a block that means nothing in this version, and skips it.
  mutating func parseUnsupportedBlock() -> NodeID {
    let place = position
    let outer = ignoresNewlines
    report(.unsupportedConstruct(current, at: span))
    advance()
    skipToBody()
    skipToEnd()
    ignoresNewlines = outer
    return tree.add(.error, at: place)
  }
}

extension TokenKind {
  /// The node and the precedence of this token between two operands.
  @inline(__always) var binaryOperator: (kind: NodeKind, precedence: Precedence) {
    switch self {
    case .kwOr: (.or, .or)
    case .kwAnd: (.and, .and)
    case .equalEqual: (.equal, .comparison)
    case .bangEqual: (.notEqual, .comparison)
    case .less: (.less, .comparison)
    case .lessEqual: (.lessEqual, .comparison)
    case .greater: (.greater, .comparison)
    case .greaterEqual: (.greaterEqual, .comparison)
    case .questionQuestion: (.coalesce, .coalesce)
    case .pipe: (.bitOr, .bitOr)
    case .caret: (.bitXor, .bitXor)
    case .ampersand: (.bitAnd, .bitAnd)
    case .shiftLeft: (.shiftLeft, .shift)
    case .shiftRight: (.shiftRight, .shift)
    case .plus: (.add, .sum)
    case .minus: (.subtract, .sum)
    case .star: (.multiply, .product)
    case .slash: (.divide, .product)
    case .percent: (.remainder, .product)
    case .kwAs: (.cast, .cast)
    case .asPercent: (.castWrapping, .cast)
    default: (.error, .none)
    }
  }
}
