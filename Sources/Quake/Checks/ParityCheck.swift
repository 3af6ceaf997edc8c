/// Compares what two compilers print for each source of the project, at each level, and for command lines,
/// byte for byte: text, diagnostics and exit code.
struct ParityCheck: Sendable {
  /// The project.
  let project: Project
  /// The compiler that decides.
  let reference: String
  /// The compiler that is compared with it.
  let candidate: String

  /// The levels in the order of the pipeline.
  static let levels = ["tokens", "ast", "types", "mir", "llvm"]
  /// Where the sources are.
  static let sources = [
    "std/**/*.qz", "spec/**/*.qz", "examples/**/*.qz", "self-hosted/**/*.qz", "benchmarks/**/*.qz",
  ]

  /// How many mutated programs a run of everything compares.
  static let mutations = 400

  /// The page that tells what the two compilers do not have in common.
  static let page = "docs/parity.md"

  /// The page for what `result` found.
  static func report(on result: SectionResult) -> String {
    let head = """
      # What the compiler in Quartz lacks

      The compiler in `self-hosted` and the one in `Sources/Quartz` must print the same for every source \
      of this repository, at every level (\(levels.joined(separator: ", "))), and for a list of command \
      lines: text, diagnostics, exit code. `quake parity` compares them, `quake test` does so each time, \
      and `quake parity --report` writes this page. So that broken programs are answered alike, too, \
      \(mutations) programs are made of those sources by changing tokens and parts of trees; \
      `quake parity --mutated 10000 --seed 7` tries others.


      """
    guard !result.isGreen else { return head + "Nothing: no source differs at any level.\n" }
    let lines = result.failures.map { failure in
      "- \(failure.name): \(failure.detail.split(separator: "\n").last ?? "")\n"
    }
    return head + "\(result.failures.count) differences:\n\n" + lines.joined()
  }

  /// Command lines that the compilers must answer alike: commands, their mistakes, and how they end.
  static let commandLines = [
    ["--version"], ["--help"], ["build", "--help"], ["run", "--help"], ["check", "--help"],
    ["explain", "QZ0107"], ["explain", "QZ9999"], ["explain"], [], ["chekc", "x.qz"],
    ["--emitt", "mir", "x.qz"], ["--emit", "mri", "x.qz"], ["--emit"], ["build"], ["run"],
    ["check"], ["check", "missing.qz"], ["check", "std"], ["check", "Quakefile", "extra", "--x"],
    ["--sanitize", "bogus", "x.qz"], ["--error-limit", "none", "x.qz"],
    ["--color", "blue", "x.qz"],
    ["check", "spec/ui/not_indexable.qz", "--error-format", "json"],
    ["check", "spec/ui/not_indexable.qz", "--error-limit", "2"],
    ["check", "spec/ui/not_indexable.qz", "--color", "always"],
    ["check", "spec/smoke/expr_eval.qz", "--verify"],
    ["spec/smoke/expr_eval.qz", "--release", "--sanitize", "address"],
    ["run", "--interpret", "spec/smoke/expr_eval.qz"], ["run", "spec/smoke/brainfuck.qz"],
    ["run", "examples/pi/pi.qz", "--", "30"], ["run", "examples/pi/pi.qz", "--", "none"],
  ]

  /// What is asked of both compilers.
  struct Case: Sendable {
    /// What it is called.
    let name: String
    /// The arguments of both.
    let arguments: [String]
    /// The file that was made for it, which only stays where the two differ.
    var scratch: String?
  }

  /// Compares at `levels`, or all, the files that fit `patterns`, or all.
  ///
  /// A run of everything ends with the command lines and with some mutated programs.
  func run(_ levels: [String], _ patterns: [String], jobs: Int) async throws -> SectionResult {
    for level in levels where !Self.levels.contains(level) {
      let question = Suggestion.question(for: level, among: Self.levels)
      throw QuakeError.usage("no level '\(level)'" + (question.map { "; \($0)" } ?? ""))
    }
    let files = GlobPattern.files(
      patterns.isEmpty ? Self.sources : patterns, in: project.root)
    var cases = (levels.isEmpty ? Self.levels : levels).flatMap { level in
      files.map { file in
        Case(
          name: "\(file) (\(level))", arguments: ["--emit", level, "--color", "never", file])
      }
    }
    if levels.isEmpty && patterns.isEmpty {
      cases += Self.commandLines.map {
        Case(name: (["quartz"] + $0).joined(separator: " "), arguments: $0)
      }
      cases += try mutated(Self.mutations, seed: 1)
    }
    return try await compare(cases, jobs: jobs)
  }

  /// Compares the answers to `cases`.
  func compare(_ cases: [Case], jobs: Int) async throws -> SectionResult {
    let complaints = try await inParallel(cases, limit: jobs) { try await complaint(about: $0) }
    var result = SectionResult(section: "parity")
    for (item, complaint) in zip(cases, complaints) {
      result.count(item.name, detail: complaint)
      if complaint == nil, let scratch = item.scratch { try Files.remove(scratch) }
    }
    return result
  }

  private func complaint(about item: Case) async throws -> String? {
    async let expected = output(of: reference, item)
    async let observed = output(of: candidate, item)
    let (first, second) = try await (expected, observed)
    if first.ending == second.ending, first.output == second.output, first.errors == second.errors {
      return nil
    }
    var lines: [String] = []
    if first.ending != second.ending {
      lines.append("it \(second.ending.words), where stage 1 \(first.ending.words)")
    }
    for (lower, upper) in [
      (first.outputText, second.outputText), (first.errorText, second.errorText),
    ] {
      guard let place = TextPlace(lower, upper, marker: "def ") else { continue }
      if let function = place.function { lines.append("in \(function)") }
      lines.append("line \(place.line)")
      lines.append("- \(place.lower ?? "(the text has ended)")")
      lines.append("+ \(place.upper ?? "(the text has ended)")")
    }
    return lines.joined(separator: "\n")
  }

  private func output(of compiler: String, _ item: Case) async throws -> Captured {
    var command = Command(compiler, item.arguments, in: project.root)
    command.environment = ["QUARTZ_STDLIB": project.path("std")]
    return try await command.within(.seconds(60)).capture()
  }
}

extension Project {
  /// The compiler of stage `number` that the last guard or fixpoint built, or nil when there is none.
  func compiler(ofStage number: Int) -> String? {
    let folder = Files.join(scratch, "guard")
    return Files.names(in: folder).lazy
      .map { Files.join(folder, "\($0)/stage\(number)/\($0)") }
      .first(where: Files.isExecutable)
  }
}
