/// A run of specs as it was asked for on the command line.
public struct SpecRequest: Sendable {
  /// The specs, by name, path, `path:line` or glob; none stands for all.
  public var selectors: [String] = []
  /// How specs are executed: one of `engines`.
  public var engine = "debug"
  /// What is under test: `stage1` to `stage4`, the path of a compiler, `interpreter` or `all`.
  public var compiler = "stage1"
  /// Where the JUnit report goes.
  public var junit: String?
  /// The dialect of the JUnit report: `strict`, `jenkins` or `rich`.
  public var junitProfile = "strict"
  /// Only tests whose name fits this are run.
  public var grep: String?
  /// Only tests with one of these tags are run.
  public var tags: [String] = []
  /// How many specs run at the same time.
  public var jobs: Int?
  /// How many seconds a test may take.
  public var timeout: Int?
  /// Where the journal goes.
  public var journal: String?
  /// What decides the order of files and tests; nil for the order in which they are written.
  public var orderSeed: UInt64?
  /// The part of the files that is run, such as `2/5`.
  public var shard: String?
  /// Whether only what was bad in the former run is run.
  public var onlyFailures = false
  /// Where results go in the Test Anything Protocol.
  public var tap: String?

  /// A run of all specs.
  public init() {}

  /// What `engine` may be.
  public static var engines: [String] { ProgramEngine.allCases.map(\.rawValue) + ["all"] }
}

/// What a run of specs came to.
public struct SpecTally: Sendable {
  /// The tests that passed.
  public var passed: Int
  /// The tests that failed or never reported, by name, with all there is to see.
  public var failures: [(name: String, detail: String)]
  /// The tests that were skipped or are pending.
  public var skipped: Int

  /// A tally of the given counts.
  public init(passed: Int, failures: [(name: String, detail: String)], skipped: Int) {
    self.passed = passed
    self.failures = failures
    self.skipped = skipped
  }
}

/// What runs specs: QSpec, and in tests something else.
public protocol SpecRunning: Sendable {
  /// The spec files that `request` selects, a pattern that fits none being a mistake of usage.
  func files(_ request: SpecRequest, project: Project) throws -> [String]

  /// Runs what `request` asks for on `project` with the compiler `quartz`, and writes to `output`.
  func run(
    _ request: SpecRequest, project: Project, quartz: String, output: OutputSink
  ) async throws -> SpecTally
}
