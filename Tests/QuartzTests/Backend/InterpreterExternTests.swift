import Testing

@testable import Quartz

@Suite struct InterpreterExternTests {
  /// The result of calling a C function with constant words.
  private func call(
    _ name: String, _ parameters: (MIRBuilder) -> [TypeID], _ result: TypeID,
    _ arguments: [UInt64]
  ) throws -> UInt64 {
    let evaluation = Evaluation()
    let types = parameters(evaluation.builder)
    let function = evaluation.builder.extern(name, types, result)
    return try evaluation.value(result, types, arguments) { body in
      body.returnValue(body.call(function, types.indices.map { body.parameter($0) }))
    }.word
  }

  // MARK: Integers

  @Test func integersAreExtendedAfterTheirTypes() throws {
    #expect(try call("abs", { _ in [.i32] }, .i32, [UInt64(bitPattern: -5)]) == 5)
    #expect(try call("labs", { _ in [.int] }, .int, [UInt64(bitPattern: -5)]) == 5)
    // The upper half of the register of an I32 result is undefined; `toupper(-1)` is -1.
    #expect(try call("toupper", { _ in [.i32] }, .i32, [UInt64(bitPattern: -1)]) == .max)
    #expect(try call("ntohl", { _ in [.u32] }, .u32, [0x0102_03F4]) == 0xF403_0201)
    #expect(try call("ntohs", { _ in [.u16] }, .u16, [0x01F2]) == 0xF201)
    // Of a Bool the lowest byte counts.
    #expect(try call("abs", { _ in [.i32] }, .bool, [1]) == 1)
    #expect(try call("abs", { _ in [.i32] }, .bool, [256]) == 0)
  }

  @Test func stringsAndMemory() throws {
    let text = Array("hello\0".utf8)
    try text.withUnsafeBytes { bytes in
      let address = UInt64(UInt(bitPattern: bytes.baseAddress))
      let length = try call("strlen", { [$0.pointer(.u8)] }, .int, [address])
      #expect(length == 5)
      let words: [UInt64] = [address, 108, 6]
      let found = try call("memchr", { [$0.pointer(.u8), .i32, .int] }, .int, words)
      #expect(found == address + 2)
    }
  }

  @Test func eightIntegers() throws {
    var output = [UInt8](repeating: 0, count: 64)
    let format = Array("%ld %ld %ld %ld %ld\0".utf8)
    let evaluation = Evaluation()
    let builder = evaluation.builder
    let print = builder.extern(
      "snprintf", [builder.pointer(.u8), .int, builder.pointer(.u8)], .i32, flags: .isVariadic)
    let count = try output.withUnsafeMutableBytes { target in
      try format.withUnsafeBytes { source in
        let addresses = [target.baseAddress!, .init(mutating: source.baseAddress!)]
        let words = addresses.map { UInt64(UInt(bitPattern: $0)) }
        let pointer = builder.pointer(.u8)
        return try evaluation.value(.i32, [pointer, pointer], words) { body in
          let (to, from) = (body.parameter(0), body.parameter(1))
          let numbers = [1, -2, 3, 4_000_000_000, 5].map { body.integer($0) }
          body.returnValue(body.call(print, [to, body.integer(64), from] + numbers))
        }.word
      }
    }
    #expect(String(decoding: output.prefix(Int(count)), as: UTF8.self) == "1 -2 3 4000000000 5")
  }

  // MARK: Floats

  @Test func floats() throws {
    let bits = { (number: Double) in number.bitPattern }
    #expect(try call("sqrt", { _ in [.f64] }, .f64, [bits(2.25)]) == bits(1.5))
    #expect(try call("pow", { _ in [.f64, .f64] }, .f64, [bits(2), bits(10)]) == bits(1024))
    #expect(
      try call("fma", { _ in [.f64, .f64, .f64] }, .f64, [bits(2), bits(3), bits(4)]) == bits(10))
    #expect(try call("lround", { _ in [.f64] }, .int, [bits(-2.5)]) == UInt64(bitPattern: -3))
    #expect(try call("ldexp", { _ in [.f64, .i32] }, .f64, [bits(3), 4]) == bits(48))
    let half = { (number: Float) in UInt64(number.bitPattern) }
    #expect(try call("sqrtf", { _ in [.f32] }, .f32, [half(2.25)]) == half(1.5))
    #expect(try call("powf", { _ in [.f32, .f32] }, .f32, [half(2), half(3)]) == half(8))
  }

  @Test func numbersFromText() throws {
    let text = Array("-12.5xyz\0".utf8)
    try text.withUnsafeBytes { bytes in
      let address = UInt64(UInt(bitPattern: bytes.baseAddress))
      var end: UInt64 = 0
      let found = try withUnsafeMutablePointer(to: &end) { end in
        try call(
          "strtod", { [$0.pointer(.u8), $0.pointer(.int)] }, .f64,
          [address, UInt64(UInt(bitPattern: end))])
      }
      #expect(found == (-12.5).bitPattern)
      #expect(end == address + 5)
    }
  }

  #if os(Linux)
    @Test func numbersToText() throws {
      var output = [UInt8](repeating: 0, count: 32)
      let format = Array("%.17g\0".utf8)
      let count = try output.withUnsafeMutableBytes { target in
        try format.withUnsafeBytes { source in
          let words = [
            UInt64(UInt(bitPattern: target.baseAddress)), 32,
            UInt64(UInt(bitPattern: source.baseAddress)), (0.1).bitPattern,
          ]
          return try call(
            "strfromd", { [$0.pointer(.u8), .int, $0.pointer(.u8), .f64] }, .i32, words)
        }
      }
      #expect(String(decoding: output.prefix(Int(count)), as: UTF8.self) == "0.10000000000000001")
    }
  #endif

  // MARK: Processes

  /// The program forks; the child exits with 7, the parent waits and returns the child's code.
  @Test func forkAndWait() throws {
    let evaluation = Evaluation()
    let builder = evaluation.builder
    let fork = builder.extern("fork", [], .i32)
    let wait = builder.extern("waitpid", [.i32, builder.pointer(.i32), .i32], .i32)
    let exit = builder.extern("_exit", [.i32], .never)
    let value = try evaluation.value(.int) { body in
      let status = body.slot(.i32)
      let (child, parent) = (body.block(), body.block())
      let id = body.call(fork)
      body.branch(body.compare(.equal, id, body.integer(0, .i32)), child, parent)
      body.begin(child)
      body.call(exit, [body.integer(7, .i32)])
      body.unreachable()
      body.begin(parent)
      body.call(wait, [id, status, body.integer(0, .i32)])
      let code = body.binary(.shiftRight, body.load(status), body.integer(8, .i32))
      body.returnValue(body.unary(.convert, code, .int))
    }
    #expect(value.word == 7)
  }

  @Test func pipes() throws {
    let evaluation = Evaluation()
    let builder = evaluation.builder
    let ends = builder.tuple(.i32, .i32)
    let pipe = builder.extern("pipe", [builder.pointer(ends)], .i32)
    let write = builder.extern("write", [.i32, builder.pointer(.u8), .int], .int)
    let read = builder.extern("read", [.i32, builder.pointer(.u8), .int], .int)
    let string = builder.stringType()
    let value = try evaluation.value(.int) { body in
      let (both, buffer) = (body.slot(ends), body.slot(.int))
      body.store(buffer, body.integer(0))
      body.call(pipe, [both])
      let text = body.string("ab", string)
      let target = body.load(body.fieldAddress(both, ends, 1, .i32))
      body.call(
        write, [target, body.extract(text, 0, builder.pointer(.u8)), body.extract(text, 1, .int)])
      let source = body.load(body.fieldAddress(both, ends, 0, .i32))
      body.call(
        read, [source, body.unary(.bitcast, buffer, builder.pointer(.u8)), body.integer(8)])
      body.returnValue(body.load(buffer))
    }
    #expect(value.word == 0x6261)
  }

  // MARK: What cannot be called

  @Test func unknownSymbols() {
    let failure = Evaluation().failure { body in
      body.returnValue(body.call(body.program.extern("no_such_function_here", [], .int)))
    }
    #expect(failure == .unknownSymbol("no_such_function_here"))
  }

  @Test func tooManyFloats() {
    let failure = Evaluation().failure { body in
      let many = [TypeID](repeating: .f64, count: 9)
      let function = body.program.extern("sqrt", many, .int)
      body.returnValue(body.call(function, many.map { _ in body.float(1) }))
    }
    #expect(failure == .unsupportedSignature("sqrt"))
  }

  @Test func variadicFloats() {
    let failure = Evaluation().failure { body in
      let function = body.program.extern("printf", [.int], .int, flags: .isVariadic)
      body.returnValue(body.call(function, [body.integer(0), body.float(1)]))
    }
    #expect(failure == .unsupportedSignature("printf"))
  }

  @Test func functionsOfTheProgramDoNotGoToC() {
    let failure = Evaluation().failure { body in
      let function = body.program.extern("free", [body.program.pointer(.void)], .void)
      body.call(function, [body.functionAddress(function)])
      body.returnValue(body.integer(0))
    }
    #expect(failure == .unsupportedCallback("free"))
  }

  // MARK: Threads

  /// Four threads each add up numbers in their own memory; the program joins them.
  @Test func threads() throws {
    let evaluation = Evaluation()
    let builder = evaluation.builder
    let address = builder.pointer(.void)
    let create = builder.extern(
      "pthread_create", [builder.pointer(.int), address, address, address], .i32)
    let join = builder.extern("pthread_join", [.int, builder.pointer(address)], .i32)
    let add = builder.declare("add", [.int, .int], .int)
    let work = builder.function("work", [address], address) { body in
      let place = body.unary(.bitcast, body.parameter(0), builder.pointer(.int))
      let (loop, done) = (body.block(), body.block())
      body.jump(loop)
      body.begin(loop)
      let sum = body.call(add, [body.load(place), body.integer(1)])
      body.store(place, sum)
      body.branch(body.compare(.less, sum, body.integer(10_000)), loop, done)
      body.begin(done)
      body.returnValue(body.unary(.bitcast, sum, address))
    }
    builder.define(add) { body in
      let (left, right) = (body.parameter(0), body.parameter(1))
      body.returnValue(body.binary(.add, left, right))
    }
    let value = try evaluation.value(.int) { body in
      let result = body.slot(address)
      var total = body.integer(0)
      let threads = (0..<4).map { _ in (body.slot(.int), body.slot(.int)) }
      for (number, (thread, place)) in threads.enumerated() {
        body.store(place, body.integer(number))
        body.call(
          create,
          [
            thread, body.zero(address), body.functionAddress(work),
            body.unary(.bitcast, place, address),
          ])
      }
      for (thread, place) in threads {
        body.call(join, [body.load(thread), result])
        let found = body.unary(.bitcast, body.load(result), .int)
        total = body.binary(.add, total, body.binary(.add, found, body.load(place)))
      }
      body.returnValue(total)
    }
    #expect(value.word == 80_000)
  }

  // MARK: Whole programs

  @Test func entriesGetTheArguments() throws {
    let evaluation = Evaluation()
    let builder = evaluation.builder
    let list = builder.pointer(builder.pointer(.u8))
    let length = builder.extern("strlen", [builder.pointer(.u8)], .int)
    builder.entry = builder.function("main", [.i32, list], .i32) { body in
      let (count, arguments) = (body.parameter(0), body.parameter(1))
      let second = body.load(body.elementAddress(arguments, body.integer(1)))
      let size = body.unary(.convert, body.call(length, [second]), .i32)
      let scaled = body.binary(.multiply, count, body.integer(100, .i32))
      body.returnValue(body.binary(.add, scaled, size))
    }
    #expect(try evaluation.interpreter().run(entry: ["me", "héllo"]) == 206)
  }

  @Test func errnoSurvives() throws {
    let evaluation = Evaluation()
    let builder = evaluation.builder
    #if canImport(Darwin)
      let name = "__error"
    #else
      let name = "__errno_location"
    #endif
    let location = builder.extern(name, [], builder.pointer(.i32))
    let close = builder.extern("close", [.i32], .i32)
    // A function of its own, which is translated after the call has failed.
    let number = builder.function("number", [], .i32) {
      $0.returnValue($0.load($0.call(location)))
    }
    let value = try evaluation.value(.i32) { body in
      body.call(close, [body.integer(-1, .i32)])
      body.returnValue(body.call(number))
    }
    #expect(value.word == 9)
  }
}

@Suite struct InterpreterHostTests {
  @Test func hostsTakeThePlaceOfC() throws {
    var evaluation = Evaluation()
    evaluation.host["add3"] = { call in call[0] &+ call[1] &+ call[2] }
    evaluation.host["abs"] = { _ in UInt64(bitPattern: -1) }
    let builder = evaluation.builder
    let add = builder.extern("add3", [.int, .u8, .i16], .u16)
    let abs = builder.extern("abs", [.i32], .u8)
    let value = try evaluation.value(.int) { body in
      let arguments = [body.integer(100_000), body.integer(1, .u8), body.integer(-2, .i16)]
      let sum = body.unary(.convert, body.call(add, arguments), .int)
      let byte = body.unary(.convert, body.call(abs, [body.integer(5, .i32)]), .int)
      body.returnValue(body.binary(.multiply, sum, byte))
    }
    #expect(value.word == (99_999 & 0xFFFF) * 255)
  }

  @Test func hostsSeeMemory() throws {
    var evaluation = Evaluation()
    let seen = Box<[UInt8]>([])
    evaluation.host["look"] = { call in
      seen.value = call.bytes(at: call[0], count: Int(call[1]))
      call.address(0)?.storeBytes(of: 0x2A, as: UInt8.self)
      return 0
    }
    let builder = evaluation.builder
    let look = builder.extern("look", [builder.pointer(.u16), .int], .void)
    let value = try evaluation.value(.u16) { body in
      let slot = body.slot(.u16)
      body.store(slot, body.integer(0x0102, .u16))
      body.call(look, [slot, body.integer(2)])
      body.returnValue(body.load(slot))
    }
    #expect(seen.value == [2, 1])
    #expect(value.word == 0x012A)
  }

  /// A program whose function `twice` has the host call a closure.
  private func withClosure(_ evaluation: Evaluation, _ code: FunctionID) -> FunctionID {
    let builder = evaluation.builder
    let closure = builder.closure([.int], .int)
    let twice = builder.extern("twice", [closure], .int)
    return builder.function("main", [], .int) { body in
      let slot = body.slot(builder.pointer(.void))
      body.store(slot, body.functionAddress(code))
      let before = body.integer(1000)
      let result = body.call(twice, [body.unary(.bitcast, slot, closure)])
      body.returnValue(body.binary(.add, before, result))
    }
  }

  @Test func hostsCallClosures() throws {
    var evaluation = Evaluation()
    evaluation.host["twice"] = { call in
      let closure = call[0]
      return call.call(closure: closure, arguments: [call.call(closure: closure, arguments: [5])])
    }
    let code = evaluation.builder.function(
      "code", [evaluation.builder.pointer(.void), .int], .int
    ) { body in
      _ = body.parameter(0)
      body.returnValue(body.binary(.multiply, body.parameter(1), body.integer(3)))
    }
    let main = withClosure(evaluation, code)
    let interpreter = evaluation.interpreter()
    #expect(interpreter.outcome(main, []) == .word(1045))
    #expect(interpreter.outcome(main, []) == .word(1045))
  }

  @Test func hostsCallFunctions() throws {
    var evaluation = Evaluation()
    evaluation.host["apply"] = { call in call.call(address: call[0], arguments: [call[1]]) }
    let builder = evaluation.builder
    let apply = builder.extern("apply", [builder.pointer(.void), .int], .int)
    let square = builder.function("square", [.int], .int) { body in
      let number = body.parameter(0)
      body.returnValue(body.binary(.multiply, number, number))
    }
    let value = try evaluation.value(.int) {
      $0.returnValue($0.call(apply, [$0.functionAddress(square), $0.integer(-7)]))
    }
    #expect(value.word == 49)
    let failure = evaluation.failure {
      $0.returnValue($0.call(apply, [$0.zero(builder.pointer(.void)), $0.integer(1)]))
    }
    #expect(failure == .invalidClosure)
  }

  @Test func stoppingInAClosureEndsTheRun() {
    var evaluation = Evaluation()
    let calls = Box(0)
    evaluation.host["twice"] = { call in
      let closure = call[0]
      _ = call.call(closure: closure, arguments: [5])
      return call.call(closure: closure, arguments: [6])
    }
    evaluation.host["exit"] = { call in
      calls.value += 1
      return call.stop(Int32(truncatingIfNeeded: call[0]))
    }
    let builder = evaluation.builder
    let exit = builder.extern("exit", [.i32], .never)
    let code = builder.function("code", [builder.pointer(.void), .int], .int) { body in
      _ = body.parameter(0)
      body.call(exit, [body.unary(.convert, body.parameter(1), .i32)])
      body.unreachable()
    }
    let main = withClosure(evaluation, code)
    #expect(evaluation.interpreter().outcome(main, []) == .failure(.stopped(5)))
    #expect(calls.value == 1)
  }

  @Test func exitCodesOfStoppedRuns() throws {
    var evaluation = Evaluation()
    evaluation.host["exit"] = { call in call.stop(Int32(truncatingIfNeeded: call[0])) }
    let builder = evaluation.builder
    let exit = builder.extern("exit", [.i32], .never)
    builder.entry = builder.function(
      "main", [.i32, builder.pointer(builder.pointer(.u8))], .i32
    ) { body in
      body.call(exit, [body.integer(42, .i32)])
      body.unreachable()
    }
    #expect(try evaluation.interpreter().run(entry: []) == 42)
  }

  @Test func endlessNestingOfHostsIsRefused() {
    var evaluation = Evaluation()
    evaluation.host["twice"] = { call in call.call(closure: call[0], arguments: [1]) }
    let builder = evaluation.builder
    let code = builder.declare("code", [builder.pointer(.void), .int], .int)
    let main = withClosure(evaluation, code)
    builder.define(code) { body in
      _ = body.parameter(0)
      _ = body.parameter(1)
      body.returnValue(body.call(main))
    }
    #expect(evaluation.interpreter().outcome(main, []) == .failure(.stackOverflow))
  }
}

/// A place that a closure may change.
private final class Box<Value> {
  var value: Value

  init(_ value: Value) {
    self.value = value
  }
}

@Suite struct InterpreterLimitTests {
  private func counter(_ evaluation: Evaluation, to limit: Int) -> FunctionID {
    evaluation.builder.function("count", [], .int) { body in
      let slot = body.slot(.int)
      let (loop, done) = (body.block(), body.block())
      body.store(slot, body.integer(0))
      body.jump(loop)
      body.begin(loop)
      let next = body.binary(.add, body.load(slot), body.integer(1))
      body.store(slot, next)
      body.branch(body.compare(.less, next, body.integer(limit)), loop, done)
      body.begin(done)
      body.returnValue(body.load(slot))
    }
  }

  @Test func steps() {
    var evaluation = Evaluation()
    evaluation.limits.steps = 1000
    let short = counter(evaluation, to: 50)
    #expect(evaluation.interpreter().outcome(short, []) == .word(50))
    var other = Evaluation()
    other.limits.steps = 1000
    let long = counter(other, to: 500)
    #expect(other.interpreter().outcome(long, []) == .failure(.stepLimit(1000)))
  }

  @Test func endlessRecursionReachesTheStepLimit() {
    var evaluation = Evaluation()
    evaluation.limits.steps = 100
    let id = evaluation.builder.declare("again", [], .int)
    evaluation.builder.define(id) { $0.returnValue($0.call(id)) }
    #expect(evaluation.interpreter().outcome(id, []) == .failure(.stepLimit(100)))
  }

  /// A function that allocates `size` bytes and, after the size of the block has changed to
  /// `newSize`, frees it; `count` times.
  private func allocator(_ evaluation: Evaluation, frees: Bool) -> FunctionID {
    let builder = evaluation.builder
    let pointer = builder.pointer(.u8)
    let malloc = builder.extern("malloc", [.int], pointer)
    let calloc = builder.extern("calloc", [.int, .int], pointer)
    let realloc = builder.extern("realloc", [pointer, .int], pointer)
    let free = builder.extern("free", [pointer], .void)
    return builder.function("allocate", [.int], .int) { body in
      let size = body.parameter(0)
      let sum = body.slot(.int)
      body.store(sum, body.integer(0))
      for _ in 0..<10 {
        let block = body.call(malloc, [body.integer(8)])
        body.store(block, body.integer(3, .u8))
        let grown = body.call(realloc, [block, size])
        let clear = body.call(calloc, [size, body.integer(2)])
        for address in [grown, clear] {
          let number = body.unary(.convert, body.load(address), .int)
          body.store(sum, body.binary(.add, body.load(sum), number))
          if frees { body.call(free, [address]) }
        }
      }
      body.returnValue(body.load(sum))
    }
  }

  @Test func memory() {
    for (frees, size, outcome) in [
      (true, 1000, Outcome.word(30)), (true, 10_000, .failure(.memoryLimit(5000))),
      (false, 1000, .failure(.memoryLimit(5000))), (false, 100, .word(30)),
      (true, -1, .failure(.memoryLimit(5000))),
    ] {
      var evaluation = Evaluation()
      evaluation.limits.memory = 5000
      let id = allocator(evaluation, frees: frees)
      let input = UInt64(bitPattern: Int64(size))
      #expect(evaluation.interpreter().outcome(id, [input]) == outcome, "\(frees) \(size)")
    }
  }

  @Test func stackSizes() {
    var evaluation = Evaluation()
    evaluation.limits.stack = 10_000
    let id = evaluation.builder.declare("again", [], .int)
    evaluation.builder.define(id) { $0.returnValue($0.call(id)) }
    #expect(evaluation.interpreter().outcome(id, []) == .failure(.stackOverflow))
  }

  @Test func operationsFillOneByte() {
    // The operation of an instruction is read by casting bits.
    #expect(MemoryLayout<InterpreterCode>.stride == 16)
    #expect(MemoryLayout<InterpreterOp>.size == 1)
    let last = InterpreterOp.unreachable.rawValue
    for raw in 0...last {
      #expect(unsafeBitCast(raw, to: InterpreterOp.self) == InterpreterOp(rawValue: raw))
    }
  }
}
