import QSpec
import Testing

@testable import Quake

@Suite struct TaskRunnerTests {
  private let recorder = CollectedOutput()

  /// Runs `tasks`, all of which are asked for.
  private func run(
    _ tasks: [QuakeTask], jobs: Int = 1, keepsGoing: Bool = false, isQuiet: Bool = false
  ) async throws -> TaskRunner.Report {
    let options = RunOptions(jobs: jobs, keepsGoing: keepsGoing, isQuiet: isQuiet)
    let runner = TaskRunner(
      project: Project(root: "/"), options: options, console: .plain, out: recorder.sink)
    return await runner.run(try TaskGraph(tasks).order(for: tasks.map(\.name)))
  }

  private func task(
    _ name: String, needs: [String] = [], _ body: @escaping QuakeTask.Body
  ) -> QuakeTask {
    QuakeTask(name: name, description: "", dependencies: needs, body: body)
  }

  @Test func tasksRunInOrder() async throws {
    let log = Log()
    let report = try await run([
      task("all", needs: ["one", "two"]) { _ in log.add("all") },
      task("one") { _ in log.add("one") },
      task("two", needs: ["one"]) { _ in log.add("two") },
    ])
    #expect(log.all == ["one", "two", "all"])
    #expect(TaskRunner.exitCode(of: report) == .passed)
    #expect(recorder.lines.last?.hasPrefix("quake: tasks: 3 passed, 0 failed") == true)
  }

  @Test func tasksRunAtTheSameTimeWhereTheyMay() async throws {
    let meeting = Log()
    let wait: QuakeTask.Body = { _ in
      meeting.add("here")
      let start = ContinuousClock.now
      while meeting.all.count < 2 {
        guard ContinuousClock.now - start < .seconds(20) else { throw QuakeError.failed("alone") }
        try await Task.sleep(for: .milliseconds(1))
      }
    }
    let report = try await run([task("a", wait), task("b", wait)], jobs: 2)
    #expect(TaskRunner.exitCode(of: report) == .passed)
  }

  @Test func aFailureStopsTheRun() async throws {
    let log = Log()
    let report = try await run([
      task("bad") { _ in throw QuakeError.failed("broken pipe dream") },
      task("next") { _ in log.add("next") },
    ])
    #expect(log.all == [])
    #expect(TaskRunner.exitCode(of: report) == .failed)
    #expect(recorder.text.contains("bad: broken pipe dream"))
    #expect(recorder.text.contains("not run: next, the run was stopped"))
    #expect(recorder.text.contains("0 passed, 1 failed, 1 not run"))
  }

  @Test func keepingGoingRunsWhatDoesNotNeedTheFailure() async throws {
    let log = Log()
    let report = try await run(
      [
        task("bad") { _ in throw QuakeError.infrastructure("no disk") },
        task("user", needs: ["bad"]) { _ in log.add("user") },
        task("free") { _ in log.add("free") },
      ], keepsGoing: true)
    #expect(log.all == ["free"])
    #expect(TaskRunner.exitCode(of: report) == .infrastructure)
    #expect(recorder.text.contains("not run: user, it needs 'bad'"))
  }

  @Test func outputsOfTasksAreNotMixed() async throws {
    let writer: QuakeTask.Body = { context in
      for number in 0..<50 {
        context.output.write("line ")
        await Task.yield()
        context.output.line("\(number)")
      }
    }
    _ = try await run([task("a", writer), task("b", writer), task("c", writer)], jobs: 3)
    let numbers = recorder.lines.filter { $0.hasPrefix("line ") }
    #expect(numbers == (0..<3).flatMap { _ in (0..<50).map { "line \($0)" } })
    #expect(recorder.lines.filter { $0.hasPrefix("==> ") }.sorted() == ["==> a", "==> b", "==> c"])
  }

  @Test func aQuietRunShowsOnlyWhatFailed() async throws {
    _ = try await run(
      [
        task("good") { $0.output.line("fine") },
        task("bad") { context in
          context.output.line("before the end")
          throw QuakeError.failed("ended")
        },
      ], isQuiet: true)
    #expect(!recorder.text.contains("fine"))
    #expect(recorder.text.contains("==> bad\nbefore the end\nbad: ended\nnot ok bad"))
  }

  @Test func aTaskWithNothingToDoIsNotRun() async throws {
    let log = Log()
    var idle = task("idle") { _ in log.add("idle") }
    idle.isCurrent = { _ in "nothing changed" }
    let report = try await run([idle, task("user", needs: ["idle"]) { _ in log.add("user") }])
    #expect(log.all == ["user"])
    #expect(report.first?.outcome == .current("nothing changed"))
    #expect(recorder.text.contains("ok idle (nothing changed)"))
  }

  @Test func aSingleTaskWithNothingToDoSaysWhy() async throws {
    var idle = task("idle") { _ in }
    idle.isCurrent = { _ in "nothing changed" }
    _ = try await run([idle])
    #expect(recorder.text == "idle: nothing changed\n")
  }

  @Test func aSingleTaskWritesNothingButItsOwn() async throws {
    _ = try await run([task("one") { $0.output.write("no line end") }])
    #expect(recorder.text == "no line end\n")
  }
}
