#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// What a stage leaves to be compared.
enum ArtifactKind: String, CaseIterable, Sendable {
  /// The intermediate text.
  case ir
  /// The object.
  case object
  /// The compiler.
  case binary

  /// The kind in words.
  var words: String { self == .ir ? "IR" : rawValue }
}

/// A file that a stage made, taken down by its content.
struct Artifact: Equatable, Sendable {
  /// What it is.
  let kind: ArtifactKind
  /// Where it lies.
  let path: String
  /// Its size in bytes.
  let size: Int
  /// The SHA-256 of its content in hexadecimal.
  let digest: String

  /// Takes down the file at `path` that was made since `start`.
  ///
  /// A comparison of nothing is no comparison: a file that is missing, empty, unreadable or older than
  /// the run is an error and never equal to anything.
  static func read(_ kind: ArtifactKind, _ path: String, since start: FileTime) throws -> Artifact {
    let what = "the \(kind.words) at \(path)"
    guard let status = FileTime.status(path) else {
      throw QuakeError.failed("\(what) is missing: the step did not make it")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw QuakeError.failed("\(what) is no file")
    }
    guard status.st_size > 0 else { throw QuakeError.failed("\(what) is empty") }
    guard FileTime(status) >= start else {
      throw QuakeError.failed("\(what) is stale: it is older than this run")
    }
    guard let bytes = Files.bytes(path), bytes.count == status.st_size else {
      throw QuakeError.failed("\(what) cannot be read")
    }
    return Artifact(kind: kind, path: path, size: bytes.count, digest: Digest.of(bytes))
  }
}

/// When a file was written, by the clock of its file system.
struct FileTime: Comparable, Sendable {
  private let seconds: Int
  private let nanoseconds: Int

  /// The time of the file that `status` describes.
  init(_ status: stat) {
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    seconds = time.tv_sec
    nanoseconds = time.tv_nsec
  }

  /// The time of a file that is written now at `path`: clocks of files lag behind the system's.
  static func mark(at path: String) throws -> FileTime {
    try Files.write("", to: path)
    guard let status = status(path) else {
      throw QuakeError.infrastructure("\(path) is gone")
    }
    return FileTime(status)
  }

  /// What is known of the file at `path`, links being followed; nil when there is none.
  static func status(_ path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }

  static func < (a: FileTime, b: FileTime) -> Bool {
    (a.seconds, a.nanoseconds) < (b.seconds, b.nanoseconds)
  }
}
