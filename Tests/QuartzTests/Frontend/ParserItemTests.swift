import Testing

@testable import Quartz

@Suite struct FunctionTests {
  @Test(arguments: [
    ("def f\nend", "(function f {} [] [] [] _ [] (block []))"),
    ("def f end", "(function f {} [] [] [] _ [] (block []))"),
    ("def f()\n 1\nend", "(function f {} [] [] [] _ [] (block [1]))"),
    ("def f: Int = 1", "(function f {expressionBody} [] [] [] Int [] 1)"),
    ("def f =\n  1", "(function f {expressionBody} [] [] [] _ [] 1)"),
    ("def empty?(x) = 1", "(function empty? {expressionBody} [] [] [(param x {} _ _)] _ [] 1)"),
    ("def match = 1", "(function match {expressionBody} [] [] [] _ [] 1)"),
    (
      "def f(a: Int, b: Int = 3, c) = 1",
      "(function f {expressionBody} [] [] [(param a {} Int _) (param b {} Int 3) (param c {} _ _)]"
        + " _ [] 1)"
    ),
    (
      "def f(0) = 1",
      "(function f {expressionBody} [] [] [(param (patternLiteral 0) {} _ _)] _ [] 1)"
    ),
    (
      "def f((a, b): (Int, Int)) = 1",
      "(function f {expressionBody} [] [] [(param (patternTuple [a b]) {} (typeTuple [Int Int]) _)]"
        + " _ [] 1)"
    ),
    (
      "def f<T: A + B, U>(x: T): U where T: C, U: D + E\n 1\nend",
      "(function f {} [] [(typeParam T [A B]) (typeParam U [])] [(param x {} T _)] U"
        + " [(whereBound T [C]) (whereBound U [D E])] (block [1]))"
    ),
    (
      "def f(x)\nwhere T: C\n 1\nend",
      "(function f {} [] [] [(param x {} _ _)] _ [(whereBound T [C])] (block [1]))"
    ),
    ("private def f = 1", "(function f {private expressionBody} [] [] [] _ [] 1)"),
    ("const def f = 1", "(function f {const expressionBody} [] [] [] _ [] 1)"),
    (
      "extern \"C\" def p(f: Ptr<U8>, ...): CInt",
      "(function p {extern variadic} [] [] [(param f {} (typeName _ Ptr [U8]) _)] CInt [] _)"
    ),
    ("extern \"C\" def q", "(function q {extern} [] [] [] _ [] _)"),
  ])
  func forms(source: String, outline: String) { expectTree(source, outline) }

  @Test func selfIsMarked() {
    expectTree(
      "impl A\n  def f(&mut self, x) = 1\n  def g(self: B) = 2\n  def h(&self) = 3\nend",
      "(implDecl A {} [] [] _ [(function f {expressionBody self} [] []"
        + " [(param self {self} (typeRefMut Self) _) (param x {} _ _)] _ [] 1)"
        + " (function g {expressionBody self} [] [] [(param self {self} B _)] _ [] 2)"
        + " (function h {expressionBody self} [] [] [(param self {self} (typeRef Self) _)] _ [] 3)]"
        + " [])")
  }
}

@Suite struct ItemTests {
  @Test(arguments: [
    ("import a", "(importDecl a {} [] _ [])"),
    ("import a/b as c", "(importDecl a/b {} [] c [])"),
    ("import std/type", "(importDecl std/type {} [] _ [])"),
    ("import * from a/b", "(importDecl a/b {star} [] _ [])"),
    (
      "import { f, g as h } from a",
      "(importDecl a {names} [] _ [(importName f _) (importName g h)])"
    ),
    ("import {} from a", "(importDecl a {names} [] _ [])"),
    ("const N = 1", "(constDecl N {} [] _ 1)"),
    ("private const N: Int = 1", "(constDecl N {private} [] Int 1)"),
    ("static_assert(a)", "(staticAssert a {} [] _)"),
    ("static_assert(a, \"m\")", "(staticAssert a {} [] 'm')"),
    ("type A = B", "(aliasDecl A {} [] [] B)"),
    ("type A<T> = Vec<T>", "(aliasDecl A {} [] [(typeParam T [])] (typeName _ Vec [T]))"),
    ("newtype A = B", "(newtypeDecl A {} [] [] B)"),
    ("var x = 1", "(varDecl x {} [] _ 1)"),
    ("private var x: Int = 1", "(varDecl x {private} [] Int 1)"),
    ("struct A end", "(structDecl A {} [] [] [] [])"),
    ("struct A\nend", "(structDecl A {} [] [] [] [])"),
    ("packed struct A; end", "(structDecl A {packed} [] [] [] [])"),
    (
      "struct A<T> where T: B\n  x: Int\n  private end: T = 1\nend",
      "(structDecl A {} [] [(typeParam T [])] [(field x {} [] Int _) (field end {private} [] T 1)]"
        + " [(whereBound T [B])])"
    ),
    (
      "struct A\n  x: Int\n  private\n  y: Int\nend",
      "(structDecl A {} [] [] [(field x {} [] Int _) (field y {private} [] Int _)] [])"
    ),
    (
      "struct A; x: Int, y: Int; end",
      "(structDecl A {} [] [] [(field x {} [] Int _) (field y {} [] Int _)] [])"
    ),
    (
      "enum A\n  B\n  C(Int, x: D)\n  E, F\nend",
      "(enumDecl A {} [] [] [(variant B []) (variant C [(field _ {} [] Int _) (field x {} [] D _)])"
        + " (variant E []) (variant F [])] [])"
    ),
    ("impl A end", "(implDecl A {} [] [] _ [] [])"),
    ("impl A for B end", "(implDecl B {} [] [] A [] [])"),
    ("impl !Send for B end", "(implDecl B {negative} [] [] Send [] [])"),
    ("extend A\nend", "(implDecl A {extend} [] [] _ [] [])"),
    (
      "impl<T: A> B<T> for Vec<Vec<T>> where T: C\nend",
      "(implDecl (typeName _ Vec [(typeName _ Vec [T])]) {} [] [(typeParam T [A])]"
        + " (typeName _ B [T]) [] [(whereBound T [C])])"
    ),
    ("trait A<T>: B + C\nend", "(traitDecl A {} [] [(typeParam T [])] [B C] [] [])"),
  ])
  func forms(source: String, outline: String) { expectTree(source, outline) }

  @Test func attributesStandBeforeItems() {
    expectTree(
      "@a @b(1, c: \"d\")\n@cfg(not(any(x, y: 1)))\nconst N = 1",
      "(constDecl N {} [(attribute a []) (attribute b [1 (namedArg c 'd')])"
        + " (attribute cfg [(call not [(call any [x (namedArg y 1)])])])] _ 1)")
    expectTree(
      "struct A\n  @x y: Int\nend",
      "(structDecl A {} [] [] [(field y {} [(attribute x [])] Int _)] [])")
    expectTree("@x import a", "(importDecl a {} [(attribute x [])] _ [])")
  }

  @Test func privateAloneHoldsForTheRest() {
    expectTree(
      "const A = 1\nprivate\nconst B = 2\nx = 1", "(constDecl A {} [] _ 1)",
      "(constDecl B {private} [] _ 2)", "(assign x 1)")
    expectTree(
      "impl A\n  def f = 1\n  private\n  def g = 2\nend\nconst C = 1",
      "(implDecl A {} [] [] _ [(function f {expressionBody} [] [] [] _ [] 1)"
        + " (function g {private expressionBody} [] [] [] _ [] 2)] [])",
      "(constDecl C {} [] _ 1)")
  }

  @Test func indentationTellsBodiesInTraits() {
    let source = """
      trait A
        def none(self)
        def empty
        end
        @inline
        def body: Int
          1
        end
        def short = 2
        def last(self): Int where Self: B
      end
      """
    let param = "[(param self {self} _ _)]"
    expectTree(
      source,
      "(traitDecl A {} [] [] [] [(function none {self} [] [] \(param) _ [] _)"
        + " (function empty {} [] [] [] _ [] (block []))"
        + " (function body {} [(attribute inline [])] [] [] Int [] (block [1]))"
        + " (function short {expressionBody} [] [] [] _ [] 2)"
        + " (function last {self} [] [] \(param) Int [(whereBound Self [B])] _)] [])")
    expectTree(
      "trait A; def f; def g; end",
      "(traitDecl A {} [] [] [] [(function f {} [] [] [] _ [] _) (function g {} [] [] [] _ [] _)] [])"
    )
  }

  @Test(arguments: [
    ("a::b::C<D>", "(typeName (typeName a b []) C [D])"),
    ("Fn(A, B): C", "(typeFunction [A B] C)"), ("Fn()", "(typeFunction [] _)"),
    ("Fn(Fn(A): B): C", "(typeFunction [(typeFunction [A] B)] C)"),
    ("&A", "(typeRef A)"), ("&mut A", "(typeRefMut A)"), ("!", "(typeNever)"), ("(A)", "A"),
    ("()", "(typeTuple [])"), ("(A, B)", "(typeTuple [A B])"), ("(A,)", "(typeTuple [A])"),
    ("impl A + B", "(typeImpl [A B])"), ("Self", "Self"),
    ("M<K, V<W<X>>>", "(typeName _ M [K (typeName _ V [(typeName _ W [X])])])"),
  ])
  func types(source: String, outline: String) {
    expectTree("type T = \(source)", "(aliasDecl T {} [] [] \(outline))")
  }
}
