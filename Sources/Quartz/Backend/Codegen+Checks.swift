// The helpers of checked operations: each is defined once for its types, and inlined everywhere.
//
// A program has thousands of additions; with the check in a helper each is one line of text, and
// clang inlines it even without optimisation.

extension Codegen {
  /// Defines the helper of `key`, unless it was defined before.
  mutating func demandHelper(_ key: HelperKey) {
    guard !helpers[key.index] else { return }
    helpers[key.index] = true
    attributeGroups |= 1 << AttributeGroup.isInline.rawValue
    switch key.opcode {
    case .add, .subtract, .multiply: defineOverflowing(key)
    case .divide, .remainder: defineDivision(key)
    case .negate: defineNegation(key)
    case .shiftLeft, .shiftRight: defineShift(key)
    default: defineConversion(key)
    }
  }

  private func name(_ key: HelperKey) -> String {
    "@\(HelperKey.name(key.opcode))$\(HelperKey.name(key.operand))"
  }

  /// Names and types that the bodies of helpers are made of.
  private struct Words {
    /// The type of the operands in LLVM.
    let type: String
    /// `s` or `u`, after the signedness.
    let sign: String
    /// The number of bits.
    let bits: Int

    init(_ scalar: TypeID) {
      bits = scalar.bitWidth
      type = "i\(bits)"
      sign = scalar.isSignedInteger ? "s" : "u"
    }

    /// The line that extends `value` to 64 bits as `name`, and the operand to use then.
    func extended(_ value: String, _ name: String) -> (line: String, operand: String) {
      guard bits < 64 else { return ("", value) }
      let extend = sign == "s" ? "sext" : "zext"
      return ("  \(name) = \(extend) \(type) \(value) to i64\n", name)
    }
  }

  /// The lines that call a hook with `arguments` and never come back.
  private mutating func panic(_ hook: FunctionID, _ arguments: String) -> String {
    guard !hook.isNone else {
      demand("declare void @llvm.trap()")
      return "  call void @llvm.trap()\n  unreachable\n"
    }
    return "  call void \(name(of: hook))(\(arguments), i64 %l)\n  unreachable\n"
  }

  private mutating func panicOfOverflow(_ key: HelperKey, _ left: String, _ right: String) -> String
  {
    let words = Words(key.operand)
    let a = words.extended(left, "%x")
    let b = words.extended(right, "%y")
    let operation = HelperKey.hookOperation(key.opcode, key.operand)
    let arguments = "i64 \(operation), i64 \(a.operand), i64 \(b.operand)"
    return a.line + b.line + panic(program.hooks.overflow, arguments)
  }
}

// MARK: - Integers

extension Codegen {
  private mutating func defineOverflowing(_ key: HelperKey) {
    let words = Words(key.operand)
    let type = words.type
    let operation = key.opcode == .add ? "add" : key.opcode == .subtract ? "sub" : "mul"
    let intrinsic = "@llvm.\(words.sign)\(operation).with.overflow.\(type)"
    demand("declare { \(type), i1 } \(intrinsic)(\(type), \(type))")
    let panic = panicOfOverflow(key, "%a", "%b")
    head.write(
      string: """
        define internal \(type) \(name(key))(\(type) %a, \(type) %b, i64 %l) #1 {
          %r = call { \(type), i1 } \(intrinsic)(\(type) %a, \(type) %b)
          %v = extractvalue { \(type), i1 } %r, 0
          %o = extractvalue { \(type), i1 } %r, 1
          br i1 %o, label %f, label %k
        f:
        \(panic)k:
          ret \(type) %v
        }

        """)
  }

  private mutating func defineNegation(_ key: HelperKey) {
    let words = Words(key.operand)
    let type = words.type
    let intrinsic = "@llvm.\(words.sign)sub.with.overflow.\(type)"
    demand("declare { \(type), i1 } \(intrinsic)(\(type), \(type))")
    let panic = panicOfOverflow(key, "%a", "0")
    head.write(
      string: """
        define internal \(type) \(name(key))(\(type) %a, i64 %l) #1 {
          %r = call { \(type), i1 } \(intrinsic)(\(type) 0, \(type) %a)
          %v = extractvalue { \(type), i1 } %r, 0
          %o = extractvalue { \(type), i1 } %r, 1
          br i1 %o, label %f, label %k
        f:
        \(panic)k:
          ret \(type) %v
        }

        """)
  }

  private mutating func defineDivision(_ key: HelperKey) {
    let words = Words(key.operand)
    let type = words.type
    let operation = words.sign + (key.opcode == .divide ? "div" : "rem")
    let left = words.extended("%a", "%z")
    let zero =
      key.operand == .u64
      ? panicOfOverflow(key, "%a", "0")
      : left.line + panic(program.hooks.division, "i64 \(left.operand)")
    let check = key.operand.isSignedInteger ? overflowCheck(key) : "  br label %k\n"
    head.write(
      string: """
        define internal \(type) \(name(key))(\(type) %a, \(type) %b, i64 %l) #1 {
          %i = icmp eq \(type) %b, 0
          br i1 %i, label %e, label %n
        e:
        \(zero)n:
        \(check)k:
          %v = \(operation) \(type) %a, %b
          ret \(type) %v
        }

        """)
  }

  /// The lines that panic when the least value is divided by -1.
  private mutating func overflowCheck(_ key: HelperKey) -> String {
    let type = Words(key.operand).type
    let least = Int64.min >> Int64(64 - key.operand.bitWidth)
    return """
        %m = icmp eq \(type) %b, -1
        %s = icmp eq \(type) %a, \(least)
        %o = and i1 %m, %s
        br i1 %o, label %f, label %k
      f:
      \(panicOfOverflow(key, "%a", "%b"))
      """
  }

  private mutating func defineShift(_ key: HelperKey) {
    let words = Words(key.operand)
    let type = words.type
    let right = key.operand.isSignedInteger ? "ashr" : "lshr"
    let operation = key.opcode == .shiftLeft ? "shl" : right
    let count = words.extended("%b", "%x")
    let panic =
      count.line + panic(program.hooks.shift, "i64 \(count.operand), i64 \(words.bits)")
    head.write(
      string: """
        define internal \(type) \(name(key))(\(type) %a, \(type) %b, i64 %l) #1 {
          %o = icmp uge \(type) %b, \(words.bits)
          br i1 %o, label %f, label %k
        f:
        \(panic)k:
          %v = \(operation) \(type) %a, %b
          ret \(type) %v
        }

        """)
  }
}

// MARK: - Conversions

extension Codegen {
  private mutating func defineConversion(_ key: HelperKey) {
    let from =
      key.operand.isFloat ? (key.operand == .f32 ? "float" : "double") : Words(key.operand).type
    let type = Words(key.result).type
    let body = key.operand.isFloat ? floatConversion(key) : integerConversion(key)
    head.write(
      string: """
        define internal \(type) \(name(key))$\(HelperKey.name(key.result))(\(from) %a, i64 %l) #1 {
        \(body)}

        """)
  }

  /// Converts to the narrower or otherwise signed type and back, and compares.
  private mutating func integerConversion(_ key: HelperKey) -> String {
    let from = Words(key.operand)
    let to = Words(key.result)
    let value = from.extended("%a", "%x")
    let panic =
      key.operand == .u64
      ? panicOfOverflow(key, "%a", "0")
      : value.line + panic(program.hooks.conversion, "i64 \(value.operand)")
    let (lines, result) = from.bits > to.bits ? narrowing(key) : resigning(key)
    return """
      \(lines)  br i1 %o, label %f, label %k
      f:
      \(panic)k:
        ret \(to.type) \(result)

      """
  }

  /// The lines that set `%o` when `%a` does not fit a narrower type, and the converted value.
  private func narrowing(_ key: HelperKey) -> (String, String) {
    let from = Words(key.operand)
    let to = Words(key.result)
    // A negative number is as large as can be without its sign, so one comparison serves both ends
    // of an unsigned result; a signed result must read back the same and keep the sign.
    guard key.result.isSignedInteger else {
      let limit = (UInt64(1) << UInt64(to.bits)) - 1
      return (
        """
          %v = trunc \(from.type) %a to \(to.type)
          %o = icmp ugt \(from.type) %a, \(limit)

        """, "%v"
      )
    }
    let limit = (UInt64(1) << UInt64(to.bits - 1)) - 1
    let check =
      key.operand.isSignedInteger
      ? "  %w = sext \(to.type) %v to \(from.type)\n  %o = icmp ne \(from.type) %w, %a\n"
      : "  %o = icmp ugt \(from.type) %a, \(limit)\n"
    return ("  %v = trunc \(from.type) %a to \(to.type)\n" + check, "%v")
  }

  /// The same for a type at least as wide with the other signedness: the top bit must be clear.
  private func resigning(_ key: HelperKey) -> (String, String) {
    let from = Words(key.operand)
    let to = Words(key.result)
    let check = "  %o = icmp slt \(from.type) %a, 0\n"
    guard from.bits < to.bits else { return (check, "%a") }
    return (check + "  %v = sext \(from.type) %a to \(to.type)\n", "%v")
  }

  /// The lines that convert a float whose whole part fits.
  private mutating func floatConversion(_ key: HelperKey) -> String {
    let to = Words(key.result)
    let isSigned = key.result.isSignedInteger
    let widening = key.operand == .f32 ? "  %d = fpext float %a to double\n" : ""
    let value = key.operand == .f32 ? "%d" : "%a"
    let panic = panic(program.hooks.floatConversion, "double \(value)")
    return """
      \(widening)  %g = fcmp \(Self.lowerBound(key.result)) \(value), \(Self.lowerLimit(key.result))
        %h = fcmp olt double \(value), \(Self.upperLimit(key.result))
        %i = and i1 %g, %h
        br i1 %i, label %k, label %f
      f:
      \(panic)k:
        %v = fpto\(isSigned ? "s" : "u")i double \(value) to \(to.type)
        ret \(to.type) %v

      """
  }

  /// The comparison with the lower limit: the number below the least one of 64 bits is no F64.
  private static func lowerBound(_ type: TypeID) -> String {
    type == .int ? "oge double" : "ogt double"
  }

  private static func lowerLimit(_ type: TypeID) -> String {
    guard type.isSignedInteger else { return hexadecimal(-1) }
    let least = -Double(sign: .plus, exponent: type.bitWidth - 1, significand: 1)
    return hexadecimal(type == .int ? least : least - 1)
  }

  private static func upperLimit(_ type: TypeID) -> String {
    let exponent = type.isSignedInteger ? type.bitWidth - 1 : type.bitWidth
    return hexadecimal(Double(sign: .plus, exponent: exponent, significand: 1))
  }

  private static func hexadecimal(_ value: Double) -> String {
    var writer = TextWriter(capacity: 32)
    writer.write("0x")
    writer.write(hexadecimal: value.bitPattern)
    return writer.text
  }
}
