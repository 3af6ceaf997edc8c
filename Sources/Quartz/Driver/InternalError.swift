#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// What happens when the compiler itself is wrong: a trap ends the process with exit code 70, after
/// a message that names the phase and asks for a report.
enum InternalError {
  /// What people are asked to do.
  static let request =
    "this is a mistake in the compiler; please report it with the program that shows it"

  /// The name of the phase at work, read by the signal handler.
  nonisolated(unsafe) private static var phase: (start: UnsafePointer<UInt8>, count: Int) = {
    let name: StaticString = "start"
    return (name.utf8Start, name.utf8CodeUnitCount)
  }()
  /// The parts of the message around the phase, as bytes that a signal handler may write.
  nonisolated(unsafe) private static var before: StaticString =
    "error[QZ0999]: internal compiler error in phase '"

  /// Takes note of the phase that begins.
  static func enter(_ name: StaticString) {
    phase = (name.utf8Start, name.utf8CodeUnitCount)
  }

  /// Catches the traps of this process, on the stack that `useAlternateStack` gives each thread.
  static func install() {
    enter("start")
    _ = before
    for number in [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE] {
      var action = sigaction()
      #if canImport(Darwin)
        action.__sigaction_u.__sa_handler = { _ in InternalError.end() }
      #else
        action.__sigaction_handler.sa_handler = { _ in InternalError.end() }
      #endif
      action.sa_flags = Int32(SA_ONSTACK)
      sigaction(number, &action, nil)
    }
    useAlternateStack()
  }

  /// Gives the calling thread a stack for signals: an overflow leaves none of its own.
  static func useAlternateStack() {
    let size = 1 << 16
    var stack = stack_t()
    stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    stack.ss_size = size
    stack.ss_flags = 0
    sigaltstack(&stack, nil)
  }

  /// Writes the message and ends the process; only calls that a signal handler may make.
  private static func end() {
    put(before)
    write(2, phase.start, phase.count)
    put("'\nhelp: this is a mistake in the compiler; ")
    put("please report it with the program that shows it\n")
    _exit(ExitStatus.internalError.rawValue)
  }

  private static func put(_ text: StaticString) {
    write(2, text.utf8Start, text.utf8CodeUnitCount)
  }
}
