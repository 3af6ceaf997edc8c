import QSpec
import Testing

@testable import Quake

@Suite struct QSpecRunnerTests {
  private let fixture: Fixture
  private let recorder = CollectedOutput()

  init() throws {
    fixture = try Fixture()
    _ = try fixture.fakeQuartz()
    // Its second test fails in the release engine alone.
    try fixture.write(
      """
      emit() { printf '%s\\n' "$1" >>"$QSPEC_EVENTS"; }
      test() { echo "{\\"id\\":$1,\\"path\\":[\\"Vec\\"],\\"name\\":\\"$2\\",\\"line\\":1,\\"tags\\":[],\\"pending\\":false}"; }
      emit "{\\"event\\":\\"plan\\",\\"tests\\":[$(test 0 grows),$(test 1 shrinks)]}"
      [ -n "$QSPEC_LIST" ] && exit 0
      emit '{"event":"start","id":0}'
      emit '{"event":"end","id":0,"status":"passed","ns":1}'
      status=passed
      [ "$ENGINE" = release ] && status=failed
      emit '{"event":"start","id":1}'
      emit "{\\"event\\":\\"end\\",\\"id\\":1,\\"status\\":\\"$status\\",\\"ns\\":1,\\"message\\":\\"seen\\"}"
      emit '{"event":"done","focused":false}'
      """, to: "spec/qspec/vec_spec.qz")
  }

  private func run(_ change: (inout SpecRequest) -> Void) async throws -> SpecTally {
    var request = SpecRequest()
    change(&request)
    return try await QSpecRunner(console: .plain).run(
      request, project: fixture.project, quartz: fixture.path("tools/quartz"),
      output: recorder.sink)
  }

  @Test func aPatternThatFitsNoSpecIsAMistake() throws {
    let runner = QSpecRunner(console: .plain)
    var request = SpecRequest()
    request.selectors = ["v*"]
    #expect(try runner.files(request, project: fixture.project) == ["spec/qspec/vec_spec.qz"])
    request.selectors = ["v*", "nothing_*"]
    #expect(throws: QuakeError.usage("no spec matches 'nothing_*' below 'spec/qspec'")) {
      _ = try runner.files(request, project: fixture.project)
    }
  }

  @Test func oneEngineRunsTheChosenSpecs() async throws {
    let tally = try await run { $0.selectors = ["vec"] }
    #expect(tally.passed == 2)
    #expect(tally.failures.isEmpty)
    #expect(!recorder.text.isEmpty)
  }

  @Test func everyEngineIsCountedAndCompared() async throws {
    let tally = try await run { $0.engine = "all" }
    #expect(tally.passed == 9)
    let names = tally.failures.map(\.name).sorted()
    #expect(names == ["Vec shrinks (engines)", "Vec shrinks (release)"])
    #expect(tally.failures.contains { $0.detail.contains("seen") })
  }

  @Test func aJUnitReportIsWritten() async throws {
    let report = fixture.path("out/junit.xml")
    _ = try await run {
      $0.junit = report
      $0.engine = "release"
    }
    let text = Files.text(report) ?? ""
    #expect(text.contains("failures=\"1\""))
  }

  @Test func mistakesKeepTheirExitCode() async throws {
    await #expect(throws: QuakeError("", code: .usage)) {
      _ = try await run { $0.selectors = ["vce"] }
    }
    #expect(recorder.text.contains("vce"))
    await #expect(throws: QuakeError("", code: .nothingRan)) {
      _ = try await run { $0.grep = "no such test" }
    }
    await #expect(throws: QuakeError.self) { _ = try await run { $0.compiler = "stage9" } }
  }
}
