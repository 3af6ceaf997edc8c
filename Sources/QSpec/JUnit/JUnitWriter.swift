/// Writes a `JUnitDocument` as XML, in the order of elements and attributes that readers want.
struct JUnitWriter {
  /// The number of bytes that a report may have; GitLab takes 30 MB.
  static let sizeLimit = 28_000_000
  /// The number of bytes that a message may have; the whole of it is in the text of the element.
  private static let messageLimit = 8 << 10

  /// What to write.
  private let document: JUnitDocument
  /// Where and by which rules.
  private let options: JUnitOptions
  /// The number of bytes that each longer text may have.
  private let textLimit: Int

  /// A writer of `document`.
  init(_ document: JUnitDocument, options: JUnitOptions) {
    self.document = document
    self.options = options
    textLimit = Self.textLimit(for: document, profile: options.profile)
  }

  /// Writes the report under a temporary name and renames it when all of it is safe.
  func write() throws(RunnerError) {
    let temporary = options.path + ".tmp"
    if Path.folder(of: options.path) != "." {
      try FileSystem.makeFolder(Path.folder(of: options.path))
    }
    guard let file = OpenFile(creating: temporary) else {
      throw .infrastructure("cannot write '\(temporary)': \(Platform.lastError)")
    }
    guard writeDocument(to: file), file.sync() else {
      let cause = Platform.lastError
      FileSystem.remove(temporary)
      throw .infrastructure("cannot write '\(temporary)': \(cause)")
    }
    try FileSystem.rename(temporary, to: options.path)
  }

  /// Writes all of the document to `file`; whether that worked.
  private func writeDocument(to file: borrowing OpenFile) -> Bool {
    guard var xml = XMLWriter(descriptor: file.descriptor) else { return false }
    xml.start("testsuites")
    writeRootAttributes(&xml)
    for (index, suite) in document.suites.enumerated() { write(suite, id: index, &xml) }
    xml.end()
    return xml.finish()
  }

  /// Writes the counts of the whole run, which not every profile allows.
  private func writeRootAttributes(_ xml: inout XMLWriter) {
    guard options.profile != .strict else { return }
    let counts = Counts(document.suites.flatMap(\.cases))
    xml.attribute("name", CleanText(options.name).orWhenBlank("qspec"))
    xml.attribute("tests", counts.tests)
    xml.attribute("failures", counts.failures)
    xml.attribute("errors", counts.errors)
    if options.profile == .rich { xml.attribute("skipped", counts.skipped) }
    xml.attribute("time", CleanText(WallClock.seconds(document.nanoseconds)))
    guard options.profile == .rich else { return }
    xml.attribute("timestamp", CleanText(WallClock.stamp(document.startedAt)))
  }
}

extension JUnitWriter {
  /// The numbers of tests by the buckets of a report.
  private struct Counts {
    let tests: Int
    let failures: Int
    let errors: Int
    let skipped: Int

    /// The counts of `cases`, each in at most one bucket.
    init(_ cases: [JUnitDocument.Case]) {
      tests = cases.count
      failures = cases.count { $0.result.verdict == .failed }
      errors = cases.count { $0.result.verdict == .error }
      skipped = cases.count { $0.result.verdict == .skipped || $0.result.verdict == .pending }
    }
  }

  /// Writes `suite` as the one with the number `id`.
  private func write(_ suite: JUnitDocument.Suite, id: Int, _ xml: inout XMLWriter) {
    xml.start("testsuite")
    writeAttributes(of: suite, id: id, &xml)
    writeProperties([("engine", suite.engine)], &xml)
    for testCase in suite.cases { write(testCase, &xml) }
    let output = options.profile == .strict ? collectedOutput(of: suite) : suite.output.clean
    xml.element("system-out", output.out.limited(to: textLimit))
    xml.element("system-err", output.err.limited(to: textLimit))
    xml.end()
  }

  /// Writes the attributes of `suite`.
  private func writeAttributes(
    of suite: JUnitDocument.Suite, id: Int, _ xml: inout XMLWriter
  ) {
    let counts = Counts(suite.cases)
    let time = suite.cases.reduce(0) { $0 + $1.nanoseconds }
    xml.attribute("name", suite.name)
    xml.attribute("package", CleanText(""))
    xml.attribute("id", id)
    xml.attribute("tests", counts.tests)
    xml.attribute("failures", counts.failures)
    xml.attribute("errors", counts.errors)
    xml.attribute("skipped", counts.skipped)
    xml.attribute("time", CleanText(WallClock.seconds(time)))
    xml.attribute("timestamp", CleanText(WallClock.stamp(suite.startedAt)))
    xml.attribute("hostname", CleanText(options.hostname).orWhenBlank("localhost"))
    if options.profile != .strict { xml.attribute("file", suite.file) }
  }

  /// Writes `properties`, also when there are none.
  private func writeProperties(
    _ properties: [(name: String, value: CleanText)], _ xml: inout XMLWriter
  ) {
    xml.start("properties")
    for (name, value) in properties {
      xml.start("property")
      xml.attribute("name", CleanText(name))
      xml.attribute("value", value)
      xml.end()
    }
    xml.end()
  }

  /// The output of all bad tests of `suite`, for a profile that has no place for it in the tests.
  private func collectedOutput(
    of suite: JUnitDocument.Suite
  ) -> (out: CleanText, err: CleanText) {
    let bad = suite.cases.filter { $0.result.verdict.isBad }
    func collected(_ stream: KeyPath<CapturedOutput, CapturedText>) -> CleanText {
      let own = suite.output[keyPath: stream].text
      let parts = bad.compactMap { testCase -> String? in
        let text = testCase.result.output[keyPath: stream].text
        return text.isEmpty ? nil : "--- \(testCase.name.string)\n\(text)\n"
      }
      return CleanText(own + parts.joined())
    }
    return (collected(\.out), collected(\.err))
  }
}

extension JUnitWriter {
  /// Writes `testCase`.
  private func write(_ testCase: JUnitDocument.Case, _ xml: inout XMLWriter) {
    let result = testCase.result
    xml.start("testcase")
    xml.attribute("classname", testCase.classname)
    xml.attribute("name", testCase.name)
    xml.attribute("time", CleanText(WallClock.seconds(testCase.nanoseconds)))
    if options.profile == .rich { writePlace(of: result, &xml) }
    writeVerdict(of: result, &xml)
    if options.profile != .strict { writeOutput(result.output, &xml) }
    xml.end()
  }

  /// Writes where the test is written, and its tags.
  private func writePlace(of result: TestResult, _ xml: inout XMLWriter) {
    let file = CleanText(result.test.suite.file)
    if !file.isBlank { xml.attribute("file", file) }
    if let line = result.test.line, line > 0 { xml.attribute("line", line) }
    let tags = result.test.tags.map { ("tag", CleanText($0)) }
    if !tags.isEmpty { writeProperties(tags, &xml) }
  }

  /// Writes how the test ended, which for a good one is nothing.
  private func writeVerdict(of result: TestResult, _ xml: inout XMLWriter) {
    switch result.verdict {
    case .passed: break
    case .skipped: writeSkipped(CleanText(result.message ?? ""), "skipped", &xml)
    case .pending:
      let reason = CleanText(result.message ?? "")
      writeSkipped(CleanText("pending: " + reason.orWhenBlank("not written yet").string), "", &xml)
    case .failed: writeBad("failure", result, &xml)
    case .error: writeBad("error", result, &xml)
    }
  }

  /// Writes that the test did not run, for `reason`, or for `fallback` when that is blank.
  private func writeSkipped(_ reason: CleanText, _ fallback: String, _ xml: inout XMLWriter) {
    xml.start("skipped")
    xml.attribute("message", reason.orWhenBlank(fallback).limited(to: Self.messageLimit))
    xml.end()
  }

  /// Writes what is wrong with the test as `element`.
  private func writeBad(
    _ element: StaticString, _ result: TestResult, _ xml: inout XMLWriter
  ) {
    xml.start(element)
    xml.attribute("message", Self.message(of: result).limited(to: Self.messageLimit))
    xml.attribute("type", CleanText("qspec." + (result.fault ?? .expectation).rawValue))
    xml.text(Self.body(of: result).limited(to: textLimit))
    xml.end()
  }

  /// What went wrong, never blank.
  private static func message(of result: TestResult) -> CleanText {
    CleanText(result.message ?? "").orWhenBlank("an expectation did not hold")
  }

  /// The whole story: some readers show nothing else, so it begins with the message and has the
  /// place with a space before it.
  private static func body(of result: TestResult) -> CleanText {
    var parts = [message(of: result).string, "  at \(result.place)"]
    if let difference = TextDiff.description(expected: result.expected, actual: result.actual) {
      parts.append(difference)
    }
    if let details = result.details { parts.append(details) }
    return CleanText(parts.joined(separator: "\n"))
  }

  /// Writes the output of a test, as far as there is any.
  private func writeOutput(_ output: CapturedOutput, _ xml: inout XMLWriter) {
    let clean = output.clean
    if !output.out.isEmpty { xml.element("system-out", clean.out.limited(to: textLimit)) }
    if !output.err.isEmpty { xml.element("system-err", clean.err.limited(to: textLimit)) }
  }
}

extension JUnitWriter {
  /// The largest limit for single texts, halved from 4 MB on, by which the whole report stays
  /// within `sizeLimit`.
  private static func textLimit(for document: JUnitDocument, profile: JUnitProfile) -> Int {
    let cases = document.suites.flatMap(\.cases)
    let texts = sizes(of: document, profile: profile)
    let fixed = cases.reduce(0) { sum, testCase in
      sum + 600 + testCase.classname.writtenSize + testCase.name.writtenSize
        + min(messageLimit, CleanText(testCase.result.message ?? "").writtenSize)
    }
    var limit = 4 << 20
    // A text that is cut has a line about that, for which 64 bytes are enough.
    while limit > 256, fixed + texts.reduce(0, { $0 + min($1, limit + 64) }) > sizeLimit {
      limit /= 2
    }
    return limit
  }

  /// The sizes of all texts to which the limit applies.
  private static func sizes(of document: JUnitDocument, profile: JUnitProfile) -> [Int] {
    document.suites.flatMap { suite -> [Int] in
      let outputs = suite.cases.map(\.result.output) + [suite.output]
      let bodies = suite.cases.filter { $0.result.verdict.isBad }.map { body(of: $0.result) }
      return bodies.map(\.writtenSize)
        + outputs.flatMap { [$0.clean.out.writtenSize, $0.clean.err.writtenSize] }
    }
  }
}

extension CapturedOutput {
  /// Both streams as text that may stand in XML.
  fileprivate var clean: (out: CleanText, err: CleanText) {
    (CleanText(out.text), CleanText(err.text))
  }
}
