import Testing

@testable import Quake

@Suite struct SmokeCheckTests {
  private let fixture: Fixture
  private let check: SmokeCheck

  init() throws {
    fixture = try Fixture()
    check = SmokeCheck(project: fixture.project, toolchain: try fixture.fakeQuartz())
  }

  @Test func aProgramThatIsRightInEveryEngineIsMarked() async throws {
    try fixture.write("echo start; echo 22/22", to: "spec/smoke/expr_eval.qz")
    try fixture.write("start\n22/22\n", to: "spec/smoke/expr_eval.expected")
    try fixture.write("echo fine", to: "spec/smoke/style_demo.qz")
    try fixture.write("fine\n", to: "spec/smoke/style_demo.expected")
    let result = try await check.run([], jobs: 2)
    #expect(result.remarks == ["expr_eval 22/22", "style_demo ok"])
    #expect(result.passed == 10)
    #expect(result.isGreen)
  }

  @Test func oneEngineThatDiffersIsEnoughToFail() async throws {
    try fixture.write(
      "[ $ENGINE = release ] && echo no; echo 4/4", to: "spec/smoke/brainfuck.qz")
    try fixture.write("4/4\n", to: "spec/smoke/brainfuck.expected")
    let result = try await check.run([], jobs: 1)
    #expect(result.remarks == [])
    #expect(result.passed == 4)
    #expect(result.failures.map(\.name) == ["brainfuck (release)"])
    #expect(result.failures[0].detail.contains("differs from line 1 on"))
    #expect(result.failures[0].detail.contains("+ no"))
  }

  @Test func aProgramThatEndsBadlyFails() async throws {
    try fixture.write("echo 4/4; echo oops >&2; exit 3", to: "spec/smoke/brainfuck.qz")
    try fixture.write("4/4\n", to: "spec/smoke/brainfuck.expected")
    let result = try await check.run([], jobs: 1)
    #expect(result.failures.count == 5)
    #expect(result.failures[0].detail == "it exited with 3\nstandard error:\noops\n")
  }

  @Test func aProgramThatIsRefusedFails() async throws {
    try fixture.write("# refuse QZ0301\n", to: "spec/smoke/brainfuck.qz")
    try fixture.write("4/4\n", to: "spec/smoke/brainfuck.expected")
    let result = try await check.run([], jobs: 1)
    #expect(result.failures.count == 5)
    #expect(result.failures.allSatisfy { $0.detail.contains("error[QZ0301]") })
  }

  @Test func anExpectationMustBeThereAndSaySomething() async throws {
    try fixture.write("echo a", to: "spec/smoke/a.qz")
    try fixture.write("", to: "spec/smoke/b.qz")
    try fixture.write("", to: "spec/smoke/b.expected")
    let result = try await check.run([], jobs: 1)
    #expect(result.failures.count == 10)
    #expect(result.failures[0].detail == "spec/smoke/a.expected is missing")
    #expect(result.failures[5].detail.contains("compares nothing"))
  }

  @Test func anUnknownProgramIsAMistakeOfUsage() async throws {
    try fixture.write("echo a", to: "spec/smoke/brainfuck.qz")
    await #expect(
      throws: QuakeError.usage("no smoke program 'brainfck'; did you mean 'brainfuck'?")
    ) {
      _ = try await check.run(["brainfck"], jobs: 1)
    }
  }
}

@Suite struct UICheckTests {
  private let fixture: Fixture
  private let check: UICheck

  init() throws {
    fixture = try Fixture()
    check = UICheck(project: fixture.project, toolchain: try fixture.fakeQuartz())
    try fixture.write("# refuse QZ0107\n", to: "spec/ui/match.qz")
  }

  @Test func whatIsSaidIsComparedAndKept() async throws {
    let missing = try await check.run(.compare, jobs: 1)
    #expect(missing.failures[0].detail.contains("no expectation"))
    #expect(fixture.text("spec/ui/match.observed") == "error[QZ0107]: refused 'match.qz'\n")
    try fixture.write("error[QZ0107]: other words\n", to: "spec/ui/match.expected")
    let other = try await check.run(.compare, jobs: 1)
    #expect(other.failures[0].detail.contains("- error[QZ0107]: other words"))
  }

  @Test func acceptingMakesItExpected() async throws {
    _ = try await check.run(.compare, jobs: 1)
    #expect(try await check.run(.accept, jobs: 1).passed == 1)
    #expect(fixture.text("spec/ui/match.expected") == "error[QZ0107]: refused 'match.qz'\n")
    #expect(fixture.text("spec/ui/match.observed") == nil)
    #expect(try await check.run(.compare, jobs: 1).isGreen)
  }

  @Test func whatIsAcceptedIsShown() async throws {
    #expect(try await check.run(.accept, jobs: 1).remarks == ["spec/ui/match.expected is new"])
    #expect(try await check.run(.accept, jobs: 1).remarks == [])
    try fixture.write("error[QZ0107]: other words\n", to: "spec/ui/match.expected")
    let remark = try #require(try await check.run(.accept, ["match"], jobs: 1).remarks.first)
    #expect(remark.contains("- error[QZ0107]: other words\n+ error[QZ0107]: refused"))
  }

  @Test func aProgramThatDoesNotExistCannotBeAccepted() async throws {
    await #expect(
      throws: QuakeError.usage("no program 'mtch' in spec/ui; did you mean 'match'?")
    ) {
      _ = try await check.run(.accept, ["spec/ui/mtch.qz"], jobs: 1)
    }
  }

  @Test func nothingIsAcceptedUnderCI() async throws {
    try fixture.write("", to: "Quakefile")
    let session = try Session(folder: fixture.root, environment: ["CI": "true"])
    #expect(await session.acceptUI([], jobs: 1) == .usage)
    #expect(fixture.text("spec/ui/match.expected") == nil)
  }

  @Test func aCompilerThatSaysNothingIsNeverAccepted() async throws {
    try fixture.write("echo fine", to: "spec/ui/match.qz")
    let result = try await check.run(.accept, jobs: 1)
    #expect(result.failures[0].detail == "quartz check had nothing to say")
    #expect(fixture.text("spec/ui/match.expected") == nil)
  }
}

@Suite struct DocCheckTests {
  @Test func examplesAreRunInterpretedAndCompiled() async throws {
    let fixture = try Fixture()
    let check = DocCheck(project: fixture.project, toolchain: try fixture.fakeQuartz())
    try fixture.write(
      "```quartz\necho $ENGINE\n```\n```output\ndebug\n```\n", to: "docs/reference/page.md")
    try fixture.write(
      "```quartz-fail\n# refuse QZ0301\n```\n```quartz-fail QZ0302\n# refuse QZ0301\n```\n",
      to: "docs/diagnostics/QZ0301.md")
    try fixture.write("```output\n```\n", to: "docs/top.md")
    let result = try await check.run(jobs: 2)
    #expect(result.passed == 2)
    #expect(
      result.failures.map(\.name) == [
        "docs/top.md:1", "docs/diagnostics/QZ0301.md:4", "docs/reference/page.md:1 (interpreter)",
      ])
    #expect(result.failures[1].detail.contains("not refused with QZ0302"))
    #expect(result.failures[2].detail.contains("the program:\necho $ENGINE"))
  }

  @Test func anExampleWithoutOutputRunsTheSameInBothEngines() async throws {
    let fixture = try Fixture()
    let check = DocCheck(project: fixture.project, toolchain: try fixture.fakeQuartz())
    try fixture.write("```quartz\necho same\n```\n", to: "docs/a.md")
    try fixture.write("```quartz\necho $ENGINE\n```\n", to: "docs/b.md")
    try fixture.write("```quartz\nexit 3\n```\n", to: "docs/c.md")
    let result = try await check.run(jobs: 2)
    #expect(result.passed == 1)
    #expect(result.failures.map(\.name) == ["docs/b.md:1", "docs/c.md:1"])
    #expect(result.failures[0].detail.contains("+ debug"))
    #expect(result.failures[1].detail.contains("it exited with 3"))
  }

  @Test func noExampleIsNoSuccess() async throws {
    let fixture = try Fixture()
    let check = DocCheck(project: fixture.project, toolchain: try fixture.fakeQuartz())
    let result = try await check.run(jobs: 1).requiringTests()
    #expect(!result.isGreen)
    #expect(result.failures[0].detail.contains("no test was found"))
  }
}

@Suite struct UnitTestsTests {
  private func report(_ cases: String) -> String {
    "<testsuites>\n<testsuite name=\"TestResults\" tests=\"3\">\n\(cases)</testsuite>\n</testsuites>"
  }

  private func result(_ code: Int32, _ report: String?) -> SectionResult {
    UnitTests.result(
      of: Captured(ending: .exited(code), output: Array("shown".utf8), errors: []), report: report)
  }

  @Test func testsAreCountedByVerdict() {
    let cases = """
      <testcase classname="M.A" name="a()" time="0" />
      <testcase classname="M.A" name="b()" time="0"><failure message="x &lt; y"></failure></testcase>
      <testcase classname="M.A" name="c()" time="0"><skipped /></testcase>
      """
    let result = result(1, report(cases))
    #expect(result.counts == "1 passed, 1 failed, 1 skipped")
    #expect(result.failures[0].detail.contains("shown"))
  }

  @Test func aCleanRunIsGreen() {
    let result = result(0, report("<testcase classname=\"M\" name=\"a()\" time=\"0\" />"))
    #expect(result.isGreen)
    #expect(result.passed == 1)
  }

  @Test func aRunThatBrokeOffFails() {
    #expect(!result(1, nil).isGreen)
    #expect(!result(0, nil).isGreen)
    #expect(!result(0, "<testsuites><testsuite>").isGreen)
    #expect(!result(139, report("<testcase classname=\"M\" name=\"a()\" />")).isGreen)
  }

  @Test func aRunOfNothingFails() {
    #expect(!result(0, report("")).requiringTests().isGreen)
  }
}

@Suite struct SectionTests {
  @Test func differencesShowBothTextsFromWhereTheyPart() {
    #expect(TextDifference.between(expected: "a\n", observed: "a\n") == nil)
    #expect(
      TextDifference.between(expected: "a\nb\nc\nd\n", observed: "a\nb\nc\nx")
        == "the output differs from line 4 on (- expected, + observed)\n  b\n  c\n- d\n"
        + "+ x (no line end)")
    #expect(TextDifference.between(expected: "a\n", observed: "a")?.contains("+ a (no") == true)
    #expect(TextDifference.between(expected: "", observed: "x\n")?.hasSuffix("\n+ x") == true)
  }

  @Test func theSumCountsEverySection() {
    var good = SectionResult(section: "a")
    good.passed = 1233
    var mixed = SectionResult(section: "b")
    mixed.count("x", detail: nil)
    mixed.count("y", detail: "wrong")
    let broken = SectionResult(section: "c", broken: "not run")
    #expect(TestVerb.sum(of: [good, mixed, broken]) == "1234 passed, 2 failed")
  }
}

@Suite struct OracleCheckTests {
  @Test func aScriptThatComplainsIsShownWhole() async throws {
    let fixture = try Fixture()
    try fixture.write("print('0 differences')\n", to: "spec/oracles/compare.py")
    try fixture.write(
      """
      import sys
      first = sys.argv[sys.argv.index("--first") + 1]
      print(f"seeds from {first}: something else")
      sys.exit(1 if first == "11" else 0)

      """, to: "Tests/Differential/compare.py")
    let check = OracleCheck(project: fixture.project, toolchain: try fixture.fakeQuartz())
    let result = try await check.run(jobs: 2)
    #expect(result.counts == "6 passed, 1 failed")
    #expect(result.failures[0].name == "programs 11 to 20")
    #expect(result.failures[0].detail.contains("seeds from 11: something else"))
  }
}

@Suite struct VerbTests {
  @Test func cleanRemovesWhatIsBuiltAndNothingElse() throws {
    let fixture = try Fixture()
    for name in [".build/a", ".build-test/b", ".quake/c", "spec/ui/x.observed"] {
      try fixture.write("", to: name)
    }
    let kept = ["Sources/a", "spec/ui/x.expected", "builds/b", ".build-other/x"]
    for name in kept { try fixture.write("", to: name) }
    let recorder = CollectedOutput()
    let context = TaskContext(
      project: fixture.project, output: recorder.sink, jobs: 1, console: .plain)
    try CleanVerb(project: fixture.project).run(context)
    #expect(
      recorder.lines == [
        "removed .build", "removed .build-test", "removed .quake", "removed spec/ui/x.observed",
      ])
    #expect(Files.walk(fixture.root) == [".build-other/x", "Sources/a", "builds/b", kept[1]])
  }

  @Test(arguments: [
    ("Swift version 6.3.1 (swift-6.3.1-RELEASE)", true), ("Apple Swift version 6.10", true),
    ("Swift version 7.0-dev", true), ("Swift version 6.2.4", false), ("Swift version 5.10", false),
    ("something else", false),
  ])
  func oldSwiftIsNotEnough(text: String, isRecent: Bool) {
    #expect(DoctorVerb.isRecent(text) == isRecent)
  }

  @Test func doctorNamesWhatIsMissing() async throws {
    let fixture = try Fixture()
    let toolchain = Toolchain(
      project: fixture.project, searchPath: [fixture.path("bin")], toolFolder: fixture.root)
    let recorder = CollectedOutput()
    let context = TaskContext(
      project: fixture.project, output: recorder.sink, jobs: 1, console: .plain)
    let doctor = DoctorVerb(project: fixture.project, toolchain: toolchain)
    await #expect(
      throws: QuakeError.infrastructure(
        "missing: swift, clang, git, pkg-config, libxml2, python3, quartz")
    ) {
      try await doctor.run(context, installing: false)
    }
    #expect(recorder.text.contains("https://www.swift.org/install/"))
    #expect(recorder.text.contains("absent   tcc"))
  }
}
