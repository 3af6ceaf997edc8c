import Foundation
import Testing

@testable import Quartz

/// Files that no one should write, and that the compiler has to take calmly.
@Suite struct BadInputTests {
  /// How `quartz check` ends for a file with these bytes.
  private func check(_ bytes: Data, _ name: String = "program") throws -> Quartz.ExitStatus {
    let directory = try TemporaryDirectory()
    let path = "\(directory.path)/\(name).qz"
    try bytes.write(to: URL(fileURLWithPath: path))
    return check(path)
  }

  private func check(_ path: String) -> Quartz.ExitStatus {
    var options = CompileOptions(file: path)
    options.standardLibrary = CheckedProgram.library
    return Driver.check([path], options)
  }

  private func expect(
    _ status: Quartz.ExitStatus, _ source: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(try check(Data(source.utf8)) == status, sourceLocation: sourceLocation)
  }

  private func many(_ count: Int, _ line: (Int) -> String) -> String {
    (0..<count).map(line).joined()
  }

  @Test func bytesThatAreNoText() throws {
    try expect(.success, "")
    #expect(try check(Data("def main\n  x = 1\0\nend\n".utf8)) == .failure)
    #expect(try check(Data([0x78, 0x20, 0x3D, 0x20, 0x22, 0xFF, 0xFE, 0x22, 0x0A])) == .failure)
  }

  @Test func pathsThatAreNoFiles() throws {
    let directory = try TemporaryDirectory()
    #expect(check(directory.path) == .failure)
    #expect(check(directory.path + "/missing.qz") == .failure)
  }

  @Test func importsThatGoInCircles() throws {
    #expect(try check(Data("import program\ndef main\nend\n".utf8)) == .failure)
    let directory = try TemporaryDirectory()
    for (name, other) in [("a", "b"), ("b", "a")] {
      let text = "import \(other)\ndef \(name)_1(): Int = 1\n"
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(directory.path)/\(name).qz"))
    }
    #expect(check(directory.path + "/a.qz") == .success)
    try FileManager.default.createDirectory(
      atPath: directory.path + "/folder.qz", withIntermediateDirectories: true)
    try Data("import folder\n".utf8).write(to: URL(fileURLWithPath: directory.path + "/c.qz"))
    #expect(check(directory.path + "/c.qz") == .failure)
  }

  @Test(arguments: ["(", "[", "{", "Vec<", "not ", "-", "x -> ", "Some("])
  func nestingWithoutEnd(opening: String) throws {
    try expect(
      .failure, "def main\n  x = " + String(repeating: opening, count: 100_000) + "1\nend\n")
  }

  @Test func blocksPatternsAndTypesWithoutEnd() throws {
    let count = 20_000
    try expect(.failure, "def main\n" + many(count) { _ in "if true\n" })
    try expect(
      .failure, "def f(x: " + many(count) { _ in "Vec<" } + "Int" + many(count) { _ in ">" } + ")\n"
    )
    try expect(
      .failure,
      "def main\n match 1\n" + many(count) { _ in "Some(" } + "x" + many(count) { _ in ")" }
        + " => 1\n end\nend\n")
  }

  @Test(arguments: [
    "\"abc", "\"\"\"abc", "\"#{", "'a", "def f(", "struct A", "enum E\n A(", "match x", "x = [1,",
    "@derive(", "x: Vec<", "\"\\u{", "0x", "a::", "import {", "a.with {", "do x ->", "(a, b",
  ])
  func whatIsNeverClosed(source: String) throws {
    try expect(.failure, source)
  }

  @Test func longLists() throws {
    try expect(
      .success,
      "def f(n: Int): Int\n match n\n" + many(20_000) { "  \($0) => \($0)\n" }
        + "  _ => 0\n end\nend\n")
    try expect(.failure, "def main\n  x = 1" + many(20_000) { _ in " + 1" } + "\nend\n")
    try expect(
      .success, "def main\n  puts(\"" + String(repeating: "a", count: 1 << 20) + "\")\nend\n")
    try expect(.failure, "def main\n  x = (" + many(70_000) { _ in "1, " } + "1)\nend\n")
  }

  @Test func manyMistakesOnOneLine() throws {
    try expect(.failure, "def main\n" + many(100_000) { _ in "f(1);" } + "\nend\n")
    try expect(.failure, String(repeating: "x", count: 1 << 20))
    try expect(.failure, String(repeating: "@", count: 1 << 20))
  }

  @Test func typesWithoutEnd() throws {
    try expect(.failure, "def f(x, n: Int): Int\n  f([x], n)\nend\ndef main\n  f(1, 3)\nend\n")
    try expect(.failure, "@value struct G<T>\n  x: G<(T, T)>\nend\n")
    let pairs = many(40) { "  a\($0 + 1) = (a\($0), a\($0))\n" }
    try expect(.failure, "def main\n  a0 = (1, 1)\n\(pairs)  puts(\"#{a40}\")\nend\n")
  }
}

/// Programs that once made the checker trap or run on.
@Suite struct CheckerRegressionTests {
  @Test func aVariantPatternWithoutItsPayload() throws {
    let source = """
      enum Shape
        Circle(radius: Int)
        Nothing
      end
      def area(shape: Shape): Int
        match shape
          Circle => 1
          Nothing => 0
        end
      end
      """
    try expectReports(source, ["QZ0112"])
  }

  @Test func aTuplePatternOfAnotherSize() throws {
    try expectReports("def main\n  (a, b, c) = (1, 2)\n  puts(a + b + c)\nend\n", ["QZ0113"])
  }

  @Test func anOperandThatIsWrongBesideOneThatIsUnknown() throws {
    try expectReports("def main\n  f = x -> x + nowhere\nend\n", ["QZ0300"])
  }
}

/// Damages the tokens of real programs, always in the same way, and demands that each check ends.
@Suite struct CheckerFuzzTests {
  /// The files to damage: those of the specs, which use most of the language.
  static let samples: [String] = {
    let root = URL(fileURLWithPath: CheckedProgram.library).deletingLastPathComponent()
    let folder = root.appendingPathComponent("spec/smoke").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".qz") }.sorted().map { "\(folder)/\($0)" }
  }()

  @Test(arguments: samples) func damagedProgramsEndWell(path: String) throws {
    let words = try String(contentsOfFile: path, encoding: .utf8)
      .split(separator: " ", omittingEmptySubsequences: false)
    var random = Lehmer(seed: UInt64(words.count))
    for _ in 0..<40 {
      var damaged = words
      for _ in 0...random.next(below: 3) {
        let (first, second) = (random.next(below: words.count), random.next(below: words.count))
        switch random.next(below: 3) {
        case 0: damaged[first] = ""
        case 1: damaged.swapAt(first, second)
        default: damaged[first] = damaged[second]
        }
      }
      let program = try CheckedProgram(damaged.joined(separator: " "))
      #expect(program.checker != nil || !program.codes.isEmpty)
    }
  }
}
