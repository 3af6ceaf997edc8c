import Testing

@testable import Quake

@Suite struct GlobPatternTests {
  @Test(arguments: [
    ("*.qz", "a.qz", true), ("*.qz", "b/a.qz", false), ("**/*.qz", "a.qz", true),
    ("**/*.qz", "b/c/a.qz", true), ("a?c", "abc", true), ("a?c", "ac", false),
    ("vec_*", "vec_push", true), ("vec_*", "avec_push", false), ("{a,b}/*.md", "b/x.md", true),
    ("{a,b}/*.md", "c/x.md", false), ("x{,_spec}.qz", "x_spec.qz", true),
    ("x{,_spec}.qz", "x.qz", true), ("a{b{c,d},e}", "abd", true), ("a{b{c,d},e}", "ae", true),
    ("a{b", "a{b", true), ("docs/**", "docs/a/b", true), ("docs/**/*.md", "docs/a.md", true),
  ])
  func patterns(pattern: String, path: String, fits: Bool) {
    #expect(GlobPattern(pattern).matches(path) == fits)
  }

  @Test func filesComeInOrderAndRelative() throws {
    let fixture = try Fixture()
    for name in ["src/b.qz", "src/a.qz", "src/deep/c.qz", "src/d.txt", "e.qz"] {
      try fixture.write("", to: name)
    }
    #expect(GlobPattern.files("src/*.qz", in: fixture.root) == ["src/a.qz", "src/b.qz"])
    #expect(GlobPattern.files("**/*.qz", in: fixture.root).count == 4)
    #expect(GlobPattern.files("src/d.txt", in: fixture.root) == ["src/d.txt"])
    #expect(GlobPattern.files("src/none.txt", in: fixture.root) == [])
    #expect(GlobPattern.files("none/*.qz", in: fixture.root) == [])
  }

  @Test func pathsAreTakenApart() {
    #expect(Files.absolute("../b/./c", from: "/a/x") == "/a/b/c")
    #expect(Files.absolute("/b", from: "/a") == "/b")
    #expect(Files.parent(of: "/a/b") == "/a")
    #expect(Files.parent(of: "/a") == "/")
    #expect(Files.parent(of: "a") == ".")
    #expect(Files.stem(of: "docs/QZ0301.md") == "QZ0301")
  }
}
