import Testing

@testable import Quake

/// The memory of a program that exists only in a test.
final class FakeMemory: HostMemory {
  private(set) var cells: [UInt8] = []

  /// Keeps `text` and returns the words by which it is passed.
  func words(_ text: String) -> [UInt64] {
    let address = UInt64(cells.count)
    cells += Array(text.utf8)
    return [address, UInt64(text.utf8.count)]
  }

  /// Makes room for `count` bytes and returns where.
  func room(_ count: Int) -> UInt64 {
    defer { cells += [UInt8](repeating: 0, count: count) }
    return UInt64(cells.count)
  }

  func bytes(at address: UInt64, count: Int) -> [UInt8] {
    Array(cells[Int(address)..<Int(address) + count])
  }

  func write(_ bytes: [UInt8], at address: UInt64) {
    cells.replaceSubrange(Int(address)..<Int(address) + bytes.count, with: bytes)
  }
}

/// A program that calls host functions the way compiled code does.
struct FakeProgram {
  let memory = FakeMemory()
  let functions: [String: HostFunction]

  /// Calls `name` with texts first and words last.
  @discardableResult
  func call(_ name: String, _ texts: String..., words: [UInt64] = []) -> UInt64 {
    functions[name]!(memory, texts.flatMap(memory.words) + words)
  }

  /// The text that the last call was answered with.
  func answer() -> String {
    let size = Int(call("quake_result_size"))
    let place = memory.room(size)
    call("quake_result_copy", words: [place])
    return String(decoding: memory.bytes(at: place, count: size), as: UTF8.self)
  }
}

@Suite struct QuakefileHostTests {
  private let fixture: Fixture
  private let recorder = CollectedOutput()
  private let host: QuakefileHost
  private let program: FakeProgram

  init() throws {
    fixture = try Fixture()
    host = QuakefileHost(
      project: fixture.project, inherited: ["HOME": "/home/nobody"], output: recorder.sink)
    program = FakeProgram(functions: host.functions())
  }

  /// Runs `body` on a thread that may block, as the interpreter does.
  private func onThread(_ body: @escaping @Sendable () -> Void) async throws {
    try await Blocking.onThread(body)
  }

  @Test func descriptionsAreCollected() {
    program.call("quake_task", "all", "Everything", "one\ntwo", words: [77])
    program.call("quake_task_alias", "a", "all")
    program.call("quake_sweep", "vec", "Vec", "vec_*\nvec*")
    program.call("quake_file_task", "out.txt", "in/*.txt", words: [78])
    #expect(
      host.declarations == [
        .task(name: "all", description: "Everything", dependencies: ["one", "two"]),
        .alias(name: "a", target: "all"),
        .sweep(name: "vec", description: "Vec", patterns: ["vec_*", "vec*"]),
        .file(path: "out.txt", inputs: ["in/*.txt"]),
      ])
    #expect(host.bodies == [77, 0, 0, 78])
    #expect(host.failure == nil)
  }

  @Test func wordsThatDoNotFitAreRefused() {
    #expect(host.functions()["quake_sh"]!(program.memory, [1]) == 1)
    #expect(host.failure?.message.contains("quake_sh was called with 1 words") == true)
  }

  @Test func aTaskNeedsAName() {
    #expect(program.call("quake_task", "", "Nothing", "", words: [1]) == 1)
    #expect(host.failure?.code == .failed)
    #expect(program.call("quake_task", "-j", "Option", "", words: [1]) == 1)
    #expect(host.declarations == [])
  }

  @Test func noTaskIsDescribedInsideATask() {
    host.beginBody(output: recorder.sink)
    #expect(program.call("quake_task", "late", "Too late", "", words: [1]) == 1)
    #expect(host.failure?.message == "'late' is described while a task runs")
  }

  @Test func commandsAreRunAndShown() async throws {
    nonisolated(unsafe) let program = self.program
    try await onThread {
      #expect(program.call("quake_sh", "echo out; echo err >&2") == 0)
      #expect(program.call("quake_sh_maybe", "exit 0") == 1)
      #expect(program.call("quake_sh_maybe", "exit 9") == 0)
      #expect(program.call("quake_sh_capture", "printf 'größe\\n\\n'; echo note >&2") == 0)
      #expect(program.answer() == "größe")
    }
    #expect(recorder.text == "out\nerr\nnote\n")
    #expect(host.failure == nil)
  }

  @Test func aFailedCommandSaysHow() async throws {
    nonisolated(unsafe) let program = self.program
    try await onThread { #expect(program.call("quake_sh", "exit 7") == 1) }
    #expect(host.failure == .failed("'exit 7' exited with 7"))
    host.beginBody(output: recorder.sink)
    try await onThread { #expect(program.call("quake_sh_capture", "echo seen; kill -9 $$") == 1) }
    #expect(host.failure == .failed("'echo seen; kill -9 $$' was killed by signal 9"))
    #expect(recorder.text == "seen\n")
  }

  @Test func theEnvironmentIsReadAndSet() async throws {
    #expect(program.call("quake_env_get", "HOME") == 1)
    #expect(program.answer() == "/home/nobody")
    #expect(program.call("quake_env_get", "QUAKE_TEST_NONE") == 0)
    #expect(program.call("quake_env", "QUAKE_TEST_SET", "a b") == 0)
    #expect(program.call("quake_env_get", "QUAKE_TEST_SET") == 1)
    #expect(program.call("quake_env", "A=B", "c") == 1)
    nonisolated(unsafe) let program = self.program
    try await onThread { program.call("quake_sh", "echo \"<$QUAKE_TEST_SET>\"") }
    #expect(recorder.text == "<a b>\n")
  }

  @Test func filesAreMovedCopiedAndRemoved() throws {
    try fixture.write("1", to: "a/one")
    #expect(program.call("quake_mkdir_p", "b/c") == 0)
    #expect(program.call("quake_cp", "a/one", "b/c") == 0)
    #expect(program.call("quake_mv", "b/c/one", "two") == 0)
    #expect(fixture.text("two") == "1")
    #expect(!Files.exists(fixture.path("b/c/one")))
    #expect(program.call("quake_cp", "a", "b") == 0)
    #expect(fixture.text("b/a/one") == "1")
    #expect(program.call("quake_glob", "**/one") == 0)
    #expect(program.answer() == "a/one\nb/a/one")
    #expect(program.call("quake_rm", "b") == 0)
    #expect(program.call("quake_rm", "b") == 0)
    #expect(!Files.exists(fixture.path("b")))
    #expect(host.failure == nil)
  }

  @Test(arguments: ["", ".", "..", "/", "a/..", "../"])
  func theProjectItselfIsLeftAlone(path: String) throws {
    try fixture.write("1", to: "a/one")
    #expect(program.call("quake_rm", path) == 1)
    #expect(fixture.text("a/one") == "1")
  }

  @Test func nothingIsCopiedOntoOrIntoItself() throws {
    try fixture.write("1", to: "a/one")
    #expect(program.call("quake_cp", "a/one", "a") == 1)
    #expect(program.call("quake_cp", "a/one", "a/one") == 1)
    #expect(program.call("quake_mv", "a", "a/b") == 1)
    #expect(program.call("quake_cp", "none", "b") == 1)
    #expect(fixture.text("a/one") == "1")
  }

  @Test func failingKeepsTheFirstReason() {
    program.call("quake_fail", "first")
    program.call("quake_fail", "second")
    #expect(host.failure == .failed("first"))
  }

  @Test func whatTheProgramWritesIsShown() {
    program.call("quake_step", "compile")
    let text = program.memory.words("written\n")
    #expect(program.functions["write"]!(program.memory, [1] + text) == 8)
    #expect(program.functions["write"]!(program.memory, [2] + text) == 8)
    #expect(recorder.text == "--> compile\nwritten\nwritten\n")
  }

  @Test func aSecondRunGetsTheFirstRunsAnswers() async throws {
    nonisolated(unsafe) let program = self.program
    try await onThread { program.call("quake_sh_capture", "date +%s%N; echo once >> log") }
    program.call("quake_env", "MODE", "fast")
    let first = host.journal[0].answer.text
    let second = QuakefileHost(
      replaying: host.journal, project: fixture.project, inherited: [:])
    let again = FakeProgram(functions: second.functions())
    again.call("quake_sh_capture", "date +%s%N; echo once >> log")
    #expect(again.answer() == first)
    again.call("quake_env", "MODE", "fast")
    second.beginBody(output: recorder.sink)
    #expect(again.call("quake_env_get", "MODE") == 1)
    #expect(fixture.text("log") == "once\n")
  }

  @Test func aSecondRunThatDoesOtherThingsIsRefused() {
    program.call("quake_glob", "*.qz")
    let second = QuakefileHost(
      replaying: host.journal, project: fixture.project, inherited: [:])
    let again = FakeProgram(functions: second.functions())
    #expect(again.call("quake_glob", "*.md") == 1)
    #expect(second.failure?.message.contains("do not do the same twice") == true)
  }
}
