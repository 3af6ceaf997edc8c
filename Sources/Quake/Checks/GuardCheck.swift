/// Proves the fixpoint of every bootstrap of the project and of its examples, and plants a difference that
/// must be found.
struct GuardCheck: Sendable {
  /// The project.
  let project: Project
  /// Reads the bootstraps that the Quakefile of a project describes.
  let bootstraps: @Sendable (Project) async throws -> [Bootstrap]
  /// The guard of a bootstrap in a project.
  let guardVerb: @Sendable (Bootstrap, Project) -> GuardVerb

  /// A difference that is planted into a copy of an example.
  private struct Plant {
    let example: String
    let file: String
    let old: String
    let new: String
    /// What the report must say.
    let report: [String]
  }

  /// An instruction that only the compiler of stage 1 writes: stage 2 is right, and stage 3 differs.
  private static let plant = Plant(
    example: "examples/pebble", file: "stage0.qz", old: "\"/\" => \"sdiv\"",
    new: "\"/\" => \"udiv\"",
    report: ["phase ir, pebble.peb, line", "function: emit_number", "udiv"])

  /// Runs all proofs.
  func run(_ context: TaskContext) async throws -> SectionResult {
    var result = SectionResult(section: "guard")
    for folder in [project.root] + examples {
      let project = Project(root: folder)
      for bootstrap in try await bootstraps(project) {
        let detail = await proof(guardVerb(bootstrap, project), context)
        result.count("fixpoint of \(bootstrap.name)", detail: detail)
      }
    }
    if Files.exists(project.path(Self.plant.example)) {
      result.count("a difference that was planted", detail: try await planted(context))
    }
    return result
  }

  /// The examples that have a Quakefile of their own.
  private var examples: [String] {
    Files.names(in: project.path("examples")).map { project.path("examples/\($0)") }
      .filter { Files.exists(Files.join($0, "Quakefile")) }
  }

  private func proof(_ verb: GuardVerb, _ context: TaskContext) async -> String? {
    let said = CollectedOutput()
    do {
      _ = try await verb.prove(context.writing(to: said.sink))
      return nil
    } catch {
      return "\(said.text)\n\((error as? QuakeError)?.message ?? "\(error)")"
    }
  }

  private func planted(_ context: TaskContext) async throws -> String? {
    let plant = Self.plant
    let copy = Project(root: Files.join(project.scratch, "planted"))
    try Files.remove(copy.root)
    for file in Files.walk(project.path(plant.example)) where !file.hasPrefix(".quake") {
      try Files.copy(project.path("\(plant.example)/\(file)"), to: copy.path(file))
    }
    let text = Files.text(copy.path(plant.file)) ?? ""
    let pieces = text.split(separator: plant.old, omittingEmptySubsequences: false)
    guard pieces.count == 2 else { return "\(plant.file) has no place for the difference" }
    try Files.write(pieces.joined(separator: plant.new), to: copy.path(plant.file))
    guard let bootstrap = try await bootstraps(copy).first else { return "no bootstrap" }
    guard let report = await proof(guardVerb(bootstrap, copy), context) else {
      return "guard did not find it"
    }
    let missing = plant.report.filter { !report.contains($0) }
    return missing.isEmpty ? nil : "the report lacks \(missing)\n\(report)"
  }
}
