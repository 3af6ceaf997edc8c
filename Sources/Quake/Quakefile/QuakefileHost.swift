#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// The host of one run of a Quakefile: collects what it describes, and does what it asks for.
///
/// It is used by one thread at a time, the one that runs the Quakefile's code.
final class QuakefileHost {
  /// A call's answer, kept so that another run of the same statements gets the same.
  typealias Journal = [(call: HostCall, texts: [String], answer: HostAnswer)]

  /// What the Quakefile's code is doing.
  private enum Phase {
    /// Its own statements run for the first time.
    case declaring
    /// Its own statements run again; the number of journal entries that were used.
    case replaying(Int)
    /// The body of a task runs.
    case running
  }

  /// What was described so far.
  private(set) var declarations: [Declaration] = []
  /// The closures of the descriptions, at the same places; 0 for those without a body.
  private(set) var bodies: [UInt64] = []
  /// The answers of all calls that the Quakefile's own statements made.
  private(set) var journal: Journal
  /// The first call that went wrong since the code was started or resumed.
  private(set) var failure: QuakeError?

  private var effects: HostEffects
  private var phase: Phase
  private var result: [UInt8] = []

  /// The host of a first run, whose commands write to `output`.
  init(project: Project, inherited: [String: String], output: OutputSink) {
    effects = HostEffects(project: project, output: output, inherited: inherited)
    journal = []
    phase = .declaring
  }

  /// The host of a further run, whose own statements get the answers of `journal`.
  init(replaying journal: Journal, project: Project, inherited: [String: String]) {
    effects = HostEffects(project: project, output: OutputSink { _ in }, inherited: inherited)
    self.journal = journal
    phase = .replaying(0)
  }

  /// Makes ready for the body of a task that writes to `output`.
  func beginBody(output: OutputSink) {
    phase = .running
    effects.output = output
    failure = nil
  }

  /// The functions that the Quakefile's code can call, by their `extern "C"` names.
  func functions() -> [String: HostFunction] {
    var functions: [String: HostFunction] = [:]
    for call in HostCall.allCases {
      functions[call.rawValue] = { [self] memory, words in receive(call, words, memory) }
    }
    functions["write"] = { [self] memory, words in write(words, memory) }
    return functions
  }

  /// `write(2)`: what goes to the standard streams is shown as the task's own output.
  private func write(_ words: [UInt64], _ memory: any HostMemory) -> UInt64 {
    guard words.count == 3, let count = Int(exactly: words[2]) else { return .max }
    let bytes = memory.bytes(at: words[1], count: count)
    let descriptor = Int32(truncatingIfNeeded: words[0])
    guard descriptor == 1 || descriptor == 2 else { return Self.write(bytes, to: descriptor) }
    effects.output.write(bytes)
    return words[2]
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> UInt64 {
    let count = bytes.withUnsafeBytes { buffer in
      try? FileDescriptor(rawValue: descriptor).write(buffer)
    }
    return UInt64(bitPattern: Int64(count ?? -1))
  }

  private func receive(_ call: HostCall, _ words: [UInt64], _ memory: any HostMemory) -> UInt64 {
    guard let arguments = HostArguments(call, words, in: memory) else {
      let reason = "\(call.rawValue) was called with \(words.count) words that do not fit"
      return fail(.infrastructure(reason))
    }
    switch call {
    case .resultSize: return UInt64(result.count)
    case .resultCopy:
      memory.write(result, at: arguments.words[0])
      return 0
    case .task, .alias, .sweep, .fileTask, .bootstrap: return declare(call, arguments)
    default: return take(answer(to: call, arguments.texts))
    }
  }

  private func fail(_ reason: QuakeError) -> UInt64 {
    take(.failed(reason))
  }

  private func take(_ answer: HostAnswer) -> UInt64 {
    result = Array(answer.text.utf8)
    failure = failure ?? answer.failure
    return answer.word
  }
}

// MARK: Descriptions

extension QuakefileHost {
  private func declare(_ call: HostCall, _ arguments: HostArguments) -> UInt64 {
    let declaration = Self.declaration(call, arguments)
    if case .running = phase {
      return fail(.failed("'\(declaration.name)' is described while a task runs"))
    }
    guard !declaration.name.isEmpty, !declaration.name.hasPrefix("-") else {
      return fail(.failed("'\(declaration.name)' is no name for a task"))
    }
    declarations.append(declaration)
    bodies.append(arguments.words.first ?? 0)
    return 0
  }

  private static func declaration(_ call: HostCall, _ arguments: HostArguments) -> Declaration {
    let texts = arguments.texts
    switch call {
    case .alias: return .alias(name: texts[0], target: texts[1])
    case .sweep:
      return .sweep(name: texts[0], description: texts[1], patterns: arguments.list(2))
    case .fileTask: return .file(path: texts[0], inputs: arguments.list(1))
    case .bootstrap: return .bootstrap(name: texts[0], settings: texts[1])
    default: return .task(name: texts[0], description: texts[1], dependencies: arguments.list(2))
    }
  }
}

// MARK: Answers

extension QuakefileHost {
  private func answer(to call: HostCall, _ texts: [String]) -> HostAnswer {
    switch phase {
    case .running: return effects.perform(call, texts)
    case .declaring:
      let answer = effects.perform(call, texts)
      journal.append((call, texts, answer))
      return answer
    case .replaying(let position): return replayed(call, texts, at: position)
    }
  }

  /// The answer that the first run got; its variables of the environment are set again.
  private func replayed(_ call: HostCall, _ texts: [String], at position: Int) -> HostAnswer {
    guard position < journal.count, journal[position].call == call, journal[position].texts == texts
    else {
      return .failed(.failed("the Quakefile's statements do not do the same twice"))
    }
    phase = .replaying(position + 1)
    if call == .setEnvironment { _ = effects.perform(call, texts) }
    return journal[position].answer
  }
}
