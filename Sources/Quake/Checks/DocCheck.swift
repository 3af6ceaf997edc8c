/// Runs every example of the documentation, interpreted and compiled.
struct DocCheck: Sendable {
  /// The project.
  let project: Project
  /// The tools.
  let toolchain: Toolchain

  /// One example by one engine; without one, by all that its promise asks for.
  private struct Case: Sendable {
    let example: DocExample
    let engine: ProgramEngine?
    let source: String

    var name: String {
      engine.map { "\(example.name) (\($0.rawValue))" } ?? example.name
    }
  }

  /// Where pages are.
  private static let pages = ["README.md", "docs/**/*.md"]

  /// Runs the examples of all pages.
  func run(jobs: Int) async throws -> SectionResult {
    let runner = try ProgramRunner(project: project, toolchain: toolchain, name: "docs")
    var result = SectionResult(section: "docs")
    var cases: [Case] = []
    for page in GlobPattern.files(Self.pages, in: project.root) {
      do {
        let text = Files.text(project.path(page)) ?? ""
        try cases += DocExample.all(in: text, page: page).flatMap { try self.cases($0, runner) }
      } catch let mistake as DocMistake {
        result.count("\(page):\(mistake.line)", detail: mistake.message)
      }
    }
    let complaints = try await inParallel(cases, limit: jobs) { try await complaint($0, runner) }
    for (item, complaint) in zip(cases, complaints) {
      result.count(item.name, detail: complaint.map { "\($0)\nthe program:\n\(item.example.code)" })
    }
    return result
  }

  private func cases(_ example: DocExample, _ runner: ProgramRunner) throws -> [Case] {
    let stem = example.page.split(separator: "/").joined(separator: "-").dropLast(3)
    let source = Files.join(runner.folder, "\(stem)-L\(example.line).qz")
    try Files.write(example.code, to: source)
    switch example.promise {
    case .writes:
      return [.interpreter, .debug].map { Case(example: example, engine: $0, source: source) }
    case .runs, .isAccepted, .isRefused:
      return [Case(example: example, engine: nil, source: source)]
    }
  }

  private func complaint(_ item: Case, _ runner: ProgramRunner) async throws -> String? {
    let name = Files.stem(of: item.source)
    switch item.example.promise {
    case .writes(let expected):
      let outcome = try await runner.run(item.source, as: name, by: item.engine ?? .debug)
      return ProgramRunner.complaint(about: outcome, expecting: expected)
    case .runs: return try await disagreement(on: item, name, runner)
    case .isAccepted:
      let captured = try await runner.check(item.source)
      return captured.ending == .exited(0) ? nil : "not accepted:\n" + captured.wholeText
    case .isRefused(let code): return Self.complaint(try await runner.check(item.source), code)
    }
  }

  /// Why a program that may write what it likes does not run, or not the same in both engines.
  private func disagreement(
    on item: Case, _ name: String, _ runner: ProgramRunner
  ) async throws -> String? {
    let interpreted = try await runner.run(item.source, as: name, by: .interpreter)
    guard case .ran(let program) = interpreted, program.ending.isSuccess else {
      return ProgramRunner.complaint(about: interpreted, expecting: "")
    }
    let compiled = try await runner.run(item.source, as: name, by: .debug)
    return ProgramRunner.complaint(about: compiled, expecting: program.outputText)
      .map { "compiled, and compared with the interpreter: \($0)" }
  }

  private static func complaint(_ captured: Captured, _ code: String) -> String? {
    guard captured.ending != .exited(1) || !captured.errorText.contains("error[\(code)]") else {
      return nil
    }
    return "not refused with \(code): quartz check \(captured.ending.words)\n"
      + captured.wholeText
  }
}
