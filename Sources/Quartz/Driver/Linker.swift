#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// What clang is to make, and how.
struct LinkOptions: Sendable {
  /// What is made.
  enum Product: Sendable {
    /// An object file.
    case object
    /// A program that runs.
    case executable
  }

  /// What is made.
  var product = Product.executable
  /// Where it goes.
  var output: String
  /// Whether it is optimised.
  var isOptimized = false
  /// The checker that is built in.
  var sanitizer: Sanitizer?
  /// The machine that it is for, as clang names it.
  var target: String?
}

/// A running clang that takes LLVM IR through a pipe and makes an object file or program.
///
/// It is started before there is any IR: loading clang takes some 15 ms, which pass while this
/// process compiles.
struct Linker: ~Copyable, CodegenSink {
  private let options: LinkOptions
  private let process: ChildProcess
  private let errors: Int32
  private var file: AtomicFile
  private var sink: DescriptorSink
  private var isOpen = true

  private init(_ options: LinkOptions, _ process: ChildProcess, input: Int32, errors: Int32) {
    self.options = options
    self.process = process
    self.errors = errors
    sink = DescriptorSink(descriptor: input)
    file = AtomicFile(path: options.output)
  }

  /// Starts clang.
  static func start(_ options: LinkOptions) throws(DriverError) -> Linker {
    let clang = try Clang.found.get()
    if let problem = AtomicFile.obstacle(options.output) {
      throw .unwritable(options.output, problem)
    }
    // A clang that ended early shows in how it ended, not by a signal here.
    signal(SIGPIPE, SIG_IGN)
    let errors = try makeErrorFile()
    let pipe = try ProcessPipe()
    defer { close(pipe.reading) }
    let output = AtomicFile.temporaryPath(for: options.output)
    let process = try ChildProcess.start(
      clang.path, arguments(options, clang, output: output),
      ChildProcess.Streams(input: pipe.reading, errors: errors))
    return Linker(options, process, input: pipe.writing, errors: errors)
  }

  deinit {
    close(errors)
    if isOpen { close(sink.descriptor) }
  }

  mutating func write(_ chunk: UnsafeRawBufferPointer) { sink.write(chunk) }

  /// Waits for clang, and gives what it made its name.
  mutating func finish() throws(DriverError) {
    let ending = end()
    guard ending == .exited(0) else { throw failure(ending) }
    try file.commit()
  }

  /// Gives up: clang gets a text that it refuses, so that it cleans up behind itself.
  mutating func abandon() {
    let bytes: [UInt8] = Array("abandoned".utf8)
    bytes.withUnsafeBytes { sink.write($0) }
    _ = end()
  }

  private mutating func end() -> ChildProcess.Ending {
    close(sink.descriptor)
    isOpen = false
    return process.wait()
  }

  /// A file without a name that takes clang's messages; a pipe could fill up while clang waits for
  /// more IR.
  private static func makeErrorFile() throws(DriverError) -> Int32 {
    let directory = environment("TMPDIR") ?? "/tmp"
    let template = Array((directory + "/quartz-XXXXXX").utf8CString)
    var path = template
    let descriptor = mkstemp(&path)
    guard descriptor >= 0 else { throw .unwritable(directory, systemMessage()) }
    unlink(path)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return descriptor
  }
}

// MARK: - Arguments

extension Linker {
  /// The command line of clang.
  static func arguments(_ options: LinkOptions, _ clang: Clang, output: String) -> [String] {
    var arguments = [clang.path, "-Wno-override-module", options.isOptimized ? "-O2" : "-O0"]
    if let sanitizer = options.sanitizer { arguments.append("-fsanitize=\(sanitizer.rawValue)") }
    if let target = options.target { arguments.append("--target=\(target)") }
    arguments += ["-x", "ir", "-", "-o", output]
    switch options.product {
    case .object: arguments.append("-c")
    case .executable:
      arguments += linkerChoice(options, clang) + runtimeLibraries(options, clang)
      arguments += ["-lm", "-lpthread"]
    }
    return arguments
  }

  /// The fastest linker that is installed: for a small program gold takes 7 ms and lld 12, most of
  /// it for loading itself; a large program's optimised code is linked as fast by lld.
  private static func linkerChoice(_ options: LinkOptions, _ clang: Clang) -> [String] {
    #if os(Linux)
      guard options.target == nil else { return ["-fuse-ld=lld"] }
      let directories = (environment("PATH") ?? "").split(separator: ":").map(String.init)
      let hasLLD = ([clang.directory] + directories).contains { Clang.isProgram($0 + "/ld.lld") }
      let hasGold = directories.contains { Clang.isProgram($0 + "/ld.gold") }
      let prefersLLD = hasLLD && (options.isOptimized || options.sanitizer != nil)
      if hasGold && !prefersLLD { return ["-fuse-ld=gold"] }
      return hasLLD ? ["-fuse-ld=lld"] : []
    #else
      return []
    #endif
  }
}

extension Linker {
  /// What the run time of a sanitizer needs beyond clang's own libraries: that of the Swift
  /// toolchain for threads watches dispatch queues, too.
  private static func runtimeLibraries(_ options: LinkOptions, _ clang: Clang) -> [String] {
    guard options.sanitizer == .thread else { return [] }
    let directory = Path.directory(clang.directory) + "/lib/swift_static/linux/"
    let libraries = ["libdispatch.a", "libBlocksRuntime.a"].map { directory + $0 }
    return libraries.filter { FileKind.of($0) == .regular }.flatMap { ["-Xlinker", $0] }
  }
}

// MARK: - Failures

extension Linker {
  /// What clang's failure means: names that no library defines are the program's mistake, all else
  /// is the compiler's.
  private func failure(_ ending: ChildProcess.Ending) -> DriverError {
    let words = messages()
    let undefined = Self.undefinedSymbols(in: words)
    if !undefined.isEmpty { return .undefinedSymbols(undefined) }
    let how =
      switch ending {
      case .exited(let code): "clang ended with code \(code)"
      case .signalled(let signal): "clang was ended by signal \(signal)"
      }
    return .internalError(in: "link", words.isEmpty ? how : "\(how):\n\(words)")
  }

  private func messages() -> String {
    lseek(errors, 0, SEEK_SET)
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = read(errors, &piece, piece.count), count > 0 {
      bytes += piece.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The names that a linker says are undefined, in order, each once.
  static func undefinedSymbols(in messages: String) -> [String] {
    var names: [String] = []
    for line in messages.split(separator: "\n") {
      for phrase in ["undefined reference to ", "undefined symbol: "] {
        guard let start = line.firstRange(of: phrase)?.upperBound else { continue }
        let name = String(line[start...].filter { !"'`\"".contains($0) })
        if !names.contains(name) { names.append(name) }
      }
    }
    return names
  }
}
