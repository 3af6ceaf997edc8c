import QSpec

// The verbs around a compiler that compiles itself.

extension Session {
  /// The compiler called `name` that the Quakefile describes, or the first one.
  func bootstrap(_ name: String?) async throws -> Bootstrap {
    let all = try await quakefile()?.bootstraps() ?? []
    guard let first = all.first else {
      throw QuakeError.usage(
        "the Quakefile describes no bootstrap(…), so there is nothing to guard")
    }
    guard let name else { return first }
    if let found = all.first(where: { $0.name == name }) { return found }
    let question = Suggestion.question(for: name, among: all.map(\.name))
    throw QuakeError.usage("no bootstrap '\(name)'" + (question.map { "; \($0)" } ?? ""))
  }

  /// The guard of the compiler called `name`, with everything built that it needs.
  func guardVerb(_ name: String?, _ context: TaskContext) async throws -> GuardVerb {
    if Files.exists(project.path("Package.swift")) {
      try await BuildVerb(project: project, toolchain: toolchain).run(context)
    }
    return GuardVerb(
      try await bootstrap(name), project: project, toolchain: toolchain,
      environment: stepEnvironment)
  }

  /// All tests, or the sections called `sections`.
  func testVerb(_ sections: [String]) -> TestVerb {
    let check = GuardCheck(
      project: project,
      bootstraps: { project in
        guard let path = project.quakefile else { return [] }
        return try await Quakefile.load(
          path, of: project, with: evaluator, inherited: environment, output: out
        ).bootstraps()
      },
      guardVerb: { bootstrap, project in
        GuardVerb(
          bootstrap, project: project, toolchain: toolchain, environment: stepEnvironment)
      })
    return TestVerb(
      project: project, toolchain: toolchain, specs: specs, guardCheck: check, chosen: sections)
  }

  /// The environment of the steps of a bootstrap: what quake was started with, and where its tools are.
  private var stepEnvironment: [String: String] {
    let tools = [
      "QUAKE": Toolchain.runningExecutable, "QUARTZ": try? toolchain.quartz(),
      "CLANG": toolchain.clang,
    ].compactMapValues { $0 }
    return environment.merging(tools) { chosen, _ in chosen }
  }

  /// The backups of the compiler called `name`.
  func backupVerbs(_ name: String?) async throws -> BackupVerbs {
    BackupVerbs(try await bootstrap(name), project: project)
  }

  /// Says whether the proof of the compiler called `name`, or of every one, still holds.
  ///
  /// The stamp says what it rests on, so that the Quakefile, which is among that, need not be read.
  func guardCheck(_ name: String?, _ context: TaskContext) throws {
    let folder = Files.join(project.scratch, "guard")
    let stamps = Files.names(in: folder).filter { $0.hasSuffix(".stamp") }
      .filter { name == nil || $0 == "\(name ?? "").stamp" }
    guard !stamps.isEmpty else {
      throw QuakeError.failed("no fixpoint stamp: quake guard has not passed here")
    }
    for file in stamps {
      guard let stamp = GuardStamp.read(Files.join(folder, file)) else {
        throw QuakeError.failed("the fixpoint stamp \(file) cannot be read; run quake guard")
      }
      let changes = stamp.changes(in: project)
      guard changes.isEmpty else {
        let more = changes.count > 10 ? ["and \(changes.count - 10) more"] : []
        throw QuakeError.failed(
          (["fixpoint stamp of \(stamp.compiler) not valid; run quake guard"] + changes.prefix(10)
            + more).joined(separator: "\n  "))
      }
    }
    context.output.line("Fixpoint stamp valid")
  }

  /// Puts the golden compiler where its bootstrap says, and the running quake beside it.
  func install(_ name: String?, _ context: TaskContext) async throws {
    let verbs = try await backupVerbs(name)
    try verbs.restore("golden", context)
    guard let target = verbs.bootstrap.install.map(project.path) else { return }
    let quake = Files.join(Files.parent(of: target), "quake")
    guard let bytes = Files.bytes(Toolchain.runningExecutable) else {
      throw QuakeError.infrastructure("\(Toolchain.runningExecutable) cannot be read")
    }
    try DurableFile.write(bytes, to: quake, mode: 0o755)
    context.output.line("\(project.relative(quake)) is this quake")
  }
}

// MARK: Verbs with options

extension Session {
  /// Proves and keeps the compiler called `name`.
  public func runGuard(_ name: String?) async -> ExitCode {
    await single("guard", jobs: 1) { try await guardVerb(name, $0).run($0) }
  }

  /// Says whether the last proof still holds.
  public func runGuardCheck(_ name: String?) async -> ExitCode {
    do {
      try guardCheck(
        name, TaskContext(project: project, output: out, jobs: 1, console: console))
      return .passed
    } catch let error as QuakeError {
      out.line(error.message)
      return error.code
    } catch {
      out.line("\(error)")
      return .infrastructure
    }
  }

  /// Proves the compiler called `name`; with `varying`, under other circumstances too.
  public func runFixpoint(_ name: String?, varying: Bool) async -> ExitCode {
    await single("fixpoint", jobs: 1) { context in
      let verb = FixpointVerb(guardVerb: try await guardVerb(name, context), varies: varying)
      try await verb.run(context)
    }
  }

  /// Builds the golden compiler called `name` again through stage 1.
  public func runDDC(_ name: String?) async -> ExitCode {
    await single("ddc", jobs: 1) { context in
      try await DDCVerb(guardVerb: try await guardVerb(name, context)).run(context)
    }
  }

  /// Keeps the golden compiler under `label` too.
  public func runBackup(_ label: String, of name: String?) async -> ExitCode {
    await single("backup", jobs: 1) { try await backupVerbs(name).backup(label, $0) }
  }

  /// Lists what is kept; with `pruning`, removes what has no name.
  public func runBackups(of name: String?, pruning: Bool) async -> ExitCode {
    await single("backups", jobs: 1) { try await backupVerbs(name).list(pruning: pruning, $0) }
  }

  /// Puts the backup called `label`, or the newest that is whole, where the compiler is installed.
  public func runRestore(_ label: String?, of name: String?) async -> ExitCode {
    await single("restore", jobs: 1) { try await backupVerbs(name).restore(label, $0) }
  }

  /// Installs the golden compiler called `name` and quake.
  public func runInstall(of name: String?) async -> ExitCode {
    await single("install", jobs: 1) { try await install(name, $0) }
  }

  /// Compares what a compiler prints with what stage 1 does, for `programs`.
  ///
  /// The compiler is that of stage 2 unless `compiler` says otherwise. With `reporting`, the page about it is
  /// written.
  public func runParity(
    _ compiler: String?, _ programs: ParityPrograms, jobs: Int, reporting: Bool
  ) async -> ExitCode {
    await single("parity", jobs: jobs) { context in
      let path = compiler.map { Files.absolute($0, from: Files.currentFolder) }
      let result = try await parity(path, programs, jobs: context.jobs)
      result.showFailures(on: context)
      if reporting {
        try DurableFile.write(ParityCheck.report(on: result), to: project.path(ParityCheck.page))
      }
      guard result.isGreen else { throw QuakeError.failed(result.counts) }
      context.output.line(result.counts)
    }
  }

  private func parity(
    _ compiler: String?, _ programs: ParityPrograms, jobs: Int
  ) async throws -> SectionResult {
    guard let candidate = compiler ?? project.compiler(ofStage: 2) else {
      throw QuakeError.usage("there is no compiler of stage 2 yet; quake guard builds it")
    }
    let check = ParityCheck(
      project: project, reference: try toolchain.quartz(), candidate: candidate)
    switch programs {
    case .sources(let patterns, let levels):
      return try await check.run(levels, patterns, jobs: jobs).requiringTests()
    case .mutated(let count, let seed):
      return try await check.compare(try check.mutated(count, seed: seed), jobs: jobs)
    }
  }

  /// Lets git ask for the proof before each commit.
  public func installHooks() async -> ExitCode {
    await single("hooks", jobs: 1) {
      try await HooksVerb(project: project, toolchain: toolchain).install($0)
    }
  }
}
