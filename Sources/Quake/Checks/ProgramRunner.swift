/// The ways in which a Quartz program can be executed.
enum ProgramEngine: String, CaseIterable, Sendable {
  /// Compiled without optimisation.
  case debug
  /// Compiled for speed.
  case release
  /// Interpreted from MIR.
  case interpreter
  /// Compiled with AddressSanitizer, which reports every access to memory that is not in use.
  case address
  /// Compiled with ThreadSanitizer, which reports accesses that race.
  case thread

  /// What the compiler is told so that it builds for this engine; nil when nothing is built.
  var buildFlags: [String]? {
    switch self {
    case .debug: []
    case .release: ["--release"]
    case .interpreter: nil
    case .address, .thread: ["--sanitize", rawValue]
    }
  }
}

/// What a program is given when it runs.
struct ProgramSetting: Sendable {
  /// The folder it starts in.
  var folder: String
  /// Its arguments.
  var arguments: [String] = []
  /// The file of its standard input, nil for none.
  var input: String?
  /// How long it may take, where that is not what the runner says.
  var timeout: Duration?
}

/// Compiles Quartz programs with `quartz` and runs them.
struct ProgramRunner: Sendable {
  /// The compiler.
  let quartz: String
  /// The project, in whose folder everything is started.
  let project: Project
  /// The folder for the programs that are built.
  let folder: String
  /// How long a program or the compiler may take.
  var timeout: Duration = .seconds(120)

  /// A runner that builds into the folder `name` of the project's scratch.
  init(project: Project, toolchain: Toolchain, name: String) throws {
    try self.init(project: project, quartz: toolchain.quartz(), name: name)
  }

  /// A runner that compiles with `quartz` and builds into the folder `name` of the project's scratch.
  init(project: Project, quartz: String, name: String) throws {
    self.quartz = quartz
    self.project = project
    folder = Files.join(project.scratch, name)
    try Files.makeFolder(folder)
  }

  /// What became of a program: what it did, or what the compiler said instead.
  enum Outcome: Sendable {
    /// It ran.
    case ran(Captured)
    /// The compiler refused it or broke.
    case notBuilt(Captured)
  }

  /// Executes the program of the file `source` by `engine`; `name` tells its builds apart.
  func run(
    _ source: String, as name: String, by engine: ProgramEngine, _ setting: ProgramSetting? = nil
  ) async throws -> Outcome {
    let setting = setting ?? ProgramSetting(folder: project.root)
    guard let flags = engine.buildFlags else {
      let arguments = setting.arguments.isEmpty ? [] : ["--"] + setting.arguments
      return .ran(try await start(quartz, ["run", "--interpret", source] + arguments, setting))
    }
    return try await build(source, name: "\(name)-\(engine.rawValue)", flags: flags, setting)
  }

  /// What `quartz check` says about the file `source`.
  func check(_ source: String) async throws -> Captured {
    try await quartz(["check", source, "--color", "never"])
  }

  private func build(
    _ source: String, name: String, flags: [String], _ setting: ProgramSetting
  ) async throws -> Outcome {
    let program = Files.join(folder, name)
    // A program left by an earlier run must never stand in for one that was not built.
    try Files.remove(program)
    let built = try await quartz(["build", source, "-o", program] + flags)
    guard built.ending.isSuccess, Files.isExecutable(program) else { return .notBuilt(built) }
    defer { try? Files.remove(program) }
    return .ran(try await start(program, setting.arguments, setting))
  }

  private func start(
    _ program: String, _ arguments: [String], _ setting: ProgramSetting
  ) async throws -> Captured {
    var command = Command(program, arguments, in: setting.folder)
    if let input = setting.input {
      let words = ["-c", "exec \"$0\" \"$@\" <'\(input)'", program] + arguments
      command = Command("/bin/sh", words, in: setting.folder)
    }
    return try await command.within(setting.timeout ?? timeout).capture()
  }

  private func quartz(_ arguments: [String]) async throws -> Captured {
    try await Command(quartz, arguments, in: project.root).within(timeout).capture()
  }
}

extension ProgramRunner {
  /// Why the execution of a program was not right, or nil when it wrote exactly `expected` to
  /// standard output and ended well.
  static func complaint(about outcome: Outcome, expecting expected: String) -> String? {
    switch outcome {
    case .notBuilt(let compiler):
      return "the compiler \(compiler.ending.words)\n\(compiler.wholeText)"
    case .ran(let program):
      let difference = TextDifference.between(expected: expected, observed: program.outputText)
      guard difference != nil || !program.ending.isSuccess else { return nil }
      let ending = program.ending.isSuccess ? nil : "it \(program.ending.words)"
      let errors = program.errors.isEmpty ? nil : "standard error:\n\(program.errorText)"
      return [ending, difference, errors].compactMap { $0 }.joined(separator: "\n")
    }
  }
}

/// Applies `work` to each of `items`, at most `limit` at a time; the results keep the order.
func inParallel<Item: Sendable, Result: Sendable>(
  _ items: [Item], limit: Int, _ work: @escaping @Sendable (Item) async throws -> Result
) async throws -> [Result] {
  try await withThrowingTaskGroup(of: (Int, Result).self) { group in
    var results = [Result?](repeating: nil, count: items.count)
    var next = 0
    while next < min(limit, items.count) {
      let index = next
      group.addTask { (index, try await work(items[index])) }
      next += 1
    }
    while let (index, result) = try await group.next() {
      results[index] = result
      guard next < items.count else { continue }
      let following = next
      group.addTask { (following, try await work(items[following])) }
      next += 1
    }
    return results.map { $0! }
  }
}
