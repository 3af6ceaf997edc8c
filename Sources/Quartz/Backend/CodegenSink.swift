#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// What takes the text of the code generator, chunk by chunk.
protocol CodegenSink: ~Copyable {
  /// Takes `chunk`, which is valid only during the call.
  mutating func write(_ chunk: UnsafeRawBufferPointer)
}

/// A sink that keeps the text.
struct MemorySink: CodegenSink {
  /// The text so far.
  private(set) var bytes: [UInt8] = []

  mutating func write(_ chunk: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: chunk)
  }

  /// The text so far.
  var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// A sink that only counts, to measure the code generator alone.
struct CountingSink: CodegenSink {
  /// The number of bytes so far.
  private(set) var count = 0

  mutating func write(_ chunk: UnsafeRawBufferPointer) {
    count += chunk.count
  }
}

/// A sink that writes to an open file, pipe or terminal.
struct DescriptorSink: CodegenSink {
  /// Where the text goes; whoever opened it closes it.
  let descriptor: Int32
  /// The error number of the write that failed; nothing is written after it.
  private(set) var failure: Int32?

  /// A sink for `descriptor`.
  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  mutating func write(_ chunk: UnsafeRawBufferPointer) {
    var rest = chunk[...]
    while failure == nil, !rest.isEmpty {
      let run = UnsafeRawBufferPointer(rebasing: rest)
      #if canImport(Darwin)
        let written = Darwin.write(descriptor, run.baseAddress, run.count)
      #else
        let written = Glibc.write(descriptor, run.baseAddress, run.count)
      #endif
      if written >= 0 {
        rest = rest.dropFirst(written)
      } else if errno != EINTR {
        failure = errno
      }
    }
  }
}
