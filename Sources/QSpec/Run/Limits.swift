/// How much time and space a spec may take.
public struct Limits: Sendable, Hashable {
  /// The longest that one test may take.
  public var test = Duration.seconds(10)
  /// When a warning appears that a test is slow; half of `test` when nil.
  public var slow: Duration?
  /// The longest from the start of a process to its plan.
  public var start = Duration.seconds(60)
  /// The longest that the compiler may take for one spec.
  public var build = Duration.seconds(300)
  /// How long a process may take to end after it was asked to.
  public var grace = Duration.seconds(1)
  /// How long the children of a process may take to end after it has.
  public var leak = Duration.milliseconds(200)
  /// The most bytes that one process may write.
  public var output = 64 << 20
  /// The most bytes of a good test's output that are kept, for each stream.
  public var keptOutput = 64 << 10
  /// The most bytes of a bad test's output that are kept, for each stream.
  public var keptBadOutput = 1 << 20

  /// The limits as they are documented.
  public init() {}

  /// When a warning appears that a test is slow.
  var slowWarning: Duration { slow ?? test / 2 }
}
