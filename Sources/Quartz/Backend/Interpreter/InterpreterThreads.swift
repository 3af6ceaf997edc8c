#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Threads of the program: each is a thread of the process that interprets on a stack of its own.
///
/// Only `pthread_create` needs help, because C cannot call the function that it is given; mutexes,
/// joining and the like are C's own. Before the first thread starts, everything that is prepared
/// when first needed is prepared, so that threads share the image without locks.
enum InterpreterThreads {
  /// The function that takes the place of that of C.
  static var functions: [String: HostFunction] {
    ["pthread_create": { call in create(&call) }]
  }

  /// The bytes of a thread's stack, at most.
  private static let stackSize = 64 << 20

  /// What a new thread is to do.
  private final class Start {
    let interpreter: MIRInterpreter
    let function: UInt64
    let argument: UInt64

    init(_ interpreter: MIRInterpreter, _ function: UInt64, _ argument: UInt64) {
      self.interpreter = interpreter
      self.function = function
      self.argument = argument
    }

    /// Runs the thread's function and returns its result.
    func run() -> UInt64 {
      do throws(InterpreterError) {
        return try interpreter.call(address: function, arguments: [argument])
      } catch {
        InterpreterThreads.end(error)
      }
    }
  }

  /// `pthread_create(thread, attributes, function, argument)`.
  private static func create(_ call: inout HostCall) -> UInt64 {
    guard call.arguments.count == 4, let thread = call.address(0),
      call.interpreter.image.function(at: call[2]) != nil
    else { return call.end(.unsupportedSignature("pthread_create")) }
    let context = begin(call.interpreter.image, call[2], call[3])
    let code = start(thread, call.address(1), context)
    if code != 0 { Unmanaged<Start>.fromOpaque(context).release() }
    return UInt64(UInt32(bitPattern: code))
  }

  /// What the new thread needs, kept until it takes it.
  private static func begin(
    _ image: InterpreterImage, _ function: UInt64, _ argument: UInt64
  ) -> UnsafeMutableRawPointer {
    image.prepareAll()
    let size = min(image.limits.stack, stackSize)
    let start = Start(MIRInterpreter(image, stackSize: size), function, argument)
    return Unmanaged.passRetained(start).toOpaque()
  }

  private static func start(
    _ thread: UnsafeMutableRawPointer, _ attributes: UnsafeMutableRawPointer?,
    _ context: UnsafeMutableRawPointer
  ) -> Int32 {
    let attributes = attributes?.assumingMemoryBound(to: pthread_attr_t.self)
    #if canImport(Darwin)
      let place = thread.assumingMemoryBound(to: pthread_t?.self)
    #else
      let place = thread.assumingMemoryBound(to: pthread_t.self)
    #endif
    return pthread_create(place, attributes, { InterpreterThreads.run($0) }, context)
  }

  /// What a new thread does first.
  private static func run(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    let start = Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
    return UnsafeMutableRawPointer(bitPattern: UInt(start.run()))
  }

  /// Ends the process when a thread cannot go on: there is no one to hand the error to.
  private static func end(_ error: InterpreterError) -> Never {
    if case .stopped(let code) = error.reason { exit(code) }
    let text = "panic: \(error.message)\n"
    _ = text.utf8CString.withUnsafeBytes { write(2, $0.baseAddress, $0.count - 1) }
    _exit(70)
  }
}
