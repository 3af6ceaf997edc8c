extension SyntaxTree {
  /// The operands of `node` and what they hold, in the order of `NodeKind.shape`.
  func operands(of node: NodeID) -> [(operand: Operand, value: UInt32)] {
    let shape = kind(node).shape
    var operands: [(operand: Operand, value: UInt32)] = []
    if shape.a != .unused { operands.append((shape.a, a[node.position])) }
    if shape.fields.isEmpty {
      if shape.b != .unused { operands.append((shape.b, b[node.position])) }
    } else {
      for (number, operand) in shape.fields.enumerated() {
        operands.append((operand, field(node, number)))
      }
    }
    return operands
  }

  /// Calls `body` with each child of `node`, in the order of its operands.
  func forEachChild(of node: NodeID, _ body: (NodeID) -> Void) {
    let shape = kind(node).shape
    visit(shape.a, a[node.position], body)
    if shape.fields.isEmpty { return visit(shape.b, b[node.position], body) }
    for (number, operand) in shape.fields.enumerated() {
      visit(operand, field(node, number), body)
    }
  }

  /// Calls `body` with the nodes that an operand holds.
  private func visit(_ operand: Operand, _ value: UInt32, _ body: (NodeID) -> Void) {
    switch operand {
    case .node, .optionalNode: if value != 0 { body(NodeID(index: value)) }
    case .list: for node in nodes(ListID(index: value)) { body(node) }
    default: break
    }
  }

  /// The value of an `integer` node.
  func integerValue(_ node: NodeID) -> UInt64 {
    UInt64(a[node.position]) | UInt64(field(node, 0)) << 32
  }

  /// The value of a `float` node.
  func floatValue(_ node: NodeID) -> Double {
    Double(bitPattern: UInt64(a[node.position]) | UInt64(b[node.position]) << 32)
  }
}
