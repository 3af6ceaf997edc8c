import Testing

@testable import Quake

@Suite struct FixpointMatrixTests {
  private func artifact(_ kind: ArtifactKind, _ digest: String) -> Artifact {
    Artifact(kind: kind, path: "/\(digest)", size: 1, digest: digest)
  }

  private func row(_ stage: Int, by builder: String, ir: String = "i", binary: String = "b")
    -> FixpointMatrix.Row
  {
    FixpointMatrix.Row(
      stage: stage, builder: builder,
      artifacts: [.ir: artifact(.ir, ir), .binary: artifact(.binary, binary)])
  }

  private func matrix(_ rows: [FixpointMatrix.Row]) -> FixpointMatrix {
    FixpointMatrix(kinds: [.ir, .binary], seed: "s", rows: rows)
  }

  @Test func threeEqualStagesAreAProof() {
    let proof = matrix([row(2, by: "s"), row(3, by: "b"), row(4, by: "b")])
    #expect(proof.faults.isEmpty)
    #expect(proof.difference == nil)
    #expect(proof.lines.count == 4)
  }

  @Test func nothingIsNoProof() {
    #expect(matrix([]).faults == ["stages were skipped: 2, 3, 4"])
  }

  @Test func aSkippedStageIsNoProof() {
    let faults = matrix([row(2, by: "s"), row(4, by: "b")]).faults
    #expect(faults.contains("stages were skipped: 3"))
    #expect(faults.contains("stage 4 was not built by the compiler of stage 3"))
  }

  @Test func aStageByTheWrongCompilerIsNoProof() {
    let faults = matrix([row(2, by: "s"), row(3, by: "s"), row(4, by: "b")]).faults
    #expect(faults == ["stage 3 was not built by the compiler of stage 2"])
  }

  @Test func aMissingArtifactIsNoProof() {
    var last = row(4, by: "b")
    last.artifacts[.ir] = nil
    let faults = matrix([row(2, by: "s"), row(3, by: "b"), last]).faults
    #expect(faults.contains("stage 4 has no IR"))
  }

  @Test func theFirstDifferenceIsFound() throws {
    let table = matrix([row(2, by: "s", ir: "x"), row(3, by: "b")])
    let difference = try #require(table.difference)
    #expect(difference.kind == .ir)
    #expect(difference.upper.stage == 3)
  }
}
