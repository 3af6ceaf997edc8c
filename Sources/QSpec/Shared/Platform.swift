#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The C library's calls under names that no method of ours hides.
enum Platform {
  /// The text of the last failed call's error number.
  static var lastError: String { String(cString: strerror(errno)) }

  /// Sends `signal` to the process `id`, or to a group when it is negative; whether it was sent.
  @discardableResult
  static func send(_ signal: Int32, to id: Int32) -> Bool { kill(id, signal) == 0 }

  /// Whether the process `id` is no longer running, though nobody has collected its status yet.
  static func hasEnded(_ id: Int32) -> Bool {
    var info = siginfo_t()
    let flags = WEXITED | WNOHANG | WNOWAIT
    guard waitid(P_PID, id_t(id), &info, flags) == 0 else { return errno != EINTR }
    return info.si_signo != 0
  }

  /// The name of signal `number`, as in `SIGSEGV`.
  static func signalName(_ number: Int32) -> String {
    let names: [(Int32, String)] = [
      (SIGHUP, "SIGHUP"), (SIGINT, "SIGINT"), (SIGQUIT, "SIGQUIT"), (SIGILL, "SIGILL"),
      (SIGTRAP, "SIGTRAP"), (SIGABRT, "SIGABRT"), (SIGBUS, "SIGBUS"), (SIGFPE, "SIGFPE"),
      (SIGKILL, "SIGKILL"), (SIGUSR1, "SIGUSR1"), (SIGSEGV, "SIGSEGV"), (SIGUSR2, "SIGUSR2"),
      (SIGPIPE, "SIGPIPE"), (SIGALRM, "SIGALRM"), (SIGTERM, "SIGTERM"), (SIGXCPU, "SIGXCPU"),
      (SIGXFSZ, "SIGXFSZ"), (SIGSYS, "SIGSYS"),
    ]
    return names.first { $0.0 == number }?.1 ?? "signal \(number)"
  }

  /// The number of processors that may be used.
  static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// The value of the environment variable `name`.
  static func environment(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    return String(cString: value)
  }

  /// The folder in which relative paths begin.
  static var workingDirectory: String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
  }

  /// Whether file descriptor `descriptor` is a terminal.
  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Whether `name` matches the shell pattern `pattern`, in which `*` stays within one folder.
  static func matches(_ name: String, glob pattern: String) -> Bool {
    fnmatch(pattern, name, FNM_PATHNAME) == 0
  }
}

extension Platform {
  /// The number of columns of the terminal behind `descriptor`, 80 where that is unknown.
  static func columns(of descriptor: Int32) -> Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}

extension Platform {
  /// Kills the process `id`.
  static func end(_ id: Int32) { send(SIGKILL, to: id) }

  /// Writes `text` to `descriptor`; what cannot be written is lost.
  static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { buffer in
        #if canImport(Darwin)
          Darwin.write(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
          Musl.write(descriptor, buffer.baseAddress, buffer.count)
        #else
          Glibc.write(descriptor, buffer.baseAddress, buffer.count)
        #endif
      }
      if written > 0 { bytes = bytes.dropFirst(written) } else if errno != EINTR { return }
    }
  }
}
