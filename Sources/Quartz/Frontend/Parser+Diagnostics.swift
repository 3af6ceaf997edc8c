extension Diagnostic {
  /// A token where another was expected.
  static func unexpectedToken(
    expecting what: String, found: String, at span: Span
  ) -> Diagnostic {
    Diagnostic(.unexpectedToken, "expected \(what), found \(found)", at: span)
  }

  /// A block without `end`.
  static func missingEnd(of opener: String, openedAt: Span, at span: Span) -> Diagnostic {
    Diagnostic(.missingEnd, "'\(opener)' is not closed: 'end' is missing", at: span)
      .noting("'\(opener)' begins here", at: openedAt)
  }

  /// A bracket without its counterpart.
  static func unclosedBracket(
    _ closer: String, found: String, openedAt: Span, at span: Span
  ) -> Diagnostic {
    Diagnostic(.unclosedBracket, "expected ',' or '\(closer)', found \(found)", at: span)
      .noting("the bracket opens here", at: openedAt)
  }

  /// An `end` that closes nothing.
  static func strayEnd(at span: Span) -> Diagnostic {
    Diagnostic(.strayEnd, "this 'end' closes nothing", at: span)
  }

  /// `a < b < c`.
  static func chainedComparison(_ first: Span, at span: Span) -> Diagnostic {
    Diagnostic(.chainedComparison, "comparisons cannot be chained", at: span)
      .noting("the first comparison is here", at: first)
      .helping("write 'a < b and b < c'")
  }

  /// `a..b..c`.
  static func chainedRange(at span: Span) -> Diagnostic {
    Diagnostic(.chainedComparison, "ranges cannot be chained", at: span)
  }

  /// `puts x`.
  static func callNeedsParentheses(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(.callNeedsParentheses, "calls need parentheses", at: span)
      .helping("write '\(name)(…)', with nothing before the parenthesis")
  }

  /// `f(x) do` without `->`.
  static func blockNeedsArrow(at span: Span) -> Diagnostic {
    Diagnostic(.blockNeedsArrow, "a block that is passed to a call needs '->'", at: span)
      .helping("write 'do -> … end', or 'do x -> … end' with a parameter")
  }

  /// An assignment to what is no place.
  static func invalidTarget(at span: Span) -> Diagnostic {
    Diagnostic(.invalidTarget, "this cannot be assigned to", at: span)
      .helping("a name, a field, an element or a pattern stands before '='")
  }

  /// `=` inside of an expression.
  static func assignmentInExpression(_ help: String, at span: Span) -> Diagnostic {
    Diagnostic(.assignmentInExpression, "an assignment is no expression", at: span).helping(help)
  }

  /// Nesting that is deeper than the parser follows.
  static func nestingTooDeep(at span: Span) -> Diagnostic {
    Diagnostic(
      .nestingTooDeep,
      "nesting is too deep: the limit is \(Parser.deepestNesting) levels, and"
        + " \(Parser.longestChain) operators in a row", at: span
    ).helping("give parts of it names of their own")
  }

  /// A reserved construct that this version does not have.
  static func unsupportedConstruct(_ keyword: TokenKind, at span: Span) -> Diagnostic {
    Diagnostic(
      .unsupportedConstruct, "this version of the language has no \(keyword.noun)", at: span)
  }

  /// A `def` among fields or variants.
  static func functionInType(_ keyword: String, at span: Span) -> Diagnostic {
    Diagnostic(.functionInType, "a function cannot stand in the body of '\(keyword)'", at: span)
      .helping("put it into an 'impl' block for the type")
  }

  /// A declaration inside of a body.
  static func itemInBody(_ keyword: TokenKind, at span: Span) -> Diagnostic {
    Diagnostic(.itemInBody, "\(keyword.noun) cannot stand inside of a body", at: span)
      .helping("move it out, to the top level of the file")
  }

  /// An attribute or `private` before what cannot have one.
  static func misplacedModifier(before what: String, at span: Span) -> Diagnostic {
    Diagnostic(.misplacedModifier, "this cannot stand before \(what)", at: span)
      .helping("attributes and 'private' belong to declarations")
  }

  /// A keyword where a name is needed.
  static func keywordAsName(_ keyword: TokenKind, at span: Span) -> Diagnostic {
    Diagnostic(.keywordAsName, "expected a name, found the keyword \(keyword.noun)", at: span)
      .helping("keywords name only fields, methods and arguments")
  }

  /// `self` among parameters where it cannot be.
  static func misplacedSelf(at span: Span) -> Diagnostic {
    Diagnostic(.misplacedSelf, "'self' must be the first parameter of a method", at: span)
  }
}

extension Parser {
  /// Reports `diagnostic`, unless it stands on the line of the last mistake and so is most likely
  /// its echo.
  mutating func report(_ diagnostic: Diagnostic) {
    let start = diagnostic.span.start.offset
    guard !isAborted && (start > mistakeEnd || mistakeEnd == 0) else { return }
    diagnostics.append(diagnostic)
    noteMistake(at: start)
  }

  /// Takes later mistakes on the line of `position` for echoes.
  private mutating func noteMistake(at position: UInt32) {
    guard position > mistakeEnd || mistakeEnd == 0 else { return }
    mistakeEnd = base + UInt32(source.lineEnd(from: Int(position - base)))
  }

  /// Reports `diagnostic` and returns what to throw.
  mutating func fail(_ diagnostic: Diagnostic) -> Abandoned {
    report(diagnostic)
    return Abandoned()
  }

  /// Reports that the current token is not what was expected; what the lexer could not read has
  /// been reported by it.
  mutating func unexpected(
    expecting what: String, help: String? = nil
  ) -> Abandoned {
    if isCutOff {
      noteMistake(at: position)
      return Abandoned()
    }
    let found = foundNoun
    return fail(.unexpectedToken(expecting: what, found: found, at: span).helping(help))
  }

  /// Whether the lexer could not read something on the rest of the line.
  private var isCutOff: Bool {
    for ahead in 0..<Self.longestEcho {
      switch kind(ahead: ahead) {
      case .invalid: return true
      case .newline, .endOfFile: return false
      default: break
      }
    }
    return false
  }

  /// The number of tokens ahead in which what the lexer could not read is looked for.
  private static let longestEcho = 64

  /// What the current token is called.
  var foundNoun: String {
    current == .name ? "the name '\(interner.text(symbol))'" : current.noun
  }

  /// Gives up the file: what is nested too deep would make every later phase nest as deep.
  mutating func abortNesting() {
    if !isAborted { diagnostics.append(.nestingTooDeep(at: span)) }
    isAborted = true
    index = last
    current = .endOfFile
    position = starts[last]
  }
}
