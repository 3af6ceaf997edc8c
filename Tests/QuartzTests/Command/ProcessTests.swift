import Testing

@testable import Quartz

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// The compiler as a process: what it does to its programs, and how it ends.
@Suite struct ProcessTests {
  /// The compiler that was built with these tests.
  private static let quartz = Path.directory(Path.ofThisProgram() ?? "") + "/quartz"

  /// What the compiler writes to standard output for `arguments`, with `text` in `main.qz`.
  private func run(
    _ arguments: [String], _ text: String = "", input: String = ""
  ) throws -> (output: String, ending: ChildProcess.Ending) {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/main.qz"
    try AtomicFile.write(to: path) { sink in
      Array(text.utf8).withUnsafeBytes { sink.write($0) }
    }
    let words = arguments.map { $0 == "FILE" ? path : $0 }
    let library = ["--stdlib-path", PipelineTests.root + "/std"]
    let place = words.firstIndex(of: "--") ?? words.endIndex
    return try Compiled.capture(
      Self.quartz, [Self.quartz] + words[..<place] + library + words[place...], input: input)
  }

  private static let echo = """
    import env

    def main
      for word in env::args()
        puts(word)
      end
      exit(7)
    end

    """

  @Test(arguments: [[], ["--release"], ["--interpret"]])
  func programsGetArgumentsAndGiveTheirExitCode(options: [String]) throws {
    let (output, ending) = try run(
      ["run", "FILE"] + options + ["--", "a b", "--release"], Self.echo)
    #expect(output.hasSuffix("a b\n--release\n"))
    #expect(ending == .exited(7))
  }

  @Test(arguments: [[], ["--sanitize", "address"]])
  func signalsOfProgramsAreTheirOwn(options: [String]) throws {
    let text = """
      extern "C" def abort(): Void

      def main
        abort()
      end

      """
    let (_, ending) = try run(["run", "FILE"] + options, text)
    #expect(ending == .signalled(SIGABRT))
  }

  @Test func standardInputIsAFile() throws {
    let (output, ending) = try run(["run", "-"], input: "def main\n  puts(1 + 2)\nend\n")
    #expect(output == "3\n")
    #expect(ending == .exited(0))
  }

  @Test func exitCodesTellMistakesApart() throws {
    #expect(try run(["check", "FILE"], "def main\nend\n").ending == .exited(0))
    #expect(try run(["check", "FILE"], "def main\n  puts(unknown)\nend\n").ending == .exited(1))
    #expect(try run(["FILE"], "def main\n").ending == .exited(1))
    #expect(try run(["check", "missing.qz"]).ending == .exited(1))
    #expect(try run(["check", "FILE", "--no-such-option"]).ending == .exited(2))
    #expect(try run(["explain", "QZ7777"]).ending == .exited(2))
    #expect(try run(["--version"]).output == Version.text + "\n")
  }

  /// A trap in the compiler ends with 70; one is sent while it waits for its source.
  @Test(arguments: [SIGSEGV, SIGILL, SIGABRT]) func trapsEndWith70(signal: Int32) throws {
    var ending = ChildProcess.Ending.signalled(signal)
    var delay: UInt32 = 100_000
    // Before the compiler has come to catch its traps, they end it as they end any process.
    while ending == .signalled(signal) && delay < 10_000_000 {
      let input = try ProcessPipe()
      let process = try ChildProcess.start(
        Self.quartz, [Self.quartz, "--emit", "tokens", "-"],
        ChildProcess.Streams(input: input.reading))
      usleep(delay)
      kill(process.id, signal)
      ending = process.wait()
      close(input.reading)
      close(input.writing)
      delay *= 2
    }
    #expect(ending == .exited(70))
  }
}
