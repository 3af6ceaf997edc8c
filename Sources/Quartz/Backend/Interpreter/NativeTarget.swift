#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How an extern function of the program is called.
struct NativeTarget {
  /// Where the function comes from.
  enum Source: UInt8 {
    /// Not looked up yet.
    case unknown
    /// A function in a library.
    case library
    /// Function `number` of the host.
    case host
  }

  /// How a result is made a word.
  enum Result: UInt8 {
    case none, bool, i8, i16, i32, u8, u16, u32, word, double, float
  }

  /// Where it comes from.
  var source = Source.unknown
  /// What it gives back.
  var result = Result.none
  /// Whether the signature ends in `...`.
  var isVariadic = false
  /// The number of declared parameters.
  var fixedCount: UInt16 = 0
  /// Which parameters are floats, as bits.
  var floats: UInt32 = 0
  /// The address of a library's function.
  var address: UnsafeMutableRawPointer?
  /// The number of a host function.
  var number = 0

  /// The word that the C result `raw` of this function is.
  func word(_ raw: UInt64) -> UInt64 {
    switch result {
    case .none: 0
    case .bool: raw & 0xFF == 0 ? 0 : 1
    case .i8: TypeID.i8.extended(raw)
    case .i16: TypeID.i16.extended(raw)
    case .i32: TypeID.i32.extended(raw)
    case .u8: raw & 0xFF
    case .u16: raw & 0xFFFF
    case .u32, .float: raw & 0xFFFF_FFFF
    case .word, .double: raw
    }
  }
}

// MARK: - Calling C

// On x86-64 and arm64 the C calling convention passes integers and addresses in one set of
// registers and floats in another, each in the order in which they come, whatever comes between.
// What does not fit into the integer registers goes on the stack, in order. And a callee does not
// notice registers and stack words beyond its parameters. So one C signature with enough integers
// followed by eight doubles calls every function with at most that many integers and eight floats.
// An F32 is the low half of a float register; the other half does not matter. With integers alone
// the shorter signature is faster.
//
// A variadic function on Linux takes its arguments like any other, as long as they are integers.
// On Apple's arm64 they go on the stack, behind the eight integer registers.

private typealias Short = @convention(c) (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) -> UInt64

private typealias Long =
  @convention(c) (
    UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64,
    UInt64, UInt64, UInt64, UInt64, Double, Double, Double, Double, Double, Double, Double, Double
  ) -> UInt64

private typealias LongFloat =
  @convention(c) (
    UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64,
    UInt64, UInt64, UInt64, UInt64, Double, Double, Double, Double, Double, Double, Double, Double
  ) -> Double

extension NativeTarget {
  /// The most integers and the most floats that can be passed.
  private static let integerLimit = 16
  private static let floatLimit = 8

  /// Whether `count` arguments can be passed.
  func canPass(_ count: Int) -> Bool {
    let floatCount = floats.nonzeroBitCount
    let integerCount = count - floatCount + (Self.variadicSkips(fixedCount, isVariadic))
    return integerCount <= Self.integerLimit && floatCount <= Self.floatLimit
  }

  /// Calls the function at `address` with `count` argument words.
  func callLibrary(_ words: UnsafePointer<UInt64>, _ count: Int) -> UInt64 {
    let isPlain = floats == 0 && result != .double && result != .float
    if isPlain && count <= 6 && !isVariadic { return word(callShort(words, count)) }
    return word(callLong(words, count))
  }

  private func callShort(_ words: UnsafePointer<UInt64>, _ count: Int) -> UInt64 {
    let function = unsafeBitCast(address, to: Short.self)
    // The words after the arguments belong to the frame that the call would use: reading them is
    // harmless, and the callee does not look.
    return function(words[0], words[1], words[2], words[3], words[4], words[5])
  }

  private func callLong(_ words: UnsafePointer<UInt64>, _ count: Int) -> UInt64 {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 16) { i in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 8) { d in
        i.initialize(repeating: 0)
        d.initialize(repeating: 0)
        distribute(words, count, i, d)
        if result == .double || result == .float {
          let function = unsafeBitCast(address, to: LongFloat.self)
          return function(
            i[0], i[1], i[2], i[3], i[4], i[5], i[6], i[7], i[8], i[9], i[10], i[11], i[12], i[13],
            i[14], i[15], d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7]
          ).bitPattern
        }
        let function = unsafeBitCast(address, to: Long.self)
        return function(
          i[0], i[1], i[2], i[3], i[4], i[5], i[6], i[7], i[8], i[9], i[10], i[11], i[12], i[13],
          i[14], i[15], d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7])
      }
    }
  }

  /// Puts each argument behind those of its kind.
  private func distribute(
    _ words: UnsafePointer<UInt64>, _ count: Int, _ integers: UnsafeMutableBufferPointer<UInt64>,
    _ doubles: UnsafeMutableBufferPointer<Double>
  ) {
    var (integer, double) = (0, 0)
    for number in 0..<count {
      if number == Int(fixedCount) { integer += Self.variadicSkips(fixedCount, isVariadic) }
      if number < 32 && floats >> UInt32(number) & 1 == 1 {
        doubles[double] = Double(bitPattern: words[number])
        double += 1
      } else {
        integers[integer] = words[number]
        integer += 1
      }
    }
  }

  /// The integer registers left out before the arguments in place of `...`.
  private static func variadicSkips(_ fixedCount: UInt16, _ isVariadic: Bool) -> Int {
    #if canImport(Darwin) && arch(arm64)
      return isVariadic ? max(0, 8 - Int(fixedCount)) : 0
    #else
      return 0
    #endif
  }
}

// MARK: - Finding functions

extension InterpreterImage {
  /// Finds what extern function `id` is called as.
  func resolve(_ id: FunctionID) throws(InterpreterError) {
    let function = program.functions[id]
    let name = interner.text(function.name)
    var target = NativeTarget()
    target.result = nativeResult(function.result)
    target.isVariadic = function.flags.contains(.isVariadic)
    target.fixedCount = UInt16(truncatingIfNeeded: function.parameters.count)
    for (number, type) in function.parameters.enumerated().prefix(32) where isFloat(type) {
      target.floats |= 1 << UInt32(number)
    }
    if let own = host[name] {
      target.source = .host
      target.number = addHostFunction(own)
    } else {
      target.source = .library
      target.address = Self.symbol(name)
      guard target.address != nil else {
        throw InterpreterError(reason: .unknownSymbol(name), function: id)
      }
    }
    entries[id.position].native = target
  }

  private static func symbol(_ name: String) -> UnsafeMutableRawPointer? {
    let error = errno
    defer { errno = error }
    #if canImport(Darwin)
      return dlsym(UnsafeMutableRawPointer(bitPattern: -2), name)
    #else
      return dlsym(nil, name)
    #endif
  }

  private func nativeResult(_ type: TypeID) -> NativeTarget.Result {
    switch representation(type) {
    case .void, .never: return .none
    case .bool: return .bool
    case .i8: return .i8
    case .i16: return .i16
    case .i32: return .i32
    case .u8: return .u8
    case .u16: return .u16
    case .u32: return .u32
    case .f64: return .double
    case .f32: return .float
    default: return enumResult(type)
    }
  }

  /// Enums that are only a tag are as wide as the tag.
  private func enumResult(_ type: TypeID) -> NativeTarget.Result {
    switch stored(type).size {
    case 0: .none
    case 1: .u8
    case 2: .u16
    case 4: .u32
    default: .word
    }
  }
}
