/// What `@cfg` conditions are judged by: the features that are on, and the operating system.
///
/// An item whose condition does not hold is never entered, checked or lowered.
struct Conditions: Sendable {
  /// The features that `--feature` turned on.
  var features: Set<String> = []
  /// The operating system that is compiled for: `linux`, `macos`.
  var os = Conditions.hostSystem

  /// The operating system that this compiler runs on.
  static var hostSystem: String {
    #if canImport(Darwin)
      "macos"
    #else
      "linux"
    #endif
  }

  /// Whether `item` is to be compiled: every `@cfg` before it holds.
  func hold(for item: NodeID, in tree: SyntaxTree, _ interner: Interner) -> Bool {
    guard tree.kind(item).hasAttributes else { return true }
    return tree.fieldList(item, 1).allSatisfy { attribute in
      interner.text(tree.symbol(attribute)) != "cfg"
        || tree.secondList(attribute).allSatisfy { holds($0, in: tree, interner) }
    }
  }

  private func holds(_ condition: NodeID, in tree: SyntaxTree, _ interner: Interner) -> Bool {
    switch tree.kind(condition) {
    case .namedArg:
      let value = tree.secondChild(condition)
      guard tree.kind(value) == .string else { return false }
      let text = interner.text(tree.symbol(value))
      return interner.text(tree.symbol(condition)) == "os" ? text == os : features.contains(text)
    case .call where tree.kind(tree.child(condition)) == .name:
      let parts = tree.secondList(condition)
      switch interner.text(tree.symbol(tree.child(condition))) {
      case "all": return parts.allSatisfy { holds($0, in: tree, interner) }
      case "any": return parts.contains { holds($0, in: tree, interner) }
      default: return !parts.allSatisfy { holds($0, in: tree, interner) }
      }
    default: return false
    }
  }

  /// The part of a condition that means nothing, if there is one: anything but `feature: "x"`,
  /// `os: "x"`, and `not`, `all`, `any` of such.
  func mistake(in condition: NodeID, _ tree: SyntaxTree, _ interner: Interner) -> NodeID? {
    switch tree.kind(condition) {
    case .namedArg:
      let name = interner.text(tree.symbol(condition))
      let isKnown = name == "feature" || name == "os"
      return isKnown && tree.kind(tree.secondChild(condition)) == .string ? nil : condition
    case .call where tree.kind(tree.child(condition)) == .name:
      let name = interner.text(tree.symbol(tree.child(condition)))
      let parts = tree.secondList(condition)
      guard ["not", "all", "any"].contains(name), name != "not" || parts.count == 1 else {
        return condition
      }
      return parts.lazy.compactMap { mistake(in: $0, tree, interner) }.first
    default: return condition
    }
  }
}

extension NodeKind {
  /// Whether the second field of this kind of node is a list of attributes.
  var hasAttributes: Bool {
    switch self {
    case .function, .structDecl, .enumDecl, .field, .traitDecl, .implDecl, .aliasDecl,
      .newtypeDecl, .constDecl, .staticAssert, .importDecl, .varDecl:
      true
    default: false
    }
  }
}
