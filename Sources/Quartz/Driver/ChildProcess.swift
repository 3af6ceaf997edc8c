import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// A process that this one started.
///
/// By `posix_spawn` itself: swift-subprocess is asynchronous throughout, and the pipeline runs on a
/// thread of its own, on which it writes to clang while it compiles.
struct ChildProcess {
  /// How a process ended.
  enum Ending: Equatable {
    /// By itself, with this code.
    case exited(Int32)
    /// By this signal.
    case signalled(Int32)
  }

  /// What the process reads and writes in place of this one's; nil is the same.
  struct Streams {
    var input: Int32?
    var output: Int32?
    var errors: Int32?
  }

  /// Held while a process is started, and between the making of a descriptor and the mark that no
  /// process inherits it: a child of another thread must not hold the end of a pipe open.
  static let starting = Mutex(())

  /// The process.
  let id: pid_t

  /// Starts the program at `path`; `arguments` begin with its name.
  static func start(
    _ path: String, _ arguments: [String], _ streams: Streams = Streams()
  ) throws(DriverError) -> ChildProcess {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    let replaced = [(streams.input, 0), (streams.output, 1), (streams.errors, 2)]
    for case (let descriptor?, let target) in replaced {
      posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(target))
    }
    // A signal that is ignored stays so in the new process, which may count on it.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    // Nor do signals stay blocked that the calling thread does not want.
    var blocked = sigset_t()
    sigemptyset(&blocked)
    posix_spawnattr_setsigmask(&attributes, &blocked)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var id: pid_t = 0
    let code = withCStrings(arguments) { list in
      starting.withLock { _ in posix_spawn(&id, path, &actions, &attributes, list, environ) }
    }
    guard code == 0 else { throw .notStarted(path, systemMessage(code)) }
    return ChildProcess(id: id)
  }

  /// Waits until the process has ended.
  func wait() -> Ending {
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0 && errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
  }

  /// Calls `body` with the null-terminated list of `texts`.
  static func withCStrings<Result>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let copies = texts.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
  }
}

/// A pipe whose ends no child inherits.
struct ProcessPipe {
  /// The end to read from.
  let reading: Int32
  /// The end to write to.
  let writing: Int32

  #if os(Linux)
    /// `F_SETPIPE_SZ`, which Swift's module of the C library leaves out.
    private static let setPipeSize: Int32 = 1031
  #endif

  init() throws(DriverError) {
    var ends: [Int32] = [0, 0]
    let code = ChildProcess.starting.withLock { _ in
      let code = pipe(&ends)
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      return code
    }
    guard code == 0 else { throw .notStarted("a pipe", systemMessage()) }
    #if os(Linux)
      // A larger pipe lets the code generator run ahead of clang.
      _ = fcntl(ends[1], Self.setPipeSize, 1 << 20)
    #endif
    (reading, writing) = (ends[0], ends[1])
  }
}
