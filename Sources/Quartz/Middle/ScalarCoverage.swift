/// Which integers or texts the arms of a match so far fit: the exhaustiveness check for subjects that
/// have no parts, where every arm costs a binary search instead of a look at all arms before it.
struct ScalarCoverage {
  /// The stretches of values, in order and apart from each other.
  private var stretches: [(low: UInt64, high: UInt64)] = []
  /// The texts.
  private var texts: Set<Symbol> = []
  /// Whether everything is covered.
  private var isTotal = false
  /// Whether no pattern was added.
  private(set) var isEmpty = true

  /// Whether some value fits `pattern` and nothing that was added.
  func isUseful(_ pattern: MatchPattern, highest: UInt64) -> Bool {
    if isTotal { return false }
    switch pattern {
    case .range(let low, let high): return !covers(low, high)
    case .text(let symbol): return !texts.contains(symbol)
    case .either(let parts): return parts.contains { isUseful($0, highest: highest) }
    default: return !covers(0, highest)
    }
  }

  /// Adds what fits `pattern`.
  mutating func add(_ pattern: MatchPattern) {
    isEmpty = false
    switch pattern {
    case .range(let low, let high): add(low, high)
    case .text(let symbol): texts.insert(symbol)
    case .either(let parts): for part in parts { add(part) }
    default: isTotal = true
    }
  }

  /// The first values up to `highest` that nothing fits: nil when there are none.
  func gap(highest: UInt64) -> (low: UInt64, high: UInt64)? {
    if isTotal { return nil }
    guard let first = stretches.first else { return (0, highest) }
    if first.low > 0 { return (0, first.low - 1) }
    if first.high >= highest { return nil }
    let next = stretches.count > 1 ? stretches[1].low - 1 : highest
    return (first.high + 1, next)
  }

  /// The place of the first stretch that ends at or behind `value`.
  private func place(of value: UInt64) -> Int {
    var low = 0
    var high = stretches.count
    while low < high {
      let middle = (low + high) / 2
      if stretches[middle].high < value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func covers(_ low: UInt64, _ high: UInt64) -> Bool {
    let place = place(of: low)
    return place < stretches.count && stretches[place].low <= low && high <= stretches[place].high
  }

  /// Adds the values from `low` to `high`, joining the stretches that they touch.
  private mutating func add(_ low: UInt64, _ high: UInt64) {
    let first = place(of: low == 0 ? 0 : low - 1)
    var last = first
    var joined = (low: low, high: high)
    while last < stretches.count, high == .max || stretches[last].low <= high + 1 {
      joined.low = min(joined.low, stretches[last].low)
      joined.high = max(joined.high, stretches[last].high)
      last += 1
    }
    stretches.replaceSubrange(first..<last, with: [joined])
  }
}
