// How values stand where they are used.

extension Codegen {
  /// Finds the values that need no instruction of their own: aliases and constant aggregates.
  ///
  /// An operand is always made before what uses it, so one pass in the order of values is enough.
  mutating func prepareValues() {
    let count = function.count
    if aliases.count < count {
      aliases = Array(0..<UInt32(count * 2))
      constants = [Bool](repeating: false, count: count * 2)
    }
    for index in 0..<count {
      let opcode = function.opcodes[index]
      aliases[index] = UInt32(index)
      // What has no size is never written, so it does not keep an aggregate from being constant.
      constants[index] = opcode.isConstant || code(function.types[index]) == .empty
      switch opcode {
      case .fieldAddress, .payloadAddress, .elementAddress, .bitcast, .convert, .convertWrapping,
        .enumPayload:
        if isTransparent(index) { aliases[index] = aliases[Int(function.a[index])] }
      case .makeEnum: prepareEnum(index)
      case .aggregate:
        constants[index] = function.list(function.a[index]).allSatisfy { isConstant($0) }
      default: break
      }
    }
  }

  /// Whether the instruction at `index` gives its first operand's bits unchanged.
  private mutating func isTransparent(_ index: Int) -> Bool {
    switch function.opcodes[index] {
    case .fieldAddress: return fieldOffset(index) == 0
    case .payloadAddress: return payloadOffset(index) == 0
    case .elementAddress: return elementCode(function.types[index]) == .empty
    case .bitcast: return valueCode(function.a[index]) == code(function.types[index])
    case .convert, .convertWrapping: return isFreeConversion(index)
    case .enumPayload: return valueCode(function.a[index]) == .pointer
    default: return false
    }
  }

  private mutating func prepareEnum(_ index: Int) {
    let payload = function.list(function.b[index])
    let code = code(function.types[index])
    if code == .pointer, let value = payload.first {
      aliases[index] = aliases[Int(value)]
    } else if !code.isStruct {
      constants[index] = true
    } else {
      let places = spellings[code].parts[Int(function.a[index])]
      constants[index] =
        payload.allSatisfy { isConstant($0) } && !places.contains(.scattered)
    }
  }

  /// Whether `value` is written as a constant.
  func isConstant(_ value: UInt32) -> Bool { constants[Int(aliases[Int(value)])] }

  /// The spelling of the type of `value`.
  mutating func valueCode(_ value: UInt32) -> TypeCode { code(function.types[Int(value)]) }

  /// The type of `value` as a scalar; see `TypeSpellings.scalars`.
  mutating func valueScalar(_ value: UInt32) -> TypeID { scalar(function.types[Int(value)]) }
}

// MARK: - Writing

extension Codegen {
  /// Writes `  %v7 = `, the beginning of the instruction at `index`.
  @inline(__always) mutating func define(_ index: Int) {
    text.write("  %v")
    text.write(decimal: UInt32(index))
    text.write(" = ")
  }

  /// Writes `value` after its type.
  mutating func writeTyped(_ value: UInt32) {
    writeType(valueCode(value))
    text.write(" ")
    writeOperand(value)
  }

  /// Writes `value` as an operand.
  mutating func writeOperand(_ value: UInt32) {
    let index = Int(aliases[Int(value)])
    switch function.opcodes[index] {
    case .integer:
      writeInteger(word(index), code(function.types[index]))
    case .float: writeFloat(word(index), code(function.types[index]))
    case .string: writeString(index)
    case .zero: writeZero(code(function.types[index]))
    case .functionAddress: writeFunctionName(FunctionID(index: function.a[index]))
    case .globalAddress:
      text.write(name: interner.bytes(of: program.globals[GlobalID(index: function.a[index])].name))
    case .parameter:
      text.write("%p")
      text.write(decimal: function.a[index])
    case .makeEnum where constants[index]: writeConstantEnum(index)
    case .aggregate where constants[index]: writeConstantAggregate(index)
    default:
      text.write("%v")
      text.write(decimal: UInt32(index))
    }
  }

  /// The 64 bits of the constant at `index`.
  func word(_ index: Int) -> UInt64 {
    UInt64(function.a[index]) | UInt64(function.b[index]) << 32
  }

  /// Writes an integer as LLVM prints it: signed, and a Bool as a word.
  mutating func writeInteger(_ word: UInt64, _ code: TypeCode) {
    switch code {
    case .bool: text.write(word & 1 == 0 ? "false" : "true")
    case .i8: text.write(signed: Int64(Int8(truncatingIfNeeded: word)))
    case .i16: text.write(signed: Int64(Int16(truncatingIfNeeded: word)))
    case .i32: text.write(signed: Int64(Int32(truncatingIfNeeded: word)))
    case .pointer where word == 0: text.write("null")
    default: text.write(signed: Int64(bitPattern: word))
    }
  }

  /// Writes a float by its bits, which is exact; LLVM writes an F32 as the F64 of the same value.
  private mutating func writeFloat(_ word: UInt64, _ code: TypeCode) {
    let bits =
      code == .float ? Double(Float(Double(bitPattern: word))).bitPattern : word
    text.write("0x")
    text.write(hexadecimal: bits)
  }

  private mutating func writeString(_ index: Int) {
    let symbol = Symbol(index: function.a[index])
    text.write("{ ptr ")
    writeStringName(symbol)
    text.write(", i64 ")
    text.write(decimal: interner.bytes(of: symbol).count)
    text.write(" }")
  }

  private mutating func writeZero(_ code: TypeCode) {
    switch code {
    case .pointer: text.write("null")
    case .float, .double: text.write("0.0")
    case .bool: text.write("false")
    case .i8, .i16, .i32, .i64: text.write("0")
    default: text.write("zeroinitializer")
    }
  }
}

// MARK: - In memory

extension Codegen {
  /// Makes the byte that a Bool is in memory and in aggregates, where `value` is one that is not
  /// known; `place` tells the bytes of one instruction apart.
  mutating func widenBool(_ value: UInt32, for index: Int, _ place: Int) {
    guard valueCode(value) == .bool, !isConstant(value) else { return }
    text.write("  ")
    writeByteName(index, place)
    text.write(" = zext i1 ")
    writeOperand(value)
    text.write(" to i8\n")
  }

  /// Writes `value` with its type as it is in memory, after `widenBool`.
  mutating func writeStored(_ value: UInt32, for index: Int, _ place: Int) {
    let code = valueCode(value)
    text.write(memoryType: code)
    text.write(" ")
    if code != .bool {
      writeOperand(value)
    } else if isConstant(value) {
      writeStoredConstant(value)
    } else {
      writeByteName(index, place)
    }
  }

  /// Writes the constant `value`, as it is in memory, without its type.
  mutating func writeStoredConstant(_ value: UInt32) {
    guard valueCode(value) == .bool else { return writeOperand(value) }
    let index = Int(aliases[Int(value)])
    text.write(function.opcodes[index] == .integer && word(index) & 1 == 1 ? "1" : "0")
  }

  private mutating func writeByteName(_ index: Int, _ place: Int) {
    text.write("%v")
    text.write(decimal: UInt32(index))
    text.write(".b")
    text.write(decimal: place)
  }
}
