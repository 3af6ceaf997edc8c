/// Compares Quartz with Python: what random programs do in every engine with what an evaluator says they
/// should, and the formats of the standard library with the modules of the same names.
///
/// The programs are those of the first seeds; the tasks `differential` and `oracles` of the Quakefile
/// try more.
struct OracleCheck: Sendable {
  /// The project.
  let project: Project
  /// The tools.
  let toolchain: Toolchain

  /// How many programs there are in a file, which is one test.
  private static let batch = 10
  /// How many files there are.
  private static let batches = 6

  /// A script of Python with its arguments, which exits with 0 when nothing differs.
  private struct Script: Sendable {
    let name: String
    let words: [String]
  }

  /// Runs the comparisons, `jobs` at a time.
  func run(jobs: Int) async throws -> SectionResult {
    let python = try toolchain.need("python3")
    let scripts = try self.scripts()
    let complaints = try await inParallel(scripts, limit: jobs) { script in
      let command = Command(python, script.words, in: project.root)
      let captured = try await command.within(.seconds(300)).capture()
      return captured.ending.isSuccess ? nil : captured.wholeText
    }
    var result = SectionResult(section: "oracle")
    for (script, complaint) in zip(scripts, complaints) {
      result.count(script.name, detail: complaint)
    }
    return result
  }

  private func scripts() throws -> [Script] {
    let quartz = try toolchain.quartz()
    let seed = "1"
    let documents = "2000"
    let formats = Script(
      name: "json, csv and toml",
      words: ["spec/oracles/compare.py", quartz, seed, documents])
    let programs = (0..<Self.batches).map { number in
      let first = number * Self.batch + 1
      return Script(
        name: "programs \(first) to \(first + Self.batch - 1)",
        words: [
          "Tests/Differential/compare.py", "--quartz", quartz,
          "--stdlib-path", project.path("std"), "--first", "\(first)",
          "--count", "\(Self.batch)", "--batch", "\(Self.batch)",
        ])
    }
    return [formats] + programs
  }
}
