/// The order in which specs and their tests run.
public enum SpecOrder: Sendable, Hashable {
  /// Files by name, tests as they are written.
  case written
  /// Shuffled, always the same way for the same seed and the same tests.
  case random(seed: UInt64)

  /// `elements` in this order; `name` tells apart what is shuffled with the same seed.
  func arranged<Element>(_ elements: [Element], in name: String) -> [Element] {
    guard case .random(let seed) = self else { return elements }
    // FNV-1a of the name, begun at the seed.
    let state = name.utf8.reduce(seed ^ 0xcbf2_9ce4_8422_2325) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
    }
    var generator = SplitMix64(state: state)
    return elements.shuffled(using: &generator)
  }
}

/// A part of the spec files, so that several machines share a run.
public struct SpecShard: Sendable, Hashable {
  /// The number of this part, from 1.
  public let number: Int
  /// The number of all parts.
  public let count: Int

  /// Part `number` of `count`.
  public init(number: Int, count: Int) {
    (self.number, self.count) = (number, count)
  }

  /// The part that is written as `2/5`; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], count > 0,
      (1...count).contains(number)
    else { return nil }
    self.init(number: number, count: count)
  }

  /// What of `elements` belongs to this part: each belongs to exactly one of all parts.
  func part<Element>(of elements: [Element]) -> [Element] {
    elements.indices.filter { $0 % count == number - 1 }.map { elements[$0] }
  }
}
