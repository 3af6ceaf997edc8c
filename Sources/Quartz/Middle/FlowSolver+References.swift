extension FlowSolver {
  /// Finds what happens to places while references to them live.
  ///
  /// A reference lives from where it is made to its last use on some path: the liveness analysis of
  /// the textbooks, backwards over the blocks. This is what the rules of non-lexical lifetimes (Rust
  /// RFC 2094) come to where a name stands for one reference throughout.
  mutating func checkReferences() {
    let count = graph.references.count
    guard count > 1 else { return }
    for first in stride(from: 1, to: count, by: 64) {
      checkReferences(from: first, to: min(first + 64, count))
    }
  }

  private mutating func checkReferences(from first: Int, to end: Int) {
    let lent = lentVariables(from: first, to: end)
    var live = FlowWords(blockCount: graph.blockCount)
    for block in graph.order {
      for index in graph.ranges[block.position].reversed() {
        let event = graph.events[index]
        guard event.reference >= first && event.reference < end else { continue }
        let bit = UInt64(1) << (UInt64(event.reference) - UInt64(first))
        let place = FlowPlace(block: block, event: index, bit: bit)
        if event.kind == .touch { live.set(place) } else { live.clear(place) }
      }
    }
    live.flowBackward(graph)
    for block in graph.order { judge(block, live.before, lent, first..<end) }
  }

  /// For each variable that some reference of a group refers to, those references: all, and those
  /// that may change it.
  private func lentVariables(from first: Int, to end: Int) -> [UInt32: Loans] {
    var lent: [UInt32: Loans] = [:]
    for event in graph.events
    where event.kind != .touch && event.reference >= first && event.reference < end {
      let bit = UInt64(1) << (UInt64(event.reference) - UInt64(first))
      lent[event.variable, default: Loans()].all |= bit
      if event.kind == .exclude { lent[event.variable]!.exclusive |= bit }
      lent[event.variable]!.nodes[event.reference] = event.node
    }
    return lent
  }

  private mutating func judge(
    _ block: FlowBlockID, _ before: [UInt64], _ lent: [UInt32: Loans], _ group: Range<Int>
  ) {
    var live = graph.successors[block.position].reduce(UInt64(0)) { $0 | before[$1.position] }
    for index in graph.ranges[block.position].reversed() {
      let event = graph.events[index]
      let isOurs = group.contains(Int(event.reference))
      let bit = isOurs ? UInt64(1) << (UInt64(event.reference) - UInt64(group.lowerBound)) : 0
      if event.kind == .touch {
        live |= bit
        continue
      }
      live &= ~bit
      if live != 0, let loans = lent[event.variable] { judge(event, loans, live, group) }
    }
  }

  private mutating func judge(
    _ event: FlowEvent, _ loans: Loans, _ live: UInt64, _ group: Range<Int>
  ) {
    let held = loans.all & live
    guard held != 0 else { return }
    let isExclusive = loans.exclusive & live != 0
    guard let kind = event.conflict(withExclusive: isExclusive) else { return }
    let deciding = isExclusive ? loans.exclusive & live : held
    let reference = UInt32(group.lowerBound + deciding.trailingZeroBitCount)
    problems.append(
      FlowProblem(
        kind: kind, local: graph.variables[Int(event.variable)].local, node: event.node,
        cause: loans.nodes[reference] ?? .none))
  }
}

/// The references of a group of 64 that refer to a variable.
private struct Loans {
  var all: UInt64 = 0
  /// Those through which it may be changed.
  var exclusive: UInt64 = 0
  /// Where each is made.
  var nodes: [UInt32: NodeID] = [:]
}
