import Testing

@testable import Quake

@Suite struct CommandTests {
  private func shell(_ line: String) -> Command { Command.shell(line, in: "/") }

  @Test func bothStreamsAndTheEndingAreKept() async throws {
    let captured = try await shell("echo out; echo err >&2; exit 5").capture()
    #expect(captured.ending == .exited(5))
    #expect(captured.outputText == "out\n")
    #expect(captured.errorText == "err\n")
  }

  @Test func aSignalIsNoExit() async throws {
    #expect(try await shell("kill -9 $$").capture().ending == .killed(signal: 9))
  }

  @Test func aCommandThatTakesTooLongIsStopped() async throws {
    let limit = Duration.milliseconds(200)
    #expect(
      try await shell("sleep 600").within(limit).capture().ending == .timedOut(after: limit))
    #expect(
      try await shell("sleep 600").within(limit).stream(to: CollectedOutput().sink)
        == .timedOut(after: limit))
  }

  @Test func muchOutputIsKeptWhole() async throws {
    let captured = try await shell("head -c 3000000 /dev/zero; echo end >&2").capture()
    #expect(captured.output.count == 3_000_000)
    let recorder = CollectedOutput()
    _ = try await shell("head -c 3000000 /dev/zero | tr '\\0' x").stream(to: recorder.sink)
    #expect(recorder.text.utf8.count == 3_000_000)
  }

  @Test func aProgramThatDoesNotExistIsAFaultOfTheMachine() async throws {
    await #expect(throws: QuakeError.self) {
      _ = try await Command("/nonexistent/program", [], in: "/").capture()
    }
  }

  @Test func theLineCanBeTypedAgain() {
    #expect(Command("/bin/a", ["b c", "it's", ""], in: "/").line == "/bin/a 'b c' 'it'\\''s' ''")
    #expect(shell("echo $x").line == "echo $x")
  }
}
