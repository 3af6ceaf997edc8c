import Testing

@testable import QSpec

/// Processes that break the protocol or its spirit.
@Suite struct SuiteFaultTests {
  @Test func leakedChildrenAreFoundWithTheirOutputElsewhere() async throws {
    let run = try await FakeProject().spec(
      "a", [("one", "sleep 47 >/dev/null 2>&1 </dev/null 8>&- 9>&- &")]
    ).run {
      $0.limits.leak = .milliseconds(50)
    }
    #expect(run.verdicts == ["one passed", "leaked processes error"])
    #expect(try run.result("leaked processes").message?.contains("sleep") == true)
    #expect(run.code == .failed)
  }

  #if os(Linux)
    @Test func childrenThatLeaveTheGroupAreFoundToo() async throws {
      let run = try await FakeProject().spec(
        "a", [("one", "setsid sleep 48 >/dev/null 2>&1 </dev/null &\nsleep 0.2")]
      ).run()
      #expect(run.verdicts == ["one passed", "leaked processes error"])
    }
  #endif

  @Test func aProcessThatWritesNoPlanIsAnErrorOfTheFile() async throws {
    let run = try await FakeProject().script("a", "echo 'cannot start' >&2; exit 7\n").run()
    #expect(run.verdicts == ["starts error"])
    let result = try run.result("starts")
    #expect(result.message == "no test ran: the process exited with code 7 before the plan")
    #expect(result.details?.contains("cannot start") == true)
    #expect(run.code == .failed)
  }

  @Test func linesThatAreNoJSONAreAnErrorOfTheFileAlone() async throws {
    let run = try await FakeProject().spec("a", [("one", "emit '{\"event\":'"), ("two", ":")]).run()
    #expect(run.verdicts == ["one passed", "two passed", "writes well-formed events error"])
    let result = try run.result("writes well-formed events")
    #expect(result.message?.hasPrefix("line 3 of the events: no JSON") == true)
  }

  @Test(arguments: [
    ("emit '{\"event\":\"dance\"}'", "unknown event 'dance'"),
    ("emit '{\"event\":\"end\",\"id\":7,\"status\":\"passed\"}'", "test 7 is not in the plan"),
    ("emit '{\"event\":\"start\",\"id\":1}'", "test 1 starts while test 0 runs"),
    ("finish 0 wonderful", "unknown status 'wonderful'"),
    ("plan ''", "a second plan"),
  ])
  func nonsenseIsAnErrorOfTheFile(command: String, message: String) async throws {
    let run = try await FakeProject().spec("a", [("one", command), ("two", ":")]).run()
    #expect(run.verdicts == ["one passed", "two passed", "writes well-formed events error"])
    #expect(try run.result("writes well-formed events").message?.contains(message) == true)
  }

  @Test func aSecondResultDoesNotCount() async throws {
    let run = try await FakeProject().spec("a", [("one", "finish 0 passed; fail no")]).run()
    #expect(run.verdicts == ["one passed", "writes well-formed events error"])
  }

  @Test func aTestThatNeverReportsIsAnError() async throws {
    let project = try FakeProject().script(
      "a", FakeSpec.plan(["one", "two", "three"]) + "begin 1; finish 1 passed\ndone_\n")
    let run = try await project.run()
    #expect(run.verdicts == ["one error", "two passed", "three error"])
    #expect(try run.result("one").fault == .noResult)
  }

  @Test func crashesBetweenTestsEnd() async throws {
    let body = """
      for id in 0 1 2 3 4; do if wanted $id; then begin $id; finish $id passed; exit 9; fi; done
      """
    let project = try FakeProject().script(
      "a", FakeSpec.plan(["a", "b", "c", "d", "e"]) + body)
    let run = try await project.run()
    let verdicts = run.record.results.filter { $0.test.id != nil }.map(\.verdict)
    #expect(verdicts == [.passed, .passed, .passed, .error, .error])
    let stray = run.record.results.filter { $0.test.name == "ends well" }
    #expect(stray.count == 3)
    #expect(stray.first?.message == "the process exited with code 9 after 'Vec a'")
  }

  @Test func aProcessThatReportsNothingIsNotRepeated() async throws {
    let run = try await FakeProject().script("a", FakeSpec.plan(["one", "two"]) + "exit 3").run()
    #expect(run.verdicts == ["one error", "two error", "ends well error"])
  }

  @Test func aBadEndAfterTheLastTestIsAnError() async throws {
    let project = try FakeProject().script(
      "a", FakeSpec.plan(["one"]) + "begin 0; finish 0 passed\ndone_\nkill -SEGV $$\n")
    let run = try await project.run()
    #expect(run.verdicts == ["one passed", "ends well error"])
  }

  @Test func exitOneAfterAFailureIsProper() async throws {
    let script = FakeSpec.plan(["one"]) + "begin 0; finish 0 failed\ndone_\nexit 1\n"
    #expect(try await FakeProject().script("a", script).run().verdicts == ["one failed"])
    let passing = script.replacing("failed", with: "passed")
    let run = try await FakeProject().script("a", passing).run()
    #expect(run.verdicts == ["one passed", "ends well error"])
  }

  @Test func aPlanThatChangesIsRefused() async throws {
    let first = FakeSpec.plan(["one", "two"])
    let second = FakeSpec.plan(["one", "other"])
    let project = try FakeProject().script(
      "a",
      "if [ -z \"$QSPEC_ONLY\" ]; then \(first) begin 0; kill -SEGV $$; fi\n\(second)sleep 5\n")
    let run = try await project.run()
    #expect(run.verdicts == ["one error", "two error", "writes well-formed events error"])
  }

  @Test func testsLeftOutByFocusAreSkippedAndSaid() async throws {
    let focused = #"emit '{"event":"done","focused":true}'"#
    let project = try FakeProject().script(
      "a", FakeSpec.plan(["one", "two"]) + "begin 1; finish 1 passed\n\(focused)\n")
    let run = try await project.run()
    #expect(run.verdicts == ["one skipped", "two passed"])
    let isSaid = run.events.contains {
      if case .suiteFocused(_, 1) = $0.kind { return true } else { return false }
    }
    #expect(isSaid)
  }

  @Test func theEnvironmentIsFixed() async throws {
    let body = """
      echo "$TZ $LANG ${SECRET:-none} $EXTRA"; echo "$PWD"; touch "$HOME/h" "$TMPDIR/t" && echo ok
      read line && echo "$line"; ps -o sid= -p $$ | tr -d ' ' > /dev/null
      """
    let project = try FakeProject().spec("a", [("one", body)])
    let run = try await project.run { $0.variables = ["EXTRA": "more"] }
    let text = try run.result("one").output.out.text
    #expect(text == "UTC C.UTF-8 none more\n\(project.root)\nok\n")
  }

  @Test func absurdTimesDoNotOverflow() async throws {
    let body = #"more=',"ns":9223372036854775807'"#
    let project = try FakeProject().spec("a", [("one", body), ("two", body)])
    let run = try await project.run { $0.junit = [JUnitOptions(path: "junit.xml")] }
    #expect(run.verdicts == ["one passed", "two passed"])
    #expect(try JUnitGrammar.validate(file: project.path("junit.xml")) == [])
  }

  @Test func aSpecThatRunsWhenAskedForItsPlanIsFoundOut() async throws {
    let body = "unset QSPEC_LIST\n" + FakeSpec.plan(["one"]) + "begin 0; finish 0 passed\ndone_\n"
    let run = try await FakeProject().script("a", body).run { $0.text = "one" }
    #expect(run.verdicts == ["one passed", "writes well-formed events error"])
  }

  @Test func lostBytesInEventsBecomeVisible() async throws {
    let event = #"{"event":"end","id":0,"status":"failed","message":"a\377b\\ud800c"}"#
    let body = "printf '\(event)\\n' >> \"$QSPEC_EVENTS\"; exit 0"
    let run = try await FakeProject().spec("a", [("one", body)]).run()
    #expect(try run.result("one").message == "a\u{FFFD}b\u{FFFD}c")
  }
}
