#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What quake asks of the file system; paths are texts as the user wrote them.
enum Files {
  /// Whether something exists at `path`.
  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }

  /// Whether `path` is a folder.
  static func isFolder(_ path: String) -> Bool {
    var isFolder: Bool = false
    return fileExists(path, isFolder: &isFolder) && isFolder
  }

  /// Whether `path` is a file that may be executed.
  static func isExecutable(_ path: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: path) && !isFolder(path)
  }

  /// The content of the file at `path`, or nil when it cannot be read.
  static func bytes(_ path: String) -> [UInt8]? {
    FileManager.default.contents(atPath: path).map { [UInt8]($0) }
  }

  /// The content of the file at `path` as text, or nil when it cannot be read.
  static func text(_ path: String) -> String? {
    bytes(path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Puts `bytes` at `path` in one step: a reader sees the old file or the new one, whole.
  ///
  /// For what can be made again: a loss of power may lose it. `DurableFile` keeps what must stay.
  static func write(_ bytes: [UInt8], to path: String) throws {
    try makeFolder(parent(of: path))
    try Data(bytes).write(to: URL(filePath: path), options: .atomic)
  }

  /// Puts `text` at `path` in one step.
  static func write(_ text: String, to path: String) throws {
    try write(Array(text.utf8), to: path)
  }

  /// Makes the folder `path` and those above it.
  static func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// Removes the file or the whole folder at `path`; nothing there is no error.
  static func remove(_ path: String) throws {
    guard exists(path) || isLink(path) else { return }
    try FileManager.default.removeItem(atPath: path)
  }

  /// Moves `source` to `target`; what was there is replaced.
  static func move(_ source: String, to target: String) throws {
    try makeFolder(parent(of: target))
    try remove(target)
    try FileManager.default.moveItem(atPath: source, toPath: target)
  }

  /// Copies the file or folder `source` to `target`; what was there is replaced.
  static func copy(_ source: String, to target: String) throws {
    try makeFolder(parent(of: target))
    try remove(target)
    try FileManager.default.copyItem(atPath: source, toPath: target)
  }

  /// The names in the folder `path` in order of their bytes; none when it is no folder.
  static func names(in path: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// All files under the folder `path` in order, as paths relative to it.
  ///
  /// Symbolic links to folders are not entered, so that a loop of links ends.
  static func walk(_ path: String) -> [String] {
    var found: [String] = []
    for name in names(in: path) {
      let child = join(path, name)
      if isFolder(child) {
        if !isLink(child) { found += walk(child).map { "\(name)/\($0)" } }
      } else {
        found.append(name)
      }
    }
    return found
  }

  /// Whether `path` is a symbolic link.
  static func isLink(_ path: String) -> Bool {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
  }

  private static func fileExists(_ path: String, isFolder: inout Bool) -> Bool {
    #if canImport(FoundationEssentials)
      return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    #else
      var flag: ObjCBool = false
      defer { isFolder = flag.boolValue }
      return FileManager.default.fileExists(atPath: path, isDirectory: &flag)
    #endif
  }
}

// MARK: Paths as text

extension Files {
  /// `path` inside `folder`, unless it is absolute.
  static func join(_ folder: String, _ path: String) -> String {
    guard !path.hasPrefix("/"), !folder.isEmpty else { return path }
    return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
  }

  /// The last part of `path`.
  static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The last part of `path` up to its last period.
  static func stem(of path: String) -> String {
    let name = name(of: path)
    guard let period = name.lastIndex(of: "."), period != name.startIndex else { return name }
    return String(name[..<period])
  }

  /// The folder that holds `path`.
  static func parent(of path: String) -> String {
    let parts = path.split(separator: "/").dropLast().joined(separator: "/")
    if path.hasPrefix("/") { return "/" + parts }
    return parts.isEmpty ? "." : parts
  }

  /// The absolute form of `path`, seen from `folder`, without `.` and `..` parts.
  static func absolute(_ path: String, from folder: String) -> String {
    var parts: [Substring] = []
    for part in join(folder, path).split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// The folder in which quake was started.
  static var currentFolder: String { FileManager.default.currentDirectoryPath }
}
