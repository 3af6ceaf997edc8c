extension MIRLower {
  /// Binds the names of a pattern that fits every value, and lets them own what they own of it.
  mutating func bindPattern(_ pattern: NodeID, _ value: ValueID, _ type: TypeID) {
    bindParts(pattern, value, type)
    ownParts(pattern, value, type)
  }

  /// Binds the names of a pattern that fits every value, and leaves the value to its owner.
  mutating func bindParts(_ pattern: NodeID, _ value: ValueID, _ type: TypeID) {
    switch checker.tree.kind(pattern) {
    case .patternName, .name: bindName(pattern, value, type)
    case .patternWildcard: break
    case .patternTuple:
      for (number, part) in checker.tree.list(pattern).enumerated() {
        let partType = checker.types.argument(type, number)
        let partValue = emit(.extract, partType, value.index, UInt32(number), pattern)
        bindParts(part, partValue, partType)
      }
    default:
      let never = makeBlock()
      test(pattern, value, type, orElse: never)
      let after = makeBlock()
      jump(after, pattern)
      begin(never)
      terminate(.unreachable, 0, 0, pattern)
      begin(after)
    }
  }

  /// Gives a name its value: in a slot or box when it can change.
  private mutating func bindName(_ pattern: NodeID, _ value: ValueID, _ type: TypeID) {
    let isPattern = checker.tree.kind(pattern) == .patternName
    if isPattern && checker.typed.resolution(pattern) == .local || !isPattern {
      bindLocal(LocalID(index: checker.typed.index(pattern)), value, type, pattern)
    }
    let inner = isPattern ? checker.tree.secondChild(pattern) : .none
    if !inner.isNone { bindParts(inner, value, type) }
  }

  private mutating func bindLocal(
    _ local: LocalID, _ value: ValueID, _ type: TypeID, _ node: NodeID
  ) {
    let info = checker.typed.locals[local]
    if info.isReference {
      state.storage[local] = .address(value)
      return
    }
    if info.node != node || info.isAlternative, case .address(let address)? = state.storage[local] {
      if !info.isAlternative && isOwned(type) { replace(local, address, type, node) }
      store(value, to: address, node)
      return
    }
    if info.isMutable && info.isCaptured {
      state.storage[local] = .address(box(value, type, node))
    } else if info.isMutable || info.isAlternative {
      state.storage[local] = .address(spill(value, type, node))
    } else {
      state.storage[local] = .value(value)
    }
  }
}

// MARK: - Tests

extension MIRLower {
  /// Goes on where `value` fits `pattern`, with its names bound, and to `miss` where it does not.
  mutating func test(
    _ pattern: NodeID, _ value: ValueID, _ type: TypeID, orElse miss: BlockID
  ) {
    switch checker.tree.kind(pattern) {
    case .patternName:
      let inner = checker.tree.secondChild(pattern)
      if !inner.isNone { test(inner, value, type, orElse: miss) }
      if checker.typed.resolution(pattern) == .local {
        bindLocal(LocalID(index: checker.typed.index(pattern)), value, type, pattern)
      }
    case .patternLiteral: testLiteral(pattern, value, type, orElse: miss)
    case .patternRange, .patternRangeInclusive: testRange(pattern, value, type, orElse: miss)
    case .patternVariant: testVariant(pattern, value, type, orElse: miss)
    case .patternPath: testPath(pattern, value, type, orElse: miss)
    case .patternStruct: testStruct(pattern, value, type, orElse: miss)
    case .patternTuple:
      for (number, part) in checker.tree.list(pattern).enumerated() {
        let partType = checker.types.argument(type, number)
        let partValue = emit(.extract, partType, value.index, UInt32(number), pattern)
        test(part, partValue, partType, orElse: miss)
      }
    case .patternOr: testAlternatives(pattern, value, type, orElse: miss)
    default: break
    }
  }

  /// Goes on where `condition` holds.
  private mutating func require(_ condition: ValueID, orElse miss: BlockID, _ node: NodeID) {
    let next = makeBlock()
    branch(condition, next, miss, node)
    begin(next)
  }

  private mutating func testLiteral(
    _ pattern: NodeID, _ value: ValueID, _ type: TypeID, orElse miss: BlockID
  ) {
    let literal = checker.tree.child(pattern)
    if checker.tree.kind(literal) == .nilLiteral && checker.isEnumeration(type) {
      return testTag(variantIndex("None", of: type), value, type, pattern, orElse: miss)
    }
    let wanted = lower(literal)
    let condition = equality(value, wanted, type, pattern)
    require(condition, orElse: miss, pattern)
  }

  /// Whether two values are equal, by `op_eq` where the machine cannot tell.
  private mutating func equality(
    _ left: ValueID, _ right: ValueID, _ type: TypeID, _ node: NodeID
  ) -> ValueID {
    if checker.isMachine(.equal, type) { return machine(.equal, type, left, right, node) }
    guard let target = method(checker.known.equal, on: type, 1) else {
      return integer(0, .bool, node)
    }
    return lowerCall(of: target, [left, right], node)
  }

  private mutating func testRange(
    _ pattern: NodeID, _ value: ValueID, _ type: TypeID, orElse miss: BlockID
  ) {
    let low = lower(checker.tree.child(pattern))
    let isAbove = emit(.greaterEqual, .bool, value.index, low.index, pattern)
    require(isAbove, orElse: miss, pattern)
    let high = lower(checker.tree.secondChild(pattern))
    let opcode: Opcode = checker.tree.kind(pattern) == .patternRange ? .less : .lessEqual
    require(emit(opcode, .bool, value.index, high.index, pattern), orElse: miss, pattern)
  }

  private mutating func testTag(
    _ variant: Int, _ value: ValueID, _ type: TypeID, _ node: NodeID, orElse miss: BlockID
  ) {
    if checker.variants(of: checker.types.nominal(type)).count == 1 { return }
    let tag = emit(.enumTag, .int, value.index, 0, node)
    let wanted = integer(variant, .int, node)
    require(emit(.equal, .bool, tag.index, wanted.index, node), orElse: miss, node)
  }

  private mutating func testVariant(
    _ pattern: NodeID, _ value: ValueID, _ type: TypeID, orElse miss: BlockID
  ) {
    let variant = Int(checker.typed.index(pattern))
    testTag(variant, value, type, pattern, orElse: miss)
    let fields = checker.variants(of: checker.types.nominal(type))[variant].fields
    let parts = payloadTypes(type, variant)
    for (number, argument) in checker.tree.secondList(pattern).enumerated() {
      guard let place = checker.payloadIndex(argument, number, fields) else { continue }
      let isNamed = checker.tree.kind(argument) == .patternField
      let inner = isNamed ? checker.tree.secondChild(argument) : argument
      if checker.tree.kind(inner) == .patternWildcard { continue }
      let part = payload(value, type, variant, place, parts[place], pattern)
      test(inner, part, parts[place], orElse: miss)
    }
  }

  private mutating func testPath(
    _ pattern: NodeID, _ value: ValueID, _ type: TypeID, orElse miss: BlockID
  ) {
    if checker.typed.resolution(pattern) == .variant {
      return testTag(Int(checker.typed.index(pattern)), value, type, pattern, orElse: miss)
    }
    let constant = ConstantID(index: checker.typed.index(pattern))
    let wanted = call(constantFunction(constant), [], pattern)
    require(equality(value, wanted, type, pattern), orElse: miss, pattern)
  }

  private mutating func testStruct(
    _ pattern: NodeID, _ value: ValueID, _ type: TypeID, orElse miss: BlockID
  ) {
    let fields = fieldTypes(type)
    for item in checker.tree.secondList(pattern) {
      let index = Int(checker.typed.index(item))
      let part: ValueID
      if isReference(type) {
        let address = fieldAddress(value, type, index, fields[index], item)
        part = load(fields[index], address, item)
      } else {
        part = emit(.extract, fields[index], value.index, UInt32(index), item)
      }
      test(checker.tree.secondChild(item), part, fields[index], orElse: miss)
    }
  }

  /// `A(x) | B(x)`: the names live in slots, which the alternative that fits sets.
  private mutating func testAlternatives(
    _ pattern: NodeID, _ value: ValueID, _ type: TypeID, orElse miss: BlockID
  ) {
    let parts = checker.tree.list(pattern)
    reserveSlots(pattern)
    let hit = makeBlock()
    for (number, part) in parts.enumerated() {
      let next = number == parts.count - 1 ? miss : makeBlock()
      test(part, value, type, orElse: next)
      jump(hit, pattern)
      if next != miss { begin(next) }
    }
    begin(hit)
  }

  private mutating func reserveSlots(_ pattern: NodeID) {
    for local in alternativeLocals(pattern) where state.storage[local] == nil {
      let type = concrete(checker.typed.locals[local].type)
      state.storage[local] = .address(slot(type, pattern))
    }
  }

  func alternativeLocals(_ pattern: NodeID) -> [LocalID] {
    switch checker.tree.kind(pattern) {
    case .patternName:
      var found: [LocalID] = []
      if checker.typed.resolution(pattern) == .local {
        found.append(LocalID(index: checker.typed.index(pattern)))
      }
      let inner = checker.tree.secondChild(pattern)
      return inner.isNone ? found : found + alternativeLocals(inner)
    case .patternField: return alternativeLocals(checker.tree.secondChild(pattern))
    case .patternVariant, .patternStruct:
      return checker.tree.secondList(pattern).flatMap { alternativeLocals($0) }
    case .patternTuple, .patternOr:
      return checker.tree.list(pattern).flatMap { alternativeLocals($0) }
    default: return []
    }
  }
}

// MARK: - Match

extension MIRLower {
  mutating func lowerMatch(_ node: NodeID, isUsed: Bool) -> ValueID {
    let subject = checker.tree.child(node)
    let subjectType = type(subject)
    let value = lower(subject)
    if state.isTerminated { return dead(type(node), node) }
    let isTaken = isTaken(subject)
    let result = isUsed ? type(node) : .void
    let slot = result != .void && result != .never ? slot(result, node) : nil
    let after = makeBlock()
    for arm in checker.tree.secondList(node) where checker.tree.kind(arm) == .matchArm {
      let miss = makeBlock()
      test(checker.tree.child(arm), value, subjectType, orElse: miss)
      let guardNode = checker.tree.fieldNode(arm, 0)
      let inside = makeBlock()
      if guardNode.isNone {
        jump(inside, arm)
      } else {
        lowerCondition(guardNode, inside, miss)
      }
      begin(inside)
      state.cleanups.append([])
      if isTaken { ownParts(checker.tree.child(arm), value, subjectType) }
      lowerArm(checker.tree.fieldNode(arm, 1), result, slot)
      endScope()
      jump(after, arm)
      begin(miss)
    }
    // Every value is matched by some arm: the check of exhaustiveness has seen to it.
    terminate(.unreachable, 0, 0, node)
    begin(after)
    guard let slot else { return void(node) }
    return load(result, slot, node)
  }
}
