/// The colours of a report.
enum TerminalColor: Int {
  /// For what is bad.
  case red = 31
  /// For what is good.
  case green = 32
  /// For what deserves a look.
  case yellow = 33
}

extension TerminalReporter {
  /// The last lines of the report: failures in full, slow tests, and the closing line.
  func summary(of record: RunRecord) -> [String] {
    let record = record.completed
    let results = record.results
    var counts = ResultCounts()
    results.forEach { counts.add($0) }
    let bad = results.filter(\.verdict.isBad)
    var lines = bad.enumerated().flatMap { failure($1, number: $0 + 1) }
    lines += slowest(of: results)
    if !bad.isEmpty { lines += ["", "to run what failed again:"] + reruns(of: bad) }
    let time = Duration.milliseconds(record.elapsed).inSeconds
    let suites = record.orderedSuites.count
    lines += ["", "finished \(suites) \(suites == 1 ? "suite" : "suites") in \(time)"]
    return lines + [paint(counts.line, counts.bad > 0 ? .red : .green)]
  }

  /// All there is to say about a bad `result`.
  private func failure(_ result: TestResult, number: Int) -> [String] {
    let head = "\(number)) \(clean(result.test.fullName))\(mark(result.test.suite))"
    var lines = ["", paint(head, .red), "   at \(clean(result.place))"]
    lines += indented(result.message ?? "an expectation did not hold")
    if let difference = TextDiff.description(expected: result.expected, actual: result.actual) {
      lines += indented(difference)
    }
    if let details = result.details { lines += indented(details) }
    lines += shown(result.output.out, "standard output")
    // The details of a crash end with standard error already.
    if result.details == nil { lines += shown(result.output.err, "standard error") }
    return lines
  }

  /// The end of `text` under the heading `name`, nothing when it is empty.
  private func shown(_ text: CapturedText, _ name: String) -> [String] {
    if text.isEmpty { return [] }
    let lines = clean(text.text).split(separator: "\n", omittingEmptySubsequences: false)
    let all = lines.last?.isEmpty == true ? lines.dropLast() : lines[...]
    let left = all.count - options.outputLines
    let heading = left > 0 ? "\(name), without the first \(left) lines:" : "\(name):"
    return ["   \(heading)"] + all.suffix(options.outputLines).map { "     \($0)" }
  }

  /// The tests that took longest, nothing when all were quick.
  private func slowest(of results: [TestResult]) -> [String] {
    let slow = results.filter { $0.nanoseconds >= options.slowestThreshold }
      .sorted { $0.nanoseconds > $1.nanoseconds }.prefix(options.slowestCount)
    if slow.isEmpty { return [] }
    return ["", "slowest:"]
      + slow.map { result in
        let time = Duration.nanoseconds(result.nanoseconds).inSeconds
        return "  \(time)  \(title(of: result.test))"
      }
  }

  /// A command for each of `bad` that runs it alone, each command once.
  private func reruns(of bad: [TestResult]) -> [String] {
    var seen: Set<String> = []
    let commands = bad.map { "  \(options.rerunCommand) \(Self.quoted(clean($0.test.place)))" }
    return commands.filter { seen.insert($0).inserted }
  }

  /// `text` as one word of a shell.
  static func quoted(_ text: String) -> String {
    let plain = text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || "/._-:+@,".utf8.contains(byte)
    }
    if plain && !text.isEmpty { return text }
    return "'" + text.replacing("'", with: "'\\''") + "'"
  }
}

extension TerminalReporter {
  /// `text` without anything that a terminal would obey.
  func clean(_ text: String) -> String { CleanText(text).string }

  /// The lines of `text`, indented.
  private func indented(_ text: String) -> [String] {
    clean(text).split(separator: "\n", omittingEmptySubsequences: false).map { "   \($0)" }
  }

  /// The first line of `text`.
  func firstLine(_ text: String) -> String {
    clean(text).split(separator: "\n").first.map(String.init) ?? ""
  }

  /// Where `test` is and what it is called.
  func title(of test: TestReference) -> String {
    "\(clean(test.place)) \(firstLine(test.fullName))\(mark(test.suite))"
  }

  /// The engine of `suite`, where there are several.
  func mark(_ suite: SuiteID) -> String { hasEngines ? " [\(clean(suite.engine))]" : "" }

  /// `text` in `color`, where there are colours.
  func paint(_ text: String, _ color: TerminalColor) -> String {
    options.style.hasColor ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
  }
}
