/// Writes the types of a program's main file as text, for `--emit types` and for tests: one line
/// for each node that has a type, `LINE:COLUMN kind: Type`, in the order of the source.
enum TypedPrinter {
  /// The text for the main file of `checker`.
  static func text(of checker: Checker) -> [UInt8] {
    let file = checker.modules[checker.main].file
    let source = checker.sources[file]
    let range = source.base..<source.base + UInt32(source.bytes.count)
    let printer = TypePrinter(
      types: checker.types, nominals: checker.declarations.nominals, interner: checker.interner)
    var sources = checker.sources
    var text: [UInt8] = []
    for index in nodes(of: checker, in: range) {
      let place = sources.place(of: Position(offset: checker.tree.positions[index]))
      let type = printer.description(of: checker.typed.types[index])
      text += "\(place.line):\(place.column) \(checker.tree.kinds[index]): \(type)\n".utf8
    }
    return text
  }

  /// The nodes with a type that stand in `range`, by place; of those in one place the outer last.
  private static func nodes(of checker: Checker, in range: Range<UInt32>) -> [Int] {
    let tree = checker.tree
    return (1..<tree.count)
      .filter { range.contains(tree.positions[$0]) && !checker.typed.types[$0].isNone }
      .sorted { (tree.positions[$0], $0) < (tree.positions[$1], $1) }
  }
}
