/// `quake test`: everything that says whether the project is right, in one run.
struct TestVerb: Sendable {
  /// The project.
  let project: Project
  /// The tools.
  let toolchain: Toolchain
  /// What runs the specs.
  let specs: any SpecRunning

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
    for section in sections {
      let isBuilt = results.first?.isGreen ?? true
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
      Section(name: "spec") { try await spec($0) },
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

  private func spec(_ context: TaskContext) async throws -> SectionResult {
    var request = SpecRequest()
    request.engine = "all"
    request.jobs = context.jobs
    let tally = try await specs.run(
      request, project: project, quartz: toolchain.quartz(), output: context.output)
    var result = SectionResult(section: "spec")
    result.passed = tally.passed
    result.skipped = tally.skipped
    result.failures = tally.failures.map { SectionResult.Failure(name: $0.name, detail: $0.detail) }
    return result
  }
}
