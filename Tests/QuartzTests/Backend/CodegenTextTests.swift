import Testing

@testable import Quartz

/// Looks at the text of the code generator.
@Suite struct CodegenTextTests {
  @Test func smallProgram() {
    let mir = MIRBuilder()
    let pair = mir.structure("Pair", .value, [("n", .int), ("on", .bool)])
    let puts = mir.extern("puts", [mir.pointer(.u8)], .i32)
    let string = mir.stringType()
    let pick = mir.function("std/pair.pick<Int>", [pair], .int, flags: .isInline) { body in
      let value = body.parameter(0)
      let (yes, no) = (body.block(), body.block())
      body.branch(body.extract(value, 1, .bool), yes, no)
      body.begin(yes)
      body.line = 4
      body.returnValue(body.binary(.add, body.extract(value, 0, .int), body.integer(1)))
      body.begin(no)
      body.returnValue(body.integer(-1))
    }
    mir.entry = mir.function("main.main", [.i32, mir.pointer(mir.pointer(.u8))], .i32) { body in
      body.call(puts, [body.extract(body.string("hi \"you\"", string), 0, mir.pointer(.u8))])
      body.call(pick, [body.aggregate(pair, [body.integer(7), body.integer(1, .bool)])])
      body.returnValue(body.integer(0, .i32))
    }
    #expect(Compiled.text(mir) == Self.smallText)
  }

  private static let smallText = """
    source_filename = "quartz"
    target datalayout = "e-i64:64"
    %t1 = type { i64, i8 } ; Pair
    declare { i64, i1 } @llvm.sadd.with.overflow.i64(i64, i64)
    declare void @llvm.trap()
    define internal i64 @add$i64(i64 %a, i64 %b, i64 %l) #1 {
      %r = call { i64, i1 } @llvm.sadd.with.overflow.i64(i64 %a, i64 %b)
      %v = extractvalue { i64, i1 } %r, 0
      %o = extractvalue { i64, i1 } %r, 1
      br i1 %o, label %f, label %k
    f:
      call void @llvm.trap()
      unreachable
    k:
      ret i64 %v
    }
    %t2 = type { ptr, i64 } ; String
    @s$1 = private unnamed_addr constant [9 x i8] c"hi \\22you\\22\\00"
    declare i32 @puts(ptr) #0
    define internal i64 @"std/pair.pick<Int>"(%t1 %p0) #1 {
      %v2.b = extractvalue %t1 %p0, 1
      %v2 = trunc i8 %v2.b to i1
      br i1 %v2, label %b1, label %b2
    b1:
      %v4 = extractvalue %t1 %p0, 0
      %v6 = call i64 @add$i64(i64 %v4, i64 1, i64 4294967300)
      ret i64 %v6
    b2:
      ret i64 -1
    }
    define i32 @main(i32 %p0, ptr %p1) #0 {
      %v2 = extractvalue %t2 { ptr @s$1, i64 8 }, 0
      %v3 = call i32 @puts(ptr %v2)
      %v7 = call i64 @"std/pair.pick<Int>"(%t1 { i64 7, i8 1 })
      ret i32 0
    }
    attributes #0 = { nounwind }
    attributes #1 = { alwaysinline nounwind }

    """

  @Test func sameProgramGivesSameBytes() {
    let texts = (0..<3).map { _ in Compiled.text(varied()) }
    #expect(Set(texts).count == 1)
    #expect(texts[0].count > 1000)
  }

  @Test func bodiesAreDroppedOnceWritten() {
    let mir = varied()
    var sink = CountingSink()
    var codegen = Codegen(program: mir.program, sources: mir.sources, interner: mir.interner)
    codegen.emit(to: &sink)
    let remaining = codegen.program.functions.ids.filter { codegen.program.functions[$0].hasBody }
    #expect(remaining.isEmpty)
    #expect(sink.count == Compiled.text(mir).utf8.count)
  }

  @Test func sanitizersMarkEveryFunction() {
    let text = Compiled.text(varied(), options: CodegenOptions(sanitizer: .address))
    let groups = text.split(separator: "\n").filter { $0.hasPrefix("attributes") }
    #expect(!groups.isEmpty)
    #expect(groups.allSatisfy { $0.contains(" sanitize_address ") })
  }

  @Test func externsThatTwoModulesDeclareAreDeclaredOnce() {
    let mir = MIRBuilder()
    let first = mir.extern("abs", [.i32], .i32)
    let second = mir.extern("abs", [.i32], .i32)
    mir.function("main.f", [], .i32) { body in
      body.returnValue(body.call(second, [body.call(first, [body.integer(-1, .i32)])]))
    }
    #expect(Compiled.text(mir).ranges(of: "declare i32 @abs").count == 1)
  }

  /// A program with something of everything that is numbered or kept in a set.
  private func varied() -> MIRBuilder {
    let mir = MIRBuilder()
    let string = mir.stringType()
    let result = mir.enumeration("Result") { _ in
      [("Ok", [.f64]), ("Err", [string]), ("Not", [.int])]
    }
    for number in 0..<40 {
      let type: TypeID = [.int, .u8, .i16, .u64][number % 4]
      mir.function("m\(number % 7).f\(number)", [type, result], type) { body in
        let (value, other) = (body.parameter(0), body.parameter(1))
        body.enumPayload(other, number % 3, 0, [.f64, string, .int][number % 3])
        body.makeEnum(result, 1, [body.string("text \(number % 5)", string)])
        let opcode: Opcode = [.add, .multiply, .divide, .shiftLeft][number / 4 % 4]
        body.returnValue(body.binary(opcode, value, body.unary(.not, value)))
      }
    }
    return mir
  }

  @Test func layoutsAreThoseOfLLVM() throws {
    let mir = MIRBuilder()
    let samples = LayoutSamples(mir)
    mir.function("main.use", samples.types, .void) { body in
      for number in samples.types.indices { body.parameter(number) }
      body.returnValue()
    }
    var sink = MemorySink()
    var codegen = Codegen(program: mir.program, sources: mir.sources, interner: mir.interner)
    codegen.emit(to: &sink)
    let (query, expected) = samples.query(codegen.spellings.structs)
    let (output, ending) = try Compiled.run(sink.text + query, isOptimized: false)
    #expect(ending == .exited(0))
    #expect(output == expected)
    for type in samples.types {
      var program = mir.program
      let layout = program.layout(of: type)
      let spelling = codegen.spellings.structs.first { $0.type == type }
      #expect(spelling == nil || spelling?.size == layout.size && spelling?.align == layout.align)
    }
  }
}

/// Types whose layout is easy to get wrong, and a program that asks LLVM for theirs.
struct LayoutSamples {
  let types: [TypeID]

  init(_ mir: MIRBuilder) {
    let string = mir.stringType()
    let empty = mir.structure("Empty", .value, [("a", .void), ("b", .void)])
    let odd = mir.structure("Odd", .value, [("a", .i8), ("b", .int), ("c", .bool)])
    let deep = mir.structure("Deep", .value, [("e", empty), ("o", odd), ("s", .i16), ("z", .u8)])
    let triple = mir.tuple(.bool, .bool, .bool)
    let choice = mir.enumeration("Choice") { _ in [("A", [deep]), ("B", [.i16, .i16]), ("C", [])] }
    let tiny = mir.enumeration("Tiny") { _ in [("A", [.u8]), ("B", [.bool, .i8, .i8])] }
    let narrow = mir.enumeration("Narrow") { _ in [("A", [.i16, .i8]), ("B", [triple, .u16])] }
    let wide = mir.enumeration("Wide") { _ in
      [("A", [tiny, .f64]), ("B", [string, .i8]), ("C", [])]
    }
    let void = mir.enumeration("Void") { _ in [("A", [.void]), ("B", [])] }
    let many = mir.enumeration("Many") { _ in
      (0..<300).map { ("V\($0)", $0 == 7 ? [.u8] : []) }
    }
    let tree = mir.enumeration("Tree") { [("Leaf", [.i32]), ("Node", [$0, $0])] }
    types = [
      string, empty, odd, deep, triple, choice, tiny, narrow, wide, void, many, tree,
      mir.tuple(.u8, wide, .u8), mir.tuple(choice, tiny), mir.tuple(.f32, .f64, .i8, .i8),
    ]
  }

  /// IR that prints size, alignment and offsets of `structs`, and what it should print.
  func query(_ structs: [StructSpelling]) -> (text: String, expected: String) {
    var numbers: [(constant: String, value: Int)] = []
    for (index, spelling) in structs.enumerated() {
      let type = "%t\(index + 1)"
      numbers.append((Self.offset(type, "i32 1"), spelling.size))
      numbers.append((Self.offset("{ i8, \(type) }", "i32 0, i32 1"), spelling.align))
      for (number, member) in spelling.members.enumerated() {
        numbers.append((Self.offset(type, "i32 0, i32 \(number)"), member.offset))
      }
    }
    let calls = numbers.map {
      "  call i32 (ptr, ...) @printf(ptr @format, i64 \($0.constant))\n"
    }
    let text = """
      @format = constant [5 x i8] c"%ld\\0A\\00"
      declare i32 @printf(ptr, ...)
      define i32 @main() {
      \(calls.joined())  ret i32 0
      }

      """
    return (text, numbers.map { "\($0.value)\n" }.joined())
  }

  private static func offset(_ type: String, _ path: String) -> String {
    "ptrtoint (ptr getelementptr (\(type), ptr null, \(path)) to i64)"
  }
}
