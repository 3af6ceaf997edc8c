import Testing

@testable import Quake

/// Quakefiles in Quartz, read and run by the quake that was built beside the tests.
@Suite struct QuartzQuakefileTests {
  private let fixture: Fixture

  init() throws { fixture = try Fixture() }

  /// Runs quake with `arguments` where `text` is the Quakefile.
  private func run(_ text: String, _ arguments: String...) async throws -> Captured {
    try fixture.write("import * from quake\n\n" + text + "\n", to: "Quakefile")
    return try await runQuake(arguments, in: fixture.root)
  }

  @Test func aTaskRunsAfterItsNeeds() async throws {
    let captured = try await run(
      """
      task("hello", "Say hello") do ->
        sh("echo hello")
      end
      task("all", "Everything", deps: ["hello"]) do ->
        puts("all of it")
      end
      """, "all")
    let shown = captured.outputText.split(separator: "\n").filter { !$0.contains("ok ") }
    #expect(shown.prefix(4) == ["==> hello", "hello", "==> all", "all of it"])
    #expect(captured.ending == .exited(0))
  }

  @Test func everythingInTheLibraryWorks() async throws {
    try fixture.write("1", to: "in/a.txt")
    let captured = try await run(
      """
      task("files", "Files, texts and the environment") do ->
        step("files")
        mkdir_p("out/deep")
        cp("in/a.txt", "out/deep")
        mv("out/deep/a.txt", "out/b.txt")
        for file in glob("{in,out}/**")
          puts("- #{file}")
        end
        rm("out")
        puts("#{glob("out/**").size()} left")
        env("MODE", "größe")
        puts(sh_capture("echo $MODE; echo"))
        puts("#{sh_maybe("true")} #{sh_maybe("false")}")
        puts(env_get("MODE") ?? "lost")
        puts(env_get("QUAKE_TEST_NONE") ?? "none")
      end
      """, "files")
    #expect(
      captured.outputText == """
        --> files
        - in/a.txt
        - out/b.txt
        0 left
        größe
        true false
        größe
        none

        """)
    #expect(captured.ending == .exited(0))
  }

  @Test(arguments: [
    ("sh(\"exit 9\")", "t: 'exit 9' exited with 9"), ("fail(\"told to\")", "t: told to"),
    ("exit(4)", "t: it exited with 4"), ("rm(\"..\")", "is the project or holds it"),
    ("panic(\"so bad\")", "panic: so bad\n at Quakefile:5\nt: it panicked"),
  ])
  func whatGoesWrongEndsTheTask(line: String, message: String) async throws {
    let captured = try await run(
      "task(\"t\", \"\") do ->\n  puts(\"before\")\n  \(line)\n  puts(\"behind\")\nend", "t")
    let lines = captured.outputText.split(separator: "\n")
    #expect(lines.contains("before"))
    #expect(captured.outputText.contains(message))
    #expect(!lines.contains("behind"))
    #expect(captured.ending == .exited(1))
  }

  @Test func aFileIsMadeOnce() async throws {
    try fixture.write("1", to: "in.txt")
    let text = """
      file_task("out.txt", ["in.txt"]) do ->
        cp("in.txt", "out.txt")
      end
      task_alias("o", "out.txt")
      """
    #expect(try await run(text, "o").outputText == "")
    #expect(fixture.text("out.txt") == "1")
    let again = try await run(text, "out.txt")
    #expect(again.outputText == "out.txt: nothing it is made from has changed\n")
  }

  @Test func theTasksAreListedAndPlanned() async throws {
    let text = """
      task("a", "The first", deps: ["b", "smoke"]) do -> end
      task("b", "The second") do -> end
      sweep("vec", "Vec", ["vec_*"])
      """
    let list = try await run(text).outputText
    #expect(list.contains("Tasks\n  a  The first\n  b  The second\nSweeps\n  vec  Vec\n"))
    let plan = try await run(text, "--plan", "a").outputText
    #expect(plan == "1. b      needed by a\n2. smoke  needed by a\n3. a      asked for\n")
    #expect(try await run(text, "--why", "b").outputText == "a -> b\n")
  }

  @Test(arguments: [
    (
      "task(\"a\", \"\", deps: [\"b\"]) do -> end\ntask(\"b\", \"\", deps: [\"a\"]) do -> end",
      "a -> b -> a"
    ),
    ("task(\"a\", \"\", deps: [\"smok\"]) do -> end", "did you mean 'smoke'?"),
    ("task(\"smoke\", \"\") do -> end", "'smoke', which is a verb of quake"),
  ])
  func aWrongGraphIsAMistakeOfUsage(text: String, message: String) async throws {
    let captured = try await run(text, "a")
    #expect(captured.ending == .exited(2))
    #expect(captured.errorText.contains(message))
  }

  @Test func aMistakeInTheFileIsShownWithItsPlace() async throws {
    let captured = try await run("task(\"a\", 7) do -> end", "a")
    #expect(captured.ending == .exited(1))
    #expect(captured.errorText.contains("error[QZ0200]"))
    #expect(captured.errorText.contains("Quakefile:3:"))
    #expect(try await run("task(", "clean").ending == .exited(0))
  }

  @Test func tasksRunAtTheSameTime() async throws {
    let captured = try await run(
      """
      task("a", "") do -> sh("touch a; i=0; until [ -e b ] || [ $i = 400 ]; do sleep 0.05; i=$((i+1)); done; [ -e b ]") end
      task("b", "") do -> sh("touch b; i=0; until [ -e a ] || [ $i = 400 ]; do sleep 0.05; i=$((i+1)); done; [ -e a ]") end
      """, "-j2", "a", "b")
    #expect(captured.ending == .exited(0))
  }
}
