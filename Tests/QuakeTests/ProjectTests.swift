import Testing

@testable import Quake

@Suite struct ProjectTests {
  @Test func theNearestQuakefileDecides() throws {
    let fixture = try Fixture()
    try fixture.write("", to: "Quakefile")
    try fixture.write("", to: "inner/Quakefile")
    try fixture.write("", to: "inner/deep/file")
    try fixture.write("", to: "other/file")
    #expect(
      try Project.around(fixture.path("inner/deep"), home: nil).root == fixture.path("inner"))
    #expect(try Project.around(fixture.path("other"), home: nil).root == fixture.root)
  }

  @Test func aCheckoutIsFoundWithoutAQuakefile() throws {
    let fixture = try Fixture()
    try fixture.write("", to: "Sources/Quartz/file")
    let project = try Project.around(fixture.path("Sources"), home: nil)
    #expect(project.root == fixture.root)
    #expect(project.quakefile == nil)
  }

  @Test func outsideOfAProjectTheWrappersCheckoutIsMeant() throws {
    let fixture = try Fixture()
    let home = try Fixture()
    #expect(try Project.around(fixture.root, home: home.root).root == home.root)
    expectError(.usage, "no Quakefile in") { _ = try Project.around(fixture.root, home: nil) }
  }

  @Test func toolsLieBesideQuakeFirst() throws {
    let fixture = try Fixture()
    try fixture.script("exit 0", at: "tools/quartz")
    try fixture.script("exit 0", at: ".build/release/quartz")
    try fixture.script("exit 0", at: "bin/swift")
    try fixture.write("", to: "bin/notes")
    func toolchain(_ folder: String) -> Toolchain {
      Toolchain(
        project: fixture.project, searchPath: [fixture.path("bin")],
        toolFolder: fixture.path(folder))
    }
    #expect(try toolchain("tools").quartz() == fixture.path("tools/quartz"))
    #expect(try toolchain("none").quartz() == fixture.path(".build/release/quartz"))
    #expect(toolchain("none").find("swift") == fixture.path("bin/swift"))
    #expect(toolchain("none").find("notes") == nil)
    #expect(toolchain("none").clang == nil)
    expectError(.infrastructure, "'cargo' was not found") {
      _ = try toolchain("none").need("cargo")
    }
  }
}
