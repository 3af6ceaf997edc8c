/// Reads what a process appends to its event file, line by line, while it runs.
struct EventTail: ~Copyable {
  /// The file.
  private let file: OpenFile
  /// The number of bytes read.
  private(set) var offset = 0
  /// The beginning of a line of which the end has not been written yet.
  private var partial: [UInt8] = []

  /// A reader of the file at `path`, which must exist.
  init(path: String) throws(RunnerError) {
    guard let file = OpenFile(reading: path) else {
      throw .infrastructure("cannot read '\(path)': \(Platform.lastError)")
    }
    self.file = file
  }

  /// Whether a line was begun and not finished.
  var hasPartialLine: Bool { !partial.isEmpty }

  /// The lines that were completed since the last call, at most `limit` bytes of them.
  mutating func readLines(limit: Int = 1 << 20) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    let end = offset + limit
    while offset < end {
      let chunk = file.bytes(at: offset, upTo: 1 << 16)
      if chunk.isEmpty { break }
      offset += chunk.count
      split(chunk, into: &lines)
    }
    return lines
  }

  /// Appends the lines that `chunk` completes to `lines`, and keeps the rest.
  private mutating func split(_ chunk: [UInt8], into lines: inout [[UInt8]]) {
    var rest = chunk[...]
    while let end = rest.firstIndex(of: 0x0A) {
      let line = partial + rest[..<end]
      partial = []
      if !line.isEmpty { lines.append(line) }
      rest = rest[(end + 1)...]
    }
    partial += rest
  }
}
