import ArgumentParser
import Quake

/// `quake spec`: runs specs.
struct SpecCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spec", abstract: Verb.spec.summary + ".")

  @Argument(help: "The specs: a name with or without '_spec', a path, path:line, or a glob.")
  var specs: [String] = []

  @Option(
    help: "What is under test: stage1 to stage4, interpreter, all, or the path of a compiler.")
  var compiler = "stage1"

  @Option(help: "How specs are executed: debug, release, interpreter, address, thread, or all.")
  var engine = "debug"

  @Option(help: "Write a JUnit report to this file.")
  var junit: String?

  @Option(help: "The dialect of the report: strict, jenkins, or rich.")
  var junitProfile = "strict"

  @Option(help: "Run only tests whose full name fits this pattern.")
  var grep: String?

  @Option(help: "Run only tests with this tag; may be repeated.")
  var tag: [String] = []

  @Option(help: "Seconds that a test may take.")
  var timeout: Int?

  @Option(help: "Write the journal of the run to this file.")
  var journal: String?

  @Option(help: "The order of files and tests: written, or random.")
  var order = "written"

  @Option(help: "What decides a random order; chosen and shown when it is not given.")
  var seed: UInt64?

  @Option(help: "Run one part of the files, such as 2/5.")
  var shard: String?

  @Flag(help: "Run only what failed in the former run.")
  var onlyFailures = false

  @Option(help: "Write the results to this file in the Test Anything Protocol.")
  var tap: String?

  @Flag(help: "Run again whenever a spec, the library or the compiler has changed.")
  var watch = false

  @Flag(help: "Instead, make expected what is said about all programs of spec/ui, or those named.")
  var accept = false

  @OptionGroup var limit: JobFlags

  func validate() throws {
    try require(engine, "--engine", SpecRequest.engines)
    try require(junitProfile, "--junit-profile", ["strict", "jenkins", "rich"])
    try require(order, "--order", ["written", "random"])
    guard seed == nil || order == "random" else {
      throw ValidationError("--seed needs --order random")
    }
    guard timeout ?? 1 > 0 else { throw ValidationError("--timeout is at least 1") }
  }

  private func require(_ value: String, _ option: String, _ choices: [String]) throws {
    guard !choices.contains(value) else { return }
    throw ValidationError("\(option) is one of \(choices.joined(separator: ", "))")
  }

  func run() async throws {
    let session = try Start.session()
    if accept { return try Start.finish(await session.acceptUI(specs, jobs: limit.jobs)) }
    if watch { return try Start.finish(await session.watchSpec(request)) }
    try Start.finish(await session.runSpec(request))
  }

  private var request: SpecRequest {
    var request = SpecRequest()
    request.selectors = specs
    request.compiler = compiler
    request.engine = engine
    request.junit = junit
    request.junitProfile = junitProfile
    request.grep = grep
    request.tags = tag
    request.jobs = limit.jobs
    request.timeout = timeout
    request.journal = journal
    request.shard = shard
    request.onlyFailures = onlyFailures
    request.tap = tap
    if order == "random" { request.orderSeed = seed ?? .random(in: 0...999_999) }
    return request
  }
}
