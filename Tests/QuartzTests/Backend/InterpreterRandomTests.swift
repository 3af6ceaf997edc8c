import Testing

@testable import Quartz

/// Programs made at random give the same in the interpreter as in the simplest evaluator.
@Suite struct InterpreterRandomTests {
  @Test(arguments: 0..<200)
  func agreesWithTheReference(seed: Int) throws {
    let evaluation = Evaluation()
    let program = RandomProgram(evaluation.builder, seed: UInt64(seed))
    let id = program.make()
    let arguments: [UInt64] = [7, UInt64(bitPattern: -3)]
    var reference = ReferenceEvaluator(evaluation.builder.program)
    let expected = reference.call(id, arguments.map { ReferenceEvaluator.bytes($0, 8) })
    let found = try evaluation.interpreter().call(function: id, arguments: arguments)
    #expect(found.bytes == expected)
  }
}

/// Makes a function of two Ints from random operations on numbers, tuples, enums, arrays and slots.
///
/// Branches and loops are nested. The result depends on everything that was computed.
private final class RandomProgram {
  private let builder: MIRBuilder
  private var state: UInt64
  private let pair: TypeID
  private let nested: TypeID
  private let choice: TypeID
  private let color: TypeID
  /// The values that may be used where the next instruction goes.
  private var values: [ValueID] = []
  private var slots: [ValueID] = []
  /// Addresses of Ints and I16s in `array`.
  private var addresses: [ValueID] = []
  private var array: ValueID!
  private var shorts: ValueID!
  private var body: BodyBuilder!
  private var total: ValueID!
  private var callee: FunctionID!

  init(_ builder: MIRBuilder, seed: UInt64) {
    self.builder = builder
    state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    pair = builder.types.tuple([.u8, .int, .i16])
    nested = builder.types.tuple([.bool, pair, .u32])
    choice = builder.enumeration("Choice") { [pair] _ in
      [("None", []), ("One", [.int]), ("Two", [.u8, .i16]), ("Pair", [pair])]
    }
    color = builder.enumeration("Color") { _ in [("Red", []), ("Green", []), ("Blue", [])] }
  }

  func make() -> FunctionID {
    callee = builder.function("mix", [.int, pair], pair) { body in
      let (number, whole) = (body.parameter(0), body.parameter(1))
      let byte = body.extract(whole, 0, .u8)
      let sum = body.binary(.addWrapping, number, body.extract(whole, 1, .int))
      let short = body.unary(.convertWrapping, sum, .i16)
      body.returnValue(body.aggregate(pair, [byte, sum, short]))
    }
    return builder.function("random", [.int, .int], .int) { body in
      self.body = body
      values = [body.parameter(0), body.parameter(1)]
      total = body.slot(.int)
      makeSlots()
      makeArrays()
      statements(12, depth: 0)
      body.returnValue(body.load(total))
    }
  }

  private func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  private static let numbers: [TypeID] = [.i8, .i16, .i32, .int, .u8, .u16, .u32, .u64]

  private func makeSlots() {
    let types = [.int, .int, .u8, .i16, .u32, pair, nested, choice, color]
    let constant = body.integer(0)
    body.store(total, constant)
    for type in types {
      let slot = body.slot(type)
      body.store(slot, value(of: type))
      slots.append(slot)
    }
  }

  // MARK: Values

  /// A value of `type`: one that exists, or a new one.
  private func value(of type: TypeID) -> ValueID {
    let known = values.filter { body.type($0) == type }
    if !known.isEmpty && next(3) > 0 { return known[next(known.count)] }
    let made = make(type)
    values.append(made)
    return made
  }

  private func make(_ type: TypeID) -> ValueID {
    switch type {
    case pair: return body.aggregate(pair, [value(of: .u8), value(of: .int), value(of: .i16)])
    case nested:
      return body.aggregate(nested, [value(of: .bool), value(of: pair), value(of: .u32)])
    case choice: return makeChoice()
    case color: return body.makeEnum(color, next(3))
    case .bool: return makeBool()
    default:
      if next(3) == 0 {
        let source = values.filter { body.type($0).isInteger }
        return body.unary(.convertWrapping, source[next(source.count)], type)
      }
      let edges = [0, 1, -1, 127, -128, 255, 1 << 40, Int(Int32.max), .max, next(1000)]
      let word = type.extended(UInt64(bitPattern: Int64(edges[next(edges.count)])))
      return body.integer(Int(Int64(bitPattern: word)), type)
    }
  }

  private func makeBool() -> ValueID {
    let comparisons: [Opcode] = [.equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual]
    let type = Self.numbers[next(8)]
    let left = value(of: type)
    let made = body.compare(comparisons[next(6)], left, value(of: type))
    return next(4) == 0 ? body.unary(.not, made) : made
  }

  private func makeChoice() -> ValueID {
    switch next(4) {
    case 0: return body.makeEnum(choice, 0)
    case 1: return body.makeEnum(choice, 1, [value(of: .int)])
    case 2: return body.makeEnum(choice, 2, [value(of: .u8), value(of: .i16)])
    default: return body.makeEnum(choice, 3, [value(of: pair)])
    }
  }

  // MARK: Statements

  private func statements(_ count: Int, depth: Int) {
    for _ in 0..<count {
      switch next(12) {
      case 0 where depth < 3: branch(depth)
      case 1 where depth < 2: loop(depth)
      case 2: matchChoice()
      case 3: call()
      case 4, 5: update()
      case 6: fields()
      case 7, 8: elements()
      default: compute()
      }
      digest(values[next(values.count)])
    }
  }

  private func compute() {
    let operations: [Opcode] = [
      .addWrapping, .subtractWrapping, .multiplyWrapping, .bitAnd, .bitOr, .bitXor,
    ]
    let type = Self.numbers[next(8)]
    if next(4) == 0 {
      let count = body.integer(next(type.bitWidth), type)
      values.append(body.binary(next(2) == 0 ? .shiftLeft : .shiftRight, value(of: type), count))
    } else {
      let left = value(of: type)
      values.append(body.binary(operations[next(6)], left, value(of: type)))
    }
  }

  /// Reads a slot, or writes something that was computed from it.
  private func update() {
    let slot = slots[next(slots.count)]
    let type = builder.types.argument(body.type(slot), 0)
    let old = body.load(slot)
    values.append(old)
    if type.isInteger {
      let changed = body.binary(.addWrapping, body.load(slot), value(of: type))
      // What is read between must be the old value.
      if next(3) == 0 { digest(old) }
      if next(3) == 0 { digest(body.load(slot)) }
      body.store(slot, changed)
      if next(2) == 0 { values.append(changed) }
    } else {
      body.store(slot, value(of: type))
    }
  }

  /// Goes through the address of a slot of the nested tuple.
  private func fields() {
    let slot = slots[6]
    let inner = body.fieldAddress(slot, nested, 1, pair)
    let number = body.fieldAddress(inner, pair, 1, .int)
    values.append(body.load(number))
    body.store(body.fieldAddress(inner, pair, 0, .u8), value(of: .u8))
    body.store(number, value(of: .int))
    values.append(body.load(slot))
    values.append(body.extract(body.load(slot), 1, pair))
  }

  /// An array of four Ints, and the same memory as sixteen I16s.
  private func makeArrays() {
    let four = builder.types.tuple([.int, .int, .int, .int])
    let slot = body.slot(four)
    body.store(slot, body.aggregate(four, (0..<4).map { _ in value(of: .int) }))
    array = body.unary(.bitcast, slot, builder.pointer(.int))
    shorts = body.unary(.bitcast, slot, builder.pointer(.i16))
  }

  /// Takes the address of an element, and reads and writes it or one that was taken before.
  private func elements() {
    let index = next(2) == 0 ? body.integer(next(4)) : value(of: .int)
    let inside = body.binary(.bitAnd, index, body.integer(3))
    let base = next(2) == 0 ? array! : shorts!
    let made = body.elementAddress(base, next(3) == 0 ? body.integer(next(4)) : inside)
    addresses.append(made)
    let address = next(2) == 0 ? made : addresses[next(addresses.count)]
    let type = builder.types.argument(body.type(address), 0)
    let old = body.load(address)
    values.append(old)
    if next(2) == 0 { body.store(made, value(of: builder.types.argument(body.type(made), 0))) }
    body.store(address, body.binary(.addWrapping, old, value(of: type)))
    if body.type(address) == body.type(made) {
      values.append(body.compare(.equal, address, made))
    }
    digest(body.load(address))
  }

  private func call() {
    let number = value(of: .int)
    values.append(body.call(callee, [number, value(of: pair)]))
  }

  private func matchChoice() {
    let whole = value(of: choice)
    let blocks = (0..<4).map { _ in body.block() }
    let done = body.block()
    let cases = (next(2)..<4).map { ($0, blocks[$0]) }
    body.switchInt(body.enumTag(whole), cases, else: blocks[0])
    for (number, block) in blocks.enumerated() {
      body.begin(block)
      scope {
        if number == 1 { values.append(body.enumPayload(whole, 1, 0, .int)) }
        if number == 2 { values.append(body.enumPayload(whole, 2, 1, .i16)) }
        if number == 3 { values.append(body.enumPayload(whole, 3, 0, pair)) }
        digest(values[values.count - 1])
      }
      body.jump(done)
    }
    body.begin(done)
  }

  private func branch(_ depth: Int) {
    let (yes, no, done) = (body.block(), body.block(), body.block())
    body.branch(value(of: .bool), yes, no)
    for block in [yes, no] {
      body.begin(block)
      scope { statements(3, depth: depth + 1) }
      body.jump(done)
    }
    body.begin(done)
  }

  /// Runs some statements three times, with the counter on the stack of the total.
  private func loop(_ depth: Int) {
    let counter = slots[depth]
    let (head, inside, done) = (body.block(), body.block(), body.block())
    let limit = body.integer(3 + depth)
    body.store(counter, body.integer(0))
    body.jump(head)
    body.begin(head)
    body.branch(body.compare(.less, body.load(counter), limit), inside, done)
    body.begin(inside)
    scope {
      let kept = slots
      slots.removeFirst(depth + 1)
      slots.insert(contentsOf: repeatElement(total, count: depth + 1), at: 0)
      statements(4, depth: depth + 1)
      slots = kept
    }
    body.store(counter, body.binary(.addWrapping, body.load(counter), body.integer(1)))
    body.jump(head)
    body.begin(done)
  }

  /// Does something whose values cannot be used afterwards.
  private func scope(_ work: () -> Void) {
    let (count, addressCount) = (values.count, addresses.count)
    work()
    values.removeSubrange(count...)
    addresses.removeSubrange(addressCount...)
  }

  /// Adds what `value` is to the result.
  private func digest(_ value: ValueID) {
    let type = body.type(value)
    switch type {
    case pair:
      for (number, part) in [TypeID.u8, .int, .i16].enumerated() {
        digest(body.extract(value, number, part))
      }
    case nested:
      digest(body.extract(value, 2, .u32))
      digest(body.extract(value, 1, pair))
    case choice, color: mix(body.enumTag(value))
    case .bool:
      mix(body.unary(.convertWrapping, value, .int))
    default: mix(type == .int ? value : body.unary(.convertWrapping, value, .int))
    }
  }

  private func mix(_ number: ValueID) {
    let scaled = body.binary(.multiplyWrapping, body.load(total), body.integer(31))
    body.store(total, body.binary(.addWrapping, scaled, number))
  }
}
