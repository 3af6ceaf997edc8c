@testable import Quartz

/// Evaluates MIR in the simplest possible way: an oracle for the interpreter, whose translator
/// leaves out, merges and moves instructions.
///
/// It knows integers, memory, aggregates, enums, jumps and calls. Every value is its bytes; memory is
/// one array whose indices are the addresses.
struct ReferenceEvaluator {
  private var program: MIRProgram
  private var memory: [UInt8] = [UInt8](repeating: 0, count: 16)

  init(_ program: MIRProgram) {
    self.program = program
  }

  /// The bytes of the result of `id`.
  mutating func call(_ id: FunctionID, _ arguments: [[UInt8]]) -> [UInt8] {
    let function = program.functions[id]
    var values = [[UInt8]](repeating: [], count: function.count)
    var block = BlockID(index: 0)
    while true {
      for index in function.instructions(of: block) {
        switch function.opcodes[index] {
        case .parameter: values[index] = arguments[Int(function.a[index])]
        case .call:
          let passed = function.list(function.b[index]).map { values[Int($0)] }
          values[index] = call(FunctionID(index: function.a[index]), passed)
        case .returnValue: return values[Int(function.a[index])]
        case .jump: block = BlockID(index: function.a[index])
        case .branch:
          let targets = Array(function.list(function.b[index]))
          let isTrue = values[Int(function.a[index])] == [1]
          block = BlockID(index: targets[isTrue ? 0 : 1])
        case .switchInt: block = switchTarget(function, index, values)
        default: values[index] = evaluate(function, index, values)
        }
      }
    }
  }

  private func switchTarget(
    _ function: MIRFunction, _ index: Int, _ values: [[UInt8]]
  ) -> BlockID {
    let list = Array(function.list(function.b[index]))
    let value = Self.word(values[Int(function.a[index])])
    for start in stride(from: 1, to: list.count, by: 3) {
      let word = UInt64(list[start + 1]) << 32 | UInt64(list[start])
      if word == value { return BlockID(index: list[start + 2]) }
    }
    return BlockID(index: list[0])
  }
}

// MARK: - Instructions

extension ReferenceEvaluator {
  private mutating func evaluate(
    _ function: MIRFunction, _ index: Int, _ values: [[UInt8]]
  ) -> [UInt8] {
    let type = function.types[index]
    let (a, b) = (Int(function.a[index]), Int(function.b[index]))
    switch function.opcodes[index] {
    case .integer: return bytes(function.integerWord(index), type)
    case .slot: return allocate(program.types.argument(type, 0))
    case .load:
      let address = Int(Self.word(values[a]))
      return Array(memory[address..<address + program.layout(of: type).size])
    case .store:
      let address = Int(Self.word(values[a]))
      memory.replaceSubrange(address..<address + values[b].count, with: values[b])
      return []
    case .fieldAddress, .payloadAddress, .elementAddress:
      return address(function, index, values)
    case .aggregate, .makeEnum, .extract, .enumTag, .enumPayload:
      return aggregate(function, index, values)
    case .bitcast: return values[a]
    case .convertWrapping:
      return bytes(number(values[a], function.types[a]), type)
    case .negate, .not: return bytes(unary(function.opcodes[index], values[a], type), type)
    default: return arithmetic(function, index, values)
    }
  }

  private mutating func allocate(_ type: TypeID) -> [UInt8] {
    while memory.count % 16 != 0 { memory.append(0) }
    let address = memory.count
    // Room for one value more, so that a test may take the address of the element behind it.
    let size = max(1, program.layout(of: type).size)
    memory.append(contentsOf: [UInt8](repeating: 0, count: 4 * size))
    return Self.bytes(UInt64(address), 8)
  }

  private mutating func address(
    _ function: MIRFunction, _ index: Int, _ values: [[UInt8]]
  ) -> [UInt8] {
    let base = Self.word(values[Int(function.a[index])])
    if function.opcodes[index] == .elementAddress {
      let element = program.types.argument(function.types[index], 0)
      let count = Self.word(values[Int(function.b[index])])
      return Self.bytes(base &+ count &* UInt64(program.layout(of: element).size), 8)
    }
    let list = function.list(function.b[index]).map { Int($0) }
    let whole = TypeID(index: UInt32(list[0]))
    let offset =
      list.count == 3 ? variant(whole, list[1])[list[2]].offset : fields(whole)[list[1]].offset
    return Self.bytes(base + UInt64(offset), 8)
  }

  private mutating func aggregate(
    _ function: MIRFunction, _ index: Int, _ values: [[UInt8]]
  ) -> [UInt8] {
    let type = function.types[index]
    let a = Int(function.a[index])
    switch function.opcodes[index] {
    case .aggregate:
      return assemble(type, fields(type), function.list(function.a[index]).map { values[Int($0)] })
    case .makeEnum:
      var bytes = assemble(
        type, variant(type, a), function.list(function.b[index]).map { values[Int($0)] })
      let tag = Self.bytes(UInt64(a), tagSize(type))
      bytes.replaceSubrange(0..<tag.count, with: tag)
      return bytes
    case .extract:
      return part(values[a], fields(function.types[a])[Int(function.b[index])])
    case .enumTag:
      return Self.bytes(Self.word(Array(values[a].prefix(tagSize(function.types[a])))), 8)
    default:
      let list = function.list(function.b[index]).map { Int($0) }
      return part(values[a], variant(function.types[a], list[0])[list[1]])
    }
  }

  private mutating func assemble(
    _ type: TypeID, _ fields: [FieldLayout], _ values: [[UInt8]]
  ) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: program.layout(of: type).size)
    for (field, value) in zip(fields, values) {
      bytes.replaceSubrange(field.offset..<field.offset + value.count, with: value)
    }
    return bytes
  }

  private mutating func part(_ whole: [UInt8], _ field: FieldLayout) -> [UInt8] {
    Array(whole[field.offset..<field.offset + program.layout(of: field.type).size])
  }

  private mutating func fields(_ type: TypeID) -> [FieldLayout] {
    guard case .aggregate(let fields) = program.layout(of: type).shape else { return [] }
    return fields
  }

  private mutating func variant(_ type: TypeID, _ number: Int) -> [FieldLayout] {
    guard case .enumeration(let layout) = program.layout(of: type).shape else { return [] }
    return layout.variants[number]
  }

  private mutating func tagSize(_ type: TypeID) -> Int {
    guard case .enumeration(let layout) = program.layout(of: type).shape else { return 0 }
    return layout.tagType.bitWidth / 8
  }
}

// MARK: - Numbers

extension ReferenceEvaluator {
  /// The number that `bytes` are as a `type`, modulo 2^64.
  private func number(_ bytes: [UInt8], _ type: TypeID) -> UInt64 {
    type.extended(Self.word(bytes))
  }

  private func unary(_ opcode: Opcode, _ bytes: [UInt8], _ type: TypeID) -> UInt64 {
    let value = number(bytes, type)
    if opcode == .negate { return 0 &- value }
    return type == .bool ? 1 - value : ~value
  }

  private func arithmetic(
    _ function: MIRFunction, _ index: Int, _ values: [[UInt8]]
  ) -> [UInt8] {
    let operand = function.types[Int(function.a[index])]
    let left = number(values[Int(function.a[index])], operand)
    let right = number(values[Int(function.b[index])], operand)
    let opcode = function.opcodes[index]
    switch opcode {
    case .add, .addWrapping: return number(left &+ right, operand)
    case .subtract, .subtractWrapping: return number(left &- right, operand)
    case .multiply, .multiplyWrapping: return number(left &* right, operand)
    case .bitAnd: return number(left & right, operand)
    case .bitOr: return number(left | right, operand)
    case .bitXor: return number(left ^ right, operand)
    case .shiftLeft: return number(left << right, operand)
    case .shiftRight:
      let isSigned = operand.isSignedInteger
      return number(
        isSigned ? UInt64(bitPattern: Int64(bitPattern: left) >> Int64(right)) : left >> right,
        operand)
    default: return [compare(opcode, left, right, operand.isSignedInteger) ? 1 : 0]
    }
  }

  private func compare(
    _ opcode: Opcode, _ left: UInt64, _ right: UInt64, _ isSigned: Bool
  ) -> Bool {
    let isLess = isSigned ? Int64(bitPattern: left) < Int64(bitPattern: right) : left < right
    switch opcode {
    case .equal: return left == right
    case .notEqual: return left != right
    case .less: return isLess
    case .lessEqual: return isLess || left == right
    case .greater: return !isLess && left != right
    case .greaterEqual: return !isLess
    default: fatalError("the reference evaluator does not know '\(opcode.mnemonic)'")
    }
  }

  private mutating func bytes(_ word: UInt64, _ type: TypeID) -> [UInt8] {
    Self.bytes(word, program.layout(of: type).size)
  }

  private func number(_ word: UInt64, _ type: TypeID) -> [UInt8] {
    Self.bytes(word, type == .bool ? 1 : type.bitWidth / 8)
  }

  static func bytes(_ word: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: word >> UInt64($0 * 8)) }
  }

  static func word(_ bytes: [UInt8]) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
