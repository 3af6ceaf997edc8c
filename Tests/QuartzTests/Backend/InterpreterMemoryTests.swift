import Testing

@testable import Quartz

@Suite struct InterpreterMemoryTests {
  // MARK: Loads and stores

  /// Each number type keeps its edge values in memory, where its neighbours stay as they are.
  @Test(arguments: [TypeID.i8, .i16, .i32, .int, .u8, .u16, .u32, .u64, .f32, .f64, .bool])
  func numbersInMemory(type: TypeID) throws {
    let evaluation = Evaluation()
    let whole = evaluation.builder.tuple(.u8, type, .u8)
    let words: [UInt64] =
      switch type {
      case .bool: [0, 1]
      case .f32: [0x7F80_0000, 1]
      case .f64: [(0.1).bitPattern]
      default: [0, 1, type.extended(.max), type.extended(.max >> 1), type.extended(1 << 63)]
      }
    for word in words {
      let value = try evaluation.value(
        evaluation.builder.tuple(type, .u8, .u8), [type], [word]
      ) { body in
        let input = body.parameter(0)
        let slot = body.slot(whole)
        let mark = body.integer(0xA5, .u8)
        let first = body.fieldAddress(slot, whole, 0, .u8)
        let last = body.fieldAddress(slot, whole, 2, .u8)
        body.store(first, mark)
        body.store(last, mark)
        let middle = body.fieldAddress(slot, whole, 1, type)
        body.store(middle, input)
        let result = evaluation.builder.tuple(type, .u8, .u8)
        body.returnValue(
          body.aggregate(result, [body.load(middle), body.load(first), body.load(last)]))
      }
      let size = value.stored.size
      let width = type == .bool ? 1 : type == .f32 ? 4 : type == .f64 ? 8 : type.bitWidth / 8
      #expect(ReferenceEvaluator.word(Array(value.bytes.prefix(width))) == word & mask(width))
      #expect(Array(value.bytes[width..<width + 2]) == [0xA5, 0xA5])
      #expect(value.bytes.count == size)
    }
  }

  private func mask(_ width: Int) -> UInt64 { width == 8 ? .max : 1 << UInt64(width * 8) - 1 }

  @Test func elementsOfEachSize() throws {
    let evaluation = Evaluation()
    let builder = evaluation.builder
    let triple = builder.tuple(.u8, .u8, .u8)
    for type in [TypeID.u8, .i16, .u32, .int, triple] {
      let value = try evaluation.value(.int, [.int], [3]) { body in
        let count = body.parameter(0)
        let base = body.slot(builder.tuple(type, type, type, type))
        let start = body.unary(.bitcast, base, builder.pointer(type))
        let address = body.elementAddress(start, count)
        let constant = body.elementAddress(start, body.integer(3))
        let same = body.compare(.equal, address, constant)
        let distance = body.binary(
          .subtract, body.unary(.bitcast, address, .int), body.unary(.bitcast, start, .int))
        let one = body.unary(.convert, same, .int)
        body.returnValue(body.binary(.multiply, distance, one))
      }
      #expect(value.word == UInt64(3 * evaluation.interpreter().image.stored(type).size))
    }
  }

  @Test func negativeElements() throws {
    try expectInt(11) { builder, body in
      let three = builder.tuple(.int, .int, .int)
      let slot = body.slot(three)
      body.store(body.fieldAddress(slot, three, 1, .int), body.integer(11))
      let last = body.fieldAddress(slot, three, 2, .int)
      body.returnValue(body.load(body.elementAddress(last, body.integer(-1))))
    }
  }

  @Test func copyingOverlaps() throws {
    let evaluation = Evaluation()
    let builder = evaluation.builder
    let five = builder.tuple(.u16, .u16, .u16, .u16, .u16)
    let value = try evaluation.value(five) { body in
      let slot = body.slot(five)
      let numbers = (1...5).map { body.integer($0, .u16) }
      body.store(slot, body.aggregate(five, numbers))
      let start = body.unary(.bitcast, slot, builder.pointer(.u16))
      let second = body.elementAddress(start, body.integer(1))
      body.copyMemory(second, start, body.integer(4))
      body.copyMemory(start, start, body.integer(0))
      body.returnValue(body.load(slot))
    }
    #expect(value.bytes == [1, 0, 1, 0, 2, 0, 3, 0, 4, 0])
  }

  @Test func clearing() throws {
    let evaluation = Evaluation()
    let builder = evaluation.builder
    let three = builder.tuple(.u32, .u32, .u32)
    let value = try evaluation.value(three) { body in
      let slot = body.slot(three)
      let ones = (0..<3).map { _ in body.integer(-1 & 0xFFFF_FFFF, .u32) }
      body.store(slot, body.aggregate(three, ones))
      let start = body.unary(.bitcast, slot, builder.pointer(.u32))
      body.zeroMemory(start, body.integer(2))
      body.zeroMemory(start, body.integer(0))
      body.returnValue(body.load(slot))
    }
    #expect(value.bytes == [0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255])
  }

  @Test func nullIsNoMemory() {
    #expect(
      Evaluation().failure { $0.returnValue($0.load($0.zero($0.program.pointer(.int)))) }
        == .invalidAddress)
    #expect(
      Evaluation().failure { body in
        body.store(body.zero(body.program.pointer(.u8)), body.integer(1, .u8))
        body.returnValue(body.integer(1))
      } == .invalidAddress)
    #expect(
      Evaluation().failure { body in
        let null = body.zero(body.program.pointer(.u8))
        body.zeroMemory(null, body.integer(-1))
        body.returnValue(body.integer(1))
      } == .invalidAddress)
  }

  // MARK: Globals and texts

  @Test func moduleVariables() throws {
    let evaluation = Evaluation()
    let builder = evaluation.builder
    let counter = builder.global("counter", .int)
    let other = builder.global("other", builder.tuple(.u8, .int))
    let bump = builder.function("bump", [], .int) { body in
      let address = body.globalAddress(counter)
      body.store(address, body.binary(.add, body.load(address), body.integer(5)))
      body.returnValue(body.load(address))
    }
    let rest = builder.function("rest", [], builder.tuple(.u8, .int)) {
      $0.returnValue($0.load($0.globalAddress(other)))
    }
    let interpreter = evaluation.interpreter()
    #expect(interpreter.outcome(bump, []) == .word(5))
    #expect(interpreter.outcome(bump, []) == .word(10))
    #expect(try interpreter.call(function: rest).words == [0, 0])
  }

  @Test func texts() throws {
    let evaluation = Evaluation()
    let string = evaluation.builder.stringType()
    let id = evaluation.builder.function("text", [], string) {
      $0.returnValue($0.string("héllo", string))
    }
    let part = evaluation.builder.function("part", [], .int) {
      $0.returnValue($0.extract($0.string("héllo", string), 1, .int))
    }
    let interpreter = evaluation.interpreter()
    let value = try interpreter.call(function: id)
    #expect(
      interpreter.bytes(at: value.words[0], count: Int(value.words[1])) == Array("héllo".utf8))
    #expect(interpreter.outcome(part, []) == .word(6))
  }

  @Test func fileNames() throws {
    let evaluation = Evaluation()
    let string = evaluation.builder.stringType()
    let id = evaluation.builder.function("name", [.int], string) {
      $0.returnValue($0.unary(.fileName, $0.parameter(0), string))
    }
    let interpreter = evaluation.interpreter()
    let value = try interpreter.call(function: id, arguments: [1])
    #expect(
      interpreter.bytes(at: value.words[0], count: Int(value.words[1])) == Array("test.qz".utf8))
    #expect(try interpreter.call(function: id, arguments: [77]).words[1] == 0)
  }

  @Test func threadWords() throws {
    let evaluation = Evaluation()
    let word = evaluation.builder.pointer(.u8)
    let place = evaluation.builder.pointer(word)
    let get = evaluation.builder.function("get", [], word) {
      $0.returnValue($0.load($0.add(.threadWord, place)))
    }
    let set = evaluation.builder.function("set", [word], .void) {
      let value = $0.parameter(0)
      $0.store($0.add(.threadWord, place), value)
      $0.returnValue()
    }
    let interpreter = evaluation.interpreter()
    #expect(try interpreter.call(function: get).word == 0)
    _ = try interpreter.call(function: set, arguments: [4711])
    #expect(try interpreter.call(function: get).word == 4711)
    // Another thread has another interpreter.
    let other = MIRInterpreter(interpreter.image, stackSize: 1 << 16)
    #expect(try other.call(function: get).word == 0)
  }
}

@Suite struct InterpreterAggregateTests {
  @Test func nestedAggregates() throws {
    let evaluation = Evaluation()
    let builder = evaluation.builder
    let inner = builder.structure("Inner", .value, [("a", .u8), ("b", .i32)])
    let outer = builder.structure("Outer", .value, [("x", .bool), ("inner", inner), ("y", .int)])
    let value = try evaluation.value(outer) { body in
      let small = body.aggregate(inner, [body.integer(7, .u8), body.integer(-2, .i32)])
      let whole = body.aggregate(
        outer, [body.integer(1, .bool), small, body.integer(1 << 33)])
      let slot = body.slot(outer)
      body.store(slot, whole)
      let field = body.fieldAddress(
        body.fieldAddress(slot, outer, 1, inner), inner, 1, .i32)
      body.store(field, body.binary(.add, body.load(field), body.integer(-3, .i32)))
      body.returnValue(body.load(slot))
    }
    #expect(
      value.bytes == [
        1, 0, 0, 0, 7, 0, 0, 0, 0xFB, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0,
      ])
  }

  @Test func extractsGoThroughParts() throws {
    try expectInt(-2) { builder, body in
      let inner = builder.tuple(.u8, .i32)
      let outer = builder.tuple(inner, .bool)
      let small = body.aggregate(inner, [body.integer(7, .u8), body.integer(-2, .i32)])
      let whole = body.aggregate(outer, [small, body.integer(1, .bool)])
      let found = body.extract(body.extract(whole, 0, inner), 1, .i32)
      body.returnValue(body.unary(.convert, found, .int))
    }
  }

  @Test func aggregatesArePassedAndReturned() throws {
    let evaluation = Evaluation()
    let builder = evaluation.builder
    let odd = builder.tuple(.u8, .u16, .u8)
    let large = builder.types.tuple([TypeID](repeating: .int, count: 40))
    let swap = builder.function("swap", [odd, .int, large], odd) { body in
      let (whole, count, many) = (body.parameter(0), body.parameter(1), body.parameter(2))
      let number = body.unary(.convert, count, .u16)
      let byte = body.unary(.convert, body.extract(many, 39, .int), .u8)
      body.returnValue(body.aggregate(odd, [body.extract(whole, 2, .u8), number, byte]))
    }
    let value = try evaluation.value(odd) { body in
      let parts = [body.integer(1, .u8), body.integer(2, .u16), body.integer(3, .u8)]
      let many = (0..<40).map { body.integer($0) }
      body.returnValue(
        body.call(
          swap, [body.aggregate(odd, parts), body.integer(513), body.aggregate(large, many)]))
    }
    #expect(value.bytes == [3, 0, 1, 2, 39, 0])
  }

  @Test func newtypesAreTheirContent() throws {
    let evaluation = Evaluation()
    let builder = evaluation.builder
    let pair = builder.tuple(.i8, .i8)
    let name = builder.structure("Name", .newtype, [("", pair)])
    let small = builder.structure("Small", .newtype, [("", .i8)])
    let value = try evaluation.value(.i8) { body in
      let minus = body.integer(-5, .i8)
      let whole = body.unary(.bitcast, body.aggregate(pair, [minus, minus]), name)
      let slot = body.slot(name)
      body.store(slot, whole)
      let back = body.unary(.bitcast, body.load(slot), pair)
      let wrapped = body.slot(small)
      body.store(wrapped, body.unary(.bitcast, body.extract(back, 1, .i8), small))
      body.returnValue(body.unary(.bitcast, body.load(wrapped), .i8))
    }
    #expect(Int64(bitPattern: value.word) == -5)
  }

  @Test func valuesWithoutBits() throws {
    let evaluation = Evaluation()
    let builder = evaluation.builder
    let nothing = builder.structure("Nothing", .value, [])
    let pair = builder.tuple(nothing, .int, .void)
    let callee = builder.function("callee", [nothing, .int], .void) { body in
      _ = body.parameter(0)
      _ = body.parameter(1)
      body.returnValue()
    }
    let value = try evaluation.value(pair) { body in
      let empty = body.aggregate(nothing, [])
      let slot = body.slot(nothing)
      body.store(slot, empty)
      let void = body.call(callee, [body.load(slot), body.integer(3)])
      let whole = body.aggregate(pair, [empty, body.integer(4), void])
      _ = body.extract(whole, 0, nothing)
      body.returnValue(whole)
    }
    #expect(value.words == [4])
    let none = try evaluation.value(nothing) { body in
      body.returnValue(body.aggregate(nothing, []))
    }
    #expect(none.bytes == [])
  }

  // MARK: Objects

  @Test func objectsOnTheHeap() throws {
    let evaluation = Evaluation()
    let builder = evaluation.builder
    let node = builder.structure("Node", .object, [("flag", .bool), ("value", .int)])
    let malloc = builder.extern("malloc", [.int], builder.pointer(.void))
    let free = builder.extern("free", [builder.pointer(.void)], .void)
    let value = try evaluation.value(.int) { body in
      let memory = body.call(malloc, [body.integer(16)])
      let object = body.unary(.bitcast, memory, node)
      body.store(body.fieldAddress(object, node, 0, .bool), body.integer(1, .bool))
      let field = body.fieldAddress(object, node, 1, .int)
      body.store(field, body.integer(41))
      let flag = body.load(body.fieldAddress(object, node, 0, .bool))
      let sum = body.binary(.add, body.load(field), body.unary(.convert, flag, .int))
      body.call(free, [memory])
      body.returnValue(sum)
    }
    #expect(value.word == 42)
  }
}

@Suite struct InterpreterEnumTests {
  private func tagged(_ builder: MIRBuilder) -> TypeID {
    builder.enumeration("Shape") { _ in
      [("Empty", []), ("Circle", [.f64]), ("Size", [.u8, .i16]), ("Box", [.int, .int])]
    }
  }

  @Test func tagOnly() throws {
    let evaluation = Evaluation()
    let color = evaluation.builder.enumeration("Color") { _ in
      [("Red", []), ("Green", []), ("Blue", [])]
    }
    let id = evaluation.builder.function("tag", [color], .int) {
      $0.returnValue($0.enumTag($0.parameter(0)))
    }
    let make = evaluation.builder.function("make", [], color) {
      $0.returnValue($0.makeEnum(color, 2))
    }
    let interpreter = evaluation.interpreter()
    #expect(interpreter.outcome(id, [1]) == .word(1))
    #expect(try interpreter.call(function: make).bytes == [2])
  }

  @Test func manyVariantsNeedWiderTags() throws {
    let evaluation = Evaluation()
    let wide = evaluation.builder.enumeration("Wide") { _ in (0..<300).map { ("V\($0)", []) } }
    let value = try evaluation.value(wide) { $0.returnValue($0.makeEnum(wide, 299)) }
    #expect(value.bytes == [0x2B, 1])
  }

  @Test func tagged() throws {
    let evaluation = Evaluation()
    let shape = tagged(evaluation.builder)
    let bytes = { (variant: Int, make: @escaping (BodyBuilder) -> [ValueID]) in
      try evaluation.value(shape) { $0.returnValue($0.makeEnum(shape, variant, make($0))) }.bytes
    }
    #expect(try bytes(0) { _ in [] } == [UInt8](repeating: 0, count: 24))
    let one: [UInt8] = [0, 0, 0, 0, 0, 0, 0xF0, 0x3F]
    #expect(
      try bytes(1) { [$0.float(1)] } == [1, 0, 0, 0, 0, 0, 0, 0] + one
        + [UInt8](repeating: 0, count: 8))
    #expect(
      try bytes(2) { [$0.integer(9, .u8), $0.integer(-1, .i16)] } == [
        2, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
      ])
  }

  @Test func narrowTags() throws {
    let evaluation = Evaluation()
    let builder = evaluation.builder
    let small = builder.enumeration("Small") { _ in [("A", [.u8]), ("B", [.u8, .u8])] }
    let value = try evaluation.value(small) { body in
      body.returnValue(body.makeEnum(small, 1, [body.integer(5, .u8), body.integer(6, .u8)]))
    }
    #expect(value.bytes == [1, 5, 6])
    let id = builder.function("read", [small], .int) { body in
      let whole = body.parameter(0)
      let second = body.unary(.convert, body.enumPayload(whole, 1, 1, .u8), .int)
      let scaled = body.binary(.multiply, body.enumTag(whole), body.integer(100))
      body.returnValue(body.binary(.add, scaled, second))
    }
    #expect(evaluation.interpreter().outcome(id, [0x06_0501]) == .word(106))
  }

  @Test func payloadsInMemory() throws {
    try expectInt(1007) { builder, body in
      let shape = tagged(builder)
      let slot = body.slot(shape)
      body.store(slot, body.makeEnum(shape, 3, [body.integer(7), body.integer(8)]))
      let second = body.payloadAddress(slot, shape, 3, 1, .int)
      body.store(second, body.integer(1000))
      let whole = body.load(slot)
      body.returnValue(
        body.binary(
          .add, body.enumPayload(whole, 3, 0, .int), body.enumPayload(whole, 3, 1, .int)))
    }
  }

  @Test(arguments: [true, false])
  func nullable(presentFirst: Bool) throws {
    let evaluation = Evaluation()
    let builder = evaluation.builder
    let node = builder.structure("Node", .object, [("value", .int)])
    let option = builder.enumeration("Option") { _ in
      presentFirst ? [("Some", [node]), ("None", [])] : [("None", []), ("Some", [node])]
    }
    let some = presentFirst ? 0 : 1
    let wrap = builder.function("wrap", [node], option) {
      $0.returnValue($0.makeEnum(option, some, [$0.parameter(0)]))
    }
    let none = builder.function("none", [], option) {
      $0.returnValue($0.makeEnum(option, 1 - some))
    }
    let tag = builder.function("tag", [option], .int) {
      $0.returnValue($0.enumTag($0.parameter(0)))
    }
    let unwrap = builder.function("unwrap", [option], node) {
      $0.returnValue($0.enumPayload($0.parameter(0), some, 0, node))
    }
    let interpreter = evaluation.interpreter()
    #expect(interpreter.image.stored(option).size == 8)
    #expect(interpreter.outcome(wrap, [0x5000]) == .word(0x5000))
    #expect(interpreter.outcome(none, []) == .word(0))
    #expect(interpreter.outcome(tag, [0x5000]) == .word(UInt64(some)))
    #expect(interpreter.outcome(tag, [0]) == .word(UInt64(1 - some)))
    #expect(interpreter.outcome(unwrap, [0x5000]) == .word(0x5000))
  }

  /// A list `Cons(Int, List)`, whose tail is stored behind a pointer, is built and summed.
  @Test func boxedPayloads() throws {
    let evaluation = Evaluation()
    let builder = evaluation.builder
    let list = builder.enumeration("List") { type in [("Nil", []), ("Cons", [.int, type])] }
    let box = builder.pointer(list)
    let malloc = builder.extern("malloc", [.int], box)
    let sum = builder.declare("sum", [list], .int)
    builder.define(sum) { body in
      let whole = body.parameter(0)
      let (empty, full) = (body.block(), body.block())
      body.switchInt(body.enumTag(whole), [(0, empty)], else: full)
      body.begin(empty)
      body.returnValue(body.integer(0))
      body.begin(full)
      let rest = body.load(body.enumPayload(whole, 1, 1, box))
      body.returnValue(
        body.binary(.add, body.enumPayload(whole, 1, 0, .int), body.call(sum, [rest])))
    }
    let value = try evaluation.value(.int) { body in
      var whole = body.makeEnum(list, 0)
      for number in 1...5 {
        let memory = body.call(malloc, [body.integer(24)])
        body.store(memory, whole)
        whole = body.makeEnum(list, 1, [body.integer(number * number), memory])
      }
      body.returnValue(body.call(sum, [whole]))
    }
    #expect(value.word == 55)
  }
}
