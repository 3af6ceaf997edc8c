import Foundation
import Testing

@testable import Quartz

/// A source text and what the lexer made of it.
struct LexedSource {
  var sources = SourceMap()
  var interner = Interner()
  var sink = DiagnosticSink()
  let file: FileID
  let tokens: TokenList

  init(bytes: [UInt8]) {
    _ = sources.add(path: "before.qz", stablePath: "before.qz", text: Array("x\n".utf8))
    file = sources.add(path: "test.qz", stablePath: "test.qz", text: bytes)
    tokens = Lexer.tokens(of: file, in: sources, interner: &interner, diagnostics: &sink)
  }

  init(_ text: String) { self.init(bytes: Array(text.utf8)) }

  /// The codes of what was reported, in the order of their places.
  var codes: [String] { sink.sorted.map(\.kind.code) }

  /// The kinds of the tokens without the last, the end of the file.
  var kinds: [TokenKind] { Array(tokens.kinds.dropLast()) }

  /// The text that the token at `index` carries.
  func text(_ index: Int) -> String { interner.text(Symbol(index: tokens.payloads[index])) }

  /// The texts that the tokens of `kind` carry.
  func texts(_ kind: TokenKind) -> [String] {
    tokens.kinds.indices.filter { tokens.kinds[$0] == kind }.map { text($0) }
  }
}

/// A source text and its syntax.
struct ParsedSource {
  var lexed: LexedSource
  var tree = SyntaxTree()
  let root: NodeID

  init(bytes: [UInt8]) {
    lexed = LexedSource(bytes: bytes)
    root = Parser.parse(
      lexed.tokens, file: lexed.file, sources: lexed.sources, into: &tree,
      interner: &lexed.interner, diagnostics: &lexed.sink)
  }

  init(_ text: String) { self.init(bytes: Array(text.utf8)) }

  /// The codes of what was reported, in the order of their places.
  var codes: [String] { lexed.codes }

  /// The position of the first byte of the file.
  var base: UInt32 { lexed.sources[lexed.file].base }

  /// The text of the whole tree.
  var printed: [UInt8] {
    TreePrinter.text(of: root, in: tree, interner: lexed.interner, base: base)
  }

  /// What the verifier finds wrong.
  var problems: [String] { TreeVerifier.problems(in: tree, interner: lexed.interner) }

  /// The outline of each item.
  var outlines: [String] { tree.list(root).map { outline($0) } }

  /// `node` as a short text without positions: names and numbers as themselves, other nodes as
  /// `(kind operands)`, lists as `[…]`, absent operands as `_`.
  func outline(_ node: NodeID) -> String {
    let operands = tree.operands(of: node)
    switch tree.kind(node) {
    case .name, .symbolLiteral: return lexed.interner.text(tree.symbol(node))
    case .integer: return "\(tree.integerValue(node))"
    case .float: return "\(tree.floatValue(node))"
    case .string: return "'\(lexed.interner.text(tree.symbol(node)))'"
    case .patternName where tree.secondChild(node).isNone:
      return lexed.interner.text(tree.symbol(node))
    case .typeName where tree.child(node).isNone && tree.fieldList(node, 1).isEmpty:
      return lexed.interner.text(Symbol(index: tree.field(node, 0)))
    default: break
    }
    return "(" + (["\(tree.kind(node))"] + operands.map(outline)).joined(separator: " ") + ")"
  }

  private func outline(_ operand: Operand, _ value: UInt32) -> String {
    switch operand {
    case .node, .optionalNode: return value == 0 ? "_" : outline(NodeID(index: value))
    case .list:
      let nodes = tree.nodes(ListID(index: value))
      return "[" + nodes.map { outline($0) }.joined(separator: " ") + "]"
    case .symbol, .optionalSymbol:
      return value == 0 ? "_" : lexed.interner.text(Symbol(index: value))
    case .flags: return NodeFlags(rawValue: value).text
    case .kind: return "\(NodeKind(rawValue: UInt8(value)) ?? .error)"
    default: return "\(value)"
    }
  }
}

/// Expects that `text` makes exactly the tokens `kinds`, and no report.
func expectTokens(
  _ text: String, _ kinds: [TokenKind], sourceLocation: SourceLocation = #_sourceLocation
) {
  let lexed = LexedSource(text)
  #expect(lexed.kinds == kinds, sourceLocation: sourceLocation)
  #expect(lexed.codes == [], sourceLocation: sourceLocation)
}

/// Expects that the lexer or the parser reports exactly `codes` on `text`, without numbers' zeros:
/// `10` is QZ0010.
func expectCodes(
  _ text: String, _ codes: [Int], sourceLocation: SourceLocation = #_sourceLocation
) {
  let parsed = ParsedSource(text)
  let found = parsed.codes.map { Int($0.dropFirst(2)) ?? -1 }
  #expect(found == codes, "\(text)", sourceLocation: sourceLocation)
  #expect(parsed.problems == [], "\(text)", sourceLocation: sourceLocation)
}

/// Expects that `text` parses without report to items with the outlines `outlines`.
func expectTree(
  _ text: String, _ outlines: String..., sourceLocation: SourceLocation = #_sourceLocation
) {
  let parsed = ParsedSource(text)
  #expect(parsed.outlines == outlines, sourceLocation: sourceLocation)
  #expect(parsed.codes == [], sourceLocation: sourceLocation)
  #expect(parsed.problems == [], sourceLocation: sourceLocation)
}

/// Expects that the body of a function that holds `text` has the statements `outlines`.
func expectBody(
  _ text: String, _ outlines: String..., sourceLocation: SourceLocation = #_sourceLocation
) {
  let parsed = ParsedSource("def f\n\(text)\nend\n")
  let function = parsed.tree.list(parsed.root)[0]
  let block = parsed.tree.fieldNode(function, 6)
  let found = parsed.tree.list(block).map { parsed.outline($0) }
  #expect(found == outlines, sourceLocation: sourceLocation)
  #expect(parsed.codes == [], sourceLocation: sourceLocation)
  #expect(parsed.problems == [], sourceLocation: sourceLocation)
}

/// Runs `body` on a thread with a stack as large as the one that the driver gives the compiler.
func onLargeStack<Result: Sendable>(_ body: @escaping @Sendable () -> Result) -> Result? {
  let box = ResultBox<Result>()
  let finished = DispatchSemaphore(value: 0)
  let thread = Thread {
    box.value = body()
    finished.signal()
  }
  thread.stackSize = 512 << 20
  thread.start()
  finished.wait()
  return box.value
}

/// Carries a result from a thread to the one that waits for it.
private final class ResultBox<Result>: @unchecked Sendable {
  var value: Result?
}
