import Dispatch
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// Bridges between asynchronous Swift and Quartz code, which knows only plain calls.
enum Blocking {
  /// The stack of a thread that runs Quartz code, whose calls nest on the interpreter's own.
  private static let stackSize = 64 << 20

  /// Runs `work` on a thread of its own with a deep stack and returns what it returns.
  static func onThread<Result: Sendable>(
    _ work: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      start { continuation.resume(with: Swift.Result { try work() }) }
    }
  }

  /// Waits for asynchronous `work` from a thread that `onThread` started.
  ///
  /// Only such a thread may block: one of Swift's own pool might be the one that `work` needs.
  static func wait<Result: Sendable>(
    for work: @escaping @Sendable () async throws -> Result
  ) throws -> Result {
    let answer = Answer<Result>()
    Task.detached {
      let result: Swift.Result<Result, any Error>
      do { result = .success(try await work()) } catch { result = .failure(error) }
      answer.value.withLock { $0 = result }
      answer.ready.signal()
    }
    answer.ready.wait()
    return try answer.value.withLock { $0! }.get()
  }

  /// A result on its way from a task to the thread that waits for it.
  private final class Answer<Result: Sendable>: Sendable {
    let ready = DispatchSemaphore(value: 0)
    let value = Mutex<Swift.Result<Result, any Error>?>(nil)
  }

  /// Work on its way to a new thread.
  private final class Errand: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private static func start(_ work: @escaping @Sendable () -> Void) {
    let errand = Unmanaged.passRetained(Errand(work)).toOpaque()
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let status = pthread_create(&thread, &attributes, { Blocking.perform($0) }, errand)
    precondition(status == 0, "the system refused a thread: \(status)")
  }

  #if canImport(Darwin)
    private static func perform(_ errand: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
      Unmanaged<Errand>.fromOpaque(errand).takeRetainedValue().run()
      return nil
    }
  #else
    private static func perform(_ errand: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
      guard let errand else { return nil }
      Unmanaged<Errand>.fromOpaque(errand).takeRetainedValue().run()
      return nil
    }
  #endif
}
