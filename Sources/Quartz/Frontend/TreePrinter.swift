/// Writes syntax as text, for `--emit ast` and for tests.
///
/// A node is `(kind@offset operands…)`, the offset being relative to its file. Nodes stand on lines
/// of their own, indented by two blanks for each node around them; texts are quoted, an absent
/// operand is `_`, a list stands between `[` and `]`, flags between `{` and `}`. `TreeReader` reads
/// the same form. Driven by `NodeKind.shape`, so that a new kind prints without further work.
struct TreePrinter {
  /// The tree to print.
  private let tree: SyntaxTree
  /// The texts of its symbols.
  private let interner: Interner
  /// The position of the file's first byte.
  private let base: UInt32
  /// The text so far.
  private var text: [UInt8] = []
  /// What is still to be printed, the next at the end.
  private var work: [Piece] = []
  /// The number of nodes around the place where printing goes on.
  private var depth = 0

  /// Something to print.
  private enum Piece {
    /// A node.
    case node(NodeID)
    /// The `)` of a node.
    case close
    /// A text such as `]`.
    case text(StaticString)
    /// Operand values that need no line of their own.
    case value(Operand, UInt32)
  }

  /// The text of `node` and everything below it; `base` is the position of its file's first byte.
  static func text(
    of node: NodeID, in tree: SyntaxTree, interner: Interner, base: UInt32
  ) -> [UInt8] {
    var printer = TreePrinter(tree: tree, interner: interner, base: base)
    printer.print(node)
    return printer.text
  }

  private init(tree: SyntaxTree, interner: Interner, base: UInt32) {
    self.tree = tree
    self.interner = interner
    self.base = base
  }

  /// Prints `root` with a stack of its own, so that deep trees need no deep calls.
  private mutating func print(_ root: NodeID) {
    work.append(.node(root))
    while let piece = work.popLast() {
      switch piece {
      case .node(let node): open(node)
      case .close:
        depth -= 1
        text.append(UInt8(ascii: ")"))
      case .text(let string): append(string)
      case .value(let operand, let value): append(operand, value)
      }
    }
    text.append(UInt8(ascii: "\n"))
  }

  /// Prints the start of `node` and puts its operands on the stack.
  private mutating func open(_ node: NodeID) {
    if depth > 0 {
      text.append(UInt8(ascii: "\n"))
      text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
    }
    let offset = Int(tree.positions[node.position]) - Int(base)
    text.append(contentsOf: "(\(tree.kind(node))@\(offset)".utf8)
    depth += 1
    work.append(.close)
    let start = work.count
    for (operand, value) in tree.operands(of: node) { push(operand, value) }
    work[start...].reverse()
  }

  /// Puts an operand on the stack, in reading order.
  private mutating func push(_ operand: Operand, _ value: UInt32) {
    switch operand {
    case .node: work.append(.node(NodeID(index: value)))
    case .optionalNode:
      work.append(value == 0 ? .text(" _") : .node(NodeID(index: value)))
    case .list:
      work.append(.text(" ["))
      for node in tree.nodes(ListID(index: value)) { work.append(.node(node)) }
      work.append(.text("]"))
    default: work.append(.value(operand, value))
    }
  }

  /// Prints an operand that is no node.
  private mutating func append(_ operand: Operand, _ value: UInt32) {
    text.append(UInt8(ascii: " "))
    switch operand {
    case .symbol, .optionalSymbol: appendSymbol(Symbol(index: value))
    case .flags: text.append(contentsOf: NodeFlags(rawValue: value).text.utf8)
    case .kind: text.append(contentsOf: Self.name(ofKind: value).utf8)
    default: text.append(contentsOf: String(value).utf8)
    }
  }

  private mutating func appendSymbol(_ symbol: Symbol) {
    if symbol.isNone { return text.append(UInt8(ascii: "_")) }
    QuotedText.append(interner.bytes(of: symbol), to: &text)
  }

  private mutating func append(_ string: StaticString) {
    string.withUTF8Buffer { text.append(contentsOf: $0) }
  }

  /// The name of the node kind with the raw value `value`.
  private static func name(ofKind value: UInt32) -> String {
    NodeKind(rawValue: UInt8(truncatingIfNeeded: value)).map { "\($0)" } ?? "invalid"
  }
}

extension NodeFlags {
  /// Every flag and its name in printed trees, in the order of printing.
  static let named: [(flag: NodeFlags, name: String)] = [
    (.isPrivate, "private"), (.isConst, "const"), (.isExtern, "extern"),
    (.isVariadic, "variadic"), (.isExpressionBody, "expressionBody"), (.hasSelf, "self"),
    (.isNegative, "negative"), (.isExtend, "extend"), (.isStar, "star"), (.hasNames, "names"),
    (.isCharacter, "character"), (.isPacked, "packed"), (.isInternal, "internal"),
  ]

  /// The names of the flags that are set: `{private const}`.
  var text: String {
    "{" + Self.named.filter { contains($0.flag) }.map(\.name).joined(separator: " ") + "}"
  }
}
