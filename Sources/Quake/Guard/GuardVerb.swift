import Synchronization

/// `quake guard`: builds every stage, compares them, tries the result, and only then keeps it.
///
/// Whatever goes wrong leaves the golden backup and the stamp as they were.
struct GuardVerb: Sendable {
  /// The project.
  let project: Project
  /// The tools.
  let toolchain: Toolchain
  /// What is built.
  let bootstrap: Bootstrap
  /// The environment of every step.
  let environment: [String: String]
  /// Where what is proved is kept.
  var store: BackupStore

  /// The guard of `bootstrap` in `project`.
  init(
    _ bootstrap: Bootstrap, project: Project, toolchain: Toolchain, environment: [String: String]
  ) {
    self.bootstrap = bootstrap
    self.project = project
    self.toolchain = toolchain
    self.environment = environment
    store = BackupStore(bootstrap.name, in: project)
  }

  /// What a guard that passed has proved.
  struct Proof: Sendable {
    let matrix: FixpointMatrix
    let functions: Int?
    let steps: [StepRecord]
    /// The compiler that came out.
    let binary: Artifact
    /// Its intermediate text.
    let ir: Artifact?
  }

  /// Proves the fixpoint, then writes ledger, golden backup and stamp.
  func run(_ context: TaskContext) async throws {
    let lock = try FileLock(Files.join(project.scratch, "guard/\(bootstrap.name).lock"))
    // The stamp is taken first: an edit during the run must not count as proved.
    let before = try stamp(binary: "")
    let proof = try await prove(context)
    guard try stamp(binary: "") == before else {
      throw QuakeError.failed("an input was changed while guard ran; nothing was kept")
    }
    try await keep(proof, context)
    try stamp(binary: proof.binary.digest)
      .write(to: GuardStamp.path(of: bootstrap.name, in: project))
    context.output.line("fixpoint of \(bootstrap.name): stage 1 = 2 = 3, kept as golden")
    _ = consume lock
  }

  /// Builds and compares the stages, counts the functions, and tries the compiler.
  func prove(_ context: TaskContext) async throws -> Proof {
    let steps = StepList()
    let run = self.run(in: "guard/\(bootstrap.name)", steps, context)
    let matrix = try await run.run()
    matrix.lines.forEach(context.output.line)
    if let difference = matrix.difference {
      let finder = DifferenceFinder(bootstrap: bootstrap, run: run, difference: difference)
      await finder.report().forEach(context.output.line)
    }
    try requireNoFaults(matrix)
    guard let last = matrix.rows.last, let binary = last.artifacts[.binary] else {
      throw QuakeError.failed("no stage was built")
    }
    let functions = try countFunctions(last.artifacts[.ir], context)
    try await trySmoke(binary, run)
    showSum(steps.all, context)
    return Proof(
      matrix: matrix, functions: functions, steps: steps.all, binary: binary,
      ir: last.artifacts[.ir])
  }

  /// A run that builds in the folder called `name` of the scratch folder.
  func run(in name: String, _ steps: StepList, _ context: TaskContext) -> FixpointRun {
    FixpointRun(
      bootstrap: bootstrap, project: project, folder: Files.join(project.scratch, name),
      environment: environment, announce: { _ in },
      note: { step in
        steps.add(step)
        context.output.line(step.line)
      })
  }

  private func requireNoFaults(_ matrix: FixpointMatrix) throws {
    let faults = matrix.faults
    guard faults.isEmpty else { throw QuakeError.failed(faults.joined(separator: "\n")) }
  }

  private func stamp(binary: String) throws -> GuardStamp {
    try GuardStamp.now(bootstrap, binary: binary, in: project, toolchain: toolchain)
  }
}

/// The steps of a run, noted as they end.
final class StepList: Sendable {
  private let steps = Mutex<[StepRecord]>([])

  /// Notes `step`.
  func add(_ step: StepRecord) { steps.withLock { $0.append(step) } }

  /// The steps in the order in which they ended.
  var all: [StepRecord] { steps.withLock { $0 } }
}

extension StepRecord {
  /// The step as a line: what, how long, how much memory.
  var line: String {
    let memory = peak > 0 ? ", \((peak + 524_287) / 1_048_576) MB" : ""
    return "\(padded(title, to: 18)) \(time.words)\(memory)"
  }
}

// MARK: What more is asked of a compiler

extension GuardVerb {
  /// The number of functions in the intermediate text, which must lie within its band.
  private func countFunctions(_ ir: Artifact?, _ context: TaskContext) throws -> Int? {
    guard let ir else { return nil }
    let count = try Self.functions(in: ir, marker: bootstrap.functionMarker)
    guard count > 0 else { throw QuakeError.failed("there is no function in \(ir.path)") }
    guard let expected = bootstrap.functions else {
      context.output.line("\(count) functions")
      return count
    }
    let band = (expected - bootstrap.tolerance)...(expected + bootstrap.tolerance)
    context.output.line("\(count) functions, \(band.lowerBound) to \(band.upperBound) allowed")
    guard band.contains(count) else {
      throw QuakeError.failed(
        "\(count) functions are not \(expected) ± \(bootstrap.tolerance): code was lost, or the band "
          + "in the Quakefile must be moved on purpose")
    }
    return count
  }

  /// How many lines of `ir` begin with `marker`.
  static func functions(in ir: Artifact, marker: String) throws -> Int {
    guard let bytes = Files.bytes(ir.path) else {
      throw QuakeError.failed("\(ir.path) cannot be read")
    }
    let marker = Array(marker.utf8)
    return bytes.split(separator: 0x0a).count { $0.starts(with: marker) }
  }

  /// Tries the compiler, whose words must be the expected ones: an exit code alone is easily said.
  private func trySmoke(_ binary: Artifact, _ run: FixpointRun) async throws {
    let output = try await run.step("smoke", bootstrap.smoke, [.compiler: binary.path])
    guard !output.isEmpty else {
      throw QuakeError.failed("smoke wrote nothing, so that nothing was tried")
    }
    guard let file = bootstrap.smokeExpected else { return }
    guard let expected = Files.text(project.path(file)), !expected.isEmpty else {
      throw QuakeError.failed("\(file) is missing or empty: there is nothing to compare smoke with")
    }
    if let place = TextPlace(expected, output, marker: "\u{0}") {
      throw QuakeError.failed(
        "smoke wrote something else than \(file), line \(place.line):\n"
          + "- \(place.lower ?? "(the text has ended)")\n+ \(place.upper ?? "(the text has ended)")"
      )
    }
  }

  private func showSum(_ steps: [StepRecord], _ context: TaskContext) {
    let time = steps.reduce(Duration.zero) { $0 + $1.time }
    let peak = steps.map(\.peak).max() ?? 0
    context.output.line(StepRecord(title: "all steps", time: time, peak: peak).line)
  }
}

// MARK: Keeping what was proved

extension GuardVerb {
  /// Keeps the compiler of `proof` as the golden one, or under `name`.
  func keep(_ proof: Proof, as name: String? = nil, _ context: TaskContext) async throws {
    guard let bytes = Files.bytes(proof.binary.path), Digest.of(bytes) == proof.binary.digest else {
      throw QuakeError.failed("\(proof.binary.path) was changed after it was compared")
    }
    let generation = Generation(
      compiler: bootstrap.name, name: name, sha256: proof.binary.digest, size: bytes.count,
      ir: proof.ir?.digest, functions: proof.functions, commit: await commit(),
      tools: try await toolVersions())
    try store.keep(bytes, generation)
  }

  /// The commit of the project, with a `+` where files were changed since; nil outside of git.
  private func commit() async -> String? {
    guard let git = toolchain.find("git") else { return nil }
    let head = try? await Command(git, ["rev-parse", "HEAD"], in: project.root).capture()
    guard let head, head.ending.isSuccess else { return nil }
    let status = try? await Command(
      git, ["status", "--porcelain", "--untracked-files=no", "--", ":!backups"], in: project.root
    ).capture()
    let isClean = status?.ending.isSuccess == true && status?.output.isEmpty == true
    return head.outputText.split(separator: "\n").joined() + (isClean ? "" : "+")
  }

  private func toolVersions() async throws -> [String] {
    var versions: [String] = []
    for tool in bootstrap.tools {
      let path = tool == "clang" ? toolchain.clang ?? tool : try toolchain.need(tool)
      let said = try await Command(path, ["--version"], in: project.root).capture()
      let line = said.outputText.split(separator: "\n").first.map(String.init) ?? ""
      versions.append("\(tool): \(line)")
    }
    return versions
  }
}
