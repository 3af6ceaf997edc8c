import Testing

@testable import Quartz

private let integers: [(type: TypeID, swift: any FixedWidthInteger.Type)] = [
  (.i8, Int8.self), (.i16, Int16.self), (.i32, Int32.self), (.int, Int64.self),
  (.u8, UInt8.self), (.u16, UInt16.self), (.u32, UInt32.self), (.u64, UInt64.self),
]

private func word<T: FixedWidthInteger>(_ number: T) -> UInt64 {
  UInt64(truncatingIfNeeded: number)
}

private func edges<T: FixedWidthInteger>(_ type: T.Type) -> [T] {
  var result: [T] = [.min, .max, 0, 1, T(truncatingIfNeeded: -1)]
  for shift in [7, 8, 15, 16, 31, 32, 63] where shift < T.bitWidth {
    let power: T = 1 << shift
    result += [power, power &- 1, 0 &- power, 0 &- power &- 1]
  }
  return result
}

@Suite struct InterpreterConversionTests {
  /// A function that converts, in a program with hooks.
  private func converter(
    _ opcode: Opcode, from source: TypeID, to target: TypeID
  ) -> (MIRInterpreter, FunctionID) {
    var evaluation = Evaluation()
    evaluation.installHooks()
    let id = evaluation.builder.function("convert", [source], target) {
      $0.returnValue($0.unary(opcode, $0.parameter(0), target))
    }
    return (evaluation.interpreter(), id)
  }

  private func checkIntegers<S: FixedWidthInteger, T: FixedWidthInteger>(
    _ from: S.Type, _ source: TypeID, _ to: T.Type, _ target: TypeID
  ) {
    let (checked, convert) = converter(.convert, from: source, to: target)
    let (wrapping, wrap) = converter(.convertWrapping, from: source, to: target)
    for number in edges(S.self) {
      let shown = Int64(bitPattern: word(number))
      // An Int does not show every U64, so its conversions are reported like its arithmetic.
      let isWide = source == .u64
      let operation = HelperKey.hookOperation(.convert, source)
      let panic = Outcome.panic(
        (isWide ? "overflow \(operation) \(shown) 0" : "conversion \(shown)") + " 4294967297")
      let expected = T(exactly: number).map { Outcome.word(word($0)) } ?? panic
      #expect(checked.outcome(convert, [word(number)]) == expected, "\(number) as \(T.self)")
      let wrapped = Outcome.word(word(T(truncatingIfNeeded: number)))
      #expect(wrapping.outcome(wrap, [word(number)]) == wrapped, "\(number) as% \(T.self)")
    }
  }

  @Test func integersToIntegers() {
    for (source, from) in integers {
      for (target, to) in integers { checkIntegers(from, source, to, target) }
    }
  }

  @Test func boolsToIntegers() {
    for (target, _) in integers {
      let (interpreter, id) = converter(.convert, from: .bool, to: target)
      #expect(interpreter.outcome(id, [1]) == .word(1))
      #expect(interpreter.outcome(id, [0]) == .word(0))
    }
  }

  private func checkToFloats<S: FixedWidthInteger>(_ from: S.Type, _ source: TypeID) {
    for opcode in [Opcode.convert, .convertWrapping] {
      let (wide, toDouble) = converter(opcode, from: source, to: .f64)
      let (narrow, toFloat) = converter(opcode, from: source, to: .f32)
      for number in edges(S.self) {
        #expect(wide.outcome(toDouble, [word(number)]) == .word(Double(number).bitPattern))
        let half = UInt64(Float(number).bitPattern)
        #expect(narrow.outcome(toFloat, [word(number)]) == .word(half))
      }
    }
  }

  @Test func integersToFloats() {
    for (source, from) in integers { checkToFloats(from, source) }
    // Rounded once: going through an F64 would give another F32.
    let (narrow, id) = converter(.convert, from: .int, to: .f32)
    let number: Int64 = 0x4000_0040_0000_0001
    #expect(narrow.outcome(id, [UInt64(number)]) == .word(UInt64(Float(number).bitPattern)))
  }

  /// Floats around the bounds of all integer types.
  private static let floats: [Double] = {
    var result: [Double] = [
      0, -0.0, 0.9, -0.9, -1, 1.5, -1.5, .nan, .infinity, -.infinity, 1e300, -1e300,
    ]
    for exponent in [7, 8, 15, 16, 31, 32, 63, 64] {
      let power = Double(sign: .plus, exponent: exponent, significand: 1)
      let near = [power, power.nextDown, power.nextUp, power - 1, power + 0.5, power - 0.5]
      result += near
      result += near.map { -$0 }
      result.append(-power - 1)
    }
    return result
  }()

  private func checkToInteger<T: FixedWidthInteger>(_ to: T.Type, _ target: TypeID) {
    let (checked, convert) = converter(.convert, from: .f64, to: target)
    let (wrapping, wrap) = converter(.convertWrapping, from: .f64, to: target)
    for number in Self.floats {
      let truncated = number.rounded(.towardZero)
      let bits = number.bitPattern
      let panic = Outcome.panic("float_conversion \(Int64(bitPattern: bits)) 4294967297")
      let expected = T(exactly: truncated).map { Outcome.word(word($0)) } ?? panic
      #expect(checked.outcome(convert, [bits]) == expected, "\(number) as \(T.self)")
      let bound: T = number.isNaN ? 0 : number < 0 ? .min : .max
      let saturated = T(exactly: truncated) ?? bound
      #expect(wrapping.outcome(wrap, [bits]) == .word(word(saturated)), "\(number) as% \(T.self)")
    }
  }

  @Test func floatsToIntegers() {
    for (target, to) in integers { checkToInteger(to, target) }
  }

  @Test func narrowFloatsToIntegers() {
    let (checked, convert) = converter(.convert, from: .f32, to: .u8)
    let (wrapping, wrap) = converter(.convertWrapping, from: .f32, to: .i16)
    let half = { (number: Float) in UInt64(number.bitPattern) }
    #expect(checked.outcome(convert, [half(255.75)]) == .word(255))
    let bits = Int64(bitPattern: (256.0).bitPattern)
    #expect(
      checked.outcome(convert, [half(256)]) == .panic("float_conversion \(bits) 4294967297"))
    #expect(wrapping.outcome(wrap, [half(-1e10)]) == .word(word(Int16.min)))
    #expect(wrapping.outcome(wrap, [half(.nan)]) == .word(0))
  }

  @Test func floatsToFloats() {
    let (narrow, toFloat) = converter(.convert, from: .f64, to: .f32)
    let (wide, toDouble) = converter(.convert, from: .f32, to: .f64)
    for number in Self.floats where !number.isNaN {
      let half = UInt64(Float(number).bitPattern)
      #expect(narrow.outcome(toFloat, [number.bitPattern]) == .word(half))
      #expect(wide.outcome(toDouble, [half]) == .word(Double(Float(number)).bitPattern))
    }
  }

  @Test func bitcasts() throws {
    let minusOne = Float(-1).bitPattern
    let signed = UInt64(bitPattern: Int64(Int32(bitPattern: minusOne)))
    let cases: [(TypeID, TypeID, UInt64, UInt64)] = [
      (.f64, .u64, (1.5).bitPattern, (1.5).bitPattern),
      (.int, .f64, (1.5).bitPattern, (1.5).bitPattern),
      (.int, .u64, .max, .max), (.i32, .u32, .max, 0xFFFF_FFFF),
      (.u8, .i8, 0x80, UInt64(bitPattern: -128)), (.f32, .i32, UInt64(minusOne), signed),
      (.i32, .f32, signed, UInt64(minusOne)),
    ]
    for (source, target, input, output) in cases {
      let (interpreter, id) = converter(.bitcast, from: source, to: target)
      #expect(interpreter.outcome(id, [input]) == .word(output))
    }
    let evaluation = Evaluation()
    let value = try evaluation.value(.int, [evaluation.builder.pointer(.u8)], [4242]) {
      $0.returnValue($0.unary(.bitcast, $0.parameter(0), .int))
    }
    #expect(value.word == 4242)
  }
}
