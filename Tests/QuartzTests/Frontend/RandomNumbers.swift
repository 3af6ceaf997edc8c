/// A small generator with a fixed sequence for each seed, so that tests repeat.
///
/// Lehmer's, with the constants of Park and Miller (https://doi.org/10.1145/63039.63042).
struct Lehmer {
  private var state: UInt64

  init(seed: UInt64) { state = seed % 2_147_483_646 + 1 }

  /// A number from 0 up to but without `limit`.
  mutating func next(below limit: Int) -> Int {
    state = state * 48_271 % 2_147_483_647
    return Int(state) % max(1, limit)
  }
}
