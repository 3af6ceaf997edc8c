import Testing

@testable import Quake

/// An evaluator whose Quakefile is a Swift function; a body is the number of a Swift closure.
private struct FakeEvaluator: QuakefileEvaluator, CompiledQuakefile {
  /// What the file's own statements do with the program and its run.
  let statements: @Sendable (FakeProgram, FakeRun) throws -> Void

  var warnings: String { "" }

  func compile(_ path: String) throws -> any CompiledQuakefile { self }

  func start(with functions: [String: HostFunction]) throws -> any QuakefileRun {
    let run = FakeRun(program: FakeProgram(functions: functions))
    try statements(run.program, run)
    return run
  }
}

private final class FakeRun: QuakefileRun {
  let program: FakeProgram
  var counter = 0
  private var bodies: [() throws -> Void] = []

  init(program: FakeProgram) { self.program = program }

  /// The word that stands for `body`.
  func closure(_ body: @escaping () throws -> Void) -> UInt64 {
    bodies.append(body)
    return UInt64(bodies.count)
  }

  func call(closure: UInt64) throws { try bodies[Int(closure) - 1]() }
}

@Suite struct QuakefileTests {
  private let fixture: Fixture
  private let recorder = CollectedOutput()

  init() throws { fixture = try Fixture() }

  private func load(
    _ statements: @escaping @Sendable (FakeProgram, FakeRun) throws -> Void
  ) async throws -> Quakefile {
    try await Quakefile.load(
      "Quakefile", of: fixture.project, with: FakeEvaluator(statements: statements),
      inherited: [:], output: recorder.sink)
  }

  /// Runs the tasks called `names` of `file` and returns how each went.
  private func run(
    _ names: [String], of file: Quakefile, jobs: Int = 1
  ) async throws -> [String: TaskOutcome] {
    let recorder = recorder
    let tasks = file.tasks { patterns, _ in recorder.sink.line("sweep \(patterns)") }
    let runner = TaskRunner(
      project: fixture.project, options: RunOptions(jobs: jobs), console: .plain,
      out: recorder.sink)
    let report = await runner.run(try TaskGraph(tasks).order(for: names))
    return Dictionary(uniqueKeysWithValues: report.map { ($0.task.name, $0.outcome) })
  }

  @Test func bodiesRunWithTheirHost() async throws {
    let file = try await load { program, run in
      let body = run.closure { program.call("quake_sh", "echo from the body") }
      program.call("quake_task", "hello", "Say hello", "", words: [body])
      program.call("quake_task_alias", "hi", "hello")
      program.call("quake_sweep", "vec", "Vec", "vec_*")
    }
    #expect(try await run(["hi"], of: file) == ["hello": .passed, "hi": .passed])
    #expect(recorder.text == "from the body\n")
    #expect(try await run(["vec"], of: file) == ["vec": .passed])
    #expect(recorder.text.hasSuffix("sweep [\"vec_*\"]\n"))
  }

  @Test func noTaskSeesWhatAnotherDidToAVariable() async throws {
    let file = try await load { program, run in
      for name in ["a", "b", "c"] {
        let body = run.closure {
          run.counter += 1
          program.call("quake_step", "\(name) \(run.counter)")
        }
        program.call("quake_task", name, "", "", words: [body])
      }
    }
    #expect(try await run(["a", "b", "c"], of: file, jobs: 3).values.allSatisfy { $0 == .passed })
    let steps = recorder.lines.filter { $0.hasPrefix("-->") }.sorted()
    #expect(steps == ["--> a 1", "--> b 1", "--> c 1"])
  }

  @Test func aFailureInABodyFailsTheTask() async throws {
    let file = try await load { program, run in
      let body = run.closure { program.call("quake_fail", "not today") }
      program.call("quake_task", "bad", "", "", words: [body])
    }
    #expect(try await run(["bad"], of: file) == ["bad": .failed(.failed("not today"))])
  }

  @Test func aFailureInTheFileItselfStopsTheReading() async throws {
    await #expect(throws: QuakeError.failed("no good")) {
      _ = try await load { program, _ in program.call("quake_fail", "no good") }
    }
  }

  @Test func aFileIsMadeWhenContentsChanged() async throws {
    try fixture.write("1", to: "in/a.txt")
    let file = try await load { program, run in
      let body = run.closure { program.call("quake_sh", "cat in/*.txt > out.txt") }
      program.call("quake_file_task", "out.txt", "in/*.txt", words: [body])
    }
    let current = TaskOutcome.current("nothing it is made from has changed")
    #expect(try await run(["out.txt"], of: file) == ["out.txt": .passed])
    #expect(try await run(["out.txt"], of: file) == ["out.txt": current])
    try fixture.write("1", to: "in/a.txt")
    #expect(try await run(["out.txt"], of: file) == ["out.txt": current])
    try fixture.write("2", to: "in/b.txt")
    #expect(try await run(["out.txt"], of: file) == ["out.txt": .passed])
    #expect(fixture.text("out.txt") == "12")
    try fixture.write("changed by hand", to: "out.txt")
    #expect(try await run(["out.txt"], of: file) == ["out.txt": .passed])
    #expect(fixture.text("out.txt") == "12")
  }

  @Test func filesThatAreMadeFromEachOtherFollowEachOther() async throws {
    let file = try await load { program, run in
      let second = run.closure { program.call("quake_cp", "one", "two") }
      program.call("quake_file_task", "two", "one", words: [second])
      let first = run.closure { program.call("quake_sh", "echo 1 > one") }
      program.call("quake_file_task", "one", "", words: [first])
    }
    #expect(try await run(["two"], of: file) == ["one": .passed, "two": .passed])
    #expect(fixture.text("two") == "1\n")
  }

  @Test func aFileTaskThatMakesNothingFails() async throws {
    try fixture.write("", to: "in")
    let file = try await load { program, run in
      program.call("quake_file_task", "out", "in", words: [run.closure {}])
      program.call("quake_file_task", "lost", "nowhere/*", words: [run.closure {}])
    }
    #expect(
      try await run(["out"], of: file)
        == ["out": .failed(.failed("'out' was not made by its task"))])
    #expect(
      try await run(["lost"], of: file)
        == ["lost": .failed(.failed("'lost' is made from 'nowhere/*', which does not exist"))])
  }
}
