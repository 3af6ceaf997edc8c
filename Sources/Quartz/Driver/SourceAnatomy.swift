/// What a source file is made of, as ranges of its bytes: for tools that change programs, which
/// know nothing else of the compiler's tables.
public struct SourceAnatomy: Sendable {
  /// What may stand in the place of a token.
  public enum TokenSort: UInt8, Sendable {
    /// A name.
    case name
    /// A number, a character, a text without interpolation, a symbol.
    case literal
    /// A word of the language.
    case keyword
    /// One of `( ) [ ] { }`.
    case bracket
    /// Any other punctuation.
    case mark
    /// The end of a statement.
    case newline
    /// A part of a text with interpolations, or what makes no token.
    case other
  }

  /// A token with the blanks and comments behind it.
  public struct Token: Sendable {
    /// What may stand in its place.
    public let sort: TokenSort
    /// Where it stands in the text.
    public let range: Range<Int>
  }

  /// A part of the syntax.
  public struct Subtree: Sendable {
    /// The number of its kind.
    public let kind: UInt8
    /// Its tokens, as indices.
    public let tokens: Range<Int>
  }

  /// The text.
  public let text: [UInt8]
  /// The tokens in order, without the end of the file.
  public let tokens: [Token]
  /// The parts of the syntax, inner ones first.
  public let subtrees: [Subtree]

  /// The anatomy of `text`, which may be any bytes.
  public init(_ text: [UInt8]) {
    var sources = SourceMap()
    var interner = Interner()
    var diagnostics = DiagnosticSink()
    let file = sources.add(path: "", stablePath: "", text: text)
    let list = Lexer.tokens(
      of: file, in: sources, interner: &interner, diagnostics: &diagnostics)
    var tree = SyntaxTree()
    let root = Parser.parse(
      list, file: file, sources: sources, into: &tree, interner: &interner,
      diagnostics: &diagnostics)
    self.text = text
    tokens = Self.tokens(list, base: sources[file].base, count: text.count)
    subtrees = Self.subtrees(of: root, in: tree, starts: list.starts)
  }

  private static func tokens(_ list: TokenList, base: UInt32, count: Int) -> [Token] {
    (0..<list.count - 1).map { index in
      let end = index + 2 < list.count ? Int(list.starts[index + 1] - base) : count
      return Token(sort: sort(of: list.kinds[index]), range: Int(list.starts[index] - base)..<end)
    }
  }

  private static func sort(of kind: TokenKind) -> TokenSort {
    switch kind {
    case .name: .name
    case .integer, .float, .character, .string, .symbol: .literal
    case .newline: .newline
    case .leftParen, .leftParenOfClosure, .rightParen, .leftBracket, .rightBracket: .bracket
    case .leftBrace, .rightBrace: .bracket
    case .stringHead, .stringMiddle, .stringTail, .invalid, .endOfFile: .other
    default: kind.isKeyword ? .keyword : .mark
    }
  }

  /// The nodes below `root`, each from the first to the last token that it or one below it is
  /// named by: the closing bracket or `end` may lie outside.
  private static func subtrees(
    of root: NodeID, in tree: SyntaxTree, starts: [UInt32]
  ) -> [Subtree] {
    var extents: [(low: UInt32, high: UInt32)] = []
    var subtrees: [Subtree] = []
    var walker = TreeWalker(from: root)
    while let step = walker.next(in: tree) {
      switch step {
      case .enter(let node):
        let place = tree.positions[node.position]
        extents.append((place, place))
      case .leave(let node):
        let extent = extents.removeLast()
        let low = index(of: extent.low, in: starts)
        let high = index(of: extent.high, in: starts)
        subtrees.append(Subtree(kind: tree.kind(node).rawValue, tokens: low..<high + 1))
        guard let outer = extents.popLast() else { continue }
        extents.append((min(outer.low, extent.low), max(outer.high, extent.high)))
      }
    }
    return subtrees
  }

  /// The index of the last token that begins at `place` or before.
  private static func index(of place: UInt32, in starts: [UInt32]) -> Int {
    var low = 0
    var high = starts.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= place { low = middle } else { high = middle }
    }
    return low
  }
}
