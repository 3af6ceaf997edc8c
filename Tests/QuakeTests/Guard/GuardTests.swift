import Testing

@testable import Quake

@Suite struct GuardTests {
  private let tiny: TinyCompiler

  init() throws { tiny = try TinyCompiler() }

  @Test func aFixpointIsKept() async throws {
    #expect(try await tiny.runGuard() == nil)
    let store = BackupStore("tiny", in: tiny.fixture.project)
    let golden = try #require(try store.generation(called: "golden"))
    #expect(golden.functions == 5)
    #expect(tiny.fixture.text("backups/tiny-golden") == TinyCompiler.source)
    #expect(tiny.recorder.text.contains("3 → 4"))
    #expect(tiny.recorder.lines.last == "fixpoint of tiny: stage 1 = 2 = 3, kept as golden")
  }

  @Test func theSameCompilerIsKeptOnce() async throws {
    #expect(try await tiny.runGuard() == nil)
    #expect(try await tiny.runGuard() == nil)
    let store = BackupStore("tiny", in: tiny.fixture.project)
    #expect(try store.generations().count == 1)
  }

  @Test func theFormerGoldenBecomesPrev() async throws {
    #expect(try await tiny.runGuard() == nil)
    try tiny.fixture.write(TinyCompiler.source + "# more\n", to: "compiler.src")
    #expect(try await tiny.runGuard() == nil)
    #expect(tiny.fixture.text("backups/tiny-prev") == TinyCompiler.source)
    #expect(tiny.fixture.text("backups/tiny-golden") == TinyCompiler.source + "# more\n")
  }

  @Test func twoGuardsDoNotWorkInOneFolder() async throws {
    let lock = try FileLock(tiny.fixture.path(".quake/guard/tiny.lock"))
    let error = try await tiny.runGuard()
    #expect(error?.message.contains("another quake is at work") == true)
    _ = consume lock
  }

  /// A fault that is planted into the commands, and the reason that must be given.
  struct Fault: CustomTestStringConvertible {
    let name: String
    let changes: [String: String]
    let reason: String
    var testDescription: String { name }

    init(_ name: String, _ changes: [String: String], _ reason: String) {
      self.name = name
      self.changes = changes
      self.reason = reason
    }
  }

  /// Appends to or replaces what stage 3 made, once it is there.
  private static func atStage3(_ command: String, _ damage: String) -> String {
    "\(command); [ {stage} != 3 ] || \(damage)"
  }

  static let faults: [Fault] = [
    Fault("missing output", ["ir": "true {compiler} {output}"], "stage2/ir is missing"),
    Fault("empty output", ["ir": ": {compiler} > {output}"], "stage2/ir is empty"),
    Fault(
      "stale but equal output",
      ["ir": "{compiler} emit compiler.src > {output}; touch -d 2001-01-01 {output}"],
      "stage2/ir is stale: it is older than this run"),
    Fault("an output that cannot be read", ["ir": "mkdir {output} # {compiler}"], "is no file"),
    Fault(
      "a flipped byte in the IR",
      ["ir": atStage3("{compiler} emit compiler.src > {output}", "sed -i 's/esac/esad/' {output}")],
      "the IR of stage 3 differs from that of stage 2"),
    Fault(
      "a flipped byte in the object",
      ["object": atStage3("cp {ir} {output}", "sed -i 's/echo/ecko/' {output}")],
      "the object of stage 3 differs from that of stage 2"),
    Fault(
      "a flipped byte in the binary",
      [
        "binary": atStage3(
          "sed 's/^define @//' {object} > {output} && chmod +x {output}", "echo '#' >> {output}")
      ], "the binary of stage 3 differs from that of stage 2"),
    Fault(
      "a compiler that is replaced while it works",
      [
        "binary": atStage3(
          "sed 's/^define @//' {object} > {output} && chmod +x {output}",
          "echo '# other' >> {compiler}")
      ], "stage 3 was built by another compiler"),
    Fault("too few functions", ["functions": "7"], "5 functions are not 7 ± 1"),
    Fault("no function at all", ["function_marker": "func "], "there is no function"),
    Fault(
      "a smoke program that lies", ["smoke": "echo all is well # {compiler}"],
      "smoke wrote something else than smoke.expected, line 1"),
    Fault("a smoke program that says nothing", ["smoke": "true {compiler}"], "smoke wrote nothing"),
    Fault(
      "a smoke program that fails", ["smoke": "{compiler} greet world; exit 3"],
      "smoke exited with 3"),
    Fault(
      "a full disk", ["object": "cp {ir} {output} && cat {ir} > /dev/full"],
      "No space left on device"),
    Fault(
      "a compiler that crashes", ["ir": "kill -9 $$ # {compiler} {output}"], "killed by signal 9"),
    Fault(
      "a compiler that hangs", ["ir": "exec sleep 60 # {compiler} {output}", "timeout": "1"],
      "stage 2 IR was stopped after"),
    Fault(
      "an input that changes during the run",
      ["smoke": "{compiler} greet world; echo '# x' >> compiler.src"], "an input was changed"),
    Fault(
      "a time in the text",
      ["ir": "{ {compiler} emit compiler.src; echo \"define # $(date +%N)\"; } > {output}"],
      "the IR of stage 3 differs"),
    Fault(
      "a path in the text",
      ["ir": "{ {compiler} emit compiler.src; echo define \\# {compiler}; } > {output}"],
      "the IR of stage 3 differs"),
    Fault(
      "an order that is random",
      ["ir": "{ echo 'define @#!/bin/sh'; {compiler} emit compiler.src | shuf; } > {output}"],
      "stage"),
  ]

  @Test(arguments: faults)
  func aFaultTurnsTheGateRed(fault: Fault) async throws {
    #expect(try await tiny.runGuard() == nil)
    let before = tiny.kept
    let error = try await tiny.runGuard(fault.changes)
    let message = try #require(error?.message, "the gate stayed green")
    #expect(message.contains(fault.reason))
    #expect(tiny.kept == before, "what was kept has changed")
  }

  @Test func aFailureShowsAllThatTheStepWrote() async throws {
    let error = try await tiny.runGuard([
      "object": "echo to out; echo to err >&2; exit 4 # {output}"
    ])
    #expect(error?.message.contains("stage 2 object exited with 4") == true)
    #expect(error?.message.contains("to out\nto err") == true)
  }

  @Test func aDiskThatFillsWhileItIsKeptLosesNothing() async throws {
    #expect(try await tiny.runGuard() == nil)
    let before = tiny.kept
    try tiny.fixture.write(TinyCompiler.source + "# more\n", to: "compiler.src")
    var verb = try tiny.guardVerb()
    verb.store.write = { _, path, _ in
      throw QuakeError.infrastructure("cannot write \(path): No space left on device")
    }
    await #expect(throws: QuakeError.self) { try await verb.run(tiny.context) }
    #expect(tiny.kept == before)
  }

  @Test func aDifferenceIsNamedByPhaseFunctionAndLine() async throws {
    let error = try await tiny.runGuard([
      "ir": Self.atStage3("{compiler} emit compiler.src > {output}", "sed -i s/esac/esad/ {output}")
    ])
    #expect(error != nil)
    let text = tiny.recorder.text
    #expect(text.contains("the IR, line 5"))
    #expect(text.contains("- define @esac\n+ define @esad"))
  }

  @Test func aPhaseThatDiffersIsNamedFirst() async throws {
    // Stage 1 is another compiler than the ones that come of it.
    let error = try await tiny.runGuard([
      "seed": "sed 's/define @/define @ /' compiler.src > {output} && chmod +x {output}"
    ])
    #expect(error?.message.contains("the IR of stage 3 differs from that of stage 2") == true)
    #expect(tiny.recorder.text.contains("phase llvm, compiler.src, line 1"))
    #expect(tiny.recorder.text.contains(".quake/guard/tiny/difference/llvm-by-stage1.txt"))
  }
}
