extension MIRLower {
  /// Lowers `node` where a value of `type` is needed: gives up the value for Void, and takes anything
  /// behind what does not return.
  mutating func lower(_ node: NodeID, as type: TypeID) -> ValueID {
    if type == .void {
      lowerStatement(node)
      return void(node)
    }
    let own = self.type(node)
    if own == .never || own.isNone {
      _ = lower(node)
      return dead(mirType(type), node)
    }
    return lower(node)
  }

  /// Lowers `node` for its effect.
  mutating func lowerStatement(_ node: NodeID) {
    switch checker.tree.kind(node) {
    case .block: lowerBlockStatements(node)
    case .ifExpr: _ = lowerIf(node, isUsed: false)
    case .matchExpr: _ = lowerMatch(node, isUsed: false)
    default:
      let value = lower(node)
      dropTemporary(value, node)
    }
  }

  /// Lowers `node` and gives its value.
  mutating func lower(_ node: NodeID) -> ValueID {
    switch checker.tree.kind(node) {
    case .block: lowerBlock(node)
    case .assign: lowerAssign(node)
    case .opAssign: lowerOpAssign(node)
    case .varDecl: lowerVar(node)
    case .letDecl: lowerLet(node)
    case .returnExpr: lowerReturn(node)
    case .breakExpr: lowerBreak(node)
    case .continueExpr: lowerContinue(node)
    case .deferStmt: lowerDefer(node)
    case .ifExpr: lowerIf(node, isUsed: type(node) != .void)
    case .whileLoop: lowerWhile(node)
    case .forLoop: lowerFor(node)
    case .loopExpr: lowerLoop(node)
    case .matchExpr: lowerMatch(node, isUsed: type(node) != .void)
    case .integer, .float, .string, .bool, .nilLiteral, .symbolLiteral: lowerLiteral(node)
    case .interpolation: lowerInterpolation(node)
    case .vecLiteral: lowerVec(node)
    case .mapLiteral: lowerMap(node)
    case .tuple: lowerTuple(node)
    case .range, .rangeInclusive: lowerRange(node)
    case .name, .path, .typeExpr: lowerName(node)
    case .negate, .not, .complement: lowerUnary(node)
    case .borrow, .borrowMut: lowerBorrow(node)
    case .and, .or: lowerLogic(node)
    case .add, .subtract, .multiply, .divide, .remainder, .bitAnd, .bitOr, .bitXor, .shiftLeft,
      .shiftRight, .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual:
      lowerBinary(node)
    case .coalesce: lowerCoalesce(node)
    case .cast, .castWrapping: lowerCast(node)
    case .call: lowerCall(node)
    case .member: lowerMember(node)
    case .index, .unwrap: lowerResolvedCall(node)
    case .propagate: lowerPropagate(node)
    case .structLiteral: lowerStruct(node)
    case .withCopy: lowerWith(node)
    case .closure: lowerClosure(node)
    default: nothing
    }
  }

  // MARK: Blocks

  private mutating func lowerBlock(_ node: NodeID) -> ValueID {
    let statements = checker.tree.list(node)
    state.cleanups.append([])
    var value: ValueID?
    for (number, statement) in statements.enumerated() where !state.isTerminated {
      if number == statements.count - 1 && type(node) != .void {
        value = lower(statement, as: type(node))
      } else {
        lowerStatement(statement)
      }
    }
    endScope()
    return value ?? nothing
  }

  private mutating func lowerBlockStatements(_ node: NodeID) {
    state.cleanups.append([])
    for statement in checker.tree.list(node) where !state.isTerminated {
      lowerStatement(statement)
    }
    endScope()
  }

  /// Does what is to be done at the end of the innermost scope, and leaves it.
  mutating func endScope() {
    if !state.isTerminated { runCleanups(downTo: state.cleanups.count - 1) }
    state.cleanups.removeLast()
  }

  /// Does what is to be done at the end of the scopes from `depth` on, innermost and latest first.
  mutating func runCleanups(downTo depth: Int) {
    // The usual case, in which the list of lists is not to be copied.
    if state.cleanups[depth...].allSatisfy(\.isEmpty) { return }
    let scopes = state.cleanups
    for index in stride(from: scopes.count - 1, through: depth, by: -1) {
      for cleanup in scopes[index].reversed() {
        // What is done here must not be done again on a way out inside of it.
        state.cleanups = Array(scopes[..<index])
        switch cleanup {
        case .deferred(let node): lowerStatement(node)
        case .drop(let owned): drop(owned)
        }
      }
    }
    state.cleanups = scopes
  }

  private mutating func lowerDefer(_ node: NodeID) -> ValueID {
    addCleanup(.deferred(checker.tree.child(node)))
    return nothing
  }

  private mutating func lowerReturn(_ node: NodeID) -> ValueID {
    let value = checker.tree.child(node)
    let result = value.isNone ? nothing : lower(value, as: state.result)
    if !state.isTerminated { finishReturn(result, node) }
    return nothing
  }

  // MARK: Bindings

  private mutating func lowerVar(_ node: NodeID) -> ValueID {
    let value = checker.tree.fieldNode(node, 3)
    if value.isNone { return lowerDeclaration(checker.tree.child(node)) }
    return lowerBinding(checker.tree.child(node), value, node)
  }

  private mutating func lowerLet(_ node: NodeID) -> ValueID {
    let value = checker.tree.fieldNode(node, 1)
    if value.isNone { return lowerDeclaration(checker.tree.child(node)) }
    return lowerBinding(checker.tree.child(node), value, node)
  }

  /// `var x: T`, `x: T`: memory for what is stored later.
  private mutating func lowerDeclaration(_ pattern: NodeID) -> ValueID {
    let local = LocalID(index: checker.typed.index(pattern))
    let type = concrete(checker.typed.locals[local].type)
    let info = checker.typed.locals[local]
    let address =
      info.isMutable && info.isCaptured
      ? allocate(layout(of: type).size, as: pointer(to: type), pattern) : slot(type, pattern)
    state.storage[local] = .address(address)
    ownLater(local, type, pattern)
    return nothing
  }

  /// Binds the names of `pattern` to `value`.
  mutating func lowerBinding(_ pattern: NodeID, _ value: NodeID, _ node: NodeID) -> ValueID {
    let type = type(pattern)
    let result = lower(value, as: type)
    if !checker.isOwned(type) || isTaken(value) {
      bindPattern(pattern, result, type)
    } else {
      bindParts(pattern, result, type)
    }
    return nothing
  }

  // MARK: Names

  private mutating func lowerName(_ node: NodeID) -> ValueID {
    let index = checker.typed.index(node)
    switch checker.typed.resolution(node) {
    case .local: return lowerLocal(LocalID(index: index), node)
    case .constant: return call(constantFunction(ConstantID(index: index)), [], node)
    case .variable:
      return load(type(node), variableAddress(VariableID(index: index), node), node)
    case .variant: return makeVariant(type(node), Int(index), [], node)
    case .functionValue: return lowerFunctionValue(node)
    case .call: return lowerResolvedCall(node)
    default: return nothing
    }
  }

  private mutating func lowerLocal(_ local: LocalID, _ node: NodeID) -> ValueID {
    if state.ownership.moves.contains(node) { giveAway(local, node) }
    switch state.storage[local] {
    case .value(let value): return value
    case .address(let address): return load(type(node), address, node)
    case nil: return dead(type(node), node)
    }
  }

  private mutating func lowerMember(_ node: NodeID) -> ValueID {
    guard checker.typed.resolution(node) == .field else {
      if checker.typed.resolution(node) == .variant {
        return makeVariant(type(node), Int(checker.typed.index(node)), [], node)
      }
      if checker.typed.resolution(node) == .functionValue { return lowerFunctionValue(node) }
      return lowerResolvedCall(node)
    }
    let receiver = checker.tree.child(node)
    let index = Int(checker.typed.index(node))
    let wholeType = type(receiver)
    if isReference(wholeType) {
      let base = lower(receiver)
      let address = fieldAddress(base, wholeType, index, type(node), node)
      let value = load(type(node), address, node)
      dropTemporary(base, receiver)
      return value
    }
    if hasPlace(receiver) {
      let base = lowerPlace(receiver)
      return load(type(node), fieldAddress(base, wholeType, index, type(node), node), node)
    }
    let whole = lower(receiver)
    let value = emit(.extract, type(node), whole.index, UInt32(index), node)
    dropTemporary(whole, receiver)
    return value
  }

  // MARK: If

  mutating func lowerIf(_ node: NodeID, isUsed: Bool) -> ValueID {
    let otherwise = checker.tree.fieldNode(node, 1)
    let result = isUsed ? type(node) : .void
    let hasValue = result != .void && result != .never
    let slot = hasValue ? slot(result, node) : nil
    let yes = makeBlock()
    let after = makeBlock()
    let no = otherwise.isNone ? after : makeBlock()
    lowerCondition(checker.tree.child(node), yes, no)
    lowerAlternative(checker.tree.fieldNode(node, 0), yes, after, result, slot)
    if !otherwise.isNone { lowerAlternative(otherwise, no, after, result, slot) }
    begin(after)
    guard let slot else { return void(node) }
    return load(result, slot, node)
  }

  /// The Bool that `value` is, when it is a constant: what it rules out is not even lowered.
  private func known(_ value: ValueID) -> Bool? {
    guard !state.isTerminated, !value.isNone,
      state.function.opcodes[value.position] == .integer
    else { return nil }
    return state.function.a[value.position] != 0
  }

  /// Lowers one of several ways to go, which ends in `after`.
  mutating func lowerAlternative(
    _ node: NodeID, _ block: BlockID, _ after: BlockID, _ type: TypeID, _ slot: ValueID?
  ) {
    begin(block)
    lowerArm(node, type, slot)
    jump(after, node)
  }

  /// Lowers `node` into `slot`, or for its effect when there is none.
  mutating func lowerArm(_ node: NodeID, _ type: TypeID, _ slot: ValueID?) {
    guard let slot else { return lowerStatement(node) }
    let value = lower(node, as: type)
    if !state.isTerminated { store(value, to: slot, node) }
  }

  /// Goes to `yes` or `no` after a condition, without making a Bool of `and`, `or` and `not`.
  mutating func lowerCondition(_ node: NodeID, _ yes: BlockID, _ no: BlockID) {
    switch checker.tree.kind(node) {
    case .not: lowerCondition(checker.tree.child(node), no, yes)
    case .and, .or:
      let next = makeBlock()
      if checker.tree.kind(node) == .and {
        lowerCondition(checker.tree.child(node), next, no)
      } else {
        lowerCondition(checker.tree.child(node), yes, next)
      }
      begin(next)
      lowerCondition(checker.tree.secondChild(node), yes, no)
    default:
      let value = lower(node, as: .bool)
      guard let isTrue = known(value) else { return branch(value, yes, no, node) }
      jump(isTrue ? yes : no, node)
    }
  }
}
