import Testing

@testable import Quake

@Suite struct ProjectTests {
  @Test func rootIsKept() {
    #expect(Project(root: "/tmp").root == "/tmp")
  }
}
