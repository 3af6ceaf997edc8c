/// Runs the Swift tests of the package.
struct UnitTests: Sendable {
  /// The project.
  let project: Project
  /// The tools.
  let toolchain: Toolchain

  /// Builds and runs all tests, in a build folder of their own beside the release build.
  func run() async throws -> SectionResult {
    let report = Files.join(project.scratch, "unit.xml")
    try Files.makeFolder(project.scratch)
    try Files.remove(report)
    let swift = Command(
      try toolchain.need("swift"),
      [
        "test", "--scratch-path", project.path(".build-test"), "--disable-xctest",
        "--xunit-output", report,
      ], in: project.root)
    let captured = try await swift.within(.seconds(1800)).capture()
    return Self.result(of: captured, report: Files.text(report))
  }

  /// What `captured` and the report file say together.
  static func result(of captured: Captured, report: String?) -> SectionResult {
    var result = SectionResult(section: "unit")
    let counts = report.flatMap(XUnitCounts.init)
    result.passed = counts?.passed ?? 0
    result.skipped = counts?.skipped ?? 0
    let failed = counts?.failed ?? 0
    guard failed > 0 || !captured.ending.isSuccess || counts == nil else { return result }
    let reason = "swift test \(captured.ending.words)\n\(captured.wholeText)"
    result.failures = [SectionResult.Failure(name: "swift test", detail: reason)]
    result.failures += (counts?.failedNames ?? []).dropFirst().map {
      SectionResult.Failure(name: $0, detail: "see the output above")
    }
    return result
  }
}

/// The counts of an xUnit report as SwiftPM writes it.
struct XUnitCounts: Equatable {
  /// The tests that passed.
  var passed = 0
  /// The tests that were skipped.
  var skipped = 0
  /// The names of the tests that failed.
  var failedNames: [String] = []
  /// How many tests failed.
  var failed: Int { failedNames.count }

  /// The counts that `report` holds, or nil when it is no report.
  init?(_ report: String) {
    guard report.contains("<testsuite"), report.contains("</testsuites>") else { return nil }
    var tests: [(name: String, verdict: String)] = []
    for tag in report.split(separator: "<") {
      if tag.hasPrefix("testcase ") { tests.append((Self.name(of: tag), "")) }
      for verdict in ["failure", "error", "skipped"] where tag.hasPrefix(verdict) {
        guard !tests.isEmpty else { return nil }
        tests[tests.count - 1].verdict = verdict
      }
    }
    passed = tests.count { $0.verdict.isEmpty }
    skipped = tests.count { $0.verdict == "skipped" }
    failedNames = tests.filter { ["failure", "error"].contains($0.verdict) }.map(\.name)
  }

  private static func name(of tag: Substring) -> String {
    func attribute(_ key: String) -> String {
      let parts = tag.split(separator: " \(key)=\"", maxSplits: 1)
      return parts.count == 2 ? String(parts[1].prefix { $0 != "\"" }) : ""
    }
    return "\(attribute("classname"))/\(attribute("name"))"
  }
}
