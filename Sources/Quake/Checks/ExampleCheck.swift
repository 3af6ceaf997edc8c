/// Runs the programs of `examples` in every engine and compares with their recorded output.
///
/// `examples/NAME/NAME.qz` runs in its folder, with the lines of `args.txt` as its arguments and
/// `stdin.txt` as its input, and must write `expected.txt`.
struct ExampleCheck: Sendable {
  /// The project.
  let project: Project
  /// The tools.
  let toolchain: Toolchain
  /// How long the interpreter may take; a program for which that is too little is skipped there.
  var patience: Duration = .seconds(10)

  /// One program by one engine.
  private struct Case: Sendable {
    let program: String
    let engine: ProgramEngine
  }

  /// The folder of the programs.
  private static let folder = "examples"
  /// What runs each of them.
  private static let engines: [ProgramEngine] = [.debug, .release, .interpreter]

  /// The names of the programs; a folder with a Quakefile is a project of its own, which guard looks after.
  static func programs(of project: Project) -> [String] {
    Files.names(in: project.path(folder)).filter { name in
      let path = project.path("\(folder)/\(name)")
      return Files.isFolder(path) && !Files.exists(Files.join(path, "Quakefile"))
    }
  }

  /// Runs every program in every engine.
  func run(jobs: Int) async throws -> SectionResult {
    let runner = try ProgramRunner(project: project, toolchain: toolchain, name: "examples")
    let cases = Self.programs(of: project).flatMap { program in
      Self.engines.map { Case(program: program, engine: $0) }
    }
    let verdicts = try await inParallel(cases, limit: jobs) { try await verdict($0, runner) }
    var result = SectionResult(section: "examples")
    for (item, verdict) in zip(cases, verdicts) {
      switch verdict {
      case .right: result.passed += 1
      case .tooSlow: result.skipped += 1
      case .wrong(let detail):
        result.count("\(item.program) (\(item.engine.rawValue))", detail: detail)
      }
    }
    return result
  }

  /// What became of a case.
  private enum Verdict: Sendable {
    case right
    case tooSlow
    case wrong(String)
  }

  private func verdict(_ item: Case, _ runner: ProgramRunner) async throws -> Verdict {
    let folder = project.path("\(Self.folder)/\(item.program)")
    let source = Files.join(folder, "\(item.program).qz")
    guard Files.exists(source) else { return .wrong("\(item.program).qz is missing") }
    guard let expected = Files.text(Files.join(folder, "expected.txt")), !expected.isEmpty else {
      return .wrong("expected.txt is missing or empty and compares nothing")
    }
    var setting = ProgramSetting(folder: folder)
    setting.arguments = Self.lines(Files.text(Files.join(folder, "args.txt")) ?? "")
    setting.input = Files.exists(Files.join(folder, "stdin.txt")) ? "stdin.txt" : nil
    if item.engine == .interpreter { setting.timeout = patience }
    let outcome = try await runner.run(source, as: item.program, by: item.engine, setting)
    if case .ran(let captured) = outcome, item.engine == .interpreter,
      captured.ending == .timedOut(after: patience)
    {
      return .tooSlow
    }
    return ProgramRunner.complaint(about: outcome, expecting: expected).map(Verdict.wrong) ?? .right
  }

  private static func lines(_ text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }
}
