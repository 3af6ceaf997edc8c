// References: `&T` and `&mut T`. They are parameters, results and local names; nothing stores them.

extension Checker {
  /// The type that `node` writes where values are stored: no reference.
  mutating func resolveStored(_ node: NodeID, in scope: TypeScope) -> TypeID {
    let type = resolveType(node, in: scope)
    guard isReference(type) else { return type }
    report(.storedReference(describe(type), at: span(node)))
    return .error
  }

  /// Whether `type` is `&T` or `&mut T`.
  func isReference(_ type: TypeID) -> Bool {
    types.kind(type) == .reference || types.kind(type) == .referenceMut
  }

  /// `&e`, `&mut e`: where a reference is wanted, or as the value of a name.
  mutating func checkBorrow(_ node: NodeID, expecting: TypeID) -> TypeID {
    let wanted = expecting.isNone ? TypeID.none : resolved(expecting)
    let isWanted = !wanted.isNone && isReference(wanted)
    let isBound = body.boundValue == node
    let place = tree.child(node)
    let type = check(place, expecting: isWanted ? types.argument(wanted, 0) : .none)
    flowing.insert(body.decl)
    requireAligned(place)
    if !isWanted && !isBound { report(.misplacedReference(at: span(node))) }
    if isBound && isElement(place) { report(.referenceToElement(at: span(place))) }
    if tree.kind(node) == .borrow { return types.reference(.reference, to: type) }
    requireMutable(place)
    return types.reference(.referenceMut, to: type)
  }

  /// Whether `node` denotes an element or a part of one, which lies in a container that gives out
  /// copies.
  private mutating func isElement(_ node: NodeID) -> Bool {
    switch tree.kind(node) {
    case .index: return true
    case .member where typed.resolution(node) == .field:
      let receiver = tree.child(node)
      return !isReferenceType(typed.type(receiver)) && isElement(receiver)
    default: return false
    }
  }

  /// The type of a call at `node` whose result is of `type`: a reference that no one asks for stands
  /// for the place that it refers to, as a name for a reference does.
  mutating func referredType(_ type: TypeID, _ node: NodeID) -> TypeID {
    guard isReference(type) else { return type }
    flowing.insert(body.decl)
    typed.dereferenced[node] = types.kind(type)
    return resolved(types.argument(type, 0))
  }
}
