import Testing

@testable import QSpec

@Suite struct CostTests {
  /// The number of tests in the spec.
  private static let count = 2000

  /// A spec that costs nothing itself: its events are written beforehand and copied.
  private static func project() throws -> FakeProject {
    let project = try FakeProject()
    let plan = (0..<count).map { FakeSpec.entry($0, "t\($0)") }.joined(separator: ",")
    var events = "{\"event\":\"plan\",\"tests\":[\(plan)]}\n"
    for id in 0..<count {
      let start: JSONValue = ["event": "start", "id": .integer(id), "out": 0, "err": 0]
      let end: JSONValue = [
        "event": "end", "id": .integer(id), "status": "passed", "ns": 1, "out": 0, "err": 0,
      ]
      events += start.line + "\n" + end.line + "\n"
    }
    events += "{\"event\":\"done\",\"focused\":false}\n"
    try project.write("events", events)
    return try project.script("a", "cat '\(project.path("events"))' >> \"$QSPEC_EVENTS\"\n")
  }

  /// The budget is one millisecond a test; the best of three runs of a debug build beside other
  /// tests gets more.
  @Test func theRunnerCostsLittleForATest() async throws {
    let project = try Self.project()
    var best = Duration.seconds(1)
    for _ in 1...3 {
      let start = ContinuousClock.now
      let run = try await project.run { $0.junit = [JUnitOptions(path: "junit.xml")] }
      best = min(best, (ContinuousClock.now - start) / Self.count)
      #expect(run.record.count(.passed) == Self.count)
    }
    #expect(best < .milliseconds(5), "\(best.nanoseconds) ns a test")
  }
}
