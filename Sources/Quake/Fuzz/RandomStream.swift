/// Random numbers that a seed decides: SplitMix64.
struct RandomStream {
  private var state: UInt64

  /// The stream of case `number` of the run with `seed`; streams of different cases do not overlap
  /// in practice.
  init(seed: UInt64, number: Int) {
    state = seed
    let start = next() ^ UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15
    state = start
  }

  /// The next number.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

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
