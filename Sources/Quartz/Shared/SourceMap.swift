/// A place in the sources of a compilation: a byte offset that counts through all files.
///
/// File `n` begins one past the end of file `n - 1`, so that the end of a file has a place too.
/// Position 0 is no place.
struct Position: Hashable, Comparable, Sendable {
  /// The offset over all files.
  let offset: UInt32

  /// The place at `offset`.
  init(offset: UInt32) { self.offset = offset }

  /// No place at all.
  static let none = Position(offset: 0)

  static func < (left: Position, right: Position) -> Bool { left.offset < right.offset }
}

/// The identity of a source file of the compilation.
struct FileID: Handle {
  let index: UInt32
  init(index: UInt32) { self.index = index }
}

/// One source file: its name as shown to people, its bytes, and where its positions begin.
struct SourceFile: Sendable {
  /// The path as the user can open it, for diagnostics.
  let path: String
  /// The path that goes into compiled programs; the same on every machine.
  let stablePath: String
  /// The content.
  ///
  /// It always ends in a NUL sentinel that is not part of the text.
  let bytes: [UInt8]
  /// The position of the first byte.
  let base: UInt32

  /// The number of bytes of text, without the sentinel.
  var count: Int { bytes.count - 1 }
}

/// Every source file of a compilation, and the way from a position to file, line and column.
struct SourceMap: Sendable {
  /// The files in the order they were added; index 0 is a filler.
  private(set) var files: [SourceFile] = [
    SourceFile(path: "", stablePath: "", bytes: [0], base: 0)
  ]
  /// For each file the offsets at which its lines begin, found when first asked for.
  private var lineStarts: [FileID: [UInt32]] = [:]

  /// A map of no files.
  init() {}

  /// Adds a file's content and returns its identity.
  mutating func add(
    path: String, stablePath: String, text bytes: consuming [UInt8]
  ) -> FileID {
    let base = files[files.count - 1].base + UInt32(files[files.count - 1].bytes.count)
    bytes.append(0)
    files.append(SourceFile(path: path, stablePath: stablePath, bytes: consume bytes, base: base))
    return FileID(index: UInt32(files.count - 1))
  }

  /// The file that `id` names.
  subscript(id: FileID) -> SourceFile { files[Int(id.index)] }

  /// The file that contains `position`, found by binary search.
  func file(at position: Position) -> FileID {
    var low = 0
    var high = files.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if files[middle].base <= position.offset { low = middle } else { high = middle }
    }
    return FileID(index: UInt32(low))
  }

  /// File, 1-based line and 1-based column (in bytes) of `position`.
  mutating func place(
    of position: Position
  ) -> (file: FileID, line: Int, column: Int) {
    let id = file(at: position)
    let starts = lines(of: id)
    let offset = position.offset - self[id].base
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return (id, low + 1, Int(offset - starts[low]) + 1)
  }

  /// The bytes of the 1-based `line` of `file`, without its line end.
  mutating func text(ofLine line: Int, in file: FileID) -> ArraySlice<UInt8> {
    let starts = lines(of: file)
    let start = Int(starts[line - 1])
    let source = self[file]
    var end = line < starts.count ? Int(starts[line]) - 1 : source.count
    if end > start && source.bytes[end - 1] == 13 { end -= 1 }
    return source.bytes[start..<end]
  }

  private mutating func lines(of id: FileID) -> [UInt32] {
    if let known = lineStarts[id] { return known }
    var starts: [UInt32] = [0]
    let file = self[id]
    for offset in 0..<file.count where file.bytes[offset] == 10 {
      starts.append(UInt32(offset + 1))
    }
    lineStarts[id] = starts
    return starts
  }
}
