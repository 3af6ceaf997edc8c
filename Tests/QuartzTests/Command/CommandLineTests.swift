import ArgumentParser
import Testing

@testable import Quartz
@testable import QuartzCommand

/// What the words of the command line are taken for.
@Suite struct CommandLineTests {
  /// The command that `line` asks for.
  private func command<Command>(
    _ line: String, _: Command.Type, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Command {
    let request = CommandLineParser.parse(words(line))
    guard case .command(let command) = request else {
      throw Unexpected(request: "\(request)")
    }
    return try #require(command as? Command, sourceLocation: sourceLocation)
  }

  private struct Unexpected: Error {
    let request: String
  }

  private func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

  /// What is said about a `line` that makes no sense.
  private func mistake(_ line: String) -> String? {
    guard case .mistake(let message) = CommandLineParser.parse(words(line)) else { return nil }
    return message
  }

  /// The text that `line` asks for.
  private func text(_ line: String) -> String? {
    guard case .text(let text) = CommandLineParser.parse(words(line)) else { return nil }
    return text
  }

  @Test func theProjectsOwnCommandLine() throws {
    let line = """
      --no-cache --memory-stats -I self-hosted/frontend -I self-hosted/middle -I std -I tools \
      self-hosted/quartz.qz
      """
    let emit = try command(line, EmitCommand.self)
    #expect(emit.file == "self-hosted/quartz.qz")
    #expect(emit.emit == .llvm)
    #expect(emit.shared.noCache)
    #expect(emit.shared.memoryStats == .text)
    #expect(emit.shared.include == ["self-hosted/frontend", "self-hosted/middle", "std", "tools"])
  }

  @Test func optionsStandBeforeOrAfterTheFile() throws {
    for line in ["build --release -o out a.qz", "build a.qz --release -o out"] {
      let build = try command(line, BuildCommand.self)
      #expect(build.file == "a.qz")
      #expect(build.output == "out")
      #expect(build.machine.release)
      #expect(build.emit == .exe)
    }
    let emit = try command("a.qz --emit mir -Ilib --memory-stats=json", EmitCommand.self)
    #expect(emit.file == "a.qz")
    #expect(emit.emit == .mir)
    #expect(emit.shared.include == ["lib"])
    #expect(emit.shared.memoryStats == .json)
  }

  @Test func optionsReachTheCompiler() throws {
    let line = """
      build a.qz --feature x --feature y --no-cache --time-phases --error-format json --color never \
      --stdlib-path lib/std --verify --target t --sanitize thread --release
      """
    let build = try command(line, BuildCommand.self)
    let options = build.machine.apply(to: build.shared.options(for: build.file))
    #expect(options.features == ["x", "y"])
    #expect(!options.usesCache && options.reportsTimes && options.verifies && options.isRelease)
    #expect(options.errorFormat == .json)
    #expect(options.color == .never)
    #expect(options.standardLibrary == "lib/std")
    #expect(options.target == "t")
    #expect(options.sanitizer == .thread)
    #expect(options.memoryFormat == nil)
  }

  @Test func programsGetWhatStandsBehindTheDashes() throws {
    let run = try command("run a.qz -- --release -x --memory-stats b", RunCommand.self)
    #expect(run.file == "a.qz")
    #expect(run.arguments == ["--release", "-x", "--memory-stats", "b"])
    #expect(!run.machine.release && !run.interpret)
    #expect(try command("run --interpret a.qz", RunCommand.self).interpret)
    #expect(mistake("run a.qz b") != nil)
  }

  @Test func severalFilesAreChecked() throws {
    #expect(try command("check a.qz b.qz", CheckCommand.self).files == ["a.qz", "b.qz"])
    #expect(try command("explain QZ0301", ExplainCommand.self).code == "QZ0301")
  }

  @Test func unknownOptionsAreMistakes() throws {
    for line in ["--relese a.qz", "build --relese a.qz", "run a.qz --relese"] {
      let message = try #require(mistake(line))
      #expect(message.hasPrefix("Error: Unknown option '--relese'. Did you mean '--release'?"))
    }
    #expect(mistake("check --stdlib-pth x a.qz")?.contains("'--stdlib-path'") == true)
  }

  @Test func missingAndSurplusWordsAreMistakes() {
    #expect(mistake("") != nil)
    #expect(mistake("build") != nil)
    #expect(mistake("check") != nil)
    #expect(mistake("build a.qz b.qz")?.contains("'b.qz'") == true)
    #expect(mistake("a.qz -o") != nil)
    #expect(mistake("a.qz --emit nothing")?.contains("- mir") == true)
    #expect(mistake("a.qz --memory-stats=xml") != nil)
    #expect(mistake("a.qz --sanitize memory") != nil)
  }

  @Test func helpAndVersionAreTexts() {
    #expect(text("--version") == Version.text)
    #expect(text("a.qz --version") == Version.text)
    for line in ["--help", "-h", "help", "help build", "build --help", "a.qz --help"] {
      #expect(text(line)?.contains("USAGE: quartz") == true, "\(line)")
    }
    #expect(text("help")?.contains("quartz run FILE [-- ARGUMENTS]") == true)
  }
}
