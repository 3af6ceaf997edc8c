/// `quake fixpoint`: what guard proves, without keeping anything; with `--vary`, under other
/// circumstances too.
struct FixpointVerb: Sendable {
  /// What builds and compares.
  let guardVerb: GuardVerb
  /// Whether the circumstances are varied.
  let varies: Bool

  /// Proves the fixpoint.
  func run(_ context: TaskContext) async throws {
    let lock = try FileLock(
      Files.join(guardVerb.project.scratch, "guard/\(guardVerb.bootstrap.name).lock"))
    let proof = try await guardVerb.prove(context)
    if varies { try await vary(proof, context) }
    context.output.line("fixpoint of \(guardVerb.bootstrap.name): stage 1 = 2 = 3")
    _ = consume lock
  }

  private func vary(_ proof: GuardVerb.Proof, _ context: TaskContext) async throws {
    let usable = Variation.all.filter { variation in
      variation.program.map { guardVerb.toolchain.find($0) != nil } ?? true
    }
    for variation in Variation.all where !usable.contains(variation) {
      context.output.line("not varied: \(variation.name), for want of \(variation.program ?? "")")
    }
    let varied = VariedRun(
      bootstrap: guardVerb.bootstrap, project: guardVerb.project, compiler: proof.binary,
      expected: proof.ir ?? proof.binary,
      folder: Files.join(guardVerb.project.scratch, "guard/\(guardVerb.bootstrap.name)-varied"),
      environment: guardVerb.environment)
    let guilty = try await varied.guilty(among: usable)
    guard guilty.isEmpty else {
      throw QuakeError.failed(
        "the output depends on: \(guilty.map(\.name).joined(separator: " together with "))")
    }
    context.output.line("the same under another \(usable.map(\.name).joined(separator: ", "))")
  }
}

/// `quake ddc`: builds the golden compiler again from source, through stage 1, and compares bits: diverse
/// double-compiling (Wheeler, Countering Trusting Trust through Diverse Double-Compiling, 2005).
struct DDCVerb: Sendable {
  /// What builds and compares.
  let guardVerb: GuardVerb

  /// Builds the golden compiler again; the ledger's digests must come out.
  func run(_ context: TaskContext) async throws {
    let lock = try FileLock(
      Files.join(guardVerb.project.scratch, "guard/\(guardVerb.bootstrap.name).lock"))
    guard let golden = try guardVerb.store.generation(called: "golden") else {
      throw QuakeError.failed("there is no golden compiler yet; quake guard makes one")
    }
    let proof = try await guardVerb.prove(context)
    guard proof.ir?.digest == golden.ir, proof.binary.digest == golden.sha256 else {
      throw QuakeError.failed(
        "what stage 1 builds from these sources is not the golden compiler\n"
          + "- \(golden.sha256) (golden, of \(golden.commit ?? "an unknown commit"))\n"
          + "+ \(proof.binary.digest)")
    }
    context.output.line("golden \(golden.sha256.prefix(16)) is what its source says")
    _ = consume lock
  }
}
