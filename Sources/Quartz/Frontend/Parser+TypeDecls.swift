extension Parser {
  /// Parses `packed struct …`.
  mutating func parsePackedStruct(_ modifiers: Modifiers) throws(Abandoned) -> NodeID {
    advance()
    guard at(.kwStruct) else { return try parsePackedOther(modifiers) }
    var modifiers = modifiers
    modifiers.flags.insert(.isPacked)
    return try parseStruct(modifiers)
  }

  /// Reports `packed` before something that is no struct, and parses that.
  private mutating func parsePackedOther(_ modifiers: Modifiers) throws(Abandoned) -> NodeID {
    let mistake = unexpected(expecting: "'struct'")
    guard current.startsItem && current != .kwPacked else { throw mistake }
    return try parseTopLevelItem(modifiers)
  }

  /// Parses `struct Name<T> … end`.
  mutating func parseStruct(_ modifiers: Modifiers) throws(Abandoned) -> NodeID {
    try parseData(.structDecl, "struct", modifiers) { parser throws(Abandoned) in
      try parser.parseStructField()
    }
  }

  /// Parses `enum Name<T> … end`.
  mutating func parseEnum(_ modifiers: Modifiers) throws(Abandoned) -> NodeID {
    try parseData(.enumDecl, "enum", modifiers) { parser throws(Abandoned) in
      try parser.parseVariant()
    }
  }

  /// Parses a struct or an enum, which differ in what `member` parses.
  private mutating func parseData(
    _ kind: NodeKind, _ keyword: String, _ modifiers: Modifiers,
    _ member: (inout Parser) throws(Abandoned) -> NodeID
  ) throws(Abandoned) -> NodeID {
    let outer = enterBlock()
    let header = parseTypeHeader { parser throws(Abandoned) in _ = parser }
    let mark = pending.count
    parseMembers(of: keyword, member)
    let members = takeList(from: mark)
    leaveBlock(outer)
    return tree.add(
      kind, at: header.place, header.name.index, fields: modifiers.flags.rawValue,
      modifiers.attributes.index, header.typeParams.index, members.index, header.bounds.index)
  }

  /// What stands on the first line of a type's declaration.
  private struct TypeHeader {
    var place: UInt32 = 0
    var name = Symbol.none
    var typeParams = ListID.none
    var bounds = ListID.none
  }

  /// Parses the keyword, the name, what `middle` parses, and the bounds; a mistake does not touch
  /// the members.
  private mutating func parseTypeHeader(
    _ middle: (inout Parser) throws(Abandoned) -> Void
  ) -> TypeHeader {
    var header = TypeHeader()
    advance()
    header.place = position
    do throws(Abandoned) {
      header.name = try expectName("the name of a type")
      header.typeParams = try parseTypeParams()
      try middle(&self)
      header.bounds = try parseWhere()
      try expectHeaderEnd("the name")
    } catch {
      recoverHeader()
    }
    return header
  }

  /// Sets aside fields or variants, between line ends or commas, up to `end`.
  private mutating func parseMembers(
    of keyword: String, _ member: (inout Parser) throws(Abandoned) -> NodeID
  ) {
    let outer = isPrivateSection
    isPrivateSection = false
    while true {
      skipNewlines()
      if at(.kwEnd) || at(.endOfFile) || isAtClosingBrace { break }
      if current.startsItem && !at(.kwPrivate) && endsByIndentation { break }
      let first = index
      do throws(Abandoned) {
        if at(.kwDef) { throw fail(.functionInType(keyword, at: span)) }
        let node = try member(&self)
        if !node.isNone { pending.append(node) }
        if !eat(.comma) { try expectMemberEnd() }
      } catch {
        if at(.kwDef) { skipFunction() } else { recover(from: first) }
      }
      if index == first { advance() }
    }
    isPrivateSection = outer
  }

  /// Whether the current token stands as far left as the declaration around it.
  private var endsByIndentation: Bool {
    mutating get { !at(.kwDef) && column(of: position) <= indentation(at: blockOpener) }
  }

  /// Checks that a field or variant ends with its line.
  private mutating func expectMemberEnd() throws(Abandoned) {
    switch current {
    case .newline, .kwEnd, .endOfFile: return
    case .rightBrace where isAtClosingBrace: return
    default: throw unexpected(expecting: "',' or the end of the line")
    }
  }

  /// Parses a function where none may stand, and drops it; it has been reported.
  private mutating func skipFunction() {
    let mark = pending.count
    let known = diagnostics.count
    let first = index
    do throws(Abandoned) {
      _ = try parseFunction(Modifiers(), isInTrait: false)
    } catch {
      recover(from: first)
    }
    pending.removeSubrange(mark...)
    diagnostics.removeSubrange(known...)
  }

  /// Parses `name: T = e`; none for `private` alone on a line.
  private mutating func parseStructField() throws(Abandoned) -> NodeID {
    let modifiers = try parseModifiers()
    var flags = modifiers.flags
    if flags == .isPrivate && at(.newline) {
      isPrivateSection = true
      return .none
    }
    if isPrivateSection { flags.insert(.isPrivate) }
    let place = position
    let name = try expectName("the name of a field")
    try expect(.colon)
    let type = try parseType()
    let value = try eat(.equal) ? parseExpression() : .none
    return tree.add(
      .field, at: place, name.index, fields: flags.rawValue, modifiers.attributes.index, type.index,
      value.index)
  }

  /// Parses `Name` or `Name(field: T, U)`.
  private mutating func parseVariant() throws(Abandoned) -> NodeID {
    if at(.at) || at(.kwPrivate) {
      throw fail(.misplacedModifier(before: "a variant", at: span))
    }
    let place = position
    let name = try expectName("the name of a variant")
    guard at(.leftParen) else { return tree.add(.variant, at: place, name.index) }
    let fields = try parseList(.rightParen) { parser throws(Abandoned) in
      try parser.parsePayloadField()
    }
    return tree.add(.variant, at: place, name.index, fields.index)
  }

  /// Parses `name: T` or `T`.
  private mutating func parsePayloadField() throws(Abandoned) -> NodeID {
    let place = position
    var name = Symbol.none
    if at(.name) && kind(ahead: 1) == .colon {
      name = symbol
      advance()
      advance()
    }
    let type = try parseType()
    return tree.add(.field, at: place, name.index, fields: 0, 0, type.index, 0)
  }

  /// Parses `trait Name<T>: A + B … end`.
  mutating func parseTrait(_ modifiers: Modifiers) throws(Abandoned) -> NodeID {
    let outer = enterBlock()
    var supertraits = ListID.none
    let header = parseTypeHeader { parser throws(Abandoned) in
      if parser.eat(.colon) { supertraits = try parser.parseBounds() }
    }
    let mark = pending.count
    parseItems(of: .trait)
    let members = takeList(from: mark)
    leaveBlock(outer)
    return tree.add(
      .traitDecl, at: header.place, header.name.index, fields: modifiers.flags.rawValue,
      modifiers.attributes.index, header.typeParams.index, supertraits.index, members.index,
      header.bounds.index)
  }

  /// Parses `impl<T> Trait for Type … end`, `impl Type … end`, or `extend Type … end` with its flag.
  mutating func parseImpl(
    _ modifiers: Modifiers, _ extra: NodeFlags = []
  ) throws(Abandoned) -> NodeID {
    let place = position
    let outer = enterBlock()
    let header = parseImplHeader()
    let mark = pending.count
    parseItems(of: .impl)
    let members = takeList(from: mark)
    leaveBlock(outer)
    let flags = modifiers.flags.union(extra).union(header.flags)
    return tree.add(
      .implDecl, at: place, header.type.index, fields: flags.rawValue, modifiers.attributes.index,
      header.typeParams.index, header.trait.index, members.index, header.bounds.index)
  }

  /// What stands on the first line of an `impl`.
  private struct ImplHeader {
    var flags: NodeFlags = []
    var typeParams = ListID.none
    var type = NodeID.none
    var trait = NodeID.none
    var bounds = ListID.none
  }

  private mutating func parseImplHeader() -> ImplHeader {
    var header = ImplHeader()
    advance()
    let place = position
    do throws(Abandoned) {
      header.typeParams = try parseTypeParams()
      if eat(.bang) { header.flags.insert(.isNegative) }
      header.type = try parseType()
      if eat(.kwFor) {
        header.trait = header.type
        header.type = .none
        header.type = try parseType()
      } else if header.flags.contains(.isNegative) {
        throw unexpected(expecting: "'for'")
      }
      header.bounds = try parseWhere()
      try expectHeaderEnd("the type")
    } catch {
      recoverHeader()
      if header.type.isNone { header.type = tree.add(.error, at: place) }
    }
    return header
  }

  /// Parses `type Name<T> = U` or `newtype Name<T> = U`.
  mutating func parseAlias(
    _ kind: NodeKind, _ modifiers: Modifiers
  ) throws(Abandoned) -> NodeID {
    advance()
    let place = position
    let name = try expectName("the name of a type")
    let typeParams = try parseTypeParams()
    try expect(.equal)
    let type = try parseType()
    return tree.add(
      kind, at: place, name.index, fields: modifiers.flags.rawValue, modifiers.attributes.index,
      typeParams.index, type.index)
  }
}
