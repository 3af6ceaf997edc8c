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
      "malloc": { [unowned self] call in allocate(call[0], 16, &call) },
      "calloc": { [unowned self] call in allocateZeroed(&call) },
      "aligned_alloc": { [unowned self] call in allocate(call[1], call[0], &call) },
      "realloc": { [unowned self] call in reallocate(&call) },
      "free": { [unowned self] call in
        free(call[0])
        return 0
      },
      // What a program that is built with AddressSanitizer asks of its run time.
      "__asan_poison_memory_region": { _ in 0 },
      "__asan_unpoison_memory_region": { _ in 0 },
      "__asan_address_is_poisoned": { _ in 0 },
    ]
  }

  private func allocate(_ size: UInt64, _ alignment: UInt64, _ call: inout HostCall) -> UInt64 {
    guard size <= UInt64(limit - used) else { return call.end(.memoryLimit(limit)) }
    var block: UnsafeMutableRawPointer?
    let code = posix_memalign(&block, max(Int(alignment & 0xFFFF), 16), max(Int(size), 1))
    guard code == 0, let block else { return 0 }
    let address = UInt64(UInt(bitPattern: block))
    sizes[address] = Int(size)
    used += Int(size)
    return address
  }

  private func allocateZeroed(_ call: inout HostCall) -> UInt64 {
    let (size, overflow) = call[0].multipliedReportingOverflow(by: call[1])
    let address = allocate(overflow ? .max : size, 16, &call)
    let block = UnsafeMutableRawPointer(bitPattern: UInt(address))
    block?.initializeMemory(as: UInt8.self, repeating: 0, count: Int(size))
    return address
  }

  private func reallocate(_ call: inout HostCall) -> UInt64 {
    let (old, size) = (call[0], call[1])
    let oldSize = sizes[old] ?? 0
    // The limit holds for what is in use afterwards, not for the moment when both are.
    used -= oldSize
    let new = allocate(size, 16, &call)
    used += oldSize
    guard let target = UnsafeMutableRawPointer(bitPattern: UInt(new)),
      let source = UnsafeRawPointer(bitPattern: UInt(old))
    else { return new }
    target.copyMemory(from: source, byteCount: min(Int(size), oldSize))
    free(old)
    return new
  }

  private func free(_ address: UInt64) {
    if let size = sizes.removeValue(forKey: address) { used -= size }
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
