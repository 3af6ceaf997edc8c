/// The body that is being checked: a function, a constant's value, a script's statements.
struct Body: Sendable {
  /// The function; `.none` for a constant's value and for statements at top level.
  var decl = DeclID.none
  /// The module, the type parameters and `Self`.
  var scope = TypeScope(module: .none)
  /// The locals in scope, innermost last.
  var names = LocalNames()
  /// The type that `return` must give; `.none` while it is to be inferred.
  var result = TypeID.void
  /// What an alternative that was checked gives for the result that is to be inferred.
  var likelyResult = TypeID.none
  /// Whether the body asked for the result of its own function while that is to be inferred.
  var usesOwnResult = false
  /// The closures that enclose the place being checked, innermost last.
  var closures: [ClosureContext] = []
  /// The loops that enclose the place being checked within the innermost closure.
  var loops: [LoopContext] = []
  /// The value of the binding that is checked next or was checked last.
  var boundValue = NodeID.none
  /// The statement of a block that is checked next or was checked last.
  var statement = NodeID.none
  /// The innermost `defer` around the place being checked; `.none` outside of them and in closures.
  var enclosingDefer = NodeID.none
  /// Whether this is a default value, or that of a constant or module variable, and no function.
  var isInitializer = false
  /// The variables of the script whose types are not known yet.
  var openVariables: [VariableID] = []
  /// The nodes whose types mention inference variables.
  var openNodes: [NodeID] = []
  /// The locals of the body.
  var locals: [LocalID] = []
  /// The calls of the body with the nodes that they belong to.
  var calls: [(call: CallID, node: NodeID)] = []
  /// The bounds that calls demand, to be proved when the types are known.
  var obligations: [Obligation] = []
  /// The unknown results of closures that do not return; each is `!` when nothing else tells it.
  var endless: [TypeID] = []
  /// The matches whose arms are to be checked for exhaustiveness.
  var matches: [NodeID] = []
  /// The patterns of bindings, which must fit every value.
  var bindings: [NodeID] = []
  /// The names that the first alternative of the or-pattern being checked binds.
  var alternatives: [Symbol: LocalID] = [:]
  /// Whether names in the pattern being checked may be existing variables: `(a, b) = (b, a)`.
  var isReassigning = false
  /// The expressions whose values are not used.
  var dropped: [NodeID] = []
  /// The casts to be checked when the types are known.
  var casts: [NodeID] = []
}

/// A closure that encloses the place being checked.
struct ClosureContext: Sendable {
  let node: NodeID
  /// What `return` inside it must give.
  let result: TypeID
  /// The loops of the enclosing body, which `break` cannot reach.
  let outerLoops: [LoopContext]
  /// The `defer` around the closure.
  let outerDefer: NodeID
}

/// A loop that encloses the place being checked.
struct LoopContext: Sendable {
  let label: Symbol
  /// The type of `loop`'s value; `.none` for loops without one.
  var type: TypeID
  /// Whether a `break` leaves it.
  var hasBreak = false
}

/// The demand that `type` implements `trait`, made by a call.
struct Obligation: Sendable {
  let type: TypeID
  let trait: TraitRef
  let node: NodeID
}
