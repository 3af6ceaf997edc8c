/// Finds the names that somebody may have meant by one that does not exist.
enum Suggestion {
  /// The names nearest to `typo`, best first; none when nothing is near.
  static func nearest(to typo: String, among names: some Sequence<String>) -> [String] {
    let limit = max(1, typo.count / 3)
    let scored = Set(names).map { (distance: score($0, typo), name: $0) }
    return
      scored
      .filter { $0.distance <= limit }
      .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
      .prefix(3)
      .map(\.name)
  }

  /// `did you mean 'a' or 'b'?`, or nil when nothing is near.
  static func question(for typo: String, among names: some Sequence<String>) -> String? {
    let near = nearest(to: typo, among: names).map { "'\($0)'" }
    guard !near.isEmpty else { return nil }
    return "did you mean \(near.joined(separator: " or "))?"
  }

  /// A name that the typo begins is as near as one with a single letter wrong.
  private static func score(_ name: String, _ typo: String) -> Int {
    if typo.count >= 2, name.hasPrefix(typo) { return 1 }
    return distance(Array(name.lowercased()), Array(typo.lowercased()))
  }

  /// The number of letters to insert, delete, replace or swap with their neighbour.
  static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var before: [Int] = []
    var above = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      for column in 0..<right.count {
        let differs = left[row] == right[column] ? 0 : 1
        var best = min(above[column] + differs, above[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, before[column - 1] + 1)
        }
        current.append(best)
      }
      before = above
      above = current
    }
    return above[right.count]
  }
}
