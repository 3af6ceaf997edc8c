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
}
