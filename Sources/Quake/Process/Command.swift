import QSpec
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// A program to start, with everything that decides what it does.
struct Command: Sendable {
  /// The program's file.
  let executable: String
  /// What it is given.
  let arguments: [String]
  /// The folder it starts in.
  let folder: String
  /// What is set, or removed where nil, in the environment it inherits.
  var environment: [String: String?] = [:]
  /// How long it may take.
  var timeout: Duration = .seconds(3600)

  /// `executable` with `arguments`, started in `folder`.
  init(_ executable: String, _ arguments: [String], in folder: String) {
    self.executable = executable
    self.arguments = arguments
    self.folder = folder
  }

  /// The command that `line` is for the shell.
  static func shell(_ line: String, in folder: String) -> Command {
    Command("/bin/sh", ["-c", line], in: folder)
  }

  /// The same command with `limit` as its time.
  func within(_ limit: Duration) -> Command {
    var copy = self
    copy.timeout = limit
    return copy
  }

  /// The command as one would type it.
  var line: String {
    if executable == "/bin/sh", arguments.first == "-c" { return arguments[1] }
    return ([executable] + arguments).map(Self.quoted).joined(separator: " ")
  }

  /// `text` as one word of the shell.
  static func quoted(_ text: String) -> String {
    let plain = text.utf8.allSatisfy { byte in
      byte > 0x2a && byte != 0x3b && byte != 0x3c && byte != 0x3e && byte != 0x3f && byte != 0x5c
        && byte != 0x60 && byte < 0x7b
    }
    if plain, !text.isEmpty { return text }
    return "'"
      + text.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
  }
}

/// How a program ended.
enum Ending: Equatable, Sendable {
  /// By itself, with this code.
  case exited(Int32)
  /// By this signal.
  case killed(signal: Int32)
  /// By quake, because its time was over.
  case timedOut(after: Duration)

  /// Whether the program says that all went well.
  var isSuccess: Bool { self == .exited(0) }

  /// The ending in words that follow "it".
  var words: String {
    switch self {
    case .exited(let code): "exited with \(code)"
    case .killed(let signal): "was killed by signal \(signal)"
    case .timedOut(let limit): "was stopped after \(limit)"
    }
  }
}

/// A program's output and ending.
struct Captured: Sendable {
  /// How it ended.
  let ending: Ending
  /// What it wrote to standard output.
  let output: [UInt8]
  /// What it wrote to standard error.
  let errors: [UInt8]

  /// Standard output as text.
  var outputText: String { String(decoding: output, as: UTF8.self) }
  /// Standard error as text.
  var errorText: String { String(decoding: errors, as: UTF8.self) }
  /// Both outputs, the errors last.
  var wholeText: String { outputText + errorText }
}

// MARK: Running

extension Command {
  /// The most that a captured program may write to one stream.
  static let outputLimit = 64 << 20

  /// Runs the command without input and keeps what it writes.
  func capture() async throws -> Captured {
    let configuration = self.configuration
    let result = try await limited {
      let result = try await Subprocess.run(
        configuration, input: .none, output: .bytes(limit: Self.outputLimit),
        error: .bytes(limit: Self.outputLimit))
      return Captured(
        ending: Self.ending(result.terminationStatus), output: result.standardOutput,
        errors: result.standardError)
    }
    return result ?? Captured(ending: .timedOut(after: timeout), output: [], errors: [])
  }

  /// Runs the command and hands on what it writes to either stream, as it writes it.
  func stream(to sink: OutputSink) async throws -> Ending {
    let configuration = self.configuration
    let result = try await limited {
      let result = try await Subprocess.run(
        configuration, input: .none, output: .sequence, error: .combinedWithOutput
      ) { execution in
        for try await buffer in execution.standardOutput {
          sink.write(buffer.withUnsafeBytes { Array($0) })
        }
      }
      return Self.ending(result.terminationStatus)
    }
    return result ?? .timedOut(after: timeout)
  }

  private var configuration: Configuration {
    var platform = PlatformOptions()
    platform.teardownSequence = [
      .gracefulShutDown(allowedDurationToNextStep: .milliseconds(500))
    ]
    let updates = environment.map { (Environment.Key(rawValue: $0.key)!, $0.value) }
    return Configuration(
      executable: .path(FilePath(executable)), arguments: Arguments(arguments),
      environment: .inherit.updating(Dictionary(uniqueKeysWithValues: updates)),
      workingDirectory: FilePath(folder), platformOptions: platform)
  }

  /// What `work` returns, or nil when it took longer than the command may.
  private func limited<Result: Sendable>(
    _ work: @escaping @Sendable () async throws -> Result
  ) async throws -> Result? {
    do {
      return try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask { try await work() }
        group.addTask {
          try await Task.sleep(for: timeout)
          return nil
        }
        defer { group.cancelAll() }
        return try await group.next() ?? nil
      }
    } catch let error as SubprocessError {
      throw QuakeError.infrastructure("cannot run \(line): \(error)")
    }
  }

  private static func ending(_ status: TerminationStatus) -> Ending {
    switch status {
    case .exited(let code): .exited(code)
    case .signaled(let signal): .killed(signal: signal)
    }
  }
}
