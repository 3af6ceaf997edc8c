import Testing

@testable import Quake

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

@Suite struct BackupTests {
  private let tiny: TinyCompiler
  private var store: BackupStore { BackupStore("tiny", in: tiny.fixture.project) }
  private var verbs: BackupVerbs {
    get throws { BackupVerbs(try tiny.bootstrap(), project: tiny.fixture.project) }
  }

  init() throws { tiny = try TinyCompiler() }

  /// Keeps `count` compilers, each with another source.
  private func keep(_ count: Int) async throws {
    for number in 0..<count {
      let comment = String(repeating: "# more\n", count: number == 0 ? 0 : 1)
      try tiny.fixture.write(
        TinyCompiler.source + comment.dropLast() + (number == 0 ? "" : " \(number)\n"),
        to: "compiler.src")
      #expect(try await tiny.runGuard() == nil)
    }
  }

  private func corrupt(_ generation: Generation) throws {
    try Files.write("other bytes", to: store.object(of: generation))
  }

  @Test func aNamedBackupSurvivesPruning() async throws {
    try await keep(1)
    try verbs.backup("pre-change", tiny.context)
    try await keep(3)
    try verbs.list(pruning: true, tiny.context)
    let names = try store.generations().map { $0.name ?? "\($0.number)" }
    #expect(names.contains("pre-change"))
    #expect(tiny.fixture.text("backups/tiny-pre-change-golden") == TinyCompiler.source)
    #expect(Files.names(in: tiny.fixture.path("backups/objects")).count == 3)
  }

  @Test func pruningLeavesTheBinariesOfOtherCompilers() async throws {
    try await keep(3)
    let other = BackupStore("other", in: tiny.fixture.project)
    let bytes = Array("another compiler".utf8)
    let generation = Generation(
      compiler: "other", sha256: Digest.of(bytes), size: bytes.count, ir: nil, functions: nil,
      tools: [])
    try other.keep(bytes, generation)
    #expect(try store.prune().map(\.number) == [1])
    let kept = try #require(try other.generation(called: "golden"))
    #expect(kept.number == 4)
    #expect(other.condition(of: kept) == .whole)
    #expect(try store.generations().map(\.number) == [2, 3])
  }

  @Test func twoThatKeepAtOnceBothAreKept() async throws {
    let stores = (0..<8).map { BackupStore("c\($0)", in: tiny.fixture.project) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for store in stores {
        group.addTask {
          let bytes = Array(store.compiler.utf8)
          try store.keep(
            bytes,
            Generation(
              compiler: store.compiler, sha256: Digest.of(bytes), size: bytes.count, ir: nil,
              functions: nil, tools: []))
        }
      }
      try await group.waitForAll()
    }
    #expect(
      try stores.flatMap { try $0.generations().map(\.number) }.sorted() == Array(1...8))
  }

  @Test func restoringPutsTheVerifiedBytesInPlace() async throws {
    try await keep(2)
    try verbs.restore("prev", tiny.context)
    #expect(tiny.fixture.text("bin/tiny") == TinyCompiler.source)
    #expect(Files.isExecutable(tiny.fixture.path("bin/tiny")))
  }

  @Test func aLostCompilerIsRestoredAndReproducesItself() async throws {
    try await keep(1)
    try verbs.restore("golden", tiny.context)
    try Files.remove(tiny.fixture.path("bin/tiny"))
    try Files.remove(tiny.fixture.path(".quake"))
    try verbs.restore(nil, tiny.context)
    let verb = try tiny.guardVerb(["seed": "cp bin/tiny {output}"])
    let proof = try await verb.prove(tiny.context)
    let golden = try #require(try store.generation(called: "golden"))
    #expect(proof.binary.digest == golden.sha256)
  }

  @Test func aCorruptGenerationIsNamedAndNotRestored() async throws {
    try await keep(2)
    try verbs.restore("golden", tiny.context)
    let before = tiny.fixture.text("bin/tiny")
    let golden = try #require(try store.generation(called: "golden"))
    try corrupt(golden)
    expectError(.failed, "tiny generation 2 is corrupt") {
      try verbs.restore("golden", tiny.context)
    }
    #expect(tiny.fixture.text("bin/tiny") == before)
    expectError(.failed, "corrupt: tiny generation 2") {
      try verbs.list(pruning: false, tiny.context)
    }
  }

  @Test func theNewestWholeGenerationIsFoundBehindCorruptOnes() async throws {
    try await keep(3)
    let generations = try store.generations()
    try corrupt(generations[2])
    try Files.remove(store.object(of: generations[1]))
    try verbs.restore(nil, tiny.context)
    #expect(tiny.recorder.text.contains("skipped tiny generation 3: corrupt"))
    #expect(tiny.recorder.text.contains("skipped tiny generation 2: not on this machine"))
    #expect(tiny.fixture.text("bin/tiny") == TinyCompiler.source)
  }

  @Test func aDamagedLedgerIsLeftAsItIs() async throws {
    try await keep(1)
    try tiny.fixture.write("{ broken", to: "backups/ledger.json")
    expectError(.failed, "is damaged and was left as it is") {
      try verbs.backup("x", tiny.context)
    }
    #expect(tiny.fixture.text("backups/ledger.json") == "{ broken")
  }

  @Test(arguments: ["golden", "prev", "", "a/b", ".x"])
  func namesThatMeanSomethingElseAreRefused(name: String) async throws {
    try await keep(1)
    try expectError(.usage, "is no name for a backup") { try verbs.backup(name, tiny.context) }
  }

  @Test func anUnknownBackupIsAnsweredByTheNearest() async throws {
    try await keep(1)
    expectError(.usage, "did you mean 'golden'?") { try verbs.restore("goldne", tiny.context) }
  }

  /// Ends quake at 200 random instants of `backup` and `restore`: whatever the ledger promises is whole
  /// afterwards, and the next run goes on from there.
  @Test func noInstantOfAKillLosesAGeneration() async throws {
    try await keep(2)
    try tiny.fixture.write(quakefile, to: "Quakefile")
    var generator = SystemRandomNumberGenerator()
    let whole = try await runQuake(["backup", "first"], in: tiny.fixture.root)
    #expect(whole.ending == .exited(0), "\(whole.wholeText)")
    for round in 0..<200 {
      let arguments = round % 2 == 0 ? ["backup", "b\(round % 7)"] : ["restore", "golden"]
      let child = try start(arguments)
      usleep(UInt32.random(in: 0..<120_000, using: &generator))
      kill(child, SIGKILL)
      var status: Int32 = 0
      waitpid(child, &status, 0)
      let generations = try store.generations()
      #expect(generations.count >= 3)
      for generation in generations {
        #expect(store.condition(of: generation) == .whole, "round \(round)")
      }
      let installed = tiny.fixture.text("bin/tiny")
      #expect(installed == nil || installed == tiny.fixture.text("backups/tiny-golden"))
    }
    let after = try await runQuake(["backup", "last"], in: tiny.fixture.root)
    #expect(after.ending == .exited(0), "\(after.wholeText)")
  }

  private var quakefile: String {
    """
    import * from quake
    bootstrap(
      "tiny", seed: "cp compiler.src {output}", binary: "cp {compiler} {output}",
      smoke: "{compiler} greet world", inputs: ["compiler.src"], install: "bin/tiny")

    """
  }

  /// Starts the quake that was built beside the tests, with its output thrown away.
  private func start(_ arguments: [String]) throws -> pid_t {
    let tool = Files.join(Files.parent(of: Toolchain.runningExecutable), "quake")
    let line = "cd \"$1\" && shift && exec \"$@\" >/dev/null 2>&1"
    let words = ["/bin/sh", "-c", line, "sh", tiny.fixture.root, tool] + arguments
    let pointers = words.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    var child = pid_t()
    let status = posix_spawn(&child, "/bin/sh", nil, nil, pointers, environ)
    guard status == 0 else { throw QuakeError.infrastructure("posix_spawn: \(status)") }
    return child
  }
}
