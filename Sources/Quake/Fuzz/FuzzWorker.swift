import Quartz

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// The process that gives programs to the compiler and may die of one of them.
///
/// It writes the number of each program before it begins and a letter behind it: a process that
/// ends behind a number has met a program that the compiler does not bear.
public struct FuzzWorker: Sendable {
  /// Which programs there are.
  public enum Work: Sendable {
    /// The programs with these numbers that a seed decides.
    case cases(seed: UInt64, Range<Int>)
    /// The text of a file, read as if it stood at `path`.
    case whole(file: String, path: String)
    /// That text without each of so many chunks, from one on.
    case cuts(file: String, path: String, grain: ProgramCutter.Grain, chunks: Int, first: Int)
  }

  /// The seconds of the processor that one program may take.
  static let secondsPerCase = 5
  /// The bytes that the process may have.
  static let memoryLimit: UInt64 = 6 << 30

  /// Where the Quartz files lie.
  let project: Project
  /// Which programs are examined.
  let work: Work

  /// A worker of `session` for `work`.
  public init(_ session: Session, _ work: Work) {
    project = session.project
    self.work = work
  }

  /// Examines the programs; the exit code is 70 when a rule of the compiler was broken.
  public func run() -> Int32 {
    Self.limitMemory()
    return ProgramProbe.onDeepStack {
      do {
        try examineAll()
        return .success
      } catch let error as DriverError {
        Self.say("error: \(error.message)\n")
      } catch let error as QuakeError {
        Self.say("error: \(error.message)\n")
      } catch {
        Self.say("error: \(error)\n")
      }
      return .internalError
    }.rawValue
  }

  private func examineAll() throws {
    let probe = try ProgramProbe(standardLibrary: project.path("std"))
    switch work {
    case .cases(let seed, let numbers):
      let mutator = ProgramMutator(seeds: try FuzzSeeds(project: project), seed: seed)
      for number in numbers {
        try examine(mutator.program(number), number, probe)
      }
    case .whole(let file, let path):
      try examine(ProgramMutator.Case(path: path, text: Files.bytes(file) ?? []), 0, probe)
    case .cuts(let file, let path, let grain, let chunks, let first):
      let cutter = ProgramCutter(Files.bytes(file) ?? [], grain)
      for number in first..<chunks {
        let text = cutter.text(without: number, of: chunks)
        try examine(ProgramMutator.Case(path: path, text: text), number, probe)
      }
    }
  }

  private func examine(
    _ program: ProgramMutator.Case, _ number: Int, _ probe: ProgramProbe
  ) throws {
    Self.write("\(number) ", to: 1)
    Self.limitTime()
    switch probe.examine(program.text, path: program.path) {
    case .refused: Self.write("r\n", to: 1)
    case .accepted: Self.write("a\n", to: 1)
    case .broken(let reason): throw QuakeError.failed(reason)
    }
  }
}

// MARK: The system

extension FuzzWorker {
  private static func say(_ text: String) { write(text, to: 2) }

  private static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { bytes in
      #if canImport(Darwin)
        _ = Darwin.write(descriptor, bytes.baseAddress, bytes.count)
      #else
        _ = Glibc.write(descriptor, bytes.baseAddress, bytes.count)
      #endif
    }
  }

  /// Lets the system end the process by SIGPROF unless this is called again in time.
  private static func limitTime() {
    var limit = itimerval()
    limit.it_value.tv_sec = secondsPerCase
    #if canImport(Darwin)
      setitimer(ITIMER_PROF, &limit, nil)
    #else
      setitimer(__itimer_which_t(ITIMER_PROF.rawValue), &limit, nil)
    #endif
  }

  private static func limitMemory() {
    var limit = rlimit()
    #if canImport(Darwin)
      getrlimit(RLIMIT_AS, &limit)
      limit.rlim_cur = min(rlim_t(memoryLimit), limit.rlim_max)
      setrlimit(RLIMIT_AS, &limit)
    #else
      getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
      limit.rlim_cur = min(rlim_t(memoryLimit), limit.rlim_max)
      setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    #endif
  }
}
