/// Gives the compiler the programs of `spec/fuzz`, which it once did not bear.
struct FuzzCheck: Sendable {
  /// The project.
  let project: Project
  /// The tools.
  let toolchain: Toolchain
  /// How long the compiler may take for one.
  var patience: Duration = .seconds(60)

  /// Gives each program to a compiler of its own, that goes through all phases up to the text of
  /// LLVM IR.
  func run(jobs: Int) async throws -> SectionResult {
    let quartz = try toolchain.quartz()
    let programs = Files.walk(project.path("spec/fuzz")).filter { $0.hasSuffix(".qz") }
    let seen = try await inParallel(programs, limit: jobs) { program in
      let arguments = [
        "--emit", "llvm", "--verify", "--color", "never", "-o", "/dev/null", "spec/fuzz/\(program)",
      ]
      return try await Command(quartz, arguments, in: project.root).within(patience).capture()
    }
    var result = SectionResult(section: "fuzz")
    for (program, captured) in zip(programs, seen) {
      result.count(program, detail: Self.complaint(about: captured))
    }
    return result
  }

  /// Why `captured` is not the end of a compiler that knew what to say, or nil when it is.
  private static func complaint(about captured: Captured) -> String? {
    let hasErrors = captured.errorText.contains("error[")
    guard captured.ending != .exited(hasErrors ? 1 : 0) else { return nil }
    return "quartz \(captured.ending.words)\n\(captured.wholeText)"
  }
}
