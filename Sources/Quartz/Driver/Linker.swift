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
/// process compiles. For a program a second clang works out at the same time how the linker is to be
/// called; one clang for both would load itself once more between the two.
struct Linker: ~Copyable, CodegenSink {
  private let options: LinkOptions
  private let clang: Clang
  /// Where the object file goes, under a temporary name.
  private let object: String
  private let compiler: ChildProcess
  private let planner: LinkPlanner?
  private let errors: Int32
  private var file: AtomicFile
  private var sink: DescriptorSink
  private var isOpen = true

  private init(
    _ options: LinkOptions, _ clang: Clang, object: String, _ compiler: ChildProcess,
    _ planner: LinkPlanner?, input: Int32, errors: Int32
  ) {
    self.options = options
    self.clang = clang
    self.object = object
    self.compiler = compiler
    self.planner = planner
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
    let output = AtomicFile.temporaryPath(for: options.output)
    let object = options.product == .object ? output : output + ".o"
    let errors = try makeNamelessFile()
    let pipe = try ProcessPipe()
    defer { close(pipe.reading) }
    let compiler = try ChildProcess.start(
      clang.path, compilation(options, clang, output: object),
      ChildProcess.Streams(input: pipe.reading, errors: errors))
    let planner =
      options.product == .object
      ? nil : LinkPlanner.start(clang, linking(options, clang, object: object, output: output))
    return Linker(
      options, clang, object: object, compiler, planner, input: pipe.writing, errors: errors)
  }

  deinit {
    close(errors)
    if isOpen { close(sink.descriptor) }
    if options.product == .executable { unlink(object) }
  }

  mutating func write(_ chunk: UnsafeRawBufferPointer) { sink.write(chunk) }

  /// Waits for clang, links, and gives what was made its name.
  mutating func finish() throws(DriverError) {
    let ending = endCompilation()
    let command = planner?.command()
    guard ending == .exited(0) else { throw failure(ending, "clang") }
    if options.product == .executable { try link(command) }
    try file.commit()
  }

  /// Links by the planned `command`, or by clang when there is none.
  private func link(_ command: [String]?) throws(DriverError) {
    defer { unlink(object) }
    let command =
      command
      ?? Self.linking(options, clang, object: object, output: file.temporaryPath)
    let streams = ChildProcess.Streams(output: errors, errors: errors)
    let ending = try ChildProcess.start(command[0], command, streams).wait()
    guard ending == .exited(0) else { throw failure(ending, Path.name(command[0])) }
  }

  /// Gives up: clang gets a text that it refuses, so that it cleans up behind itself.
  mutating func abandon() {
    let bytes: [UInt8] = Array("abandoned".utf8)
    bytes.withUnsafeBytes { sink.write($0) }
    _ = endCompilation()
    _ = planner?.command()
    unlink(object)
  }

  private mutating func endCompilation() -> ChildProcess.Ending {
    close(sink.descriptor)
    isOpen = false
    return compiler.wait()
  }

  /// A file without a name that takes messages; a pipe could fill up while clang waits for more IR.
  static func makeNamelessFile() throws(DriverError) -> Int32 {
    let directory = environment("TMPDIR") ?? "/tmp"
    var path = Array((directory + "/quartz-XXXXXX").utf8CString)
    let descriptor = ChildProcess.starting.withLock { _ in
      let descriptor = mkstemp(&path)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      return descriptor
    }
    guard descriptor >= 0 else { throw .unwritable(directory, systemMessage()) }
    unlink(path)
    return descriptor
  }

  /// What was written to a file without a name.
  static func contents(of descriptor: Int32) -> String {
    lseek(descriptor, 0, SEEK_SET)
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = read(descriptor, &piece, piece.count), count > 0 {
      bytes += piece.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

// MARK: - Arguments

extension Linker {
  /// The command line that makes the object file of what comes through the pipe.
  private static func compilation(
    _ options: LinkOptions, _ clang: Clang, output: String
  ) -> [String] {
    let level = options.isOptimized ? "-O2" : "-O0"
    return [clang.path, "-Wno-override-module", level] + machine(options)
      + ["-x", "ir", "-", "-c", "-o", output]
  }

  /// The command line that links the object file.
  private static func linking(
    _ options: LinkOptions, _ clang: Clang, object: String, output: String
  ) -> [String] {
    [clang.path] + machine(options) + linkerChoice(options, clang)
      + [argument(object), "-o", output] + runtimeLibraries(options, clang) + ["-lm", "-lpthread"]
  }

  private static func machine(_ options: LinkOptions) -> [String] {
    (options.sanitizer.map { ["-fsanitize=\($0.rawValue)"] } ?? [])
      + (options.target.map { ["--target=\($0)"] } ?? [])
  }

  /// A path that is not taken for an option.
  private static func argument(_ path: String) -> String {
    path.hasPrefix("-") ? "./" + path : path
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
  /// What the failure of `tool` means: names that no library defines are the program's mistake, all
  /// else is the compiler's.
  private func failure(_ ending: ChildProcess.Ending, _ tool: String) -> DriverError {
    let words = Self.contents(of: errors)
    let undefined = Self.undefinedSymbols(in: words)
    if !undefined.isEmpty { return .undefinedSymbols(undefined) }
    let how =
      switch ending {
      case .exited(let code): "\(tool) ended with code \(code)"
      case .signalled(let signal): "\(tool) was ended by signal \(signal)"
      }
    return .internalError(in: "link", words.isEmpty ? how : "\(how):\n\(words)")
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
