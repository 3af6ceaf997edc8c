import Testing

@testable import QSpec

/// Real processes that pass, fail and misbehave in every way that is known.
@Suite struct SuiteRunTests {
  @Test func passingTestsPass() async throws {
    let run = try await FakeProject().spec("a", [("one", ":"), ("two", ":")]).run()
    #expect(run.verdicts == ["one passed", "two passed"])
    #expect(run.code == .passed)
    #expect(try run.result("one").nanoseconds == 2_000_000)
    #expect(try run.result("one").test.path == ["Vec"])
  }

  @Test func aFailureTellsWhereAndWhy() async throws {
    let body = #"fail boom; more="$more,\"expected\":\"1\",\"actual\":\"2\"""#
    let run = try await FakeProject().spec("x", [("one", body), ("two", ":")]).run()
    #expect(run.verdicts == ["one failed", "two passed"])
    #expect(run.code == .failed)
    let result = try run.result("one")
    #expect(result.message == "boom")
    #expect(result.expected == "1" && result.actual == "2")
    #expect(result.place == "spec/qspec/x_spec.qz:14")
    #expect(result.fault == .expectation)
  }

  @Test func skippedAndPendingTestsAreNotGreenOnes() async throws {
    let skip = #"status=skipped; more=",\"message\":\"no network\"""#
    let run = try await FakeProject().spec("a", [("one", skip), ("two", "status=pending")]).run()
    #expect(run.verdicts == ["one skipped", "two pending"])
    #expect(try run.result("one").message == "no network")
    #expect(run.code == .passed)
  }

  @Test func outputBelongsToTheTestThatWroteIt() async throws {
    let run = try await FakeProject().spec(
      "a", [("one", "echo first"), ("two", "echo second; echo oops >&2")]
    ).run()
    #expect(try run.result("one").output.out.text == "first\n")
    #expect(try run.result("one").output.err.isEmpty)
    #expect(try run.result("two").output.out.text == "second\n")
    #expect(try run.result("two").output.err.text == "oops\n")
  }

  @Test func outputOutsideOfTestsIsKeptForTheSuite() async throws {
    let project = try FakeProject().script(
      "a",
      "echo before\n" + FakeSpec.plan(["one"])
        + "begin 0; echo inside; finish 0 passed\necho after\ndone_\n")
    let suite = try #require(try await project.run().record.orderedSuites.first)
    #expect(suite.output.out.text == "before\nafter\n")
  }

  @Test(arguments: ["SEGV", "ABRT", "KILL"])
  func aCrashCostsOneTest(signal: String) async throws {
    let run = try await FakeProject().spec(
      "a", [("one", ":"), ("two", "echo dying >&2; kill -\(signal) $$"), ("three", ":")]
    ).run()
    #expect(run.verdicts == ["one passed", "two error", "three passed"])
    let result = try run.result("two")
    #expect(result.fault == .signal)
    #expect(result.message?.contains("killed by SIG\(signal)") == true)
    #expect(result.details?.contains("dying") == true)
    #expect(result.output.err.text == "dying\n")
  }

  @Test func aPanicIsTheMessage() async throws {
    let panic = "echo 'panic: index 4 out of range' >&2; echo ' at lib/a_spec.qz:33' >&2; exit 101"
    let run = try await FakeProject().spec("a", [("one", panic), ("two", ":")]).run()
    #expect(run.verdicts == ["one error", "two passed"])
    let result = try run.result("one")
    #expect(result.fault == .panic)
    #expect(result.message == "panic: index 4 out of range")
    #expect(result.place == "spec/qspec/a_spec.qz:33")
    #expect(result.details?.contains("exited with code 101") == true)
  }

  @Test(arguments: [0, 3])
  func anExitInTheMiddleIsAnErrorOfTheTest(code: Int) async throws {
    let run = try await FakeProject().spec("a", [("one", "exit \(code)"), ("two", ":")]).run()
    #expect(run.verdicts == ["one error", "two passed"])
    let message = "the process exited with code \(code) in the middle of the test"
    #expect(try run.result("one").message == message)
    #expect(run.code == .failed)
  }

  @Test func everyTestMayCrash() async throws {
    let tests = (0..<5).map { ("t\($0)", "kill -SEGV $$") }
    let run = try await FakeProject().spec("a", tests).run()
    #expect(run.verdicts == (0..<5).map { "t\($0) error" })
  }

  @Test func aHangEndsAndTheRestRuns() async throws {
    let run = try await FakeProject().spec(
      "a", [("one", ":"), ("two", "sleep 60"), ("three", ":")]
    ).run {
      $0.limits.test = .seconds(2)
    }
    #expect(run.verdicts == ["one passed", "two error", "three passed"])
    let result = try run.result("two")
    #expect(result.message == "timed out after 2 s")
    #expect(result.fault == .timeout)
    #expect(result.nanoseconds >= 2_000_000_000)
    #expect(result.nanoseconds < 20_000_000_000)
    let killed = run.events.contains {
      guard case .processKilled(_, _, let place) = $0.kind else { return false }
      return place == "in 'Vec two' at spec/qspec/a_spec.qz:20"
    }
    let slow = run.events.contains {
      guard case .testSlow(let test, _) = $0.kind else { return false }
      return test.name == "two"
    }
    #expect(killed && slow)
  }

  @Test func aHangThatIgnoresTheRequestIsKilled() async throws {
    let body = "trap '' TERM; while :; do sleep 0.05; done"
    let run = try await FakeProject().spec("a", [("one", body), ("two", ":")]).run {
      $0.limits.test = .seconds(2)
      $0.limits.grace = .milliseconds(200)
    }
    #expect(run.verdicts == ["one error", "two passed"])
  }

  @Test func aHangBeforeThePlanIsAnErrorOfTheFile() async throws {
    let run = try await FakeProject().script("a", "sleep 60\n").run {
      $0.limits.start = .milliseconds(400)
      $0.limits.test = .milliseconds(200)
    }
    #expect(run.verdicts == ["starts error"])
    #expect(try run.result("starts").message?.contains("timed out after 0.4 s") == true)
  }

  @Test func aFloodCostsOneTest() async throws {
    let body = "yes aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    let run = try await FakeProject().spec("a", [("one", body), ("two", ":")]).run {
      $0.limits.output = 1 << 20
    }
    #expect(run.verdicts == ["one error", "two passed"])
    let result = try run.result("one")
    #expect(result.fault == .flood)
    #expect(result.output.out.omitted > 0 || result.output.out.text.utf8.count >= 1 << 20)
    #expect(result.output.out.text.utf8.count < 2 << 20)
  }
}
