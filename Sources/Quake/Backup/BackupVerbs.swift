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
    let lock = try FileLock(Files.join(store.folder, ".lock"))
    let ledger = try store.ledger()
    guard let golden = ledger.generation(called: "golden") else {
      throw QuakeError.failed("there is no golden compiler yet; quake guard makes one")
    }
    let bytes = try store.bytes(of: golden)
    let named = Generation(
      number: ledger.nextNumber, name: name, sha256: golden.sha256, size: golden.size,
      ir: golden.ir, functions: golden.functions, commit: golden.commit, tools: golden.tools)
    try store.keep(bytes, named)
    context.output.line("kept \(store.title(of: named))")
    _ = consume lock
  }

  /// Lists what is kept and whether it is whole; with `pruning`, removes what has no name.
  func list(pruning: Bool, _ context: TaskContext) throws {
    if pruning {
      let lock = try FileLock(Files.join(store.folder, ".lock"))
      for gone in try store.prune() { context.output.line("removed \(store.title(of: gone))") }
      _ = consume lock
    }
    let ledger = try store.ledger()
    guard !ledger.generations.isEmpty else {
      throw QuakeError("nothing is kept yet; quake guard keeps what it proves", code: .nothingRan)
    }
    for generation in ledger.generations.reversed() {
      context.output.line(line(generation, ledger))
    }
    let corrupt = ledger.generations.filter { store.condition(of: $0) == .corrupt }
    guard corrupt.isEmpty else {
      throw QuakeError.failed(
        "corrupt: \(corrupt.map(store.title(of:)).joined(separator: ", "))")
    }
  }

  private func line(_ generation: Generation, _ ledger: Ledger) -> String {
    var marks: [String] = []
    if generation == ledger.generation(called: "golden") { marks.append("golden") }
    if generation == ledger.generation(called: "prev") { marks.append("prev") }
    if let name = generation.name { marks.append(name) }
    let state =
      switch store.condition(of: generation) {
      case .whole: "whole"
      case .absent: "not on this machine"
      case .corrupt: "CORRUPT"
      }
    let functions = generation.functions.map { "\($0) functions" } ?? ""
    return [
      padded("\(generation.number)", to: 4), padded(marks.joined(separator: " "), to: 20),
      String(generation.sha256.prefix(16)), padded("\(generation.size) bytes", to: 16),
      padded(functions, to: 15), String((generation.commit ?? "no commit").prefix(12)), state,
    ].joined(separator: "  ")
  }

  /// Puts the compiler kept as `name`, or the newest one that is whole, where it is installed.
  func restore(_ name: String?, _ context: TaskContext) throws {
    let lock = try FileLock(Files.join(store.folder, ".lock"))
    let generation = try chosen(name, context)
    let bytes = try store.bytes(of: generation)
    guard let target = bootstrap.install.map(project.path) else {
      throw QuakeError.usage("bootstrap '\(bootstrap.name)' does not say where to 'install'")
    }
    try store.write(bytes, target, 0o755)
    try store.settle(try store.ledger())
    context.output.line(
      "\(project.relative(target)) is \(store.title(of: generation)), "
        + "\(generation.sha256.prefix(16))")
    _ = consume lock
  }

  private func chosen(_ name: String?, _ context: TaskContext) throws -> Generation {
    let ledger = try store.ledger()
    if let name {
      if let found = ledger.generation(called: name) { return found }
      let names = ["golden", "prev"] + ledger.generations.compactMap(\.name)
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
