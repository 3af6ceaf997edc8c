extension Checker {
  /// Checks `node` and gives its type; `expecting` is what the context wants, a help for literals,
  /// closures and generic calls.
  ///
  /// `.none` is no wish, `Void` says that the value is not used.
  @discardableResult
  mutating func check(_ node: NodeID, expecting: TypeID = .none) -> TypeID {
    let isVoid = expecting == .void || (!expecting.isNone && resolved(expecting) == .void)
    let wish = isVoid && !isControlFlow(node) ? TypeID.none : isVoid ? .void : expecting
    let type = checkKind(node, expecting: wish)
    setType(node, type)
    if isVoid && wish.isNone { body.dropped.append(node) }
    return type
  }

  /// Whether the alternatives of `node` may be of any type where its value is not used.
  private func isControlFlow(_ node: NodeID) -> Bool {
    switch tree.kind(node) {
    case .block, .ifExpr, .matchExpr: true
    default: false
    }
  }

  /// Checks `node` and demands that its type is `type`.
  mutating func expect(_ node: NodeID, _ type: TypeID) {
    coerce(node, check(node, expecting: type), to: type)
  }

  /// Reports when a value of type `actual` cannot stand where `wanted` is needed.
  mutating func coerce(_ node: NodeID, _ actual: TypeID, to wanted: TypeID) {
    let actual = resolved(actual)
    let wanted = resolved(wanted)
    if actual == .never || wanted.isNone { return }
    let snapshot = inference.snapshot
    if unify(actual, wanted) { return }
    inference.rollback(to: snapshot)
    report(
      .typeMismatch(
        wanted: describe(wanted), actual: describe(actual), at: span(valueNode(node))
      ).helping(mismatchHelp(node, actual, wanted)))
  }

  /// The same for what a body gives: where nothing is wanted, any value may be left unused.
  mutating func coerceResult(_ node: NodeID, _ actual: TypeID, to wanted: TypeID) {
    if resolved(wanted) != .void { coerce(node, actual, to: wanted) }
  }

  /// The place to point at when the value of `node` is wrong: the last expression of a block.
  private func valueNode(_ node: NodeID) -> NodeID {
    var node = node
    while tree.kind(node) == .block, let last = tree.list(node).last { node = last }
    return node
  }

  private mutating func mismatchHelp(
    _ node: NodeID, _ actual: TypeID, _ wanted: TypeID
  ) -> String? {
    let place = valueNode(node)
    if actual == .void, tree.kind(place) == .ifExpr, tree.fieldNode(place, 1).isNone {
      return "an 'if' without 'else' has no value"
    }
    if types.kind(wanted) == .referenceMut, resolved(types.argument(wanted, 0)) == actual,
      tree.kind(place) == .name
    {
      return "write '&mut \(text(tree.symbol(place)))'"
    }
    guard actual.isNumeric && wanted.isNumeric else { return nil }
    let printer = TypePrinter(types: types, nominals: declarations.nominals, interner: interner)
    return "convert with 'as \(printer.description(of: wanted))'"
  }

  private mutating func checkKind(_ node: NodeID, expecting: TypeID) -> TypeID {
    switch tree.kind(node) {
    case .block: return checkBlock(node, expecting: expecting)
    case .assign: return checkAssign(node)
    case .opAssign: return checkOpAssign(node)
    case .varDecl: return checkVar(node)
    case .letDecl: return checkLet(node)
    case .returnExpr: return checkReturn(node)
    case .breakExpr: return checkBreak(node)
    case .continueExpr: return checkContinue(node)
    case .deferStmt: return checkDefer(node)
    case .ifExpr: return checkIf(node, expecting: expecting)
    case .whileLoop: return checkWhile(node)
    case .forLoop: return checkFor(node)
    case .loopExpr: return checkLoop(node)
    case .matchExpr: return checkMatch(node, expecting: expecting)
    case .integer, .float, .string, .interpolation, .bool, .nilLiteral, .symbolLiteral:
      return checkLiteral(node, expecting: expecting)
    case .vecLiteral: return checkVec(node, expecting: expecting)
    case .mapLiteral: return checkMap(node, expecting: expecting)
    case .tuple: return checkTuple(node, expecting: expecting)
    case .range, .rangeInclusive: return checkRange(node)
    case .name: return checkName(node, expecting: expecting)
    case .path: return checkPath(node, expecting: expecting)
    case .negate, .not, .complement: return checkUnary(node, expecting: expecting)
    case .borrow, .borrowMut: return checkBorrow(node, expecting: expecting)
    case .add, .subtract, .multiply, .divide, .remainder, .bitAnd, .bitOr, .bitXor, .shiftLeft,
      .shiftRight, .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual, .and, .or:
      return checkBinary(node, expecting: expecting)
    case .coalesce: return checkCoalesce(node, expecting: expecting)
    case .cast, .castWrapping: return checkCastExpression(node)
    case .call: return checkCall(node, expecting: expecting)
    case .member: return checkMember(node, expecting: expecting)
    case .index: return checkIndex(node)
    case .unwrap: return checkUnwrap(node, expecting: expecting)
    case .propagate: return checkPropagate(node)
    case .structLiteral: return checkStructLiteral(node, expecting: expecting)
    case .withCopy: return checkWith(node)
    case .closure: return checkClosure(node, expecting: expecting)
    case .typeExpr:
      if let type = explicitFunction(node, expecting: expecting) { return type }
      return checkOther(node)
    default: return checkOther(node)
    }
  }

  /// What stands where an expression should, but is none.
  private mutating func checkOther(_ node: NodeID) -> TypeID {
    switch tree.kind(node) {
    case .error: break
    case .typeExpr:
      report(.typeAsValue(tree.text(node, interner), isTrait: false, at: span(node)))
    case .function, .structDecl, .enumDecl, .traitDecl, .implDecl, .importDecl, .constDecl,
      .aliasDecl, .newtypeDecl, .staticAssert:
      report(.itemInBody(at: span(node)))
    default: report(.notAnExpression(at: span(node)))
    }
    return .error
  }
}

// MARK: - If

extension Checker {
  /// `if c … else … end`.
  ///
  /// Without `else`, and where the value is not used, it is of type Void.
  private mutating func checkIf(_ node: NodeID, expecting: TypeID) -> TypeID {
    expect(tree.child(node), .bool)
    let then = tree.fieldNode(node, 0)
    let otherwise = tree.fieldNode(node, 1)
    if otherwise.isNone {
      checkStatement(then)
      return .void
    }
    if expecting == .void {
      let first = resolved(check(then, expecting: .void))
      let second = resolved(check(otherwise, expecting: .void))
      return first == .never && second == .never ? .never : .void
    }
    return join([then, otherwise], expecting: expecting, at: node)
  }

  /// The common type of alternatives, of which one is evaluated.
  mutating func join(_ nodes: [NodeID], expecting: TypeID, at node: NodeID) -> TypeID {
    var join = Join(expecting: expecting)
    for alternative in nodes { checkAlternative(alternative, &join) }
    return join.common.isNone ? .never : join.common
  }

  /// Checks one of the alternatives of an `if` or `match`, and finds their common type.
  mutating func checkAlternative(_ node: NodeID, _ join: inout Join) {
    let isStatement = join.expecting == .void
    let wish = join.common.isNone || isStatement ? join.expecting : join.common
    let type = resolved(check(node, expecting: wish))
    if type == .never { return }
    if join.common.isNone || isStatement {
      join.common = isStatement ? .void : type
      join.first = node
      if join.expecting == body.result { body.likelyResult = type }
    } else if resolved(join.common) == .void || type == .void {
      if isUnknown(join.common) { _ = unify(join.common, .void) }
      join.common = .void
    } else if !tryUnify(type, join.common) {
      reportDisagreement(node, type, &join)
    }
  }

  /// Reports which of two alternatives is not what the context needs, the later one when that is not
  /// known.
  private mutating func reportDisagreement(_ node: NodeID, _ type: TypeID, _ join: inout Join) {
    let wanted = join.expecting.isNone ? TypeID.none : resolved(join.expecting)
    guard !wanted.isNone, types.kind(wanted) != .variable, tryUnify(type, wanted) else {
      return coerceResult(node, type, to: join.common)
    }
    coerceResult(join.first, join.common, to: wanted)
    join.common = wanted
  }
}

// MARK: - Names

extension Checker {
  private mutating func checkName(_ node: NodeID, expecting: TypeID) -> TypeID {
    let name = tree.symbol(node)
    if let local = findLocal(name) { return use(local, at: node) }
    if let variant = preludeVariant(name) {
      return checkVariantValue(variant.nominal, variant.index, node, expecting: expecting)
    }
    let found = lookup(name, in: body.scope.module)
    guard let entity = found.first else {
      reportUnknownName(name, node)
      return .error
    }
    if found.count > 1 && entity.kind != .functions {
      report(
        .ambiguousName(
          text(name), at: span(node), candidates: found.map { span(self.node(of: $0)) }))
    }
    return checkEntity(entity, found, node, expecting: expecting)
  }

  /// The type of `node`, which names `entity`.
  mutating func checkEntity(
    _ entity: Entity, _ all: [Entity], _ node: NodeID, expecting: TypeID
  ) -> TypeID {
    switch entity.kind {
    case .constant:
      typed.resolve(node, .constant, entity.index)
      let decl = declarations.constants[ConstantID(index: entity.index)]
      warnIfDeprecated(decl.node, called: decl.name, at: node)
      return type(ofConstant: ConstantID(index: entity.index))
    case .variable:
      typed.resolve(node, .variable, entity.index)
      return type(ofVariable: VariableID(index: entity.index))
    case .functions:
      return checkFunctionValue(all.flatMap { overloads(of: $0) }, node, expecting: expecting)
    case .nominal, .alias, .trait, .module:
      report(
        .typeAsValue(
          tree.text(node, interner), isTrait: entity.kind == .trait, at: span(node)))
      return .error
    }
  }

  /// A function used as a value: the one whose arity the context asks for, or the only one.
  ///
  /// Called without parentheses when it takes nothing and no function is asked for.
  private mutating func checkFunctionValue(
    _ found: [DeclID], _ node: NodeID, expecting: TypeID
  ) -> TypeID {
    let wanted = expecting.isNone ? expecting : resolved(expecting)
    let wantsFunction = !wanted.isNone && types.kind(wanted) == .function
    if !wantsFunction, let nullary = found.first(where: { declarations.functions[$0].arity == 0 }) {
      return finishCall(
        Candidate(decl: nullary, typeArguments: openArguments(of: nullary)), [], node,
        expecting: expecting)
    }
    let arity = wantsFunction ? types.parameters(wanted).count : nil
    guard let id = found.first(where: { arity == nil || declarations.functions[$0].arity == arity })
    else {
      report(.noSuchOverload(text(declarations.functions[found[0]].name), at: span(node)))
      return .error
    }
    let candidate = Candidate(decl: id, typeArguments: openArguments(of: id))
    return functionValue(candidate, node, wanted: wantsFunction ? wanted : .none)
  }

  /// The function `candidate` as a value, of the function type `wanted` if there is one.
  mutating func functionValue(_ candidate: Candidate, _ node: NodeID, wanted: TypeID) -> TypeID {
    prepare(candidate.decl)
    if declarations.functions[candidate.decl].isTemplate {
      return templateValue(candidate, node, wanted: wanted)
    }
    let type = functionType(of: candidate.decl, candidate.typeArguments)
    if !wanted.isNone { _ = tryUnify(type, wanted) }
    let call = CallInfo(
      callee: candidate.decl, typeArguments: candidate.typeArguments, arguments: [])
    addCall(node, call, as: .functionValue)
    addObligations(of: candidate, at: node)
    return type
  }

  /// `f<Int>` as a value: a function with its type arguments written out; nil for a type.
  private mutating func explicitFunction(_ node: NodeID, expecting: TypeID) -> TypeID? {
    let type = tree.child(node)
    guard tree.child(type).isNone else { return nil }
    let found = lookup(Symbol(index: tree.field(type, 0)), in: body.scope.module)
    guard let id = found.flatMap({ overloads(of: $0) }).first else { return nil }
    let open = openArguments(of: id)
    let explicit = tree.fieldList(type, 1).map { resolveType($0, in: body.scope) }
    for (variable, type) in zip(open, explicit) { _ = tryUnify(variable, type) }
    return functionValue(
      Candidate(decl: id, typeArguments: open), node, wanted: functionType(expecting))
  }

  /// The method that `Type.name` names where a function is wanted: it takes the receiver first.
  mutating func methodValue(
    _ name: Symbol, of type: TypeID, expecting: TypeID
  ) -> Candidate? {
    let wanted = functionType(expecting)
    guard !wanted.isNone else { return nil }
    let count = types.parameters(wanted).count
    return staticMethods(name, on: type, argumentCount: count).first { candidate in
      let decl = declarations.functions[candidate.decl]
      return decl.arity == count && decl.selfMode != .mutable
    }
  }

  /// `type` when it is that of a function, else none.
  mutating func functionType(_ type: TypeID) -> TypeID {
    guard !type.isNone else { return .none }
    let type = resolved(type)
    return types.kind(type) == .function ? type : .none
  }

  /// New variables for the type parameters of `id`.
  mutating func openArguments(of id: DeclID) -> [TypeID] {
    prepare(id)
    return freshVariables(declarations.functions[id].generics.names.count)
  }

  /// The innermost local called `name`.
  func findLocal(_ name: Symbol) -> LocalID? {
    body.names.find(name)
  }

  /// Takes note that `node` uses `local`, which closures in between capture; gives its type.
  mutating func use(_ local: LocalID, at node: NodeID) -> TypeID {
    typed.resolve(node, .local, local.index)
    let depth = typed.locals[local].depth
    if depth < body.closures.count {
      typed.locals[local].isCaptured = true
      if typed.locals[local].isReference { flowing.insert(body.decl) }
      for context in body.closures[depth...] {
        if !(typed.captures[context.node]?.contains(local) ?? false) {
          typed.captures[context.node, default: []].append(local)
        }
      }
    }
    return resolved(typed.locals[local].type)
  }

  /// Names of values in other languages, and how they are written here.
  private static let foreignValues = [
    "null": "what is missing is 'None', and no pointer 'nil'",
    "undefined": "what is missing is 'None', and no pointer 'nil'",
    "nullptr": "no pointer is 'nil'", "NULL": "no pointer is 'nil'",
    "True": "write 'true'", "TRUE": "write 'true'",
    "False": "write 'false'", "FALSE": "write 'false'",
    "this": "a method names its receiver 'self'",
  ]

  private mutating func reportUnknownName(_ name: Symbol, _ node: NodeID) {
    if modules[body.scope.module].mayLack(name) { return }
    if name == known.underscore {
      report(.wildcardAsValue(at: span(node)))
      return
    }
    if builtin(name) != nil || body.scope.generics.names.contains(name) {
      report(.typeAsValue(text(name), isTrait: false, at: span(node)))
      return
    }
    if name == known.selfValue {
      report(.unknownName("self", at: span(node)).helping("only methods have 'self'"))
      return
    }
    if let help = Self.foreignValues[text(name)] {
      return report(.unknownName(text(name), at: span(node)).helping(help))
    }
    guard isSuggesting else { return report(.unknownName(text(name), at: span(node))) }
    var candidates = body.names.suffix(from: 0).map { text($0.name) }
    candidates += modules[body.scope.module].names.keys.map { text($0) }.sorted()
    if !prelude.isNone {
      for item in modules[prelude].imports {
        candidates += modules[item.module].names.keys.map { text($0) }.sorted()
      }
    }
    report(.unknownName(text(name), at: span(node)).suggesting(text(name), among: candidates))
  }
}

/// The alternatives of an `if` or `match` that were looked at, of which one gives the value.
struct Join {
  /// What the context wants.
  let expecting: TypeID
  /// Their type; `.none` while none of them has one.
  var common = TypeID.none
  /// The first one that has it.
  var first = NodeID.none
}
