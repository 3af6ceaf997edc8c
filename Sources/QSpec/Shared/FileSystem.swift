#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The few operations on files and folders that the runner needs.
enum FileSystem {
  /// What stands at a path.
  enum Kind {
    /// A regular file.
    case file
    /// A folder.
    case folder
    /// A symbolic link, device, pipe or socket.
    case other
  }

  /// What stands at `path` when links are followed, nil for nothing.
  static func kind(of path: String) -> Kind? {
    var info = stat()
    guard stat(path, &info) == 0 else { return nil }
    return kind(info)
  }

  /// What stands at `path` itself, be it a link, nil for nothing.
  static func kindOfLink(at path: String) -> Kind? {
    var info = stat()
    guard lstat(path, &info) == 0 else { return nil }
    return kind(info)
  }

  /// The kind that a mode says.
  private static func kind(_ info: stat) -> Kind {
    switch info.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    default: .other
    }
  }

  /// The names in the folder `path`, sorted; none when it cannot be read.
  static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The bytes of the file at `path`.
  static func contents(of path: String) throws(RunnerError) -> [UInt8] {
    guard let file = OpenFile(reading: path) else {
      throw .infrastructure("cannot read '\(path)': \(Platform.lastError)")
    }
    var bytes: [UInt8] = []
    while true {
      let chunk = file.bytes(at: bytes.count, upTo: 1 << 20)
      if chunk.isEmpty { return bytes }
      bytes.append(contentsOf: chunk)
    }
  }

  /// Makes the folder `path` and those above it that are missing.
  static func makeFolder(_ path: String) throws(RunnerError) {
    if kind(of: path) == .folder { return }
    let parent = Path.folder(of: path)
    if parent != path && parent != "." { try makeFolder(parent) }
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
      throw .infrastructure("cannot make the folder '\(path)': \(Platform.lastError)")
    }
  }

  /// A new folder of our own below the system's folder for such.
  static func makeTemporaryFolder() throws(RunnerError) -> String {
    let base = Platform.environment("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = Array(Path.join(base, "qspec-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw .infrastructure("cannot make a folder in '\(base)': \(Platform.lastError)")
    }
    let name = template.dropLast().map { UInt8(bitPattern: $0) }
    return Path.absolute(String(decoding: name, as: UTF8.self))
  }

  /// Removes what stands at `path`, with everything in it; links are not followed.
  static func remove(_ path: String) {
    if kindOfLink(at: path) == .folder {
      // A spec may have taken away the right to look into its own folder.
      chmod(path, 0o700)
      for name in names(in: path) { remove(Path.join(path, name)) }
      rmdir(path)
    } else {
      unlink(path)
    }
  }

  /// Renames `old` to `new`, replacing what was there, and makes the change durable.
  static func rename(_ old: String, to new: String) throws(RunnerError) {
    #if canImport(Darwin)
      let result = Darwin.rename(old, new)
    #elseif canImport(Musl)
      let result = Musl.rename(old, new)
    #else
      let result = Glibc.rename(old, new)
    #endif
    guard result == 0 else {
      throw .infrastructure("cannot rename '\(old)' to '\(new)': \(Platform.lastError)")
    }
    let folder = open(Path.folder(of: new), O_RDONLY)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }
}
