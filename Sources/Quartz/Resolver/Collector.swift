/// Enters what each module declares into the tables of declarations, without looking into types or
/// bodies.
struct Collector {
  private let tree: SyntaxTree
  private let sources: SourceMap
  private let conditions: Conditions
  private var interner: Interner
  private var declarations = Declarations()
  private var diagnostics: DiagnosticSink
  private var module = ModuleID.none
  private var names: [Symbol: Entity] = [:]
  private var places: [Symbol: NodeID] = [:]
  private var statements: [NodeID] = []
  /// Whether the module is a script without functions.
  private var isPlainScript = false

  /// What was collected.
  struct Result {
    /// Everything declared.
    var declarations: Declarations
    /// The names and statements of each module, in the order of the graph.
    var modules: Table<ModuleID, Module>
    var diagnostics: DiagnosticSink
  }

  /// Collects the declarations of all `modules`.
  ///
  /// `derived` are the impls that attributes ask for, by `file` node.
  static func collect(
    _ modules: Table<ModuleID, Module>, derived: [NodeID: [NodeID]], conditions: Conditions,
    tree: SyntaxTree, sources: SourceMap, interner: Interner, diagnostics: DiagnosticSink
  ) -> Result {
    var collector = Collector(
      tree: tree, sources: sources, conditions: conditions, interner: interner,
      diagnostics: diagnostics)
    var modules = modules
    for id in modules.ids {
      collector.collect(id, root: modules[id].root, derived[modules[id].root] ?? [])
      modules[id].names = collector.names
      modules[id].statements = collector.statements
    }
    return Result(
      declarations: collector.declarations, modules: modules, diagnostics: collector.diagnostics)
  }

  private init(
    tree: SyntaxTree, sources: SourceMap, conditions: Conditions, interner: Interner,
    diagnostics: DiagnosticSink
  ) {
    self.conditions = conditions
    self.tree = tree
    self.sources = sources
    self.interner = interner
    self.diagnostics = diagnostics
  }

  private mutating func collect(_ id: ModuleID, root: NodeID, _ derived: [NodeID]) {
    module = id
    names = [:]
    places = [:]
    statements = []
    guard !root.isNone else { return }
    isPlainScript = isPlainScript(tree.list(root))
    for item in tree.list(root) { collect(item) }
    for item in derived { collect(item) }
  }

  /// Whether `items` are statements that no function stands beside, so that a `var` among them is
  /// local to them and sees the names before it.
  private func isPlainScript(_ items: NodeList) -> Bool {
    var hasStatements = false
    for item in items {
      switch tree.kind(item) {
      case .function, .implDecl, .traitDecl: return false
      case .structDecl, .enumDecl, .newtypeDecl, .aliasDecl, .constDecl, .varDecl, .importDecl,
        .staticAssert, .error:
        break
      default: hasStatements = true
      }
    }
    return hasStatements
  }

  private mutating func collect(_ item: NodeID) {
    guard isEnabled(item) else { return }
    let name = tree.symbol(item)
    switch tree.kind(item) {
    case .function: addFunction(item)
    case .structDecl, .enumDecl, .newtypeDecl: addNominal(item)
    case .traitDecl: addTrait(item)
    case .implDecl: addImpl(item)
    case .aliasDecl:
      let id = declarations.aliases.add(AliasDecl(name: name, module: module, node: item))
      declare(name, Entity(kind: .alias, index: id.index), item)
    case .constDecl:
      let id = declarations.constants.add(ConstantDecl(name: name, module: module, node: item))
      declare(name, Entity(kind: .constant, index: id.index), item)
    case .varDecl where !isPlainScript && tree.kind(tree.child(item)) == .patternName:
      addVariable(item)
    case .importDecl, .error: break
    default: statements.append(item)
    }
  }

  /// Whether the conditions before `item` hold; reports conditions that mean nothing.
  private mutating func isEnabled(_ item: NodeID) -> Bool {
    guard tree.kind(item).hasAttributes else { return true }
    for attribute in tree.fieldList(item, 1)
    where interner.text(tree.symbol(attribute)) == "cfg" {
      for argument in tree.secondList(attribute) {
        if let mistake = conditions.mistake(in: argument, tree, interner) {
          diagnostics.report(.wrongCondition(at: tree.span(mistake, in: sources)))
        }
      }
    }
    return conditions.hold(for: item, in: tree, interner)
  }

  /// Gives `name` a meaning in the module, unless it has one.
  private mutating func declare(_ name: Symbol, _ entity: Entity, _ node: NodeID) {
    if let first = places[name] {
      diagnostics.report(
        .duplicateName(
          interner.text(name), at: tree.span(node, in: sources),
          first: tree.span(first, in: sources)))
      return
    }
    places[name] = node
    names[name] = entity
  }
}

// MARK: - Items

extension Collector {
  private mutating func addFunction(_ item: NodeID) {
    let decl = makeFunction(item, owner: .module)
    if let known = names[decl.name], known.kind == .functions {
      let overloads = declarations.overloads[Int(known.index)]
      if let twin = overloads.first(where: { declarations.functions[$0].arity == decl.arity }) {
        addClause(item, to: twin)
        return
      }
      declarations.overloads[Int(known.index)].append(declarations.functions.add(decl))
      return
    }
    let id = declarations.functions.add(decl)
    declarations.overloads.append([id])
    let index = UInt32(declarations.overloads.count - 1)
    declare(decl.name, Entity(kind: .functions, index: index), item)
  }

  /// Takes `item` as a further clause of a function, unless neither has a literal or pattern among
  /// its parameters.
  private mutating func addClause(_ item: NodeID, to id: DeclID) {
    let first = declarations.functions[id].node
    guard isClause(item) || isClause(first) else {
      return reportTwin(item, first, tree.symbol(item))
    }
    declarations.functions[id].clauses.append(item)
  }

  /// Whether a parameter of `item` tells values apart.
  private func isClause(_ item: NodeID) -> Bool {
    tree.fieldList(item, 3).contains { parameter in
      switch tree.kind(tree.child(parameter)) {
      case .patternName, .patternWildcard, .patternTuple: false
      default: true
      }
    }
  }

  private mutating func reportTwin(_ node: NodeID, _ first: NodeID, _ name: Symbol) {
    diagnostics.report(
      .duplicateName(
        interner.text(name), at: tree.span(node, in: sources), first: tree.span(first, in: sources))
    )
  }

  private func makeFunction(_ item: NodeID, owner: Owner) -> FunctionDecl {
    let parameters = tree.fieldList(item, 3)
    let required = parameters.count { tree.fieldNode($0, 2).isNone }
    return FunctionDecl(
      name: tree.symbol(item), module: module, node: item, owner: owner,
      flags: NodeFlags(rawValue: tree.field(item, 0)), arity: parameters.count,
      requiredArity: required)
  }

  private mutating func addNominal(_ item: NodeID) {
    let name = tree.symbol(item)
    var nominal = Nominal(name: name, module: module, node: item, kind: nominalKind(item))
    nominal.align = tree.alignment(of: item, interner) ?? 1
    nominal.isPacked = tree.isPacked(item, interner)
    let id = declarations.nominals.add(nominal)
    declare(name, Entity(kind: .nominal, index: id.index), item)
  }

  private func nominalKind(_ item: NodeID) -> NominalKind {
    switch tree.kind(item) {
    case .enumDecl: .enumeration
    case .newtypeDecl: .newtype
    default: tree.attribute("value", of: item, interner) == nil ? .object : .value
    }
  }

  private mutating func addTrait(_ item: NodeID) {
    let name = tree.symbol(item)
    let id = declarations.traits.add(TraitDecl(name: name, module: module, node: item))
    let (members, list) = addMembers(tree.fieldList(item, 4), owner: .trait(id))
    declarations.traits[id].members = members
    declarations.traits[id].memberList = list
    declare(name, Entity(kind: .trait, index: id.index), item)
  }

  private mutating func addImpl(_ item: NodeID) {
    let id = declarations.impls.add(ImplDecl(module: module, node: item))
    let (members, list) = addMembers(tree.fieldList(item, 4), owner: .implementation(id))
    declarations.impls[id].members = members
    declarations.impls[id].memberList = list
    declarations.impls[id].isNegative =
      NodeFlags(rawValue: tree.field(item, 0)).contains(.isNegative)
  }

  private mutating func addMembers(
    _ nodes: NodeList, owner: Owner
  ) -> (members: [Symbol: [DeclID]], list: [DeclID]) {
    var members: [Symbol: [DeclID]] = [:]
    var list: [DeclID] = []
    for node in nodes where tree.kind(node) == .function && isEnabled(node) {
      let decl = makeFunction(node, owner: owner)
      let same = members[decl.name] ?? []
      if let twin = same.first(where: { declarations.functions[$0].arity == decl.arity }) {
        addClause(node, to: twin)
        continue
      }
      let id = declarations.functions.add(decl)
      members[decl.name, default: []].append(id)
      list.append(id)
    }
    return (members, list)
  }

  private mutating func addVariable(_ item: NodeID) {
    let name = tree.symbol(tree.child(item))
    let id = declarations.variables.add(VariableDecl(name: name, module: module, node: item))
    declare(name, Entity(kind: .variable, index: id.index), item)
    statements.append(item)
  }
}

extension SyntaxTree {
  /// The alignments that `@align` may demand: memory is aligned to 16 bytes everywhere.
  static let alignments: Set<UInt32> = [1, 2, 4, 8, 16]

  /// The attribute `name` of `item`.
  func attribute(_ name: String, of item: NodeID, _ interner: Interner) -> NodeID? {
    fieldList(item, 1).first { interner.text(symbol($0)) == name }
  }

  /// Whether `item` is a `packed struct`, or a struct marked with `@packed`.
  func isPacked(_ item: NodeID, _ interner: Interner) -> Bool {
    guard kind(item) == .structDecl else { return false }
    return NodeFlags(rawValue: field(item, 0)).contains(.isPacked)
      || attribute("packed", of: item, interner) != nil
  }

  /// What `@align(n)` before `item` demands; nil without it, or when it makes no sense.
  func alignment(of item: NodeID, _ interner: Interner) -> Int? {
    guard kind(item) == .structDecl else { return nil }
    let mark = attribute("align", of: item, interner)
    guard let arguments = mark.map({ secondList($0) }), arguments.count == 1,
      kind(arguments[0]) == .integer, field(arguments[0], 0) == 0,
      Self.alignments.contains(a[arguments[0].position])
    else { return nil }
    return Int(a[arguments[0].position])
  }
}
