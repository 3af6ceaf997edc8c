extension RunEvent {
  /// The event as an object with `event` and `at` first.
  var json: JSONValue {
    guard case .object(let members) = kind.json else { return .null }
    let time = JSONValue.Member(name: "at", value: .integer(elapsed))
    return .object([members[0], time] + members.dropFirst())
  }

  /// The event that `json` stands for, nil when it stands for none.
  init?(json: JSONValue) {
    guard let elapsed = json["at"]?.integer, let kind = Kind(json: json) else { return nil }
    self.init(elapsed: elapsed, kind: kind)
  }
}

extension RunEvent.Kind {
  /// The name of the event and its fields.
  fileprivate var json: JSONValue {
    switch self {
    case .runStarted(let info): info.json
    case .fileDiscovered(let file): ["event": "file-discovered", "file": .string(file)]
    case .buildStarted(let suite): suite.json("build-started")
    case .buildFinished(let suite, let time, let failure):
      suite.json("build-finished", ["ns": .integer(time), "failure": JSONValue(failure)])
    case .suitePlanned(let suite, let tests):
      suite.json("suite-planned", ["tests": .array(tests.map(\.json))])
    case .testStarted(let test): test.json("test-started")
    case .testSlow(let test, let time): test.json("test-slow", ["ns": .integer(time)])
    case .testFinished(let result): result.test.json("test-finished", result.fields)
    case .processKilled(let suite, let reason, let place):
      suite.json("process-killed", ["reason": .string(reason), "place": .string(place)])
    case .processesLeaked(let suite, let names):
      suite.json("processes-leaked", ["names": .strings(names)])
    case .suiteFocused(let suite, let count):
      suite.json("suite-focused", ["left_out": .integer(count)])
    case .suiteFinished(let suite, let time, let output):
      suite.json("suite-finished", ["ns": .integer(time), "output": output.json])
    case .runInterrupted(let signal): ["event": "run-interrupted", "signal": .string(signal)]
    case .runFinished: ["event": "run-finished"]
    }
  }

  /// The event of the name and fields in `json`.
  fileprivate init?(json: JSONValue) {
    switch json["event"]?.string {
    case "run-started":
      guard let info = RunInfo(json: json) else { return nil }
      self = .runStarted(info)
    case "file-discovered":
      guard let file = json["file"]?.string else { return nil }
      self = .fileDiscovered(file)
    case "run-interrupted":
      guard let signal = json["signal"]?.string else { return nil }
      self = .runInterrupted(signal)
    case "run-finished": self = .runFinished
    case let name?:
      guard let suite = SuiteID(json: json) else { return nil }
      self.init(name, of: suite, json: json)
    case nil: return nil
    }
  }

  /// The event called `name` of `suite` with the fields in `json`.
  private init?(_ name: String, of suite: SuiteID, json: JSONValue) {
    let time = json["ns"]?.integer ?? 0
    switch name {
    case "build-started": self = .buildStarted(suite)
    case "build-finished":
      self = .buildFinished(suite, nanoseconds: time, failure: json["failure"]?.string)
    case "suite-planned":
      let tests = json["tests"]?.array ?? []
      self = .suitePlanned(suite, tests.compactMap { PlannedTest(json: $0) })
    case "processes-leaked":
      self = .processesLeaked(suite, json["names"]?.strings ?? [])
    case "process-killed":
      let reason = json["reason"]?.string ?? ""
      self = .processKilled(suite, reason: reason, place: json["place"]?.string ?? "")
    case "suite-focused":
      self = .suiteFocused(suite, leftOut: json["left_out"]?.integer ?? 0)
    case "suite-finished":
      let output = CapturedOutput(json: json["output"] ?? .null)
      self = .suiteFinished(suite, nanoseconds: time, output)
    default: self.init(ofTest: name, TestReference(json: json, suite: suite), json: json)
    }
  }

  /// The event called `name` of `test` with the fields in `json`.
  private init?(ofTest name: String, _ test: TestReference?, json: JSONValue) {
    guard let test else { return nil }
    switch name {
    case "test-started": self = .testStarted(test)
    case "test-slow": self = .testSlow(test, nanoseconds: json["ns"]?.integer ?? 0)
    case "test-finished":
      guard let result = TestResult(test, json: json) else { return nil }
      self = .testFinished(result)
    default: return nil
    }
  }
}

extension JSONValue {
  /// A list of texts.
  static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

  /// The texts, when this is a list of nothing else.
  var strings: [String]? {
    guard let array else { return nil }
    let texts = array.compactMap(\.string)
    return texts.count == array.count ? texts : nil
  }

  /// The members of both objects, without those that are `null`.
  fileprivate func with(_ more: JSONValue) -> JSONValue {
    guard case .object(let first) = self, case .object(let second) = more else { return self }
    return .object(first + second).withoutNulls()
  }
}

extension RunInfo {
  /// The event that starts a run.
  fileprivate var json: JSONValue {
    [
      "event": "run-started", "started_at": .integer(startedAt), "engines": .strings(engines),
      "jobs": .integer(jobs),
    ]
  }

  /// What the event in `json` says of a run.
  fileprivate init?(json: JSONValue) {
    guard let startedAt = json["started_at"]?.integer, let engines = json["engines"]?.strings
    else { return nil }
    self.init(startedAt: startedAt, engines: engines, jobs: json["jobs"]?.integer ?? 1)
  }
}

extension SuiteID {
  /// The event called `name` of this suite.
  fileprivate func json(_ name: String, _ fields: JSONValue = [:]) -> JSONValue {
    let head: JSONValue = [
      "event": .string(name), "file": .string(file), "engine": .string(engine),
    ]
    return head.with(fields)
  }

  /// The suite of the event in `json`.
  fileprivate init?(json: JSONValue) {
    guard let file = json["file"]?.string, let engine = json["engine"]?.string else { return nil }
    self.init(file: file, engine: engine)
  }
}

extension TestReference {
  /// The event called `name` of this test.
  fileprivate func json(_ name: String, _ fields: JSONValue = [:]) -> JSONValue {
    let own: JSONValue = [
      "id": JSONValue(id), "path": .strings(path), "name": .string(self.name),
      "line": JSONValue(line), "tags": tags.isEmpty ? .null : .strings(tags),
    ]
    return suite.json(name, own).with(fields)
  }

  /// The test of `suite` that the event in `json` is about.
  fileprivate init?(json: JSONValue, suite: SuiteID) {
    guard let name = json["name"]?.string else { return nil }
    self.init(
      suite: suite, id: json["id"]?.integer, path: json["path"]?.strings ?? [], name: name,
      line: json["line"]?.integer, tags: json["tags"]?.strings ?? [])
  }
}

extension PlannedTest {
  /// The test in the form of the protocol.
  fileprivate var json: JSONValue {
    [
      "id": .integer(id), "path": .strings(path), "name": .string(name), "line": JSONValue(line),
      "tags": .strings(tags), "pending": .bool(isPending),
    ]
  }
}

extension TestResult {
  /// The fields of the result beside those of its test.
  fileprivate var fields: JSONValue {
    [
      "verdict": .string(verdict.rawValue), "ns": .integer(nanoseconds),
      "fault": JSONValue(fault?.rawValue), "message": JSONValue(message),
      "expected": JSONValue(expected), "actual": JSONValue(actual),
      "at_file": JSONValue(file), "at_line": JSONValue(line), "details": JSONValue(details),
      "output": output.json,
    ]
  }

  /// The result of `test` with the fields in `json`.
  fileprivate init?(_ test: TestReference, json: JSONValue) {
    guard let verdict = json["verdict"]?.string.flatMap({ Verdict(rawValue: $0) }) else {
      return nil
    }
    self.init(test, verdict)
    nanoseconds = json["ns"]?.integer ?? 0
    fault = json["fault"]?.string.flatMap { FaultKind(rawValue: $0) }
    message = json["message"]?.string
    expected = json["expected"]?.string
    actual = json["actual"]?.string
    file = json["at_file"]?.string
    line = json["at_line"]?.integer
    details = json["details"]?.string
    output = CapturedOutput(json: json["output"] ?? .null)
  }
}

extension CapturedOutput {
  /// Both streams, `null` when nothing was written.
  fileprivate var json: JSONValue {
    isEmpty ? .null : JSONValue.object([]).with(["out": out.json, "err": err.json])
  }

  /// The output that `json` stands for.
  fileprivate init(json: JSONValue) {
    out = CapturedText(json: json["out"] ?? .null)
    err = CapturedText(json: json["err"] ?? .null)
  }
}

extension CapturedText {
  /// The text alone, or an object with its head and tail; `null` when there is none.
  fileprivate var json: JSONValue {
    if isEmpty { return .null }
    if omitted == 0 { return .string(head) }
    return ["head": .string(head), "omitted": .integer(omitted), "tail": .string(tail)]
  }

  /// The text that `json` stands for.
  fileprivate init(json: JSONValue) {
    let head = json.string ?? json["head"]?.string ?? ""
    self.init(head: head, omitted: json["omitted"]?.integer ?? 0, tail: json["tail"]?.string ?? "")
  }
}
