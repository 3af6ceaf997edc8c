/// Warnings of the uses of what is marked with `@deprecated("what to use instead")`.
extension Checker {
  /// Takes note of the declarations that are marked.
  mutating func findDeprecated() {
    let mark = interner.intern("deprecated")
    for id in modules.ids where !modules[id].root.isNone {
      for item in tree.list(modules[id].root) { noteDeprecated(item, mark) }
    }
  }

  private mutating func noteDeprecated(_ item: NodeID, _ mark: Symbol) {
    let kind = tree.kind(item)
    if kind == .implDecl || kind == .traitDecl {
      for member in tree.fieldList(item, 4) { noteDeprecated(member, mark) }
    }
    guard kind.hasAttributes else { return }
    for attribute in tree.fieldList(item, 1) where tree.symbol(attribute) == mark {
      let message = tree.secondList(attribute).first { tree.kind($0) == .string }
      deprecated[item] = message.map { tree.symbol($0) } ?? Symbol.none
    }
  }

  /// Warns that `node` uses what `declaration` declares, when that is marked; not within it.
  mutating func warnIfDeprecated(_ declaration: NodeID, called name: Symbol, at node: NodeID) {
    guard !deprecated.isEmpty, let message = deprecated[declaration], isOurs(body.scope.module),
      declarations.functions[body.decl].node != declaration
    else { return }
    report(
      .deprecatedUse(
        text(name), message.isNone ? nil : text(message), at: span(node),
        declared: span(declaration)))
  }

  /// Warns that `node` uses the function `id`, when that is marked.
  mutating func warnIfDeprecated(_ id: DeclID, at node: NodeID) {
    guard !deprecated.isEmpty else { return }
    warnIfDeprecated(
      declarations.functions[id].node, called: declarations.functions[id].name, at: node)
  }

  /// Warns that `node` uses the type `id`, when that is marked; not in the methods of the type.
  mutating func warnIfDeprecated(_ id: NominalID, at node: NodeID) {
    guard !deprecated.isEmpty else { return }
    let own = body.scope.selfType
    if !own.isNone, types.kind(own) == .nominal, types.nominal(own) == id { return }
    let nominal = declarations.nominals[id]
    warnIfDeprecated(nominal.node, called: nominal.name, at: node)
  }
}

extension Diagnostic {
  /// A use of what is marked with `@deprecated`.
  static func deprecatedUse(
    _ name: String, _ message: String?, at span: Span, declared: Span
  ) -> Diagnostic {
    let reason = message.map { ": \($0)" } ?? ""
    return Diagnostic(.deprecatedUse, "'\(name)' is deprecated\(reason)", at: span)
      .noting("declared here", at: declared)
  }
}
