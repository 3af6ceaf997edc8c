import Testing

@testable import Quartz

@Suite struct DominatorTreeTests {
  /// A function whose block n goes to the blocks in `graph[n]`.
  private func function(_ graph: [[Int]]) -> MIRFunction {
    let builder = MIRBuilder()
    let id = builder.declare("f", [], .never)
    let body = BodyBuilder(builder, builder.functions[id])
    let blocks = graph.map { _ in body.block() }
    for (number, targets) in graph.enumerated() {
      body.begin(blocks[number])
      let value = body.integer(0)
      guard let last = targets.last else {
        body.unreachable()
        continue
      }
      let cases = targets.dropLast().enumerated().map { ($0.offset, blocks[$0.element]) }
      body.switchInt(value, cases, else: blocks[last])
    }
    return body.function
  }

  /// The blocks that can be reached from the entry without going through `avoided`.
  private func reachable(_ graph: [[Int]], avoiding avoided: Int?) -> Set<Int> {
    guard avoided != 0 else { return [] }
    var seen: Set<Int> = [0]
    var work = [0]
    while let block = work.popLast() {
      for target in graph[block] where target != avoided && seen.insert(target).inserted {
        work.append(target)
      }
    }
    return seen
  }

  /// A graph of `count` blocks with up to three targets each, none of them the entry.
  private func randomGraph(_ count: Int, _ state: inout UInt64) -> [[Int]] {
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    return (0..<count).map { _ in (0..<next(4)).map { _ in 1 + next(count - 1) } }
  }

  /// A block dominates another exactly when the other cannot be reached without it.
  @Test func agreesWithTheDefinitionOnRandomGraphs() {
    var state: UInt64 = 42
    for size in 2..<40 {
      let graph = randomGraph(size, &state)
      let tree = DominatorTree(of: function(graph))
      let all = reachable(graph, avoiding: nil)
      for upper in 0..<size {
        let without = reachable(graph, avoiding: upper)
        #expect(tree.isReachable(BlockID(index: UInt32(upper))) == all.contains(upper))
        for lower in all where all.contains(upper) {
          let expected = upper == lower || !without.contains(lower)
          let found = tree.dominates(
            BlockID(index: UInt32(upper)), BlockID(index: UInt32(lower)))
          #expect(found == expected, "\(upper) over \(lower) in \(graph)")
        }
      }
    }
  }

  @Test func longChainsNeedNoDeepStack() {
    let count = 100_000
    let graph = (0..<count).map { $0 + 1 < count ? [$0 + 1] : [] }
    let tree = DominatorTree(of: function(graph))
    let last = BlockID(index: UInt32(count - 1))
    #expect(tree.dominates(BlockID(index: 5), last))
    #expect(!tree.dominates(last, BlockID(index: 5)))
  }
}
