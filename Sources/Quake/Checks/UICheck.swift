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

  /// Checks every program, or those called `names`; in the mode `accept`, what is seen becomes what is
  /// expected.
  func run(
    _ mode: ExpectationMode, _ names: [String] = [], jobs: Int
  ) async throws -> SectionResult {
    let programs = try chosen(names)
    let runner = try ProgramRunner(project: project, toolchain: toolchain, name: "ui")
    let seen = try await inParallel(programs, limit: jobs) { program in
      try await runner.check("spec/ui/\(program).qz")
    }
    var result = SectionResult(section: "ui")
    for (program, captured) in zip(programs, seen) {
      let before = Files.bytes(expectation(of: program))
      try result.count(program, detail: settle(program, captured, mode))
      guard mode == .accept, Files.bytes(expectation(of: program)) != before else { continue }
      result.remarks.append(Self.remark(on: program, before, captured.errorText))
    }
    return result
  }

  private func chosen(_ names: [String]) throws -> [String] {
    let programs = Self.programs(of: project)
    let bare = names.map { name in
      let inner = name.hasPrefix("spec/ui/") ? String(name.dropFirst(8)) : name
      return inner.hasSuffix(".qz") ? String(inner.dropLast(3)) : inner
    }
    for name in bare where !programs.contains(name) {
      let question = Suggestion.question(for: name, among: programs)
      throw QuakeError.usage(
        "no program '\(name)' in spec/ui" + (question.map { "; \($0)" } ?? ""))
    }
    return bare.isEmpty ? programs : bare
  }

  private func expectation(of program: String) -> String {
    project.path("spec/ui/\(program).expected")
  }

  /// What has changed in the expectation of `program`.
  private static func remark(on program: String, _ before: [UInt8]?, _ after: String) -> String {
    let name = "spec/ui/\(program).expected"
    guard let before else { return "\(name) is new" }
    let old = String(decoding: before, as: UTF8.self)
    return "\(name): " + (TextDifference.between(expected: old, observed: after) ?? "")
  }

  /// Why `captured` is not right for `program`; leaves what was seen beside the expectation.
  private func settle(
    _ program: String, _ captured: Captured, _ mode: ExpectationMode
  ) throws -> String? {
    let expectation = expectation(of: program)
    let observed = project.path("spec/ui/\(program).observed")
    if let broken = Self.breakage(captured) { return broken }
    switch mode {
    case .accept:
      try DurableFile.write(captured.errors, to: expectation)
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
