import Testing

@testable import Quartz

/// Looks at the machine code that clang makes of the text.
@Suite struct CodegenAssemblyTests {
  /// The helpers of checked operations cost nothing against a check that is written in place.
  @Test func helpersEqualChecksInPlace() throws {
    let mir = MIRBuilder()
    mir.function("main.sum", [.int, .int, .int], .int) { body in
      let values = (0..<3).map { body.parameter($0) }
      let sum = body.binary(.add, values[0], values[1])
      body.returnValue(body.binary(.multiply, sum, values[2]))
    }
    let helpers = exported(Compiled.text(mir))
    #expect(try assembly(helpers, "-O2") == assembly(Self.inPlace, "-O2"))
  }

  private static let inPlace = """
    source_filename = "quartz"
    declare { i64, i1 } @llvm.sadd.with.overflow.i64(i64, i64)
    declare { i64, i1 } @llvm.smul.with.overflow.i64(i64, i64)
    declare void @llvm.trap()
    define i64 @main.sum(i64 %a, i64 %b, i64 %c) nounwind {
      %r = call { i64, i1 } @llvm.sadd.with.overflow.i64(i64 %a, i64 %b)
      %o = extractvalue { i64, i1 } %r, 1
      br i1 %o, label %f, label %k
    k:
      %s = extractvalue { i64, i1 } %r, 0
      %q = call { i64, i1 } @llvm.smul.with.overflow.i64(i64 %s, i64 %c)
      %p = extractvalue { i64, i1 } %q, 1
      br i1 %p, label %g, label %l
    l:
      %t = extractvalue { i64, i1 } %q, 0
      ret i64 %t
    f:
      call void @llvm.trap()
      unreachable
    g:
      call void @llvm.trap()
      unreachable
    }

    """

  @Test func helpersAreInlinedWithoutOptimisation() throws {
    let mir = MIRBuilder()
    let types: [TypeID] = [.i8, .i32, .int, .u64]
    let opcodes: [Opcode] = [.add, .subtract, .multiply, .divide, .remainder, .shiftLeft]
    for type in types {
      mir.function("main.\(type.index)", [type, type], .u8) { body in
        let (left, right) = (body.parameter(0), body.parameter(1))
        for opcode in opcodes { body.binary(opcode, left, right) }
        body.returnValue(body.unary(.convert, body.unary(.negate, left), .u8))
      }
    }
    let text = exported(Compiled.text(mir))
    #expect(text.contains("call i64 @add$i64"))
    let code = try assembly(text, "-O0")
    let calls = code.filter { $0.hasPrefix("call") || $0.hasPrefix("bl ") }
    #expect(calls == [])
  }

  /// The text with all functions of the program visible, so that they stay.
  private func exported(_ text: String) -> String {
    text.replacing("define internal i64 @main.", with: "define i64 @main.")
      .replacing("define internal i8 @main.", with: "define i8 @main.")
  }

  /// The instructions of the assembly, without labels, comments and directives.
  private func assembly(_ text: String, _ level: String) throws -> [String] {
    let clang = try Clang.found.get().path
    let arguments = [clang, "-Wno-override-module", level, "-x", "ir", "-S", "-", "-o", "-"]
    let (output, ending) = try Compiled.capture(clang, arguments, input: text)
    #expect(ending == .exited(0))
    return output.split(separator: "\n").compactMap { line in
      let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
      guard let first = words.first, line.first == "\t", !first.hasPrefix(".") else { return nil }
      return words.joined(separator: " ")
    }
  }
}
