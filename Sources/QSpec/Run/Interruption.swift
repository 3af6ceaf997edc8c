import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A wish that a run should stop, and how urgent it is.
///
/// One signal lets running specs end in the ordinary way within their grace; the second one kills
/// them at once.
public final class Interruption: Sendable {
  /// How often somebody asked, and the number of the last signal.
  private let requests = Atomic<Int>(0)
  /// The number of the signal, 0 when a caller asked.
  private let signalNumber = Atomic<Int32>(0)

  /// A wish that nobody has uttered yet.
  public init() {}

  /// Asks the run to stop.
  public func request() { requests.add(1, ordering: .relaxed) }

  /// Whether the run should stop.
  var isRequested: Bool { requests.load(ordering: .relaxed) > 0 }

  /// Whether the run should stop without any grace.
  var isUrgent: Bool { requests.load(ordering: .relaxed) > 1 }

  /// What asked: the name of a signal, or `request`.
  var cause: String {
    let number = signalNumber.load(ordering: .relaxed)
    return number == 0 ? "request" : Platform.signalName(number)
  }

  /// The wish that SIGINT and SIGTERM utter; only atomics are touched in a signal handler.
  static let fromSignals = Interruption()

  /// Lets SIGINT and SIGTERM utter the wish `fromSignals` while `body` runs.
  static func catchingSignals<Result>(
    _ body: (Interruption) async throws(RunnerError) -> Result
  ) async throws(RunnerError) -> Result {
    let wish = fromSignals
    wish.requests.store(0, ordering: .relaxed)
    wish.signalNumber.store(0, ordering: .relaxed)
    let handler: @convention(c) (Int32) -> Void = { number in
      Interruption.fromSignals.signalNumber.store(number, ordering: .relaxed)
      Interruption.fromSignals.requests.add(1, ordering: .relaxed)
    }
    let previous = [SIGINT, SIGTERM].map { (number: $0, handler: signal($0, handler)) }
    defer { for (number, handler) in previous { signal(number, handler) } }
    return try await body(wish)
  }
}
