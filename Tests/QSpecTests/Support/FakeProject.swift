import Testing

@testable import QSpec

/// A project in a temporary folder, with specs that are shell scripts speaking the protocol.
final class FakeProject: Sendable {
  /// The folder.
  let root: String

  /// An empty project.
  init() throws { root = try FileSystem.makeTemporaryFolder() }

  deinit { FileSystem.remove(root) }

  /// The path of `name` in the project.
  func path(_ name: String) -> String { Path.join(root, name) }

  /// Writes `text` to the file `name`.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    try FileSystem.makeFolder(Path.folder(of: path(name)))
    guard let file = OpenFile(creating: path(name)), file.write(Array(text.utf8)) else {
      throw RunnerError.infrastructure("cannot write \(name)")
    }
    return path(name)
  }

  /// Adds the spec `name` with `tests`: what each is called and the shell commands that it runs.
  @discardableResult
  func spec(_ name: String, _ tests: [(String, String)]) throws -> FakeProject {
    try write("spec/qspec/\(name)_spec.qz", FakeSpec(tests: tests).script)
    return self
  }

  /// Adds the spec `name` as a script of its own, after the functions of the protocol.
  @discardableResult
  func script(_ name: String, _ body: String) throws -> FakeProject {
    try write("spec/qspec/\(name)_spec.qz", FakeSpec.prelude + body)
    return self
  }

  /// The options of a quiet run of this project with a journal.
  func options(engines: [Engine] = [.shell]) -> SpecRunOptions {
    var options = SpecRunOptions(root: root, engines: engines)
    options.workingDirectory = root
    options.style = nil
    options.journal = path("journal.jsonl")
    options.interruption = Interruption()
    options.limits.test = .seconds(20)
    return options
  }

  /// Runs the project's specs, with `change` made to the options.
  func run(
    engines: [Engine] = [.shell], _ change: (inout SpecRunOptions) -> Void = { _ in }
  ) async throws -> FakeRun {
    let (output, errors) = (TextCollector(), TextCollector())
    var options = options(engines: engines)
    (options.output, options.errorOutput) = (output.sink, errors.sink)
    change(&options)
    let code = await SpecRun.run(options)
    let events = (try? Journal.events(at: path("journal.jsonl"))) ?? []
    return FakeRun(code: code, events: events, output: output.text, errors: errors.text)
  }
}

/// What a run of a fake project came to.
struct FakeRun {
  /// The exit code.
  let code: ExitCode
  /// The events of the journal.
  let events: [RunEvent]
  /// The report for people.
  let output: String
  /// The errors of the run itself.
  let errors: String

  /// The record of the events.
  var record: RunRecord { RunRecord(events) }

  /// The names and verdicts of all results, in order, as in `a passed`.
  var verdicts: [String] { record.results.map { "\($0.test.name) \($0.verdict.rawValue)" } }

  /// The only result of the test called `name`.
  func result(
    _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> TestResult {
    let found = record.results.filter { $0.test.name == name }
    #expect(found.count == 1, "results of '\(name)'", sourceLocation: sourceLocation)
    return try #require(found.first, sourceLocation: sourceLocation)
  }
}

/// A spec as a shell script.
struct FakeSpec {
  /// What each test is called and the commands that it runs.
  let tests: [(String, String)]

  /// Functions that speak the protocol; file descriptors 8 and 9 are standard output and error,
  /// because those of a command in `$(…)` are pipes.
  static let prelude = """
    exec 8>&1 9>&2
    emit() { printf '%s\\n' "$1" >> "$QSPEC_EVENTS"; }
    size() { stat -L -c %s /dev/fd/$1 2>/dev/null || stat -L -f %z /dev/fd/$1; }
    wanted() { [ -z "$QSPEC_ONLY" ] && return 0; case ",$QSPEC_ONLY," in *,$1,*) ;; *) return 1;; esac; }
    begin() { emit "{\\"event\\":\\"start\\",\\"id\\":$1,\\"out\\":$(size 8),\\"err\\":$(size 9)}"; }
    finish() { emit "{\\"event\\":\\"end\\",\\"id\\":$1,\\"status\\":\\"$2\\",\\"ns\\":2000000,\\"out\\":$(size 8),\\"err\\":$(size 9)$3}"; }
    fail() { status=failed; more=",\\"message\\":\\"$1\\",\\"line\\":14,\\"file\\":\\"x_spec.qz\\""; }
    done_() { emit '{"event":"done","focused":false}'; }
    plan() { emit "{\\"event\\":\\"plan\\",\\"tests\\":[$1]}"; if [ -n "$QSPEC_LIST" ]; then exit 0; fi; }

    """

  /// The plan's entry for the test number `id` called `name`, which lies on line `10 * (id + 1)`.
  static func entry(_ id: Int, _ name: String) -> String {
    let tags = id % 2 == 0 ? "[\"even\"]" : "[]"
    return """
      {"id":\(id),"path":["Vec"],"name":"\(name)","line":\(10 * (id + 1)),"tags":\(tags),"pending":false}
      """
  }

  /// The command that writes a plan of tests called `names`.
  static func plan(_ names: [String]) -> String {
    let entries = names.enumerated().map { entry($0, $1) }.joined(separator: ",")
    return "plan '\(entries)'\n"
  }

  /// The whole script.
  var script: String {
    let bodies = tests.enumerated().map { id, test in
      """
      if wanted \(id); then
        begin \(id); status=passed; more=
        \(test.1)
        finish \(id) $status "$more"
      fi
      """
    }
    return Self.prelude + Self.plan(tests.map(\.0)) + bodies.joined(separator: "\n") + "\ndone_\n"
  }
}

extension Engine {
  /// Runs a spec with the shell.
  static let shell = Engine(name: "shell") { source, _ in Command("/bin/sh", [source]) }
}
