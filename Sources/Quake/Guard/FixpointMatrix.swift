/// What the stages made, as the table in which a fixpoint shows: a row a stage, a column a kind.
struct FixpointMatrix: Equatable, Sendable {
  /// What one stage's compiler made of the source.
  struct Row: Equatable, Sendable {
    /// The number of the stage that was made.
    let stage: Int
    /// The digest of the compiler that made it, taken when it was used.
    let builder: String
    /// What was made.
    var artifacts: [ArtifactKind: Artifact] = [:]
  }

  /// The stages that a proof needs: made by stage 1, by stage 2 and by stage 3.
  static let stages = 2...4

  /// What must be there for each stage.
  let kinds: [ArtifactKind]
  /// The digest of the compiler of stage 1.
  let seed: String
  /// The rows in order of their stages.
  var rows: [Row] = []

  /// The first stage's artifact that differs from the one before it.
  struct Difference: Equatable, Sendable {
    let kind: ArtifactKind
    /// The stages whose artifacts differ, the lower one first.
    let lower: Row
    let upper: Row
  }

  /// Where two stages differ, seen from the first one; the kind that is made first comes first.
  var difference: Difference? {
    for (lower, upper) in zip(rows, rows.dropFirst()) {
      for kind in kinds where lower.artifacts[kind]?.digest != upper.artifacts[kind]?.digest {
        return Difference(kind: kind, lower: lower, upper: upper)
      }
    }
    return nil
  }

  /// Why this is no proof; nothing when it is one.
  ///
  /// That nothing differs is not enough: every stage must be there, whole, and built by the compiler of
  /// the stage before.
  var faults: [String] {
    var faults: [String] = []
    if difference == nil, rows.map(\.stage) != Array(Self.stages) {
      let missing = Self.stages.filter { stage in !rows.contains { $0.stage == stage } }
      faults.append("stages were skipped: \(missing.map(String.init).joined(separator: ", "))")
    }
    for row in rows { faults += self.faults(of: row) }
    if let difference {
      faults.append(
        "the \(difference.kind.words) of stage \(difference.upper.stage) differs from that of stage "
          + "\(difference.lower.stage)")
    }
    return faults
  }

  private func faults(of row: Row) -> [String] {
    var faults = kinds.filter { row.artifacts[$0] == nil }
      .map { "stage \(row.stage) has no \($0.words)" }
    let expected =
      row.stage == Self.stages.lowerBound
      ? seed : rows.first { $0.stage == row.stage - 1 }?.artifacts[.binary]?.digest
    if row.builder != expected {
      faults.append("stage \(row.stage) was not built by the compiler of stage \(row.stage - 1)")
    }
    return faults
  }

  /// The table as text, a line a row, with the first 16 digits of each digest.
  var lines: [String] {
    let head = ["stage"] + kinds.map(\.words)
    let body = rows.map { row in
      ["\(row.stage - 1) → \(row.stage)"]
        + kinds.map { String((row.artifacts[$0]?.digest ?? "none").prefix(16)) }
    }
    return ([head] + body).map { cells in
      cells.map { padded($0, to: 16) }.joined(separator: "  ").trimmingSpaces
    }
  }
}

extension String {
  /// The text without the blanks at its end.
  fileprivate var trimmingSpaces: String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}
