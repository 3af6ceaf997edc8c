extension Checker {
  /// Checks `node` where its value is not used.
  mutating func checkStatement(_ node: NodeID) {
    _ = check(node, expecting: .void)
  }

  /// Checks the statements of a block; its type is that of the last one, or `!` when one of them does
  /// not return.
  mutating func checkBlock(_ node: NodeID, expecting: TypeID) -> TypeID {
    let statements = tree.list(node)
    let depth = body.names.count
    defer { body.names.removeLast(to: depth) }
    var diverges = false
    var type = TypeID.void
    for (number, statement) in statements.enumerated() {
      let isLast = number == statements.count - 1
      let isReached = !diverges
      body.statement = statement
      type = check(statement, expecting: isLast ? expecting : .void)
      if resolved(type) == .never { diverges = true }
      if isReached && diverges && !isLast { warnUnreachable(statements[number + 1], statement) }
      if isLast && !isValue(statement) && !diverges { type = .void }
    }
    return diverges ? .never : type
  }

  /// Warns of a statement behind one that does not return.
  private mutating func warnUnreachable(_ node: NodeID, _ last: NodeID) {
    guard isOurs(body.scope.module) else { return }
    report(.unreachableCode(at: span(node), behind: span(last)))
  }

  /// Warns of a value that is dropped where it could tell of a failure.
  mutating func checkDropped(_ node: NodeID) {
    let type = typed.type(node)
    guard types.kind(type) == .nominal, types.nominal(type) == items.result,
      isOurs(body.scope.module)
    else { return }
    report(.unusedResult(describe(type), at: span(node)))
  }

  /// Whether `node` is an expression whose value can be that of a block.
  private func isValue(_ node: NodeID) -> Bool {
    switch tree.kind(node) {
    case .assign, .opAssign, .varDecl, .letDecl, .deferStmt, .whileLoop, .forLoop: false
    default: true
    }
  }

  /// `var p: T = e`.
  mutating func checkVar(_ node: NodeID) -> TypeID {
    let pattern = tree.child(node)
    let value = tree.fieldNode(node, 3)
    let declared = tree.fieldNode(node, 2)
    var type = declared.isNone ? TypeID.none : resolveType(declared, in: body.scope)
    if value.isNone {
      return declare(pattern, type, isMutable: true)
    }
    type = checkBinding(value, declared: type)
    reportNothing(pattern, type)
    bindPattern(pattern, type, isMutable: true)
    return .void
  }

  /// `var x: T` or `x: T`: a name that gets its value later; which paths give it one is found out by
  /// following the body.
  private mutating func declare(
    _ pattern: NodeID, _ type: TypeID, isMutable: Bool
  ) -> TypeID {
    let isPlain = tree.kind(pattern) == .patternName && tree.secondChild(pattern).isNone
    guard isPlain, !type.isNone, !isReference(type) else {
      report(.missingInitializer(patternText(pattern), at: span(pattern)))
      bindPattern(pattern, type.isNone ? .error : type, isMutable: isMutable)
      return .void
    }
    reportNothing(pattern, type)
    bindPattern(pattern, type, isMutable: isMutable)
    typed.locals[LocalID(index: typed.index(pattern))].isDeferred = true
    flowing.insert(body.decl)
    return .void
  }

  /// `x: T = e`, `x: T`.
  mutating func checkLet(_ node: NodeID) -> TypeID {
    let declared = resolveType(tree.fieldNode(node, 0), in: body.scope)
    if tree.fieldNode(node, 1).isNone {
      return declare(tree.child(node), declared, isMutable: false)
    }
    let type = checkBinding(tree.fieldNode(node, 1), declared: declared)
    reportNothing(tree.child(node), type)
    bindPattern(tree.child(node), type, isMutable: false)
    return .void
  }

  /// Reports a name for a value of type Void.
  mutating func reportNothing(_ pattern: NodeID, _ type: TypeID) {
    guard types.kind(resolved(type)) == .void, [.patternName, .name].contains(tree.kind(pattern))
    else { return }
    report(.bindingOfNothing(text(tree.symbol(pattern)), at: span(pattern)))
  }

  /// The type of a binding to `value`.
  mutating func checkBinding(_ value: NodeID, declared: TypeID) -> TypeID {
    body.boundValue = value
    let found = check(value, expecting: declared)
    if declared.isNone { return resolved(found) }
    coerce(value, found, to: declared)
    return declared
  }

  /// Binds the names of `pattern` to parts of a value of `type`.
  mutating func bindPattern(_ pattern: NodeID, _ type: TypeID, isMutable: Bool) {
    if tree.kind(pattern) == .patternName && tree.secondChild(pattern).isNone {
      bindName(pattern, type, isMutable: isMutable)
      return
    }
    let errors = diagnostics.count
    checkPattern(pattern, type, isMutable: isMutable)
    reportRepeatedNames([pattern])
    if diagnostics.count == errors { requireIrrefutable(pattern) }
  }

  private func patternText(_ pattern: NodeID) -> String {
    tree.kind(pattern) == .patternName ? text(tree.symbol(pattern)) : "_"
  }

  /// `return e`.
  mutating func checkReturn(_ node: NodeID) -> TypeID {
    let value = tree.child(node)
    requireNoDefer(node, "return")
    if body.isInitializer && body.closures.isEmpty {
      report(.outsideFunction(at: span(node)))
      return .error
    }
    let wanted = body.closures.last?.result ?? body.result
    if value.isNone {
      if !unify(wanted, .void) { report(.missingReturnValue(describe(wanted), at: span(node))) }
      return .never
    }
    let type = check(value, expecting: wanted)
    if body.closures.isEmpty && resolved(wanted) == .void && !acceptsNothing(type) {
      report(.typeMismatch(wanted: "Void", actual: describe(type), at: span(value)))
      return .never
    }
    coerce(value, type, to: wanted)
    return .never
  }

  /// Whether a value of `type` can be returned where nothing is.
  private mutating func acceptsNothing(_ type: TypeID) -> Bool {
    let type = resolved(type)
    return type == .void || type == .never || type == .error || isUnknown(type)
  }

  /// `defer e`, a statement of a block or of a script.
  mutating func checkDefer(_ node: NodeID) -> TypeID {
    if body.statement != node { report(.conditionalDefer(at: span(node))) }
    let (loops, enclosing) = (body.loops, body.enclosingDefer)
    body.loops = []
    body.enclosingDefer = node
    checkStatement(tree.child(node))
    body.loops = loops
    body.enclosingDefer = enclosing
    return .void
  }

  /// Reports when `node`, which leaves the function, stands in what is deferred: the function is being
  /// left already.
  mutating func requireNoDefer(_ node: NodeID, _ what: String) {
    guard !body.enclosingDefer.isNone else { return }
    report(.leavesDefer(what, at: span(node), deferred: span(body.enclosingDefer)))
  }
}
