#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Counts the bytes that a program has allocated and not freed, against a limit.
///
/// It stands in for the allocation functions of C, and frees what the program did not when the
/// evaluation ends. Sizes are those that were asked for, so that the same program reaches the
/// limit at the same place on every machine.
final class AllocationMeter {
  /// The most bytes that may be in use.
  let limit: Int
  /// The bytes in use.
  private(set) var used = 0
  /// The size of each allocation.
  private var sizes: [UInt64: Int] = [:]

  init(limit: Int) {
    self.limit = limit
  }

  deinit {
    for address in sizes.keys { Self.release(address) }
  }

  /// The functions that take the place of those of C.
  var functions: [String: HostFunction] {
    [
      "malloc": { [unowned self] call throws(InterpreterError) in
        try allocate(Int(truncatingIfNeeded: call[0]), 16)
      },
      "calloc": { [unowned self] call throws(InterpreterError) in
        let (size, overflow) = call[0].multipliedReportingOverflow(by: call[1])
        let address = try allocate(overflow ? .max : Int(truncatingIfNeeded: size), 16)
        let block = UnsafeMutableRawPointer(bitPattern: UInt(address))
        block?.initializeMemory(as: UInt8.self, repeating: 0, count: Int(size))
        return address
      },
      "aligned_alloc": { [unowned self] call throws(InterpreterError) in
        try allocate(Int(truncatingIfNeeded: call[1]), Int(truncatingIfNeeded: call[0]))
      },
      "realloc": { [unowned self] call throws(InterpreterError) in
        try reallocate(call[0], Int(truncatingIfNeeded: call[1]))
      },
      "free": { [unowned self] call in
        free(call[0])
        return 0
      },
    ]
  }

  private func allocate(_ size: Int, _ alignment: Int) throws(InterpreterError) -> UInt64 {
    try check(size)
    var block: UnsafeMutableRawPointer?
    let code = posix_memalign(&block, max(alignment, 16), max(size, 1))
    guard code == 0, let block else { return 0 }
    let address = UInt64(UInt(bitPattern: block))
    sizes[address] = size
    used += size
    return address
  }

  /// Refuses to let `size` more bytes into use than the limit.
  private func check(_ size: Int) throws(InterpreterError) {
    guard size >= 0, size <= limit - used else {
      throw InterpreterError(reason: .memoryLimit(limit))
    }
  }

  private func reallocate(_ old: UInt64, _ size: Int) throws(InterpreterError) -> UInt64 {
    let oldSize = sizes[old] ?? 0
    try check(size - oldSize < 0 ? 0 : size - oldSize)
    // The limit holds for what is in use afterwards, not for the moment when both are.
    used -= oldSize
    defer { used += oldSize }
    let new = try allocate(size, 16)
    guard let target = UnsafeMutableRawPointer(bitPattern: UInt(new)),
      let source = UnsafeRawPointer(bitPattern: UInt(old))
    else { return new }
    target.copyMemory(from: source, byteCount: min(size, oldSize))
    free(old)
    return new
  }

  private func free(_ address: UInt64) {
    // What was not allocated here belongs to a library.
    guard let size = sizes.removeValue(forKey: address) else { return Self.release(address) }
    used -= size
    Self.release(address)
  }

  private static func release(_ address: UInt64) {
    #if canImport(Darwin)
      Darwin.free(UnsafeMutableRawPointer(bitPattern: UInt(address)))
    #elseif canImport(Glibc)
      Glibc.free(UnsafeMutableRawPointer(bitPattern: UInt(address)))
    #elseif canImport(Musl)
      Musl.free(UnsafeMutableRawPointer(bitPattern: UInt(address)))
    #endif
  }
}
