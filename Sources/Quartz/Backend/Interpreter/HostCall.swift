/// An extern function that the embedder of the interpreter provides.
///
/// Arguments and results are words: integers extended to 64 bits, bits of floats (an F32 in the low
/// half), addresses. The result is cut to the declared type.
typealias HostFunction = (inout HostCall) throws(InterpreterError) -> UInt64

/// A call of a host function by the program.
struct HostCall {
  /// The interpreter that runs the program.
  let interpreter: MIRInterpreter
  /// The arguments.
  let arguments: UnsafeBufferPointer<UInt64>

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
  func call(
    closure: UInt64, arguments: [UInt64] = []
  ) throws(InterpreterError) -> UInt64 {
    try interpreter.call(closure: closure, arguments: arguments)
  }

  /// Ends the run with an exit code.
  func stop(_ code: Int32) throws(InterpreterError) -> Never {
    throw InterpreterError(reason: .stopped(code))
  }

  /// Ends the run with an error.
  func fail(_ message: String) throws(InterpreterError) -> Never {
    throw InterpreterError(reason: .host(message))
  }
}
