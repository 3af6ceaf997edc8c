/// A line that a spec process wrote to its event file.
enum SpecMessage: Equatable {
  /// The tests there are, before any runs.
  case plan([PlannedTest])
  /// The test `id` begins; so many bytes were written to standard output and error before it.
  case start(id: Int, Offsets)
  /// A test ended.
  case end(End)
  /// All that should run has run; whether only focused tests did.
  case done(isFocused: Bool)

  /// Lengths of standard output and error, nil where the process did not know.
  struct Offsets: Equatable {
    let out: Int?
    let err: Int?
  }

  /// The end of a test as its process saw it.
  struct End: Equatable {
    let id: Int
    let verdict: Verdict
    let nanoseconds: Int?
    let offsets: Offsets
    let message: String?
    let expected: String?
    let actual: String?
    let file: String?
    let line: Int?
  }
}

/// What is wrong with a line of events.
struct SpecMessageFault: Error, Equatable {
  /// What was seen.
  let message: String
}

extension SpecMessage {
  /// The message in `line`.
  init(line: [UInt8]) throws(SpecMessageFault) {
    let json: JSONValue
    do throws(JSONFault) {
      json = try JSONReader.value(of: line)
    } catch {
      throw SpecMessageFault(message: "no JSON, \(error.message) at byte \(error.offset + 1)")
    }
    switch json["event"]?.string {
    case "plan": self = .plan(try Self.tests(json))
    case "start": self = .start(id: try Self.id(json), Offsets(json))
    case "end": self = .end(try End(json))
    case "done": self = .done(isFocused: json["focused"]?.bool ?? false)
    case let name?: throw SpecMessageFault(message: "unknown event '\(name)'")
    case nil: throw SpecMessageFault(message: "no 'event'")
    }
  }

  /// The id in `json`.
  fileprivate static func id(_ json: JSONValue) throws(SpecMessageFault) -> Int {
    guard let id = json["id"]?.integer, id >= 0 else {
      throw SpecMessageFault(message: "no usable 'id'")
    }
    return id
  }

  /// The tests of a plan, of which the ids must count from 0.
  private static func tests(_ json: JSONValue) throws(SpecMessageFault) -> [PlannedTest] {
    guard let list = json["tests"]?.array else { throw SpecMessageFault(message: "no 'tests'") }
    var tests: [PlannedTest] = []
    for element in list {
      guard let test = PlannedTest(json: element), test.id == tests.count else {
        throw SpecMessageFault(message: "test \(tests.count) of the plan is malformed")
      }
      tests.append(test)
    }
    return tests
  }
}

extension SpecMessage.Offsets {
  /// The offsets in `json`.
  fileprivate init(_ json: JSONValue) {
    (out, err) = (json["out"]?.integer, json["err"]?.integer)
  }
}

extension SpecMessage.End {
  /// The longest time that is believed, in nanoseconds: eleven days.
  private static let longestTime = 1_000_000_000_000_000

  /// The end of a test in `json`.
  fileprivate init(_ json: JSONValue) throws(SpecMessageFault) {
    let status = json["status"]?.string ?? ""
    guard let verdict = Verdict(rawValue: status), verdict != .error else {
      throw SpecMessageFault(message: "unknown status '\(status)'")
    }
    self.verdict = verdict
    id = try SpecMessage.id(json)
    // A sum of absurd times must not overflow.
    nanoseconds = json["ns"]?.integer.map { min(max(0, $0), Self.longestTime) }
    offsets = SpecMessage.Offsets(json)
    message = json["message"]?.string
    expected = json["expected"]?.string
    actual = json["actual"]?.string
    file = json["file"]?.string
    line = json["line"]?.integer
  }
}

extension PlannedTest {
  /// The test that `json` describes in the form of the protocol, nil when it does not.
  init?(json: JSONValue) {
    guard let id = json["id"]?.integer, let name = json["name"]?.string,
      let path = (json["path"] ?? .array([])).strings
    else { return nil }
    self.init(
      id: id, path: path, name: name, line: json["line"]?.integer,
      tags: json["tags"]?.strings ?? [], isPending: json["pending"]?.bool ?? false)
  }
}
