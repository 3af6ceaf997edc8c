/// An extern function that the embedder of the interpreter provides.
///
/// Arguments and results are words: integers extended to 64 bits, bits of floats (an F32 in the low
/// half), addresses. The result is cut to the declared type.
typealias HostFunction = (inout HostCall) -> UInt64

/// A call of a host function by the program.
///
/// `stop` and `fail` end the run as soon as the host function returns; its result is then ignored.
struct HostCall {
  /// The interpreter that runs the program.
  let interpreter: MIRInterpreter
  /// The arguments.
  let arguments: UnsafeBufferPointer<UInt64>
  /// Why the run ends, if it does.
  private(set) var failure: InterpreterError?

  init(interpreter: MIRInterpreter, arguments: UnsafeBufferPointer<UInt64>) {
    self.interpreter = interpreter
    self.arguments = arguments
  }

  /// The argument in place `index`.
  subscript(index: Int) -> UInt64 { arguments[index] }

  /// The argument in place `index` as an address.
  func address(_ index: Int) -> UnsafeMutableRawPointer? {
    UnsafeMutableRawPointer(bitPattern: UInt(arguments[index]))
  }

  /// The `count` bytes at `address`.
  func bytes(at address: UInt64, count: Int) -> [UInt8] {
    interpreter.bytes(at: address, count: count)
  }

  /// Calls a closure of the program, whose result is at most a word.
  ///
  /// When the run ends inside of it, or was about to end, the result is 0 and `failure` is set.
  mutating func call(closure: UInt64, arguments: [UInt64] = []) -> UInt64 {
    attempt { interpreter throws(InterpreterError) in
      try interpreter.call(closure: closure, arguments: arguments)
    }
  }

  /// Calls the function of the program at an address; otherwise the same.
  mutating func call(address: UInt64, arguments: [UInt64] = []) -> UInt64 {
    attempt { interpreter throws(InterpreterError) in
      try interpreter.call(address: address, arguments: arguments)
    }
  }

  private mutating func attempt(
    _ work: (MIRInterpreter) throws(InterpreterError) -> UInt64
  ) -> UInt64 {
    guard failure == nil else { return 0 }
    do throws(InterpreterError) {
      return try work(interpreter)
    } catch {
      failure = error
      return 0
    }
  }

  /// Ends the run with an exit code; what it returns can be returned by the host function.
  @discardableResult
  mutating func stop(_ code: Int32) -> UInt64 { end(.stopped(code)) }

  /// Ends the run with an error; what it returns can be returned by the host function.
  @discardableResult
  mutating func fail(_ message: String) -> UInt64 { end(.host(message)) }

  /// Ends the run, unless it was about to end.
  mutating func end(_ reason: InterpreterError.Reason) -> UInt64 {
    if failure == nil { failure = InterpreterError(reason: reason) }
    return 0
  }
}
