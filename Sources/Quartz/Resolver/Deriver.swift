/// Writes the impls that `@derive(Eq, Ord, Hash, Show, Clone)` asks for, as syntax.
///
/// The nodes stand at the place of the attribute's argument, so that what is wrong with a derived impl
/// (a field that is not `Eq`) is reported there.
struct Deriver {
  var tree: SyntaxTree
  var interner: Interner
  /// What decides which items there are.
  let conditions: Conditions
  /// Where the nodes being made stand.
  var place: UInt32 = 0

  /// The traits that can be derived.
  static let traits = ["Eq", "Ord", "Hash", "Show", "Clone"]

  /// Adds the derived impls of every struct and enum to the tree; gives them by `file` node.
  static func expand(
    _ tree: inout SyntaxTree, _ interner: inout Interner, _ conditions: Conditions
  ) -> [NodeID: [NodeID]] {
    var deriver = Deriver(tree: SyntaxTree(), interner: Interner(), conditions: conditions)
    // Swapped rather than copied: both are large.
    swap(&deriver.tree, &tree)
    swap(&deriver.interner, &interner)
    var derived: [NodeID: [NodeID]] = [:]
    for root in deriver.tree.roots {
      let impls = Array(deriver.tree.list(root)).flatMap { deriver.impls(of: $0) }
      if !impls.isEmpty { derived[root] = impls }
    }
    swap(&deriver.tree, &tree)
    swap(&deriver.interner, &interner)
    return derived
  }

  /// The derived impls of `item`; none of one that lacks its name, which is an error already.
  private mutating func impls(of item: NodeID) -> [NodeID] {
    guard tree.kind(item) == .structDecl || tree.kind(item) == .enumDecl,
      !tree.symbol(item).isNone, conditions.hold(for: item, in: tree, interner)
    else { return [] }
    var impls: [NodeID] = []
    for attribute in tree.fieldList(item, 1)
    where interner.text(tree.symbol(attribute)) == "derive" {
      for argument in tree.secondList(attribute) where tree.kind(argument) == .name {
        place = tree.position(argument).offset
        let trait = interner.text(tree.symbol(argument))
        if let members = members(for: trait, of: item) {
          impls.append(impl(trait, members, of: item))
        }
      }
    }
    return impls
  }

  private mutating func members(for trait: String, of item: NodeID) -> [NodeID]? {
    let isEnum = tree.kind(item) == .enumDecl
    switch trait {
    case "Eq": return [isEnum ? enumEqual(item) : structEqual(item)]
    case "Ord": return [isEnum ? enumLess(item) : structLess(item)]
    case "Hash": return [isEnum ? enumHash(item) : structHash(item)]
    case "Show": return [isEnum ? enumShow(item) : structShow(item)]
    case "Clone": return [isEnum ? enumClone(item) : structClone(item)]
    default: return nil
    }
  }

  /// `impl<T: Trait> Trait for Name<T> … end`.
  private mutating func impl(_ trait: String, _ members: [NodeID], of item: NodeID) -> NodeID {
    let names = tree.fieldList(item, 2).map { tree.symbol($0) }
    let parameters = names.map { name in
      let bounds = tree.addList([typeName(interner.intern(trait))])
      return tree.add(.typeParam, at: place, name.index, bounds.index)
    }
    let arguments = names.map { typeName($0) }
    let target = typeName(tree.symbol(item), arguments)
    let traitName = typeName(interner.intern(trait))
    let parameterList = tree.addList(parameters)
    let memberList = tree.addList(members)
    return tree.add(
      .implDecl, at: place, target.index, fields: 0, 0, parameterList.index, traitName.index,
      memberList.index, 0)
  }
}

// MARK: - Parts

/// A part of a struct or payload: how it is reached, and its name if it has one.
private struct Part {
  let first: NodeID
  let second: NodeID
}

extension Deriver {
  private mutating func typeName(_ name: Symbol, _ arguments: [NodeID] = []) -> NodeID {
    let list = tree.addList(arguments)
    return tree.add(.typeName, at: place, 0, fields: name.index, list.index)
  }

  private mutating func name(_ text: String) -> NodeID {
    tree.add(.name, at: place, interner.intern(text).index)
  }

  private mutating func member(_ receiver: NodeID, _ name: Symbol) -> NodeID {
    tree.add(.member, at: place, receiver.index, name.index)
  }

  private mutating func field(_ receiver: String, _ name: Symbol) -> NodeID {
    member(self.name(receiver), name)
  }

  private mutating func call(_ receiver: NodeID, _ name: String, _ arguments: [NodeID]) -> NodeID {
    let callee = member(receiver, interner.intern(name))
    let list = tree.addList(arguments)
    return tree.add(.call, at: place, callee.index, list.index)
  }

  private mutating func binary(_ kind: NodeKind, _ left: NodeID, _ right: NodeID) -> NodeID {
    tree.add(kind, at: place, left.index, right.index)
  }

  private mutating func bool(_ value: Bool) -> NodeID { tree.add(.bool, at: place, value ? 1 : 0) }

  private mutating func number(_ value: Int) -> NodeID {
    tree.add(.integer, at: place, UInt32(value), fields: 0, 0)
  }

  private mutating func text(_ text: String) -> NodeID {
    tree.add(.string, at: place, interner.intern(text).index)
  }

  private mutating func tuple(_ parts: [NodeID]) -> NodeID {
    let list = tree.addList(parts)
    return tree.add(.tuple, at: place, list.index)
  }

  private mutating func block(_ statements: [NodeID]) -> NodeID {
    let list = tree.addList(statements)
    return tree.add(.block, at: place, list.index)
  }

  /// `def name(self, parameter: type): result = body`.
  private mutating func function(
    _ name: String, _ parameter: (name: String, type: String)?, _ result: String, _ body: NodeID
  ) -> NodeID {
    var parameters = [self.parameter("self", .none)]
    if let parameter {
      let type = typeName(interner.intern(parameter.type))
      parameters.append(self.parameter(parameter.name, type))
    }
    let list = tree.addList(parameters)
    let type = typeName(interner.intern(result))
    let flags = NodeFlags.hasSelf.rawValue
    return tree.add(
      .function, at: place, interner.intern(name).index, fields: flags, 0, 0, list.index,
      type.index, 0, body.index)
  }

  private mutating func parameter(_ name: String, _ type: NodeID) -> NodeID {
    let pattern = tree.add(.patternName, at: place, interner.intern(name).index)
    return tree.add(.param, at: place, pattern.index, fields: 0, type.index, 0)
  }

  /// The names of the fields of a struct.
  private func fields(_ item: NodeID) -> [Symbol] {
    tree.fieldList(item, 3).filter { tree.kind($0) == .field }.map { tree.symbol($0) }
  }

  /// The variants of an enum with the number of their payload fields.
  private func variants(_ item: NodeID) -> [(name: Symbol, count: Int, node: NodeID)] {
    tree.fieldList(item, 3).filter { tree.kind($0) == .variant }.map {
      (tree.symbol($0), tree.secondList($0).count, $0)
    }
  }

  /// The pattern `Variant(prefix0, prefix1)`.
  private mutating func pattern(_ name: Symbol, _ count: Int, _ prefix: String) -> NodeID {
    let path = tree.add(.name, at: place, name.index)
    guard count > 0 else { return tree.add(.patternPath, at: place, path.index) }
    let parts = (0..<count).map { number in
      tree.add(.patternName, at: place, interner.intern("\(prefix)\(number)").index)
    }
    let list = tree.addList(parts)
    return tree.add(.patternVariant, at: place, path.index, list.index)
  }

  private mutating func arm(_ pattern: NodeID, _ body: NodeID) -> NodeID {
    tree.add(.matchArm, at: place, pattern.index, fields: 0, body.index)
  }

  private mutating func match(_ subject: NodeID, _ arms: [NodeID]) -> NodeID {
    let list = tree.addList(arms)
    return tree.add(.matchExpr, at: place, subject.index, list.index)
  }

  /// `match (self, other)` with an arm for each variant that both are of, and `otherwise`.
  private mutating func matchBoth(
    _ item: NodeID, otherwise: NodeID, _ body: (inout Deriver, [Part]) -> NodeID
  ) -> NodeID {
    let variants = variants(item)
    var arms = variants.map { variant in
      let patterns = [
        pattern(variant.name, variant.count, "a"), pattern(variant.name, variant.count, "b"),
      ]
      let list = tree.addList(patterns)
      let both = tree.add(.patternTuple, at: place, list.index)
      let parts = (0..<variant.count).map { Part(first: name("a\($0)"), second: name("b\($0)")) }
      return arm(both, body(&self, parts))
    }
    if variants.count > 1 { arms.append(arm(tree.add(.patternWildcard, at: place), otherwise)) }
    return match(tuple([name("self"), name("other")]), arms)
  }

  private mutating func structParts(_ item: NodeID) -> [Part] {
    fields(item).map { Part(first: field("self", $0), second: field("other", $0)) }
  }
}

// MARK: - Eq and Ord

extension Deriver {
  private mutating func allEqual(_ parts: [Part]) -> NodeID {
    let tests = parts.map { binary(.equal, $0.first, $0.second) }
    guard let first = tests.first else { return bool(true) }
    return tests.dropFirst().reduce(first) { binary(.and, $0, $1) }
  }

  private mutating func structEqual(_ item: NodeID) -> NodeID {
    let body = allEqual(structParts(item))
    return function("op_eq", ("other", "Self"), "Bool", body)
  }

  private mutating func enumEqual(_ item: NodeID) -> NodeID {
    let body =
      hasPayload(item)
      ? matchBoth(item, otherwise: bool(false)) { $0.allEqual($1) }
      : binary(.equal, tag(of: "self"), tag(of: "other"))
    return function("op_eq", ("other", "Self"), "Bool", body)
  }

  /// The first parts that differ decide: `if a0 < b0 true elsif b0 < a0 false else … end`.
  private mutating func lexicographic(_ parts: ArraySlice<Part>) -> NodeID {
    guard let part = parts.first else { return bool(false) }
    if parts.count == 1 { return binary(.less, part.first, part.second) }
    let rest = lexicographic(parts.dropFirst())
    let greater = binary(.less, part.second, part.first)
    let no = block([bool(false)])
    let inner = tree.add(
      .ifExpr, at: place, greater.index, fields: no.index, block([rest]).index)
    let less = binary(.less, copy(part.first), copy(part.second))
    let yes = block([bool(true)])
    return tree.add(.ifExpr, at: place, less.index, fields: yes.index, inner.index)
  }

  /// Another node for a name or a field of a name, because a node has one parent.
  private mutating func copy(_ node: NodeID) -> NodeID {
    if tree.kind(node) == .name { return tree.add(.name, at: place, tree.symbol(node).index) }
    return member(copy(tree.child(node)), tree.secondSymbol(node))
  }

  private mutating func structLess(_ item: NodeID) -> NodeID {
    let body = lexicographic(structParts(item)[...])
    return function("op_lt", ("other", "Self"), "Bool", body)
  }

  /// Variants come in the order of their declaration; within one the payload decides.
  private mutating func enumLess(_ item: NodeID) -> NodeID {
    function("op_lt", ("other", "Self"), "Bool", enumOrder(item))
  }

  private mutating func enumOrder(_ item: NodeID) -> NodeID {
    guard hasPayload(item) else { return binary(.less, tag(of: "self"), tag(of: "other")) }
    let order = binary(.less, number(of: "self", item), number(of: "other", item))
    return matchBoth(item, otherwise: order) { $0.lexicographic($1[...]) }
  }

  /// Whether a variant of the enum carries something, so that tags alone do not tell values apart.
  private mutating func hasPayload(_ item: NodeID) -> Bool {
    variants(item).contains { $0.count > 0 }
  }

  /// `value as Int`: the place of the variant, for an enum without payloads.
  private mutating func tag(of value: String) -> NodeID {
    let operand = name(value)
    let type = typeName(interner.intern("Int"))
    return tree.add(.cast, at: place, operand.index, type.index)
  }

  /// `match value … end` that gives the place of the variant.
  private mutating func number(of value: String, _ item: NodeID) -> NodeID {
    let arms = variants(item).enumerated().map { index, variant in
      arm(pattern(variant.name, variant.count, "_"), number(index))
    }
    return match(name(value), arms)
  }
}

// MARK: - Hash, Show and Clone

extension Deriver {
  /// `(a, (b, c)).hash()`: the hash of pairs does the mixing.
  private mutating func hash(_ parts: [NodeID]) -> NodeID {
    guard let last = parts.last else { return number(0) }
    let nested = parts.dropLast().reversed().reduce(last) { tuple([$1, $0]) }
    return call(nested, "hash", [])
  }

  private mutating func structHash(_ item: NodeID) -> NodeID {
    let parts = fields(item).map { field("self", $0) }
    return function("hash", nil, "Int", hash(parts))
  }

  private mutating func enumHash(_ item: NodeID) -> NodeID {
    let arms = variants(item).enumerated().map { index, variant in
      let parts = [number(index)] + (0..<variant.count).map { name("a\($0)") }
      return arm(pattern(variant.name, variant.count, "a"), hash(parts))
    }
    return function("hash", nil, "Int", match(name("self"), arms))
  }

  private mutating func append(_ piece: String) -> NodeID {
    call(name("out"), "append", [text(piece)])
  }

  /// `Point { x: 1, y: 2 }`.
  private mutating func structShow(_ item: NodeID) -> NodeID {
    let typeName = interner.text(tree.symbol(item))
    let names = fields(item)
    var statements: [NodeID] = []
    for (number, field) in names.enumerated() {
      let label = interner.text(field) + ": "
      statements.append(append(number == 0 ? "\(typeName) { \(label)" : ", \(label)"))
      statements.append(call(self.field("self", field), "inspect", [name("out")]))
    }
    statements.append(append(names.isEmpty ? typeName : " }"))
    return function("show", ("out", "StringBuilder"), "Void", block(statements))
  }

  /// `Circle(1.0)`, `Empty`.
  private mutating func enumShow(_ item: NodeID) -> NodeID {
    let arms = variants(item).map { variant in
      let typeName = interner.text(variant.name)
      var statements = [append(variant.count == 0 ? typeName : "\(typeName)(")]
      for number in 0..<variant.count {
        if number > 0 { statements.append(append(", ")) }
        statements.append(call(name("a\(number)"), "inspect", [name("out")]))
      }
      if variant.count > 0 { statements.append(append(")")) }
      return arm(pattern(variant.name, variant.count, "a"), block(statements))
    }
    return function("show", ("out", "StringBuilder"), "Void", match(name("self"), arms))
  }

  private mutating func structClone(_ item: NodeID) -> NodeID {
    let inits = fields(item).map { field in
      let value = call(self.field("self", field), "clone", [])
      return tree.add(.fieldInit, at: place, field.index, value.index)
    }
    let typeNode = name("Self")
    let list = tree.addList(inits)
    let body = tree.add(.structLiteral, at: place, typeNode.index, list.index)
    return function("clone", nil, "Self", body)
  }

  private mutating func enumClone(_ item: NodeID) -> NodeID {
    let arms = variants(item).map { variant in
      let path = tree.add(.path, at: place, name("Self").index, variant.name.index)
      let pattern = pattern(variant.name, variant.count, "a")
      guard variant.count > 0 else { return arm(pattern, path) }
      let values = (0..<variant.count).map { call(name("a\($0)"), "clone", []) }
      let list = tree.addList(values)
      return arm(pattern, tree.add(.call, at: place, path.index, list.index))
    }
    return function("clone", nil, "Self", match(name("self"), arms))
  }
}
