// Values that have one owner are dropped here: at the end of their scopes, on every way out.

/// A value that is to be dropped at the end of a scope.
struct OwnedValue: Sendable {
  let storage: Storage
  let type: TypeID
  /// The slot of a Bool that tells whether the value is still there; nil when it always is.
  let flag: ValueID?
  let node: NodeID
}

/// What is to be done at the end of a scope.
enum Cleanup: Sendable {
  /// What a `defer` holds.
  case deferred(NodeID)
  /// The drop of a value.
  case drop(OwnedValue)
}

extension MIRLower {
  /// Whether values of `type` have one owner.
  mutating func isOwned(_ type: TypeID) -> Bool { checker.isOwned(type) }

  /// Whether `node` makes a value that nobody owns yet.
  mutating func isTemporary(_ node: NodeID) -> Bool {
    guard checker.hasOwners else { return false }
    return isOwned(type(node)) && !checker.isPlace(node)
  }

  /// Whether what takes the value of `node` apart becomes the owner of its parts.
  mutating func isTaken(_ node: NodeID) -> Bool {
    isTemporary(node) || state.ownership.moves.contains(node)
  }

  // MARK: Scopes

  /// Takes note that the value of `local` is to be dropped at the end of the innermost scope.
  mutating func own(_ local: LocalID, _ type: TypeID, _ node: NodeID) {
    guard let storage = state.storage[local], !state.isTerminated else { return }
    if checker.typed.locals[local].node != node {
      if let flag = state.flags[local] { setFlag(flag, true, node) }
      return
    }
    var flag: ValueID?
    if state.ownership.unsettled.contains(local) {
      flag = spill(integer(1, .bool, node), .bool, node)
      state.flags[local] = flag
    }
    addCleanup(.drop(OwnedValue(storage: storage, type: type, flag: flag, node: node)))
  }

  /// Takes note that the local that `pattern` declares without a value may get one to be dropped.
  mutating func ownLater(_ local: LocalID, _ type: TypeID, _ node: NodeID) {
    guard isOwned(type), let storage = state.storage[local], !state.isTerminated else { return }
    let flag = spill(integer(0, .bool, node), .bool, node)
    state.flags[local] = flag
    addCleanup(.drop(OwnedValue(storage: storage, type: type, flag: flag, node: node)))
  }

  /// Adds `cleanup` to the innermost scope.
  mutating func addCleanup(_ cleanup: Cleanup) {
    if state.cleanups.isEmpty { state.cleanups.append([]) }
    state.cleanups[state.cleanups.count - 1].append(cleanup)
  }

  /// Takes note of what `pattern`, whose names were bound, owns of `value`: its names, and what it
  /// passes over.
  mutating func ownParts(_ pattern: NodeID, _ value: ValueID, _ type: TypeID) {
    guard checker.hasOwners, !state.isTerminated, isOwned(type) else { return }
    switch checker.tree.kind(pattern) {
    case .name: own(LocalID(index: checker.typed.index(pattern)), type, pattern)
    case .patternName where checker.typed.resolution(pattern) == .local:
      let local = LocalID(index: checker.typed.index(pattern))
      if !state.ownership.borrowed.contains(local) { own(local, type, pattern) }
    case .patternTuple:
      for (number, part) in checker.tree.list(pattern).enumerated() {
        let partType = checker.types.argument(type, number)
        guard isOwned(partType) else { continue }
        ownParts(part, emit(.extract, partType, value.index, UInt32(number), pattern), partType)
      }
    case .patternVariant: ownPayload(pattern, value, type)
    case .patternStruct: ownFields(pattern, value, type)
    case .patternOr: ownAlternatives(pattern)
    case .patternPath, .patternLiteral: break
    default:
      addCleanup(
        .drop(OwnedValue(storage: .value(value), type: type, flag: nil, node: pattern)))
    }
  }

  private mutating func ownPayload(_ pattern: NodeID, _ value: ValueID, _ type: TypeID) {
    let variant = Int(checker.typed.index(pattern))
    let fields = checker.variants(of: checker.types.nominal(type))[variant].fields
    let parts = payloadTypes(type, variant)
    for (number, argument) in checker.tree.secondList(pattern).enumerated() {
      guard let place = checker.payloadIndex(argument, number, fields), isOwned(parts[place])
      else { continue }
      let isNamed = checker.tree.kind(argument) == .patternField
      let inner = isNamed ? checker.tree.secondChild(argument) : argument
      ownParts(inner, payload(value, type, variant, place, parts[place], pattern), parts[place])
    }
  }

  /// A value struct that is taken apart: the fields that the pattern does not name are dropped too.
  private mutating func ownFields(_ pattern: NodeID, _ value: ValueID, _ type: TypeID) {
    var named: [Int: NodeID] = [:]
    for item in checker.tree.secondList(pattern) {
      named[Int(checker.typed.index(item))] = checker.tree.secondChild(item)
    }
    for (index, field) in fieldTypes(type).enumerated() where isOwned(field) {
      let part = emit(.extract, field, value.index, UInt32(index), pattern)
      if let inner = named[index] {
        ownParts(inner, part, field)
      } else {
        addCleanup(.drop(OwnedValue(storage: .value(part), type: field, flag: nil, node: pattern)))
      }
    }
  }

  /// `A(x) | B(x)`: the names live in slots, whichever alternative fits.
  private mutating func ownAlternatives(_ pattern: NodeID) {
    guard let first = checker.tree.list(pattern).first else { return }
    for local in alternativeLocals(first) {
      let type = concrete(checker.typed.locals[local].type)
      if isOwned(type) { own(local, type, checker.typed.locals[local].node) }
    }
  }

  // MARK: Flags

  private mutating func setFlag(_ flag: ValueID, _ isThere: Bool, _ node: NodeID) {
    store(integer(isThere ? 1 : 0, .bool, node), to: flag, node)
  }

  /// Takes note that `node`, which names `local`, gives its value away.
  mutating func giveAway(_ local: LocalID, _ node: NodeID) {
    if let flag = state.flags[local] { setFlag(flag, false, node) }
  }

  /// Takes note that `local` was given a value by an assignment, after dropping the old one.
  mutating func replace(_ local: LocalID, _ address: ValueID, _ type: TypeID, _ node: NodeID) {
    let flag = state.flags[local]
    drop(OwnedValue(storage: .address(address), type: type, flag: flag, node: node))
    if let flag { setFlag(flag, true, node) }
  }

  // MARK: Values in flight

  /// Lowers operands in a scope that holds those which are owned until all are there, so that a `?` in
  /// a later one drops them.
  mutating func inFlight<Result>(_ body: (inout MIRLower) -> Result) -> Result {
    guard checker.hasOwners else { return body(&self) }
    state.cleanups.append([])
    let result = body(&self)
    state.cleanups.removeLast()
    return result
  }

  /// Holds `value` of `node` until the operands are there.
  mutating func hold(_ value: ValueID, _ type: TypeID, _ node: NodeID) {
    guard checker.hasOwners, !state.isTerminated, isOwned(type) else { return }
    addCleanup(.drop(OwnedValue(storage: .value(value), type: type, flag: nil, node: node)))
  }

  /// Lowers `node`, an operand that is taken over, and holds it.
  mutating func lowerHeld(_ node: NodeID, as type: TypeID) -> ValueID {
    let value = lower(node, as: type)
    hold(value, type, node)
    return value
  }

  /// Drops `value`, which is not used further, when `node` made it.
  mutating func dropTemporary(_ value: ValueID, _ node: NodeID) {
    guard !state.isTerminated, isTemporary(node) else { return }
    drop(OwnedValue(storage: .value(value), type: type(node), flag: nil, node: node))
  }

  // MARK: Drops

  /// Drops `owned`, if it is still there.
  mutating func drop(_ owned: OwnedValue) {
    guard !state.isTerminated else { return }
    guard let flag = owned.flag else { return dropNow(owned) }
    let yes = makeBlock()
    let after = makeBlock()
    branch(load(.bool, flag, owned.node), yes, after, owned.node)
    begin(yes)
    dropNow(owned)
    jump(after, owned.node)
    begin(after)
  }

  private mutating func dropNow(_ owned: OwnedValue) {
    let value: ValueID
    switch owned.storage {
    case .value(let held): value = held
    case .address(let address): value = load(owned.type, address, owned.node)
    }
    _ = call(dropFunction(owned.type), [value], owned.node)
  }

  /// The function that drops values of `type`.
  private mutating func dropFunction(_ type: TypeID) -> FunctionID {
    if let known = dropFunctions[type] { return known }
    let id = functions.add(
      MIRFunction(
        name: checker.interner.intern("drop " + mangled(type)), parameters: [type], result: .void))
    dropFunctions[type] = id
    dropQueue.append((id, type))
    return id
  }

  /// Lowers a function that drops values of `type`: calls its `drop`, then drops its parts.
  mutating func lowerDrop(_ type: TypeID, as id: FunctionID) {
    let node = checker.modules[checker.main].root
    let saved = enter(functions[id], arguments: [], result: .void)
    var value = emit(.parameter, type, 0, 0, node)
    if checker.implementsDrop(type) { value = callDrop(value, type, node) }
    switch checker.types.kind(type) {
    case .tuple: dropFields(value, type, node)
    case .nominal where checker.isEnumeration(type): dropPayloads(value, type, node)
    default: dropFields(value, type, node)
    }
    terminate(.returnValue, 0, 0, node)
    functions[id] = leave(saved)
  }

  /// Calls the `drop` of the type itself; gives the value that it leaves.
  private mutating func callDrop(_ value: ValueID, _ type: TypeID, _ node: NodeID) -> ValueID {
    let trait = checker.declarations.traits[checker.items.drop]
    let target = resolve(Instance(decl: trait.memberList[0], arguments: [type]))
    let isPlace =
      checker.declarations.functions[target.decl].selfMode == .mutable && !isReference(type)
    guard isPlace else {
      _ = lowerCall(of: target, [value], node)
      return value
    }
    let address = spill(value, type, node)
    _ = lowerCall(of: target, [address], node)
    return load(type, address, node)
  }

  private mutating func dropFields(_ value: ValueID, _ type: TypeID, _ node: NodeID) {
    for (index, field) in fieldTypes(type).enumerated() where isOwned(field) {
      let part: ValueID
      if isReference(type) {
        part = load(field, fieldAddress(value, type, index, field, node), node)
      } else {
        part = emit(.extract, field, value.index, UInt32(index), node)
      }
      _ = call(dropFunction(field), [part], node)
    }
  }

  private mutating func dropPayloads(_ value: ValueID, _ type: TypeID, _ node: NodeID) {
    let count = checker.variants(of: checker.types.nominal(type)).count
    for variant in 0..<count {
      let parts = payloadTypes(type, variant)
      guard parts.contains(where: { isOwned($0) }) else { continue }
      let (yes, after) = (makeBlock(), makeBlock())
      let tag = emit(.enumTag, .int, value.index, 0, node)
      let wanted = integer(variant, .int, node)
      branch(emit(.equal, .bool, tag.index, wanted.index, node), yes, after, node)
      begin(yes)
      for (field, part) in parts.enumerated() where isOwned(part) {
        let held = payload(value, type, variant, field, part, node)
        _ = call(dropFunction(part), [held], node)
      }
      jump(after, node)
      begin(after)
    }
  }
}
