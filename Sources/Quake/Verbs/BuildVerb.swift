/// `quake build`: the release build of quartz and quake, with the flags of the wrapper script.
struct BuildVerb: Sendable {
  /// The project.
  let project: Project
  /// The tools.
  let toolchain: Toolchain

  /// The flags with which both `./quake` and this verb build, so that neither undoes the other.
  static var flags: [String] {
    #if os(Linux)
      ["-c", "release", "--static-swift-stdlib"]
    #else
      ["-c", "release"]
    #endif
  }

  /// Builds; what SwiftPM says is shown when it fails.
  func run(_ context: TaskContext) async throws {
    guard Files.exists(project.path("Package.swift")) else {
      throw QuakeError.usage("there is no Package.swift in \(project.root)")
    }
    let swift = try toolchain.need("swift")
    let build = Command(
      swift, ["build"] + Self.flags + ["--scratch-path", toolchain.scratchPath], in: project.root)
    let captured = try await build.within(.seconds(3600)).capture()
    guard captured.ending.isSuccess else {
      context.output.write(captured.output + captured.errors)
      throw QuakeError.failed("swift build \(captured.ending.words)")
    }
    context.output.line(captured.outputText.split(separator: "\n").last.map(String.init) ?? "built")
  }
}
