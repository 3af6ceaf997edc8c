import Testing

@Suite struct CheckerTypeTests {
  @Test func literalsTakeTheirTypeFromTheContext() throws {
    try expectType("1 + 2", is: "Int")
    try expectType("1.5 * 2", is: "F64")
    try expectType("300 as U16 + 1", is: "U16")
    try expectType("'a'", is: "Int")
    try expectType("\"a#{1}b\"", is: "String")
    try expectType("[1, 2]", is: "Vec<Int>")
    try expectType("{\"a\" => [1.0]}", is: "Map<String, Vec<F64>>")
    try expectType("(1, true)", is: "(Int, Bool)")
    try expectType("0..3", is: "Range")
  }

  @Test func genericCallsFindTheirArguments() throws {
    try expectType("Some(3)", is: "Option<Int>")
    try expectType("[1, 2].map(x -> x as F64).collect()", is: "Vec<F64>")
    try expectType("[3, 1].iter().fold(0, (sum, x) -> sum + x)", is: "Int")
    try expectType("[\"a\"].first() ?? \"b\"", is: "String")
  }

  @Test func laterUseDecidesAnEmptyCollection() throws {
    let program = try CheckedProgram(
      """
      def main
        v = []
        v.push("text")
        n = None
        m = if true; n else Some(2) end
        puts(m)
      end
      """)
    #expect(program.messages == [])
    #expect(try program.type(of: "v") == "Vec<String>")
    #expect(try program.type(of: "n") == "Option<Int>")
  }

  @Test func branchesJoinToTheTypeOfTheOneThatReturns() throws {
    try expectType("if true; 1 else panic(\"no\") end", is: "Int")
    try expectType("match 3\n 1 => \"a\"\n _ => \"b\"\n end", is: "String")
    try expectType("loop\n break 4\n end", is: "Int")
  }

  @Test func aTemplateIsCheckedForEachType() throws {
    let program = try CheckedProgram(
      """
      def twice(x) = x + x
      def main
        a = twice(2)
        b = twice("no")
      end
      """)
    #expect(program.codes == [])
    #expect(try program.type(of: "a") == "Int")
    #expect(try program.type(of: "b") == "String")
  }

  @Test func namedArgumentsStandBesideATrailingBlock() throws {
    try expectReports(
      """
      def run(times: Int, label: String = "", body: Fn(Int): Void): Void
        body(times)
      end
      def main
        run(2, label: "x") do n ->
          puts(n)
        end
      end
      """, [])
  }
}

@Suite struct CheckerErrorTests {
  @Test func mismatchesAreReportedOnce() throws {
    try expectReports("def main\n  x: Int = \"a\"\n  y = x + 1\nend\n", ["QZ0200"])
    try expectReports(
      "def f(a: Int): Int = a\ndef main\n  f(true)\n  f()\nend\n", ["QZ0200", "QZ0400"])
  }

  @Test func everyErrorOfARunIsFound() throws {
    try expectReports(
      "def main\n  a = nowhere\n  b = 1 + \"x\"\n  c = Pont { x: 1 }\nend\n",
      ["QZ0300", "QZ0200", "QZ0301"])
  }

  @Test func immutabilityHoldsThroughEveryPath() throws {
    try expectReports("def main\n  x = 1\n  x = 2\nend\n", ["QZ1201"])
    try expectReports("def f(n: Int): Void\n  n += 1\nend\ndef main\n  f(1)\nend\n", ["QZ1201"])
    try expectReports(
      """
      @value struct P
        x: Int
      end
      def main
        p = P { x: 1 }
        p.x = 2
      end
      """, ["QZ1201"])
  }

  @Test func matchesMustBeExhaustive() throws {
    let source = """
      enum Shape
        Circle(radius: Int)
        Square
      end
      def f(s: Option<Shape>): Int
        match s
          Some(Square) => 1
          None => 2
        end
      end
      def main
        puts(f(None))
      end
      """
    let program = try CheckedProgram(source)
    #expect(program.codes == ["QZ0107"])
    #expect(program.messages[0].contains("Some(Circle(_))"))
  }

  @Test func aFieldIsOfOneStructOrAnError() throws {
    let source = """
      struct A
        x: Int
      end
      struct B
        y: Int
      end
      def main
        a = A { x: 1 }
        puts(a.y)
      end
      """
    try expectReports(source, ["QZ0603"])
  }

  @Test func boundsAreDemandedAtTheCall() throws {
    let source = """
      struct Plain
        x: Int
      end
      def same<T: Eq>(a: T, b: T): Bool = a == b
      def main
        p = Plain { x: 1 }
        puts(same(p, p))
      end
      """
    try expectReports(source, ["QZ0502"])
  }
}
