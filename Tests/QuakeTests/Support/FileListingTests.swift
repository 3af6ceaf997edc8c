import Testing

@testable import Quake

@Suite struct FileListingTests {
  @Test func whatIsWrittenMadeOrRemovedIsNoticed() throws {
    let fixture = try Fixture()
    try fixture.write("a", to: "spec/a.qz")
    try fixture.write("b", to: "spec/deep/b.qz")
    try fixture.write("c", to: "tool")
    let places = [fixture.path("spec"), fixture.path("tool"), fixture.path("nothing")]
    let before = FileListing(places)
    #expect(FileListing(places).changes(since: before) == [])
    try fixture.write("b2", to: "spec/deep/b.qz")
    try fixture.write("n", to: "spec/new.qz")
    try Files.remove(fixture.path("spec/a.qz"))
    try fixture.write("C", to: "tool")
    #expect(
      FileListing(places).changes(since: before) == [
        fixture.path("spec/a.qz"), fixture.path("spec/deep/b.qz"), fixture.path("spec/new.qz"),
        fixture.path("tool"),
      ])
  }
}
