import Testing

@testable import Quartz

/// Runs comparisons, floats and conversions, and compares with Swift.
@Suite struct CodegenNumberTests {
  @Test func comparisonsAgreeWithSwift() throws {
    let program = RunnableProgram()
    addComparisons(program, .int, [Int.min, -1, 0, 1, Int.max]) { $0.integer($1) }
    addComparisons(program, .u64, [UInt64.max, 0, 1, 1 << 63]) {
      $0.integer(Int(bitPattern: UInt($1)), .u64)
    }
    addComparisons(program, .i8, [Int8.min, -1, 0, Int8.max]) { $0.integer(Int($1), .i8) }
    addComparisons(program, .u8, [UInt8.max, 128, 0, 127]) { $0.integer(Int($1), .u8) }
    addComparisons(program, .f64, [-1.5, 0, -0.0, .infinity, .nan]) { $0.float($1) }
    addComparisons(program, .f32, [Float(-1.5), 0, .nan]) { $0.float(Double($1), .f32) }
    addComparisons(program, .bool, [0, 1]) { $0.integer($1, .bool) }
    try program.check()
  }

  /// One case for each pair of values: the results of the six comparisons.
  private func addComparisons<T: Comparable>(
    _ program: RunnableProgram, _ type: TypeID, _ values: [T],
    _ constant: @escaping (BodyBuilder, T) -> ValueID
  ) {
    let opcodes: [Opcode] = [.equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual]
    let functions = opcodes.map { opcode in
      program.mir.function("\(opcode) \(type)", [type, type], .bool) {
        $0.returnValue($0.compare(opcode, $0.parameter(0), $0.parameter(1)))
      }
    }
    for left in values {
      for right in values {
        let results = [
          left == right, left != right, left < right, left <= right, left > right, left >= right,
        ]
        let expected = results.map { $0 ? "1" : "0" }.joined(separator: " ") + "\n"
        program.expect(expected, "\(left) with \(right)") { body in
          let operands = [constant(body, left), constant(body, right)]
          program.put("%d %d %d %d %d %d\n", functions.map { body.call($0, operands) }, in: body)
        }
      }
    }
  }

  @Test func floatsAgreeWithSwift() throws {
    let program = RunnableProgram()
    let operations: [(Opcode, (Double, Double) -> Double)] = [
      (.add, { $0 + $1 }), (.subtract, { $0 - $1 }), (.multiply, { $0 * $1 }),
      (.divide, { $0 / $1 }),
      (.remainder, { $0.truncatingRemainder(dividingBy: $1) }),
    ]
    for (opcode, apply) in operations {
      let function = program.mir.function("\(opcode)", [.f64, .f64], .f64) {
        $0.returnValue($0.binary(opcode, $0.parameter(0), $0.parameter(1)))
      }
      for left in [1.5, -7.25, 0, 1e308] {
        for right in [2.5, -0.1, 0, 1e308] {
          let result = apply(left, right)
          program.expect("\(result.isNaN ? "nan" : "\(result.bitPattern)")\n") { body in
            let value = body.call(function, [body.float(left), body.float(right)])
            put(value, isNaN: result.isNaN, program, body)
          }
        }
      }
    }
    program.expectValue("%g", "-2.5") { $0.unary(.negate, $0.float(2.5)) }
    program.expectValue("%g", "1.5") { $0.binary(.add, $0.float(1, .f32), $0.float(0.5, .f32)) }
    try program.check()
  }

  /// The sign of what is no number is not settled, so its bits are not printed.
  private func put(
    _ value: ValueID, isNaN: Bool, _ program: RunnableProgram, _ body: BodyBuilder
  ) {
    guard isNaN else { return program.put("%lu\n", [body.unary(.bitcast, value, .u64)], in: body) }
    let (yes, end) = (body.block(), body.block())
    body.branch(body.compare(.notEqual, value, value), yes, end)
    body.begin(yes)
    program.put("nan\n", [], in: body)
    body.jump(end)
    body.begin(end)
  }

  @Test func integerConversionsAgreeWithSwift() throws {
    let program = RunnableProgram()
    addConversions(from: Int8.self, .i8, program)
    addConversions(from: Int16.self, .i16, program)
    addConversions(from: Int32.self, .i32, program)
    addConversions(from: Int64.self, .int, program)
    addConversions(from: UInt8.self, .u8, program)
    addConversions(from: UInt16.self, .u16, program)
    addConversions(from: UInt32.self, .u32, program)
    addConversions(from: UInt64.self, .u64, program)
    try program.check()
  }

  private func addConversions<T: FixedWidthInteger>(
    from: T.Type, _ type: TypeID, _ program: RunnableProgram
  ) {
    addConversions(from, type, to: Int8.self, .i8, program)
    addConversions(from, type, to: Int16.self, .i16, program)
    addConversions(from, type, to: Int32.self, .i32, program)
    addConversions(from, type, to: Int64.self, .int, program)
    addConversions(from, type, to: UInt8.self, .u8, program)
    addConversions(from, type, to: UInt16.self, .u16, program)
    addConversions(from, type, to: UInt32.self, .u32, program)
    addConversions(from, type, to: UInt64.self, .u64, program)
  }

  private func addConversions<T: FixedWidthInteger, U: FixedWidthInteger>(
    _: T.Type, _ from: TypeID, to: U.Type, _ type: TypeID, _ program: RunnableProgram
  ) {
    let functions = [Opcode.convert, .convertWrapping].map { opcode in
      program.mir.function("\(opcode) \(from) \(type)", [from], type) {
        $0.line = 3
        $0.returnValue($0.unary(opcode, $0.parameter(0), type))
      }
    }
    let edges = [Int(truncatingIfNeeded: U.max), Int(truncatingIfNeeded: U.min)]
      .flatMap { [$0, $0 &+ 1, $0 &- 1] }.map { T(truncatingIfNeeded: $0) }
    for value in Set(edges + [0, T.max, T.min]).sorted() {
      let shown = Int64(truncatingIfNeeded: value)
      let operation = HelperKey.hookOperation(.convert, from)
      let what = from == .u64 ? "overflow \(operation): \(shown) 0" : "conversion: \(shown)"
      let panic = "\(what) at \(1 << 32 | 3)"
      let exact = U(exactly: value).map { "\($0)" } ?? panic
      for (function, expected) in zip(functions, [exact, "\(U(truncatingIfNeeded: value))"]) {
        program.expect(expected + "\n", "\(T.self) \(value) to \(U.self)") { body in
          let operand = body.integer(Int(truncatingIfNeeded: value), from)
          let wide = type.isSignedInteger ? TypeID.int : .u64
          let result = body.unary(.convertWrapping, body.call(function, [operand]), wide)
          program.put(type.isSignedInteger ? "%ld\n" : "%lu\n", [result], in: body)
        }
      }
    }
  }

  @Test func floatConversionsAgreeWithSwift() throws {
    let program = RunnableProgram()
    addFloatConversions(to: Int8.self, .i8, program)
    addFloatConversions(to: Int32.self, .i32, program)
    addFloatConversions(to: Int64.self, .int, program)
    addFloatConversions(to: UInt8.self, .u8, program)
    addFloatConversions(to: UInt32.self, .u32, program)
    addFloatConversions(to: UInt64.self, .u64, program)
    program.expectValue("%g", "1.84467e+19") { body in
      body.unary(.convert, body.integer(-1, .u64), .f64)
    }
    program.expectValue("%g", "-1") { $0.unary(.convert, $0.integer(-1, .i8), .f32) }
    program.expectValue("%g", "inf") { $0.unary(.convert, $0.float(1e300), .f32) }
    program.expectValue("%ld", "1") { $0.unary(.convert, $0.integer(1, .bool), .int) }
    try program.check()
  }

  private func addFloatConversions<U: FixedWidthInteger>(
    to: U.Type, _ type: TypeID, _ program: RunnableProgram
  ) {
    for (source, isWide) in [(TypeID.f64, true), (.f32, false)] {
      let functions = [Opcode.convert, .convertWrapping].map { opcode in
        program.mir.function("\(opcode) \(source) \(type)", [source], type) {
          $0.returnValue($0.unary(opcode, $0.parameter(0), type))
        }
      }
      let edges = [Double(U.min), Double(U.max)].flatMap { Self.neighbours(of: $0) }
      let others: [Double] = [0, -0.0, 0.99, -0.99, .nan, .infinity, -.infinity]
      for number in edges + others {
        let value = isWide ? number : Double(Float(number))
        addFloatCases(to, type, functions, value, source, program)
      }
    }
  }

  private static func neighbours(of edge: Double) -> [Double] {
    let steps: [Double] = [0, -1, 1, -0.5, 0.5]
    return steps.map { edge + $0 } + [edge.nextUp, edge.nextDown]
  }

  private func addFloatCases<U: FixedWidthInteger>(
    _: U.Type, _ type: TypeID, _ functions: [FunctionID], _ value: Double, _ source: TypeID,
    _ program: RunnableProgram
  ) {
    let whole = value.rounded(.towardZero)
    let exact = U(exactly: whole)
    let nearest = value.isNaN ? 0 : exact ?? (value < 0 ? U.min : U.max)
    let wide = type.isSignedInteger ? TypeID.int : .u64
    let format = type.isSignedInteger ? "%ld\n" : "%lu\n"
    program.expect("\(nearest)\n", "\(value) saturated to \(U.self)") { body in
      let result = body.call(functions[1], [body.float(value, source)])
      program.put(format, [body.unary(.convertWrapping, result, wide)], in: body)
    }
    guard let exact else {
      return program.expect(panic(value), "\(value) to \(U.self)") {
        $0.call(functions[0], [$0.float(value, source)])
      }
    }
    program.expect("\(exact)\n", "\(value) to \(U.self)") { body in
      let result = body.call(functions[0], [body.float(value, source)])
      program.put(format, [body.unary(.convertWrapping, result, wide)], in: body)
    }
  }

  private func panic(_ value: Double) -> String {
    "float conversion: \(CFormat.general(value)) at \(1 << 32 | 1)\n"
  }
}
