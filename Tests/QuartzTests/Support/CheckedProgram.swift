import Foundation
import Testing

@testable import Quartz

/// What the compiler says about a program that a test writes out.
struct CheckedProgram {
  /// The codes of what it reported, in the order of the source.
  let codes: [String]
  /// The messages, in the same order.
  let messages: [String]
  /// The lines that they point at, in the same order.
  let lines: [Int]
  /// What the checker found out; nil when the program is wrong.
  let checker: Checker?

  /// Checks `source` as a main file, with the standard library of this repository.
  init(_ source: String) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("program.qz")
    try source.write(to: file, atomically: true, encoding: .utf8)
    var options = CompileOptions(file: file.path)
    options.standardLibrary = Self.library
    var compilation = Compilation(options, Stages(countsMemory: false))
    checker = try compilation.check()
    let found = compilation.diagnostics.sorted
    codes = found.map(\.kind.code)
    messages = found.map(\.message)
    var sources = compilation.sources
    lines = found.map { sources.place(of: $0.span.start).line }
  }

  /// The standard library beside the tests.
  static let library: String = {
    var path = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { path.deleteLastPathComponent() }
    return path.appendingPathComponent("std").path
  }()

  /// The type of the local called `name`.
  func type(of name: String) throws -> String {
    var checker = try #require(checker)
    let symbol = checker.interner.intern(name)
    let local = try #require(
      checker.typed.locals.elements.last { $0.name == symbol }, "no local '\(name)'")
    return checker.describe(local.type)
  }
}

/// Demands that `expression` has the type that is written as `type`.
func expectType(
  _ expression: String, is type: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let program = try CheckedProgram("def main\n  it = \(expression)\nend\n")
  #expect(program.messages == [], sourceLocation: sourceLocation)
  guard program.checker != nil else { return }
  #expect(try program.type(of: "it") == type, sourceLocation: sourceLocation)
}

/// Demands that the program is reported with exactly these codes.
func expectReports(
  _ source: String, _ codes: [String], sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let program = try CheckedProgram(source)
  #expect(program.codes == codes, "\(program.messages)", sourceLocation: sourceLocation)
}
