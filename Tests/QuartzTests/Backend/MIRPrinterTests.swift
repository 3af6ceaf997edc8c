import Testing

@testable import Quartz

@Suite struct MIRPrinterTests {
  private func text(_ builder: MIRBuilder) -> String {
    MIRPrinter.text(
      of: builder.program, interner: builder.interner, sources: builder.sources)
  }

  /// The lines of the only function's body, without indentation and locations.
  private func lines(_ build: (MIRBuilder, BodyBuilder) -> Void) -> [String] {
    let builder = MIRBuilder()
    let id = builder.function("f", [], .void) { build(builder, $0) }
    var printer = MIRPrinter(
      program: builder.program, interner: builder.interner, sources: builder.sources)
    let lines = printer.text(of: id).split(separator: "\n").dropFirst(2).dropLast()
    return lines.map { line in
      let text = line.drop { $0 == " " }
      return String(text.split(separator: " @", maxSplits: 1)[0])
    }
  }

  @Test func mnemonicsAreTheNamesOfTheCases() {
    for opcode in Opcode.allCases {
      let camel = "\(opcode)".map { $0.isUppercase ? "_\($0.lowercased())" : "\($0)" }.joined()
      #expect(opcode.mnemonic == camel)
    }
  }

  @Test func wholeProgram() {
    let builder = MIRBuilder()
    _ = builder.extern("printf", [builder.pointer(.u8)], .i32, flags: .isVariadic)
    let counter = builder.global("counter", .u16)
    builder.hooks.shift = builder.function("panic_shift", [.int], .never, flags: .isCold) {
      $0.unreachable()
    }
    builder.entry = builder.function("main", [.i32], .i32, flags: .isInline) { body in
      let argument = body.parameter(0)
      let other = body.block()
      body.line = 7
      _ = body.load(body.globalAddress(counter))
      body.jump(other)
      body.begin(other)
      body.returnValue(argument)
    }
    #expect(
      text(builder) == """
        entry main
        hook shift panic_shift
        global counter: U16

        extern def printf(Ptr<U8>, ...): I32

        def panic_shift(Int): ! cold {
        b0:
          unreachable @test.qz:1
        }

        def main(I32): I32 inline {
        b0:
          %1 = parameter I32 0 @test.qz:1
          %2 = global_address Ptr<U16> counter @test.qz:7
          %3 = load U16 %2 @test.qz:7
          jump b1 @test.qz:7
        b1:
          return_value %1 @test.qz:7
        }

        """)
  }

  @Test func constants() {
    let printed = lines { builder, body in
      _ = body.integer(-1, .i8)
      _ = body.integer(-1, .u64)
      _ = body.float(1.5)
      _ = body.string("a\"\\\n~\u{e9}", builder.stringType())
      _ = body.zero(builder.pointer(.int))
      body.returnValue()
    }
    #expect(
      printed == [
        "%1 = integer I8 -1", "%2 = integer U64 18446744073709551615",
        "%3 = float F64 0x3ff8000000000000", #"%4 = string String "a\"\\\x0a~\xc3\xa9""#,
        "%5 = zero Ptr<Int>", "return_value",
      ])
  }

  @Test func lists() {
    let printed = lines { builder, body in
      let pair = builder.tuple(.int, .bool)
      let option = builder.enumeration("Option") { _ in [("None", []), ("Some", [.int])] }
      let one = body.integer(1)
      let yes = body.integer(1, .bool)
      let whole = body.aggregate(pair, [one, yes])
      _ = body.extract(whole, 1, .bool)
      let slot = body.slot(pair)
      _ = body.fieldAddress(slot, pair, 1, .bool)
      let some = body.makeEnum(option, 1, [one])
      _ = body.enumPayload(some, 1, 0, .int)
      _ = body.payloadAddress(body.slot(option), option, 1, 0, .int)
      body.copyMemory(slot, slot, one)
      let next = body.block()
      body.switchInt(one, [(-5, next), (1 << 40, next)], else: next)
      body.begin(next)
      body.branch(yes, next, next)
    }
    #expect(
      printed == [
        "%1 = integer Int 1", "%2 = integer Bool 1", "%3 = aggregate (Int, Bool) (%1, %2)",
        "%4 = extract Bool %3, 1", "%5 = slot Ptr<(Int, Bool)>",
        "%6 = field_address Ptr<Bool> %5, (Int, Bool), 1", "%7 = make_enum Option 1 (%1)",
        "%8 = enum_payload Int %7, 1, 0", "%9 = slot Ptr<Option>",
        "%10 = payload_address Ptr<Int> %9, Option, 1, 0", "copy_memory %5, %5, %1",
        "switch_int %1, else b1, -5: b1, 1099511627776: b1", "b1:", "branch %2, b1, b1",
      ])
  }

  @Test func calls() {
    let printed = lines { builder, body in
      let callee = builder.declare("g<Int>", [.int], .void)
      let one = body.integer(1)
      body.call(callee, [one])
      let closure = body.unary(
        .bitcast, body.functionAddress(callee), builder.closure([.int], .bool))
      body.callClosure(closure, [one])
      body.returnValue()
    }
    #expect(
      printed == [
        "%1 = integer Int 1", "%2 = call Void g<Int>(%1)",
        "%3 = function_address Ptr<Void> g<Int>", "%4 = bitcast Fn(Int): Bool %3",
        "%5 = call_closure Bool %4(%1)", "return_value",
      ])
  }
}
