/// Spellings of other languages: each is reported once, with the spelling of this language, and then
/// read as what it was meant to be, so that no further mistake follows from it.
extension Parser {
  /// Reports the spelling at the current token.
  mutating func reportHabit(_ spelling: String, _ help: String) {
    report(.foreignSpelling(spelling, help, at: span))
  }

  /// Reports the spelling at the current token and returns what to throw.
  mutating func failHabit(_ spelling: String, _ help: String) -> Abandoned {
    fail(.foreignSpelling(spelling, help, at: span))
  }

  // MARK: Words

  /// What a word means at the start of a statement in other languages.
  private enum Habit {
    /// `fn`, `func`: `def`.
    case function
    /// `let`, `val`: nothing.
    case binding
    /// `pub`: nothing.
    case modifier
    /// `class`, `switch`: a block that is skipped.
    case block
    /// `use`: a line that is skipped.
    case line
  }

  private static let habits: [String: (Habit, String)] = [
    "fn": (.function, "a function is declared by 'def'"),
    "func": (.function, "a function is declared by 'def'"),
    "fun": (.function, "a function is declared by 'def'"),
    "function": (.function, "a function is declared by 'def'"),
    "proc": (.function, "a function is declared by 'def'"),
    "let": (.binding, "a binding is written 'x = e', a variable 'var x = e'"),
    "val": (.binding, "a binding is written 'x = e', a variable 'var x = e'"),
    "auto": (.binding, "a binding is written 'x = e', a variable 'var x = e'"),
    "local": (.binding, "a binding is written 'x = e', a variable 'var x = e'"),
    "pub": (.modifier, "what is not 'private' is public"),
    "public": (.modifier, "what is not 'private' is public"),
    "export": (.modifier, "what is not 'private' is public"),
    "static": (.modifier, "a function without 'self' belongs to the type"),
    "async": (.modifier, "any function can run as a task: 'go f(x)'"),
    "class": (.block, "a type is declared by 'struct', and gets its methods by 'impl'"),
    "interface": (.block, "what types have in common is declared by 'trait'"),
    "protocol": (.block, "what types have in common is declared by 'trait'"),
    "module": (.block, "every file is a module"),
    "namespace": (.block, "every file is a module"),
    "switch": (.block, "alternatives are written 'match x … pattern => value … end'"),
    "case": (.block, "alternatives are written 'match x … pattern => value … end'"),
    "try": (.block, "failures are values of type Result, passed on by '?'"),
    "begin": (.block, "failures are values of type Result, passed on by '?'"),
    "use": (.line, "a module is imported by 'import a/b'"),
    "using": (.line, "a module is imported by 'import a/b'"),
    "include": (.line, "a module is imported by 'import a/b'"),
    "require": (.line, "a module is imported by 'import a/b'"),
    "throw": (.line, "a failure is returned: 'return Err(e)'; a mistake panics: 'panic(\"…\")'"),
    "raise": (.line, "a failure is returned: 'return Err(e)'; a mistake panics: 'panic(\"…\")'"),
    "elif": (.line, "a further condition is written 'elsif'"),
    "elseif": (.line, "a further condition is written 'elsif'"),
  ]

  /// What the name at the current token, which begins a statement, means elsewhere; nil when it is a
  /// name as any other, as far as what follows tells.
  private var habit: (habit: Habit, help: String)? {
    guard current == .name, canFollowHabit else { return nil }
    return Self.habits[interner.text(symbol)]
  }

  /// Whether the token behind the current one can follow no name that begins a statement.
  private var canFollowHabit: Bool {
    switch kind(ahead: 1) {
    case .name, .kwMut, .string, .stringHead, .integer, .kwSelf: true
    case .kwDef, .kwStruct, .kwEnum, .kwTrait, .kwConst, .kwVar, .kwType: true
    case .leftParen, .leftParenOfClosure: !touchesName
    case .newline: interner.bytes(of: symbol).count >= 3 && isLoneWord
    default: false
    }
  }

  /// Whether the `(` behind the name at the current token touches it.
  private var touchesName: Bool {
    starts[index + 1] == position + UInt32(interner.bytes(of: symbol).count)
  }

  /// Whether the name at the current token, alone on its line, begins a block elsewhere.
  private var isLoneWord: Bool {
    interner.bytes(of: symbol).elementsEqual("try".utf8)
      || interner.bytes(of: symbol).elementsEqual("begin".utf8)
  }

  /// Parses a statement or item that begins with a word of another language; nil when none does, and
  /// an error node when it is of no sort that can stand here.
  mutating func parseHabit(
    _ modifiers: Modifiers, as sorts: NodeSorts
  ) throws(Abandoned) -> NodeID? {
    guard let (habit, help) = habit else { return nil }
    let place = position
    reportHabit(interner.text(symbol), help)
    let node = try parseMeaning(of: habit, modifiers)
    return sorts.contains(tree.kind(node).sort) ? node : tree.add(.error, at: place)
  }

  /// Parses what `habit`, whose word is the current token, was meant to be.
  private mutating func parseMeaning(
    of habit: Habit, _ modifiers: Modifiers
  ) throws(Abandoned) -> NodeID {
    let place = position
    switch habit {
    case .function: return try parseFunction(modifiers, isInTrait: false)
    case .binding:
      advance()
      _ = eat(.kwMut)
      return try parseStatement()
    case .modifier:
      advance()
      if at(.kwDef) { return try parseFunction(modifiers, isInTrait: false) }
      return try parseTopLevelItem(modifiers)
    case .block:
      advance()
      skipForeignBlock()
    case .line: skipLine()
    }
    return tree.add(.error, at: place)
  }

  /// Skips a block of another language: up to its `end`, or up to its `}`.
  private mutating func skipForeignBlock() {
    while current != .newline && current != .endOfFile && current != .leftBrace { advance() }
    if at(.leftBrace) { return skipBraces() }
    skipToEnd()
  }

  /// Skips from `{` past its `}`.
  mutating func skipBraces() {
    var braces = 0
    repeat {
      if at(.leftBrace) { braces += 1 }
      if at(.rightBrace) { braces -= 1 }
      advance()
    } while braces > 0 && current != .endOfFile
  }

  private mutating func skipLine() {
    while current != .newline && current != .endOfFile { advance() }
  }

  // MARK: Headers and bodies

  /// Reads what other languages have between a header and its body: `{`, `:`, `then`, `do`; gives
  /// whether one was there.
  mutating func eatForeignHeaderEnd() -> Bool {
    switch current {
    case .leftBrace:
      if !hasBraces { reportHabit("{", "a body begins on the next line and ends with 'end'") }
      hasBraces = true
      bracedBlocks.append(blockOpener)
    case .colon where kind(ahead: 1) == .newline:
      reportHabit(":", "the body begins on the next line, without ':'")
      hasColons = true
    case .name where interner.text(symbol) == "then":
      reportHabit("then", "the body begins on the next line, without 'then'")
    case .kwDo where !isDoClosure:
      reportHabit("do", "the body begins on the next line, without 'do'")
    default: return false
    }
    advance()
    return true
  }

  /// Whether the innermost body was opened by `{` and ends at the current token.
  var isAtClosingBrace: Bool { at(.rightBrace) && bracedBlocks.last == blockOpener }

  /// Moves past the `}` of a body that was opened by `{`.
  mutating func eatClosingBrace() -> Bool {
    guard isAtClosingBrace else { return false }
    bracedBlocks.removeLast()
    advance()
    return true
  }

  /// Moves past the `}` before an `else`.
  mutating func eatBraceBeforeElse() {
    guard isAtClosingBrace else { return }
    let next = kind(ahead: 1) == .newline ? kind(ahead: 2) : kind(ahead: 1)
    guard next == .kwElse || next == .kwElsif else { return }
    bracedBlocks.removeLast()
    advance()
    skipNewlines()
  }

  /// Whether the `{` at the current token begins a map, and is no habit of this file.
  ///
  /// That is when it is empty or has a `=>` outside of inner brackets. O(tokens up to there)
  var isAtMapLiteral: Bool {
    if hasBraces { return false }
    var (depth, ahead) = (1, 1)
    while kind(ahead: ahead) != .endOfFile {
      switch kind(ahead: ahead) {
      case .leftParen, .leftParenOfClosure, .leftBracket, .leftBrace: depth += 1
      case .rightParen, .rightBracket, .rightBrace: depth -= 1
      case .fatArrow where depth == 1: return true
      default: break
      }
      if depth == 0 { return ahead == 1 }
      ahead += 1
    }
    return false
  }

  /// Whether a further condition begins at the current token as it is written elsewhere: `else if`,
  /// `elif`, `elseif`.
  var isAtForeignElsif: Bool {
    if at(.kwElse) { return kind(ahead: 1) == .kwIf }
    guard at(.name), source[Int(position - base)] == UInt8(ascii: "e"), bodyTakesElse else {
      return false
    }
    let word = interner.bytes(of: symbol)
    return word.elementsEqual("elif".utf8) || word.elementsEqual("elseif".utf8)
  }

  /// Whether `else:` stands at the current token, where the lexer takes `else` for a name.
  var isAtElseWithColon: Bool {
    at(.name) && kind(ahead: 1) == .colon && bodyTakesElse
      && interner.bytes(of: symbol).elementsEqual("else".utf8)
  }

  /// Whether the innermost body is that of an `if`.
  private var bodyTakesElse: Bool {
    let offset = Int(blockOpener - base)
    return source.slice(offset, min(offset + 2, source.count)).elementsEqual("if".utf8)
      || source.slice(offset, min(offset + 6, source.count)).elementsEqual("unless".utf8)
  }

  /// Reports `else if`, `elif` or `elseif`, and moves to its last word.
  mutating func eatForeignElsif() {
    let spelling = at(.kwElse) ? "else if" : interner.text(symbol)
    if !hasBraces { reportHabit(spelling, "a further condition is written 'elsif'") }
    if at(.kwElse) { advance() }
  }

  /// Reports the `:` behind `else`.
  mutating func eatElseWithColon() {
    if !hasColons { reportHabit("else:", "the body begins on the next line, without ':'") }
    advance()
  }

  // MARK: Operators

  /// Throws when the operator that was just read is the first half of one of another language, such
  /// as `i++`.
  mutating func refuseForeignOperator(_ kind: NodeKind) throws(Abandoned) {
    guard touchesPrevious else { return }
    switch (kind, current) {
    case (.add, .plus): throw failHabit("++", "a number is counted up by 'x += 1'")
    case (.subtract, .minus) where restOfLineIsBlank:
      throw failHabit("--", "a number is counted down by 'x -= 1'")
    case (.multiply, .star): throw failHabit("**", "a power is written 'x.pow(n)'")
    case (.equal, .equal): throw failHabit("===", "equality is written '=='")
    case (.notEqual, .equal): throw failHabit("!==", "the opposite of '==' is written '!='")
    default: break
    }
  }

  /// Whether nothing follows the one-byte token at the current place on its line.
  private var restOfLineIsBlank: Bool {
    var offset = Int(position - base) + 1
    while source.characterClass(offset) == .space { offset += 1 }
    switch source.characterClass(offset) {
    case .newline, .hash, .semicolon, .nul, .rightParen, .rightBrace: return true
    default: return false
    }
  }

  /// What to write instead of what stands where an operand is needed.
  var operandHelp: String? {
    switch current {
    case .plus where kind(ahead: 1) == .plus: "a number is counted up by 'x += 1'"
    case .pipe: "a closure is written 'x -> e' or 'do x -> … end'"
    case .rightParen, .rightBracket: "something is missing before '\(current.spelling ?? "")'"
    default: nil
    }
  }

  /// Whether the token before the current one is the name `new`.
  private var isBehindNew: Bool {
    guard index > 0, kinds[index - 1] == .name else { return false }
    return interner.bytes(of: Symbol(index: payloads[index - 1])).elementsEqual("new".utf8)
  }

  /// Throws for what can follow an expression elsewhere.
  mutating func refuseForeignEnd(after statement: NodeID) throws(Abandoned) {
    switch current {
    case .dotDotDot:
      throw failHabit("...", "'a..b' leaves b out, 'a..=b' has it")
    case .fatArrow: throw failHabit("=>", "a closure is written 'x -> e'")
    case .leftBrace:
      let mistake = failHabit("{", "a block is written 'do x -> … end'")
      skipBraces()
      throw mistake
    case .name where kind(ahead: 1) == .arrow && kind(ahead: 2) == .newline:
      let mistake = failHabit(
        interner.text(symbol) + " ->", "a block of several lines is written 'do x -> … end'")
      skipToEnd()
      throw mistake
    case .name where kind(ahead: 1) == .equal && tree.kind(statement) == .name:
      throw failHabit(
        interner.text(symbol), "a binding is written 'x = e', or 'x: T = e' with its type")
    case .name where isBehindNew:
      throw failHabit("new", "a value is made by 'T.new(…)' or 'T { field: e }'")
    case .rightParen, .rightBracket, .rightBrace:
      let opener = current == .rightParen ? "(" : current == .rightBracket ? "[" : "{"
      throw unexpected(expecting: "the end of the line", help: "no '\(opener)' is open here")
    default: break
    }
  }
}

extension Diagnostic {
  /// A spelling of another language.
  static func foreignSpelling(_ spelling: String, _ help: String, at span: Span) -> Diagnostic {
    Diagnostic(.foreignSpelling, "'\(spelling)' has no meaning here", at: span).helping(help)
  }
}
