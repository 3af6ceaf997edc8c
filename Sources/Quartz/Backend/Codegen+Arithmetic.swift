// Arithmetic, comparisons and bits.

extension Codegen {
  /// Writes an arithmetic operation.
  mutating func emitArithmetic(_ index: Int) {
    let scalar = scalar(function.types[index])
    let opcode = function.opcodes[index]
    switch opcode {
    case .negate where scalar.isFloat:
      emitUnary(index, "fneg ")
    case .negate: emitChecked(index, scalar)
    case .not: emitNot(index)
    case _ where isChecked(index, opcode, scalar): emitChecked(index, scalar)
    default: emitBinary(index, Self.instruction(opcode, scalar))
    }
  }

  /// Whether the operation may panic: on integers, unless its right operand is a constant that
  /// excludes it.
  private mutating func isChecked(_ index: Int, _ opcode: Opcode, _ scalar: TypeID) -> Bool {
    guard scalar.isInteger else { return false }
    switch opcode {
    case .add, .subtract, .multiply: return true
    case .divide, .remainder:
      guard let divisor = constantInteger(function.b[index]) else { return true }
      return divisor == 0 || (scalar.isSignedInteger && divisor == -1)
    case .shiftLeft, .shiftRight:
      guard let count = constantInteger(function.b[index]) else { return true }
      return count < 0 || count >= scalar.bitWidth
    default: return false
    }
  }

  /// The value of an integer constant, after the width of its type; nil for what is not constant.
  private mutating func constantInteger(_ value: UInt32) -> Int64? {
    let index = Int(aliases[Int(value)])
    guard function.opcodes[index] == .integer else { return nil }
    return Int64(bitPattern: word(index))
  }

  private mutating func emitUnary(_ index: Int, _ instruction: StaticString) {
    define(index)
    text.write(instruction)
    writeTyped(function.a[index])
    text.write("\n")
  }

  private mutating func emitNot(_ index: Int) {
    define(index)
    text.write("xor ")
    writeTyped(function.a[index])
    text.write(valueCode(function.a[index]) == .bool ? ", true\n" : ", -1\n")
  }

  private mutating func emitBinary(_ index: Int, _ instruction: StaticString) {
    define(index)
    text.write(instruction)
    writeTyped(function.a[index])
    text.write(", ")
    writeOperand(function.b[index])
    text.write("\n")
  }

  /// The instruction for an operation that does not panic.
  private static func instruction(_ opcode: Opcode, _ scalar: TypeID) -> StaticString {
    let isFloat = scalar.isFloat
    let isSigned = scalar.isSignedInteger
    switch opcode {
    case .add: return "fadd "
    case .subtract: return "fsub "
    case .multiply: return "fmul "
    case .divide: return isFloat ? "fdiv " : isSigned ? "sdiv " : "udiv "
    case .remainder: return isFloat ? "frem " : isSigned ? "srem " : "urem "
    case .addWrapping: return isFloat ? "fadd " : "add "
    case .subtractWrapping: return isFloat ? "fsub " : "sub "
    case .multiplyWrapping: return isFloat ? "fmul " : "mul "
    case .bitAnd: return "and "
    case .bitOr: return "or "
    case .bitXor: return "xor "
    case .shiftLeft: return "shl "
    case .shiftRight: return isSigned ? "ashr " : "lshr "
    default: fatalError("the instruction of an operation that is no arithmetic was asked")
    }
  }

  /// Writes the call of the helper that checks an operation.
  private mutating func emitChecked(_ index: Int, _ scalar: TypeID) {
    let opcode = function.opcodes[index]
    let key = HelperKey(opcode, scalar, scalar)
    demandHelper(key)
    let location = location(index)
    define(index)
    text.write("call ")
    writeType(code(function.types[index]))
    text.write(" @")
    text.write(HelperKey.name(opcode))
    text.write("$")
    text.write(HelperKey.name(scalar))
    text.write("(")
    writeTyped(function.a[index])
    text.write(", ")
    if opcode != .negate {
      writeTyped(function.b[index])
      text.write(", ")
    }
    writeLocation(location)
  }

  /// Writes the location as the last argument of a helper.
  mutating func writeLocation(_ location: UInt64) {
    text.write("i64 ")
    text.write(decimal: location)
    text.write(")\n")
  }
}

// MARK: - Comparisons

extension Codegen {
  /// Writes a comparison.
  mutating func emitComparison(_ index: Int) {
    let scalar = valueScalar(function.a[index])
    define(index)
    text.write(scalar.isFloat ? "fcmp " : "icmp ")
    text.write(Self.predicate(function.opcodes[index], scalar))
    writeTyped(function.a[index])
    text.write(", ")
    writeOperand(function.b[index])
    text.write("\n")
  }

  private static func predicate(_ opcode: Opcode, _ scalar: TypeID) -> StaticString {
    if scalar.isFloat { return floatPredicate(opcode) }
    let isSigned = scalar.isSignedInteger
    switch opcode {
    case .equal: return "eq "
    case .notEqual: return "ne "
    case .less: return isSigned ? "slt " : "ult "
    case .lessEqual: return isSigned ? "sle " : "ule "
    case .greater: return isSigned ? "sgt " : "ugt "
    default: return isSigned ? "sge " : "uge "
    }
  }

  /// The predicates of IEEE 754: only `!=` holds when an operand is no number.
  private static func floatPredicate(_ opcode: Opcode) -> StaticString {
    switch opcode {
    case .equal: "oeq "
    case .notEqual: "une "
    case .less: "olt "
    case .lessEqual: "ole "
    case .greater: "ogt "
    default: "oge "
    }
  }
}
