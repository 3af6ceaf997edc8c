import Testing

@testable import Quartz

@Suite struct PrecedenceTests {
  @Test(arguments: [
    ("a + b * c", "(add a (multiply b c))"),
    ("a * b + c", "(add (multiply a b) c)"),
    ("a - b - c", "(subtract (subtract a b) c)"),
    ("a ?? b ?? c", "(coalesce a (coalesce b c))"),
    ("a or b and c", "(or a (and b c))"),
    ("not a == b", "(not (equal a b))"),
    ("not a and not b", "(and (not a) (not b))"),
    ("not not a", "(not (not a))"),
    ("!a == b", "(equal (not a) b)"),
    ("a == b ?? c", "(equal a (coalesce b c))"),
    ("a ?? b | c", "(coalesce a (bitOr b c))"),
    ("a | b ^ c & d", "(bitOr a (bitXor b (bitAnd c d)))"),
    ("a & b << c", "(bitAnd a (shiftLeft b c))"),
    ("a << b + c", "(shiftLeft a (add b c))"),
    ("a & b == c", "(equal (bitAnd a b) c)"),
    ("-a as U8", "(cast (negate a) U8)"),
    ("a as U8 as% I8", "(castWrapping (cast a U8) I8)"),
    ("a * b as U8", "(multiply a (cast b U8))"),
    ("-a.b", "(negate (member a b))"),
    ("-a!", "(negate (unwrap a))"),
    ("&a.b", "(borrow (member a b))"),
    ("&mut a", "(borrowMut a)"),
    ("~a + b", "(add (complement a) b)"),
    ("a..b + 1", "(range a (add b 1))"),
    ("a or b..c", "(range (or a b) c)"),
    ("0..=n step 2", "(call (member (rangeInclusive 0 n) step) [2])"),
    ("- -a", "(negate (negate a))"),
    ("a - -b", "(subtract a (negate b))"),
    ("a < b and c >= d", "(and (less a b) (greaterEqual c d))"),
    ("a >\nb", "(greater a b)"),
    ("a >>\nb", "(shiftRight a b)"),
    ("(a + b) * c", "(multiply (add a b) c)"),
    ("-9223372036854775808", "(negate 9223372036854775808)"),
  ])
  func operators(source: String, outline: String) { expectTree(source, outline) }

  /// The oracle is another algorithm, with precedences written down a second time: shunting-yard.
  @Test func randomChainsAgreeWithShuntingYard() {
    var random = Lehmer(seed: 7)
    for _ in 0..<500 {
      var source = "x0"
      var yard = ShuntingYard(first: "x0")
      for number in 1...random.next(below: 8) + 1 {
        let op = ShuntingYard.operators[random.next(below: ShuntingYard.operators.count)]
        guard yard.push(op, "x\(number)") else { break }
        source += " \(op.sign) x\(number)"
      }
      expectTree(source, yard.result)
    }
  }
}

/// Builds the outline of a chain of binary operators with two stacks.
private struct ShuntingYard {
  struct Operator {
    let sign: String
    let kind: String
    let level: Int
  }

  static let operators = [
    Operator(sign: "or", kind: "or", level: 1), Operator(sign: "and", kind: "and", level: 2),
    Operator(sign: "==", kind: "equal", level: 3), Operator(sign: "<", kind: "less", level: 3),
    Operator(sign: "??", kind: "coalesce", level: 4),
    Operator(sign: "|", kind: "bitOr", level: 5), Operator(sign: "^", kind: "bitXor", level: 6),
    Operator(sign: "&", kind: "bitAnd", level: 7),
    Operator(sign: "<<", kind: "shiftLeft", level: 8),
    Operator(sign: ">>", kind: "shiftRight", level: 8), Operator(sign: "+", kind: "add", level: 9),
    Operator(sign: "-", kind: "subtract", level: 9),
    Operator(sign: "*", kind: "multiply", level: 10),
    Operator(sign: "/", kind: "divide", level: 10),
  ]

  private var operands: [String]
  private var operators: [Operator] = []

  init(first: String) { operands = [first] }

  /// Adds an operator and its right operand; false when it would chain comparisons.
  mutating func push(_ op: Operator, _ operand: String) -> Bool {
    var copy = self
    while let top = copy.operators.last,
      top.level > op.level || (top.level == op.level && op.level != 4)
    {
      if top.level == 3 && op.level == 3 { return false }
      copy.reduce()
    }
    copy.operators.append(op)
    copy.operands.append(operand)
    self = copy
    return true
  }

  private mutating func reduce() {
    let op = operators.removeLast()
    let right = operands.removeLast()
    let left = operands.removeLast()
    operands.append("(\(op.kind) \(left) \(right))")
  }

  var result: String {
    var copy = self
    while !copy.operators.isEmpty { copy.reduce() }
    return copy.operands[0]
  }
}

@Suite struct PostfixTests {
  @Test(arguments: [
    ("f()", "(call f [])"),
    ("f(a, b: c,)", "(call f [a (namedArg b c)])"),
    ("a.b.c", "(member (member a b) c)"),
    ("a.b(c)", "(call (member a b) [c])"),
    ("a.end.if", "(member (member a end) if)"),
    ("t.0.1", "(member (member t 0) 1)"),
    ("v[i][j]", "(index (index v [i]) [j])"),
    ("m [k]", "(index m [k])"),
    ("f(x)!.y?", "(member (unwrap (call f [x])) y?)"),
    ("v[0]?", "(propagate (index v [0]))"),
    ("a != b", "(notEqual a b)"),
    ("A::B", "(path A B)"),
    ("a::B::c(1)", "(call (path (path a B) c) [1])"),
    ("Vec<Int>.new()", "(call (member (typeExpr (typeName _ Vec [Int])) new) [])"),
    ("Option<Int>::None", "(path (typeExpr (typeName _ Option [Int])) None)"),
    (
      "a::Map<K, Vec<V>> { }",
      "(structLiteral (typeExpr (typeName a Map [K (typeName _ Vec [V])])) [])"
    ),
    ("Pair<A>(b)", "(call (typeExpr (typeName _ Pair [A])) [b])"),
    ("size_of<Int>()", "(call (typeExpr (typeName _ size_of [Int])) [])"),
    ("m::f<A>(1)", "(call (typeExpr (typeName m f [A])) [1])"),
    ("a<b", "(less a b)"),
    ("Max < b", "(less Max b)"),
    ("Max<b", "(less Max b)"),
    ("f(A<b, c>d)", "(call f [(less A b) (greater c d)])"),
    ("Point { x: 1, y }", "(structLiteral Point [(fieldInit x 1) (fieldInit y y)])"),
    ("a::Point{}", "(structLiteral (path a Point) [])"),
    ("p.with { x: 1 }", "(withCopy p [(fieldInit x 1)])"),
    ("p.with(1)", "(call (member p with) [1])"),
    ("f(type: 1, end: 2)", "(call f [(namedArg type 1) (namedArg end 2)])"),
    ("x.empty?", "(member x empty?)"),
    ("empty?(x)", "(call empty? [x])"),
    ("empty?", "empty?"),
    ("self?", "(propagate self)"),
    ("a\n  .b\n  .c(1)", "(call (member (member a b) c) [1])"),
  ])
  func suffixes(source: String, outline: String) { expectTree(source, outline) }

  @Test func boundNamesPropagate() {
    expectBody("x = f()\nx? + y?", "(assign x (call f []))", "(add (propagate x) y?)")
    expectBody(
      "v.each(e -> e?)", "(call (member v each) [(closure [(param e {} _ _)] _ (propagate e))])")
    expectTree(
      "def f(a)\n  a?.b\nend",
      "(function f {} [] [] [(param a {} _ _)] _ [] (block [(member (propagate a) b)]))")
    expectTree("a = 1\na?", "(assign a 1)", "(propagate a)")
    expectTree(
      "a = 1\ndef f = a?", "(assign a 1)", "(function f {expressionBody} [] [] [] _ [] a?)")
    expectBody("x = 1\nx?(2)", "(assign x 1)", "(call x? [2])")
  }

  @Test func aPropagationStandsAtItsSign() {
    let parsed = ParsedSource("abc = 1\nabc?")
    let node = parsed.tree.list(parsed.root)[1]
    #expect(parsed.tree.position(node).offset == parsed.base + 11)
  }
}

@Suite struct ClosureTests {
  @Test(arguments: [
    ("x -> x", "(closure [(param x {} _ _)] _ x)"),
    ("(a, b: Int) -> a", "(closure [(param a {} _ _) (param b {} Int _)] _ a)"),
    ("() -> 1", "(closure [] _ 1)"),
    ("-> 1", "(closure [] _ 1)"),
    ("_ -> 1", "(closure [(param (patternWildcard) {} _ _)] _ 1)"),
    ("x -> y -> x", "(closure [(param x {} _ _)] _ (closure [(param y {} _ _)] _ x))"),
    ("f(x -> y = x, 2)", "(call f [(closure [(param x {} _ _)] _ (assign y x)) 2])"),
    ("f(x -> y += x)", "(call f [(closure [(param x {} _ _)] _ (opAssign y add x))])"),
    ("((a, b), c) -> a", "(closure [(param (patternTuple [a b]) {} _ _) (param c {} _ _)] _ a)"),
    ("do x -> x end", "(closure [(param x {} _ _)] _ (block [x]))"),
    ("do -> 1 end", "(closure [] _ (block [1]))"),
    ("do 1 end", "(block [1])"),
    ("do\n  1\nend", "(block [1])"),
    ("do x end", "(block [x])"),
    ("f(a) do x -> x end", "(call f [a (closure [(param x {} _ _)] _ (block [x]))])"),
    ("f do -> 1 end", "(call f [(closure [] _ (block [1]))])"),
    ("a.b do -> 1 end", "(call (member a b) [(closure [] _ (block [1]))])"),
    ("a::b do -> 1 end", "(call (path a b) [(closure [] _ (block [1]))])"),
    (
      "f do x, y: Int ->\n  x\nend.g",
      "(member (call f [(closure [(param x {} _ _) (param y {} Int _)] _ (block [x]))]) g)"
    ),
    (
      "f do (x, y) -> x end",
      "(call f [(closure [(param x {} _ _) (param y {} _ _)] _ (block [x]))])"
    ),
    (
      "f do g: Fn(Int): Bool -> g end",
      "(call f [(closure [(param g {} (typeFunction [Int] Bool) _)] _ (block [g]))])"
    ),
    ("a + f(1) do -> 2 end", "(add a (call f [1 (closure [] _ (block [2]))]))"),
    ("x = y do -> 1 end", "(assign x (call y [(closure [] _ (block [1]))]))"),
  ])
  func forms(source: String, outline: String) { expectTree(source, outline) }

  @Test func blocksInHeadersBelongToCalls() {
    expectBody(
      "while v.any? do x -> x end\n  1\nend",
      "(whileLoop (call (member v any?) [(closure [(param x {} _ _)] _ (block [x]))]) (block [1]) _)"
    )
  }

  @Test func lineEndsCountInBodiesWithinBrackets() {
    expectTree(
      "f(a,\n  do x ->\n    b\n    c\n  end,\n  d)",
      "(call f [a (closure [(param x {} _ _)] _ (block [b c])) d])")
    expectTree(
      "[if a\n  b\n  c\nend\n, 1]", "(vecLiteral [(ifExpr a (block [b c]) _) 1])")
    expectTree("(a\n  + b\n)", "(add a b)")
  }
}

@Suite struct LiteralTests {
  @Test(arguments: [
    ("[1, 2,]", "(vecLiteral [1 2])"), ("[]", "(vecLiteral [])"), ("{}", "(mapLiteral [])"),
    ("{1 => 2, 3 => 4}", "(mapLiteral [1 2 3 4])"), ("()", "(tuple [])"), ("(1)", "1"),
    ("(1,)", "(tuple [1])"), ("(1, 2)", "(tuple [1 2])"), ("true", "(bool 1)"),
    ("false", "(bool 0)"), ("nil", "(nilLiteral)"), (":a", "a"), ("1.5", "1.5"), ("'a'", "97"),
    (##""a#{b}c""##, "(interpolation ['a' b 'c'])"), (##""#{a}#{b}""##, "(interpolation [a b])"),
    (##""#{f("x")}""##, "(interpolation [(call f ['x'])])"),
  ])
  func forms(source: String, outline: String) { expectTree(source, outline) }

  @Test func charactersAreMarked() {
    let parsed = ParsedSource("'a'")
    let node = parsed.tree.list(parsed.root)[0]
    #expect(parsed.tree.field(node, 1) == NodeFlags.isCharacter.rawValue)
  }
}
