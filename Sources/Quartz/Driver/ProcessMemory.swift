#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// The memory of this process as the operating system counts it.
enum ProcessMemory {
  /// The bytes that are resident now.
  static func resident() -> Int {
    #if canImport(Darwin)
      var info = mach_task_basic_info()
      var count = mach_msg_type_number_t(
        MemoryLayout<mach_task_basic_info>.size / MemoryLayout<natural_t>.size)
      let code = withUnsafeMutablePointer(to: &info) {
        $0.withMemoryRebound(to: integer_t.self, capacity: Int(count)) {
          task_info(mach_task_self_, task_flavor_t(MACH_TASK_BASIC_INFO), $0, &count)
        }
      }
      return code == KERN_SUCCESS ? Int(info.resident_size) : 0
    #else
      let fields = contents("/proc/self/statm").split(separator: " ")
      return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(getpagesize()) : 0
    #endif
  }

  /// The most bytes that were ever resident.
  static func peak() -> Int {
    #if !canImport(Darwin)
      // Unlike getrusage, this does not count what the process was before it became the compiler.
      for line in contents("/proc/self/status").split(separator: "\n")
      where line.hasPrefix("VmHWM:") {
        if let kilobytes = line.split(separator: " ").compactMap({ Int($0) }).first {
          return kilobytes * 1024
        }
      }
    #endif
    var usage = rusage()
    #if canImport(Darwin)
      getrusage(RUSAGE_SELF, &usage)
    #else
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #endif
    #if canImport(Darwin)
      return Int(usage.ru_maxrss)
    #else
      return Int(usage.ru_maxrss) * 1024
    #endif
  }

  #if os(Linux) && canImport(Glibc)
    /// `malloc_trim`, which Swift's module of the C library leaves out.
    private static let trim: (@convention(c) (Int) -> Int32)? = {
      guard let symbol = dlsym(nil, "malloc_trim") else { return nil }
      return unsafeBitCast(symbol, to: (@convention(c) (Int) -> Int32).self)
    }()
  #endif

  /// Gives memory that was freed back to the system.
  static func release() {
    #if os(Linux) && canImport(Glibc)
      _ = trim?(0)
    #endif
  }

  #if !canImport(Darwin)
    private static func contents(_ path: String) -> String {
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return "" }
      defer { close(descriptor) }
      return String(unsafeUninitializedCapacity: 4096) {
        max(0, read(descriptor, $0.baseAddress, $0.count))
      }
    }
  #endif
}
