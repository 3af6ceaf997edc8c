import Synchronization

#if canImport(Darwin)
  import Darwin
  import System
#elseif canImport(Glibc)
  import Glibc
  import SystemPackage
#endif

/// What quake knows about the place its output goes to.
public struct Console: Sendable {
  /// Whether somebody watches, so that a line may be redrawn.
  let isLive: Bool
  /// Whether colours are welcome.
  let hasColors: Bool
  /// How many columns a redrawn line may have.
  let width: Int

  /// The console of this process; under `CI` it is never live.
  public init(environment: [String: String]) {
    let isTerminal = isatty(STDOUT_FILENO) == 1 && environment["TERM"] != "dumb"
    isLive = isTerminal && !Self.isInCI(environment)
    hasColors = isLive && (environment["NO_COLOR"] ?? "").isEmpty
    width = isTerminal ? Self.terminalWidth() : 80
  }

  /// Whether `environment` is that of continuous integration.
  static func isInCI(_ environment: [String: String]) -> Bool {
    let value = environment["CI"] ?? ""
    return !value.isEmpty && value != "false"
  }

  /// A console that nobody watches.
  static let plain = Console(environment: ["CI": "true"])

  /// `text` in green, where colours are welcome.
  func good(_ text: String) -> String { colored(text, 32) }

  /// `text` in red, where colours are welcome.
  func bad(_ text: String) -> String { colored(text, 31) }

  /// `text` in bold, where colours are welcome.
  func strong(_ text: String) -> String { colored(text, 1) }

  private func colored(_ text: String, _ code: Int) -> String {
    hasColors ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
  }

  private static func terminalWidth() -> Int {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}

/// A place where output goes: a stream of the process, a task's block, or a test's memory.
public struct OutputSink: Sendable {
  /// Takes the bytes.
  private let take: @Sendable ([UInt8]) -> Void

  /// The sink whose bytes `take` takes.
  init(_ take: @escaping @Sendable ([UInt8]) -> Void) {
    self.take = take
  }

  /// Sends `bytes` as they are.
  func write(_ bytes: [UInt8]) { take(bytes) }

  /// Sends `text` as it is.
  func write(_ text: String) { take(Array(text.utf8)) }

  /// Sends `text` and ends its line.
  public func line(_ text: String) { take(Array(text.utf8) + [0x0a]) }

  /// The standard output of this process.
  public static let standardOutput = OutputSink { writeAll($0, to: .standardOutput) }

  /// The standard error of this process.
  public static let standardError = OutputSink { writeAll($0, to: .standardError) }

  /// Writes all of `bytes`; when the reader is gone there is nobody left to tell.
  private static func writeAll(_ bytes: [UInt8], to descriptor: FileDescriptor) {
    bytes.withUnsafeBytes { buffer in
      var rest = UnsafeRawBufferPointer(buffer)
      while !rest.isEmpty {
        do {
          rest = UnsafeRawBufferPointer(rebasing: rest[try descriptor.write(rest)...])
        } catch Errno.resourceTemporarilyUnavailable {
          usleep(1000)
        } catch {
          return
        }
      }
    }
  }
}

/// What was written to its sink, kept for later.
final class CollectedOutput: Sendable {
  private let bytes = Mutex<[UInt8]>([])

  /// Where to write.
  var sink: OutputSink { OutputSink { bytes in self.bytes.withLock { $0 += bytes } } }

  /// What was written.
  var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }
}

extension Duration {
  /// The duration as people read it: `1.3 s`, `2 min 5 s`.
  var words: String {
    let tenths = (components.seconds * 10) + components.attoseconds / 100_000_000_000_000_000
    let seconds = tenths / 10
    return seconds < 60 ? "\(seconds).\(tenths % 10) s" : "\(seconds / 60) min \(seconds % 60) s"
  }
}
