extension Parser {
  /// Parses `import a/b as c`, `import { f, g as h } from a/b` or `import * from a/b`.
  mutating func parseImport(_ modifiers: Modifiers) throws(Abandoned) -> NodeID {
    advance()
    var flags = modifiers.flags
    var list = ListID.none
    switch current {
    case .star:
      flags.insert(.isStar)
      advance()
      try expectFrom()
    case .leftBrace:
      flags.insert(.hasNames)
      list = try parseList(.rightBrace) { parser throws(Abandoned) in
        try parser.parseImportName()
      }
      try expectFrom()
    default: break
    }
    let place = position
    let path = try parseImportPath()
    let alias = try eat(.kwAs) ? expectName() : .none
    return tree.add(
      .importDecl, at: place, path.index, fields: flags.rawValue, modifiers.attributes.index,
      alias.index, list.index)
  }

  /// Moves past `from`, which is a name elsewhere.
  private mutating func expectFrom() throws(Abandoned) {
    guard at(.name), symbol == words.from else { throw unexpected(expecting: "'from'") }
    advance()
  }

  /// Parses `f` or `f as g`.
  private mutating func parseImportName() throws(Abandoned) -> NodeID {
    let place = position
    let name = try expectName()
    let alias = try eat(.kwAs) ? expectName() : .none
    return tree.add(.importName, at: place, name.index, alias.index)
  }

  /// Parses `a/b/c` into one symbol; a segment may be a keyword.
  private mutating func parseImportPath() throws(Abandoned) -> Symbol {
    var path: [UInt8] = []
    while true {
      guard at(.name) || current.isKeyword else {
        let help = at(.string) ? "a module is named without quotes, as in 'import a/b'" : nil
        throw unexpected(expecting: "the name of a module", help: help)
      }
      path += Array(tokenText.utf8)
      advance()
      guard eat(.slash) else { return interner.intern(path) }
      path.append(UInt8(ascii: "/"))
    }
  }

  /// Parses `static_assert(condition, message)`.
  mutating func parseStaticAssert(_ modifiers: Modifiers) throws(Abandoned) -> NodeID {
    let place = position
    advance()
    guard at(.leftParen) else { throw unexpected(expecting: "'('") }
    let mark = pending.count
    try parseElements(.rightParen) { parser throws(Abandoned) in
      let argument = try parser.parseExpression()
      parser.pending.append(argument)
    }
    let arguments = Array(pending[mark...])
    pending.removeSubrange(mark...)
    guard (1...2).contains(arguments.count) else {
      throw fail(
        .unexpectedToken(
          expecting: "a condition and a message", found: "\(arguments.count) arguments",
          at: span(at: place)))
    }
    let message = arguments.count == 2 ? arguments[1] : .none
    return tree.add(
      .staticAssert, at: place, arguments[0].index, fields: modifiers.flags.rawValue,
      modifiers.attributes.index, message.index)
  }
}
