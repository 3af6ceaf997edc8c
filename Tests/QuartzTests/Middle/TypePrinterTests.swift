import Testing

@testable import Quartz

@Suite struct TypePrinterTests {
  private let builder = MIRBuilder()

  private func text(_ type: TypeID) -> String {
    TypePrinter(types: builder.types, nominals: builder.nominals, interner: builder.interner)
      .description(of: type)
  }

  @Test(
    arguments: zip(
      [
        TypeID.never, .void, .bool, .i8, .i16, .i32, .int, .u8, .u16, .u32, .u64, .f32, .f64,
        .error, .none,
      ],
      [
        "!", "Void", "Bool", "I8", "I16", "I32", "Int", "U8", "U16", "U32", "U64", "F32", "F64",
        "{error}", "?",
      ]))
  func namesOfSimpleTypes(type: TypeID, name: String) {
    #expect(text(type) == name)
  }

  @Test func partsAreNested() {
    let string = builder.stringType()
    let pair = builder.tuple(.int, string)
    #expect(text(pair) == "(Int, String)")
    #expect(text(builder.pointer(pair)) == "Ptr<(Int, String)>")
    #expect(text(builder.closure([.int, pair], .bool)) == "Fn(Int, (Int, String)): Bool")
    #expect(text(builder.closure([], .void)) == "Fn(): Void")
    #expect(text(builder.types.reference(.reference, to: string)) == "&String")
    #expect(text(builder.types.reference(.referenceMut, to: .u8)) == "&mut U8")
    #expect(text(builder.tuple(.int)) == "(Int,)")
  }

  @Test func nominalsShowTheirArguments() {
    let name = builder.interner.intern("Map")
    let map = builder.nominals.add(
      Nominal(name: name, module: .none, node: .none, kind: .object))
    let parameter = builder.types.parameter(0, name: builder.interner.intern("K"))
    let variable = builder.types.variable(3)
    #expect(text(builder.types.nominal(map, [parameter, variable])) == "Map<K, _>")
  }
}
