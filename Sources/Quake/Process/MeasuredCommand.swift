import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// A program that ran with its output in a file, and what it cost.
struct Measured: Equatable, Sendable {
  /// How it ended.
  let ending: Ending
  /// How long it ran.
  let time: Duration
  /// The largest resident set of it and of the programs that it waited for, in bytes.
  let peak: Int
}

/// Runs a command of the shell whose cost matters.
///
/// swift-subprocess does not hand out what `wait4` knows of a child's memory, and a log in a file
/// outlives a quake that is killed.
struct MeasuredCommand: Sendable {
  /// The command, for the shell.
  let line: String
  /// The folder it starts in.
  let folder: String
  /// The file that takes what it writes to either stream.
  let log: String
  /// The whole environment of the command.
  let environment: [String: String]
  /// How long it may take.
  var timeout: Duration = .seconds(1800)

  /// Runs the command to its end.
  func run() async throws -> Measured {
    try Files.makeFolder(Files.parent(of: log))
    let start = ContinuousClock.now
    let child = try spawn()
    let isOverdue = Mutex(false)
    let watchdog = Task {
      try await Task.sleep(for: timeout)
      isOverdue.withLock { $0 = true }
      kill(child, SIGKILL)
    }
    defer { watchdog.cancel() }
    let (status, peak) = try await Blocking.onThread { try Self.wait(for: child) }
    let time = ContinuousClock.now - start
    let ending = isOverdue.withLock { $0 } ? .timedOut(after: timeout) : Self.ending(status)
    return Measured(ending: ending, time: time, peak: peak)
  }

  private func spawn() throws -> pid_t {
    var actions = Self.emptyActions()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var attributes = Self.emptyAttributes()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Swift's threads block signals, and a child inherits that.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let inFolder = "cd \"$1\" && exec /bin/sh -c \"$2\""
    let arguments = Self.terminated(["/bin/sh", "-c", inFolder, "sh", folder, line])
    let variables = Self.terminated(environment.sorted { $0.key < $1.key }.map { "\($0)=\($1)" })
    defer { (arguments + variables).forEach { free($0) } }
    var child = pid_t()
    let status = posix_spawn(&child, "/bin/sh", &actions, &attributes, arguments, variables)
    guard status == 0 else {
      throw QuakeError.infrastructure("cannot run \(line): \(String(cString: strerror(status)))")
    }
    return child
  }

  private static func terminated(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    texts.map { strdup($0) } + [nil]
  }

  private static func wait(for child: pid_t) throws -> (status: Int32, peak: Int) {
    var status: Int32 = 0
    var usage = rusage()
    while wait4(child, &status, 0, &usage) < 0 {
      guard errno == EINTR else {
        throw QuakeError.infrastructure(
          "process \(child) was lost: \(String(cString: strerror(errno)))")
      }
    }
    #if canImport(Darwin)
      return (status, Int(usage.ru_maxrss))
    #else
      return (status, Int(usage.ru_maxrss) * 1024)
    #endif
  }

  private static func ending(_ status: Int32) -> Ending {
    let signal = status & 0x7f
    return signal == 0 ? .exited((status >> 8) & 0xff) : .killed(signal: signal)
  }

  #if canImport(Darwin)
    private static func emptyActions() -> posix_spawn_file_actions_t? { nil }
    private static func emptyAttributes() -> posix_spawnattr_t? { nil }
  #else
    private static func emptyActions() -> posix_spawn_file_actions_t { .init() }
    private static func emptyAttributes() -> posix_spawnattr_t { .init() }
  #endif
}
