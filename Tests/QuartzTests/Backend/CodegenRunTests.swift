import Testing

@testable import Quartz

/// Runs what the code generator makes of each opcode.
@Suite struct CodegenRunTests {
  @Test func constantsAndMemory() throws {
    let program = RunnableProgram()
    let mir = program.mir
    let counter = mir.global("counter", .int)
    let flag = mir.global("a flag", .bool)
    program.expectValue("%ld", "-9223372036854775808") { $0.integer(Int.min) }
    program.expectValue("%d", "-56") { $0.unary(.bitcast, $0.integer(200, .u8), .i8) }
    program.expectValue("%.17g", "0.10000000000000001") { $0.float(0.1) }
    program.expectValue("%.9g", "0.100000001") { $0.float(0.1, .f32) }
    program.expectValue("%g", "-inf") { $0.float(-.infinity) }
    program.expectValue("%p", "(nil)") { $0.zero(mir.pointer(.int)) }
    program.expectValue("%ld", "42") { body in
      let address = body.globalAddress(counter)
      body.store(address, body.binary(.add, body.load(address), body.integer(42)))
      return body.load(address)
    }
    program.expectValue("%d", "1") { body in
      body.store(body.globalAddress(flag), body.integer(1, .bool))
      return body.load(body.globalAddress(flag))
    }
    program.expectValue("%d", "0") { $0.load($0.globalAddress(flag)) }
    addSlots(program)
    addBlocksOfMemory(program)
    try program.check()
  }

  private func addSlots(_ program: RunnableProgram) {
    program.expectValue("%ld", "5") { body in
      let slot = body.slot(.int)
      body.store(slot, body.integer(5))
      return body.load(slot)
    }
    // A computed Bool is stored as a byte that is 0 or 1.
    program.expectValue("%d", "1") { body in
      let slot = body.slot(.bool)
      let two = body.slot(.int)
      body.store(two, body.integer(2))
      body.store(slot, body.compare(.less, body.integer(1), body.load(two)))
      return body.load(body.unary(.bitcast, slot, program.mir.pointer(.u8)))
    }
    program.expectValue("%d", "7") { body in
      let slot = body.slot(.void)
      let pair = body.slot(program.mir.tuple(.void, .i32))
      body.store(slot, body.zero(.void))
      let whole = program.mir.tuple(.void, .i32)
      let seven = body.aggregate(whole, [body.load(slot), body.integer(7, .i32)])
      body.store(pair, seven)
      return body.load(body.fieldAddress(pair, whole, 1, .i32))
    }
  }

  private func addBlocksOfMemory(_ program: RunnableProgram) {
    let mir = program.mir
    let triple = mir.tuple(.i8, .int, .i16)
    let malloc = mir.extern("malloc", [.int], mir.pointer(triple))
    // Elements 0…3 hold 10…13; two are copied one further, over themselves; then the first is zeroed.
    let sum = mir.function("overlap", [.int], .int) { body in
      let two = body.parameter(0)
      let base = body.call(malloc, [body.integer(400)])
      for number in 0..<4 {
        let element = body.elementAddress(base, body.integer(number))
        let field = body.integer(10 + number)
        let parts = [body.integer(number, .i8), field, body.integer(-number, .i16)]
        body.store(element, body.aggregate(triple, parts))
      }
      body.copyMemory(body.elementAddress(base, body.integer(1)), base, two)
      body.zeroMemory(base, body.integer(1))
      var total = body.integer(0)
      for number in 0..<4 {
        let element = body.elementAddress(base, body.integer(number))
        let value = body.load(body.fieldAddress(element, triple, 1, .int))
        let shifted = body.binary(.multiply, total, body.integer(100))
        total = body.binary(.add, shifted, value)
      }
      body.returnValue(total)
    }
    program.expectValue("%ld", "101113") { $0.call(sum, [$0.integer(2)]) }
  }

  @Test func aggregates() throws {
    let program = RunnableProgram()
    let mir = program.mir
    let point = mir.structure("Point", .value, [("x", .f64), ("on", .bool), ("y", .i32)])
    let segment = mir.structure(
      "Segment", .value, [("from", point), ("none", .void), ("to", point)])
    let swap = mir.function("swap", [segment], segment) { body in
      let segment = body.parameter(0)
      let (from, to) = (body.extract(segment, 0, point), body.extract(segment, 2, point))
      body.returnValue(body.aggregate(body.type(segment), [to, body.zero(.void), from]))
    }
    program.expect("3 0 -2 / 1.5 1 9\n") { body in
      let first = body.aggregate(
        point, [body.float(1.5), body.integer(1, .bool), body.integer(9, .i32)])
      let isLess = body.compare(.less, body.extract(first, 2, .i32), body.integer(3, .i32))
      let second = body.aggregate(point, [body.float(3), isLess, body.integer(-2, .i32)])
      let line = body.call(swap, [body.aggregate(segment, [first, body.zero(.void), second])])
      let ends = [body.extract(line, 0, point), body.extract(line, 2, point)]
      let values = ends.flatMap {
        [body.extract($0, 0, .f64), body.extract($0, 1, .bool), body.extract($0, 2, .i32)]
      }
      program.put("%g %d %d / %g %d %d\n", values, in: body)
    }
    addObjects(program)
    try program.check()
  }

  private func addObjects(_ program: RunnableProgram) {
    let mir = program.mir
    let node = mir.structure(
      "Node", .object, [("flag", .bool), ("value", .int), ("small", .u8), ("wide", .u32)])
    let meters = mir.structure("Meters", .newtype, [("value", .int)])
    let malloc = mir.extern("malloc", [.int], mir.pointer(.u8))
    program.expect("1 -5 200 4000000000 77\n") { body in
      let reference = body.unary(.bitcast, body.call(malloc, [body.integer(24)]), node)
      let fields: [(Int, TypeID, ValueID)] = [
        (0, .bool, body.integer(1, .bool)), (1, .int, body.integer(-5)),
        (2, .u8, body.integer(200, .u8)), (3, .u32, body.integer(4_000_000_000, .u32)),
      ]
      for (number, type, value) in fields {
        body.store(body.fieldAddress(reference, node, number, type), value)
      }
      let loaded = fields.map { body.load(body.fieldAddress(reference, node, $0.0, $0.1)) }
      let length = body.unary(.bitcast, body.integer(77), meters)
      let content = body.unary(.bitcast, length, .int)
      program.put("%d %ld %d %u %ld\n", loaded + [content], in: body)
    }
  }

  @Test func callsAndClosures() throws {
    let program = RunnableProgram()
    let mir = program.mir
    let htons = mir.extern("htons", [.u16], .u16)
    program.expectValue("%d", "13330") { $0.call(htons, [$0.integer(0x1234, .u16)]) }
    program.expect("-5 200 1 0.5 x\n") { body in
      let narrow = [
        body.integer(-5, .i8), body.integer(200, .u8), body.integer(1, .bool),
        body.float(0.5, .f32),
      ]
      program.put("%d %d %d %g x\n", narrow, in: body)
    }
    let fibonacci = mir.declare("fib", [.int], .int)
    mir.define(fibonacci) { defineFibonacci($0, fibonacci) }
    program.expectValue("%ld", "6765") { $0.call(fibonacci, [$0.integer(20)]) }
    // A function of the program may be called like one of the C library.
    let remainder = mir.function("remainder", [.f64, .f64], .f64) {
      $0.returnValue($0.binary(.remainder, $0.parameter(0), $0.parameter(1)))
    }
    program.expectValue("%g", "1.5") { $0.call(remainder, [$0.float(1.5), $0.float(2.5)]) }
    addClosures(program)
    for (number, name) in [(1, "test.qz"), (0, ""), (2, ""), (-1, "")] {
      program.expectValue("%s", name) { body in
        let name = body.add(.fileName, program.string, body.integer(number).index)
        return body.extract(name, 0, mir.pointer(.u8))
      }
    }
    program.expectValue("%ld", "7") { body in
      let place = body.add(.threadWord, mir.pointer(mir.pointer(.u8)))
      body.store(place, body.unary(.bitcast, body.integer(7), mir.pointer(.u8)))
      return body.load(body.add(.threadWord, mir.pointer(mir.pointer(.u8))))
    }
    program.expect("quotes \" \\ \t é and \u{7F}\n") {
      program.put("quotes \" \\ \t é and \u{7F}\n", [], in: $0)
    }
    let ignore = mir.function("ignore", [.void, .int, .void], .void) { body in
      let parameters = (0..<3).map { body.parameter($0) }
      program.put("%ld\n", [parameters[1]], in: body)
      body.returnValue()
    }
    program.expect("8\n") { body in
      let nothing = body.zero(.void)
      body.call(ignore, [nothing, body.integer(8), nothing])
    }
    try program.check()
  }

  private func defineFibonacci(_ body: BodyBuilder, _ id: FunctionID) {
    let number = body.parameter(0)
    let (small, large) = (body.block(), body.block())
    body.branch(body.compare(.less, number, body.integer(2)), small, large)
    body.begin(small)
    body.returnValue(number)
    body.begin(large)
    let terms = [1, 2].map {
      body.call(id, [body.binary(.subtract, number, body.integer($0))])
    }
    body.returnValue(body.binary(.add, terms[0], terms[1]))
  }

  private func addClosures(_ program: RunnableProgram) {
    let mir = program.mir
    let type = mir.closure([.int, .bool], .int)
    let object = mir.structure("Captures", .object, [("code", mir.pointer(.void)), ("n", .int)])
    let code = mir.function("add n", [type, .int, .bool], .int) { body in
      let (closure, number) = (body.parameter(0), body.parameter(1))
      _ = body.parameter(2)
      let captures = body.unary(.bitcast, closure, object)
      let captured = body.load(body.fieldAddress(captures, object, 1, .int))
      body.returnValue(body.binary(.add, number, captured))
    }
    program.expectValue("%ld", "42") { body in
      let memory = body.slot(mir.tuple(mir.pointer(.void), .int))
      let reference = body.unary(.bitcast, memory, object)
      body.store(
        body.fieldAddress(reference, object, 0, mir.pointer(.void)), body.functionAddress(code))
      body.store(body.fieldAddress(reference, object, 1, .int), body.integer(40))
      let closure = body.unary(.bitcast, reference, type)
      return body.callClosure(closure, [body.integer(2), body.integer(1, .bool)])
    }
  }

  @Test func controlFlow() throws {
    let program = RunnableProgram()
    let mir = program.mir
    let names = mir.function("choose", [.int], .int) { body in
      let value = body.parameter(0)
      let blocks = (0..<3).map { _ in body.block() }
      let other = body.block()
      body.switchInt(value, [(-1, blocks[0]), (Int.max, blocks[1]), (7, blocks[2])], else: other)
      for (number, block) in blocks.enumerated() {
        body.begin(block)
        body.returnValue(body.integer(number * 10))
      }
      body.begin(other)
      body.returnValue(body.integer(-3))
    }
    for (value, result) in [(-1, 0), (Int.max, 10), (7, 20), (8, -3)] {
      program.expectValue("%ld", "\(result)") { $0.call(names, [$0.integer(value)]) }
    }
    let sum = mir.function("sum below", [.int], .int) { defineLoop($0) }
    program.expectValue("%ld", "4950") { $0.call(sum, [$0.integer(100)]) }
    try program.check()
  }

  private func defineLoop(_ body: BodyBuilder) {
    let limit = body.parameter(0)
    let (counter, total) = (body.slot(.int), body.slot(.int))
    body.store(counter, body.integer(0))
    body.store(total, body.integer(0))
    let (test, step, end) = (body.block(), body.block(), body.block())
    body.jump(test)
    body.begin(test)
    body.branch(body.compare(.less, body.load(counter), limit), step, end)
    body.begin(step)
    body.store(total, body.binary(.add, body.load(total), body.load(counter)))
    body.store(counter, body.binary(.add, body.load(counter), body.integer(1)))
    body.jump(test)
    body.begin(end)
    body.returnValue(body.load(total))
  }
}
