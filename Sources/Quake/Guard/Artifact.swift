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
    guard let status = FileStatus(path) else {
      throw QuakeError.failed("\(what) is missing: the step did not make it")
    }
    guard status.isRegular else {
      throw QuakeError.failed("\(what) is no file")
    }
    guard status.size > 0 else { throw QuakeError.failed("\(what) is empty") }
    guard status.written >= start else {
      throw QuakeError.failed("\(what) is stale: it is older than this run")
    }
    guard let digest = Digest.ofFile(path) else {
      throw QuakeError.failed("\(what) cannot be read")
    }
    return Artifact(kind: kind, path: path, size: status.size, digest: digest)
  }
}
