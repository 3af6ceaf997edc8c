// Reading and writing frames and memory. Everything here is inlined into the loop.

typealias CodePointer = UnsafePointer<InterpreterCode>

extension UnsafeMutableRawPointer {
  /// The word at `place`.
  @inline(__always)
  func word(_ place: UInt32) -> UInt64 { load(fromByteOffset: Int(place), as: UInt64.self) }

  /// The word at `place`, as a signed number.
  @inline(__always)
  func int(_ place: UInt32) -> Int64 { load(fromByteOffset: Int(place), as: Int64.self) }

  /// The F64 at `place`.
  @inline(__always)
  func double(_ place: UInt32) -> Double { load(fromByteOffset: Int(place), as: Double.self) }

  /// The F32 at `place`.
  @inline(__always)
  func float(_ place: UInt32) -> Float {
    Float(bitPattern: UInt32(truncatingIfNeeded: word(place)))
  }

  /// The word at `place`, which may be part of narrower ones.
  @inline(__always)
  func anyWord(_ place: UInt32) -> UInt64 {
    loadUnaligned(fromByteOffset: Int(place), as: UInt64.self)
  }

  /// Writes a word.
  @inline(__always)
  func set(_ place: UInt32, _ word: UInt64) {
    storeBytes(of: word, toByteOffset: Int(place), as: UInt64.self)
  }

  /// Writes a signed number.
  @inline(__always)
  func set(_ place: UInt32, _ number: Int64) {
    storeBytes(of: number, toByteOffset: Int(place), as: Int64.self)
  }

  /// Writes a Bool.
  @inline(__always)
  func set(_ place: UInt32, _ flag: Bool) { set(place, flag ? 1 : 0 as UInt64) }

  /// Writes an F64.
  @inline(__always)
  func set(_ place: UInt32, _ number: Double) {
    storeBytes(of: number, toByteOffset: Int(place), as: Double.self)
  }

  /// Writes an F32.
  @inline(__always)
  func set(_ place: UInt32, _ number: Float) { set(place, UInt64(number.bitPattern)) }

  /// Writes the result of an operation unless it overflowed; returns whether it did.
  @inline(__always)
  func overflows(_ place: UInt32, _ result: (partialValue: Int64, overflow: Bool)) -> Bool {
    if result.overflow { return true }
    set(place, result.partialValue)
    return false
  }

  /// Writes the result of an operation unless it overflowed; returns whether it did.
  @inline(__always)
  func overflows(_ place: UInt32, _ result: (partialValue: UInt64, overflow: Bool)) -> Bool {
    if result.overflow { return true }
    set(place, result.partialValue)
    return false
  }

  /// Writes `number` unless it needs more than `64 - shift` bits; returns whether it does.
  @inline(__always)
  func overflows(_ place: UInt32, _ number: Int64, signed shift: UInt16) -> Bool {
    if (number &<< Int64(shift)) &>> Int64(shift) != number { return true }
    set(place, number)
    return false
  }

  /// Writes `number` unless it needs more than `width` bits; returns whether it does.
  @inline(__always)
  func overflows(_ place: UInt32, _ number: Int64, unsigned width: UInt16) -> Bool {
    if UInt64(bitPattern: number) &>> UInt64(width) != 0 { return true }
    set(place, number)
    return false
  }

  /// Begins the frame of a function that returns to `code` and `caller`.
  @inline(__always)
  func begin(returnTo code: CodePointer, caller: UnsafeMutableRawPointer, result: UInt32) {
    storeBytes(of: code, toByteOffset: FrameLayout.returnAddress, as: CodePointer.self)
    storeBytes(of: caller, toByteOffset: FrameLayout.callerFrame, as: UnsafeMutableRawPointer.self)
    storeBytes(of: UInt64(result), toByteOffset: FrameLayout.result, as: UInt64.self)
    storeBytes(of: self, toByteOffset: FrameLayout.ownAddress, as: UnsafeMutableRawPointer.self)
  }

  /// Where the function with this frame returns to.
  @inline(__always)
  var caller: (pc: CodePointer, frame: UnsafeMutableRawPointer) {
    (
      load(fromByteOffset: FrameLayout.returnAddress, as: CodePointer.self),
      load(fromByteOffset: FrameLayout.callerFrame, as: UnsafeMutableRawPointer.self)
    )
  }

  /// Writes the arguments whose places are listed at `list` to a frame at `target`.
  @inline(__always)
  func pass(_ list: CodePointer, _ count: Int, to target: UnsafeMutableRawPointer) {
    let places = UnsafeRawPointer(list)
    for number in 0..<count {
      let place = places.load(fromByteOffset: number &* 4, as: UInt32.self)
      let offset = FrameLayout.parameters &+ number &* 8
      target.storeBytes(of: anyWord(place), toByteOffset: offset, as: UInt64.self)
    }
  }
}

extension InterpreterCode {
  /// `b` as a signed number.
  @inline(__always)
  var signedB: Int64 { Int64(Int32(bitPattern: b)) }

  /// `c` as a signed number.
  @inline(__always)
  var signedC: Int64 { Int64(Int32(bitPattern: c)) }

  /// `c` as a distance.
  @inline(__always)
  var distance: Int { Int(Int32(bitPattern: c)) }
}

/// Addresses below this belong to no memory; a null reference plus the offset of a field is one.
private let firstValidAddress: UInt64 = 4096

/// The memory at `address`, unless it cannot be any.
@inline(__always)
func memory(_ address: UInt64) -> UnsafeMutableRawPointer? {
  guard address >= firstValidAddress else { return nil }
  return UnsafeMutableRawPointer(bitPattern: UInt(address))
}

extension UnsafeMutableRawPointer {
  /// Reads a number of type `T` at `[b] + #c`; returns whether that is not possible.
  @inline(__always)
  func fails<T: FixedWidthInteger>(loading type: T.Type, _ code: InterpreterCode) -> Bool {
    let address = word(code.b) &+ UInt64(bitPattern: code.signedC)
    guard let source = memory(address) else { return true }
    set(code.a, Int64(truncatingIfNeeded: source.loadUnaligned(as: type)))
    return false
  }

  /// Writes a number of type `T` to `[a] + #c`; returns whether that is not possible.
  @inline(__always)
  func fails<T: FixedWidthInteger>(storing type: T.Type, _ code: InterpreterCode) -> Bool {
    let address = word(code.a) &+ UInt64(bitPattern: code.signedC)
    guard let target = memory(address) else { return true }
    target.storeBytes(of: T(truncatingIfNeeded: word(code.b)), as: type)
    return false
  }

  /// Reads element `[c]` of those of type `T` at `[b]`.
  @inline(__always)
  func fails<T: FixedWidthInteger>(loadingAt type: T.Type, _ code: InterpreterCode) -> Bool {
    let address = word(code.b) &+ word(code.c) &* UInt64(MemoryLayout<T>.size)
    guard let source = memory(address) else { return true }
    set(code.a, Int64(truncatingIfNeeded: source.loadUnaligned(as: type)))
    return false
  }

  /// Writes element `[b]` of those of type `T` at `[a]`.
  @inline(__always)
  func fails<T: FixedWidthInteger>(storingAt type: T.Type, _ code: InterpreterCode) -> Bool {
    let address = word(code.a) &+ word(code.b) &* UInt64(MemoryLayout<T>.size)
    guard let target = memory(address) else { return true }
    target.storeBytes(of: T(truncatingIfNeeded: word(code.c)), as: type)
    return false
  }

  /// Reads `c` bytes at `[b] + #n`.
  @inline(__always)
  func fails(loadingBytes code: InterpreterCode) -> Bool {
    guard let source = memory(word(code.b) &+ UInt64(code.n)) else { return true }
    (self + Int(code.a)).copyMemory(from: source, byteCount: Int(code.c))
    return false
  }

  /// Writes `c` bytes to `[a] + #n`.
  @inline(__always)
  func fails(storingBytes code: InterpreterCode) -> Bool {
    guard let target = memory(word(code.a) &+ UInt64(code.n)) else { return true }
    target.copyMemory(from: self + Int(code.b), byteCount: Int(code.c))
    return false
  }

  /// Copies `[c]` elements of `size` bytes from `[b]` to `[a]`.
  @inline(__always)
  func fails(copying code: InterpreterCode, size: UInt32) -> Bool {
    let (count, overflow) = int(code.c).multipliedReportingOverflow(by: Int64(size))
    if count == 0 { return false }
    guard !overflow, count > 0, let target = memory(word(code.a)),
      let source = memory(word(code.b))
    else { return true }
    target.copyMemory(from: source, byteCount: Int(count))
    return false
  }

  /// Clears `[b]` elements of `#c` bytes at `[a]`.
  @inline(__always)
  func fails(clearing code: InterpreterCode) -> Bool {
    let (count, overflow) = int(code.b).multipliedReportingOverflow(by: Int64(code.c))
    if count == 0 { return false }
    guard !overflow, count > 0, let target = memory(word(code.a)) else { return true }
    target.initializeMemory(as: UInt8.self, repeating: 0, count: Int(count))
    return false
  }
}
