import Testing

@testable import Quartz

@Suite struct StatementTests {
  @Test(arguments: [
    ("x = 1", "(assign x 1)"),
    ("a.b = 1", "(assign (member a b) 1)"),
    ("v[0] = 1", "(assign (index v [0]) 1)"),
    ("(a, b) = p", "(assign (patternTuple [a b]) p)"),
    ("(a, (_, b)) = p", "(assign (patternTuple [a (patternTuple [(patternWildcard) b])]) p)"),
    ("_ = f()", "(assign (patternWildcard) (call f []))"),
    (
      "Point { x, y: q } = p",
      "(assign (patternStruct Point [(patternField x x) (patternField y q)]) p)"
    ),
    ("x += 1", "(opAssign x add 1)"), ("x -= 1", "(opAssign x subtract 1)"),
    ("x *= 1", "(opAssign x multiply 1)"), ("x /= 1", "(opAssign x divide 1)"),
    ("x %= 1", "(opAssign x remainder 1)"), ("x &= 1", "(opAssign x bitAnd 1)"),
    ("x |= 1", "(opAssign x bitOr 1)"), ("x ^= 1", "(opAssign x bitXor 1)"),
    ("x <<= 1", "(opAssign x shiftLeft 1)"), ("x >>= 1", "(opAssign x shiftRight 1)"),
    ("var x = 1", "(varDecl x {} [] _ 1)"),
    ("var x: Int = 1", "(varDecl x {} [] Int 1)"),
    ("var x: Int", "(varDecl x {} [] Int _)"),
    ("var (a, b) = p", "(varDecl (patternTuple [a b]) {} [] _ p)"),
    ("x: Int = 1", "(letDecl x Int 1)"),
    ("x: Vec<Int>= v", "(letDecl x (typeName _ Vec [Int]) v)"),
    ("x: Vec<Vec<Int>>= v", "(letDecl x (typeName _ Vec [(typeName _ Vec [Int])]) v)"),
    ("return", "(returnExpr _)"), ("return 1", "(returnExpr 1)"),
    ("break", "(breakExpr _ _)"), ("break 1", "(breakExpr 1 _)"),
    ("break @a 1", "(breakExpr 1 a)"), ("break @a", "(breakExpr _ a)"),
    ("continue", "(continueExpr _)"), ("continue @a", "(continueExpr a)"),
    ("defer x.free", "(deferStmt (member x free))"),
    ("defer x = 1", "(deferStmt (assign x 1))"),
    ("x ?? return 5", "(coalesce x (returnExpr 5))"),
  ])
  func forms(source: String, outline: String) { expectBody(source, outline) }

  @Test(arguments: [
    ("return 0 if n == 0", "(ifExpr (equal n 0) (returnExpr 0) _)"),
    ("return if x", "(ifExpr x (returnExpr _) _)"),
    ("break unless x", "(ifExpr (not x) (breakExpr _ _) _)"),
    ("x = 1 if y", "(ifExpr y (assign x 1) _)"),
    ("f(x) unless done?", "(ifExpr (not done?) (call f [x]) _)"),
    ("x = if y; 1; end", "(assign x (ifExpr y (block [1]) _))"),
  ])
  func guards(source: String, outline: String) { expectBody(source, outline) }

  @Test func statementsShareALine() {
    expectBody("a; b; c", "a", "b", "c")
    expectBody("a # comment\n\n\nb", "a", "b")
  }
}

@Suite struct ControlFlowTests {
  @Test(arguments: [
    ("if a\n b\nend", "(ifExpr a (block [b]) _)"),
    ("if a\nelse\n c\nend", "(ifExpr a (block []) (block [c]))"),
    (
      "if a\n 1\nelsif b\n 2\nelsif c\n 3\nelse\n 4\nend",
      "(ifExpr a (block [1]) (ifExpr b (block [2]) (ifExpr c (block [3]) (block [4]))))"
    ),
    ("unless a\n b\nelse\n c\nend", "(ifExpr (not a) (block [b]) (block [c]))"),
    ("while a\n b\nend", "(whileLoop a (block [b]) _)"),
    ("while @x a; end", "(whileLoop a (block []) x)"),
    ("until a\n b\nend", "(whileLoop (not a) (block [b]) _)"),
    ("for x in v\n y\nend", "(forLoop x _ v (block [y]) _)"),
    ("for i, x in v; end", "(forLoop x i v (block []) _)"),
    ("for (k, v) in m; end", "(forLoop (patternTuple [k v]) _ m (block []) _)"),
    ("for @o i, (k, v) in m; end", "(forLoop (patternTuple [k v]) i m (block []) o)"),
    ("for _ in 0..3; end", "(forLoop (patternWildcard) _ (range 0 3) (block []) _)"),
    (
      "for i in 0..10 step 2; end",
      "(forLoop i _ (call (member (range 0 10) step) [2]) (block []) _)"
    ),
    ("loop\n break\nend", "(loopExpr (block [(breakExpr _ _)]) _)"),
    ("loop @o; end", "(loopExpr (block []) o)"),
    ("if a; b; end + 1", "(add (ifExpr a (block [b]) _) 1)"),
  ])
  func forms(source: String, outline: String) { expectBody(source, outline) }

  @Test(arguments: [
    ("1 => a", "(matchArm (patternLiteral 1) _ a)"),
    ("-1 => a", "(matchArm (patternLiteral (negate 1)) _ a)"),
    ("x if x > 1 => a", "(matchArm x (greater x 1) a)"),
    ("_ => x = 1", "(matchArm (patternWildcard) _ (assign x 1))"),
    ("_ => return 1 if b", "(matchArm (patternWildcard) _ (ifExpr b (returnExpr 1) _))"),
    ("_ => do\n a\n b\nend", "(matchArm (patternWildcard) _ (block [a b]))"),
    ("_ =>\n a", "(matchArm (patternWildcard) _ a)"),
    (
      "1 | 2 |\n 3 => a",
      "(matchArm (patternOr [(patternLiteral 1) (patternLiteral 2) (patternLiteral 3)]) _ a)"
    ),
    ("1..9 => a", "(matchArm (patternRange 1 9) _ a)"),
    ("-1..=A::B => a", "(matchArm (patternRangeInclusive (negate 1) (path A B)) _ a)"),
    ("MIN..MAX => a", "(matchArm (patternRange MIN MAX) _ a)"),
    ("None => a", "(matchArm (patternPath None) _ a)"),
    ("a::B => a", "(matchArm (patternPath (path a B)) _ a)"),
    ("Self::B => a", "(matchArm (patternPath (path Self B)) _ a)"),
    ("Some(x) => a", "(matchArm (patternVariant Some [x]) _ a)"),
    (
      "A::B(c: x, _) => a",
      "(matchArm (patternVariant (path A B) [(patternField c x) (patternWildcard)]) _ a)"
    ),
    (
      "P { x, y: 0 } => a",
      "(matchArm (patternStruct P [(patternField x x) (patternField y (patternLiteral 0))]) _ a)"
    ),
    ("(a, b) => a", "(matchArm (patternTuple [a b]) _ a)"),
    ("(a) => a", "(matchArm a _ a)"),
    ("n @ 1..=9 => n", "(matchArm (patternName n (patternRangeInclusive 1 9)) _ n)"),
    (
      "n @ Some(_) => n", "(matchArm (patternName n (patternVariant Some [(patternWildcard)])) _ n)"
    ),
    ("\"s\" => a", "(matchArm (patternLiteral 's') _ a)"),
    (":s => a", "(matchArm (patternLiteral s) _ a)"),
    (
      "nil => x -> x", "(matchArm (patternLiteral (nilLiteral)) _ (closure [(param x {} _ _)] _ x))"
    ),
  ])
  func arms(source: String, outline: String) {
    expectBody("match v\n\(source)\nend", "(matchExpr v [\(outline)])")
  }

  @Test func armsShareALine() {
    expectBody(
      "match v; 1 => a; _ => b; end",
      "(matchExpr v [(matchArm (patternLiteral 1) _ a) (matchArm (patternWildcard) _ b)])")
  }
}
