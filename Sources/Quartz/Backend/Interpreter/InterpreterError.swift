/// Why the interpreter could not go on.
struct InterpreterError: Error, Equatable {
  /// The sorts of reason.
  enum Reason: Equatable {
    /// The host asked to stop with an exit code: the program has called `exit`.
    case stopped(Int32)
    /// The calls of the program are nested too deeply.
    case stackOverflow
    /// More instructions were executed than allowed.
    case stepLimit(Int)
    /// More memory was allocated than allowed.
    case memoryLimit(Int)
    /// An extern function is in no library.
    case unknownSymbol(String)
    /// An extern function has too many parameters, or floats in place of `...`.
    case unsupportedSignature(String)
    /// An extern function is given a function of the program, which C cannot call.
    case unsupportedCallback(String)
    /// Memory near address 0 was read or written.
    case invalidAddress
    /// A closure does not hold a function, or one with other parameters.
    case invalidClosure
    /// The program reached what it declared to be unreachable, or returned from what does not.
    case reachedUnreachable
    /// A function is called that has no body.
    case missingBody(String)
    /// The program has no function for a panic that has happened, described by the text.
    case panic(String)
    /// The host function gave up for a reason of its own.
    case host(String)
  }

  /// What happened.
  let reason: Reason
  /// The function in which it happened; `.none` when it is not known.
  var function = FunctionID.none
  /// The place in the source; `.none` when it is not known.
  var position = Position.none

  /// What happened, in one line.
  var message: String {
    switch reason {
    case .stopped(let code): "the program has stopped with exit code \(code)"
    case .stackOverflow: "stack overflow: calls are nested too deeply"
    case .stepLimit(let limit): "the evaluation takes more than \(limit) steps"
    case .memoryLimit(let limit): "the evaluation takes more than \(limit) bytes of memory"
    case .unknownSymbol(let name): "the extern function '\(name)' is in no library"
    case .unsupportedSignature(let name):
      "the extern function '\(name)' has parameters that the interpreter cannot pass"
    case .unsupportedCallback(let name):
      "'\(name)' is given a function of the program, which C cannot call in the interpreter"
    case .invalidAddress: "memory near address 0 is read or written"
    case .invalidClosure: "the value that is called is not a closure of this type"
    case .reachedUnreachable: "code was reached that cannot be reached"
    case .missingBody(let name): "the function '\(name)' has no body"
    case .panic(let text): text
    case .host(let text): text
    }
  }
}
