/// The identity of a local: a parameter, a binding, a `var`, or a name in a pattern.
struct LocalID: Handle {
  let index: UInt32
  init(index: UInt32) { self.index = index }
}

/// The identity of a resolved call.
struct CallID: Handle {
  let index: UInt32
  init(index: UInt32) { self.index = index }
}

/// A local name of a body.
struct LocalInfo: Sendable {
  let name: Symbol
  /// Its type; of a receiver the type of what it refers to.
  var type: TypeID
  /// Whether it may be assigned: a `var`, or what `&mut` refers to.
  let isMutable: Bool
  /// The node that introduces it.
  let node: NodeID
  /// How many closures enclose it.
  let depth: Int
  /// Whether it stands for a place elsewhere: `&T`, `&mut T`, a receiver `&mut self`.
  var isReference = false
  /// Whether a closure inside its scope uses it.
  var isCaptured = false
  /// Whether several alternatives of an or-pattern bind it.
  var isAlternative = false
  /// Whether it is declared without a value.
  var isDeferred = false
  /// What introduces it.
  var origin = Origin.binding

  /// What introduces a local: a statement of its own, or a parameter, a loop or an arm.
  enum Origin: Sendable {
    case binding, parameter
  }
}

/// What a call, an operator or a member access means.
struct CallInfo: Sendable {
  /// The function, or the requirement of a trait that is looked up once `Self` is known.
  let callee: DeclID
  /// The type arguments in the order of the callee's generics.
  var typeArguments: [TypeID]
  /// For each parameter its argument; `.none` where the default value is taken.
  var arguments: [NodeID]
}

/// What a name, a member or a pattern resolved to.
enum Resolution: UInt8, Sendable {
  /// Nothing was resolved at the node.
  case none
  /// A local; the index is its `LocalID`.
  case local
  /// A call of a function; the index is its `CallID`.
  case call
  /// A function as a value; the index is its `CallID`.
  case functionValue
  /// A field; the index is its place.
  case field
  /// A variant: of a call its constructor, of a name or path its value; the index is its place. The
  /// enum is the node's type (of a constructor's call, the call's type).
  case variant
  /// A constant; the index is its `ConstantID`.
  case constant
  /// A module variable; the index is its `VariableID`.
  case variable
  /// A closure whose value is called.
  case closureCall
  /// A type, as the receiver of a static method.
  case type
  /// A machine operation on numbers; no index.
  case machine
  /// A closure of several parameters that takes one tuple; no index.
  case spread
}

/// An earlier parameter that a default value uses, as a local of that value.
struct EarlierUse: Sendable {
  /// The place of the parameter.
  let parameter: Int
  /// What stands for it.
  let local: LocalID
}

/// What the checker found out about the syntax tree: a type and a resolution for each node.
///
/// Columns beside those of the tree, addressed by the same `NodeID`. In the body of a generic
/// function the types mention its type parameters; the lowering replaces them.
struct TypedTree: Sendable {
  /// The type of each expression and pattern; `.none` for nodes without one.
  private(set) var types: [TypeID]
  /// What each node resolved to.
  private(set) var kinds: [Resolution]
  /// Which one.
  private(set) var indices: [UInt32]
  /// The locals of all bodies.
  var locals = Table<LocalID, LocalInfo>(
    none: LocalInfo(name: .none, type: .error, isMutable: false, node: .none, depth: 0))
  /// The calls of all bodies.
  var calls = Table<CallID, CallInfo>(
    none: CallInfo(callee: .none, typeArguments: [], arguments: []))
  /// For each index expression that is written to, the call that writes.
  var setters: [NodeID: CallID] = [:]
  /// For each call that gives a reference and stands for its place, the kind of reference.
  var dereferenced: [NodeID: TypeKind] = [:]
  /// For each default value of a parameter the earlier parameters that it uses, if any.
  var earlierUses: [NodeID: [EarlierUse]] = [:]
  /// For each closure the locals of enclosing bodies that it uses, in the order of first use.
  var captures: [NodeID: [LocalID]] = [:]

  /// Empty columns for a tree of `count` nodes.
  init(count: Int) {
    types = [TypeID](repeating: .none, count: count)
    kinds = [Resolution](repeating: .none, count: count)
    indices = [UInt32](repeating: 0, count: count)
  }

  /// Makes room for the nodes that were added to the tree.
  mutating func grow(to count: Int) {
    let missing = count - types.count
    guard missing > 0 else { return }
    types.append(contentsOf: repeatElement(.none, count: missing))
    kinds.append(contentsOf: repeatElement(.none, count: missing))
    indices.append(contentsOf: repeatElement(0, count: missing))
  }

  /// The bytes that the tables hold.
  var byteSize: Int {
    types.capacity * 8 + indices.capacity + locals.count * MemoryLayout<LocalInfo>.stride
      + calls.count * 64
  }

  /// The type of `node`.
  func type(_ node: NodeID) -> TypeID { types[node.position] }

  /// What `node` resolved to.
  func resolution(_ node: NodeID) -> Resolution { kinds[node.position] }

  /// Which one `node` resolved to.
  func index(_ node: NodeID) -> UInt32 { indices[node.position] }

  /// Takes note of the type of `node`.
  mutating func setType(_ node: NodeID, _ type: TypeID) { types[node.position] = type }

  /// Takes note of what `node` resolved to.
  mutating func resolve(_ node: NodeID, _ kind: Resolution, _ index: UInt32 = 0) {
    kinds[node.position] = kind
    indices[node.position] = index
  }
}
