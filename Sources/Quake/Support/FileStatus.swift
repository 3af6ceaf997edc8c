#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// What the file system knows of a file without reading it; links are followed.
struct FileStatus: Equatable, Sendable {
  /// Whether it is a file, and no folder, pipe or device.
  let isRegular: Bool
  /// The size in bytes.
  let size: Int
  /// What becomes another when the file is replaced.
  let inode: UInt64
  /// When the content was written.
  let written: FileTime
  /// When anything about the file was changed; nobody can set it.
  let changed: FileTime

  /// The status of the file at `path`; nil when there is none.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    isRegular = status.st_mode & S_IFMT == S_IFREG
    size = Int(status.st_size)
    inode = UInt64(status.st_ino)
    #if canImport(Darwin)
      let (written, changed) = (status.st_mtimespec, status.st_ctimespec)
    #else
      let (written, changed) = (status.st_mtim, status.st_ctim)
    #endif
    self.written = FileTime(seconds: written.tv_sec, nanoseconds: written.tv_nsec)
    self.changed = FileTime(seconds: changed.tv_sec, nanoseconds: changed.tv_nsec)
  }
}

/// An instant by the clock of a file system.
struct FileTime: Comparable, Sendable {
  /// The whole seconds since 1970.
  let seconds: Int
  /// The rest of a second.
  let nanoseconds: Int

  /// The time of a file that is written now at `path`: clocks of files lag behind the system's.
  static func mark(at path: String) throws -> FileTime {
    try Files.write("", to: path)
    guard let status = FileStatus(path) else {
      throw QuakeError.infrastructure("\(path) is gone")
    }
    return status.written
  }

  static func < (a: FileTime, b: FileTime) -> Bool {
    (a.seconds, a.nanoseconds) < (b.seconds, b.nanoseconds)
  }
}
