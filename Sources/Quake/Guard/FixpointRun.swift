/// One step of a guard with what it cost.
struct StepRecord: Equatable, Sendable {
  /// What was done, such as `stage 2 IR`.
  let title: String
  /// How long it took.
  let time: Duration
  /// The largest resident set, in bytes; 0 where no program ran.
  let peak: Int
}

/// Builds the stages of a bootstrap, each with the compiler of the one before, in a folder of its own.
struct FixpointRun: Sendable {
  /// What is built.
  let bootstrap: Bootstrap
  /// The project whose sources are compiled.
  let project: Project
  /// Where the stages are built; whatever was there is removed first.
  let folder: String
  /// The environment of every step.
  let environment: [String: String]
  /// Takes the title of each step as it begins.
  let announce: @Sendable (String) -> Void
  /// Takes each step as it ends.
  let note: @Sendable (StepRecord) -> Void

  /// Builds stage 1 and the stages after it, and gives their table.
  func run() async throws -> FixpointMatrix {
    try Files.remove(folder)
    try Files.makeFolder(folder)
    let start = try FileTime.mark(at: Files.join(folder, "started"))
    let seed = try await makeSeed(since: start)
    var matrix = FixpointMatrix(kinds: bootstrap.kinds, seed: seed.digest)
    var compiler = seed
    for stage in FixpointMatrix.stages {
      let row = try await build(stage, with: compiler, since: start)
      matrix.rows.append(row)
      // What differs once differs for good; the stages behind it would only hide where.
      guard matrix.difference == nil, let binary = row.artifacts[.binary] else { break }
      compiler = binary
    }
    return matrix
  }

  private func makeSeed(since start: FileTime) async throws -> Artifact {
    let path = self.path(of: .binary, stage: 1)
    try await step("stage 1", bootstrap.seed, [.output: path, .stage: "1"])
    return try Artifact.read(.binary, path, since: start)
  }

  private func build(
    _ stage: Int, with compiler: Artifact, since start: FileTime
  ) async throws -> FixpointMatrix.Row {
    var values: [Bootstrap.Placeholder: String] = [
      .compiler: compiler.path, .stage: "\(stage)",
      .ir: path(of: .ir, stage: stage), .object: path(of: .object, stage: stage),
    ]
    var row = FixpointMatrix.Row(stage: stage, builder: compiler.digest)
    for kind in bootstrap.kinds {
      let path = path(of: kind, stage: stage)
      values[.output] = path
      try await step("stage \(stage) \(kind.words)", command(for: kind), values)
      row.artifacts[kind] = try Artifact.read(kind, path, since: start)
    }
    try requireUnchanged(compiler, after: "stage \(stage)", since: start)
    return row
  }

  /// Makes sure that the compiler that was to build a stage is still the one that was there before.
  private func requireUnchanged(
    _ compiler: Artifact, after title: String, since start: FileTime
  ) throws {
    let now = try Artifact.read(.binary, compiler.path, since: start)
    guard now.digest == compiler.digest else {
      throw QuakeError.failed(
        "\(title) was built by another compiler: \(compiler.path) was replaced")
    }
  }

  private func command(for kind: ArtifactKind) -> String {
    switch kind {
    case .ir: bootstrap.ir
    case .object: bootstrap.object
    case .binary: bootstrap.binary
    }
  }

  /// Where the artifact of `kind` of a stage lies.
  func path(of kind: ArtifactKind, stage: Int) -> String {
    Files.join(folder, "stage\(stage)/\(kind == .binary ? bootstrap.name : kind.rawValue)")
  }

  /// Runs the command of one step; when it fails, everything that it wrote is in the error.
  @discardableResult
  func step(
    _ title: String, _ command: String, _ values: [Bootstrap.Placeholder: String]
  ) async throws -> String {
    announce(title)
    if let output = values[.output] {
      try Files.makeFolder(Files.parent(of: output))
      try Files.remove(output)
    }
    let name = title.split(separator: " ").joined(separator: "-")
    let log = Files.join(folder, "logs/\(name).log")
    let measured = try await MeasuredCommand(
      line: Bootstrap.fill(command, values), folder: project.root, log: log,
      environment: environment, timeout: .seconds(bootstrap.timeout)
    ).run()
    note(StepRecord(title: title, time: measured.time, peak: measured.peak))
    let output = Files.text(log) ?? ""
    guard measured.ending.isSuccess else {
      throw QuakeError.failed(
        "\(title) \(measured.ending.words): \(Bootstrap.fill(command, values))\n\(output)")
    }
    return output
  }
}
