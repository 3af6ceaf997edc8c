/// The files below some folders with what changes when one is written, for noticing that.
struct FileListing: Equatable, Sendable {
  private let entries: [String: FileStatus]

  /// The files at `paths` and below them, as they are now.
  init(_ paths: [String]) {
    var entries: [String: FileStatus] = [:]
    for path in paths {
      for file in Files.isFolder(path) ? Files.walk(path).map({ Files.join(path, $0) }) : [path] {
        entries[file] = FileStatus(file)
      }
    }
    self.entries = entries
  }

  /// The files that are new, gone, or other than in `before`, in order.
  func changes(since before: FileListing) -> [String] {
    Set(entries.keys).union(before.entries.keys)
      .filter { entries[$0] != before.entries[$0] }.sorted()
  }
}
