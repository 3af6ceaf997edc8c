/// Which blocks of a function stand on every path from the entry to another block.
///
/// Found as in Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (2001): immediate
/// dominators are intersected over the predecessors in reverse postorder until nothing changes.
struct DominatorTree {
  /// The reachable blocks in reverse postorder.
  private(set) var order: [Int] = []
  /// The place of each block in `order`; -1 for blocks that cannot be reached.
  private var places: [Int]
  /// For each place in `order` that of the immediate dominator; the entry's is its own.
  private var parents: [Int] = []
  /// The range of numbers of each place's subtree, in a preorder walk of the tree.
  private var firsts: [Int] = []
  private var ends: [Int] = []

  /// The tree of `function`, whose blocks all end in a terminator.
  init(of function: MIRFunction) {
    places = [Int](repeating: -1, count: function.blockStarts.count)
    let successors = Self.successors(of: function)
    walk(successors)
    intersectAll(successors)
    number()
  }

  /// Whether `block` can be reached from the entry.
  func isReachable(_ block: BlockID) -> Bool { places[Int(block.index)] >= 0 }

  /// Whether every path from the entry to `lower` goes through `upper`.
  func dominates(_ upper: BlockID, _ lower: BlockID) -> Bool {
    let (up, low) = (places[Int(upper.index)], places[Int(lower.index)])
    guard low >= 0 else { return true }
    guard up >= 0 else { return false }
    return firsts[up] <= firsts[low] && firsts[low] < ends[up]
  }

  /// For each block the blocks that it goes to.
  private static func successors(of function: MIRFunction) -> [[Int]] {
    var result = [[Int]](repeating: [], count: function.blockStarts.count)
    for block in function.blockOrder {
      guard let last = function.instructions(of: block).last else { continue }
      function.forEachTarget(of: last) { result[Int(block.index)].append(Int($0.index)) }
    }
    return result
  }

  /// Finds the reverse postorder, with a stack of its own because functions may be long chains.
  private mutating func walk(_ successors: [[Int]]) {
    guard !successors.isEmpty else { return }
    var stack = [(block: 0, next: 0)]
    places[0] = 0
    while let top = stack.last {
      if top.next < successors[top.block].count {
        stack[stack.count - 1].next += 1
        let target = successors[top.block][top.next]
        guard places[target] < 0 else { continue }
        places[target] = 0
        stack.append((target, 0))
      } else {
        order.append(top.block)
        stack.removeLast()
      }
    }
    order.reverse()
    for (place, block) in order.enumerated() { places[block] = place }
  }

  private mutating func intersectAll(_ successors: [[Int]]) {
    var predecessors = [[Int]](repeating: [], count: order.count)
    for (place, block) in order.enumerated() {
      for target in successors[block] { predecessors[places[target]].append(place) }
    }
    parents = [Int](repeating: -1, count: order.count)
    guard !parents.isEmpty else { return }
    parents[0] = 0
    var changed = true
    while changed {
      changed = false
      for place in parents.indices.dropFirst() {
        let known = predecessors[place].filter { parents[$0] >= 0 }
        let parent = known.dropFirst().reduce(known[0]) { intersect($0, $1) }
        changed = changed || parents[place] != parent
        parents[place] = parent
      }
    }
  }

  /// The nearest common ancestor of two places.
  private func intersect(_ left: Int, _ right: Int) -> Int {
    var (left, right) = (left, right)
    while left != right {
      while left > right { left = parents[left] }
      while right > left { right = parents[right] }
    }
    return left
  }

  /// Numbers the tree in preorder, so that dominance is a comparison of ranges.
  private mutating func number() {
    // A parent's place is less than its children's: sizes add up backwards, numbers go forwards.
    var sizes = [Int](repeating: 1, count: order.count)
    for place in order.indices.dropFirst().reversed() { sizes[parents[place]] += sizes[place] }
    firsts = [Int](repeating: 0, count: order.count)
    ends = sizes
    var free = [Int](repeating: 1, count: order.count)
    for place in order.indices.dropFirst() {
      let parent = parents[place]
      firsts[place] = free[parent]
      free[parent] += sizes[place]
      free[place] = firsts[place] + 1
      ends[place] = firsts[place] + sizes[place]
    }
  }
}
