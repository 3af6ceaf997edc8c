/// Names a checked operation on given types, which one helper function carries out.
struct HelperKey {
  /// What it does.
  let opcode: Opcode
  /// The type of its operands.
  let operand: TypeID
  /// The type of its result.
  let result: TypeID

  init(_ opcode: Opcode, _ operand: TypeID, _ result: TypeID) {
    self.opcode = opcode
    self.operand = operand
    self.result = result
  }

  /// The number of keys: opcodes times the scalars, twice.
  static let count = Opcode.allCases.count * 256

  /// The place of this key among all.
  var index: Int {
    Int(opcode.rawValue) * 256 + operand.position * 16 + result.position
  }

  /// The name of an operation in the names of its helpers.
  static func name(_ opcode: Opcode) -> StaticString {
    switch opcode {
    case .add: "add"
    case .subtract: "subtract"
    case .multiply: "multiply"
    case .divide: "divide"
    case .remainder: "remainder"
    case .negate: "negate"
    case .shiftLeft: "shiftLeft"
    case .shiftRight: "shiftRight"
    case .convert: "convert"
    default: fatalError("an operation without helper was named")
    }
  }

  /// The name of a scalar type in the names of helpers.
  static func name(_ scalar: TypeID) -> StaticString {
    switch scalar {
    case .bool: "bool"
    case .i8: "i8"
    case .i16: "i16"
    case .i32: "i32"
    case .int: "i64"
    case .u8: "u8"
    case .u16: "u16"
    case .u32: "u32"
    case .u64: "u64"
    case .f32: "f32"
    case .f64: "f64"
    default: fatalError("a type that is no scalar was named")
    }
  }
}

extension HelperKey {
  /// What tells the hook for overflow which operation it was: the number of `opcode`, and 256 more
  /// when its operands are of type U64, which an Int does not show.
  static func hookOperation(_ opcode: Opcode, _ operand: TypeID) -> Int {
    Int(opcode.rawValue) + (operand == .u64 ? 256 : 0)
  }
}
