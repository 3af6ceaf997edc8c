/// `quake hooks install`: lets git ask `quake guard:check` before each commit.
struct HooksVerb: Sendable {
  /// The project.
  let project: Project
  /// The tools.
  let toolchain: Toolchain

  /// What tells a hook of ours from one that somebody wrote.
  private static let mark = "# Installed by quake hooks install."

  /// Puts the hook where git looks for it; a hook that somebody else wrote stays.
  func install(_ context: TaskContext) async throws {
    let git = try toolchain.need("git")
    let asked = try await Command(git, ["rev-parse", "--git-path", "hooks"], in: project.root)
      .capture()
    guard asked.ending.isSuccess else {
      throw QuakeError.usage("\(project.root) is no work tree of git")
    }
    let folder = asked.outputText.split(separator: "\n").first.map(String.init) ?? ".git/hooks"
    let hook = Files.join(project.path(folder), "pre-commit")
    if let present = Files.text(hook), !present.contains(Self.mark) {
      throw QuakeError.failed(
        "\(hook) is there already and was left; let it call quake guard:check")
    }
    let quake = Files.exists(project.path("quake")) ? "./quake" : "quake"
    try DurableFile.write(
      Array("#!/bin/sh\n\(Self.mark)\nexec \(quake) guard:check\n".utf8), to: hook, mode: 0o755)
    context.output.line("installed \(project.relative(hook))")
  }
}
