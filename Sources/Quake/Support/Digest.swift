import Crypto

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// SHA-256 over files and texts, for everything that is decided by content.
enum Digest {
  /// The digest of `bytes` in hexadecimal.
  static func of(_ bytes: [UInt8]) -> String {
    hexadecimal(SHA256.hash(data: bytes))
  }

  /// The digest of `text` in hexadecimal.
  static func of(_ text: String) -> String { of(Array(text.utf8)) }

  /// The digest over names and contents of `files`; a file that is missing counts as such.
  static func ofFiles(_ files: [String], in folder: String) -> String {
    var hasher = SHA256()
    for file in files {
      let content = Files.bytes(Files.join(folder, file))
      hasher.update(data: Array("\(file)\u{0}\(content?.count ?? -1)\u{0}".utf8))
      hasher.update(data: content ?? [])
    }
    return hexadecimal(hasher.finalize())
  }

  /// The digest of the content of the file at `path`, read in pieces, or nil when it cannot be read.
  static func ofFile(_ path: String) -> String? {
    guard let file = try? FileDescriptor.open(FilePath(path), .readOnly) else { return nil }
    defer { try? file.close() }
    var hasher = SHA256()
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      guard let count = try? buffer.withUnsafeMutableBytes({ try file.read(into: $0) }) else {
        return nil
      }
      if count == 0 { return hexadecimal(hasher.finalize()) }
      hasher.update(data: buffer[..<count])
    }
  }

  private static func hexadecimal(_ digest: SHA256.Digest) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}
