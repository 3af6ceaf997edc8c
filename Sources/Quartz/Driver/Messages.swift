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
    write(text(of: error, options))
    return error.status
  }

  /// The text of a mistake outside of the program.
  static func text(of error: DriverError, _ options: CompileOptions) -> String {
    let nowhere = Span(start: .none, length: 0)
    var diagnostic = Diagnostic(error.kind, error.message, at: nowhere).helping(error.help)
    guard let details = error.details else { return text(of: [diagnostic], SourceMap(), options) }
    if options.errorFormat == .json { diagnostic = diagnostic.noting(details, at: nowhere) }
    let text = text(of: [diagnostic], SourceMap(), options)
    guard options.errorFormat == .human else { return text }
    return text + (details.hasSuffix("\n") ? details : details + "\n")
  }

  /// The text of `diagnostics`, in the form that `options` ask for.
  static func text(
    of diagnostics: [Diagnostic], _ sources: SourceMap, _ options: CompileOptions
  ) -> String {
    var renderer = DiagnosticRenderer(
      sources: sources, markup: isColored(options.color) ? .ansi : .plain)
    return diagnostics.reduce(into: "") { text, diagnostic in
      switch options.errorFormat {
      case .human: text += renderer.text(of: diagnostic)
      case .json: text += renderer.json(of: diagnostic) + "\n"
      }
    }
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
