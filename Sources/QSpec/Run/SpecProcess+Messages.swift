extension SpecProcess {
  /// Acts on `message`.
  func receive(_ message: SpecMessage) throws(SpecMessageFault) {
    guard done == nil else { throw SpecMessageFault(message: "an event after 'done'") }
    switch message {
    case .plan(let tests): try receivePlan(tests)
    case .start(let id, let offsets): try receiveStart(id, offsets)
    case .end(let end): try receiveEnd(end)
    case .done(let isFocused): done = (isFocused, ())
    }
  }

  /// Takes the plan, or compares it with the one that is known.
  private func receivePlan(_ tests: [PlannedTest]) throws(SpecMessageFault) {
    guard !hasPlanned else { throw SpecMessageFault(message: "a second plan") }
    hasPlanned = true
    if let plan {
      guard plan == tests else {
        stop = .planChanged
        throw SpecMessageFault(message: "the plan is not that of the process before")
      }
      return
    }
    plan = tests
    if !isListing { context.stream.emit(.suitePlanned(suite, tests)) }
  }

  /// The test of the plan called `id`, which must not have a result.
  private func expected(_ id: Int) throws(SpecMessageFault) -> PlannedTest {
    guard !isListing else {
      throw SpecMessageFault(message: "test \(id) runs although only the plan was asked for")
    }
    guard hasPlanned, let plan else { throw SpecMessageFault(message: "a test before the plan") }
    guard plan.indices.contains(id) else {
      throw SpecMessageFault(message: "test \(id) is not in the plan")
    }
    guard !reported.contains(id) else {
      throw SpecMessageFault(message: "test \(id) has a result already")
    }
    guard only?.contains(id) ?? true else {
      throw SpecMessageFault(message: "test \(id) should not run")
    }
    return plan[id]
  }

  /// Takes note that a test runs.
  private func receiveStart(_ id: Int, _ offsets: SpecMessage.Offsets) throws(SpecMessageFault) {
    let test = try expected(id)
    if let running {
      throw SpecMessageFault(message: "test \(id) starts while test \(running.test.id) runs")
    }
    running = Running(test: test, since: ContinuousClock.now, offsets: offsets)
    context.stream.emit(.testStarted(TestReference(test, in: suite)))
  }

  /// Reports the result of a test.
  private func receiveEnd(_ end: SpecMessage.End) throws(SpecMessageFault) {
    let test = try expected(end.id)
    if let running, running.test.id != end.id {
      throw SpecMessageFault(message: "test \(end.id) ends while test \(running.test.id) runs")
    }
    let started = running
    running = nil
    var result = TestResult(TestReference(test, in: suite), end.verdict)
    result.nanoseconds =
      end.nanoseconds ?? started.map { (ContinuousClock.now - $0.since).nanoseconds } ?? 0
    result.describe(end, in: suite, root: context.root)
    result.output = takeOutput(
      from: started?.offsets ?? end.offsets, to: end.offsets, isBad: end.verdict.isBad)
    report(result, of: test)
  }

  /// Passes on `result`, the first and only one of `test`.
  func report(_ result: TestResult, of test: PlannedTest) {
    reported.insert(test.id)
    lastEnded = test
    resultCount += 1
    if result.verdict.isBad { failureCount += 1 }
    context.stream.emit(.testFinished(result))
  }
}

extension SpecProcess {
  /// What was written between `start` and `end`, which from now on belongs to a test.
  func takeOutput(
    from start: SpecMessage.Offsets, to end: SpecMessage.Offsets, isBad: Bool
  ) -> CapturedOutput {
    let ranges = (
      out: Self.range(start.out, end.out, size: out.size),
      err: Self.range(start.err, end.err, size: err.size)
    )
    testRanges.append(ranges)
    let limit = isBad ? context.limits.keptBadOutput : context.limits.keptOutput
    return CapturedOutput(
      out: .reading(out, ranges.out, limit: limit), err: .reading(err, ranges.err, limit: limit))
  }

  /// The bytes from `start` to `end`, as far as there are any; `end` is `size` when unknown, and
  /// nothing is known to belong to a test of which the start is unknown.
  private static func range(_ start: Int?, _ end: Int?, size: Int) -> Range<Int> {
    guard let start, start >= 0 else { return size..<size }
    let end = min(max(0, end ?? size), size)
    return min(start, end)..<end
  }

  /// What was written outside of tests.
  var outsideOutput: CapturedOutput {
    let limit = context.limits.keptOutput
    return CapturedOutput(
      out: Self.outside(testRanges.map(\.out), of: out, limit: limit),
      err: Self.outside(testRanges.map(\.err), of: err, limit: limit))
  }

  /// What `file` holds beside `ranges`, which are in order.
  private static func outside(
    _ ranges: [Range<Int>], of file: borrowing OpenFile, limit: Int
  ) -> CapturedText {
    var text = ""
    var (start, omitted) = (0, 0)
    for range in ranges + [file.size..<file.size] {
      if range.lowerBound > start {
        let end = min(range.lowerBound, start + max(0, limit - text.utf8.count))
        text += file.text(in: start..<end)
        omitted += range.lowerBound - end
      }
      start = max(start, range.upperBound)
    }
    return CapturedText(head: text, omitted: omitted, tail: "")
  }
}

extension TestResult {
  /// Takes over what the process said about its end.
  ///
  /// A file with the name of the spec file is the spec file, however the compiler wrote its path.
  fileprivate mutating func describe(_ end: SpecMessage.End, in suite: SuiteID, root: String) {
    fault = end.verdict == .failed ? .expectation : nil
    message = end.message
    (expected, actual) = (end.expected, end.actual)
    line = end.line
    guard let name = end.file, Path.name(of: name) != Path.name(of: suite.file) else { return }
    file = Path.relative(name, to: root) ?? name
  }
}
