/// Runs all suites of a run, so many at a time, and settles what can only be known at the end.
struct SpecSchedule: Sendable {
  /// What the run shall do.
  let options: SpecRunOptions
  /// The files and which of their tests are wanted.
  let selections: [SpecSelection]
  /// What the suites share.
  let context: RunContext

  /// A suite to run and the folder for its files.
  private struct Item: Sendable {
    let selection: SpecSelection
    let engine: Engine
    let folder: String

    /// The suite.
    var suite: SuiteID { SuiteID(file: selection.file.name, engine: engine.name) }
  }

  /// Runs everything; what kept the runner from doing its work, if anything did.
  func run() async -> RunnerError? {
    let ticker = Task { [stream = context.stream] in
      while !Task.isCancelled {
        try? await Task.sleep(for: .milliseconds(100))
        stream.tick()
      }
    }
    let failure = await runItems()
    ticker.cancel()
    await ticker.value
    reportEscapes()
    if context.interruption.isRequested {
      context.stream.emit(.runInterrupted(context.interruption.cause))
    }
    report(context.stream.record.missingResults)
    if failure == nil && !context.interruption.isRequested {
      report(EngineComparison.disagreements(in: context.stream.record))
    }
    context.stream.emit(.runFinished)
    return failure
  }

  /// Reports `results`, which no process has reported.
  private func report(_ results: [TestResult]) {
    for result in results { context.stream.emit(.testFinished(result)) }
  }

  /// The suites in the order in which they start: file by file, so that engines meet the same load.
  private var items: [Item] {
    let pairs = selections.flatMap { selection in options.engines.map { (selection, $0) } }
    return pairs.enumerated().map { index, pair in
      Item(selection: pair.0, engine: pair.1, folder: Path.join(context.folder, "\(index)"))
    }
  }

  /// Runs all suites until one meets a failure of the runner, which it returns.
  private func runItems() async -> RunnerError? {
    await withTaskGroup(of: RunnerError?.self) { group in
      var waiting = items[...]
      var failure: RunnerError?
      for item in waiting.prefix(options.jobs) { group.addTask { await run(item) } }
      waiting = waiting.dropFirst(options.jobs)
      while let outcome = await group.next() {
        failure = failure ?? outcome
        guard failure == nil, !context.interruption.isRequested, let next = waiting.popFirst()
        else { continue }
        group.addTask { await run(next) }
      }
      return failure
    }
  }

  /// Runs the suite `item`; what kept the runner from doing its work, if anything did.
  private func run(_ item: Item) async -> RunnerError? {
    let filter = TestFilter(text: options.text, tags: options.tags)
    let suite = SuiteRun(
      item.selection, engine: item.engine, filter: filter, context: context, folder: item.folder)
    defer { FileSystem.remove(item.folder) }
    do throws(RunnerError) {
      try await suite.run()
      return nil
    } catch {
      return error
    }
  }

  /// Kills and reports processes that left their process group and are still alive; they give
  /// themselves away by the event file in their environment.
  private func reportEscapes() {
    let marker = "QSPEC_EVENTS=" + context.folder + "/"
    var names: [String: [String]] = [:]
    for entry in ProcessTable.entries(withEnvironmentContaining: marker) {
      let events = ProcessTable.environment(of: entry.id, "QSPEC_EVENTS") ?? ""
      names[events, default: []].append(entry.name)
      Platform.end(entry.id)
    }
    for item in items {
      let own = names.filter { $0.key.hasPrefix(item.folder + "/") }.flatMap(\.value).sorted()
      if own.isEmpty { continue }
      context.stream.emit(.processesLeaked(item.suite, own))
      context.stream.emit(.testFinished(.leaked(own, in: item.suite)))
    }
  }
}
