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
    textLimit = Self.textLimit(for: document)
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
    let isStrict = options.profile == .strict
    let out = isStrict ? collected(suite.output.out, suite, \.out) : suite.output.out
    let err = isStrict ? collected(suite.output.err, suite, \.err) : suite.output.err
    xml.element("system-out", out.limited(to: textLimit))
    xml.element("system-err", err.limited(to: textLimit))
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

  /// `own` and the output of all bad tests of `suite`, for a profile that has no place for it in
  /// the tests.
  private func collected(
    _ own: CleanText, _ suite: JUnitDocument.Suite,
    _ stream: KeyPath<JUnitDocument.Output, CleanText>
  ) -> CleanText {
    let bad = suite.cases.filter { $0.result.verdict.isBad }
    let parts = bad.compactMap { testCase -> String? in
      let text = testCase.output[keyPath: stream].limited(to: textLimit).string
      return text.isEmpty ? nil : "--- \(testCase.name.string)\n\(text)\n"
    }
    return CleanText(own.string + parts.joined(), cutTo: JUnitDocument.textLimit)
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
    writeVerdict(of: testCase, &xml)
    if options.profile != .strict { writeOutput(testCase.output, &xml) }
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
  private func writeVerdict(of testCase: JUnitDocument.Case, _ xml: inout XMLWriter) {
    switch testCase.result.verdict {
    case .passed: break
    case .skipped, .pending:
      xml.start("skipped")
      xml.attribute("message", testCase.message.limited(to: Self.messageLimit))
      xml.end()
    case .failed: writeBad("failure", testCase, &xml)
    case .error: writeBad("error", testCase, &xml)
    }
  }

  /// Writes what is wrong with the test as `element`.
  private func writeBad(
    _ element: StaticString, _ testCase: JUnitDocument.Case, _ xml: inout XMLWriter
  ) {
    xml.start(element)
    xml.attribute("message", testCase.message.limited(to: Self.messageLimit))
    let fault = testCase.result.fault ?? .expectation
    xml.attribute("type", CleanText("qspec." + fault.rawValue))
    xml.text(testCase.body.limited(to: textLimit))
    xml.end()
  }

  /// Writes the output of a test, as far as there is any.
  private func writeOutput(_ output: JUnitDocument.Output, _ xml: inout XMLWriter) {
    let (out, err) = (output.out.limited(to: textLimit), output.err.limited(to: textLimit))
    if !out.string.isEmpty { xml.element("system-out", out) }
    if !err.string.isEmpty { xml.element("system-err", err) }
  }
}

extension JUnitWriter {
  /// The largest limit for single texts, halved as often as it takes, by which the whole report
  /// stays within `sizeLimit`.
  private static func textLimit(for document: JUnitDocument) -> Int {
    let fixed = document.suites.flatMap(\.cases).reduce(0) { sum, testCase in
      sum + 600 + testCase.classname.writtenSize + testCase.name.writtenSize
        + min(messageLimit, testCase.message.writtenSize)
    }
    let texts = sizes(of: document)
    var limit = JUnitDocument.textLimit
    // A text that is cut has a line about that, for which 64 bytes are enough.
    while limit > 256, fixed + texts.reduce(0, { $0 + min($1, limit + 64) }) > sizeLimit {
      limit /= 2
    }
    return limit
  }

  /// The sizes of all texts to which the limit applies.
  private static func sizes(of document: JUnitDocument) -> [Int] {
    document.suites.flatMap { suite -> [Int] in
      let outputs = suite.cases.map(\.output) + [suite.output]
      return suite.cases.map(\.body.writtenSize)
        + outputs.flatMap { [$0.out.writtenSize, $0.err.writtenSize] }
    }
  }
}
