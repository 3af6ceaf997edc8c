extension Checker {
  /// For each module its place among all, behind the modules that it imports.
  ///
  /// Where imports go in circles, the module that was reached first comes last. What the prelude
  /// brings in comes before all, because every module sees it.
  func moduleRanks() -> [Int] {
    var order = ModuleOrder(count: modules.count)
    if !prelude.isNone { order.visit(prelude, importsOf: { modules[$0].imports }) }
    order.visit(main, importsOf: { modules[$0].imports })
    return order.ranks
  }
}

/// Walks the graph of imports in depth, without recursion: a chain of imports may be long.
private struct ModuleOrder {
  private(set) var ranks: [Int]
  private var isSeen: [Bool]
  private var next = 0

  init(count: Int) {
    ranks = Array(repeating: 0, count: count + 1)
    isSeen = Array(repeating: false, count: count + 1)
  }

  /// Ranks `root` and all that it imports.
  mutating func visit(_ root: ModuleID, importsOf: (ModuleID) -> [Import]) {
    var path: [(module: ModuleID, rest: ArraySlice<Import>)] = []
    enter(root, importsOf, &path)
    while let last = path.indices.last {
      if let item = path[last].rest.popFirst() {
        enter(item.module, importsOf, &path)
      } else {
        ranks[Int(path.removeLast().module.index)] = next
        next += 1
      }
    }
  }

  private mutating func enter(
    _ module: ModuleID, _ importsOf: (ModuleID) -> [Import],
    _ path: inout [(module: ModuleID, rest: ArraySlice<Import>)]
  ) {
    guard !module.isNone, !isSeen[Int(module.index)] else { return }
    isSeen[Int(module.index)] = true
    path.append((module, importsOf(module)[...]))
  }
}
