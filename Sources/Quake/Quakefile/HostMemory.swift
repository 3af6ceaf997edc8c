/// The memory of a running Quartz program as its host sees it.
protocol HostMemory {
  /// The `count` bytes that begin at `address`.
  func bytes(at address: UInt64, count: Int) -> [UInt8]
  /// Puts `bytes` at `address` and behind it.
  func write(_ bytes: [UInt8], at address: UInt64)
}

/// The memory of this process, for a program whose addresses are real ones.
struct ProcessMemory: HostMemory {
  /// The memory of this process.
  init() {}

  /// The `count` bytes that begin at `address`.
  func bytes(at address: UInt64, count: Int) -> [UInt8] {
    guard count > 0, let start = UnsafeRawPointer(bitPattern: UInt(address)) else { return [] }
    return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  }

  /// Puts `bytes` at `address` and behind it.
  func write(_ bytes: [UInt8], at address: UInt64) {
    guard let start = UnsafeMutableRawPointer(bitPattern: UInt(address)) else { return }
    start.copyMemory(from: bytes, byteCount: bytes.count)
  }
}

/// What stands behind an `extern "C"` name: it is given the argument words and returns one word.
///
/// A String is two words, its address and its size in bytes; a closure is one.
typealias HostFunction = (_ memory: any HostMemory, _ words: [UInt64]) -> UInt64
