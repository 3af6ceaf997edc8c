/// Why a process did not come to its proper end, as a person wants to read it.
struct ProcessCause: Equatable {
  /// The kind of the fault.
  let fault: FaultKind
  /// What happened, in one line.
  let message: String
  /// The line of the spec file that a panic named.
  let line: Int?
  /// How the process ended, and the last that it wrote to standard error.
  let details: String

  /// The number of lines of standard error that are shown.
  private static let shownLines = 20

  /// The cause of the end of `process`, which wrote `errors` to standard error before it.
  init(
    _ ending: ChildProcess.Ending, stop: SpecProcess.Stop?, activity: String?, errors: String,
    specFile: String, isMidTest: Bool
  ) {
    let panic = stop == nil ? Panic(in: errors, specFile: specFile) : nil
    (fault, message) = Self.classify(ending, stop, panic, isMidTest)
    line = panic?.line
    var parts = [activity ?? Self.sentence(ending)]
    let last = errors.split(separator: "\n").suffix(Self.shownLines)
    if !last.isEmpty {
      parts.append("last lines of standard error:\n" + last.joined(separator: "\n"))
    }
    details = parts.joined(separator: "\n")
  }

  /// The kind and the message.
  private static func classify(
    _ ending: ChildProcess.Ending, _ stop: SpecProcess.Stop?, _ panic: Panic?, _ isMidTest: Bool
  ) -> (FaultKind, String) {
    switch (stop, ending) {
    case (.timeout(let limit), _): return (.timeout, "timed out after \(limit.inSeconds)")
    case (.flood, _): return (.flood, "wrote more output than is allowed")
    case (.interrupted, _): return (.interrupted, "the run was interrupted")
    case (.planChanged, _): return (.malformedEvents, "the plan changed between two processes")
    case (nil, .signalled(let number)):
      return panic.map { (.panic, $0.text) } ?? (.signal, sentence(.signalled(number)))
    case (nil, .exited(let code)):
      let place = isMidTest ? " in the middle of the test" : ""
      return panic.map { (.panic, $0.text) } ?? (.exit, sentence(.exited(code)) + place)
    }
  }

  /// How the process ended.
  static func sentence(_ ending: ChildProcess.Ending) -> String {
    switch ending {
    case .exited(let code): "the process exited with code \(code)"
    case .signalled(let number):
      "the process was killed by \(Platform.signalName(number)) (signal \(number))"
    }
  }
}

/// The last words of a Quartz program: `panic: MESSAGE` and ` at FILE:LINE`.
struct Panic: Equatable {
  /// The words, from `panic:` on.
  let text: String
  /// The line of the spec file that they name.
  let line: Int?

  /// The last panic in `errors`, nil when there is none.
  init?(in errors: String, specFile: String) {
    let lines = errors.split(separator: "\n", omittingEmptySubsequences: false)
    guard let index = lines.lastIndex(where: { $0.contains("panic:") }),
      let start = lines[index].firstRange(of: "panic:")?.lowerBound
    else { return nil }
    text = String(lines[index][start...])
    let places = lines[index...].prefix(2).joined(separator: "\n")
    line = Self.line(in: places, of: Path.name(of: specFile))
  }

  /// The number after the last `NAME:` in `text`.
  private static func line(in text: String, of name: String) -> Int? {
    guard let mark = text.ranges(of: name + ":").last else { return nil }
    return Int(text[mark.upperBound...].prefix { $0.isASCII && $0.isNumber })
  }
}
