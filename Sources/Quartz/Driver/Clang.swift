#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// The clang that turns LLVM IR into machine code.
struct Clang: Sendable {
  /// The oldest release that reads the IR: the first with opaque pointers.
  static let oldest = 15

  /// Its path.
  let path: String
  /// The directory that it really lies in, with the tools that came with it.
  var directory: String { Path.directory(Path.canonical(path) ?? path) }

  /// The clang of this process, looked for once.
  static let found: Result<Clang, DriverError> = Result { () throws(DriverError) in
    try find(searchPath: environment("PATH") ?? "", override: environment("QUARTZ_CLANG"))
  }

  /// The clang to use: the one named by `override`, else that of the Swift toolchain, which lies
  /// beside swiftc, else the newest of the system's.
  static func find(searchPath: String, override: String?) throws(DriverError) -> Clang {
    if let override {
      guard access(override, X_OK) == 0 else { throw .notStarted(override, systemMessage()) }
      return Clang(path: override)
    }
    let directories = searchPath.split(separator: ":").map(String.init)
    if let path = besideSwift(directories) { return Clang(path: path) }
    return try newest(directories)
  }

  private static func besideSwift(_ directories: [String]) -> String? {
    for directory in directories where isProgram(directory + "/swiftc") {
      let real = Path.canonical(directory + "/swiftc").map(Path.directory)
      for place in [directory, real ?? directory] where isProgram(place + "/clang") {
        return place + "/clang"
      }
    }
    return nil
  }

  private static func newest(_ directories: [String]) throws(DriverError) -> Clang {
    var tooOld: String?
    for name in ["clang"] + (oldest...40).reversed().map({ "clang-\($0)" }) {
      for directory in directories where isProgram(directory + "/" + name) {
        let path = directory + "/" + name
        if (version(of: path) ?? 0) >= oldest { return Clang(path: path) }
        tooOld = tooOld ?? path
      }
    }
    throw .noClang(tooOld)
  }

  static func isProgram(_ path: String) -> Bool {
    access(path, X_OK) == 0 && FileKind.of(path) == .regular
  }

  /// The release of the clang at `path`: by the name of the file or its directory, which costs
  /// nothing, else as it says itself.
  private static func version(of path: String) -> Int? {
    for part in (Path.canonical(path) ?? path).split(separator: "/").reversed() {
      for prefix in ["clang-", "llvm-"] where part.hasPrefix(prefix) {
        if let number = Int(part.dropFirst(prefix.count).prefix { $0.isNumber }) { return number }
      }
    }
    return try? reportedVersion(of: path)
  }

  private static func reportedVersion(of path: String) throws(DriverError) -> Int? {
    let pipe = try ProcessPipe()
    let process = try ChildProcess.start(
      path, [path, "--version"], ChildProcess.Streams(output: pipe.writing))
    close(pipe.writing)
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(pipe.reading, &bytes, bytes.count)
    close(pipe.reading)
    _ = process.wait()
    let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    let words = text.split(whereSeparator: \.isWhitespace)
    guard let place = words.firstIndex(of: "version"), place + 1 < words.count else { return nil }
    return Int(words[place + 1].prefix { $0.isNumber })
  }
}
