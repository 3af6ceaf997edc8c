/// Runs the examples in the comments of the standard library, compiled.
struct LibraryCheck: Sendable {
  /// The project.
  let project: Project
  /// The tools.
  let toolchain: Toolchain

  /// The examples of one file.
  private struct Page: Sendable {
    /// The file, from the project's folder.
    let path: String
    let examples: [LibraryExample]

    /// What the file is imported as.
    var module: String {
      let bare = path.dropFirst("std/".count).dropLast(".qz".count)
      return String(bare.hasSuffix("/mod") ? bare.dropLast("/mod".count) : bare)
    }
  }

  /// What a program wrote of each claim, by line.
  private typealias Shown = [Int: String]

  /// Runs all examples of the files called `names`, or of all files.
  func run(jobs: Int) async throws -> SectionResult {
    let runner = try ProgramRunner(project: project, toolchain: toolchain, name: "library")
    let pages = Files.walk(project.path("std")).filter { $0.hasSuffix(".qz") }.map { path in
      let text = Files.text(project.path("std/\(path)")) ?? ""
      return Page(path: "std/\(path)", examples: LibraryExample.all(in: text))
    }.filter { !$0.examples.isEmpty }
    var result = SectionResult(section: "library")
    for part in try await inParallel(pages, limit: jobs, { try await check($0, runner) }) {
      result.passed += part.passed
      result.failures += part.failures
    }
    return result
  }

  /// The examples of `page` as one program, or one by one when that cannot be built.
  private func check(_ page: Page, _ runner: ProgramRunner) async throws -> SectionResult {
    var result = SectionResult(section: "library")
    let whole = try await run(page.examples, of: page, runner)
    if case .ran = whole {
      count(page.examples, of: page, whole, in: &result)
      return result
    }
    for example in page.examples {
      count([example], of: page, try await run([example], of: page, runner), in: &result)
    }
    return result
  }

  private func run(
    _ examples: [LibraryExample], of page: Page, _ runner: ProgramRunner
  ) async throws -> ProgramRunner.Outcome {
    let number = examples.count == 1 ? "-L\(examples[0].line)" : ""
    let stem = page.module.split(separator: "/").joined(separator: "-") + number
    let source = Files.join(runner.folder, stem + ".qz")
    try Files.write(Self.program(examples, module: page.module), to: source)
    return try await runner.run(source, as: stem, by: .debug)
  }

  /// The program that writes what every claim of `examples` is really shown as: a line with the
  /// number, the size in bytes and the text of each.
  static func program(_ examples: [LibraryExample], module: String) -> String {
    var imports = ["import * from \(module)"]
    for line in examples.flatMap(\.imports) where !imports.contains(line) { imports.append(line) }
    let items = examples.flatMap(\.items)
    let bodies = examples.map { example in
      "private def example_at_\(example.line)(): Void\n"
        + example.statements.joined(separator: "\n") + "\nend\n"
    }
    let claim = """
      private def claim(line: Int, shown: String): Void
        print("#{line} #{shown.byte_size()}")
        print(shown)
      end

      """
    let calls = examples.map { "example_at_\($0.line)()" }
    return
      ([imports.joined(separator: "\n"), claim, items.joined(separator: "\n")] + bodies
      + [calls.joined(separator: "\n")]).joined(separator: "\n") + "\n"
  }

  private func count(
    _ examples: [LibraryExample], of page: Page, _ outcome: ProgramRunner.Outcome,
    in result: inout SectionResult
  ) {
    for example in examples {
      for claim in example.claims {
        result.count(
          "\(page.path):\(claim.line)", detail: Self.complaint(about: claim, outcome))
      }
    }
  }

  /// Why `claim` does not hold, or nil when it does.
  private static func complaint(
    about claim: LibraryExample.Claim, _ outcome: ProgramRunner.Outcome
  ) -> String? {
    switch outcome {
    case .notBuilt(let compiler):
      return "the compiler \(compiler.ending.words)\n\(compiler.wholeText)"
    case .ran(let program):
      guard let shown = shown(in: program.output)[claim.line] else {
        return "the example \(program.ending.words) before this\n\(program.errorText)"
      }
      return shown == claim.shown ? nil : "- \(claim.shown)\n+ \(shown)"
    }
  }

  /// What `output` says of each claim; other lines are the example's own.
  private static func shown(in output: [UInt8]) -> Shown {
    var shown: Shown = [:]
    var rest = output[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let words = rest[..<end].split(separator: UInt8(ascii: " "))
      let numbers = words.compactMap { Int(String(decoding: $0, as: UTF8.self)) }
      rest = rest[(end + 1)...]
      guard words.count == 2, numbers.count == 2, numbers[1] < rest.count else { continue }
      shown[numbers[0]] = String(decoding: rest.prefix(numbers[1]), as: UTF8.self)
      rest = rest.dropFirst(numbers[1] + 1)
    }
    return shown
  }
}
