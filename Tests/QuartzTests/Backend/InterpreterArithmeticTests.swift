import Testing

@testable import Quartz

/// The word that `number` is in a frame.
private func word<T: FixedWidthInteger>(_ number: T) -> UInt64 {
  UInt64(truncatingIfNeeded: number)
}

/// The word in decimal, as hooks report it.
private func text<T: FixedWidthInteger>(_ number: T) -> String {
  "\(Int64(bitPattern: word(number)))"
}

/// The word of location test.qz:1.
private let place = "4294967297"

/// Values at which something changes.
private func edges<T: FixedWidthInteger>(_ type: T.Type) -> [T] {
  let middle: T = 1 << T(T.bitWidth / 2)
  return [
    .min, .min + 1, .max, .max - 1, 0, 1, 2, 3, 7, T(truncatingIfNeeded: -1),
    T(truncatingIfNeeded: -2), middle, middle - 1, .max / 2, .max / 2 + 1,
  ]
}

/// Functions of one and two parameters for one operation, both operands variable or one constant.
private struct Operation {
  let opcode: Opcode
  let operand: TypeID
  let result: TypeID
  var evaluation = Evaluation()
  private let function: FunctionID
  private var constantFunctions: [UInt64: FunctionID] = [:]
  private let interpreter: MIRInterpreter

  init<T: FixedWidthInteger>(
    _ opcode: Opcode, _ operand: TypeID, _ result: TypeID, constants: [T] = []
  ) {
    self.opcode = opcode
    self.operand = operand
    self.result = result
    evaluation.installHooks()
    function = evaluation.builder.function("test", [operand, operand], result) { body in
      let (left, right) = (body.parameter(0), body.parameter(1))
      body.returnValue(body.add(opcode, result, left.index, right.index))
    }
    for constant in constants where constantFunctions[word(constant)] == nil {
      constantFunctions[word(constant)] = evaluation.builder.function(
        "test\(constant)", [operand], result
      ) { body in
        let left = body.parameter(0)
        let right = body.integer(Int(Int64(bitPattern: word(constant))), operand)
        body.returnValue(body.add(opcode, result, left.index, right.index))
      }
    }
    interpreter = evaluation.interpreter()
  }

  /// Expects `outcome` from `left` and `right`, whether `right` is constant or not.
  func expect(_ left: UInt64, _ right: UInt64, _ outcome: Outcome) {
    let found = interpreter.outcome(function, [left, right])
    #expect(found == outcome, "\(opcode) \(operand) \(left) \(right)")
    guard let constant = constantFunctions[right] else { return }
    let foundToo = interpreter.outcome(constant, [left])
    #expect(foundToo == outcome, "\(opcode) \(operand) \(left) constant \(right)")
  }
}

@Suite struct InterpreterArithmeticTests {
  /// Compares an operation that panics on overflow with that of Swift on all pairs of edges.
  private func check<T: FixedWidthInteger>(
    _ opcode: Opcode, _ type: TypeID, _ swift: (T) -> (T) -> (partialValue: T, overflow: Bool)
  ) {
    let numbers = edges(T.self)
    let operation = Operation(opcode, type, type, constants: numbers)
    for left in numbers {
      for right in numbers {
        let (value, overflow) = swift(left)(right)
        let isDivision = opcode == .divide || opcode == .remainder
        let outcome: Outcome =
          switch (overflow, isDivision && right == 0) {
          case (false, _): .word(word(value))
          // An Int does not show every U64, so its divisions are reported like overflow.
          case (true, true) where type != .u64: .panic("division \(text(left)) \(place)")
          default:
            .panic(
              "overflow \(HelperKey.hookOperation(opcode, type)) \(text(left)) \(text(right)) "
                + place)
          }
        operation.expect(word(left), word(right), outcome)
      }
    }
  }

  private func checkAll<T: FixedWidthInteger>(_ swift: T.Type, _ type: TypeID) {
    check(.add, type, T.addingReportingOverflow)
    check(.subtract, type, T.subtractingReportingOverflow)
    check(.multiply, type, T.multipliedReportingOverflow)
    check(.divide, type, T.dividedReportingOverflow)
    check(.remainder, type, T.remainderReportingOverflow)
    checkSilent(.addWrapping, type) { (left: T, right: T) -> T in left &+ right }
    checkSilent(.subtractWrapping, type) { (left: T, right: T) -> T in left &- right }
    checkSilent(.multiplyWrapping, type) { (left: T, right: T) -> T in left &* right }
    checkSilent(.bitAnd, type) { (left: T, right: T) -> T in left & right }
    checkSilent(.bitOr, type) { (left: T, right: T) -> T in left | right }
    checkSilent(.bitXor, type) { (left: T, right: T) -> T in left ^ right }
    checkComparisons(swift, type)
    checkShifts(swift, type)
    checkUnary(swift, type)
  }

  /// The same for an operation that never panics.
  private func checkSilent<T: FixedWidthInteger>(
    _ opcode: Opcode, _ type: TypeID, _ swift: @escaping (T, T) -> T
  ) {
    check(opcode, type) { (left: T) in
      { (right: T) in (partialValue: swift(left, right), overflow: false) }
    }
  }

  private func checkComparisons<T: FixedWidthInteger>(_ swift: T.Type, _ type: TypeID) {
    let all: [(Opcode, (T, T) -> Bool)] = [
      (.equal, ==), (.notEqual, !=), (.less, <), (.lessEqual, <=), (.greater, >),
      (.greaterEqual, >=),
    ]
    let numbers = edges(T.self)
    for (opcode, compare) in all {
      let operation = Operation(opcode, type, .bool, constants: numbers)
      for left in numbers {
        for right in numbers {
          operation.expect(word(left), word(right), .word(compare(left, right) ? 1 : 0))
        }
      }
    }
  }

  private func checkShifts<T: FixedWidthInteger>(_ swift: T.Type, _ type: TypeID) {
    let counts =
      [0, 1, 2, 7, 8, 15, 31, 63, 64, 127].filter { $0 <= Int(clamping: T.max) }
      .map { T($0) } + [T(truncatingIfNeeded: -1)]
    for opcode in [Opcode.shiftLeft, .shiftRight] {
      let operation = Operation(opcode, type, type, constants: counts)
      for number in edges(T.self) {
        for count in counts {
          let isValid = count >= 0 && count < T(T.bitWidth)
          let value = opcode == .shiftLeft ? number &<< count : number &>> count
          let panic = Outcome.panic("shift \(text(count)) \(T.bitWidth) \(place)")
          operation.expect(word(number), word(count), isValid ? .word(word(value)) : panic)
        }
      }
    }
  }

  private func checkUnary<T: FixedWidthInteger>(_ swift: T.Type, _ type: TypeID) {
    var evaluation = Evaluation()
    evaluation.installHooks()
    let negate = evaluation.builder.function("negate", [type], type) {
      $0.returnValue($0.unary(.negate, $0.parameter(0)))
    }
    let not = evaluation.builder.function("not", [type], type) {
      $0.returnValue($0.unary(.not, $0.parameter(0)))
    }
    let interpreter = evaluation.interpreter()
    for number in edges(T.self) {
      let (value, overflow) = (0 as T).subtractingReportingOverflow(number)
      let panic = Outcome.panic(
        "overflow \(HelperKey.hookOperation(.negate, type)) \(text(number)) 0 \(place)")
      #expect(
        interpreter.outcome(negate, [word(number)]) == (overflow ? panic : .word(word(value))))
      #expect(interpreter.outcome(not, [word(number)]) == .word(word(~number)))
    }
  }

  @Test func signedIntegers() {
    checkAll(Int8.self, .i8)
    checkAll(Int16.self, .i16)
    checkAll(Int32.self, .i32)
    checkAll(Int64.self, .int)
  }

  @Test func unsignedIntegers() {
    checkAll(UInt8.self, .u8)
    checkAll(UInt16.self, .u16)
    checkAll(UInt32.self, .u32)
    checkAll(UInt64.self, .u64)
  }

  @Test func bools() {
    let all: [(Opcode, (Bool, Bool) -> Bool)] = [
      (.equal, ==), (.notEqual, !=), (.less, { !$0 && $1 }), (.greaterEqual, { $0 || !$1 }),
      (.bitAnd, { $0 && $1 }), (.bitOr, { $0 || $1 }), (.bitXor, !=),
    ]
    for (opcode, swift) in all {
      let operation = Operation(opcode, .bool, .bool, constants: [0, 1] as [UInt8])
      for (left, right) in [(false, false), (false, true), (true, false), (true, true)] {
        operation.expect(left ? 1 : 0, right ? 1 : 0, .word(swift(left, right) ? 1 : 0))
      }
    }
  }

  @Test func notOfABool() throws {
    let evaluation = Evaluation()
    let not = evaluation.builder.function("not", [.bool], .bool) {
      $0.returnValue($0.unary(.not, $0.parameter(0)))
    }
    let interpreter = evaluation.interpreter()
    #expect(interpreter.outcome(not, [0]) == .word(1))
    #expect(interpreter.outcome(not, [1]) == .word(0))
  }

  @Test func panicsWithoutHooksAreErrors() {
    let evaluation = Evaluation()
    #expect(
      evaluation.failure { body in
        let zero = body.slot(.int)
        body.store(zero, body.integer(0))
        body.returnValue(body.binary(.divide, body.integer(1), body.load(zero)))
      } == .panic("division by zero"))
  }
}

// MARK: - Floats

@Suite struct InterpreterFloatTests {
  private static let doubles: [Double] = [
    0, -0.0, 1, -1, 0.5, 1.5, -2.75, 1e300, -1e300, .infinity, -.infinity, .nan,
    .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.1, 3,
  ]

  private func function(
    _ builder: MIRBuilder, _ opcode: Opcode, _ operand: TypeID, _ result: TypeID
  ) -> FunctionID {
    builder.function("\(opcode)\(operand.index)", [operand, operand], result) { body in
      let (left, right) = (body.parameter(0), body.parameter(1))
      body.returnValue(body.add(opcode, result, left.index, right.index))
    }
  }

  private func same(_ word: UInt64, _ expected: Double) -> Bool {
    let found = Double(bitPattern: word)
    return found.isNaN && expected.isNaN || found.bitPattern == expected.bitPattern
  }

  private func same(_ word: UInt64, _ expected: Float) -> Bool {
    let found = Float(bitPattern: UInt32(word))
    return found.isNaN && expected.isNaN || found.bitPattern == expected.bitPattern
  }

  @Test func arithmetic() throws {
    let all: [(Opcode, (Double, Double) -> Double, (Float, Float) -> Float)] = [
      (.add, +, +), (.subtract, -, -), (.multiply, *, *), (.divide, /, /),
      (
        .remainder, { $0.truncatingRemainder(dividingBy: $1) },
        { $0.truncatingRemainder(dividingBy: $1) }
      ),
    ]
    for (opcode, double, float) in all {
      let evaluation = Evaluation()
      let wide = function(evaluation.builder, opcode, .f64, .f64)
      let narrow = function(evaluation.builder, opcode, .f32, .f32)
      let interpreter = evaluation.interpreter()
      for a in Self.doubles {
        for b in Self.doubles {
          let words = [a.bitPattern, b.bitPattern]
          let found = try interpreter.call(function: wide, arguments: words).word
          #expect(same(found, double(a, b)), "\(opcode) \(a) \(b)")
          let halves = [UInt64(Float(a).bitPattern), UInt64(Float(b).bitPattern)]
          let half = try interpreter.call(function: narrow, arguments: halves).word
          #expect(same(half, float(Float(a), Float(b))), "\(opcode) \(a) \(b) as F32")
        }
      }
    }
  }

  @Test func comparisons() throws {
    let all: [(Opcode, (Double, Double) -> Bool)] = [
      (.equal, ==), (.notEqual, !=), (.less, <), (.lessEqual, <=), (.greater, >),
      (.greaterEqual, >=),
    ]
    for (opcode, compare) in all {
      let evaluation = Evaluation()
      let wide = function(evaluation.builder, opcode, .f64, .bool)
      let narrow = function(evaluation.builder, opcode, .f32, .bool)
      let interpreter = evaluation.interpreter()
      for a in Self.doubles {
        for b in Self.doubles {
          let words = [a.bitPattern, b.bitPattern]
          #expect(interpreter.outcome(wide, words) == .word(compare(a, b) ? 1 : 0))
          let (x, y) = (Double(Float(a)), Double(Float(b)))
          let halves = [UInt64(Float(a).bitPattern), UInt64(Float(b).bitPattern)]
          #expect(interpreter.outcome(narrow, halves) == .word(compare(x, y) ? 1 : 0))
        }
      }
    }
  }

  @Test func negation() throws {
    let value = try evaluate(.f64) { $1.returnValue($1.unary(.negate, $1.float(0))) }
    #expect(value.word == (-0.0).bitPattern)
    let narrow = try evaluate(.f32) { $1.returnValue($1.unary(.negate, $1.float(1.5, .f32))) }
    #expect(narrow.word == UInt64(Float(-1.5).bitPattern))
  }

  @Test func constantsOfTypeF32AreRounded() throws {
    let value = try evaluate(.f32) { $1.returnValue($1.float(0.1, .f32)) }
    #expect(value.word == UInt64(Float(0.1).bitPattern))
  }
}
