import Testing

@testable import Quartz

/// Compares compiled arithmetic with that of Swift, for all integer types and awkward values.
@Suite struct CodegenArithmeticTests {
  /// What an operation gives: a number, or the message of a panic.
  private enum Outcome {
    case value(String)
    case panic(String)
  }

  private typealias Operation<T> = (opcode: Opcode, apply: (T, T) -> Outcome)

  @Test func integersAgreeWithSwift() throws {
    let program = RunnableProgram()
    addCases(Int8.self, .i8, program)
    addCases(Int16.self, .i16, program)
    addCases(Int32.self, .i32, program)
    addCases(Int64.self, .int, program)
    addCases(UInt8.self, .u8, program)
    addCases(UInt16.self, .u16, program)
    addCases(UInt32.self, .u32, program)
    addCases(UInt64.self, .u64, program)
    try program.check()
  }

  private func addCases<T: FixedWidthInteger & Sendable>(
    _: T.Type, _ type: TypeID, _ program: RunnableProgram
  ) {
    let values: [T] = [
      0, 1, 2, 3, 7, T.max, T.max - 1, T.min, T.min + 1, T.max / 2, 0 &- 1, 0 &- 3,
    ]
    for operation in operations(T.self) {
      let function = program.mir.function("\(operation.opcode) \(type)", [type, type], type) {
        $0.line = 7
        let (left, right) = ($0.parameter(0), $0.parameter(1))
        let isUnary = operation.opcode == .negate || operation.opcode == .not
        $0.returnValue(
          isUnary ? $0.unary(operation.opcode, left) : $0.binary(operation.opcode, left, right))
      }
      let pairs = Set(values).sorted().flatMap { left in
        Set(values).sorted().map { (left, $0, operation.apply(left, $0)) }
      }
      addResults(operation.opcode, function, pairs, type, program)
      for (left, right, outcome) in pairs {
        guard case .panic(let message) = outcome else { continue }
        program.expect(message + "\n", "\(operation.opcode) \(left) \(right)") {
          $0.call(function, operands($0, left, right, type))
        }
      }
    }
  }

  private func operands<T: FixedWidthInteger>(
    _ body: BodyBuilder, _ left: T, _ right: T, _ type: TypeID
  ) -> [ValueID] {
    [left, right].map { body.integer(Int(truncatingIfNeeded: $0), type) }
  }

  /// One case that prints all results of an operation; each panic is a case of its own.
  private func addResults<T: FixedWidthInteger>(
    _ opcode: Opcode, _ function: FunctionID, _ pairs: [(T, T, Outcome)], _ type: TypeID,
    _ program: RunnableProgram
  ) {
    let values = pairs.compactMap { left, right, outcome in
      if case .value(let text) = outcome {
        (left, right, "\(left) \(right): \(text)\n")
      } else {
        nil
      }
    }
    program.expect(values.map(\.2).joined(), "\(opcode) on \(T.self)") { body in
      for (left, right, _) in values {
        let result = body.call(function, operands(body, left, right, type))
        let wide = body.unary(.convertWrapping, result, type.isSignedInteger ? .int : .u64)
        let format = type.isSignedInteger ? "%ld\n" : "%lu\n"
        program.put("\(left) \(right): " + format, [wide], in: body)
      }
    }
  }

  private func operations<T: FixedWidthInteger>(_: T.Type) -> [Operation<T>] {
    checked(T.self) + divisions(T.self) + shifts(T.self) + [
      (.addWrapping, { .value("\($0 &+ $1)") }),
      (.subtractWrapping, { .value("\($0 &- $1)") }),
      (.multiplyWrapping, { .value("\($0 &* $1)") }),
      (.bitAnd, { .value("\($0 & $1)") }),
      (.bitOr, { .value("\($0 | $1)") }),
      (.bitXor, { .value("\($0 ^ $1)") }),
      (.not, { left, _ in .value("\(~left)") }),
    ]
  }

  private func checked<T: FixedWidthInteger>(_: T.Type) -> [Operation<T>] {
    [
      (.add, { overflow($0.addingReportingOverflow($1), .add, $0, $1) }),
      (.subtract, { overflow($0.subtractingReportingOverflow($1), .subtract, $0, $1) }),
      (.multiply, { overflow($0.multipliedReportingOverflow(by: $1), .multiply, $0, $1) }),
      (
        .negate,
        { left, _ in overflow(T.zero.subtractingReportingOverflow(left), .negate, left, T.zero) }
      ),
    ]
  }

  private func divisions<T: FixedWidthInteger>(_: T.Type) -> [Operation<T>] {
    [
      (
        .divide,
        {
          $1 == 0
            ? divisionByZero(.divide, $0)
            : overflow($0.dividedReportingOverflow(by: $1), .divide, $0, $1)
        }
      ),
      (
        .remainder,
        {
          $1 == 0
            ? divisionByZero(.remainder, $0)
            : overflow($0.remainderReportingOverflow(dividingBy: $1), .remainder, $0, $1)
        }
      ),
    ]
  }

  private func shifts<T: FixedWidthInteger>(_: T.Type) -> [Operation<T>] {
    let isCount: (T) -> Bool = { $0 >= 0 && $0 < T.bitWidth }
    return [
      (.shiftLeft, { isCount($1) ? .value("\($0 &<< $1)") : badShift($1) }),
      (.shiftRight, { isCount($1) ? .value("\($0 &>> $1)") : badShift($1) }),
    ]
  }

  private var line7: Int { 1 << 32 | 7 }

  private func badShift<T: FixedWidthInteger>(_ count: T) -> Outcome {
    .panic("shift: \(Int64(truncatingIfNeeded: count)) of \(T.bitWidth) at \(line7)")
  }

  /// The panic of a division of `left` by 0; an Int does not show every U64, so that those are
  /// reported like overflow.
  private func divisionByZero<T: FixedWidthInteger>(_ opcode: Opcode, _ left: T) -> Outcome {
    let shown = Int64(truncatingIfNeeded: left)
    guard T.self == UInt64.self else { return .panic("division: \(shown) at \(line7)") }
    let operation = HelperKey.hookOperation(opcode, .u64)
    return .panic("overflow \(operation): \(shown) 0 at \(line7)")
  }

  private func overflow<T: FixedWidthInteger>(
    _ result: (partialValue: T, overflow: Bool), _ opcode: Opcode, _ left: T, _ right: T
  ) -> Outcome {
    guard result.overflow else { return .value("\(result.partialValue)") }
    let operands = "\(Int64(truncatingIfNeeded: left)) \(Int64(truncatingIfNeeded: right))"
    let type = T.self == UInt64.self ? TypeID.u64 : .int
    return .panic("overflow \(HelperKey.hookOperation(opcode, type)): \(operands) at \(line7)")
  }
}
