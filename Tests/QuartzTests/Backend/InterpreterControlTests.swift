import Testing

@testable import Quartz

@Suite struct InterpreterControlTests {
  /// `sum(n)`: 0 + 1 + … + n - 1, with the counter and the sum in slots.
  private func sum(_ body: BodyBuilder, to limit: ValueID) {
    let (counter, total) = (body.slot(.int), body.slot(.int))
    let (head, loop, done) = (body.block(), body.block(), body.block())
    body.store(counter, body.integer(0))
    body.store(total, body.integer(0))
    body.jump(head)
    body.begin(head)
    body.branch(body.compare(.less, body.load(counter), limit), loop, done)
    body.begin(loop)
    body.store(total, body.binary(.add, body.load(total), body.load(counter)))
    body.store(counter, body.binary(.add, body.load(counter), body.integer(1)))
    body.jump(head)
    body.begin(done)
    body.returnValue(body.load(total))
  }

  @Test func loops() throws {
    let evaluation = Evaluation()
    let value = try evaluation.value(.int, [.int], [1000]) { sum($0, to: $0.parameter(0)) }
    #expect(value.word == 499_500)
  }

  /// fib as a doubly recursive function.
  private func defineFib(_ builder: MIRBuilder) -> FunctionID {
    let fib = builder.declare("fib", [.int], .int)
    builder.define(fib) { body in
      let n = body.parameter(0)
      let (small, large) = (body.block(), body.block())
      body.branch(body.compare(.less, n, body.integer(2)), small, large)
      body.begin(small)
      body.returnValue(n)
      body.begin(large)
      let first = body.call(fib, [body.binary(.subtract, n, body.integer(1))])
      let second = body.call(fib, [body.binary(.subtract, n, body.integer(2))])
      body.returnValue(body.binary(.add, first, second))
    }
    return fib
  }

  @Test func recursion() throws {
    try expectInt(6765) { builder, body in
      let fib = defineFib(builder)
      body.returnValue(body.call(fib, [body.integer(20)]))
    }
  }

  @Test func deepRecursionFitsTheStack() throws {
    var evaluation = Evaluation()
    // A smaller stack than usual: other tests watch how much memory is in use.
    evaluation.limits.stack = 16 << 20
    let down = evaluation.builder.declare("down", [.int], .int)
    evaluation.builder.define(down) { body in
      let n = body.parameter(0)
      let (end, more) = (body.block(), body.block())
      body.branch(body.compare(.equal, n, body.integer(0)), end, more)
      body.begin(end)
      body.returnValue(n)
      body.begin(more)
      let rest = body.call(down, [body.binary(.subtract, n, body.integer(1))])
      body.returnValue(body.binary(.add, rest, body.integer(1)))
    }
    let interpreter = evaluation.interpreter()
    #expect(interpreter.outcome(down, [100_000]) == .word(100_000))
    #expect(interpreter.outcome(down, [100_000_000]) == .failure(.stackOverflow))
    // The stack is free again afterwards.
    #expect(interpreter.outcome(down, [100_000]) == .word(100_000))
  }

  @Test(arguments: [
    [0, 1, 2, 3, 4, 5], [-3, 4], [7], [Int.min, -1, 0, 1 << 40, .max], [10, 30, 31, 32, 50],
    [5, 1 << 31],
  ])
  func switches(cases: [Int]) throws {
    let evaluation = Evaluation()
    let id = evaluation.builder.function("switch", [.int], .int) { body in
      let value = body.parameter(0)
      let blocks = cases.map { _ in body.block() }
      let other = body.block()
      body.switchInt(value, Array(zip(cases, blocks)).reversed(), else: other)
      for (number, block) in blocks.enumerated() {
        body.begin(block)
        body.returnValue(body.integer(number + 100))
      }
      body.begin(other)
      body.returnValue(body.integer(-1))
    }
    let interpreter = evaluation.interpreter()
    for (number, value) in cases.enumerated() {
      for near in [value, value &+ 1, value &- 1] {
        let place = near == value ? number : cases.firstIndex(of: near)
        let expected = place.map { UInt64($0 + 100) } ?? .max
        let input = UInt64(bitPattern: Int64(near))
        #expect(interpreter.outcome(id, [input]) == .word(expected), "\(near)")
      }
    }
  }

  @Test func switchesWithoutCases() throws {
    try expectInt(3) { _, body in
      let other = body.block()
      body.switchInt(body.integer(9), [], else: other)
      body.begin(other)
      body.returnValue(body.integer(3))
    }
  }

  /// Both targets of a branch may stand anywhere, and conditions need not be comparisons.
  @Test func branchesInAnyOrder() throws {
    for (input, expected) in [(0, 10), (1, 20)] as [(UInt64, UInt64)] {
      for swapped in [false, true] {
        let evaluation = Evaluation()
        let value = try evaluation.value(.int, [.bool], [input]) { body in
          let condition = body.parameter(0)
          let (yes, no, far) = (body.block(), body.block(), body.block())
          body.branch(condition, yes, no)
          body.begin(far)
          body.unreachable()
          for block in swapped ? [yes, no] : [no, yes] {
            body.begin(block)
            body.returnValue(body.integer(block == yes ? 20 : 10))
          }
        }
        #expect(value.word == expected)
      }
    }
  }

  /// A block may stand before the block that computes what it uses.
  @Test func blocksInAnyOrder() throws {
    let evaluation = Evaluation()
    let pair = evaluation.builder.tuple(.int, .u8)
    let pointer = evaluation.builder.pointer(pair)
    let option = evaluation.builder.enumeration("Option") { _ in
      [("None", []), ("Some", [pointer])]
    }
    let value = try evaluation.value(.int) { body in
      let slot = body.slot(pair)
      let (last, first) = (body.block(), body.block())
      body.jump(first)
      body.begin(last)
      // The values of the block that follows, by the indices that they will have.
      let whole = ValueID(index: 14)
      let address = ValueID(index: 15)
      let number = body.extract(whole, 0, .int)
      let field = body.load(body.fieldAddress(address, pair, 1, .u8))
      let tag = body.enumTag(body.makeEnum(option, 1, [address]))
      let sum = body.binary(.add, number, body.unary(.convert, field, .int))
      body.returnValue(body.binary(.add, sum, tag))
      _ = body.function.types
      body.begin(first)
      let parts = [body.integer(40), body.integer(2, .u8)]
      body.aggregate(pair, parts)
      body.unary(.bitcast, slot, pointer)
      body.store(slot, whole)
      body.jump(last)
    }
    #expect(value.word == 43)
  }

  // MARK: Closures

  @Test func closuresGetThemselves() throws {
    let evaluation = Evaluation()
    let builder = evaluation.builder
    let code = builder.pointer(.void)
    let object = builder.tuple(code, .int)
    let closure = builder.closure([.int, .u8], .int)
    let add = builder.function("add", [builder.pointer(object), .int, .u8], .int) { body in
      let (own, number, byte) = (body.parameter(0), body.parameter(1), body.parameter(2))
      let captured = body.load(body.fieldAddress(own, object, 1, .int))
      let sum = body.binary(.add, captured, number)
      body.returnValue(body.binary(.add, sum, body.unary(.convert, byte, .int)))
    }
    let value = try evaluation.value(.int) { body in
      let slot = body.slot(object)
      body.store(slot, body.aggregate(object, [body.functionAddress(add), body.integer(100)]))
      let callee = body.unary(.bitcast, slot, closure)
      body.returnValue(body.callClosure(callee, [body.integer(20), body.integer(3, .u8)]))
    }
    #expect(value.word == 123)
  }

  @Test(arguments: [0, 7, 4096])
  func whatIsNoClosureIsRefused(word: Int) {
    let evaluation = Evaluation()
    let failure = evaluation.failure { body in
      let slot = body.slot(.int)
      body.store(slot, body.integer(word))
      let callee = body.unary(.bitcast, slot, evaluation.builder.closure([.int], .int))
      body.returnValue(body.callClosure(callee, [body.integer(1)]))
    }
    #expect(failure == .invalidClosure)
  }

  @Test func wrongParameterCountsAreRefused() {
    let evaluation = Evaluation()
    let builder = evaluation.builder
    let one = builder.function("one", [.int], .int) { $0.returnValue($0.parameter(0)) }
    let failure = evaluation.failure { body in
      let slot = body.slot(builder.pointer(.void))
      body.store(slot, body.functionAddress(one))
      let callee = body.unary(.bitcast, slot, builder.closure([.int], .int))
      body.returnValue(body.callClosure(callee, [body.integer(1)]))
    }
    #expect(failure == .invalidClosure)
  }

  // MARK: What must not happen

  @Test func unreachableCode() throws {
    let evaluation = Evaluation()
    let id = evaluation.builder.function("bad", [], .int) { body in
      body.line = 12
      body.unreachable()
    }
    do throws(InterpreterError) {
      _ = try evaluation.interpreter().call(function: id)
      Issue.record("unreachable code was run")
    } catch {
      #expect(error.reason == .reachedUnreachable)
      #expect(error.function == id)
      var sources = evaluation.builder.sources
      #expect(sources.place(of: error.position).line == 12)
    }
  }
}
