/// A basic block of a flow graph.
struct FlowBlockID: Handle {
  let index: UInt32
  init(index: UInt32) { self.index = index }
}

/// One thing that a body does with a local.
struct FlowEvent: Sendable {
  enum Kind: UInt8, Sendable {
    /// The local begins to exist, without a value.
    case declare
    /// It gets a value.
    case set
    /// Its value is read.
    case use
    /// Its value goes to another owner.
    case move
    /// A closure or a method changes what it holds.
    case mutate
    /// `&x`: the reference `reference` to it begins.
    case share
    /// `&mut x`: the reference `reference` to it begins.
    case exclude
    /// The reference `reference` is used; there is no local.
    case touch
  }

  let kind: Kind
  /// The local, as its place in the graph's list of variables.
  let variable: UInt32
  /// The reference, as its place in the graph's list of references.
  let reference: UInt32
  let node: NodeID
}

/// A local that a flow graph has events of.
struct FlowVariable: Sendable {
  let local: LocalID
  /// Whether it owns a value of a type that implements Drop.
  var isOwner = false
  /// Whether it is declared without a value.
  var isDeferred = false
}

/// A body as basic blocks of what it does with its locals, in the order of evaluation.
///
/// Made by `Checker.followBody`, read by `FlowSolver`; dropped when the body was judged.
struct FlowGraph: Sendable {
  private(set) var events: [FlowEvent] = []
  private(set) var variables: [FlowVariable] = []
  /// The references, from 1: for each those that it was made from.
  private(set) var references: [[UInt32]] = [[]]
  /// For each block its events.
  private(set) var ranges: [Range<Int>] = []
  /// The blocks in the order in which they were begun, which is about that of the source.
  private(set) var order: [FlowBlockID] = []
  /// Where each block may go.
  private(set) var successors: [[FlowBlockID]] = []
  private var numbers: [LocalID: UInt32] = [:]

  /// The number of blocks.
  var blockCount: Int { ranges.count }

  /// A block that is begun later.
  mutating func makeBlock() -> FlowBlockID {
    ranges.append(0..<0)
    successors.append([])
    return FlowBlockID(index: UInt32(ranges.count - 1))
  }

  /// Makes `block` the one that events are added to.
  mutating func begin(_ block: FlowBlockID) {
    ranges[block.position] = events.count..<events.count
    order.append(block)
  }

  /// Adds an event to the block that was begun last.
  mutating func add(_ event: FlowEvent) {
    events.append(event)
    let block = order[order.count - 1].position
    ranges[block] = ranges[block].lowerBound..<events.count
  }

  /// Lets the block that was begun last go to `block`.
  mutating func addEdge(to block: FlowBlockID) {
    successors[order[order.count - 1].position].append(block)
  }

  /// The place of `local` in the list of variables.
  mutating func number(_ local: LocalID) -> UInt32 {
    if let known = numbers[local] { return known }
    let number = UInt32(variables.count)
    variables.append(FlowVariable(local: local))
    numbers[local] = number
    return number
  }

  /// Adds a reference made from others, and with them from what those were made from.
  mutating func addReference(madeFrom parents: [UInt32]) -> UInt32 {
    references.append(Array(Set(parents + parents.flatMap { references[Int($0)] })).sorted())
    return UInt32(references.count - 1)
  }

  /// Takes note that `local` owns its value.
  mutating func markOwner(_ local: LocalID) { variables[Int(number(local))].isOwner = true }

  /// Takes note that `local` is declared without a value.
  mutating func markDeferred(_ local: LocalID) { variables[Int(number(local))].isDeferred = true }
}

/// A loop around the place that is being followed.
struct FlowLoop: Sendable {
  let label: Symbol
  let exit: FlowBlockID
  let next: FlowBlockID
  let deferDepth: Int
}

/// The body that is being followed.
struct Flow: Sendable {
  var graph = FlowGraph()
  /// What stands for the type parameters.
  var arguments: [TypeID] = []
  /// How many closures enclose the body.
  var depth = 0
  var isTerminated = false
  /// For each block whether something goes to it.
  var isReached: [Bool] = []
  var loops: [FlowLoop] = []
  /// For each scope what is to be done at its end.
  var defers: [[NodeID]] = [[]]
  /// The locals that stand for references.
  var references: [LocalID: UInt32] = [:]
  /// What they were made from.
  var origins: [LocalID: [LocalID]] = [:]
  /// Whether the body gives a reference to its caller.
  var returnsReference = false
  /// The locals of enclosing bodies that this one changes, and where.
  var outerChanges: [(local: LocalID, node: NodeID)] = []
  /// The closures that are passed to where they are only called.
  var confined: Set<NodeID> = []
}

/// Who owns what in a body: what the lowering needs to know to drop every value once.
struct Ownership: Sendable {
  /// The names that give their value away.
  var moves: Set<NodeID> = []
  /// The locals that some name or closure gives away, and those declared without a value.
  var unsettled: Set<LocalID> = []
  /// The locals whose values belong to others: `self`, and names in patterns for parts of such.
  var borrowed: Set<LocalID> = []
  /// For each closure the locals that it takes over.
  var captures: [NodeID: [LocalID]] = [:]
}
