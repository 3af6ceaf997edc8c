/// A JUnit report before it is written: all texts clean, all names unique, all counts right.
struct JUnitDocument {
  /// A suite of the report.
  struct Suite {
    let name: CleanText
    let file: CleanText
    let engine: CleanText
    let startedAt: Int
    let output: Output
    let cases: [Case]
  }

  /// What was written to standard output and error.
  struct Output {
    let out: CleanText
    let err: CleanText

    /// The texts of `output`, cut where no report could hold them.
    init(_ output: CapturedOutput) {
      out = CleanText(output.out.text, cutTo: JUnitDocument.textLimit)
      err = CleanText(output.err.text, cutTo: JUnitDocument.textLimit)
    }
  }

  /// A test case of the report.
  struct Case {
    let classname: CleanText
    let name: CleanText
    let result: TestResult
    /// What went wrong, or why it was skipped; never blank.
    let message: CleanText
    /// The whole story of what went wrong.
    let body: CleanText
    /// What was written during the test.
    let output: Output

    /// The test case called `name` in `classname` for `result`.
    init(classname: CleanText, name: CleanText, result: TestResult) {
      (self.classname, self.name, self.result) = (classname, name, result)
      message = Self.message(of: result)
      body = Self.body(of: result, message: message)
      output = Output(result.output)
    }

    /// The time to report: what did not run took none.
    var nanoseconds: Int {
      switch result.verdict {
      case .passed, .failed, .error: result.nanoseconds
      case .skipped, .pending: 0
      }
    }
  }

  /// The largest limit for a text, far from the 10 MB at which readers give up.
  static let textLimit = 4 << 20
  /// The longest name that is written in full.
  private static let nameLimit = 2000

  /// The suites, in order.
  let suites: [Suite]
  /// When the run started, in milliseconds since 1970.
  let startedAt: Int
  /// How long it took, in nanoseconds.
  let nanoseconds: Int

  /// The report of `record`, with an error in place of each missing result.
  init(_ record: RunRecord) {
    let record = record.completed
    let start = record.info?.startedAt ?? 0
    var names = UniqueNames()
    let hasEngines = (record.info?.engines.count ?? 1) > 1
    suites = record.orderedSuites.map { suite in
      Self.suite(suite, runStart: start, showsEngine: hasEngines, &names)
    }
    startedAt = start
    nanoseconds = record.elapsed * 1_000_000
  }

  /// The suite of the report for `suite`; its engine is part of the names where there are several.
  private static func suite(
    _ suite: RunRecord.Suite, runStart: Int, showsEngine: Bool, _ names: inout UniqueNames
  ) -> Suite {
    let mark = showsEngine ? "@" + suite.id.engine : ""
    let cases = suite.orderedResults.map { result in
      let classname = CleanText(classname(of: result.test, mark: mark)).limited(to: nameLimit)
      let wanted = CleanText(result.test.name).orWhenBlank("unnamed").limited(to: nameLimit)
      return Case(
        classname: classname, name: names.take(wanted, in: classname), result: result)
    }
    return Suite(
      name: CleanText(suite.id.file + mark).orWhenBlank("spec"), file: CleanText(suite.id.file),
      engine: CleanText(suite.id.engine), startedAt: runStart + (suite.startedAt ?? 0),
      output: Output(suite.output), cases: cases)
  }

  /// The dotted path of `test`: folders, file, engine where wanted, and descriptions.
  private static func classname(of test: TestReference, mark: String) -> String {
    var file = test.suite.file.split(separator: "/").filter { $0 != "." && $0 != ".." }
      .map(String.init)
    if let last = file.popLast() {
      file.append((last.hasSuffix(".qz") ? String(last.dropLast(3)) : last) + mark)
    }
    let parts = (file + test.path).filter { !CleanText($0).isBlank }
    return parts.isEmpty ? "spec" : parts.joined(separator: ".")
  }
}

extension JUnitDocument.Case {
  /// What went wrong with `result`, or why it was skipped.
  private static func message(of result: TestResult) -> CleanText {
    let message = CleanText(result.message ?? "", cutTo: JUnitDocument.textLimit)
    switch result.verdict {
    case .passed: return CleanText("passed")
    case .skipped: return message.orWhenBlank("skipped")
    case .pending: return CleanText("pending: " + message.orWhenBlank("not written yet").string)
    case .failed, .error: return message.orWhenBlank("an expectation did not hold")
    }
  }

  /// The whole story of a bad `result`: some readers show nothing else, so it begins with the
  /// message and has the place with a space before it.
  private static func body(of result: TestResult, message: CleanText) -> CleanText {
    guard result.verdict.isBad else { return CleanText("") }
    var parts = [message.string, "  at \(result.place)"]
    if let difference = TextDiff.description(expected: result.expected, actual: result.actual) {
      parts.append(difference)
    }
    if let details = result.details { parts.append(details) }
    return CleanText(parts.joined(separator: "\n"), cutTo: JUnitDocument.textLimit)
  }
}

/// The names given so far, so that none is given twice: readers drop the second of two equals.
private struct UniqueNames {
  /// A name within a class.
  private struct Key: Hashable {
    let classname: String
    let name: String
  }

  /// The names that were given.
  private var taken: Set<Key> = []
  /// The number that was last tried for a name.
  private var last: [Key: Int] = [:]

  /// `name`, with a number after it when `classname` has it already.
  mutating func take(_ name: CleanText, in classname: CleanText) -> CleanText {
    let key = Key(classname: classname.string, name: name.string)
    if taken.insert(key).inserted { return name }
    while true {
      let number = last[key, default: 1] + 1
      last[key] = number
      let next = "\(name.string) #\(number)"
      if taken.insert(Key(classname: classname.string, name: next)).inserted {
        return CleanText(next)
      }
    }
  }
}
