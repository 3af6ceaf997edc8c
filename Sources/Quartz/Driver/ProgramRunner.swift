#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

extension Driver {
  /// Compiles the program that `options` name into a private directory and becomes it.
  ///
  /// Returns only when there is no program to become, or when it ended.
  public static func run(_ options: CompileOptions, _ arguments: [String]) -> ExitStatus {
    do throws(DriverError) {
      let directory = try TemporaryDirectory()
      let path = directory.path + "/" + programName(options.file)
      var options = options
      options.emit = .exe
      options.output = path
      let status = compile(options)
      guard status == .success else { return status }
      let ending = try ProgramRunner.run(
        path, arguments, in: directory, mayReplace: options.sanitizer == nil)
      ProgramRunner.end(like: ending)
    } catch {
      return Messages.report(error, options)
    }
  }

  private static func programName(_ file: String) -> String {
    file == "-" ? "program" : Path.stem(file)
  }
}

/// A directory that only this user may enter, and that is removed with what is in it.
struct TemporaryDirectory: ~Copyable {
  /// Where it is.
  let path: String

  init() throws(DriverError) {
    let parent = environment("TMPDIR") ?? "/tmp"
    var template = Array((parent + "/quartz-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw .unwritable(parent, systemMessage()) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { Self.remove(path) }

  /// Removes the directory and the files in it.
  static func remove(_ path: String) {
    guard let entries = opendir(path) else { return }
    while let entry = readdir(entries) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { unlink(path + "/" + name) }
    }
    closedir(entries)
    rmdir(path)
  }
}

/// Runs a program that was just built.
enum ProgramRunner {
  /// Runs the program at `path`, removes it, and tells how it ended.
  ///
  /// Where the system can run a file without a name, this process becomes the program, so that
  /// signals and job control are the program's own and nothing is left behind.
  static func run(
    _ path: String, _ arguments: [String], in directory: borrowing TemporaryDirectory,
    mayReplace: Bool
  ) throws(DriverError) -> ChildProcess.Ending {
    let words = [Path.name(path)] + arguments
    signal(SIGPIPE, SIG_DFL)
    #if os(Linux)
      if mayReplace { try replace(path, words, directory.path) }
    #endif
    let process = try ChildProcess.start(path, words)
    // Signals of the terminal go to the program, too, and it is the program that answers them.
    signal(SIGINT, SIG_IGN)
    signal(SIGQUIT, SIG_IGN)
    let ending = process.wait()
    TemporaryDirectory.remove(directory.path)
    return ending
  }

  /// Ends this process as another one ended.
  static func end(like ending: ChildProcess.Ending) -> Never {
    switch ending {
    case .exited(let code): exit(code)
    case .signalled(let number):
      signal(number, SIG_DFL)
      kill(getpid(), number)
      exit(128 + number)
    }
  }

  #if os(Linux)
    /// Becomes the program; its file is opened, then removed, then executed.
    private static func replace(
      _ path: String, _ words: [String], _ directory: String
    ) throws(DriverError) {
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw .notStarted(path, systemMessage()) }
      TemporaryDirectory.remove(directory)
      resetSignals()
      _ = ChildProcess.withCStrings(words) { fexecve(descriptor, $0, environ) }
      throw .notStarted(path, systemMessage())
    }

    /// Undoes what this process did to its signals, which the program would inherit.
    private static func resetSignals() {
      for number in [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE] { signal(number, SIG_DFL) }
    }
  #endif
}
