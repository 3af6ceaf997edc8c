extension Driver {
  /// Writes the page about the diagnostic with `code` to standard output.
  public static func explain(_ code: String, _ options: CompileOptions) -> ExitStatus {
    do throws(DriverError) {
      let page = try Explanation.page(code, option: options.standardLibrary)
      try AtomicFile.write(to: options.output ?? "-") { sink in
        page.withUnsafeBytes { sink.write($0) }
      }
      return .success
    } catch {
      return Messages.report(error, options)
    }
  }
}

/// The pages about diagnostics.
enum Explanation {
  /// The page about `code`, which may be written in lower case.
  static func page(_ code: String, option: String?) throws(DriverError) -> [UInt8] {
    let wanted = code.uppercased()
    guard DiagnosticKind(rawValue: wanted) != nil else { throw unknown(code) }
    let library = try StandardLibrary.find(option: option)
    return try FileLoader.load(library.page(of: wanted))
  }

  private static func unknown(_ code: String) -> DriverError {
    let known = DiagnosticKind.allCases.map(\.rawValue)
    let nearest = Suggestion.nearest(to: code.uppercased(), among: known)
    return .wrongOption(
      "there is no diagnostic '\(code)'", help: nearest.map { "did you mean '\($0)'?" })
  }
}
