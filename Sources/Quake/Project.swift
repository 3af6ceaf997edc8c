import QSpec

/// The project that quake works on: the folder of the Quakefile, or of this checkout without one.
public struct Project: Sendable {
  /// The folder of the Quakefile.
  public let root: String

  /// The project in the folder `root`.
  public init(root: String) {
    self.root = root
  }

  /// The project that `folder` is in.
  ///
  /// A Quakefile in the folder or above it decides; without one, the nearest checkout of Quartz;
  /// without that, `home`, the checkout that the wrapper script belongs to.
  public static func around(_ folder: String, home: String?) throws -> Project {
    if let root = ancestor(of: folder, holding: "Quakefile") { return Project(root: root) }
    if let root = ancestor(of: folder, holding: "Sources/Quartz") { return Project(root: root) }
    if let home, Files.isFolder(home) { return Project(root: home) }
    throw QuakeError.usage("no Quakefile in \(folder) or above it")
  }

  /// Where the Quakefile is, or nil when there is none.
  public var quakefile: String? {
    let path = path("Quakefile")
    return Files.exists(path) ? path : nil
  }

  /// The absolute path of what is called `path` inside the project.
  func path(_ path: String) -> String { Files.absolute(path, from: root) }

  /// `path` as seen from the project's folder, where it lies inside.
  func relative(_ path: String) -> String {
    path.hasPrefix(root + "/") ? String(path.dropFirst(root.utf8.count + 1)) : path
  }

  /// Where quake keeps what it may lose: programs that were built for a check, file task stamps.
  var scratch: String { path(".quake") }

  private static func ancestor(of folder: String, holding name: String) -> String? {
    var folder = Files.absolute(folder, from: "/")
    while true {
      if Files.exists(Files.join(folder, name)) { return folder }
      if folder == "/" { return nil }
      folder = Files.parent(of: folder)
    }
  }
}
