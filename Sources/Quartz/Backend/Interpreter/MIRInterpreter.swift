/// Runs MIR: compile-time evaluation, Quakefiles, `quartz run --interpret`, and the oracle for
/// compiled programs.
///
/// Memory is real and laid out as in native code, so that addresses can be passed to C. Frames stand
/// on one stack of the interpreter's own; calls in the program do not nest Swift calls, except
/// through host functions that call closures. It runs in the calling thread.
final class MIRInterpreter {
  /// The program.
  let image: InterpreterImage
  /// The bottom of the stack.
  private let stack: UnsafeMutableRawPointer
  /// Where the stack is full; what stands on it may go beyond by less than `slack`.
  let stackLimit: UnsafeMutableRawPointer
  /// The end of what is in use on the stack, while a host function runs or nothing does.
  var top: UnsafeMutableRawPointer
  /// The steps that are left, when they are limited.
  var stepsLeft: Int
  /// The number of calls from outside that have not returned.
  private var depth = 0
  /// The instruction that functions called from outside return to.
  private let haltCode: UnsafeMutablePointer<InterpreterCode>
  /// The word that the program's thread has for itself.
  let threadWord: UnsafeMutablePointer<UInt64>

  /// Arguments are written before it is known whether their frame fits.
  private static let slack = 64 << 10
  /// How deeply host functions may call closures that call host functions.
  private static let maximalDepth = 500

  convenience init(
    program: MIRProgram, interner: Interner, sources: SourceMap,
    host: [String: HostFunction] = [:], limits: InterpreterLimits = .none
  ) {
    let image = InterpreterImage(
      program: program, interner: interner, sources: sources, host: host, limits: limits)
    self.init(image, stackSize: limits.stack)
  }

  /// An interpreter of `image` with a stack of its own, for one thread.
  init(_ image: InterpreterImage, stackSize: Int) {
    self.image = image
    let size = max(stackSize, 1 << 12)
    stack = .allocate(byteCount: size + Self.slack, alignment: 16)
    stackLimit = stack + size
    top = stack
    stepsLeft = image.limits.steps ?? .max
    haltCode = .allocate(capacity: 1)
    haltCode.initialize(to: InterpreterCode(op: .halt))
    threadWord = .allocate(capacity: 1)
    threadWord.initialize(to: 0)
  }

  deinit {
    stack.deallocate()
    haltCode.deallocate()
    threadWord.deallocate()
  }
}

// MARK: - Calling functions

extension MIRInterpreter {
  /// Runs the program with `arguments`, of which the first is its own name, and returns the exit
  /// code.
  func run(entry arguments: [String]) throws(InterpreterError) -> Int32 {
    let strings = arguments.map { text in
      let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.utf8.count + 1)
      _ = bytes.initialize(from: Array(text.utf8) + [0])
      return bytes
    }
    let table = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: arguments.count + 1)
    for (index, bytes) in strings.enumerated() {
      table[index] = UInt64(UInt(bitPattern: bytes.baseAddress))
    }
    table[arguments.count] = 0
    defer {
      for bytes in strings { bytes.deallocate() }
      table.deallocate()
    }
    let list = UInt64(UInt(bitPattern: table.baseAddress))
    do throws(InterpreterError) {
      let result = try call(
        function: image.program.entry, arguments: [UInt64(arguments.count), list])
      return Int32(truncatingIfNeeded: result.word)
    } catch {
      guard case .stopped(let code) = error.reason else { throw error }
      return code
    }
  }

  /// Calls `function`; an argument that is a value struct, a tuple or a tagged enum is given as the
  /// words of its bytes, one that has no bits not at all.
  func call(
    function id: FunctionID, arguments: [UInt64] = []
  ) throws(InterpreterError) -> InterpretedValue {
    try image.prepare(id)
    let type = image.program.functions[id].result
    let stored = image.stored(type)
    let bytes = try call(id, arguments, resultSize: Int(stored.frameSize))
    return InterpretedValue(type: type, stored: stored, words: bytes)
  }

  /// Calls the closure of the program at `closure`, whose result is at most a word.
  func call(closure: UInt64, arguments: [UInt64]) throws(InterpreterError) -> UInt64 {
    guard let object = memory(closure) else { throw InterpreterError(reason: .invalidClosure) }
    let address = object.loadUnaligned(as: UInt64.self)
    return try call(address: address, arguments: [closure] + arguments)
  }

  /// Calls the function of the program at `address`, whose result is at most a word.
  func call(address: UInt64, arguments: [UInt64]) throws(InterpreterError) -> UInt64 {
    guard let id = image.function(at: address) else {
      throw InterpreterError(reason: .invalidClosure)
    }
    let value = try call(function: id, arguments: arguments)
    guard value.stored.storage != .bytes else { throw InterpreterError(reason: .invalidClosure) }
    return value.word
  }

  /// The `count` bytes at `address`.
  func bytes(at address: UInt64, count: Int) -> [UInt8] {
    guard count > 0, let start = UnsafeRawPointer(bitPattern: UInt(address)) else { return [] }
    return Array(UnsafeRawBufferPointer(start: start, count: count))
  }

  /// Runs a translated function on top of the stack and returns the words of its result.
  ///
  /// Below its frame stands a frame of nothing but the place for the result.
  private func call(
    _ id: FunctionID, _ arguments: [UInt64], resultSize: Int
  ) throws(InterpreterError) -> [UInt64] {
    let entry = image.entries[id.position]
    guard arguments.count == entry.parameterWords, let code = entry.code else {
      throw InterpreterError(reason: .invalidClosure, function: id)
    }
    let base = top
    let frame = base + FrameLayout.parameters + resultSize
    guard frame + entry.extent <= stackLimit, depth < Self.maximalDepth else {
      throw InterpreterError(reason: .stackOverflow, function: id)
    }
    for (index, word) in arguments.enumerated() {
      frame.storeBytes(
        of: word, toByteOffset: FrameLayout.parameters + index * 8, as: UInt64.self)
    }
    frame.begin(returnTo: haltCode, caller: base, result: UInt32(FrameLayout.parameters))
    depth += 1
    defer {
      top = base
      depth -= 1
    }
    try execute(UnsafePointer(code), frame)
    return stride(from: 0, to: resultSize, by: 8).map {
      base.loadUnaligned(fromByteOffset: FrameLayout.parameters + $0, as: UInt64.self)
    }
  }
}

/// The result of a function that was called from outside.
struct InterpretedValue {
  /// Its type.
  let type: TypeID
  /// How it is kept.
  let stored: StoredType
  /// Its bytes as words; the word itself when it is one.
  let words: [UInt64]

  /// The word of a value that is at most one.
  var word: UInt64 { words.first ?? 0 }

  /// The bytes that the value has in memory.
  var bytes: [UInt8] {
    words.withUnsafeBytes { Array($0.prefix(stored.size)) }
  }
}
