/// A growing buffer that text is written into, a byte or a run at a time.
///
/// The code generator writes some hundred megabytes a second through it, so it owns raw memory: a
/// `[UInt8]` checks for sharing at each append, which doubled the time of a number.
struct TextWriter: ~Copyable {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// The number of bytes written.
  private(set) var count = 0

  /// An empty buffer.
  init(capacity: Int = 1 << 12) {
    self.capacity = capacity
    base = .allocate(capacity: capacity)
  }

  deinit {
    base.deallocate()
  }

  /// The bytes written; valid until the next write.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  /// The text written.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Forgets what was written and keeps the memory.
  mutating func removeAll() { count = 0 }

  /// Makes sure that `extra` bytes fit.
  @inline(__always) private mutating func reserve(_ extra: Int) {
    if capacity - count < extra { grow(extra) }
  }

  @inline(never) private mutating func grow(_ extra: Int) {
    let larger = max(capacity * 2, count + extra)
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    memory.update(from: base, count: count)
    base.deallocate()
    base = memory
    capacity = larger
  }
}

// MARK: - Writing

extension TextWriter {
  /// Writes a literal.
  @inline(__always) mutating func write(_ text: StaticString) {
    let length = text.utf8CodeUnitCount
    reserve(length)
    (base + count).update(from: text.utf8Start, count: length)
    count += length
  }

  /// Writes one byte.
  @inline(__always) mutating func write(byte: UInt8) {
    reserve(1)
    base[count] = byte
    count += 1
  }

  /// Writes a run of bytes.
  mutating func write(_ run: ArraySlice<UInt8>) {
    run.withUnsafeBytes { write($0) }
  }

  /// Writes a run of bytes.
  mutating func write(_ run: UnsafeRawBufferPointer) {
    guard let start = run.baseAddress else { return }
    reserve(run.count)
    UnsafeMutableRawPointer(base + count).copyMemory(from: start, byteCount: run.count)
    count += run.count
  }

  /// Writes a text that is not known at compile time.
  mutating func write(string: String) {
    var copy = string
    copy.withUTF8 { write(UnsafeRawBufferPointer($0)) }
  }

  /// Writes `number` in decimal.
  mutating func write(decimal number: UInt64) {
    reserve(20)
    var rest = number
    var length = 1
    var bound: UInt64 = 10
    while length < 20 && rest >= bound {
      length += 1
      bound = bound &* 10
    }
    count += length
    var end = count - 1
    while rest >= 10 {
      let quotient = rest / 10
      base[end] = UInt8(truncatingIfNeeded: rest &- quotient &* 10) &+ 48
      rest = quotient
      end -= 1
    }
    base[end] = UInt8(truncatingIfNeeded: rest) &+ 48
  }

  /// Writes `number` in decimal.
  @inline(__always) mutating func write(decimal number: UInt32) {
    write(decimal: UInt64(number))
  }

  /// Writes `number` in decimal.
  @inline(__always) mutating func write(decimal number: Int) {
    write(signed: Int64(number))
  }

  /// Writes `number` in decimal, with a minus sign when it is negative.
  mutating func write(signed number: Int64) {
    if number < 0 { write(byte: UInt8(ascii: "-")) }
    write(decimal: number.magnitude)
  }

  /// Writes `number` in hexadecimal with sixteen upper-case digits.
  mutating func write(hexadecimal number: UInt64) {
    for shift in stride(from: UInt64(60), through: 0, by: -4) {
      write(byte: Self.hexadecimalDigit(UInt8(truncatingIfNeeded: number >> shift) & 15))
    }
  }

  /// Writes `byte` as two upper-case hexadecimal digits.
  mutating func write(hexadecimalByte byte: UInt8) {
    write(byte: Self.hexadecimalDigit(byte >> 4))
    write(byte: Self.hexadecimalDigit(byte & 15))
  }

  private static func hexadecimalDigit(_ digit: UInt8) -> UInt8 {
    digit < 10 ? 48 + digit : 55 + digit
  }
}
