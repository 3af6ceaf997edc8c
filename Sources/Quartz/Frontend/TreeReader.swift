/// Reads the text of `TreePrinter` back into a tree.
///
/// Nodes are added children first, as the parser does, so that a printed tree reads back with its
/// shape. Used by tests, and by tools that compare the trees of two compilers.
struct TreeReader {
  private let text: ArraySlice<UInt8>
  private let base: UInt32
  private var offset: Int
  private var tree: SyntaxTree
  private var interner: Interner
  /// The nodes that are being read, the innermost last.
  private var open: [OpenNode] = []

  /// What is wrong with a text, and where.
  struct Malformed: Error, Equatable {
    /// The number of bytes before the mistake.
    let offset: Int
    /// What was expected there.
    let expected: String
  }

  /// A node whose operands are being read.
  private struct OpenNode {
    let kind: NodeKind
    let position: UInt32
    /// The operands that it has, by its shape.
    let operands: [Operand]
    /// The values of those that were read.
    var values: [UInt32] = []
    /// The nodes of the list that is being read.
    var list: [NodeID]?
  }

  /// Reads a tree whose file begins at `base` into `tree` and returns its top node.
  static func read(
    _ text: [UInt8], base: UInt32, into tree: inout SyntaxTree, interner: inout Interner
  ) throws(Malformed) -> NodeID {
    var reader = TreeReader(
      text: text[...], base: base, offset: 0, tree: SyntaxTree(), interner: Interner())
    swap(&reader.tree, &tree)
    swap(&reader.interner, &interner)
    defer {
      swap(&reader.tree, &tree)
      swap(&reader.interner, &interner)
    }
    let root = try reader.readRoot()
    if reader.tree.kind(root) == .file { reader.tree.roots.append(root) }
    return root
  }

  private mutating func readRoot() throws(Malformed) -> NodeID {
    try openNode()
    while true {
      skipBlanks()
      if try readOperand() { continue }
      try expect(")")
      let node = close(open.removeLast())
      guard !open.isEmpty else { return node }
      add(node)
    }
  }

  /// Reads `(kind@offset`.
  private mutating func openNode() throws(Malformed) {
    skipBlanks()
    try expect("(")
    let name = word()
    guard let kind = Self.kinds[name] else { throw malformed("a kind of node") }
    try expect("@")
    guard let position = UInt32(word()) else { throw malformed("an offset") }
    let shape = kind.shape
    let second = shape.fields.isEmpty ? [shape.b] : shape.fields
    let operands = ([shape.a] + second).filter { $0 != .unused }
    open.append(OpenNode(kind: kind, position: base + position, operands: operands))
  }

  /// Reads what comes next of the innermost node; false when it has all of its operands.
  private mutating func readOperand() throws(Malformed) -> Bool {
    let node = open[open.count - 1]
    if node.list != nil { return try readListPart() }
    guard node.values.count < node.operands.count else { return false }
    switch node.operands[node.values.count] {
    case .node: try openNode()
    case .optionalNode: if eat("_") { add(value: 0) } else { try openNode() }
    case .list:
      try expect("[")
      open[open.count - 1].list = []
    case .symbol, .optionalSymbol: add(value: try readSymbol())
    case .flags: add(value: try readFlags())
    case .kind:
      guard let kind = Self.kinds[word()] else { throw malformed("a kind of node") }
      add(value: UInt32(kind.rawValue))
    default:
      guard let number = UInt32(word()) else { throw malformed("a number") }
      add(value: number)
    }
    return true
  }

  /// Reads the next node of a list, or its end.
  private mutating func readListPart() throws(Malformed) -> Bool {
    guard eat("]") else {
      try openNode()
      return true
    }
    let list = tree.addList(open[open.count - 1].list ?? [])
    open[open.count - 1].list = nil
    add(value: list.index)
    return true
  }

  /// Gives the innermost node a child.
  private mutating func add(_ child: NodeID) {
    if open[open.count - 1].list != nil {
      open[open.count - 1].list?.append(child)
    } else {
      add(value: child.index)
    }
  }

  private mutating func add(value: UInt32) { open[open.count - 1].values.append(value) }

  /// Adds a node that was read to the tree.
  private mutating func close(_ node: OpenNode) -> NodeID {
    let shape = node.kind.shape
    var values = node.values[...]
    let first = shape.a == .unused ? 0 : values.removeFirst()
    guard shape.fields.isEmpty else {
      return tree.add(node.kind, at: node.position, first, fields: Array(values))
    }
    return tree.add(node.kind, at: node.position, first, values.first ?? 0)
  }

  private mutating func readSymbol() throws(Malformed) -> UInt32 {
    if eat("_") { return 0 }
    guard let (bytes, end) = QuotedText.read(text, from: offset) else {
      throw malformed("a quoted text")
    }
    offset = end
    return interner.intern(bytes).index
  }

  private mutating func readFlags() throws(Malformed) -> UInt32 {
    try expect("{")
    var flags: NodeFlags = []
    while !eat("}") {
      let name = word()
      guard let known = NodeFlags.named.first(where: { $0.name == name }) else {
        throw malformed("a flag")
      }
      flags.insert(known.flag)
      skipBlanks()
    }
    return flags.rawValue
  }

  /// Reads letters and digits.
  private mutating func word() -> String {
    let start = offset
    while offset < text.endIndex, Self.isWordByte(text[offset]) { offset += 1 }
    return String(decoding: text[start..<offset], as: UTF8.self)
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
  }

  private mutating func skipBlanks() {
    while offset < text.endIndex,
      text[offset] == UInt8(ascii: " ") || text[offset] == UInt8(ascii: "\n")
    { offset += 1 }
  }

  private mutating func eat(_ sign: Unicode.Scalar) -> Bool {
    guard offset < text.endIndex, text[offset] == UInt8(ascii: sign) else { return false }
    offset += 1
    return true
  }

  private mutating func expect(_ sign: Unicode.Scalar) throws(Malformed) {
    guard eat(sign) else { throw malformed("'\(sign)'") }
  }

  private func malformed(_ expected: String) -> Malformed {
    Malformed(offset: offset, expected: expected)
  }

  private static let kinds: [String: NodeKind] = Dictionary(
    uniqueKeysWithValues: NodeKind.allCases.map { ("\($0)", $0) })
}
