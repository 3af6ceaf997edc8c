/// The identity of a syntax node.
struct NodeID: Handle {
  let index: UInt32
  init(index: UInt32) { self.index = index }
}

/// A list of nodes: the place in the `extra` column where its count stands, followed by its nodes.
struct ListID: Handle {
  let index: UInt32
  init(index: UInt32) { self.index = index }
}

/// Marks on a node; which of them a kind can have is said at its view.
struct NodeFlags: OptionSet, Sendable {
  let rawValue: UInt32
  init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Declared `private`.
  static let isPrivate = NodeFlags(rawValue: 1 << 0)
  /// `const def`.
  static let isConst = NodeFlags(rawValue: 1 << 1)
  /// `extern "C" def`.
  static let isExtern = NodeFlags(rawValue: 1 << 2)
  /// The parameters of an extern function end in `...`.
  static let isVariadic = NodeFlags(rawValue: 1 << 3)
  /// `def f() = expr`.
  static let isExpressionBody = NodeFlags(rawValue: 1 << 4)
  /// The first parameter is `self`.
  static let hasSelf = NodeFlags(rawValue: 1 << 5)
  /// `impl !Trait for T`.
  static let isNegative = NodeFlags(rawValue: 1 << 6)
  /// `extend T`.
  static let isExtend = NodeFlags(rawValue: 1 << 7)
  /// `import * from a/b`.
  static let isStar = NodeFlags(rawValue: 1 << 8)
  /// `import { … } from a/b`, even when the braces are empty.
  static let hasNames = NodeFlags(rawValue: 1 << 9)
  /// An integer written as a character: `'a'`.
  static let isCharacter = NodeFlags(rawValue: 1 << 10)
  /// `packed struct`.
  static let isPacked = NodeFlags(rawValue: 1 << 11)
  /// `extern "quartz" def`.
  static let isInternal = NodeFlags(rawValue: 1 << 12)
}

/// The syntax of all files of a compilation, as columns addressed by `NodeID`.
///
/// Made by the parser, file after file; read by the resolver, the checker and the lowering; dropped
/// after the lowering. A node costs 13 bytes and what it has in `extra`. Children are added before
/// their parents.
struct SyntaxTree: Sendable {
  /// What each node is.
  private(set) var kinds: [NodeKind] = [.error]
  /// Where each node is: the place of the token that names it (an operator, a name, a keyword).
  private(set) var positions: [UInt32] = [0]
  /// First operands.
  private(set) var a: [UInt32] = [0]
  /// Second operands.
  private(set) var b: [UInt32] = [0]
  /// Fields and lists.
  ///
  /// Index 0 is the empty list.
  private(set) var extra: [UInt32] = [0]
  /// The `file` node of each parsed file, in the order of parsing.
  var roots: [NodeID] = []

  /// A tree without nodes.
  init() {}

  /// The number of nodes, the reserved one included.
  var count: Int { kinds.count }

  /// The bytes that the columns hold.
  var byteSize: Int {
    kinds.capacity + 4 * (positions.capacity + a.capacity + b.capacity + extra.capacity)
  }

  /// Makes room for `nodes` further nodes, so that growing does not copy.
  mutating func reserve(nodes: Int) {
    kinds.reserveCapacity(kinds.count + nodes)
    positions.reserveCapacity(positions.count + nodes)
    a.reserveCapacity(a.count + nodes)
    b.reserveCapacity(b.count + nodes)
    extra.reserveCapacity(extra.count + nodes / 2)
  }

  /// Adds a node.
  mutating func add(_ kind: NodeKind, at position: UInt32, _ a: UInt32 = 0, _ b: UInt32 = 0)
    -> NodeID
  {
    let id = NodeID(index: UInt32(kinds.count))
    kinds.append(kind)
    positions.append(position)
    self.a.append(a)
    self.b.append(b)
    return id
  }

  /// Adds a node whose second operand points at `fields`.
  @_disfavoredOverload
  mutating func add(_ kind: NodeKind, at position: UInt32, _ a: UInt32, fields: UInt32...)
    -> NodeID
  {
    add(kind, at: position, a, fields: fields)
  }

  /// Adds a node whose second operand points at `fields`.
  mutating func add(_ kind: NodeKind, at position: UInt32, _ a: UInt32, fields: [UInt32])
    -> NodeID
  {
    let start = UInt32(extra.count)
    extra.append(contentsOf: fields)
    return add(kind, at: position, a, start)
  }

  /// Adds a node with two fields; like the general form, but without an array for the fields.
  mutating func add(
    _ kind: NodeKind, at position: UInt32, _ a: UInt32, fields first: UInt32, _ second: UInt32
  ) -> NodeID {
    let start = UInt32(extra.count)
    extra.append(first)
    extra.append(second)
    return add(kind, at: position, a, start)
  }

  /// Adds a node with three fields.
  mutating func add(
    _ kind: NodeKind, at position: UInt32, _ a: UInt32, fields first: UInt32, _ second: UInt32,
    _ third: UInt32
  ) -> NodeID {
    let start = UInt32(extra.count)
    extra.append(first)
    extra.append(second)
    extra.append(third)
    return add(kind, at: position, a, start)
  }

  /// Makes `node` one of `kind` with one operand.
  mutating func replace(_ node: NodeID, by kind: NodeKind, _ a: UInt32) {
    kinds[node.position] = kind
    self.a[node.position] = a
    b[node.position] = 0
  }

  /// Adds a list of nodes.
  mutating func addList(_ nodes: some Collection<NodeID>) -> ListID {
    if nodes.isEmpty { return .none }
    let id = ListID(index: UInt32(extra.count))
    extra.append(UInt32(nodes.count))
    for node in nodes { extra.append(node.index) }
    return id
  }

  /// Adds a copy of `node` and of everything below it.
  mutating func copy(_ node: NodeID) -> NodeID {
    if node.isNone { return .none }
    let kind = kind(node)
    let shape = kind.shape
    let first = copy(a[node.position], as: shape.a)
    if shape.fields.isEmpty {
      let second = copy(b[node.position], as: shape.b)
      return add(kind, at: positions[node.position], first, second)
    }
    let fields = shape.fields.enumerated().map { copy(field(node, $0), as: $1) }
    let start = UInt32(extra.count)
    extra.append(contentsOf: fields)
    return add(kind, at: positions[node.position], first, start)
  }

  private mutating func copy(_ value: UInt32, as operand: Operand) -> UInt32 {
    switch operand {
    case .node, .optionalNode: return copy(NodeID(index: value)).index
    case .list:
      let copies = Array(nodes(ListID(index: value))).map { copy($0) }
      return addList(copies).index
    default: return value
    }
  }

  /// What `node` is.
  @inline(__always) func kind(_ node: NodeID) -> NodeKind { kinds[node.position] }

  /// Where `node` is.
  func position(_ node: NodeID) -> Position { Position(offset: positions[node.position]) }

  /// The first operand of `node`, as a node.
  func child(_ node: NodeID) -> NodeID { NodeID(index: a[node.position]) }

  /// The second operand of `node`, as a node.
  func secondChild(_ node: NodeID) -> NodeID { NodeID(index: b[node.position]) }

  /// The first operand of `node`, as a symbol.
  func symbol(_ node: NodeID) -> Symbol { Symbol(index: a[node.position]) }

  /// The second operand of `node`, as a symbol.
  func secondSymbol(_ node: NodeID) -> Symbol { Symbol(index: b[node.position]) }

  /// The first operand of `node`, as a list.
  func list(_ node: NodeID) -> NodeList { nodes(ListID(index: a[node.position])) }

  /// The second operand of `node`, as a list.
  func secondList(_ node: NodeID) -> NodeList { nodes(ListID(index: b[node.position])) }

  /// Field `number` of `node`.
  func field(_ node: NodeID, _ number: Int) -> UInt32 { extra[Int(b[node.position]) + number] }

  /// Field `number` of `node`, as a node.
  func fieldNode(_ node: NodeID, _ number: Int) -> NodeID {
    NodeID(index: field(node, number))
  }

  /// Field `number` of `node`, as a list.
  func fieldList(_ node: NodeID, _ number: Int) -> NodeList {
    nodes(ListID(index: field(node, number)))
  }

  /// The nodes of `list`.
  func nodes(_ list: ListID) -> NodeList {
    let start = list.position
    let slice = extra[start + 1..<start + 1 + Int(extra[start])]
    return NodeList(raw: slice)
  }
}

/// The nodes of a list, read from the tree's `extra` column.
struct NodeList: RandomAccessCollection {
  /// The raw handles.
  let raw: ArraySlice<UInt32>
  var startIndex: Int { 0 }
  var endIndex: Int { raw.count }
  subscript(position: Int) -> NodeID { NodeID(index: raw[raw.startIndex + position]) }
}
