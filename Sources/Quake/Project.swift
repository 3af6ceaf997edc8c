import Quartz

/// The project that quake works on: the folder that holds the Quakefile.
public struct Project: Sendable {
  /// The folder of the Quakefile.
  public let root: String

  /// The project in the folder `root`.
  public init(root: String) {
    self.root = root
  }
}
