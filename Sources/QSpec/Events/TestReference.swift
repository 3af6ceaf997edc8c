/// The tests of one spec file as one engine runs them.
public struct SuiteID: Sendable, Hashable {
  /// The spec file, relative to the project where it lies within.
  public let file: String
  /// The name of the engine.
  public let engine: String

  /// The suite of `file` under `engine`.
  public init(file: String, engine: String) {
    self.file = file
    self.engine = engine
  }
}

/// A test as the spec process announced it.
public struct PlannedTest: Sendable, Hashable {
  /// The position of the test in its file, from 0.
  public let id: Int
  /// The descriptions around the test, outermost first.
  public let path: [String]
  /// What the test says of itself.
  public let name: String
  /// The line on which it is written, where known.
  public let line: Int?
  /// Its tags.
  public let tags: [String]
  /// Whether it is announced as not written yet.
  public let isPending: Bool

  /// The descriptions and the name as one sentence.
  public var fullName: String { (path + [name]).joined(separator: " ") }
}

/// A test, or something about a whole file that is reported like one.
public struct TestReference: Sendable, Hashable {
  /// The suite that it belongs to.
  public let suite: SuiteID
  /// The id of the planned test, nil for what concerns the whole file.
  public let id: Int?
  /// The descriptions around the test, outermost first.
  public let path: [String]
  /// What the test says of itself.
  public let name: String
  /// The line on which it is written, where known.
  public let line: Int?
  /// Its tags.
  public let tags: [String]

  /// The descriptions and the name as one sentence.
  public var fullName: String { (path + [name]).joined(separator: " ") }

  /// The place in the form `file:line`, or the file alone.
  public var place: String { line.map { "\(suite.file):\($0)" } ?? suite.file }

  /// The planned test `test` of `suite`.
  init(_ test: PlannedTest, in suite: SuiteID) {
    self.init(
      suite: suite, id: test.id, path: test.path, name: test.name, line: test.line, tags: test.tags)
  }

  /// Something called `name` about the whole of `suite`.
  init(_ name: String, of suite: SuiteID) {
    self.init(suite: suite, id: nil, path: [], name: name, line: nil, tags: [])
  }

  /// A reference made of its parts.
  init(
    suite: SuiteID, id: Int?, path: [String], name: String, line: Int?, tags: [String]
  ) {
    self.suite = suite
    self.id = id
    self.path = path
    self.name = name
    self.line = line
    self.tags = tags
  }
}
