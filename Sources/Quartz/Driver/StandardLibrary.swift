/// Finds the directory of the standard library, and the pages about diagnostics beside it.
struct StandardLibrary: Sendable {
  /// The directory with `prelude.qz`.
  let path: String

  /// The library to use: the one that `option` or the environment names, else the first `std` beside
  /// the program or above it.
  static func find(
    option: String?, environment variable: String? = environment("QUARTZ_STDLIB"),
    program: String? = Path.ofThisProgram()
  ) throws(DriverError) -> StandardLibrary {
    if let named = option ?? variable {
      guard holdsLibrary(named) else { throw .noStandardLibrary([named]) }
      return StandardLibrary(path: withoutSlashes(named))
    }
    var directory = program.map(Path.directory) ?? "."
    let first = directory
    while true {
      let candidate = directory == "/" ? "/std" : directory + "/std"
      if holdsLibrary(candidate) { return StandardLibrary(path: candidate) }
      if directory == "/" || directory == "." { break }
      directory = Path.directory(directory)
    }
    throw .noStandardLibrary([first + "/std"])
  }

  private static func holdsLibrary(_ path: String) -> Bool {
    FileKind.of(withoutSlashes(path) + "/prelude.qz") == .regular
  }

  private static func withoutSlashes(_ path: String) -> String {
    var path = path
    while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
    return path
  }

  /// The page about the diagnostic with `code`.
  func page(of code: String) -> String {
    (path.contains("/") ? Path.directory(path) : ".") + "/docs/diagnostics/\(code).md"
  }
}
