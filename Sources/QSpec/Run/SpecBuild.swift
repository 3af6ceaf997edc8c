/// The compilation of one spec.
struct SpecBuild {
  /// The compiler and its arguments.
  let command: Command
  /// What suites share.
  let context: RunContext
  /// The folder of its files.
  let folder: String

  /// What a compiler said that refused a spec.
  struct Failure: Equatable {
    /// The line that says it best.
    let message: String
    /// All that it wrote.
    let text: String
  }

  /// Runs the compiler; nil when it succeeded.
  func run() async throws(RunnerError) -> Failure? {
    try context.prepare(folder)
    let child = ChildProcess(
      command: command, environment: context.environment(in: folder),
      workingDirectory: context.root, outPath: Path.join(folder, "stdout"),
      errPath: Path.join(folder, "stderr"), limits: context.limits)
    let start = ContinuousClock.now
    var isLate = false
    let outcome = try await child.run { _ in
      if context.interruption.isUrgent { return .kill }
      if context.interruption.isRequested { return .terminate }
      isLate = isLate || ContinuousClock.now - start > context.limits.build
      return isLate ? .terminate : .goOn
    }
    if outcome.ending == .exited(0) { return nil }
    return try failure(outcome.ending, isLate: isLate)
  }

  /// What went wrong, with all that the compiler wrote.
  private func failure(_ ending: ChildProcess.Ending, isLate: Bool) throws(RunnerError) -> Failure {
    let text = (try text(of: "stderr") + text(of: "stdout"))
    let lines = text.split(separator: "\n").map(String.init)
    let written = lines.filter { !$0.allSatisfy(\.isWhitespace) }
    let said = written.first { $0.contains("error") } ?? written.first
    let end =
      isLate
      ? "the compiler timed out after \(context.limits.build.inSeconds)"
      : ProcessCause.sentence(ending).replacing("the process", with: "the compiler")
    // A compiler that refuses a program exits with 1; anything else is news by itself.
    let message = isLate || ending != .exited(1) ? end : said ?? end
    return Failure(message: message, text: text.isEmpty ? end : text)
  }

  /// What the file called `name` holds, in full.
  private func text(of name: String) throws(RunnerError) -> String {
    let bytes = try FileSystem.contents(of: Path.join(folder, name))
    return String(decoding: bytes, as: UTF8.self)
  }
}
