import Testing

@testable import QSpec

/// Which tests run, and in which order.
@Suite struct OrderTests {
  private let names = ["one", "two", "three", "four", "five", "six"]

  private func project(_ files: [String] = ["a"]) throws -> FakeProject {
    let project = try FakeProject()
    for file in files {
      let tests = names.enumerated().map { ("\(file) \($1)", ":") }
      try project.script(
        file,
        FakeSpec.plan(tests.map(\.0))
          + """
          for id in $(echo "${QSPEC_ONLY:-0,1,2,3,4,5}" | tr , ' '); do
            begin $id; echo "\(file) $id" >> log; finish $id passed
          done
          done_
          """)
    }
    return project
  }

  private func log(of project: FakeProject) throws -> [String] {
    let bytes = try FileSystem.contents(of: project.path("log"))
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func aSeedDecidesTheOrder() async throws {
    var logs: [[String]] = []
    for seed: UInt64 in [1, 1, 2, 3] {
      let project = try project(["a", "b"])
      let run = try await project.run { options in
        options.order = .random(seed: seed)
        options.jobs = 1
      }
      #expect(run.code == .passed)
      #expect(run.record.count(.passed) == 12)
      logs.append(try log(of: project))
    }
    #expect(logs[0] == logs[1])
    #expect(Set(logs).count == 3)
    #expect(logs.allSatisfy { Set($0).count == 12 })
  }

  @Test func withoutASeedTestsRunAsTheyAreWritten() async throws {
    let project = try project()
    _ = try await project.run()
    #expect(try log(of: project) == (0..<6).map { "a \($0)" })
  }

  @Test func everyFileIsInExactlyOnePart() async throws {
    let files = ["a", "b", "c", "d", "e"]
    var seen: [String] = []
    for number in 1...3 {
      let project = try project(files)
      let run = try await project.run { $0.shard = SpecShard(number: number, count: 3) }
      #expect(run.code == .passed)
      seen += run.record.files
    }
    #expect(seen.sorted() == files.map { "spec/qspec/\($0)_spec.qz" })
  }

  @Test(arguments: ["0/3", "4/3", "1", "a/b", "1/0", "1/2/3", ""])
  func onlyAPartOfAWholeIsAPart(text: String) {
    #expect(SpecShard(text) == nil)
  }

  @Test func onlyFailuresConverge() async throws {
    let project = try FakeProject()
    try project.spec("a", [("one", ":"), ("two", "[ -e fixed ] || fail broken"), ("three", ":")])
    try project.spec("b", [("good", ":")])
    try project.spec("c", [("four", "[ -e fixed ] || exit 3"), ("five", ":")])
    let journal = project.path("journal.jsonl")
    #expect(try await project.run().record.count(.failed, .error) == 2)
    let again = try await project.run { $0.failuresOf = journal }
    #expect(again.verdicts == ["two failed", "four error"])
    try project.write("fixed", "")
    let fixed = try await project.run { $0.failuresOf = journal }
    #expect(fixed.verdicts == ["two passed", "four passed"])
    #expect(fixed.code == .passed)
    let nothing = try await project.run { $0.failuresOf = journal }
    #expect(nothing.code == .nothingRan)
    #expect(nothing.errors.contains("no test failed in the former run"))
  }

  @Test func aFileThatDidNotCompileIsRunWhole() async throws {
    let project = try FakeProject().spec("a", [("one", ":"), ("two", ":")])
    let engine = Engine(
      name: "shell", build: { _, _ in Command("/bin/sh", ["-c", "[ -e fixed ]"]) },
      run: { source, _ in Command("/bin/sh", [source]) })
    let broken = try await project.run(engines: [engine])
    #expect(broken.verdicts == ["compiles error"])
    try project.write("fixed", "")
    let fixed = try await project.run(engines: [engine]) {
      $0.failuresOf = project.path("journal.jsonl")
    }
    #expect(fixed.verdicts == ["one passed", "two passed"])
  }

  @Test func withoutAFormerRunThereAreNoFailures() async throws {
    let project = try FakeProject().spec("a", [("one", ":")])
    let run = try await project.run { $0.failuresOf = "nowhere.jsonl" }
    #expect(run.code == .usage)
  }
}

@Suite struct TAPTests {
  @Test func everyResultIsALine() async throws {
    let text = TextCollector()
    let more = #"more="$more,\"expected\":\"a\\nb\",\"actual\":\"2\"""#
    let run = try await FakeProject().spec(
      "a",
      [
        ("one #1", ":"), ("two", "fail boom; \(more)"),
        ("three", #"status=skipped; more=",\"message\":\"no network\"""#),
        ("four", "status=pending"),
      ]
    ).run { $0.tap = text.sink }
    #expect(run.code == .failed)
    #expect(
      text.text == """
        TAP version 14
        ok 1 - spec/qspec/a_spec.qz Vec one \\#1 (shell)
        not ok 2 - spec/qspec/a_spec.qz Vec two (shell)
          ---
          message: "boom"
          severity: "fail"
          at: "x_spec.qz:14"
          expected: "a\\nb"
          actual: "2"
          ...
        ok 3 - spec/qspec/a_spec.qz Vec three (shell) # SKIP no network
        ok 4 - spec/qspec/a_spec.qz Vec four (shell) # TODO not written yet
        1..4

        """)
  }
}
