/// Checks that a syntax tree has the shape that `NodeKind.shape` promises.
///
/// One pass over the columns. Finds what would make a later phase read the wrong operand: handles
/// out of range, a type where an expression belongs, a child that does not come before its parent,
/// a node with two parents.
struct TreeVerifier {
  private let tree: SyntaxTree
  /// The number of symbols that there are.
  private let symbolCount: Int
  /// The number of parents of each node.
  private var parents: [UInt8]
  private var problems: [String] = []

  /// What is wrong with `tree`, a line for each problem; nothing when it is well formed.
  static func problems(in tree: SyntaxTree, interner: Interner) -> [String] {
    var verifier = TreeVerifier(tree: tree, symbolCount: interner.count)
    for index in 1..<max(1, tree.count) { verifier.check(NodeID(index: UInt32(index))) }
    verifier.checkRoots()
    return verifier.problems
  }

  private init(tree: SyntaxTree, symbolCount: Int) {
    self.tree = tree
    self.symbolCount = symbolCount
    parents = Array(repeating: 0, count: tree.count)
  }

  /// Checks the operands of `node`.
  private mutating func check(_ node: NodeID) {
    let shape = tree.kind(node).shape
    check(shape.a, tree.a[node.position], of: node, number: 0)
    if shape.fields.isEmpty {
      return check(shape.b, tree.b[node.position], of: node, number: 1)
    }
    let start = Int(tree.b[node.position])
    guard start + shape.fields.count <= tree.extra.count else {
      return note(node, "its fields are out of range")
    }
    for (number, operand) in shape.fields.enumerated() {
      check(operand, tree.extra[start + number], of: node, number: number + 1)
    }
  }

  /// Checks one operand.
  private mutating func check(_ operand: Operand, _ value: UInt32, of node: NodeID, number: Int) {
    switch operand {
    case .unused: if value != 0 { note(node, "operand \(number) is unused but \(value)") }
    case .node: checkChild(value, of: node, number: number)
    case .optionalNode: if value != 0 { checkChild(value, of: node, number: number) }
    case .symbol: checkSymbol(value, of: node, number: number, floor: 1)
    case .optionalSymbol: checkSymbol(value, of: node, number: number, floor: 0)
    case .list: checkList(value, of: node, number: number)
    case .number: break
    case .flags:
      let known = NodeFlags.named.reduce(into: 0) { $0 |= $1.flag.rawValue }
      if value & ~known != 0 { note(node, "operand \(number) has unknown flags") }
    case .kind: checkKind(value, of: node, number: number)
    }
  }

  private mutating func checkChild(_ value: UInt32, of node: NodeID, number: Int) {
    guard value > 0 && value < node.index else {
      return note(node, "operand \(number), \(value), is no node before it")
    }
    let child = NodeID(index: value)
    let wanted = tree.kind(node).sorts(ofOperand: number)
    let found = tree.kind(child).sort
    if !wanted.contains(found) {
      note(node, "operand \(number) is \(tree.kind(child)), which cannot stand there")
    }
    parents[child.position] = min(2, parents[child.position] + 1)
    if parents[child.position] == 2 { note(child, "it has two parents") }
  }

  /// Symbols of broken declarations may be missing, so only the range is checked then.
  private mutating func checkSymbol(_ value: UInt32, of node: NodeID, number: Int, floor: Int) {
    let isNamelessDecl = value == 0 && tree.kind(node).mayLackName
    guard Int(value) <= symbolCount && (Int(value) >= floor || isNamelessDecl) else {
      return note(node, "operand \(number), \(value), is no symbol")
    }
  }

  private mutating func checkList(_ value: UInt32, of node: NodeID, number: Int) {
    guard Int(value) < tree.extra.count,
      Int(value) + Int(tree.extra[Int(value)]) < tree.extra.count
    else { return note(node, "operand \(number) is no list") }
    for child in tree.nodes(ListID(index: value)) {
      checkChild(child.index, of: node, number: number)
    }
  }

  private mutating func checkKind(_ value: UInt32, of node: NodeID, number: Int) {
    let kind = NodeKind(rawValue: UInt8(truncatingIfNeeded: value))
    guard value <= UInt8.max, kind?.isArithmetic == true else {
      return note(node, "operand \(number) is no operator")
    }
  }

  private mutating func checkRoots() {
    for root in tree.roots {
      let isFile = root.position < tree.count && tree.kind(root) == .file
      if !isFile { problems.append("root \(root.index) is no file") }
    }
  }

  private mutating func note(_ node: NodeID, _ problem: String) {
    problems.append("node \(node.index) (\(tree.kind(node))): \(problem)")
  }
}
