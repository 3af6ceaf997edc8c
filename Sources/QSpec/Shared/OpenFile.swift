#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// An open file that is closed with its owner.
struct OpenFile: ~Copyable {
  /// The descriptor, to be handed to C.
  let descriptor: Int32

  /// The file at `path` for reading, nil when it cannot be opened.
  init?(reading path: String) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { return nil }
  }

  /// The file at `path` for appending, made when missing, nil when it cannot be opened.
  init?(appendingTo path: String) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    if descriptor < 0 { return nil }
  }

  /// A new, empty file at `path` for writing, nil when it cannot be opened.
  init?(creating path: String) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    if descriptor < 0 { return nil }
  }

  deinit { close(descriptor) }

  /// The number of bytes that the file has now.
  var size: Int {
    var info = stat()
    return fstat(descriptor, &info) == 0 ? Int(info.st_size) : 0
  }

  /// The bytes from `offset`, at most `count` of them; none at the end or when reading fails.
  func bytes(at offset: Int, upTo count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      let read = pread(descriptor, buffer.baseAddress, count, off_t(offset))
      filled = max(0, read)
    }
  }

  /// Writes all of `bytes`; whether that worked.
  func write(_ bytes: [UInt8]) -> Bool {
    var start = 0
    while start < bytes.count {
      let written = bytes.withUnsafeBytes { buffer in
        writeOnce(UnsafeRawBufferPointer(rebasing: buffer[start...]))
      }
      guard written >= 0 else { return false }
      start += written
    }
    return true
  }

  /// Writes some of `bytes`; how many, or -1 when that failed.
  private func writeOnce(_ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Darwin)
      let written = Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Musl)
      let written = Musl.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      let written = Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
    return written < 0 && errno == EINTR ? 0 : written
  }

  /// Makes what was written survive a loss of power; whether that worked.
  func sync() -> Bool { fsync(descriptor) == 0 }
}
