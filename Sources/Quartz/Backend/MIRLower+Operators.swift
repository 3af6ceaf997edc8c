extension MIRLower {
  mutating func lowerUnary(_ node: NodeID) -> ValueID {
    let operand = checker.tree.child(node)
    let kind = checker.tree.kind(node)
    guard checker.typed.resolution(node) == .machine else { return lowerResolvedCall(node) }
    let type = type(node)
    if kind == .negate && checker.tree.kind(operand) == .integer {
      let value = checker.integerValue(operand)
      if type.isFloat {
        let bits = (-Double(value)).bitPattern
        return emit(.float, type, UInt32(truncatingIfNeeded: bits), UInt32(bits >> 32), node)
      }
      return lowerNumber(0 &- value, type, node)
    }
    let value = lower(operand, as: type)
    return emit(kind == .negate ? .negate : .not, type, value.index, 0, node)
  }

  /// `a and b`, `a or b`: the right side is evaluated only when it decides.
  mutating func lowerLogic(_ node: NodeID) -> ValueID {
    let slot = slot(.bool, node)
    let yes = makeBlock()
    let no = makeBlock()
    let after = makeBlock()
    lowerCondition(node, yes, no)
    begin(yes)
    store(integer(1, .bool, node), to: slot, node)
    jump(after, node)
    begin(no)
    store(integer(0, .bool, node), to: slot, node)
    jump(after, node)
    begin(after)
    return load(.bool, slot, node)
  }

  mutating func lowerBinary(_ node: NodeID) -> ValueID {
    let left = checker.tree.child(node)
    let right = checker.tree.secondChild(node)
    let kind = checker.tree.kind(node)
    let operandType = type(left)
    if isMachine(kind, operandType, node) {
      let first = lower(left, as: operandType)
      let second = lower(right, as: operandType)
      return machine(kind, operandType, first, second, node)
    }
    let value = lowerResolvedCall(node)
    return kind == .notEqual ? emit(.not, .bool, value.index, 0, node) : value
  }

  /// Whether `kind` is a machine operation here: in an instance of a generic function an operator that
  /// calls a trait can be one, and then means the same.
  private func isMachine(_ kind: NodeKind, _ type: TypeID, _ node: NodeID) -> Bool {
    checker.typed.resolution(node) == .machine
      || (checker.typed.resolution(node) == .call && checker.isMachine(kind, type))
  }

  /// The machine operation `kind` on values of `type`.
  mutating func machine(
    _ kind: NodeKind, _ type: TypeID, _ left: ValueID, _ right: ValueID, _ node: NodeID
  ) -> ValueID {
    emit(
      Self.opcode(kind), kind.isComparison ? .bool : type, left.index, right.index, node)
  }

  private static func opcode(_ kind: NodeKind) -> Opcode {
    switch kind {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .remainder: .remainder
    case .bitAnd: .bitAnd
    case .bitOr: .bitOr
    case .bitXor: .bitXor
    case .shiftLeft: .shiftLeft
    case .shiftRight: .shiftRight
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessEqual: .lessEqual
    case .greater: .greater
    case .greaterEqual: .greaterEqual
    default: .none
    }
  }

  /// `e as T`.
  mutating func lowerCast(_ node: NodeID) -> ValueID {
    let operand = checker.tree.child(node)
    let from = type(operand)
    let to = type(node)
    let value = lower(operand)
    if from == to || from == .never { return value }
    var source = value
    var sourceType = from
    if checker.isEnumeration(from) {
      source = emit(.enumTag, .int, value.index, 0, node)
      sourceType = .int
    } else if from == .bool {
      sourceType = .u8
      source = boolAsByte(value, node)
    }
    if sourceType == to { return source }
    guard sourceType.isNumeric && to.isNumeric else {
      return emit(.bitcast, to, source.index, 0, node)
    }
    let isWrapping = checker.tree.kind(node) == .castWrapping
    return emit(isWrapping ? .convertWrapping : .convert, to, source.index, 0, node)
  }

  private mutating func boolAsByte(_ value: ValueID, _ node: NodeID) -> ValueID {
    emit(.bitcast, .u8, value.index, 0, node)
  }

  /// `a ?? b`.
  mutating func lowerCoalesce(_ node: NodeID) -> ValueID {
    let optional = type(checker.tree.child(node))
    let content = type(node)
    let value = lower(checker.tree.child(node))
    let slot = slot(content, node)
    let yes = makeBlock()
    let no = makeBlock()
    let after = makeBlock()
    branch(hasContent(value, node), yes, no, node)
    begin(yes)
    store(payload(value, optional, 0, 0, content, node), to: slot, node)
    jump(after, node)
    begin(no)
    dropError(value, optional, node)
    lowerArm(checker.tree.secondChild(node), content, slot)
    jump(after, node)
    begin(after)
    return load(content, slot, node)
  }

  /// Drops what the Err of a Result holds, where nothing uses it.
  private mutating func dropError(_ value: ValueID, _ type: TypeID, _ node: NodeID) {
    guard checker.types.nominal(type) == checker.items.result else { return }
    let error = checker.types.argument(type, 1)
    guard isOwned(error) else { return }
    let held = payload(value, type, 1, 0, error, node)
    drop(OwnedValue(storage: .value(held), type: error, flag: nil, node: node))
  }

  /// Whether an Option is Some, or a Result Ok: their first variants.
  private mutating func hasContent(_ value: ValueID, _ node: NodeID) -> ValueID {
    let tag = emit(.enumTag, .int, value.index, 0, node)
    return emit(.equal, .bool, tag.index, integer(0, .int, node).index, node)
  }

  /// `x?`: what is inside, or a return of the None or Err.
  mutating func lowerPropagate(_ node: NodeID) -> ValueID {
    let operand = checker.tree.child(node)
    let optional = type(operand)
    let value = lower(operand)
    let yes = makeBlock()
    let no = makeBlock()
    branch(hasContent(value, node), yes, no, node)
    begin(no)
    var parts: [ValueID] = []
    if checker.types.nominal(optional) == checker.items.result {
      let error = checker.types.argument(optional, 1)
      parts = [payload(value, optional, 1, 0, error, node)]
    }
    finishReturn(makeVariant(state.result, 1, parts, node), node)
    begin(yes)
    return payload(value, optional, 0, 0, type(node), node)
  }
}
