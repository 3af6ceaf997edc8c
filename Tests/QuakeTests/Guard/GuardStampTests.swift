import Testing

@testable import Quake

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct GuardStampTests {
  private let tiny: TinyCompiler
  private var session: Session {
    get throws {
      try Session(
        folder: tiny.fixture.root, environment: ["CI": "true"], out: tiny.recorder.sink)
    }
  }

  init() throws {
    tiny = try TinyCompiler()
    try tiny.fixture.write("", to: "Quakefile")
  }

  private func check() async throws -> (code: Int32, said: String) {
    let before = tiny.recorder.text.count
    let code = try await session.runGuardCheck(nil).rawValue
    return (code, String(tiny.recorder.text.dropFirst(before)))
  }

  @Test func withoutAProofThereIsNoStamp() async throws {
    let (code, said) = try await check()
    #expect(code == 1)
    #expect(said.contains("no fixpoint stamp"))
  }

  @Test func aProofHoldsUntilAnInputHasOtherContent() async throws {
    #expect(try await tiny.runGuard() == nil)
    #expect(try await check() == (0, "Fixpoint stamp valid\n"))
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1)],
      ofItemAtPath: tiny.fixture.path("compiler.src"))
    #expect(try await check() == (0, "Fixpoint stamp valid\n"))
    try tiny.fixture.write(TinyCompiler.source.uppercased(), to: "compiler.src")
    let (code, said) = try await check()
    #expect(code == 1)
    #expect(said.contains("compiler.src has changed"))
  }

  @Test func newAndMissingInputsAreNamed() async throws {
    try tiny.fixture.write("a", to: "lib/a.src")
    let stamp = GuardStamp(
      compiler: "tiny", settings: "", patterns: ["lib/*.src"],
      inputs: [.init(path: "lib/b.src", sha256: "x")], tools: [], binary: "")
    #expect(stamp.changes(in: tiny.fixture.project) == ["lib/b.src is gone", "lib/a.src is new"])
  }

  @Test func aToolWithOtherContentIsAnotherProgram() throws {
    try tiny.fixture.script("exit 0", at: "tool")
    let path = tiny.fixture.path("tool")
    let digest = Digest.of(try #require(Files.bytes(path)))
    func stamp(_ sha256: String) -> GuardStamp {
      GuardStamp(
        compiler: "tiny", settings: "", patterns: [], inputs: [],
        tools: [.init(path: path, sha256: sha256, trace: "written long ago")], binary: "")
    }
    #expect(stamp(digest).changes(in: tiny.fixture.project) == [])
    #expect(stamp("0").changes(in: tiny.fixture.project) == ["\(path) is another program"])
  }

  @Test func aDamagedStampProvesNothing() async throws {
    try tiny.fixture.write("{", to: ".quake/guard/tiny.stamp")
    let (code, said) = try await check()
    #expect(code == 1)
    #expect(said.contains("cannot be read"))
  }

  @Test func anInputThatFitsNothingIsAMistake() async throws {
    var bootstrap = try tiny.bootstrap()
    bootstrap.inputs.append("src/*.none")
    let path = ["PATH": "/usr/bin:/bin"]
    let verb = GuardVerb(
      bootstrap, project: tiny.fixture.project,
      toolchain: Toolchain(project: tiny.fixture.project, environment: path), environment: path)
    await #expect(
      throws: QuakeError.failed(
        "bootstrap 'tiny': no file fits the input 'src/*.none'")
    ) { try await verb.run(tiny.context) }
  }
}
