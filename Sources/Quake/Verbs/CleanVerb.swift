/// `quake clean`: removes what quake and SwiftPM built in the project, and nothing else.
struct CleanVerb: Sendable {
  /// The project.
  let project: Project

  /// The folders that are built into.
  static let folders = [".build", ".build-test", ".quake", "quake-out"]

  /// Removes the folders and what checks left beside their expectations.
  func run(_ context: TaskContext) throws {
    let observed = GlobPattern.files(
      ["spec/ui/**/*.observed", "spec/smoke/*.observed"], in: project.root)
    let found = (Self.folders + observed).filter { Files.exists(project.path($0)) }
    for path in found {
      try Files.remove(project.path(path))
      context.output.line("removed \(path)")
    }
    if found.isEmpty { context.output.line("nothing to remove") }
  }
}
