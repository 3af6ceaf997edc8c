#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// Finds the programs that quake drives.
public struct Toolchain: Sendable {
  /// The folders that are searched for programs, in order.
  let searchPath: [String]
  /// The folder of the running quake, where quartz lies beside it.
  let toolFolder: String
  /// The project, whose build is used when quake itself was installed elsewhere.
  let project: Project

  /// The tools of this machine, seen from `project`.
  public init(project: Project, environment: [String: String]) {
    let path = environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    self.init(
      project: project, searchPath: path.split(separator: ":").map(String.init),
      toolFolder: Files.parent(of: Self.runningExecutable))
  }

  /// The tools found along `searchPath` and in `toolFolder`.
  init(project: Project, searchPath: [String], toolFolder: String) {
    self.project = project
    self.searchPath = searchPath
    self.toolFolder = toolFolder
  }

  /// The first program called `name` on the search path.
  func find(_ name: String) -> String? {
    searchPath.map { Files.join($0, name) }.first(where: Files.isExecutable)
  }

  /// The program called `name`, which is an error of the machine when it is missing.
  func need(_ name: String) throws -> String {
    if let path = find(name) { return path }
    throw QuakeError.infrastructure("'\(name)' was not found; quake doctor tells how to get it")
  }

  /// The Quartz compiler built from Sources/Quartz.
  func quartz() throws -> String {
    let places = [toolFolder, project.path(".build/release")]
    let found = places.map { Files.join($0, "quartz") }.first(where: Files.isExecutable)
    if let found { return found }
    throw QuakeError.infrastructure("no 'quartz' beside quake; ./quake build makes it")
  }

  /// The clang that links Quartz programs: the Swift toolchain's, else the system's.
  var clang: String? {
    let beside = find("swift").map { Files.join(Files.parent(of: Self.resolved($0)), "clang") }
    if let beside, Files.isExecutable(beside) { return beside }
    return find("clang")
  }

  /// Where SwiftPM built the running quake, so that `build` goes to the same place.
  var scratchPath: String {
    let folder = Files.parent(of: Files.parent(of: toolFolder))
    return Files.exists(Files.join(folder, "workspace-state.json"))
      ? folder : project.path(".build")
  }

  /// The file behind all symbolic links of `path`.
  static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// The file of the running process.
  static var runningExecutable: String {
    #if canImport(Darwin)
      var size: UInt32 = 0
      _NSGetExecutablePath(nil, &size)
      var buffer = [CChar](repeating: 0, count: Int(size) + 1)
      _NSGetExecutablePath(&buffer, &size)
      let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      return resolved(String(decoding: bytes, as: UTF8.self))
    #else
      return resolved("/proc/self/exe")
    #endif
  }
}
