/// Whose rules a JUnit report keeps; the readers contradict each other.
public enum JUnitProfile: String, Sendable, CaseIterable {
  /// Valid for the xUnit plugin of Jenkins and for the schema of Ant alike.
  case strict
  /// Valid for the xUnit plugin of Jenkins; has the output of each test.
  case jenkins
  /// For GitHub and GitLab; has also places, tags and the counts of the whole run.
  case rich
}

/// Where a JUnit report goes and what it is like.
public struct JUnitOptions: Sendable, Hashable {
  /// The path of the report.
  public var path: String
  /// The rules that it keeps.
  public var profile: JUnitProfile
  /// The name of the run in the report.
  public var name = "qspec"
  /// The name of the machine in the report; the same everywhere unless somebody wants to know.
  public var hostname = "localhost"

  /// A report at `path` that keeps the rules of `profile`.
  public init(path: String, profile: JUnitProfile = .rich) {
    self.path = path
    self.profile = profile
  }
}
