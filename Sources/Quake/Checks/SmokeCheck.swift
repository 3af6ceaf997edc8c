/// Runs the programs of `spec/smoke` in every engine and compares with their expectations.
struct SmokeCheck: Sendable {
  /// The project.
  let project: Project
  /// The tools.
  let toolchain: Toolchain
  /// The compiler to try instead of stage 1, in the engines that compile.
  var compiler: String?

  /// One program by one engine.
  private struct Case: Sendable {
    let program: String
    let engine: ProgramEngine
  }

  /// The programs, by name.
  static func programs(of project: Project) -> [String] {
    Files.names(in: project.path("spec/smoke")).filter { $0.hasSuffix(".qz") }.map(Files.stem)
  }

  /// Runs every program, or those called `names`, in every engine.
  func run(_ names: [String], jobs: Int) async throws -> SectionResult {
    let programs = try chosen(names)
    let runner = try runner()
    let engines: [ProgramEngine] = compiler == nil ? ProgramEngine.allCases : [.debug, .release]
    let cases = programs.flatMap { program in engines.map { Case(program: program, engine: $0) } }
    let complaints = try await inParallel(cases, limit: jobs) { try await complaint($0, runner) }
    var result = SectionResult(section: "smoke")
    for (item, complaint) in zip(cases, complaints) {
      result.count("\(item.program) (\(item.engine.rawValue))", detail: complaint)
    }
    for program in programs
    where !result.failures.contains(where: { $0.name.hasPrefix("\(program) (") }) {
      result.remarks.append("\(program) \(mark(of: program))")
    }
    return result
  }

  private func runner() throws -> ProgramRunner {
    guard let compiler else {
      return try ProgramRunner(project: project, toolchain: toolchain, name: "smoke")
    }
    guard Files.isExecutable(compiler) else {
      throw QuakeError.usage("'\(compiler)' is no program")
    }
    return try ProgramRunner(project: project, quartz: compiler, name: "smoke-other")
  }

  private func chosen(_ names: [String]) throws -> [String] {
    let programs = Self.programs(of: project)
    for name in names where !programs.contains(name) {
      let question = Suggestion.question(for: name, among: programs)
      throw QuakeError.usage(
        "no smoke program '\(name)'" + (question.map { "; \($0)" } ?? ""))
    }
    return names.isEmpty ? programs : names
  }

  private func complaint(_ item: Case, _ runner: ProgramRunner) async throws -> String? {
    guard let expected = expectation(of: item.program) else {
      return "spec/smoke/\(item.program).expected is missing"
    }
    guard !expected.isEmpty else {
      return "spec/smoke/\(item.program).expected is empty and compares nothing"
    }
    let source = "spec/smoke/\(item.program).qz"
    let outcome = try await runner.run(source, as: item.program, by: item.engine)
    return ProgramRunner.complaint(about: outcome, expecting: expected)
  }

  private func expectation(of program: String) -> String? {
    Files.text(project.path("spec/smoke/\(program).expected"))
  }

  /// The last line of what the program writes where that is a count like `22/22`, else `ok`.
  private func mark(of program: String) -> String {
    let last = (expectation(of: program) ?? "").split(separator: "\n").last ?? ""
    let parts = last.split(separator: "/", omittingEmptySubsequences: false)
    let isCount = parts.count == 2 && parts.allSatisfy { UInt($0) != nil }
    return isCount ? String(last) : "ok"
  }
}
