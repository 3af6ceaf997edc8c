/// The names that somebody who mistyped one may have meant.
enum NearestNames {
  /// At most three of `names` that are few edits away from `word`, nearest first.
  static func of(_ word: String, in names: [String]) -> [String] {
    let limit = max(2, word.count / 3)
    let near = Set(names).map { (name: $0, distance: distance(word, $0)) }
      .filter { $0.distance <= limit || $0.name.contains(word) }
      .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
    return near.prefix(3).map(\.name)
  }

  /// The fewest insertions, deletions and replacements that turn `left` into `right`.
  static func distance(_ left: String, _ right: String) -> Int {
    let target = Array(right.utf8)
    var row = Array(0...target.count)
    for (index, byte) in left.utf8.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in target.indices {
        let above = row[column + 1]
        let replaced = diagonal + (byte == target[column] ? 0 : 1)
        row[column + 1] = min(replaced, above + 1, row[column] + 1)
        diagonal = above
      }
    }
    return row[target.count]
  }
}
