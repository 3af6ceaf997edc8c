#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// The files below some folders with what changes when one is written, for noticing that.
struct FileListing: Equatable, Sendable {
  /// What is known of a file without reading it.
  private struct Entry: Equatable {
    let size: Int
    let seconds: Int
    let nanoseconds: Int
    let inode: UInt64
  }

  private let entries: [String: Entry]

  /// The files at `paths` and below them, as they are now.
  init(_ paths: [String]) {
    var entries: [String: Entry] = [:]
    for path in paths {
      for file in Files.isFolder(path) ? Files.walk(path).map({ Files.join(path, $0) }) : [path] {
        entries[file] = Self.entry(file)
      }
    }
    self.entries = entries
  }

  /// The files that are new, gone, or other than in `before`, in order.
  func changes(since before: FileListing) -> [String] {
    Set(entries.keys).union(before.entries.keys)
      .filter { entries[$0] != before.entries[$0] }.sorted()
  }

  private static func entry(_ path: String) -> Entry? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return Entry(
      size: Int(status.st_size), seconds: time.tv_sec, nanoseconds: time.tv_nsec,
      inode: UInt64(status.st_ino))
  }
}
