#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// Files that outlive a loss of power: written under a temporary name, synced, renamed, and the rename
/// synced too.
enum DurableFile {
  /// Puts `bytes` at `path`; a reader sees the old file or the new one, whole, whenever this is ended.
  static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o644) throws {
    let folder = Files.parent(of: path)
    try Files.makeFolder(folder)
    let temporary = Files.join(folder, ".\(Files.name(of: path)).\(getpid()).tmp")
    do {
      try fill(temporary, with: bytes, mode: mode)
      guard rename(temporary, path) == 0 else { throw failure("rename", path) }
      try sync(folder: folder)
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Puts `text` at `path` in the same way.
  static func write(_ text: String, to path: String) throws {
    try write(Array(text.utf8), to: path)
  }

  private static func fill(_ path: String, with bytes: [UInt8], mode: mode_t) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw failure("open", path) }
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(descriptor, $0) }
      guard count >= 0 || errno == EINTR else { throw failure("write", path) }
      rest = rest.dropFirst(max(0, count))
    }
    guard fsync(descriptor) == 0 else { throw failure("sync", path) }
  }

  private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Darwin)
      Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }

  private static func sync(folder: String) throws {
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("open", folder) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure("sync", folder) }
  }

  private static func failure(_ verb: String, _ path: String) -> QuakeError {
    .infrastructure("cannot \(verb) \(path): \(String(cString: strerror(errno)))")
  }
}

/// A lock on a file that the system takes back when its holder ends, however it ends.
struct FileLock: ~Copyable {
  private let descriptor: Int32

  /// The lock at `path`, which is refused when somebody else still has it after `limit`.
  init(_ path: String, waiting limit: Duration = .zero) throws {
    try Files.makeFolder(Files.parent(of: path))
    let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard opened >= 0 else {
      throw QuakeError.infrastructure("cannot open \(path): \(String(cString: strerror(errno)))")
    }
    let end = ContinuousClock.now + limit
    while flock(opened, LOCK_EX | LOCK_NB) != 0 {
      guard ContinuousClock.now < end else {
        close(opened)
        throw QuakeError.infrastructure("another quake is at work here: \(path) is locked")
      }
      usleep(10_000)
    }
    descriptor = opened
  }

  deinit {
    // A child that was just forked may hold the descriptor for a moment longer.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
