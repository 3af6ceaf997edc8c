import Testing

@testable import Quake

/// Runs the script `./quake` of this project in a checkout with a compiler that only counts.
@Suite struct WrapperTests {
  private let fixture: Fixture

  init() throws {
    fixture = try Fixture()
    let here = Files.parent(of: Files.parent(of: Files.parent(of: Files.parent(of: #filePath))))
    try fixture.script(
      Files.text(Files.join(here, "quake"))!.split(separator: "\n").dropFirst()
        .joined(separator: "\n"), at: "quake")
    for tool in ["clang", "pkg-config", "git"] { try fixture.script("exit 0", at: "bin/\(tool)") }
    try fixture.write("// one", to: "Package.swift")
    try fixture.write("// a", to: "Sources/A.swift")
    try fixture.write("// b", to: "Sources/deep/B.swift")
    try fixture.script(
      """
      case $1 in
        --version) echo "Swift version ${FAKE_SWIFT:-6.3.1}" ;;
        build)
          echo "build $*" >>"$FAKE_LOG"
          if grep -rq BROKEN Sources; then echo 'error: BROKEN source'; exit 1; fi
          sleep "${FAKE_TIME:-0}"
          while [ $# -gt 1 ]; do
            if [ "$1" = --scratch-path ]; then scratch=$2; fi
            shift
          done
          mkdir -p "$scratch/release"
          cat Sources/A.swift >"$scratch/release/quartz"
          printf '#!/bin/sh\\necho "ran $* in $PWD home $QUAKE_HOME"\\nexit 7\\n' \\
            >"$scratch/release/quake"
          chmod +x "$scratch/release/quake" "$scratch/release/quartz"
          ;;
      esac
      """, at: "bin/swift")
  }

  /// Runs the wrapper with `arguments` from `folder`.
  private func run(
    _ arguments: String..., from folder: String? = nil, script: String = "quake",
    setting: [String: String] = [:]
  ) async throws -> Captured {
    var command = Command(
      fixture.path(script), arguments, in: folder ?? fixture.root
    ).within(.seconds(60))
    let path = "\(fixture.path("bin")):/usr/local/bin:/usr/bin:/bin"
    command.environment = [
      "PATH": path, "FAKE_LOG": fixture.path("log"), "QUAKE_SCRATCH_PATH": nil,
      "QUAKE_NO_INSTALL": "1", "CI": "true", "HOME": fixture.root,
    ]
    command.environment.merge(setting) { $1 }
    return try await command.capture()
  }

  /// How often the compiler has built.
  private var builds: Int {
    (fixture.text("log") ?? "").split(separator: "\n").count
  }

  @Test func theFirstStartBuildsAndTheNextDoNot() async throws {
    let first = try await run("smoke", "a b")
    #expect(first.outputText == "ran smoke a b in \(fixture.root) home \(fixture.root)\n")
    #expect(first.ending == .exited(7))
    #expect(try await run().errors.isEmpty)
    #expect(try await run().errors.isEmpty)
    #expect(builds == 1)
  }

  @Test func onlyContentsDecide() async throws {
    _ = try await run()
    try fixture.write("// a", to: "Sources/A.swift")
    _ = try await run()
    #expect(builds == 1)
    try fixture.write("// c", to: "Sources/A.swift")
    _ = try await run()
    #expect(builds == 2)
    #expect(fixture.text(".build/release/quartz") == "// c")
  }

  @Test(arguments: ["new file", "removed file", "renamed file", "manifest"])
  func everyKindOfChangeIsSeen(change: String) async throws {
    _ = try await run()
    switch change {
    case "new file": try fixture.write("", to: "Sources/C.swift")
    case "removed file": try Files.remove(fixture.path("Sources/deep/B.swift"))
    case "renamed file":
      try Files.move(fixture.path("Sources/deep/B.swift"), to: fixture.path("Sources/deep/C.swift"))
    default: try fixture.write("// two", to: "Package.swift")
    }
    _ = try await run()
    _ = try await run()
    #expect(builds == 2)
  }

  @Test func aChangeThatKeepsSizeAndTimeIsSeen() async throws {
    _ = try await run()
    let edit = Command.shell(
      "touch -r Sources/A.swift t; printf '// z' >Sources/A.swift; touch -r t Sources/A.swift",
      in: fixture.root)
    #expect(try await edit.capture().ending.isSuccess)
    _ = try await run()
    #expect(builds == 2)
  }

  @Test func aToolThatWasReplacedIsBuiltAgain() async throws {
    _ = try await run()
    try fixture.script("echo impostor", at: ".build/release/quake")
    #expect(try await run().outputText.hasPrefix("ran"))
    #expect(builds == 2)
    try Files.remove(fixture.path(".build/release/quartz"))
    _ = try await run()
    #expect(builds == 3)
  }

  @Test func anotherCompilerBuildsAgain() async throws {
    _ = try await run()
    try fixture.script(
      (fixture.text("bin/swift") ?? "").replacing("6.3.1", with: "6.4.0"), at: "bin/swift")
    _ = try await run()
    #expect(builds == 2)
  }

  @Test func aFailedBuildIsShownWholeAndTriedAgain() async throws {
    _ = try await run()
    try fixture.write("// BROKEN", to: "Sources/A.swift")
    let failed = try await run()
    #expect(failed.ending == .exited(1))
    #expect(failed.errorText.contains("error: BROKEN source"))
    #expect(failed.output.isEmpty)
    #expect(try await run().ending == .exited(1))
    try fixture.write("// a", to: "Sources/A.swift")
    #expect(try await run().ending == .exited(7))
  }

  @Test func twoAtOnceBuildOnce() async throws {
    let endings = try await inParallel([1, 2, 3], limit: 3) { _ in
      try await run(setting: ["FAKE_TIME": "1"]).ending
    }
    #expect(endings == [.exited(7), .exited(7), .exited(7)])
    #expect(builds == 1)
  }

  @Test func itWorksFromElsewhereAndThroughALink() async throws {
    let other = try Fixture()
    let link = Command.shell(
      "ln -s quake first && mkdir links && ln -s ../first links/second", in: fixture.root)
    #expect(try await link.capture().ending.isSuccess)
    let captured = try await run(from: other.root, script: "links/second")
    #expect(captured.outputText == "ran  in \(other.root) home \(fixture.root)\n")
  }

  @Test func whatIsMissingIsNamed() async throws {
    try fixture.script("exit 1", at: "bin/pkg-config")
    let captured = try await run()
    #expect(captured.ending == .exited(3))
    #expect(captured.errorText.contains("missing: libxml2"))
    #expect(builds == 0)
  }

  @Test(arguments: [true, false])
  func whatIsMissingIsInstalled(brings: Bool) async throws {
    try fixture.script("[ -f \"$HOME/lib\" ]", at: "bin/pkg-config")
    try fixture.script("echo 0", at: "bin/id")
    // The first try fails, as it does where the lists of packages are out of date.
    try fixture.script(
      """
      echo "apt-get $*" >>"$HOME/apt"
      if [ "$1" = update ]; then touch "$HOME/lists"; exit 0; fi
      [ -f "$HOME/lists" ] || exit 100
      \(brings ? "touch \"$HOME/lib\"" : "")
      """, at: "bin/apt-get")
    let captured = try await run(setting: ["QUAKE_NO_INSTALL": ""])
    let install = "apt-get install -y --no-install-recommends libxml2-dev"
    #expect(fixture.text("apt") == "\(install)\napt-get update\n\(install)\n")
    #expect(captured.errorText.contains("installing libxml2-dev"))
    #expect(captured.ending == .exited(brings ? 7 : 3))
    #expect(builds == (brings ? 1 : 0))
  }

  @Test func anOldOrMissingSwiftIsNamed() async throws {
    let old = try await run(setting: ["FAKE_SWIFT": "6.1"])
    #expect(old.ending == .exited(3))
    #expect(old.errorText.contains("swift 6.3 or newer is needed"))
    try Files.remove(fixture.path("bin/swift"))
    let missing = try await run(setting: ["PATH": "/usr/bin:/bin"])
    #expect(missing.ending == .exited(3))
    #expect(missing.errorText.contains("swift is missing"))
    #expect(builds == 0)
  }
}
