/// Compares what `quartz check` says about the programs of `spec/ui` with what is written there.
struct UICheck: Sendable {
  /// The project.
  let project: Project
  /// The tools.
  let toolchain: Toolchain

  /// The programs, by name; what lies in `support` is imported by them.
  static func programs(of project: Project) -> [String] {
    Files.walk(project.path("spec/ui"))
      .filter { $0.hasSuffix(".qz") && !$0.hasPrefix("support/") }
      .map { String($0.dropLast(3)) }
  }

  /// Checks every program; with `accepting`, what is seen becomes what is expected.
  func run(_ mode: ExpectationMode, jobs: Int) async throws -> SectionResult {
    let runner = try ProgramRunner(project: project, toolchain: toolchain, name: "ui")
    let programs = Self.programs(of: project)
    let seen = try await inParallel(programs, limit: jobs) { program in
      try await runner.check("spec/ui/\(program).qz")
    }
    var result = SectionResult(section: "ui")
    for (program, captured) in zip(programs, seen) {
      try result.count(program, detail: settle(program, captured, mode))
    }
    return result
  }

  /// Why `captured` is not right for `program`; leaves what was seen beside the expectation.
  private func settle(
    _ program: String, _ captured: Captured, _ mode: ExpectationMode
  ) throws -> String? {
    let expectation = project.path("spec/ui/\(program).expected")
    let observed = project.path("spec/ui/\(program).observed")
    if let broken = Self.breakage(captured) { return broken }
    switch mode {
    case .accept:
      try Files.write(captured.errors, to: expectation)
      try Files.remove(observed)
      return nil
    case .compare:
      let complaint = Self.complaint(captured, expected: Files.text(expectation))
      if complaint == nil {
        try Files.remove(observed)
      } else {
        try Files.write(captured.errors, to: observed)
      }
      return complaint
    }
  }

  /// Why `captured` can be no expectation: the compiler crashed, hung, or said nothing.
  private static func breakage(_ captured: Captured) -> String? {
    let hasErrors = captured.errorText.contains("error[")
    guard captured.ending == .exited(hasErrors ? 1 : 0) else {
      return "quartz check \(captured.ending.words)\n\(captured.wholeText)"
    }
    guard !captured.errors.isEmpty else { return "quartz check had nothing to say" }
    guard captured.output.isEmpty else {
      return "quartz check wrote to standard output\n\(captured.outputText)"
    }
    return nil
  }

  /// Why `captured` is not what `expected` says, or nil when it is.
  private static func complaint(_ captured: Captured, expected: String?) -> String? {
    guard let expected else {
      return "no expectation; quake spec --accept would write\n\(captured.errorText)"
    }
    return TextDifference.between(expected: expected, observed: captured.errorText)
  }
}

/// What is done with what a check observes.
enum ExpectationMode: Sendable {
  /// It is compared with what is expected.
  case compare
  /// It becomes what is expected.
  case accept
}
