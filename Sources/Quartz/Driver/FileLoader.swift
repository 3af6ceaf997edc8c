#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// Reads whole files.
enum FileLoader {
  /// The most bytes that a source file may have: positions have 32 bits over all files.
  static let largest = 1 << 30

  /// The content of the regular file at `path`, or of standard input for `-`.
  static func load(_ path: String) throws(DriverError) -> [UInt8] {
    if path == "-" { return try readAll(0, path: "standard input") }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path, systemMessage()) }
    defer { close(descriptor) }
    switch FileKind.of(path) {
    case .directory: throw .unreadable(path, "it is a directory")
    case .other: throw .unreadable(path, "it is not a regular file")
    default: return try readAll(descriptor, path: path)
    }
  }

  private static func readAll(_ descriptor: Int32, path: String) throws(DriverError) -> [UInt8] {
    var status = stat()
    let expected = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(expected, largest) + 1)
    while true {
      let count = try readSome(descriptor, into: &bytes, path: path)
      if count == 0 { return bytes }
      if bytes.count > largest { throw .unreadable(path, "it has more than 1 GB") }
    }
  }

  /// Reads a piece of the file and returns its size.
  private static func readSome(
    _ descriptor: Int32, into bytes: inout [UInt8], path: String
  ) throws(DriverError) -> Int {
    let size = max(1 << 12, bytes.capacity - bytes.count)
    var failure: Int32 = 0
    let piece = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      var result = read(descriptor, buffer.baseAddress, size)
      while result < 0 && errno == EINTR { result = read(descriptor, buffer.baseAddress, size) }
      failure = result < 0 ? errno : 0
      count = max(0, result)
    }
    guard failure == 0 else { throw .unreadable(path, systemMessage(failure)) }
    if bytes.isEmpty { bytes = piece } else { bytes += piece }
    return piece.count
  }
}
