import QSpec

/// Random numbers that the seed of a run and the number of a case decide.
struct RandomStream {
  private var generator: SplitMix64

  /// The stream of case `number` of the run with `seed`; streams of different cases do not overlap
  /// in practice.
  init(seed: UInt64, number: Int) {
    var first = SplitMix64(state: seed)
    generator = SplitMix64(
      state: first.next() ^ UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15)
  }

  /// The next number.
  mutating func next() -> UInt64 { generator.next() }

  /// A number below `bound`, which is not 0.
  mutating func next(below bound: Int) -> Int {
    Int(truncatingIfNeeded: next() >> 1) % bound
  }

  /// One of `elements`, which are not none.
  mutating func pick<Elements: RandomAccessCollection<Element>, Element>(
    _ elements: Elements
  ) -> Element {
    elements[elements.index(elements.startIndex, offsetBy: next(below: elements.count))]
  }
}
