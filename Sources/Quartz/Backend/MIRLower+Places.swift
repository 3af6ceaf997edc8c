extension MIRLower {
  /// Whether `node` denotes a place in memory rather than a value of its own.
  mutating func hasPlace(_ node: NodeID) -> Bool {
    let index = checker.typed.index(node)
    switch checker.tree.kind(node) {
    case .name, .path:
      switch checker.typed.resolution(node) {
      case .local:
        if case .address? = state.storage[LocalID(index: index)] { return true }
        return false
      case .variable: return true
      default: return false
      }
    case .member:
      guard checker.typed.resolution(node) == .field else { return false }
      let receiver = checker.tree.child(node)
      return isReference(checker.typed.type(receiver)) || hasPlace(receiver)
    default: return false
    }
  }

  /// The address of what `node` denotes: of a variable, of a field, of a copy of an element that is
  /// written back by `flushWritebacks`, or of a copy of a value.
  mutating func lowerPlace(_ node: NodeID) -> ValueID {
    let index = checker.typed.index(node)
    let resolution = checker.typed.resolution(node)
    switch checker.tree.kind(node) {
    case .name where resolution == .local, .path where resolution == .local:
      if case .address(let address)? = state.storage[LocalID(index: index)] { return address }
    case .name where resolution == .variable, .path where resolution == .variable:
      return variableAddress(VariableID(index: index), node)
    case .member where resolution == .field:
      let receiver = checker.tree.child(node)
      let whole = type(receiver)
      let base = isReference(whole) ? lowerBase(node, receiver) : lowerPlace(receiver)
      return fieldAddress(base, whole, Int(index), type(node), node)
    case .index:
      if let setter = checker.typed.setters[node] { return lowerElementPlace(node, setter) }
    default: break
    }
    if checker.typed.dereferenced[node] != nil { return lowerRawCall(node) }
    return spill(lower(node), mirType(type(node)), node)
  }

  /// The object that the field `node` is of.
  private mutating func lowerBase(_ node: NodeID, _ receiver: NodeID) -> ValueID {
    if let known = state.prepared[node] { return known[0] }
    return lower(receiver)
  }

  /// `&e`, `&mut e`: an address; what was made for it is dropped at the end of the scope.
  mutating func lowerBorrow(_ node: NodeID) -> ValueID {
    let place = checker.tree.child(node)
    let address = lowerPlace(place)
    if !state.isTerminated && isTemporary(place) {
      addCleanup(
        .drop(
          OwnedValue(storage: .address(address), type: type(place), flag: nil, node: node)))
    }
    return address
  }

  /// A slot with a copy of an element, noted to be written back.
  private mutating func lowerElementPlace(_ node: NodeID, _ setter: CallID) -> ValueID {
    let target = elementGetter(node)
    let parts = lowerElementParts(node, target)
    let element = lowerCall(of: target, parts, node)
    let slot = spill(element, type(node), node)
    state.writebacks.append(
      Writeback(
        setter: setter, receiver: parts[0], indices: Array(parts[1...]), slot: slot,
        element: type(node), node: node))
    return slot
  }

  private mutating func elementGetter(_ node: NodeID) -> Instance {
    resolve(checker.typed.calls[CallID(index: checker.typed.index(node))])
  }

  /// The receiver and the indices of the element `node`, which `target` reads.
  private mutating func lowerElementParts(_ node: NodeID, _ target: Instance) -> [ValueID] {
    if let known = state.prepared[node] { return known }
    let receiver = lowerReceiver(checker.tree.child(node), target)
    let decl = checker.declarations.functions[target.decl]
    let indices = checker.tree.secondList(node).enumerated().map { number, argument in
      lower(
        argument, as: checker.instantiate(decl.parameters[number + 1].type, target.arguments))
    }
    return [receiver] + indices
  }

  /// Evaluates what the place `node` consists of, from left to right and before what it is assigned,
  /// but reads none of it yet.
  private mutating func preparePlace(_ node: NodeID) {
    switch checker.tree.kind(node) {
    case .member where checker.typed.resolution(node) == .field:
      let receiver = checker.tree.child(node)
      guard isReference(type(receiver)) else { return preparePlace(receiver) }
      state.prepared[node] = [lower(receiver)]
    case .index where checker.typed.setters[node] != nil:
      let target = elementGetter(node)
      state.prepared[node] = nil
      state.prepared[node] = lowerElementParts(node, target)
    default: break
    }
  }

  private mutating func lowerReceiver(_ node: NodeID, _ target: Instance) -> ValueID {
    let isPlace = checker.declarations.functions[target.decl].selfMode == .mutable
    return isPlace && !isReference(type(node)) ? lowerPlace(node) : lower(node)
  }

  /// Stores the elements that were changed in slots since there were `count`, the last one first.
  ///
  /// `a[i][j] = x` stores `a[i]` after its element. Those before wait for a call around this one.
  mutating func flushWritebacks(downTo count: Int) {
    while state.writebacks.count > count, let writeback = state.writebacks.popLast() {
      let target = resolve(checker.typed.calls[writeback.setter])
      let value = load(writeback.element, writeback.slot, writeback.node)
      let values = [writeback.receiver] + writeback.indices + [value]
      _ = lowerCall(of: target, values, writeback.node)
    }
  }

  // MARK: Assignments

  mutating func lowerAssign(_ node: NodeID) -> ValueID {
    let target = checker.tree.child(node)
    let value = checker.tree.secondChild(node)
    switch checker.tree.kind(target) {
    case .name:
      if checker.text(checker.tree.symbol(target)) == "_" {
        lowerStatement(value)
      } else if checker.typed.resolution(node) == .local {
        return lowerBinding(target, value, node)
      } else {
        assign(value, to: target, node)
      }
    case .member: assign(value, to: target, node)
    case .patternWildcard: lowerStatement(value)
    case .index: assignElement(target)
    default: return lowerBinding(target, value, node)
    }
    return nothing
  }

  private mutating func assign(_ value: NodeID, to target: NodeID, _ node: NodeID) {
    let type = type(target)
    let pending = state.writebacks.count
    preparePlace(target)
    let result = lower(value, as: type)
    if state.isTerminated { return forgetWritebacks(downTo: pending) }
    let address = lowerPlace(target)
    if checker.hasOwners && isOwned(type) { dropOld(target, address, type, node) }
    store(result, to: address, node)
    flushWritebacks(downTo: pending)
  }

  /// Drops what is no longer to be written back, as nothing goes on here.
  mutating func forgetWritebacks(downTo count: Int) {
    state.writebacks.removeLast(state.writebacks.count - count)
  }

  /// Drops what is at `address`, the place of `target`, before something else is stored there.
  private mutating func dropOld(
    _ target: NodeID, _ address: ValueID, _ type: TypeID, _ node: NodeID
  ) {
    let isLocal = checker.tree.kind(target) == .name && checker.typed.resolution(target) == .local
    let local = isLocal ? LocalID(index: checker.typed.index(target)) : .none
    replace(local, address, type, node)
  }

  /// `x[i] = e` is a call of `op_index_set`, noted at the target with all its arguments.
  private mutating func assignElement(_ target: NodeID) {
    _ = lowerResolvedCall(target)
  }

  mutating func lowerOpAssign(_ node: NodeID) -> ValueID {
    let target = checker.tree.child(node)
    let type = type(target)
    let pending = state.writebacks.count
    preparePlace(target)
    var address = lowerPlace(target)
    let old = load(type, address, node)
    let result = lowerOpAssignResult(node, old, type)
    if state.isTerminated {
      forgetWritebacks(downTo: pending)
      return nothing
    }
    if state.writebacks.count > pending && checker.tree.kind(target) == .member {
      // The value may have changed other parts of the element that this is a part of.
      forgetWritebacks(downTo: pending)
      address = lowerPlace(target)
    }
    if checker.hasOwners && isOwned(type) { dropOld(target, address, type, node) }
    store(result, to: address, node)
    flushWritebacks(downTo: pending)
    return nothing
  }

  /// The value of `old` combined with the right side of the assignment `node`.
  private mutating func lowerOpAssignResult(
    _ node: NodeID, _ old: ValueID, _ type: TypeID
  ) -> ValueID {
    let kind = NodeKind(rawValue: UInt8(checker.tree.field(node, 0))) ?? .add
    let value = checker.tree.fieldNode(node, 1)
    if checker.typed.resolution(node) == .machine || checker.isMachine(kind, type) {
      let operand = lower(value, as: type)
      return machine(kind, type, old, operand, node)
    }
    let info = checker.typed.calls[CallID(index: checker.typed.index(node))]
    let instance = resolve(info)
    let decl = checker.declarations.functions[instance.decl]
    let wanted = checker.instantiate(decl.parameters[1].type, instance.arguments)
    let operand = lower(value, as: wanted)
    return lowerCall(of: instance, [old, operand], node)
  }
}
