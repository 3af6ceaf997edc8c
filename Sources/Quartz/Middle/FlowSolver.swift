/// What is wrong about the order in which a body gives values to its locals and takes them away.
struct FlowProblem: Sendable {
  enum Kind: Sendable {
    /// A value that was given away is used.
    case usedAfterMove
    /// A local that has no value on some path is used.
    case usedBeforeSet
    /// A name that is bound once may have a value already.
    case setTwice
    /// A second `&mut`.
    case excludedTwice
    /// `&` while `&mut` lives.
    case sharedWhileExcluded
    /// `&mut` while `&` lives.
    case excludedWhileShared
    /// A change while a reference lives.
    case changedWhileBorrowed
    /// A use while `&mut` lives.
    case usedWhileExcluded
    /// A move while a reference lives.
    case movedWhileBorrowed
  }

  let kind: Kind
  let local: LocalID
  let node: NodeID
  /// Where the value was given away, or where the reference was made.
  let cause: NodeID
}

/// Solves data-flow equations over a flow graph: a bit for each local, a word for each block and 64
/// locals.
///
/// The textbook method (Aho, Lam, Sethi, Ullman, "Compilers", 9.2; for moves as maybe-uninitialised
/// places, rustc's MIR borrow check): each block gets the bits that it sets and clears, and blocks are
/// passed over in the order of the source until nothing changes, which takes as many passes as loops
/// are nested. 64 locals at a time take memory linear in the number of blocks.
struct FlowSolver {
  let graph: FlowGraph
  /// Whether a local can be assigned more than once.
  let isMutable: (LocalID) -> Bool
  var problems: [FlowProblem] = []

  init(_ graph: FlowGraph, isMutable: @escaping (LocalID) -> Bool) {
    self.graph = graph
    self.isMutable = isMutable
  }

  /// Finds uses of locals that may have no value, and second values of names that are bound once.
  mutating func checkValues() {
    let tracked = graph.variables.indices.filter {
      graph.variables[$0].isOwner || graph.variables[$0].isDeferred
    }
    let numbering = FlowNumbering(tracked, of: graph.variables.count)
    let groups = eventGroups(numbering) { $0.kind != .touch }
    for group in groups where !group.isEmpty { checkValues(group, numbering) }
  }

  /// The events that `matter`, by the group of 64 that their variable belongs to, with their blocks.
  func eventGroups(
    _ numbering: FlowNumbering, _ matter: (FlowEvent) -> Bool
  ) -> [[FlowPlace]] {
    var groups = [[FlowPlace]](repeating: [], count: numbering.groupCount)
    for block in graph.order {
      for index in graph.ranges[block.position] {
        let event = graph.events[index]
        guard matter(event), let bit = numbering[event.variable] else { continue }
        groups[bit / 64].append(FlowPlace(block: block, event: index, bit: UInt64(1) << (bit % 64)))
      }
    }
    return groups
  }

  private mutating func checkValues(_ places: [FlowPlace], _ numbering: FlowNumbering) {
    var missing = FlowWords(blockCount: graph.blockCount)
    var present = FlowWords(blockCount: graph.blockCount)
    for place in places {
      switch graph.events[place.event].kind {
      case .declare, .move:
        missing.set(place)
        present.clear(place)
      case .set:
        missing.clear(place)
        present.set(place)
      default: break
      }
    }
    missing.flowForward(graph)
    present.flowForward(graph)
    judge(places, missing.before, present.before)
  }

  /// Goes through the events of each block with the bits that hold before each.
  private mutating func judge(_ places: [FlowPlace], _ missing: [UInt64], _ present: [UInt64]) {
    var block = FlowBlockID?.none
    var (lacking, having): (UInt64, UInt64) = (0, 0)
    for (number, place) in places.enumerated() {
      if place.block != block {
        block = place.block
        (lacking, having) = (missing[place.block.position], present[place.block.position])
      }
      let event = graph.events[place.event]
      let variable = graph.variables[Int(event.variable)]
      switch event.kind {
      case .declare:
        lacking |= place.bit
        having &= ~place.bit
      case .set:
        if having & place.bit != 0 && variable.isDeferred && !isMutable(variable.local) {
          problems.append(
            FlowProblem(kind: .setTwice, local: variable.local, node: event.node, cause: .none))
        }
        lacking &= ~place.bit
        having |= place.bit
      default:
        if lacking & place.bit != 0 { reportMissing(variable.local, number, places) }
        if event.kind == .move {
          lacking |= place.bit
          having &= ~place.bit
        }
      }
    }
  }

  /// Reports a use of what may have no value: the last move before it is the likely reason, or one
  /// behind it in a loop.
  private mutating func reportMissing(_ local: LocalID, _ number: Int, _ places: [FlowPlace]) {
    let bit = places[number].bit
    let isMove = { [graph] (place: FlowPlace) in
      place.bit == bit && graph.events[place.event].kind == .move
    }
    let cause = places[..<number].last(where: isMove) ?? places[number...].last(where: isMove)
    problems.append(
      FlowProblem(
        kind: cause == nil ? .usedBeforeSet : .usedAfterMove, local: local,
        node: graph.events[places[number].event].node,
        cause: cause.map { graph.events[$0.event].node } ?? .none))
  }
}

/// An event in its block, and the bit that stands for its variable.
struct FlowPlace: Sendable {
  let block: FlowBlockID
  let event: Int
  let bit: UInt64
}

/// Which of some variables has which bit.
struct FlowNumbering: Sendable {
  private var bits: [Int32]
  /// How many words hold all bits.
  let groupCount: Int

  /// Numbers `tracked` among `count` variables in their order.
  init(_ tracked: [Int], of count: Int) {
    bits = [Int32](repeating: -1, count: count)
    for (bit, variable) in tracked.enumerated() { bits[variable] = Int32(bit) }
    groupCount = (tracked.count + 63) / 64
  }

  /// The bit of `variable`, if it has one.
  subscript(variable: UInt32) -> Int? {
    let bit = bits[Int(variable)]
    return bit < 0 ? nil : Int(bit)
  }
}

/// For each block a word of bits before it, and those that it sets and clears.
struct FlowWords: Sendable {
  private(set) var before: [UInt64]
  private var sets: [UInt64]
  private var clears: [UInt64]

  init(blockCount: Int) {
    before = [UInt64](repeating: 0, count: blockCount)
    sets = before
    clears = before
  }

  /// The event at `place` sets its bit; events are added in the order of the flow.
  mutating func set(_ place: FlowPlace) {
    sets[place.block.position] |= place.bit
    clears[place.block.position] &= ~place.bit
  }

  /// The event at `place` clears its bit.
  mutating func clear(_ place: FlowPlace) {
    sets[place.block.position] &= ~place.bit
    clears[place.block.position] |= place.bit
  }

  /// What holds before each block: what may hold behind one that goes to it.
  mutating func flowForward(_ graph: FlowGraph) {
    var isChanging = true
    while isChanging {
      isChanging = false
      for block in graph.order {
        let index = block.position
        let after = before[index] & ~clears[index] | sets[index]
        for next in graph.successors[index]
        where before[next.position] | after != before[next.position] {
          before[next.position] |= after
          isChanging = true
        }
      }
    }
  }

  /// What holds before each block when the flow is followed backwards, from what holds behind it.
  mutating func flowBackward(_ graph: FlowGraph) {
    var isChanging = true
    while isChanging {
      isChanging = false
      for block in graph.order.reversed() {
        let index = block.position
        let behind = graph.successors[index].reduce(UInt64(0)) { $0 | before[$1.position] }
        let result = behind & ~clears[index] | sets[index]
        if result != before[index] {
          before[index] = result
          isChanging = true
        }
      }
    }
  }
}
