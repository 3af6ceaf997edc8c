#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// Writes what the compiler has to say to standard error.
enum Messages {
  /// Writes `text` to standard error.
  static func write(_ text: String) {
    guard !text.isEmpty else { return }
    var sink = DescriptorSink(descriptor: 2)
    Array(text.utf8).withUnsafeBytes { sink.write($0) }
  }

  /// Writes a mistake outside of the program, and gives the exit status.
  static func report(_ error: DriverError, _ options: CompileOptions) -> ExitStatus {
    write(renderer(SourceMap(), options).text(error))
    return error.status
  }

  /// What writes diagnostics in the form that `options` ask for.
  static func renderer(_ sources: SourceMap, _ options: CompileOptions) -> DiagnosticRenderer {
    DiagnosticRenderer(
      sources: sources, format: options.errorFormat, isColored: isColored(options.color))
  }

  /// Whether messages are coloured: by default when a person reads them on a terminal that can.
  private static func isColored(_ choice: ColorChoice) -> Bool {
    switch choice {
    case .always: true
    case .never: false
    case .auto: isatty(2) != 0 && environment("NO_COLOR") == nil && environment("TERM") != "dumb"
    }
  }
}
