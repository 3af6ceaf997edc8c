import Testing

@testable import Quake

/// A project whose compiler is a script of the shell that compiles itself: each line of its source
/// becomes a function of its text, and what is behind the headings is the compiler again.
final class TinyCompiler: Sendable {
  let fixture: Fixture
  let recorder = CollectedOutput()

  /// The commands of a compiler that is right.
  static let settings = [
    "seed": "cp compiler.src {output} && chmod +x {output}",
    "ir": "{compiler} emit compiler.src > {output}",
    "object": "cp {ir} {output}",
    "binary": "sed 's/^define @//' {object} > {output} && chmod +x {output}",
    "smoke": "{compiler} greet world",
    "smoke_expected": "smoke.expected",
    "function_marker": "define ",
    "functions": "5", "tolerance": "1",
    "emit": "{compiler} emit {file} # {phase}",
    "install": "bin/tiny",
  ]

  init() throws {
    fixture = try Fixture()
    try fixture.write(Self.source, to: "compiler.src")
    try fixture.write("hello world\n", to: "smoke.expected")
  }

  static let source = """
    #!/bin/sh
    case $1 in
      emit) sed 's/^/define @/' "$2" ;;
      *) echo "hello $2" ;;
    esac

    """

  /// The bootstrap with `changes` to its settings.
  func bootstrap(_ changes: [String: String] = [:]) throws -> Bootstrap {
    let settings = Self.settings.merging(changes) { $1 }.sorted { $0.key < $1.key }
      .map { "\($0.key) \($0.value.replacingNewlines)" }
    let lists = ["input compiler.src", "input smoke.expected", "phase llvm", "source compiler.src"]
    return try Bootstrap(name: "tiny", settings: (settings + lists).joined(separator: "\n"))
  }

  /// The guard of the compiler with `changes` to its settings.
  func guardVerb(_ changes: [String: String] = [:]) throws -> GuardVerb {
    let path = ["PATH": "/usr/local/bin:/usr/bin:/bin"]
    let toolchain = Toolchain(project: fixture.project, environment: path)
    return GuardVerb(
      try bootstrap(changes), project: fixture.project, toolchain: toolchain, environment: path)
  }

  /// What a task of this project works with.
  var context: TaskContext {
    TaskContext(project: fixture.project, output: recorder.sink, jobs: 1, console: .plain)
  }

  /// Runs guard with `changes`; gives its error, or nil when it passed.
  func runGuard(_ changes: [String: String] = [:]) async throws -> QuakeError? {
    do {
      try await guardVerb(changes).run(context)
      return nil
    } catch let error as QuakeError {
      return error
    }
  }

  /// Everything that guard keeps, by file.
  var kept: [String: [UInt8]] {
    let files =
      Files.walk(fixture.path("backups")).map { "backups/\($0)" }
      + [".quake/guard/tiny.stamp"]
    return Dictionary(
      uniqueKeysWithValues: files.map { ($0, Files.bytes(fixture.path($0)) ?? []) })
  }
}

extension String {
  fileprivate var replacingNewlines: String {
    split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
      .split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n")
  }
}
