/// What stands before an item.
struct Modifiers {
  /// The attributes.
  var attributes = ListID.none
  /// `private`, `packed`, `const`, `extern`.
  var flags: NodeFlags = []
  /// Where the first of them stands, 0 when there is none.
  var position: UInt32 = 0
}

/// Where items stand, which decides what may be among them.
enum ItemPlace {
  /// At the top level of a file: items and statements.
  case file
  /// In a `trait`: functions, some without bodies.
  case trait
  /// In an `impl` or `extend`: functions.
  case impl
  /// In the body of a function: nothing, but it is parsed to get past it.
  case body
}

extension Parser {
  /// Sets aside the items up to the `end` of what they are in, or up to the end of the file.
  mutating func parseItems(of place: ItemPlace) {
    let outer = isPrivateSection
    isPrivateSection = false
    while true {
      skipNewlines()
      if at(.endOfFile) || (place != .file && endsMembers) || isAtClosingBrace { break }
      if at(.kwEnd) {
        report(.strayEnd(at: span))
        advance()
      } else {
        parseItem(of: place)
      }
    }
    isPrivateSection = outer
  }

  /// Whether the members of a type end at the current token: at `end`, or at an item that stands as
  /// far left as the type itself.
  private var endsMembers: Bool {
    mutating get {
      if at(.kwEnd) { return true }
      switch current {
      case .kwStruct, .kwEnum, .kwTrait, .kwImpl, .kwExtend, .kwImport, .kwType, .kwNewtype:
        return column(of: position) <= indentation(at: blockOpener)
      default: return false
      }
    }
  }

  /// Sets aside one item, or an error node where there is none.
  mutating func parseItem(of place: ItemPlace) {
    let first = index
    let start = position
    do throws(Abandoned) {
      let modifiers = try parseModifiers()
      guard !isPrivateAlone(modifiers) else { return isPrivateSection = true }
      let item = try parseItem(of: place, modifiers)
      pending.append(item)
      try expectStatementEnd(after: item)
    } catch {
      pending.append(tree.add(.error, at: start))
      recover(from: first)
    }
    if index == first { advance() }
  }

  /// Whether `private` stood on a line of its own.
  private func isPrivateAlone(_ modifiers: Modifiers) -> Bool {
    modifiers.flags == .isPrivate && modifiers.attributes.isNone
      && (at(.newline) || at(.endOfFile))
  }

  /// Parses the item, or in a file the statement, that `modifiers` stand before.
  private mutating func parseItem(
    of place: ItemPlace, _ modifiers: Modifiers
  ) throws(Abandoned) -> NodeID {
    var modifiers = modifiers
    if isPrivateSection { modifiers.flags.insert(.isPrivate) }
    switch current {
    case .kwDef: return try parseFunction(modifiers, isInTrait: place == .trait)
    case .kwConst: return try parseConst(modifiers, isInTrait: place == .trait)
    default: break
    }
    if place != .file, let node = try parseHabit(modifiers, as: .item) { return node }
    guard place == .file || place == .body else {
      throw unexpected(expecting: "'def' or 'end'")
    }
    return try parseTopLevelItem(modifiers)
  }

  /// Parses what can stand only at the top level of a file.
  mutating func parseTopLevelItem(_ modifiers: Modifiers) throws(Abandoned) -> NodeID {
    switch current {
    case .kwExtern: return try parseExtern(modifiers)
    case .kwPacked: return try parsePackedStruct(modifiers)
    case .kwStruct: return try parseStruct(modifiers)
    case .kwEnum: return try parseEnum(modifiers)
    case .kwTrait: return try parseTrait(modifiers)
    case .kwImpl: return try parseImpl(modifiers)
    case .kwExtend: return try parseImpl(modifiers, .isExtend)
    case .kwType: return try parseAlias(.aliasDecl, modifiers)
    case .kwNewtype: return try parseAlias(.newtypeDecl, modifiers)
    case .kwImport: return try parseImport(modifiers)
    case .kwStaticAssert: return try parseStaticAssert(modifiers)
    case .kwVar: return try parseVar(modifiers.attributes, flags: modifiers.flags)
    case .kwMacro: return parseUnsupportedBlock()
    default: return try parseTopLevelStatement(modifiers)
    }
  }

  /// Parses a statement of a script.
  private mutating func parseTopLevelStatement(
    _ modifiers: Modifiers
  ) throws(Abandoned) -> NodeID {
    blockOpener = position
    let sorts: NodeSorts = [.item, .statement, .expression]
    if let node = try parseHabit(modifiers, as: sorts) { return node }
    guard modifiers.position == 0 else {
      throw fail(.misplacedModifier(before: foundNoun, at: span(at: modifiers.position)))
    }
    return try parseStatement()
  }

  /// Parses attributes and `private`, and the line ends behind attributes.
  mutating func parseModifiers() throws(Abandoned) -> Modifiers {
    var modifiers = Modifiers()
    guard at(.at) || at(.kwPrivate) else { return modifiers }
    modifiers.position = position
    let mark = pending.count
    do throws(Abandoned) {
      while true {
        if at(.at) {
          let attribute = try parseAttribute()
          pending.append(attribute)
          skipNewlines()
        } else if eat(.kwPrivate) {
          modifiers.flags.insert(.isPrivate)
        } else {
          break
        }
      }
    } catch {
      pending.removeSubrange(mark...)
      throw error
    }
    modifiers.attributes = takeList(from: mark)
    return modifiers
  }

  /// Parses `@name(arg, key: value)`.
  private mutating func parseAttribute() throws(Abandoned) -> NodeID {
    let place = position
    let name = symbol
    guard !name.isNone else { throw unexpected(expecting: "the name of an attribute") }
    advance()
    guard (at(.leftParen) || at(.leftParenOfClosure)) && touchesPrevious else {
      return tree.add(.attribute, at: place, name.index)
    }
    let arguments = try parseList(.rightParen) { parser throws(Abandoned) in
      try parser.parseAttributeArgument()
    }
    return tree.add(.attribute, at: place, name.index, arguments.index)
  }

  /// Parses an argument of an attribute, where `not` is a name that can be called.
  private mutating func parseAttributeArgument() throws(Abandoned) -> NodeID {
    let place = position
    let isCall = (at(.name) || at(.kwNot)) && kind(ahead: 1) == .leftParen
    guard isCall else { return try parseNamedAttributeArgument() }
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepestNesting { abortNesting() }
    let name = at(.kwNot) ? words.not : symbol
    advance()
    let arguments = try parseList(.rightParen) { parser throws(Abandoned) in
      try parser.parseAttributeArgument()
    }
    let callee = tree.add(.name, at: place, name.index)
    return tree.add(.call, at: place, callee.index, arguments.index)
  }

  private mutating func parseNamedAttributeArgument() throws(Abandoned) -> NodeID {
    guard at(.name), kind(ahead: 1) == .colon else { return try parseExpression() }
    let place = position
    let name = symbol
    advance()
    advance()
    let value = try parseExpression()
    return tree.add(.namedArg, at: place, name.index, value.index)
  }
}
