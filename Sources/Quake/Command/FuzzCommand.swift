import ArgumentParser
import Quake

/// `quake fuzz`: looks for programs that the compiler does not bear.
struct FuzzCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuzz", abstract: Verb.fuzz.summary + ".")

  @Option(help: "What decides the programs: the same seed makes the same ones.")
  var seed: UInt64 = 1

  @Option(help: "The number of the first program.")
  var first = 0

  @Option(help: "The number of programs.")
  var cases = 5000

  @Option(help: "Begin no further programs after so many seconds.")
  var time: Int?

  @Option(name: [.customShort("j", allowingJoined: true), .long], help: "The number of workers.")
  var jobs = 1

  func validate() throws {
    guard cases > 0, first >= 0 else { throw ValidationError("--cases is at least 1") }
    guard time ?? 1 > 0 else { throw ValidationError("--time is at least 1") }
    guard (1...1024).contains(jobs) else { throw ValidationError("--jobs is 1 to 1024") }
  }

  func run() async throws {
    var request = FuzzRequest()
    request.seed = seed
    request.first = first
    request.cases = cases
    request.seconds = time
    request.jobs = jobs
    try Start.finish(await Start.session().runFuzz(request))
  }
}

/// `quake fuzz-worker`: the process that `quake fuzz` gives programs to.
struct FuzzWorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuzz-worker", abstract: "Examine programs for quake fuzz.", shouldDisplay: false)

  @Option var seed: UInt64 = 1
  @Option var first = 0
  @Option var end = 0
  @Option var file: String?
  @Option var path = ""
  @Option var grain: ProgramCutter.Grain?

  func run() throws {
    let code = FuzzWorker(try Start.session(), work).run()
    if code != 0 { throw ArgumentParser.ExitCode(code) }
  }

  private var work: FuzzWorker.Work {
    guard let file else { return .cases(seed: seed, first..<max(first, end)) }
    guard let grain else { return .whole(file: file, path: path) }
    return .cuts(file: file, path: path, grain: grain, chunks: end, first: first)
  }
}

extension ProgramCutter.Grain: ExpressibleByArgument {}
