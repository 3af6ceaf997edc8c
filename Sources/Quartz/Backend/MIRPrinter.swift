/// Writes MIR as text, for `--emit mir` and for tests.
///
/// The text holds everything that the program means and nothing that differs between two compilers
/// of the same source: values and blocks go by their numbers, functions and variables by their
/// names, floats by their bits.
///
/// ```
/// def fib(Int): Int {
/// b0:
///   %1 = parameter Int 0 @fib.qz:1
///   %2 = integer Int 2 @fib.qz:1
///   %3 = less Bool %1, %2 @fib.qz:1
///   branch %3, b1, b2 @fib.qz:1
/// ```
struct MIRPrinter {
  private let program: MIRProgram
  private let interner: Interner
  private var sources: SourceMap
  private let typePrinter: TypePrinter
  /// The texts of the types that were printed so far.
  private var typeNames: [TypeID: String] = [:]
  /// What was written so far.
  private var text = ""

  init(program: MIRProgram, interner: Interner, sources: SourceMap) {
    self.program = program
    self.interner = interner
    self.sources = sources
    typePrinter = TypePrinter(
      types: program.types, nominals: program.nominals, interner: interner)
  }

  /// The text of the whole `program`.
  static func text(of program: MIRProgram, interner: Interner, sources: SourceMap) -> String {
    var printer = MIRPrinter(program: program, interner: interner, sources: sources)
    printer.writeProgram()
    return printer.text
  }

  /// The text of the function `id`.
  mutating func text(of id: FunctionID) -> String {
    text = ""
    writeFunction(program.functions[id])
    return text
  }
}

// MARK: - Program and functions

extension MIRPrinter {
  private mutating func writeProgram() {
    if !program.entry.isNone { text += "entry \(name(of: program.entry))\n" }
    let hooks = program.hooks
    writeHook("overflow", hooks.overflow)
    writeHook("division", hooks.division)
    writeHook("shift", hooks.shift)
    writeHook("conversion", hooks.conversion)
    writeHook("float_conversion", hooks.floatConversion)
    for id in program.globals.ids {
      let global = program.globals[id]
      text += "global \(interner.text(global.name)): \(typeName(global.type))\n"
    }
    for id in program.functions.ids {
      text += "\n"
      writeFunction(program.functions[id])
    }
  }

  private mutating func writeHook(_ hook: String, _ id: FunctionID) {
    guard !id.isNone else { return }
    text += "hook \(hook) \(name(of: id))\n"
  }

  private mutating func writeFunction(_ function: MIRFunction) {
    writeSignature(function)
    guard function.hasBody else {
      text += "\n"
      return
    }
    text += " {\n"
    for block in function.blockOrder {
      text += "b\(block.index):\n"
      for index in function.instructions(of: block) { writeInstruction(index, function) }
    }
    text += "}\n"
  }

  private mutating func writeSignature(_ function: MIRFunction) {
    text += function.flags.contains(.isExtern) ? "extern def " : "def "
    text += interner.text(function.name)
    text += "("
    text += typePrinter.description(of: function.parameters)
    if function.flags.contains(.isVariadic) {
      text += function.parameters.isEmpty ? "..." : ", ..."
    }
    text += "): \(typeName(function.result))"
    if function.flags.contains(.isInline) { text += " inline" }
    if function.flags.contains(.isCold) { text += " cold" }
  }

  private func name(of id: FunctionID) -> String { interner.text(program.functions[id].name) }

  private mutating func typeName(_ type: TypeID) -> String {
    if let known = typeNames[type] { return known }
    let name = typePrinter.description(of: type)
    typeNames[type] = name
    return name
  }
}

// MARK: - Instructions

extension MIRPrinter {
  private mutating func writeInstruction(_ index: Int, _ function: MIRFunction) {
    let opcode = function.opcodes[index]
    text += "  "
    if opcode.hasResult { text += "%\(index) = " }
    text += opcode.mnemonic
    if opcode.hasResult { text += " \(typeName(function.types[index]))" }
    let operands = operandText(index, function)
    if !operands.isEmpty { text += " \(operands)" }
    writeLocation(Position(offset: function.positions[index]))
    text += "\n"
  }

  private mutating func writeLocation(_ position: Position) {
    guard position != .none else { return }
    let place = sources.place(of: position)
    text += " @\(sources[place.file].stablePath):\(place.line)"
  }

  /// What stands after the mnemonic and the type.
  private mutating func operandText(_ index: Int, _ function: MIRFunction) -> String {
    let a = function.a[index]
    let b = function.b[index]
    switch function.opcodes[index] {
    case .none, .zero, .slot, .threadWord, .unreachable: return ""
    case .integer: return Self.integerText(a, b, function.types[index])
    case .float: return Self.hexText(UInt64(b) << 32 | UInt64(a))
    case .string: return Self.quoted(interner.bytes(of: Symbol(index: a)))
    case .functionAddress: return name(of: FunctionID(index: a))
    case .globalAddress: return interner.text(program.globals[GlobalID(index: a)].name)
    case .parameter: return "\(a)"
    case .load, .enumTag, .negate, .not, .convert, .convertWrapping, .bitcast, .fileName:
      return "%\(a)"
    case .store, .elementAddress, .zeroMemory, .add, .subtract, .multiply, .divide, .remainder,
      .addWrapping, .subtractWrapping, .multiplyWrapping, .bitAnd, .bitOr, .bitXor, .shiftLeft,
      .shiftRight, .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual:
      return "%\(a), %\(b)"
    case .extract: return "%\(a), \(b)"
    default: return listText(index, function)
    }
  }

  /// The operands of the opcodes that have a list.
  private mutating func listText(_ index: Int, _ function: MIRFunction) -> String {
    let a = function.a[index]
    let b = function.b[index]
    switch function.opcodes[index] {
    case .fieldAddress, .payloadAddress:
      let list = Array(function.list(b))
      let numbers = list.dropFirst().map { ", \($0)" }.joined()
      return "%\(a), \(typeName(TypeID(index: list[0])))\(numbers)"
    case .copyMemory: return "%\(a), \(Self.values(function.list(b)))"
    case .aggregate: return "(\(Self.values(function.list(a))))"
    case .makeEnum: return "\(a) (\(Self.values(function.list(b))))"
    case .enumPayload: return "%\(a)\(function.list(b).map { ", \($0)" }.joined())"
    case .call: return "\(name(of: FunctionID(index: a)))(\(Self.values(function.list(b))))"
    case .callClosure: return "%\(a)(\(Self.values(function.list(b))))"
    case .jump: return "b\(a)"
    case .branch: return "%\(a)\(function.list(b).map { ", b\($0)" }.joined())"
    case .switchInt: return switchText(index, function)
    case .returnValue: return a == 0 ? "" : "%\(a)"
    default: return ""
    }
  }

  private func switchText(_ index: Int, _ function: MIRFunction) -> String {
    let list = Array(function.list(function.b[index]))
    var result = "%\(function.a[index]), else b\(list[0])"
    for start in stride(from: 1, to: list.count - 2, by: 3) {
      let value = Self.integerText(list[start], list[start + 1], .int)
      result += ", \(value): b\(list[start + 2])"
    }
    return result
  }
}

// MARK: - Pieces

extension MIRPrinter {
  private static func values(_ list: ArraySlice<UInt32>) -> String {
    list.map { "%\($0)" }.joined(separator: ", ")
  }

  private static func integerText(_ low: UInt32, _ high: UInt32, _ type: TypeID) -> String {
    let word = UInt64(high) << 32 | UInt64(low)
    return type.isSignedInteger ? "\(Int64(bitPattern: word))" : "\(word)"
  }

  private static func hexText(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return "0x" + String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }

  /// `bytes` in double quotes; what is not printable ASCII is written as `\xNN`.
  private static func quoted(_ bytes: ArraySlice<UInt8>) -> String {
    var result = "\""
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        result += "\\" + String(UnicodeScalar(byte))
      case 32..<127: result.unicodeScalars.append(UnicodeScalar(byte))
      default: result += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    return result + "\""
  }
}

extension Opcode {
  /// The name in the text of MIR.
  var mnemonic: String { Self.mnemonics[Int(rawValue)] }

  /// Whether the text shows a result: all but writes to memory and terminators.
  var hasResult: Bool {
    switch self {
    case .none, .store, .copyMemory, .zeroMemory: false
    default: !isTerminator
    }
  }

  /// The names of all operations by raw value.
  private static let mnemonics = [
    "none", "integer", "float", "string", "zero", "function_address", "global_address",
    "parameter", "slot", "load", "store", "field_address", "payload_address", "element_address",
    "copy_memory", "zero_memory", "aggregate", "extract", "make_enum", "enum_tag", "enum_payload",
    "add", "subtract", "multiply", "divide", "remainder", "negate", "add_wrapping",
    "subtract_wrapping", "multiply_wrapping", "bit_and", "bit_or", "bit_xor", "not", "shift_left",
    "shift_right", "equal", "not_equal", "less", "less_equal", "greater", "greater_equal",
    "convert", "convert_wrapping", "bitcast", "call", "call_closure", "file_name", "thread_word",
    "jump", "branch", "switch_int", "return_value", "unreachable",
  ]
}
