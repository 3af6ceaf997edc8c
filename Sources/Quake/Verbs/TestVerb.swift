/// `quake test`: everything that says whether the project is right, in one run.
struct TestVerb: Sendable {
  /// The project.
  let project: Project
  /// The tools.
  let toolchain: Toolchain
  /// What runs the specs.
  let specs: any SpecRunning
  /// What proves the fixpoints.
  let guardCheck: GuardCheck
  /// The names of the sections to run; all when there are none.
  var chosen: [String] = []

  /// A part of the run.
  private struct Section: Sendable {
    let name: String
    /// Whether it needs the binaries that the build makes.
    var needsBuild = true
    let run: @Sendable (TaskContext) async throws -> SectionResult
  }

  /// Runs all sections, whatever becomes of those before, and ends with the sum.
  func run(_ context: TaskContext) async throws {
    var results: [SectionResult] = []
    for section in try chosenSections() {
      let isBuilt = results.first { $0.section == "build" }?.isGreen ?? true
      let start = ContinuousClock.now
      let result =
        isBuilt || !section.needsBuild
        ? await self.result(of: section, context)
        : SectionResult(section: section.name, broken: "not run, because the build failed")
      show(result, ContinuousClock.now - start, context)
      results.append(result)
    }
    context.output.line(Self.sum(of: results))
    guard results.allSatisfy(\.isGreen) else { throw QuakeError.failed("") }
  }

  private func chosenSections() throws -> [Section] {
    let names = sections.map(\.name)
    for name in chosen where !names.contains(name) {
      let question = Suggestion.question(for: name, among: names)
      throw QuakeError.usage("no section '\(name)'" + (question.map { "; \($0)" } ?? ""))
    }
    return chosen.isEmpty ? sections : sections.filter { chosen.contains($0.name) }
  }

  /// `1234 passed, 0 failed` over all sections.
  static func sum(of results: [SectionResult]) -> String {
    let passed = results.reduce(0) { $0 + $1.passed }
    let failed = results.reduce(0) { $0 + $1.failures.count }
    return "\(passed) passed, \(failed) failed"
  }

  private func result(of section: Section, _ context: TaskContext) async -> SectionResult {
    do {
      return try await section.run(context).requiringTests()
    } catch let error as QuakeError {
      return SectionResult(section: section.name, broken: error.message)
    } catch {
      return SectionResult(section: section.name, broken: "\(error)")
    }
  }

  private func show(_ result: SectionResult, _ time: Duration, _ context: TaskContext) {
    result.remarks.forEach(context.output.line)
    result.showFailures(on: context)
    let mark = result.isGreen ? context.console.good("ok    ") : context.console.bad("not ok")
    let name = padded(result.section, to: 8)
    context.output.line("\(mark) \(name) \(result.counts) (\(time.words))")
  }
}

// MARK: Sections

extension TestVerb {
  private var sections: [Section] {
    [
      Section(name: "build", needsBuild: false) { try await build($0) },
      Section(name: "unit", needsBuild: false) { _ in
        try await UnitTests(project: project, toolchain: toolchain).run()
      },
      Section(name: "smoke") {
        try await SmokeCheck(project: project, toolchain: toolchain).run([], jobs: $0.jobs)
      },
      Section(name: "spec") { try await spec($0, engine: "all") },
      Section(name: "ui") {
        try await UICheck(project: project, toolchain: toolchain).run(.compare, jobs: $0.jobs)
      },
      Section(name: "docs") {
        try await DocCheck(project: project, toolchain: toolchain).run(jobs: $0.jobs)
      },
      Section(name: "library") {
        try await LibraryCheck(project: project, toolchain: toolchain).run(jobs: $0.jobs)
      },
      Section(name: "examples") {
        try await ExampleCheck(project: project, toolchain: toolchain).run(jobs: $0.jobs)
      },
      Section(name: "oracle") {
        try await OracleCheck(project: project, toolchain: toolchain).run(jobs: $0.jobs)
      },
      Section(name: "guard") { try await guardCheck.run($0) },
      Section(name: "parity") { try await parity($0) },
      Section(name: "stage2") { try await spec($0, compiler: "stage2") },
      Section(name: "fuzz") {
        try await FuzzCheck(project: project, toolchain: toolchain).run(jobs: $0.jobs)
      },
      Section(name: "format", needsBuild: false) { _ in
        try await FormatCheck(project: project, toolchain: toolchain).run()
      },
    ]
  }

  /// The release build, which counts as one test.
  private func build(_ context: TaskContext) async throws -> SectionResult {
    var result = SectionResult(section: "build")
    try await BuildVerb(project: project, toolchain: toolchain).run(context)
    result.passed = 1
    return result
  }

  /// What the compiler of stage 2, which the guard built, prints for every source.
  private func parity(_ context: TaskContext) async throws -> SectionResult {
    guard let candidate = project.compiler(ofStage: 2) else {
      return SectionResult(section: "parity", broken: "there is no compiler of stage 2")
    }
    let check = ParityCheck(
      project: project, reference: try toolchain.quartz(), candidate: candidate)
    var result = try await check.run([], [], jobs: context.jobs)
    let page = Files.text(project.path(ParityCheck.page)) ?? ""
    result.count(
      ParityCheck.page,
      detail: page == ParityCheck.report(on: result)
        ? nil : "it is out of date; quake parity --report writes it")
    return result
  }

  private func spec(
    _ context: TaskContext, compiler: String = "stage1", engine: String = "debug"
  ) async throws -> SectionResult {
    var request = SpecRequest()
    request.compiler = compiler
    request.engine = engine
    request.jobs = context.jobs
    let tally = try await specs.run(
      request, project: project, quartz: toolchain.quartz(), output: context.output)
    var result = SectionResult(section: compiler == "stage1" ? "spec" : compiler)
    result.passed = tally.passed
    result.skipped = tally.skipped
    result.failures = tally.failures.map { SectionResult.Failure(name: $0.name, detail: $0.detail) }
    return result
  }
}
