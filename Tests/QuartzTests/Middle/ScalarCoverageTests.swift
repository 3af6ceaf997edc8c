import Testing

@testable import Quartz

/// What `ScalarCoverage` says, against sets of all values from 0 to 15.
@Suite struct ScalarCoverageTests {
  private static let highest: UInt64 = 15

  /// A row of ranges that depends on `seed` alone.
  private func ranges(_ seed: UInt64) -> [(low: UInt64, high: UInt64)] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func next(_ bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
    return (0..<8).map { _ in
      let low = next(16)
      return (low, min(Self.highest, low + next(4)))
    }
  }

  @Test(arguments: 0..<200) func agreesWithSets(seed: Int) {
    var coverage = ScalarCoverage()
    var seen: Set<UInt64> = []
    for (low, high) in ranges(UInt64(seed)) {
      let pattern = MatchPattern.range(low: low, high: high)
      let values = Set(low...high)
      #expect(coverage.isUseful(pattern, highest: Self.highest) == !values.isSubset(of: seen))
      coverage.add(pattern)
      seen.formUnion(values)
      let missing = Set(0...Self.highest).subtracting(seen)
      let gap = coverage.gap(highest: Self.highest)
      #expect(gap?.low == missing.min())
      if let gap { #expect(Set(gap.low...gap.high).isSubset(of: missing)) }
      #expect(coverage.isUseful(.wildcard, highest: Self.highest) == !missing.isEmpty)
    }
  }

  @Test func knowsTexts() {
    var coverage = ScalarCoverage()
    let (one, two) = (Symbol(index: 1), Symbol(index: 2))
    coverage.add(.either([.text(one), .text(two)]))
    #expect(!coverage.isUseful(.text(two), highest: .max))
    #expect(coverage.isUseful(.text(Symbol(index: 3)), highest: .max))
    #expect(coverage.isUseful(.wildcard, highest: .max))
    coverage.add(.wildcard)
    #expect(!coverage.isUseful(.text(Symbol(index: 3)), highest: .max))
    #expect(coverage.gap(highest: .max) == nil)
  }

  @Test func reachesTheLargestValue() {
    var coverage = ScalarCoverage()
    coverage.add(.range(low: 1, high: .max))
    #expect(coverage.gap(highest: .max)?.high == 0)
    coverage.add(.range(low: 0, high: 0))
    #expect(coverage.gap(highest: .max) == nil)
  }
}

/// `LocalNames`, against a plain list that is searched from its end.
@Suite struct LocalNamesTests {
  @Test(arguments: [3, 24, 25, 100]) func agreesWithAList(count: Int) {
    var names = LocalNames()
    var list: [(name: Symbol, local: LocalID)] = []
    for number in 1...count {
      let name = Symbol(index: UInt32(number * 7 % 31 + 1))
      names.append(name, LocalID(index: UInt32(number)))
      list.append((name, LocalID(index: UInt32(number))))
    }
    while !list.isEmpty {
      for index in 1...32 {
        let name = Symbol(index: UInt32(index))
        #expect(names.find(name) == list.last { $0.name == name }?.local)
      }
      list.removeLast(min(list.count, 9))
      names.removeLast(to: list.count)
      #expect(names.count == list.count)
    }
  }
}
