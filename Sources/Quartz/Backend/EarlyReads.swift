/// Finds what reads a module variable before it has a value.
///
/// The functions that give variables their first values are followed in the order in which they
/// run, with all that they call. The variables without a value only become fewer: what was found
/// harmless once stays so, and each function is scanned at most once as one that is called, and
/// once as one that a closure may call at some time.
struct EarlyReads {
  /// A call on the way to a read, or the read itself.
  struct Step {
    /// What is called; `.none` of the read.
    let callee: FunctionID
    let position: Position
  }

  /// A variable that calls lead to before it has a value, and the way there.
  struct Certain {
    let global: GlobalID
    let steps: [Step]
  }

  /// A read in a function that may run too early, because a closure leads to it.
  struct Possible {
    let global: GlobalID
    let function: FunctionID
    let index: Int
  }

  /// The variables that are read too early, each once.
  private(set) var certain: [Certain] = []
  /// The reads that may come too early.
  private(set) var possible: [Possible] = []

  private let functions: Table<FunctionID, MIRFunction>
  /// The variables that have no value yet.
  private var unset: Set<GlobalID>
  private var reported: Set<GlobalID> = []
  /// For each function that was called, who did so first, and where.
  private var callers: [FunctionID: (caller: FunctionID, position: Position)] = [:]
  /// The functions that closures lead to.
  private var referred: Set<FunctionID> = []
  /// Those of `callers` and of `referred` that have yet to be scanned.
  private var calls: [FunctionID] = []
  private var references: [FunctionID] = []

  /// Nothing found yet; the variables `unset` have no value when the program starts.
  init(_ functions: Table<FunctionID, MIRFunction>, unset: Set<GlobalID>) {
    self.functions = functions
    self.unset = unset
  }

  /// Follows `start`, whose instructions at the places `firstStores` give variables their values.
  mutating func follow(_ start: FunctionID, firstStores: [Int: GlobalID]) {
    let function = functions[start]
    var reads: [Bool] = []
    for index in 1..<max(1, function.count) {
      if unset.isEmpty { return }
      if let global = firstStores[index] {
        scanFound()
        unset.remove(global)
      } else {
        visitCalled(index, of: start, function, &reads)
      }
    }
    scanFound()
  }

  /// Scans what was found and not scanned yet: what is called, the nearest first, and then what
  /// closures lead to.
  private mutating func scanFound() {
    var next = 0
    while next < calls.count {
      let function = functions[calls[next]]
      var reads: [Bool] = []
      for index in 1..<max(1, function.count) {
        visitCalled(index, of: calls[next], function, &reads)
      }
      next += 1
    }
    calls.removeAll()
    while let id = references.popLast() {
      if callers[id] == nil { scanReferred(id) }
    }
  }

  /// Looks at an instruction of a function that runs before all variables are set.
  private mutating func visitCalled(
    _ index: Int, of id: FunctionID, _ function: MIRFunction, _ reads: inout [Bool]
  ) {
    let operand = function.a[index]
    let position = Position(offset: function.positions[index])
    switch function.opcodes[index] {
    case .call:
      let callee = FunctionID(index: operand)
      guard callers[callee] == nil else { return }
      callers[callee] = (id, position)
      calls.append(callee)
    case .functionAddress: refer(FunctionID(index: operand))
    case .globalAddress:
      guard let global = unsetRead(index, function, &reads), reported.insert(global).inserted
      else { return }
      let read = Step(callee: .none, position: position)
      certain.append(Certain(global: global, steps: path(to: id) + [read]))
    default: break
    }
  }

  /// Looks through a function that closures lead to.
  private mutating func scanReferred(_ id: FunctionID) {
    let function = functions[id]
    var reads: [Bool] = []
    for index in 1..<max(1, function.count) {
      switch function.opcodes[index] {
      case .call, .functionAddress: refer(FunctionID(index: function.a[index]))
      case .globalAddress:
        guard let global = unsetRead(index, function, &reads) else { continue }
        possible.append(Possible(global: global, function: id, index: index))
      default: break
      }
    }
  }

  private mutating func refer(_ id: FunctionID) {
    if referred.insert(id).inserted { references.append(id) }
  }

  /// The variable without a value that the address at `index` serves to read.
  private func unsetRead(
    _ index: Int, _ function: MIRFunction, _ reads: inout [Bool]
  ) -> GlobalID? {
    let global = GlobalID(index: function.a[index])
    guard unset.contains(global) else { return nil }
    if reads.isEmpty { reads = function.readValues }
    return reads[index] ? global : nil
  }

  /// The calls that lead to `id`.
  private func path(to id: FunctionID) -> [Step] {
    var steps: [Step] = []
    var callee = id
    while let link = callers[callee] {
      steps.append(Step(callee: callee, position: link.position))
      callee = link.caller
    }
    return steps.reversed()
  }
}

extension MIRFunction {
  /// For each value whether something else uses it than stores to the address that it is.
  fileprivate var readValues: [Bool] {
    var isRead = [Bool](repeating: false, count: count)
    for index in 1..<max(1, count) {
      let target = opcodes[index] == .store ? a[index] : 0
      forEachOperand(of: index) { if $0.index != target { isRead[$0.position] = true } }
    }
    return isRead
  }
}
