/// Evaluates the constants of a program at compile time and puts their values in place of the
/// functions that compute them.
///
/// The interpreter runs each function, with a limit on steps and memory; a panic in it becomes a
/// diagnostic at the constant.
struct ConstantFolder {
  private var program: MIRProgram
  private var interner: Interner
  private var sources: SourceMap
  private var diagnostics: DiagnosticSink
  /// What stands for the C functions that must not be called.
  private var refusals: [String: HostFunction] = [:]
  /// By function, whether it is known to read no variable of the program.
  private var isPure: [Bool] = []

  /// The steps that the evaluation of one constant may take.
  static let stepLimit = 50_000_000
  /// The bytes that it may allocate.
  static let memoryLimit = 256 << 20

  /// `program` with its constants evaluated.
  static func fold(
    _ program: consuming MIRProgram, _ interner: inout Interner, _ sources: SourceMap,
    _ diagnostics: inout DiagnosticSink
  ) -> MIRProgram {
    guard !program.constants.isEmpty else { return program }
    var folder = ConstantFolder(
      program: program, interner: interner, sources: sources, diagnostics: diagnostics)
    folder.refuseForeignFunctions()
    for constant in folder.program.constants { folder.fold(constant) }
    interner = folder.interner
    diagnostics = folder.diagnostics
    return folder.program
  }

  /// Replaces the function of a constant; the interpreter is gone by then, or the change would copy
  /// all functions, which it has too.
  private mutating func fold(_ constant: MIRConstant) {
    if let variable = variableRead(by: constant.function) {
      let span = Lexer.span(ofTokenAt: constant.position, in: sources)
      diagnostics.report(.constantReads(interner.text(variable), at: span))
    } else if !constant.isKept, let function = evaluate(constant) {
      program.functions[constant.function] = function
    }
  }

  /// The variable of the program that `start`, or a function that it can get to, reads or changes.
  private mutating func variableRead(by start: FunctionID) -> Symbol? {
    if isPure.isEmpty { isPure = Array(repeating: false, count: program.functions.count + 1) }
    var seen: Set<FunctionID> = [start]
    var work = [start]
    while let id = work.popLast() {
      let function = program.functions[id]
      for index in 1..<max(1, function.count) {
        switch function.opcodes[index] {
        case .globalAddress:
          let variable = program.globals[GlobalID(index: function.a[index])].variable
          if !variable.isNone { return variable }
        case .call, .functionAddress:
          let next = FunctionID(index: function.a[index])
          if !next.isNone, !isPure[next.position], seen.insert(next).inserted { work.append(next) }
        default: break
        }
      }
    }
    for id in seen { isPure[id.position] = true }
    return nil
  }

  /// What the library computes with: C functions that neither see nor change anything outside.
  private static let pureFunctions: Set<String> = [
    "__errno_location", "__error", "acos", "asin", "atan", "atan2", "cbrt", "ceil", "cos", "cosh",
    "exp", "floor", "fmod", "free", "gcvt", "hypot", "log", "log10", "log2", "malloc", "memchr",
    "memcmp", "memmem", "memset", "pow", "realloc", "round", "sin", "sinh", "sqrt", "strlen",
    "strtod", "tan", "tanh", "trunc",
  ]

  /// Puts a refusal behind every other C function: what is computed at compile time depends on
  /// nothing of the machine, and checking a program changes nothing there.
  private mutating func refuseForeignFunctions() {
    for id in program.functions.ids where program.functions[id].flags.contains(.isExtern) {
      let name = interner.text(program.functions[id].name)
      guard !Self.pureFunctions.contains(name) else { continue }
      refusals[name] = { call in
        call.fail("the C function '\(name)' cannot be called at compile time")
      }
    }
  }

  /// The function that gives the value of `constant`; nil when its evaluation fails.
  private mutating func evaluate(_ constant: MIRConstant) -> MIRFunction? {
    let log = PanicLog()
    let interpreter = MIRInterpreter(
      program: program, interner: interner, sources: sources,
      host: refusals.merging(log.host) { $1 },
      limits: InterpreterLimits(steps: Self.stepLimit, memory: Self.memoryLimit))
    do throws(InterpreterError) {
      let value = try interpreter.call(function: constant.function)
      if let demand = constant.demand, value.bytes.first == 0 {
        let span = Lexer.span(ofTokenAt: constant.position, in: sources)
        diagnostics.report(.failingAssertion(demand, at: span))
      }
      return made(constant, value.bytes, interpreter)
    } catch {
      let reason = log.message ?? error.message
      let span = Lexer.span(ofTokenAt: constant.position, in: sources)
      diagnostics.report(.failingConstant(reason, at: span))
      return nil
    }
  }

  private mutating func made(
    _ constant: MIRConstant, _ bytes: [UInt8], _ interpreter: MIRInterpreter
  ) -> MIRFunction {
    let old = program.functions[constant.function]
    var new = MIRFunction(
      name: old.name, parameters: [], result: old.result, flags: old.flags)
    new.begin(new.makeBlock())
    let value = emit(old.result, bytes[...], constant.position, &new, interpreter)
    new.add(.returnValue, .void, value.index, 0, at: constant.position)
    return new
  }
}

/// What a program under evaluation wrote to standard error before it gave up.
private final class PanicLog {
  private var bytes: [UInt8] = []

  /// The text behind `panic: `, without the place, which is that of the library or of the constant.
  var message: String? {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.hasPrefix("panic: ") else { return nil }
    return String(text.dropFirst(7).prefix { $0 != "\n" })
  }

  /// The functions of the C library that must not act on the compiler itself.
  var host: [String: HostFunction] {
    ["write": write, "_exit": stop, "exit": stop]
  }

  private func write(_ call: inout HostCall) -> UInt64 {
    bytes += call.bytes(at: call[1], count: Int(truncatingIfNeeded: call[2]))
    return call[2]
  }

  private func stop(_ call: inout HostCall) -> UInt64 {
    call.stop(Int32(truncatingIfNeeded: call[0]))
  }
}

// MARK: - Values as instructions

extension ConstantFolder {
  /// Adds the instructions that make the value of `type` whose bytes are given.
  private mutating func emit(
    _ type: TypeID, _ bytes: ArraySlice<UInt8>, _ position: Position,
    _ function: inout MIRFunction, _ interpreter: MIRInterpreter
  ) -> ValueID {
    let layout = program.layout(of: type)
    switch layout.shape {
    case .empty, .pointer: return function.add(.zero, type, at: position)
    case .integer:
      return number(.integer, type, extended(bytes, layout.size, type), position, &function)
    case .float:
      let word = extended(bytes, layout.size, .u64)
      let isDouble = layout.size == 8
      let bits = isDouble ? word : Double(Float(bitPattern: UInt32(word))).bitPattern
      return number(.float, type, bits, position, &function)
    case .aggregate(let fields):
      if isString(type) { return text(bytes, type, position, &function, interpreter) }
      let parts = fields.map { part(of: $0, bytes, position, &function, interpreter) }
      return function.add(.aggregate, type, function.addList(parts), at: position)
    case .enumeration(let layout):
      let variant = tag(layout, bytes)
      let fields = layout.variants[variant]
      let parts = fields.map { part(of: $0, bytes, position, &function, interpreter) }
      return function.add(
        .makeEnum, type, UInt32(variant), function.addList(parts), at: position)
    }
  }

  private mutating func part(
    of field: FieldLayout, _ bytes: ArraySlice<UInt8>, _ position: Position,
    _ function: inout MIRFunction, _ interpreter: MIRInterpreter
  ) -> UInt32 {
    emit(field.type, bytes.dropFirst(field.offset), position, &function, interpreter).index
  }

  private func number(
    _ opcode: Opcode, _ type: TypeID, _ bits: UInt64, _ position: Position,
    _ function: inout MIRFunction
  ) -> ValueID {
    function.add(
      opcode, type, UInt32(truncatingIfNeeded: bits), UInt32(truncatingIfNeeded: bits >> 32),
      at: position)
  }

  /// The little-endian number in the first `size` bytes, extended after the sign of `type`.
  private func extended(_ bytes: ArraySlice<UInt8>, _ size: Int, _ type: TypeID) -> UInt64 {
    var word: UInt64 = 0
    for (index, byte) in bytes.prefix(size).enumerated() {
      word |= UInt64(byte) << UInt64(8 * index)
    }
    guard type.isSignedInteger, size < 8 else { return word }
    let shift = UInt64(64 - 8 * size)
    return UInt64(bitPattern: Int64(bitPattern: word << shift) >> Int64(shift))
  }

  private func tag(_ layout: EnumLayout, _ bytes: ArraySlice<UInt8>) -> Int {
    Int(extended(bytes, layout.tagType.bitWidth / 8, .u64))
  }

  private func isString(_ type: TypeID) -> Bool {
    guard program.types.kind(type) == .nominal else { return false }
    return interner.text(program.nominals[program.types.nominal(type)].name) == "String"
  }

  private mutating func text(
    _ bytes: ArraySlice<UInt8>, _ type: TypeID, _ position: Position,
    _ function: inout MIRFunction, _ interpreter: MIRInterpreter
  ) -> ValueID {
    let address = extended(bytes, 8, .u64)
    let count = Int(extended(bytes.dropFirst(8), 8, .u64))
    let symbol = interner.intern(interpreter.bytes(at: address, count: count))
    return function.add(.string, type, symbol.index, at: position)
  }
}

extension Diagnostic {
  /// A `static_assert` whose condition is false.
  static func failingAssertion(_ message: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .failingConstant, "the assertion does not hold" + (message.isEmpty ? "" : ": \(message)"),
      at: span)
  }

  /// A constant whose value depends on a variable.
  static func constantReads(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .failingConstant, "the constant cannot be evaluated: it depends on the variable '\(name)'",
      at: span)
  }

  /// A constant whose evaluation panics or does not end.
  static func failingConstant(_ reason: String, at span: Span) -> Diagnostic {
    Diagnostic(.failingConstant, "the constant cannot be evaluated: \(reason)", at: span)
  }
}
