/// Tells people how a run goes and what it came to.
final class TerminalReporter: Reporter {
  /// What the report needs to know beside the events.
  struct Options {
    /// How it looks.
    var style = TerminalStyle.plain
    /// The command that runs one spec again, to which a place is added.
    var rerunCommand = "./quake spec"
    /// The number of slow tests that are listed.
    var slowestCount = 5
    /// The shortest time of a test that is listed as slow, in nanoseconds.
    var slowestThreshold = 10_000_000
    /// The most lines of the output of a test that are shown.
    var outputLines = 60
  }

  /// What it needs to know beside the events.
  let options: Options
  /// Where it goes.
  private let sink: TextSink
  /// The number of tests that are planned so far.
  private var planned = 0
  /// The numbers of results of each kind so far.
  private var counts = ResultCounts()
  /// The results of the suites that are not finished, counted.
  private var suiteCounts: [SuiteID: ResultCounts] = [:]
  /// The tests that are running, in the order in which they started.
  private var running: [TestReference] = []
  /// Whether there are several engines.
  var hasEngines = false
  /// Whether a live line is on the screen.
  private var hasLiveLine = false
  /// When the live line was last drawn.
  private var lastDraw: ContinuousClock.Instant?

  /// A report to `sink`.
  init(_ sink: TextSink, options: Options = Options()) {
    self.sink = sink
    self.options = options
  }

  func receive(_ event: RunEvent) {
    switch event.kind {
    case .runStarted(let info): hasEngines = info.engines.count > 1
    case .suitePlanned(_, let tests): planned += tests.count
    case .testStarted(let test): running.append(test)
    case .testFinished(let result): receive(result)
    case .suiteFinished(let suite, let time, _): finish(suite, time)
    case .fileDiscovered, .buildStarted, .runFinished: break
    case .buildFinished, .testSlow, .processKilled, .processesLeaked, .suiteFocused,
      .runInterrupted:
      if let note = note(on: event.kind) { print(note) }
    }
    drawWhenDue()
  }

  func tick() { drawWhenDue() }

  func finish(_ record: RunRecord) {
    eraseLiveLine()
    for line in summary(of: record) { sink.write(line + "\n") }
  }

  /// Counts `result`, and says at once when it is bad.
  private func receive(_ result: TestResult) {
    running.removeAll { $0 == result.test }
    counts.add(result)
    suiteCounts[result.test.suite, default: ResultCounts()].add(result)
    guard result.verdict.isBad else { return }
    let word = paint(result.verdict == .failed ? "FAIL " : "ERROR", .red)
    print("\(word) \(title(of: result.test)): \(firstLine(result.message ?? ""))")
  }

  /// Says what a suite came to, where lines do not overwrite each other.
  private func finish(_ suite: SuiteID, _ nanoseconds: Int) {
    let counts = suiteCounts.removeValue(forKey: suite) ?? ResultCounts()
    if options.style.isLive { return }
    let word = counts.bad == 0 ? "ok  " : "FAIL"
    let time = Duration.nanoseconds(nanoseconds).inSeconds
    print("\(word) \(clean(suite.file))\(mark(suite))  \(counts.line) (\(time))")
  }

  /// What is worth a line about something other than a result.
  private func note(on kind: RunEvent.Kind) -> String? {
    switch kind {
    case .testSlow(let test, let time):
      let elapsed = Duration.nanoseconds(time).inSeconds
      return paint("SLOW ", .yellow) + " \(title(of: test)) has been running for \(elapsed)"
    case .processKilled(let suite, let reason, let place):
      let head = paint("KILL ", .yellow) + " \(clean(suite.file))\(mark(suite))"
      return "\(head): \(reason) \(clean(place))"
    case .processesLeaked(let suite, let names):
      let list = clean(names.joined(separator: ", "))
      return paint("LEAK ", .yellow) + " \(clean(suite.file))\(mark(suite)): \(list)"
    case .suiteFocused(let suite, let count):
      return paint("FOCUS", .yellow) + " \(clean(suite.file)): \(count) tests were left out"
    case .runInterrupted(let signal): return "interrupted by \(signal)"
    default: return nil
    }
  }
}

extension TerminalReporter {
  /// Writes `line` above the live line.
  private func print(_ line: String) {
    eraseLiveLine()
    sink.write(line + "\n")
  }

  /// Draws the live line when there is one and it has not been drawn just now.
  private func drawWhenDue() {
    guard options.style.isLive else { return }
    let now = ContinuousClock.now
    if let lastDraw, hasLiveLine, now - lastDraw < .milliseconds(50) { return }
    lastDraw = now
    eraseLiveLine()
    let width = max(20, options.style.width - 1)
    sink.write(String(liveLine.prefix(width)))
    hasLiveLine = true
  }

  /// The line that shows the progress.
  private var liveLine: String {
    var line = "[\(counts.all)/\(max(planned, counts.all))]"
    if counts.bad > 0 { line += " \(counts.bad) failed" }
    guard let first = running.first else { return line }
    let more = running.count > 1 ? " and \(running.count - 1) more" : ""
    return line + " " + title(of: first) + more
  }

  /// Takes the live line off the screen.
  private func eraseLiveLine() {
    guard hasLiveLine else { return }
    sink.write("\r\u{1B}[K")
    hasLiveLine = false
  }
}

/// How many results of each kind there are.
struct ResultCounts {
  /// Tests that passed.
  private(set) var passed = 0
  /// Tests that failed or came to no end.
  private(set) var bad = 0
  /// Tests that did not run, for a reason that the spec gave.
  private(set) var skipped = 0

  /// All results.
  var all: Int { passed + bad + skipped }

  /// The counts in the form `12 passed, 0 failed`, with what was skipped where there is any.
  var line: String {
    "\(passed) passed, \(bad) failed" + (skipped > 0 ? ", \(skipped) skipped" : "")
  }

  /// Counts `result`.
  mutating func add(_ result: TestResult) {
    switch result.verdict {
    case .passed: passed += 1
    case .failed, .error: bad += 1
    case .skipped, .pending: skipped += 1
    }
  }
}
