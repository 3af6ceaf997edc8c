/// Goes through a tree from a node downward, with a stack of its own so that deep trees need no deep
/// calls.
///
/// ```swift
/// var walker = TreeWalker(from: root)
/// while let step = walker.next(in: tree) { … }
/// ```
struct TreeWalker {
  /// What the walk does next.
  enum Step: Equatable {
    /// Goes into a node, before its children.
    case enter(NodeID)
    /// Leaves a node, behind its children.
    case leave(NodeID)
  }

  /// The steps to come, the next at the end.
  private var stack: [Step]

  /// A walk that begins at `node`.
  init(from node: NodeID) { stack = [.enter(node)] }

  /// The next step; nil at the end of the walk.
  mutating func next(in tree: SyntaxTree) -> Step? {
    guard let step = stack.popLast() else { return nil }
    if case .enter(let node) = step {
      stack.append(.leave(node))
      let start = stack.count
      tree.forEachChild(of: node) { stack.append(.enter($0)) }
      stack[start...].reverse()
    }
    return step
  }

  /// Passes over the children of the node that was entered last.
  mutating func skipChildren() {
    while case .enter = stack.last { stack.removeLast() }
  }
}
