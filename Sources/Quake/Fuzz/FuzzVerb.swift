/// What a run of `quake fuzz` shall do.
public struct FuzzRequest: Sendable {
  /// What decides the programs.
  public var seed: UInt64 = 1
  /// The number of the first program.
  public var first = 0
  /// The number of programs.
  public var cases = 5000
  /// The seconds after which no further programs are begun.
  public var seconds: Int?
  /// The number of workers at the same time.
  public var jobs = 1

  /// A run with the usual numbers.
  public init() {}
}

/// Changes the programs of the repository at random and looks for one that the compiler does not bear.
///
/// That is a crash, a hang, an internal error. What is found is made small and kept in `spec/fuzz`,
/// which `quake test` replays.
struct FuzzVerb: Sendable {
  /// The project.
  let project: Project
  /// What shall be done.
  let request: FuzzRequest

  /// The programs that one worker is given at a time.
  private static let sliceSize = 4000
  /// How many programs that die in the same way are made small; later ones are only counted.
  private static let kept = 3

  /// What is known so far.
  private struct Tally {
    var cases = 0
    var accepted = 0
    var refused = 0
    var findings: [String: Int] = [:]
    var files: [String] = []
  }

  /// Runs until all programs were examined or the time is over.
  func run(_ context: TaskContext) async throws {
    let start = ContinuousClock.now
    var tally = Tally()
    var next = request.first
    let end = request.first + request.cases
    while next < end, !isOver(since: start) {
      let slices = (0..<request.jobs).map { number in
        min(end, next + number * Self.sliceSize)..<min(end, next + (number + 1) * Self.sliceSize)
      }
      let outcomes = try await inParallel(slices, limit: request.jobs) { try await examine($0) }
      for outcome in outcomes { try await take(outcome, &tally, context) }
      next = slices.last!.upperBound
    }
    try conclude(tally, ContinuousClock.now - start, context)
  }

  private func isOver(since start: ContinuousClock.Instant) -> Bool {
    request.seconds.map { ContinuousClock.now - start >= .seconds($0) } ?? false
  }

  private func conclude(_ tally: Tally, _ time: Duration, _ context: TaskContext) throws {
    let rate = Int(Double(tally.cases) / max(0.001, time / .seconds(1)))
    context.output.line(
      "\(tally.cases) programs, \(tally.accepted) accepted, \(tally.refused) refused, "
        + "\(tally.findings.values.reduce(0, +)) not borne (\(time.words), \(rate) a second)")
    guard tally.findings.isEmpty else {
      throw QuakeError.failed("the compiler does not bear: \(tally.files.joined(separator: ", "))")
    }
  }
}

// MARK: Workers

extension FuzzVerb {
  /// What became of a slice of programs.
  private struct Outcome: Sendable {
    var accepted = 0
    var refused = 0
    var findings: [FuzzFinding] = []
  }

  /// Examines the programs of `slice`, with a new worker after each that a worker has died of.
  private func examine(_ slice: Range<Int>) async throws -> Outcome {
    var outcome = Outcome()
    var next = slice.lowerBound
    while next < slice.upperBound {
      let captured = try await start(.cases(seed: request.seed, next..<slice.upperBound))
      let letters = captured.output.filter { $0 == UInt8(ascii: "a") || $0 == UInt8(ascii: "r") }
      outcome.accepted += letters.count { $0 == UInt8(ascii: "a") }
      outcome.refused += letters.count { $0 == UInt8(ascii: "r") }
      guard let finding = FuzzFinding(captured) else { break }
      guard finding.isOfProgram else {
        throw QuakeError.infrastructure("a worker \(captured.ending.words)\n\(captured.wholeText)")
      }
      outcome.findings.append(finding)
      next = finding.number + 1
    }
    return outcome
  }

  @Sendable private func start(_ work: FuzzWorker.Work) async throws -> Captured {
    try await Command(
      Toolchain.runningExecutable, ["fuzz-worker"] + work.arguments, in: project.root
    ).within(.seconds(3600)).capture()
  }
}

extension FuzzWorker.Work {
  /// The arguments of the worker that does this.
  var arguments: [String] {
    switch self {
    case .cases(let seed, let numbers):
      ["--seed", "\(seed)", "--first", "\(numbers.lowerBound)", "--end", "\(numbers.upperBound)"]
    case .whole(let file, let path): ["--file", file, "--path", path]
    case .cuts(let file, let path, let grain, let chunks, let first):
      [
        "--file", file, "--path", path, "--grain", grain.rawValue, "--first", "\(first)", "--end",
        "\(chunks)",
      ]
    }
  }
}

// MARK: Findings

extension FuzzVerb {
  private func take(
    _ outcome: Outcome, _ tally: inout Tally, _ context: TaskContext
  ) async throws {
    tally.accepted += outcome.accepted
    tally.refused += outcome.refused
    tally.cases += outcome.accepted + outcome.refused + outcome.findings.count
    for finding in outcome.findings {
      tally.findings[finding.signature, default: 0] += 1
      guard tally.findings[finding.signature]! <= Self.kept else { continue }
      tally.files.append(try await keep(finding, context))
    }
  }

  /// Makes the program of `finding` small and writes it where `quake test` finds it.
  private func keep(_ finding: FuzzFinding, _ context: TaskContext) async throws -> String {
    let mutator = ProgramMutator(seeds: try FuzzSeeds(project: project), seed: request.seed)
    let program = mutator.program(finding.number)
    context.output.line("seed \(request.seed), case \(finding.number): \(finding.signature)")
    let file = Files.join(project.scratch, "fuzz/\(request.seed)-\(finding.number).qz")
    try Files.write(program.text, to: file)
    // Where it dies without what it imports, it can lie among those that are replayed.
    for path in ["spec/fuzz/fuzzed.qz", program.path] {
      let whole = FuzzWorker.Work.whole(file: file, path: path)
      guard let again = FuzzFinding(try await start(whole)), again.isOfProgram else { continue }
      let reducer = ProgramReducer(
        start: start, file: file + ".smaller", path: path, signature: again.signature)
      let small = try await reducer.reduced(program.text)
      try Files.remove(file + ".smaller")
      let folder =
        path == program.path && path != "spec/fuzz/fuzzed.qz" ? ".quake/fuzz" : "spec/fuzz"
      let kept = "\(folder)/seed\(request.seed)_case\(finding.number).qz"
      try DurableFile.write(small, to: project.path(kept))
      context.output.line("  \(kept): \(program.text.count) bytes made \(small.count)")
      return kept
    }
    context.output.line("  not seen again in a worker of its own; see \(project.relative(file))")
    return project.relative(file)
  }
}
