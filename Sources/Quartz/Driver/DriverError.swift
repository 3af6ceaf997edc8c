/// The exit codes of the compiler.
public enum ExitStatus: Int32, Sendable {
  /// All went well; warnings do not change it.
  case success = 0
  /// The program has errors, or a file cannot be read or written.
  case failure = 1
  /// The command line made no sense.
  case usage = 2
  /// The compiler itself is wrong.
  case internalError = 70
}

/// Something outside of the program that keeps the compiler from its work: a file, a tool, an option.
public struct DriverError: Error, Equatable, Sendable {
  /// The code that `quartz explain` knows.
  let kind: DiagnosticKind
  /// What was seen, in one line.
  public let message: String
  /// What another tool said about it, in its own words.
  public var details: String?
  /// What to do about it.
  public var help: String?

  /// How the process ends.
  public var status: ExitStatus {
    switch kind {
    case .wrongOption: .usage
    case .internalError: .internalError
    default: .failure
    }
  }
}

extension DriverError {
  /// A file that cannot be read, and why.
  static func unreadable(_ path: String, _ reason: String) -> DriverError {
    DriverError(kind: .unreadableFile, message: "cannot read '\(path)': \(reason)")
  }

  /// A file that cannot be written, and why.
  static func unwritable(_ path: String, _ reason: String) -> DriverError {
    DriverError(kind: .unwritableFile, message: "cannot write '\(path)': \(reason)")
  }

  /// The directory of the standard library, which is not where it should be.
  static func noStandardLibrary(_ places: [String]) -> DriverError {
    DriverError(
      kind: .missingStandardLibrary,
      message: "the standard library is not in '\(places.joined(separator: "' or '"))'",
      help: "name its directory by --stdlib-path or in QUARTZ_STDLIB")
  }

  /// No clang at all, or none that is new enough.
  static func noClang(_ seen: String?) -> DriverError {
    let message =
      seen.map { "'\($0)' is older than clang \(Clang.oldest)" }
      ?? "no clang was found beside swiftc or in PATH"
    return DriverError(
      kind: .missingTool, message: message,
      help: "install clang \(Clang.oldest) or newer, or name it in QUARTZ_CLANG")
  }

  /// A program that cannot be started, and why.
  static func notStarted(_ path: String, _ reason: String) -> DriverError {
    DriverError(kind: .missingTool, message: "cannot start '\(path)': \(reason)")
  }

  /// C functions that no library defines.
  static func undefinedSymbols(_ names: [String]) -> DriverError {
    let list = names.map { "'\($0)'" }.joined(separator: ", ")
    return DriverError(
      kind: .undefinedSymbols,
      message: names.count == 1
        ? "no library defines the C function \(list)"
        : "no library defines the C functions \(list)",
      help: "is the name in the extern declaration right?")
  }

  /// An option that the compiler cannot follow.
  static func wrongOption(_ message: String, help: String? = nil) -> DriverError {
    DriverError(kind: .wrongOption, message: message, help: help)
  }

  /// What stopped the interpreter, and where.
  static func interpreterStopped(_ error: InterpreterError, _ sources: inout SourceMap)
    -> DriverError
  {
    guard error.position != .none else {
      return DriverError(kind: .interpreterStopped, message: error.message)
    }
    let place = sources.place(of: error.position)
    let location = "\(sources[place.file].path):\(place.line)"
    return DriverError(kind: .interpreterStopped, message: "\(error.message) at \(location)")
  }

  /// clang refused what the compiler wrote.
  static func internalError(in phase: String, _ details: String) -> DriverError {
    DriverError(
      kind: .internalError, message: "internal compiler error in phase '\(phase)'",
      details: details, help: InternalError.request)
  }
}
