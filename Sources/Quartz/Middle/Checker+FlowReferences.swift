// Where references come from, how long they live, and what happens to their places meanwhile.

/// A local that a reference may refer to, or that a reference was made from.
struct ReferenceOrigin: Sendable {
  let local: LocalID
  /// Whether it may be changed through the reference.
  let isExclusive: Bool
  let node: NodeID
}

extension Checker {
  // MARK: Origins

  /// The locals that the reference which `node` gives may refer to.
  mutating func origins(of node: NodeID) -> [ReferenceOrigin] {
    switch tree.kind(node) {
    case .borrow, .borrowMut:
      let place = tree.child(node)
      return placeOrigins(place, isExclusive: tree.kind(node) == .borrowMut)
    case .block: return tree.list(node).last.map { origins(of: $0) } ?? []
    case .ifExpr: return origins(of: tree.fieldNode(node, 0)) + origins(of: tree.fieldNode(node, 1))
    case .matchExpr:
      return tree.secondList(node).filter { tree.kind($0) == .matchArm }
        .flatMap { origins(of: tree.fieldNode($0, 1)) }
    case .call, .member, .index, .name: return callOrigins(node)
    default: return []
    }
  }

  /// The locals in which the place that `node` denotes may lie.
  private mutating func placeOrigins(_ node: NodeID, isExclusive: Bool) -> [ReferenceOrigin] {
    if let local = root(of: node) {
      return [ReferenceOrigin(local: local, isExclusive: isExclusive, node: node)]
    }
    var base = node
    while tree.kind(base) == .member, typed.resolution(base) == .field {
      if isReferenceType(flowType(tree.child(base))) { return [] }
      base = tree.child(base)
    }
    return typed.dereferenced[base] == nil ? [] : callOrigins(base)
  }

  /// What the reference that a call gives may refer to: what its arguments do.
  private mutating func callOrigins(_ node: NodeID) -> [ReferenceOrigin] {
    switch typed.resolution(node) {
    case .call:
      let call = typed.calls[CallID(index: typed.index(node))]
      let decl = declarations.functions[call.callee]
      return zip(call.arguments, decl.parameters).enumerated().flatMap { number, pair in
        argumentOrigins(
          pair.0, pair.1.type, isReceiver: number == 0 && decl.selfMode == .mutable)
      }
    case .closureCall:
      let parameters = Array(types.parameters(flowType(tree.child(node))))
      return zip(tree.secondList(node), parameters).flatMap {
        argumentOrigins($0, $1, isReceiver: false)
      }
    default: return []
    }
  }

  /// The locals that an argument for a parameter of `type` lends.
  mutating func argumentOrigins(
    _ node: NodeID, _ type: TypeID, isReceiver: Bool
  ) -> [ReferenceOrigin] {
    if node.isNone { return [] }
    if isReceiver && !isReferenceType(flowType(node)) {
      return placeOrigins(node, isExclusive: true)
    }
    guard isReference(type) else { return [] }
    if isReference(flowType(node)) { return origins(of: node) }
    return placeOrigins(node, isExclusive: types.kind(type) == .referenceMut)
  }

  // MARK: Names for references

  /// Takes note that `pattern` is a name for the reference that `value` gives.
  mutating func bindReference(_ pattern: NodeID, _ value: NodeID) {
    let local = LocalID(index: typed.index(pattern))
    let found = origins(of: value).filter { typed.locals[$0.local].depth == flow.depth }
    let parents = found.compactMap { flow.references[$0.local] }
    let reference = flow.graph.addReference(madeFrom: parents)
    flow.references[local] = reference
    flow.origins[local] = found.map(\.local)
    for origin in found {
      noteReference(origin.isExclusive ? .exclude : .share, origin.local, reference, origin.node)
    }
    note(.set, local, pattern)
  }

  /// Takes note that `local` is lent, to `reference` or, when that is 0, to a call.
  mutating func noteReference(
    _ kind: FlowEvent.Kind, _ local: LocalID, _ reference: UInt32, _ node: NodeID
  ) {
    guard !flow.isTerminated, typed.locals[local].depth == flow.depth else { return }
    touch(local, node)
    let number = flow.graph.number(local)
    flow.graph.add(FlowEvent(kind: kind, variable: number, reference: reference, node: node))
  }

  /// Takes note of a use of `local`, when it is a name for a reference, and of what that was made from.
  mutating func touch(_ local: LocalID, _ node: NodeID) {
    guard !flow.isTerminated, let reference = flow.references[local] else { return }
    for touched in [reference] + flow.graph.references[Int(reference)] {
      flow.graph.add(FlowEvent(kind: .touch, variable: 0, reference: touched, node: node))
    }
  }

  // MARK: Calls

  /// Follows an argument that lends places to its call.
  mutating func lend(_ node: NodeID, _ type: TypeID, _ loans: inout [CallLoan]) {
    lookForLending(node)
    for origin in argumentOrigins(node, type, isReceiver: false) {
      noteReference(origin.isExclusive ? .exclude : .share, origin.local, 0, origin.node)
      loans.append(CallLoan(origin: origin, event: flow.graph.events.count))
    }
  }

  /// Follows a place that is about to be lent, which is an event of its own for the local that holds
  /// it.
  mutating func lookForLending(_ node: NodeID) {
    switch tree.kind(node) {
    case .borrow, .borrowMut: return lookForLending(tree.child(node))
    case .name, .path:
      if typed.resolution(node) == .local { return touch(LocalID(index: typed.index(node)), node) }
    case .member where typed.resolution(node) == .field:
      let receiver = tree.child(node)
      return isReferenceType(flowType(receiver)) ? look(receiver) : lookForLending(receiver)
    default: break
    }
    look(node)
  }

  /// Reports what the later arguments of a call do to the places that earlier ones lend to it.
  mutating func judge(_ loans: [CallLoan]) {
    for loan in loans {
      guard loan.event < flow.graph.events.count else { continue }
      for event in flow.graph.events[loan.event...] where event.kind != .touch {
        let local = flow.graph.variables[Int(event.variable)].local
        guard local == loan.origin.local,
          let kind = event.conflict(withExclusive: loan.origin.isExclusive),
          kind != .usedWhileExcluded
        else { continue }
        report(
          FlowProblem(kind: kind, local: local, node: event.node, cause: loan.origin.node))
        return
      }
    }
  }

  // MARK: References that leave

  /// Reports a reference that `node` gives to the caller and that refers to what ends with the call.
  mutating func requireOutliving(_ node: NodeID) {
    guard !node.isNone, isReference(flowType(node)) else { return }
    if let place = borrowedTemporary(node) { return report(.referenceToTemporary(at: span(place))) }
    for origin in origins(of: node) where !outlives(origin.local) {
      let info = typed.locals[origin.local]
      report(
        .escapingReference(text(info.name), at: span(origin.node), bound: span(info.node)))
    }
  }

  /// What `node` refers to, when that is a value that was made for it.
  private mutating func borrowedTemporary(_ node: NodeID) -> NodeID? {
    guard tree.kind(node) == .borrow || tree.kind(node) == .borrowMut else { return nil }
    var base = tree.child(node)
    while tree.kind(base) == .member, typed.resolution(base) == .field {
      if isReferenceType(flowType(tree.child(base))) { return nil }
      base = tree.child(base)
    }
    return isPlace(base) || typed.dereferenced[base] != nil ? nil : base
  }

  /// Whether what `local` refers to is there after the call: it is a reference that the caller gave,
  /// or was made from such.
  private func outlives(_ local: LocalID) -> Bool {
    let info = typed.locals[local]
    guard info.isReference else { return false }
    guard let origins = flow.origins[local] else { return info.depth == flow.depth }
    return origins.allSatisfy { outlives($0) }
  }
}

/// A place that an argument lends to its call.
struct CallLoan {
  let origin: ReferenceOrigin
  /// The number of events before what follows the argument.
  let event: Int
}

extension FlowEvent {
  /// What is wrong about this event while its local is lent out; nil when nothing is.
  func conflict(withExclusive isExclusive: Bool) -> FlowProblem.Kind? {
    switch kind {
    case .exclude: isExclusive ? .excludedTwice : .excludedWhileShared
    case .share: isExclusive ? .sharedWhileExcluded : nil
    case .set, .mutate: .changedWhileBorrowed
    case .move: .movedWhileBorrowed
    case .use: isExclusive ? .usedWhileExcluded : nil
    case .declare, .touch: nil
    }
  }
}
