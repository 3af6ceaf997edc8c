import Testing

@testable import QSpec

@Suite struct ExitCodeTests {
  @Test func nothingRanIsNoSuccess() {
    #expect(ExitCode.nothingRan.rawValue == 4)
  }
}
