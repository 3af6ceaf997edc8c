/// Turns what somebody typed after `quake spec` into spec files.
struct SpecSelector {
  /// The folder of the project.
  let root: String
  /// The folder in which relative paths begin.
  let workingDirectory: String

  /// The selected files in order of their names, each once; all there are for no `arguments`.
  func select(_ arguments: [String]) throws(RunnerError) -> [SpecSelection] {
    let known = SpecFile.all(in: root)
    if arguments.isEmpty { return known.map { SpecSelection(file: $0, lines: []) } }
    var lines: [SpecFile: [Int]?] = [:]
    for argument in arguments {
      let (name, line) = Self.split(argument)
      for file in try files(named: name, among: known) {
        guard let line, let others = lines[file] ?? [] else {
          lines[file] = .some(nil)
          continue
        }
        lines[file] = others + [line]
      }
    }
    return lines.map { SpecSelection(file: $0.key, lines: ($0.value ?? []).sorted()) }
      .sorted { $0.file.name < $1.file.name }
  }

  /// `argument` without the `:line` at its end, and the line.
  static func split(_ argument: String) -> (name: String, line: Int?) {
    guard let colon = argument.lastIndex(of: ":"),
      let line = Int(argument[argument.index(after: colon)...]), line > 0
    else { return (argument, nil) }
    return (String(argument[..<colon]), line)
  }

  /// The files that `name` means: a path, a glob or the name of a spec.
  private func files(
    named name: String, among known: [SpecFile]
  ) throws(RunnerError) -> [SpecFile] {
    if let files = try files(at: name) { return files }
    let isGlob = name.contains { "*?[".contains($0) }
    let found = known.filter { isGlob ? Self.matches($0, glob: name) : Self.isNamed($0, name) }
    if !found.isEmpty { return found }
    if isGlob { throw .usage("no spec matches '\(name)' below '\(SpecFile.folder)'") }
    throw unknown(name, among: known)
  }

  /// The spec file or the spec files of the folder at the path `name`, nil when it is no path.
  private func files(at name: String) throws(RunnerError) -> [SpecFile]? {
    guard name.contains("/") || name.hasSuffix(".qz") || name == "." || name == ".." else {
      return nil
    }
    let candidates = [workingDirectory, root].map { Path.absolute(name, in: $0) }
    guard let path = candidates.first(where: { FileSystem.kind(of: $0) != nil }) else { return nil }
    guard FileSystem.kind(of: path) == .folder else { return [file(at: path, givenAs: name)] }
    let found = SpecFile.files(below: path).map { inner in
      file(at: inner, givenAs: Path.join(name, Path.relative(inner, to: path) ?? inner))
    }
    if found.isEmpty { throw .usage("no file in '\(name)' ends in '\(SpecFile.suffix)'") }
    return found
  }

  /// The file at `path`, called `given` when it lies outside the project.
  private func file(at path: String, givenAs given: String) -> SpecFile {
    SpecFile(path: path, name: Path.relative(path, to: root) ?? given)
  }

  /// Whether `file` is what `name` means, with or without `_spec`, `.qz` and folders.
  private static func isNamed(_ file: SpecFile, _ name: String) -> Bool {
    names(of: file).contains(name)
  }

  /// Whether `file` has a name that matches `pattern`.
  private static func matches(_ file: SpecFile, glob pattern: String) -> Bool {
    names(of: file).contains { Platform.matches($0, glob: pattern) }
  }

  /// All names by which `file` may be called.
  private static func names(of file: SpecFile) -> [String] {
    let bare = Set([file.shortName, file.folderName]).sorted()
    return bare.flatMap { [$0, $0 + "_spec", $0 + SpecFile.suffix] } + [file.name]
  }

  /// The error for a `name` that means nothing, with those of `known` that look like it.
  private func unknown(_ name: String, among known: [SpecFile]) -> RunnerError {
    let bare = name.hasSuffix("_spec") ? String(name.dropLast(5)) : name
    let near = NearestNames.of(bare, in: known.map(\.folderName))
    if near.isEmpty { return .usage("no spec is named '\(name)'") }
    let list = near.map { "'\($0)'" }.joined(separator: ", ")
    return .usage("no spec is named '\(name)'; near it: \(list)")
  }
}
