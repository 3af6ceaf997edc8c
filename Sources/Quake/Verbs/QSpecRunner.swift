import QSpec
import Synchronization

/// A text that grows.
private final class TextLog: Sendable {
  private let state = Mutex("")

  /// The text so far.
  var text: String { state.withLock { $0 } }

  func add(_ piece: String) { state.withLock { $0 += piece } }
}

/// Runs specs by QSpec.
public struct QSpecRunner: SpecRunning {
  /// The look of the report.
  let style: TerminalStyle

  /// A runner whose report has the given style.
  init(console: Console) {
    style = TerminalStyle(
      isLive: console.isLive, hasColor: console.hasColors, width: console.width)
  }

  /// Runs the specs that `request` asks for and reads what came of them from the journal.
  public func run(
    _ request: SpecRequest, project: Project, quartz: String, output: OutputSink
  ) async throws -> SpecTally {
    let journal = request.journal ?? Files.join(project.scratch, "spec.journal")
    var options = SpecRunOptions(
      root: project.root, engines: try engines(of: request, quartz: quartz, project))
    try configure(&options, by: request)
    options.journal = journal
    if request.onlyFailures { options.failuresOf = journal }
    let tap = TextLog()
    if request.tap != nil { options.tap = TextSink { tap.add($0) } }
    options.output = TextSink { output.write($0) }
    options.errorOutput = options.output
    if let seed = request.orderSeed { output.line("random order, --seed \(seed)") }
    let code = await SpecRun.run(options)
    if let path = request.tap {
      try DurableFile.write(tap.text, to: Files.absolute(path, from: options.workingDirectory))
    }
    guard code == .passed || code == .failed else { throw QuakeError("", code: code) }
    let place = Files.absolute(journal, from: options.workingDirectory)
    return Self.tally(of: try SpecRun.record(journal: place))
  }

  /// The spec files that `request` selects.
  public func files(_ request: SpecRequest, project: Project) throws -> [String] {
    var options = SpecRunOptions(root: project.root, engines: [.interpreted(quartz: "")])
    options.selections = request.selectors
    do {
      return try SpecRun.files(options)
    } catch {
      throw QuakeError(error.message, code: error.exitCode)
    }
  }

  private func configure(_ options: inout SpecRunOptions, by request: SpecRequest) throws {
    options.selections = request.selectors
    options.text = request.grep
    options.tags = request.tags
    options.style = style
    if let jobs = request.jobs { options.jobs = jobs }
    if let timeout = request.timeout { options.limits.test = .seconds(timeout) }
    if let seed = request.orderSeed {
      options.order = .random(seed: seed)
      options.rerunCommand += " --order random --seed \(seed)"
    }
    if let text = request.shard {
      guard let shard = SpecShard(text) else {
        throw QuakeError.usage("'\(text)' is no part: --shard 2/5 is the second of five")
      }
      options.shard = shard
    }
    guard let junit = request.junit else { return }
    let profile = JUnitProfile(rawValue: request.junitProfile) ?? .strict
    options.junit = [JUnitOptions(path: junit, profile: profile)]
  }

  /// What came of the run whose record is `record`.
  static func tally(of record: RunRecord) -> SpecTally {
    SpecTally(
      passed: record.count(.passed),
      failures: record.results.filter(\.verdict.isBad).map { result in
        let name = "\(result.test.fullName) (\(result.test.suite.engine))"
        return (name, "\(result.place): \(result.message ?? result.verdict.rawValue)")
      }, skipped: record.count(.skipped, .pending))
  }
}

// MARK: What is under test

extension QSpecRunner {
  /// The engines that `request` asks for, each a compiler with a way of execution.
  func engines(of request: SpecRequest, quartz: String, _ project: Project) throws -> [Engine] {
    switch request.compiler {
    case "interpreter": return [.interpreted(quartz: quartz)]
    case "all": return try engines(called: "all", of: quartz)
    case "stage1": return try engines(called: request.engine, of: quartz)
    default: return try engines(called: request.engine, of: compiler(request.compiler, project))
    }
  }

  /// The file of the compiler that `name` is the stage or the path of.
  private func compiler(_ name: String, _ project: Project) throws -> String {
    if name.hasPrefix("stage"), let number = Int(name.dropFirst("stage".count)) {
      if let path = project.compiler(ofStage: number) { return path }
      throw QuakeError.usage("there is no compiler of stage \(number) yet; quake guard builds it")
    }
    let compiler = Files.absolute(name, from: Files.currentFolder)
    guard Files.isExecutable(compiler) else {
      throw QuakeError.usage(
        "'\(name)' is no compiler: neither stage1 to stage4, interpreter nor all, nor a program")
    }
    return compiler
  }

  private func engines(called name: String, of quartz: String) throws -> [Engine] {
    if name == "all" { return ProgramEngine.allCases.map { $0.engine(of: quartz) } }
    guard let engine = ProgramEngine(rawValue: name) else {
      let choices = SpecRequest.engines.joined(separator: ", ")
      throw QuakeError.usage("'\(name)' is no engine; it is one of \(choices)")
    }
    return [engine.engine(of: quartz)]
  }
}

extension ProgramEngine {
  /// This way of execution by the compiler `quartz`, as QSpec knows it.
  fileprivate func engine(of quartz: String) -> Engine {
    guard let flags = buildFlags else { return .interpreted(name: rawValue, quartz: quartz) }
    return .compiled(name: rawValue, quartz: quartz, flags: flags)
  }
}
