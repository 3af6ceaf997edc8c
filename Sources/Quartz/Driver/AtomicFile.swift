#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// A file that is written under a temporary name beside its place and then renamed, so that whoever
/// is interrupted leaves the old file whole.
struct AtomicFile: ~Copyable {
  /// Where the file is to be.
  let path: String
  /// Where it is until `commit`.
  let temporaryPath: String
  private var isCommitted = false

  /// Chooses a temporary name for `path`; nothing is made yet.
  init(path: String) {
    self.path = path
    temporaryPath = Self.temporaryPath(for: path)
  }

  /// The temporary name of `path` in this process.
  static func temporaryPath(for path: String) -> String {
    let name = ".\(Path.name(path)).\(getpid()).tmp"
    return path.contains("/") ? Path.directory(path) + "/" + name : name
  }

  deinit {
    if !isCommitted { unlink(temporaryPath) }
  }

  /// Gives the file its name; an existing file's permissions are kept.
  mutating func commit() throws(DriverError) {
    if let problem = Self.obstacle(path) { throw .unwritable(path, problem) }
    var status = stat()
    if stat(path, &status) == 0 { chmod(temporaryPath, status.st_mode & 0o7777) }
    guard rename(temporaryPath, path) == 0 else { throw .unwritable(path, systemMessage()) }
    isCommitted = true
  }

  /// Why a file cannot be put at `path`, as far as it shows without trying.
  static func obstacle(_ path: String) -> String? {
    switch FileKind.of(path) {
    case .directory: return "it is a directory"
    case .other: return "it is not a regular file"
    case .regular: return access(path, W_OK) == 0 ? nil : systemMessage()
    case nil: return nil
    }
  }

  /// Opens the temporary file for writing.
  func open() throws(DriverError) -> Int32 {
    let descriptor = Self.create(temporaryPath)
    guard descriptor >= 0 else { throw .unwritable(path, systemMessage()) }
    return descriptor
  }

  private static func create(_ path: String) -> Int32 {
    #if canImport(Darwin)
      Darwin.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    #else
      Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    #endif
  }

  /// Writes what `fill` gives to a sink into the file at `path`; to standard output for `-`, and
  /// in place where `path` is a device or a pipe.
  static func write(
    to path: String, _ fill: (inout DescriptorSink) -> Void
  ) throws(DriverError) {
    if path == "-" || FileKind.of(path) == .other { return try writeThrough(path, fill) }
    var file = AtomicFile(path: path)
    if let problem = obstacle(path) { throw .unwritable(path, problem) }
    let descriptor = try file.open()
    var sink = DescriptorSink(descriptor: descriptor)
    fill(&sink)
    let synced = sink.failure != nil || fsync(descriptor) == 0
    let syncError = errno
    close(descriptor)
    if let failure = sink.failure { throw .unwritable(path, systemMessage(failure)) }
    guard synced else { throw .unwritable(path, systemMessage(syncError)) }
    try file.commit()
  }

  private static func writeThrough(
    _ path: String, _ fill: (inout DescriptorSink) -> Void
  ) throws(DriverError) {
    #if canImport(Darwin)
      let descriptor = path == "-" ? 1 : Darwin.open(path, O_WRONLY | O_CLOEXEC)
    #else
      let descriptor = path == "-" ? 1 : Glibc.open(path, O_WRONLY | O_CLOEXEC)
    #endif
    guard descriptor >= 0 else { throw .unwritable(path, systemMessage()) }
    var sink = DescriptorSink(descriptor: descriptor)
    fill(&sink)
    if path != "-" { close(descriptor) }
    guard let failure = sink.failure else { return }
    throw .unwritable(path == "-" ? "standard output" : path, systemMessage(failure))
  }
}
