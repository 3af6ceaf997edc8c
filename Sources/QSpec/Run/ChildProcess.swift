import Subprocess

#if canImport(Darwin)
  import Darwin
  import System
#elseif canImport(Musl)
  import Musl
  import SystemPackage
#else
  import Glibc
  import SystemPackage
#endif

/// A process that runs in a session of its own, with its output in files and nothing to read.
struct ChildProcess {
  /// What to start.
  let command: Command
  /// Its whole environment.
  let environment: [String: String]
  /// The folder in which it starts.
  let workingDirectory: String
  /// The file to which its standard output is appended.
  let outPath: String
  /// The file to which its standard error is appended.
  let errPath: String
  /// How long it may take to end after it was asked to, and its children after it has.
  let limits: Limits

  /// How a process came to its end.
  enum Ending: Hashable {
    /// It exited with a code.
    case exited(Int32)
    /// A signal ended it.
    case signalled(Int32)
  }

  /// What a watcher wants to become of a process.
  enum Order: Int {
    /// It may go on.
    case goOn
    /// It shall end, and be killed when it has not within the grace.
    case terminate
    /// It shall be killed at once.
    case kill
  }

  /// The end of a process and the names of the processes that outlived it.
  struct Outcome {
    /// How the process itself ended.
    let ending: Ending
    /// The names of those of its children that were still alive and had to be killed.
    let leaked: [String]
  }

  /// The longest pause between two looks at a process.
  private static let longestPause = Duration.milliseconds(15)

  /// Runs the process to its end, asking `watch` for an order every few milliseconds.
  nonisolated(nonsending) func run(
    watch: (Int32) -> Order
  ) async throws(RunnerError) -> Outcome {
    let (out, err) = (try openForAppending(outPath), try openForAppending(errPath))
    var options = PlatformOptions()
    options.createSession = true
    do {
      let result = try await Subprocess.run(
        executable, arguments: Arguments(command.arguments), environment: subprocessEnvironment,
        workingDirectory: FilePath(workingDirectory), platformOptions: options, input: .none,
        output: .fileDescriptor(out, closeAfterSpawningProcess: true),
        error: .fileDescriptor(err, closeAfterSpawningProcess: true)
      ) { execution in
        await attend(execution.processIdentifier.value, watch)
      }
      let attendance = result.closureResult
      let leaked = await sweep(group: attendance.id, wasKilled: attendance.wasStopped)
      return Outcome(ending: Self.ending(result.terminationStatus), leaked: leaked)
    } catch {
      let cause = "\(error)".split(separator: "\n").joined(separator: " ")
      let text = cause.hasSuffix(".") ? String(cause.dropLast()) : cause
      throw .infrastructure("cannot start '\(command.program)': \(text)")
    }
  }

  /// The program as a path, or as a name to look up on PATH.
  private var executable: Executable {
    command.program.contains("/")
      ? .path(FilePath(Path.absolute(command.program, in: workingDirectory)))
      : .name(command.program)
  }

  /// The environment, sorted so that every process gets it in the same order.
  private var subprocessEnvironment: Environment {
    let lines = environment.sorted { $0.key < $1.key }.map { Array("\($0.key)=\($0.value)\0".utf8) }
    return .custom(lines)
  }

  /// The file at `path`, opened so that each write goes to its end.
  private func openForAppending(_ path: String) throws(RunnerError) -> FileDescriptor {
    do {
      return try FileDescriptor.open(
        path, .writeOnly, options: [.append, .create, .closeOnExec], permissions: [.ownerReadWrite])
    } catch {
      throw .infrastructure("cannot write '\(path)': \(error)")
    }
  }

  /// The end that the operating system reports.
  private static func ending(_ status: TerminationStatus) -> Ending {
    switch status {
    case .exited(let code): .exited(code)
    case .signaled(let number): .signalled(number)
    }
  }
}

extension ChildProcess {
  /// The process group that was attended, and whether it had to be stopped.
  private struct Attendance {
    let id: Int32
    var wasStopped = false
  }

  /// Watches the process `id` until it has ended; it still holds its id then, so that no signal
  /// can reach a stranger.
  private nonisolated(nonsending) func attend(
    _ id: Int32, _ watch: (Int32) -> Order
  ) async -> Attendance {
    var pause = Duration.milliseconds(1)
    var attendance = Attendance(id: id)
    var obeyed = Order.goOn
    var deadline = ContinuousClock.now
    while !Platform.hasEnded(id) {
      var order = watch(id)
      if obeyed == .terminate && ContinuousClock.now >= deadline { order = .kill }
      if order.rawValue > obeyed.rawValue {
        Platform.send(order == .kill ? SIGKILL : SIGTERM, to: -id)
        (obeyed, attendance.wasStopped) = (order, true)
        deadline = ContinuousClock.now + limits.grace
      }
      try? await Task.sleep(for: pause)
      pause = min(pause * 3 / 2, Self.longestPause)
    }
    if attendance.wasStopped { Platform.send(SIGKILL, to: -id) }
    return attendance
  }

  /// Kills what is left of the process group `group`, and names it unless its leader was killed,
  /// which left it no time to take its children along.
  private func sweep(group: Int32, wasKilled: Bool) async -> [String] {
    let deadline = ContinuousClock.now + limits.leak
    while Platform.send(0, to: -group) {
      let names = ProcessTable.names(inGroup: group)
      if names.isEmpty { return [] }
      if wasKilled || ContinuousClock.now >= deadline {
        Platform.send(SIGKILL, to: -group)
        return wasKilled ? [] : names
      }
      try? await Task.sleep(for: .milliseconds(5))
    }
    return []
  }
}
