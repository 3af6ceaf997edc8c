/// Runs every example of the documentation, interpreted and compiled.
struct DocCheck: Sendable {
  /// The project.
  let project: Project
  /// The tools.
  let toolchain: Toolchain

  /// One example by one engine, or by the check alone when it is to be refused.
  private struct Case: Sendable {
    let example: DocExample
    let engine: ProgramEngine?
    let source: String

    var name: String {
      engine.map { "\(example.name) (\($0.rawValue))" } ?? example.name
    }
  }

  /// Runs the examples of all pages.
  func run(jobs: Int) async throws -> SectionResult {
    let runner = try ProgramRunner(project: project, toolchain: toolchain, name: "docs")
    var result = SectionResult(section: "docs")
    var cases: [Case] = []
    for page in GlobPattern.files("docs/**/*.md", in: project.root) {
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
    case .isAccepted, .isRefused:
      return [Case(example: example, engine: nil, source: source)]
    }
  }

  private func complaint(_ item: Case, _ runner: ProgramRunner) async throws -> String? {
    switch item.example.promise {
    case .writes(let expected):
      let name = Files.stem(of: item.source)
      let outcome = try await runner.run(item.source, as: name, by: item.engine ?? .debug)
      return ProgramRunner.complaint(about: outcome, expecting: expected)
    case .isAccepted:
      let captured = try await runner.check(item.source)
      return captured.ending == .exited(0) ? nil : "not accepted:\n" + captured.wholeText
    case .isRefused(let code):
      let captured = try await runner.check(item.source)
      guard captured.ending == .exited(1), captured.errorText.contains("error[\(code)]") else {
        return "not refused with \(code): quartz check \(captured.ending.words)\n"
          + captured.wholeText
      }
      return nil
    }
  }
}
