/// The inference variables of the body being checked, and what is known of each.
struct Inference: Sendable {
  /// The type that each variable stands for; `.none` while unknown.
  var bindings: [TypeID] = []
  /// The variables bound since the start, so that a failed attempt can be undone.
  var trail: [Int] = []

  /// A state to return to.
  struct Snapshot {
    let trail: Int
  }

  /// The state now.
  var snapshot: Snapshot { Snapshot(trail: trail.count) }

  /// Forgets what was bound since `snapshot`.
  mutating func rollback(to snapshot: Snapshot) {
    while trail.count > snapshot.trail { bindings[trail.removeLast()] = .none }
  }
}

extension Checker {
  /// A new inference variable.
  mutating func freshVariable() -> TypeID {
    inference.bindings.append(.none)
    return types.variable(inference.bindings.count - 1)
  }

  /// As many new inference variables as there are `names`.
  mutating func freshVariables(_ count: Int) -> [TypeID] {
    (0..<count).map { _ in freshVariable() }
  }

  /// What `type` is known to be, as far as its outermost shape goes.
  ///
  /// Mutating only so that arguments which add types are evaluated before the table is read.
  mutating func resolved(_ type: TypeID) -> TypeID {
    var type = type
    while types.kind(type) == .variable {
      let binding = inference.bindings[types.variableNumber(type)]
      if binding.isNone { return type }
      type = binding
    }
    return types.kind(type) == .opaque ? revealed(type) : type
  }

  /// `type` with every known variable replaced.
  mutating func zonk(_ type: TypeID) -> TypeID {
    guard !types.traits(type).isDisjoint(with: [.hasVariable, .hasOpaque]) else { return type }
    let shallow = resolved(type)
    if types.kind(shallow) == .variable { return shallow }
    guard !types.traits(shallow).isDisjoint(with: [.hasVariable, .hasOpaque]) else {
      return shallow
    }
    let parts = types.arguments(shallow).map { zonk($0) }
    return types.demand(types.kind(shallow), types.payload(shallow), parts)
  }

  /// Whether nothing is known of `type`.
  mutating func isUnknown(_ type: TypeID) -> Bool {
    let type = resolved(type)
    return types.kind(type) == .variable
  }

  /// Makes `left` and `right` one type, if that is possible.
  mutating func unify(_ left: TypeID, _ right: TypeID) -> Bool {
    let left = resolved(left)
    let right = resolved(right)
    if left == right || left == .error || right == .error { return true }
    if types.kind(left) == .variable { return bind(left, to: right) }
    if types.kind(right) == .variable { return bind(right, to: left) }
    guard types.kind(left) == types.kind(right), types.payload(left) == types.payload(right),
      types.kind(left) != .parameter
    else { return false }
    let count = types.argumentCount(left)
    guard count == types.argumentCount(right) else { return false }
    for number in 0..<count
    where !unify(types.argument(left, number), types.argument(right, number)) {
      return false
    }
    return true
  }

  /// Unifies, or leaves everything as it was.
  mutating func tryUnify(_ left: TypeID, _ right: TypeID) -> Bool {
    let snapshot = inference.snapshot
    if unify(left, right) { return true }
    inference.rollback(to: snapshot)
    return false
  }

  private mutating func bind(_ variable: TypeID, to type: TypeID) -> Bool {
    if occurs(variable, in: type) { return false }
    let number = types.variableNumber(variable)
    inference.bindings[number] = type
    inference.trail.append(number)
    return true
  }

  /// Whether `type` contains `variable`: `?1 = Vec<?1>` has no solution.
  private mutating func occurs(_ variable: TypeID, in type: TypeID) -> Bool {
    let type = resolved(type)
    if type == variable { return true }
    guard types.traits(type).contains(.hasVariable) else { return false }
    return types.arguments(type).contains { occurs(variable, in: $0) }
  }
}
