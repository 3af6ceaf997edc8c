/// `quake backup NAME`, `quake backups`, `quake restore NAME` and `quake install`.
struct BackupVerbs: Sendable {
  /// The project.
  let project: Project
  /// The compiler that is kept.
  let bootstrap: Bootstrap
  /// Where it is kept.
  let store: BackupStore

  /// The verbs for the compiler of `bootstrap`.
  init(_ bootstrap: Bootstrap, project: Project) {
    self.project = project
    self.bootstrap = bootstrap
    store = BackupStore(bootstrap.name, in: project)
  }

  /// Keeps the golden compiler under `name` too, where pruning leaves it alone.
  func backup(_ name: String, _ context: TaskContext) throws {
    let isName =
      !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) }
    guard isName, !["golden", "prev"].contains(name), name.first != "." else {
      throw QuakeError.usage("'\(name)' is no name for a backup: letters, digits, '-', '_' and '.'")
    }
    context.output.line("kept \(store.title(of: try store.keepGolden(as: name)))")
  }

  /// Lists what is kept and whether it is whole; with `pruning`, removes what has no name.
  func list(pruning: Bool, _ context: TaskContext) throws {
    if pruning {
      for gone in try store.prune() { context.output.line("removed \(store.title(of: gone))") }
    }
    let generations = try store.generations()
    guard !generations.isEmpty else {
      throw QuakeError("nothing is kept yet; quake guard keeps what it proves", code: .nothingRan)
    }
    let roles = try ["golden", "prev"].map { ($0, try store.generation(called: $0)?.number) }
    var corrupt: [Generation] = []
    for generation in generations.reversed() {
      let condition = store.condition(of: generation)
      let role = generation.name ?? roles.first { $0.1 == generation.number }?.0 ?? ""
      context.output.line(line(generation, role, condition))
      if condition == .corrupt { corrupt.append(generation) }
    }
    guard corrupt.isEmpty else {
      throw QuakeError.failed(
        "corrupt: \(corrupt.reversed().map(store.title(of:)).joined(separator: ", "))")
    }
  }

  private func line(
    _ generation: Generation, _ role: String, _ condition: BackupStore.Condition
  ) -> String {
    let state =
      switch condition {
      case .whole: "whole"
      case .absent: "not on this machine"
      case .corrupt: "CORRUPT"
      }
    let functions = generation.functions.map { "\($0) functions" } ?? ""
    return [
      padded("\(generation.number)", to: 4), padded(role, to: 20),
      String(generation.sha256.prefix(16)), padded("\(generation.size) bytes", to: 16),
      padded(functions, to: 15), String((generation.commit ?? "no commit").prefix(12)), state,
    ].joined(separator: "  ")
  }

  /// Puts the compiler kept as `name`, or the newest one that is whole, where it is installed.
  func restore(_ name: String?, _ context: TaskContext) throws {
    let generation = try chosen(name, context)
    let bytes = try store.bytes(of: generation)
    guard let target = bootstrap.install.map(project.path) else {
      throw QuakeError.usage("bootstrap '\(bootstrap.name)' does not say where to 'install'")
    }
    try store.write(bytes, target, 0o755)
    try store.settle()
    context.output.line(
      "\(project.relative(target)) is \(store.title(of: generation)), "
        + "\(generation.sha256.prefix(16))")
  }

  private func chosen(_ name: String?, _ context: TaskContext) throws -> Generation {
    if let name {
      if let found = try store.generation(called: name) { return found }
      let names = ["golden", "prev"] + (try store.generations()).compactMap(\.name)
      let question = Suggestion.question(for: name, among: names)
      throw QuakeError.usage("no backup '\(name)'" + (question.map { "; \($0)" } ?? ""))
    }
    let (newest, skipped) = try store.newestWhole()
    for generation in skipped {
      context.output.line(
        "skipped \(store.title(of: generation)): "
          + (store.condition(of: generation) == .corrupt ? "corrupt" : "not on this machine"))
    }
    guard let newest else { throw QuakeError.failed("no generation is whole") }
    return newest
  }
}
