import QSpec
import Synchronization

/// How a task's turn went.
enum TaskOutcome: Equatable, Sendable {
  /// It ran and was right.
  case passed
  /// It had nothing to do, for this reason.
  case current(String)
  /// It ran and was not right.
  case failed(QuakeError)
  /// It did not run, for this reason.
  case notRun(String)

  /// Whether tasks that need this one may run.
  var allowsDependents: Bool {
    switch self {
    case .passed, .current: true
    case .failed, .notRun: false
    }
  }
}

/// How tasks are run.
struct RunOptions: Sendable {
  /// How many tasks may run at the same time.
  var jobs = 1
  /// Whether tasks that do not need a failed one run all the same.
  var keepsGoing = false
  /// Whether only the output of failed tasks is shown.
  var isQuiet = false
}

/// Runs tasks, each once and after what it needs, several at a time.
struct TaskRunner: Sendable {
  /// The project that the tasks work on.
  let project: Project
  /// How they are run.
  let options: RunOptions
  /// The console they are shown on.
  let console: Console
  /// Where everything is written.
  let out: OutputSink

  /// How every task of a run went, in the order of the plan.
  typealias Report = [(task: QuakeTask, outcome: TaskOutcome)]

  /// Runs `order`, in which every task follows what it needs.
  func run(_ order: [QuakeTask]) async -> Report {
    let working = order.filter { $0.origin != .alias }
    let board = OutputBoard(
      console: console, out: out, isQuiet: options.isQuiet, hasTitles: working.count > 1)
    let progress = Progress(total: order.count, isAlone: working.count == 1)
    let ticker = Task { await tick(board, progress) }
    let start = ContinuousClock.now
    let outcomes = await runAll(order, board, progress)
    ticker.cancel()
    _ = await ticker.value
    board.status("")
    let report = order.map { (task: $0, outcome: outcomes[$0.name]!) }
    if working.count > 1 {
      conclusion(report, ContinuousClock.now - start).forEach(board.announce)
    }
    return report
  }

  /// The exit code that a report stands for: that of the first task that failed.
  static func exitCode(of report: Report) -> ExitCode {
    for case (_, .failed(let error)) in report { return error.code }
    return .passed
  }

  /// Starts each task as soon as it may, never more than `jobs` at a time.
  private func runAll(
    _ order: [QuakeTask], _ board: OutputBoard, _ progress: Progress
  ) async -> [String: TaskOutcome] {
    var outcomes: [String: TaskOutcome] = [:]
    var waiting = order
    await withTaskGroup(of: (String, TaskOutcome).self) { group in
      var running = 0
      repeat {
        while running < options.jobs, let task = takeReady(&waiting, &outcomes) {
          running += 1
          group.addTask { (task.name, await perform(task, board, progress)) }
        }
        guard running > 0, let (name, outcome) = await group.next() else { break }
        running -= 1
        outcomes[name] = outcome
        progress.finish(name)
      } while true
    }
    for task in waiting { outcomes[task.name] = .notRun("the run was stopped") }
    return outcomes
  }

  /// Takes the first task whose needs are through out of `waiting`.
  ///
  /// Tasks that can no longer run are taken out too, with their outcome.
  private func takeReady(
    _ waiting: inout [QuakeTask], _ outcomes: inout [String: TaskOutcome]
  ) -> QuakeTask? {
    let hasFailed = outcomes.values.contains { !$0.allowsDependents }
    if hasFailed, !options.keepsGoing { return nil }
    var index = 0
    while index < waiting.count {
      let task = waiting[index]
      if let blocker = task.dependencies.first(where: { outcomes[$0]?.allowsDependents == false }) {
        outcomes[task.name] = .notRun("it needs '\(blocker)'")
        waiting.remove(at: index)
      } else if task.dependencies.allSatisfy({ outcomes[$0] != nil }) {
        return waiting.remove(at: index)
      } else {
        index += 1
      }
    }
    return nil
  }

  private func perform(
    _ task: QuakeTask, _ board: OutputBoard, _ progress: Progress
  ) async -> TaskOutcome {
    guard task.origin != .alias else { return .passed }
    progress.start(task.name)
    let start = ContinuousClock.now
    let block = board.begin(task.name)
    let outcome = await outcome(of: task, writingTo: board.sink(of: block))
    let time = (ContinuousClock.now - start).words
    switch outcome {
    case .failed(let error):
      if !error.message.isEmpty {
        board.sink(of: block).line(console.bad("\(task.name): ") + error.message)
      }
      board.end(block, closing: console.bad("not ok") + " \(task.name) (\(time))", failed: true)
    case .current(let reason):
      if progress.isAlone { board.sink(of: block).line("\(task.name): \(reason)") }
      board.end(block, closing: console.good("ok") + " \(task.name) (\(reason))", failed: false)
    case .passed, .notRun:
      board.end(block, closing: console.good("ok") + " \(task.name) (\(time))", failed: false)
    }
    return outcome
  }

  private func outcome(of task: QuakeTask, writingTo sink: OutputSink) async -> TaskOutcome {
    if let reason = task.isCurrent?(project) { return .current(reason) }
    let context = TaskContext(
      project: project, output: sink, jobs: options.jobs, console: console)
    do {
      try await task.body(context)
      return .passed
    } catch let error as QuakeError {
      return .failed(error)
    } catch {
      return .failed(.infrastructure("\(error)"))
    }
  }
}

// MARK: What people see

extension TaskRunner {
  /// What is running and how much is done, for the line at the foot of a live console.
  private final class Progress: Sendable {
    private struct State {
      var running: [String] = []
      var done = 0
    }
    private let state = Mutex(State())
    private let total: Int
    private let begin = ContinuousClock.now
    /// Whether there is but one task, which then is all that is talked about.
    let isAlone: Bool

    init(total: Int, isAlone: Bool) {
      self.total = total
      self.isAlone = isAlone
    }

    func start(_ name: String) { state.withLock { $0.running.append(name) } }

    func finish(_ name: String) {
      state.withLock { state in
        state.running.removeAll { $0 == name }
        state.done += 1
      }
    }

    var line: String {
      let (running, done) = state.withLock { ($0.running, $0.done) }
      let time = (ContinuousClock.now - begin).words
      return "[\(done)/\(total)] \(running.joined(separator: ", ")) \(time)"
    }
  }

  private func tick(_ board: OutputBoard, _ progress: Progress) async {
    guard console.isLive else { return }
    while !Task.isCancelled {
      board.status(progress.line)
      try? await Task.sleep(for: .milliseconds(100))
    }
  }

  /// The lines that end a run: what failed, what did not run, and how many passed.
  private func conclusion(_ report: Report, _ time: Duration) -> [String] {
    var lines: [String] = []
    var failed = 0
    var idle = 0
    for (task, outcome) in report {
      switch outcome {
      case .failed:
        failed += 1
        lines.append(console.bad("failed: ") + "\(task.name)  (again: quake \(task.name))")
      case .notRun(let reason):
        idle += 1
        lines.append("not run: \(task.name), \(reason)")
      case .passed, .current: break
      }
    }
    let passed = report.count - failed - idle
    let counts = ["\(passed) passed", "\(failed) failed"] + (idle > 0 ? ["\(idle) not run"] : [])
    return lines + ["quake: tasks: \(counts.joined(separator: ", ")) in \(time.words)"]
  }
}
