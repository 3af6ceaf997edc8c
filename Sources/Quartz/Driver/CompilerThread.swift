#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// The thread that compiles: its stack has room for programs of any depth that the parser accepts.
enum CompilerThread {
  /// The bytes of its stack; only what is used costs memory.
  static let stackSize = 512 << 20

  /// What the thread gets and gives.
  ///
  /// Used by one thread at a time: by the new one until it was waited for.
  private final class Work: @unchecked Sendable {
    let body: @Sendable () -> ExitStatus
    var result = ExitStatus.internalError
    init(_ body: @escaping @Sendable () -> ExitStatus) { self.body = body }
  }

  /// Runs `body` on the thread and waits for it.
  static func run(_ body: @escaping @Sendable () -> ExitStatus) -> ExitStatus {
    let work = Work(body)
    // Where the address space is limited, a smaller stack serves all but the deepest programs.
    for size in [stackSize, stackSize / 8] {
      if start(work, stackSize: size) { return work.result }
    }
    return body()
  }

  /// Whether a thread with such a stack could be had.
  private static func start(_ work: Work, stackSize: Int) -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, stackSize)
    defer { pthread_attr_destroy(&attributes) }
    let argument = Unmanaged.passUnretained(work).toOpaque()
    #if canImport(Darwin)
      var handle: pthread_t?
      guard pthread_create(&handle, &attributes, entry, argument) == 0 else { return false }
      let thread = handle!
    #else
      var thread = pthread_t()
      guard pthread_create(&thread, &attributes, entry, argument) == 0 else { return false }
    #endif
    pthread_join(thread, nil)
    return true
  }

  #if canImport(Darwin)
    private static let entry: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? =
      { CompilerThread.perform($0) }
  #else
    private static let entry:
      @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? =
        { CompilerThread.perform($0!) }
  #endif

  private static func perform(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    InternalError.useAlternateStack()
    let work = Unmanaged<Work>.fromOpaque(argument).takeUnretainedValue()
    work.result = work.body()
    return nil
  }
}
