/// Turns the tokens of a file into syntax.
///
/// Recursive descent, with precedence climbing for operators. A mistake is reported where it is
/// seen, and the parser goes on at the next place where it knows what to expect: the next element
/// of a list, the next line, the next item.
struct Parser {
  /// The kind of each token.
  let kinds: UnsafePointer<TokenKind>
  /// Where each token begins.
  let starts: UnsafePointer<UInt32>
  /// What each token carries.
  let payloads: UnsafePointer<UInt32>
  /// The index of the last token, the end of the file.
  let last: Int
  /// The values of integer and float literals.
  let integers: [UInt64]
  /// The bytes of the file, to see which tokens touch each other and how lines are indented.
  let source: SourceBytes
  /// The position of the file's first byte.
  let base: UInt32

  /// The index of the current token.
  var index = 0
  /// The kind of the current token, or of the rest of it when it was split (`>>`).
  var current: TokenKind
  /// Where the current token begins.
  var position: UInt32
  /// Whether line ends have no meaning, as between brackets.
  var ignoresNewlines = false
  /// Whether the header of a loop is being parsed, where a bare `do` is a habit from elsewhere.
  var isInLoopHeader = false
  /// Whether `private` stood alone on a line, so that later items are private.
  var isPrivateSection = false
  /// The place of the keyword that opened the innermost body.
  var blockOpener: UInt32 = 0
  /// The places of the keywords whose bodies were opened by `{`, a habit from elsewhere.
  var bracedBlocks: [UInt32] = []
  /// Whether a body was opened by `{`, which is reported once.
  var hasBraces = false
  /// Whether a header ended in `:`, so that an `else:` is no further mistake.
  var hasColons = false
  /// The `match` whose arms were found to be written as elsewhere.
  var foreignArms: UInt32 = 0
  /// The number of nested expressions, types, patterns and bodies that are being parsed.
  var depth = 0
  /// The height of the tallest left-deep chain within the node that was parsed last.
  var chain = 0

  /// The tree, here for the time of the parsing.
  var tree = SyntaxTree()
  /// The interner, here for the time of the parsing.
  var interner = Interner()
  /// Nodes that wait to be put into a list; each list under construction is a stretch at the end.
  var pending: [NodeID] = []
  /// The names that are bound in the current function.
  var names = BoundNames()
  /// The symbols with a meaning in the grammar.
  let words: GrammarWords

  /// What went wrong, in the order of finding.
  var diagnostics: [Diagnostic] = []
  /// Where the line of the last mistake ends; later ones on that line are taken for its echoes.
  var mistakeEnd: UInt32 = 0
  /// Whether the parsing was given up, so that nothing more is reported.
  var isAborted = false
  /// The first `end` whose line is indented less than that of what it closes.
  var suspiciousEnd: (opener: UInt32, end: UInt32)?
  /// A line start that was found, and an offset up to which the line is known to reach.
  var knownLine = (start: 0, end: 0)
  /// The last line whose indentation was asked for.
  var knownIndentation = (start: -1, width: 0)

  /// The levels of nesting that are followed.
  static let deepestNesting = 1_000
  /// The length of the chains of operators, calls and `elsif` that are followed.
  static let longestChain = 10_000

  /// Parses `tokens` into `tree` and returns the `file` node, which is also added to the roots.
  static func parse(
    _ tokens: TokenList, file: FileID, sources: SourceMap, into tree: inout SyntaxTree,
    interner: inout Interner, diagnostics: inout DiagnosticSink
  ) -> NodeID {
    let source = sources[file]
    return source.bytes.withUnsafeBufferPointer { bytes in
      CharacterClass.table.withUnsafeBufferPointer { classes in
        let view = SourceBytes(
          start: bytes.baseAddress!, count: source.count, classes: classes.baseAddress!)
        return parse(tokens, view, base: source.base, &tree, &interner, &diagnostics)
      }
    }
  }

  private static func parse(
    _ tokens: TokenList, _ source: SourceBytes, base: UInt32, _ tree: inout SyntaxTree,
    _ interner: inout Interner, _ sink: inout DiagnosticSink
  ) -> NodeID {
    tokens.kinds.withUnsafeBufferPointer { kinds in
      tokens.starts.withUnsafeBufferPointer { starts in
        tokens.payloads.withUnsafeBufferPointer { payloads in
          var parser = Parser(
            kinds: kinds.baseAddress!, starts: starts.baseAddress!,
            payloads: payloads.baseAddress!, last: tokens.count - 1, integers: tokens.integers,
            source: source, base: base, current: kinds[0], position: starts[0],
            words: GrammarWords(&interner))
          swap(&parser.tree, &tree)
          swap(&parser.interner, &interner)
          let root = parser.parseFile()
          swap(&parser.tree, &tree)
          swap(&parser.interner, &interner)
          for diagnostic in parser.diagnostics { sink.report(diagnostic) }
          return root
        }
      }
    }
  }

  /// Parses the whole file.
  ///
  /// A program of one file needs about two nodes for three tokens. Later files let the columns grow
  /// on their own: making room file by file would copy them file by file.
  private mutating func parseFile() -> NodeID {
    if tree.count == 1 { tree.reserve(nodes: last * 3 / 4) }
    parseItems(of: .file)
    let items = takeList(from: 0)
    let root = tree.add(.file, at: base, items.index)
    tree.roots.append(root)
    return root
  }
}

/// What the parser throws up to the place where it can go on; the mistake has been reported.
struct Abandoned: Error {}

/// The symbols that mean something in certain places without being keywords.
struct GrammarWords {
  let selfName: Symbol
  let selfType: Symbol
  let wildcard: Symbol
  let step: Symbol
  let with: Symbol
  let not: Symbol
  let function: Symbol
  let from: Symbol
  /// The keywords, which the lexer takes for names before `:`.
  let keywords: [Symbol: TokenKind]

  /// The symbols as `interner` has them.
  init(_ interner: inout Interner) {
    selfName = interner.intern("self")
    selfType = interner.intern("Self")
    wildcard = interner.intern("_")
    step = interner.intern("step")
    with = interner.intern("with")
    not = interner.intern("not")
    function = interner.intern("Fn")
    from = interner.intern("from")
    var keywords: [Symbol: TokenKind] = [:]
    for kind in TokenKind.keywords { keywords[interner.intern(kind.spelling ?? "")] = kind }
    self.keywords = keywords
  }
}
