// What happens seldom: panics, errors, first calls, extern functions.

extension MIRInterpreter {
  /// The error `reason` in the instruction before `pc`.
  @inline(never)
  func error(_ reason: InterpreterError.Reason, _ pc: CodePointer) -> InterpreterError {
    guard let origin = image.origin(of: pc) else { return InterpreterError(reason: reason) }
    let offset = image.program.functions[origin.function].positions[origin.instruction]
    return InterpreterError(
      reason: reason, function: origin.function, position: Position(offset: offset))
  }

  /// The error of a read or write where no memory is.
  @inline(never)
  func invalidAddress(_ pc: CodePointer) -> InterpreterError { error(.invalidAddress, pc) }

  /// The name of function `id`.
  func name(of id: FunctionID) -> String {
    image.interner.text(image.program.functions[id].name)
  }

  /// Counts the instructions of a block.
  @inline(never)
  func countSteps(_ count: Int, _ pc: CodePointer) throws(InterpreterError) {
    stepsLeft -= count
    if stepsLeft < 0 { throw error(.stepLimit(image.limits.steps ?? 0), pc) }
  }

  /// Translates the callee of the call before `pc` when that was not done; else the stack is full.
  @inline(never)
  func prepareCall(
    _ entry: UnsafeMutablePointer<FunctionEntry>, _ target: UnsafeMutableRawPointer,
    _ pc: CodePointer
  ) throws(InterpreterError) {
    guard entry.pointee.code == nil else { throw error(.stackOverflow, pc) }
    let number = entry - image.entries
    do throws(InterpreterError) {
      try image.prepare(FunctionID(index: UInt32(number)))
    } catch {
      throw self.error(error.reason, pc)
    }
  }

  // MARK: Panics

  /// Calls the function of the program that reports what went wrong in the instruction before `pc`.
  @inline(never)
  func panic(
    _ pc: CodePointer, _ frame: UnsafeMutableRawPointer
  ) throws(InterpreterError) -> (CodePointer, UnsafeMutableRawPointer) {
    guard let origin = image.origin(of: pc) else { throw error(.reachedUnreachable, pc) }
    let function = image.program.functions[origin.function]
    let position = Position(offset: function.positions[origin.instruction])
    let operand = function.types[Int(function.a[origin.instruction])]
    let panic = self.panic(function.opcodes[origin.instruction], operand, pc[-1], frame)
    guard !panic.hook.isNone else { throw error(.panic(panic.text), pc) }
    // A copy, because finding lines changes the map and other threads may panic, too.
    var sources = image.sources
    let words = panic.words + [sources.locationWord(position)]
    let target = frame + image.entries[origin.function.position].frameSize
    return try enter(panic.hook, words, from: frame, to: target, pc)
  }

  /// The hook, its arguments, and a description for programs without the hook.
  private func panic(
    _ opcode: Opcode, _ operand: TypeID, _ code: InterpreterCode,
    _ frame: UnsafeMutableRawPointer
  ) -> (hook: FunctionID, words: [UInt64], text: String) {
    let hooks = image.program.hooks
    let left = frame.word(code.b)
    let right = rightOperand(opcode, code, frame)
    if operand == .u64 && ![.shiftLeft, .shiftRight].contains(opcode) {
      let words = [UInt64(HelperKey.hookOperation(opcode, operand)), left, right]
      return (hooks.overflow, words, "overflow in '\(opcode.mnemonic)'")
    }
    switch opcode {
    case .divide where right == 0, .remainder where right == 0:
      return (hooks.division, [left], "division by zero")
    case .shiftLeft, .shiftRight:
      return (hooks.shift, [right, UInt64(code.n)], "a shift by too many bits")
    case .convert where code.op == .doubleToInteger:
      return (hooks.floatConversion, [left], "a conversion of a float that does not fit")
    case .convert: return (hooks.conversion, [left], "a conversion of a number that does not fit")
    default:
      let words = [UInt64(opcode.rawValue), left, right]
      return (hooks.overflow, words, "overflow in '\(opcode.mnemonic)'")
    }
  }

  /// The second operand of an operation on integers; 0 when it has one.
  private func rightOperand(
    _ opcode: Opcode, _ code: InterpreterCode, _ frame: UnsafeMutableRawPointer
  ) -> UInt64 {
    if opcode == .negate || opcode == .convert { return 0 }
    switch code.op {
    case .addSI, .subtractSI, .multiplySI: return UInt64(bitPattern: code.signedC)
    default: return frame.word(code.c)
    }
  }

  /// Begins a call of `id` that does not stand in the program.
  private func enter(
    _ id: FunctionID, _ words: [UInt64], from frame: UnsafeMutableRawPointer,
    to target: UnsafeMutableRawPointer, _ pc: CodePointer
  ) throws(InterpreterError) -> (CodePointer, UnsafeMutableRawPointer) {
    try image.prepare(id)
    let entry = image.entries[id.position]
    guard let code = entry.code, target + entry.extent <= stackLimit else {
      throw error(.stackOverflow, pc)
    }
    for (index, word) in words.enumerated() {
      target.set(UInt32(FrameLayout.parameters + index * 8), word)
    }
    target.begin(returnTo: pc, caller: frame, result: 0)
    return (CodePointer(code), target)
  }
}

// MARK: - Extern functions

extension MIRInterpreter {
  /// Calls extern function `code.a`.
  @inline(never)
  func callNative(
    _ code: InterpreterCode, _ frame: UnsafeMutableRawPointer, _ pc: CodePointer
  ) throws(InterpreterError) {
    let target = frame + Int(code.c)
    frame.pass(pc, Int(code.n), to: target)
    do throws(InterpreterError) {
      let words = target + FrameLayout.parameters
      top = words + (Int(code.n) + 1) / 2 * 16 + 16
      let result = try callNative(
        FunctionID(index: code.a), words.assumingMemoryBound(to: UInt64.self), Int(code.n))
      if code.b != 0 { frame.set(code.b, result) }
    } catch {
      // What a closure called by the host met has a place already.
      throw error.position == .none ? self.error(error.reason, pc) : error
    }
  }

  private func callNative(
    _ id: FunctionID, _ words: UnsafeMutablePointer<UInt64>, _ count: Int
  ) throws(InterpreterError) -> UInt64 {
    let entry = image.entries + id.position
    if entry.pointee.native.source == .unknown { try image.resolve(id) }
    let native = entry.pointee.native
    if native.source == .host {
      let arguments = UnsafeBufferPointer(start: UnsafePointer(words), count: count)
      var call = HostCall(interpreter: self, arguments: arguments)
      let result = image.hostFunctions[native.number](&call)
      if let failure = call.failure { throw failure }
      return native.word(result)
    }
    guard native.canPass(count) else {
      throw InterpreterError(reason: .unsupportedSignature(name(of: id)))
    }
    guard !passesFunction(words, count) else {
      throw InterpreterError(reason: .unsupportedCallback(name(of: id)))
    }
    return native.callLibrary(words, count)
  }

  /// Whether an argument is the address of a function of the program, which C cannot call.
  private func passesFunction(_ words: UnsafeMutablePointer<UInt64>, _ count: Int) -> Bool {
    let first = UInt64(UInt(bitPattern: image.entries))
    let end = UInt64(UInt(bitPattern: image.entries + image.entryCount))
    for index in 0..<count where words[index] > first && words[index] < end { return true }
    return false
  }
}
