/// A file of specs.
struct SpecFile: Hashable, Sendable {
  /// Where it is, from the root of the file system.
  let path: String
  /// What reports call it: relative to the project, or as it was given when it lies elsewhere.
  let name: String

  /// The folder below a project that holds its specs.
  static let folder = "spec/qspec"
  /// How the names of spec files end.
  static let suffix = "_spec.qz"

  /// The spec files below `spec/qspec` of the project at `root`, sorted by name.
  ///
  /// Hidden folders are left out and links to folders not followed, so that a cycle ends.
  static func all(in root: String) -> [SpecFile] {
    files(below: Path.join(root, folder)).map { path in
      SpecFile(path: path, name: Path.relative(path, to: root) ?? path)
    }.sorted { $0.name < $1.name }
  }

  /// The paths of the spec files at any depth below `folder`.
  static func files(below folder: String) -> [String] {
    var found: [String] = []
    for name in FileSystem.names(in: folder) where !name.hasPrefix(".") {
      let path = Path.join(folder, name)
      switch FileSystem.kindOfLink(at: path) {
      case .folder: found += files(below: path)
      case .file, .other: if name.hasSuffix(suffix) { found.append(path) }
      case nil: break
      }
    }
    return found
  }

  /// The file's name without folders and `_spec.qz`: `vec` for `spec/qspec/vec_spec.qz`.
  var shortName: String {
    let last = Path.name(of: name)
    for ending in [Self.suffix, ".qz"] where last.hasSuffix(ending) && last != ending {
      return String(last.dropLast(ending.count))
    }
    return last
  }

  /// The name as people write it below `spec/qspec`: `std/vec` for `spec/qspec/std/vec_spec.qz`.
  var folderName: String {
    guard let inner = Path.relative(name, to: Self.folder) else { return shortName }
    return inner.contains("/") ? Path.join(Path.folder(of: inner), shortName) : shortName
  }
}

/// A file of which all or some tests are wanted.
struct SpecSelection: Hashable, Sendable {
  /// The file.
  let file: SpecFile
  /// The lines at which the wanted tests are written; none when all are wanted.
  let lines: [Int]
  /// The full names of the wanted tests, nil when any will do.
  var names: Set<String>?
}
