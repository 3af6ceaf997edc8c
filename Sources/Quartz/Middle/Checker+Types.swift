/// What names of types mean at some place of the source.
struct TypeScope: Sendable {
  /// The module whose names are visible.
  let module: ModuleID
  /// The type parameters in scope.
  var generics = Generics()
  /// What `Self` means; `.none` where it means nothing.
  var selfType = TypeID.none
}

extension Checker {
  /// The type that `node` writes.
  mutating func resolveType(_ node: NodeID, in scope: TypeScope) -> TypeID {
    switch tree.kind(node) {
    case .typeName: return resolveName(node, in: scope)
    case .typeTuple:
      let parts = tree.list(node).map { resolveStored($0, in: scope) }
      return types.tuple(parts)
    case .typeFunction:
      let parameters = tree.list(node).map { resolveType($0, in: scope) }
      let result = tree.secondChild(node)
      return types.function(parameters, result.isNone ? .void : resolveStored(result, in: scope))
    case .typeRef:
      return types.reference(.reference, to: resolveStored(tree.child(node), in: scope))
    case .typeRefMut:
      return types.reference(.referenceMut, to: resolveStored(tree.child(node), in: scope))
    case .typeNever: return .never
    case .typeImpl:
      report(.misplacedImplType(at: span(node)))
      return .error
    default: return .error
    }
  }

  private mutating func resolveName(_ node: NodeID, in scope: TypeScope) -> TypeID {
    let base = tree.child(node)
    let name = Symbol(index: tree.field(node, 0))
    let arguments = tree.fieldList(node, 1).map { resolveStored($0, in: scope) }
    if !base.isNone { return resolveQualified(base, name, arguments, node, in: scope) }
    if name == known.selfType {
      if scope.selfType.isNone { report(.selfOutsideType(at: span(node))) }
      return scope.selfType.isNone ? .error : scope.selfType
    }
    if let index = scope.generics.names.lastIndex(of: name) {
      return types.parameter(index, name: name)
    }
    if let type = builtinType(name, arguments, node) { return type }
    guard let entity = entity(name, in: scope.module, at: node) else {
      reportUnknownType(name, node, in: scope)
      return .error
    }
    return type(of: entity, arguments, node)
  }

  private mutating func resolveQualified(
    _ base: NodeID, _ name: Symbol, _ arguments: [TypeID], _ node: NodeID, in scope: TypeScope
  ) -> TypeID {
    let qualifier = Symbol(index: tree.field(base, 0))
    guard let module = qualifiedModule(qualifier, in: scope.module) else {
      if modules[scope.module].mayLack(qualifier) { return .error }
      let names = modules[scope.module].imports.map(\.qualifier).filter { !$0.isNone }
      report(
        .unknownModuleName(text(qualifier), at: span(base))
          .suggesting(text(qualifier), among: names.map { text($0) }))
      return .error
    }
    guard let entity = publicEntity(name, of: module) else {
      reportUnknownImport(name, of: module, at: node)
      return .error
    }
    return type(of: entity, arguments, node)
  }

  /// The type that `entity` names with `arguments`.
  mutating func type(of entity: Entity, _ arguments: [TypeID], _ node: NodeID) -> TypeID {
    switch entity.kind {
    case .nominal:
      let id = NominalID(index: entity.index)
      prepare(id)
      let count = declarations.nominals[id].typeParameters.count
      guard checkCount(arguments, count, declarations.nominals[id].name, node) else {
        return .error
      }
      return types.nominal(id, arguments)
    case .alias: return aliasType(AliasID(index: entity.index), arguments, node)
    default:
      report(.notAType(text(tree.symbolOfType(node)), at: span(node)))
      return .error
    }
  }

  private mutating func aliasType(_ id: AliasID, _ arguments: [TypeID], _ node: NodeID) -> TypeID {
    let decl = declarations.aliases[id]
    if decl.progress == .running {
      report(.cyclicAlias(text(decl.name), at: span(decl.node)))
      return .error
    }
    prepareAlias(id)
    let count = declarations.aliases[id].generics.names.count
    guard checkCount(arguments, count, decl.name, node) else { return .error }
    return types.substitute(declarations.aliases[id].type, arguments)
  }

  /// Resolves the type that an alias stands for when it was not yet.
  mutating func prepareAlias(_ id: AliasID) {
    guard declarations.aliases[id].progress == .waiting else { return }
    let decl = declarations.aliases[id]
    declarations.aliases[id].progress = .running
    var scope = TypeScope(module: decl.module)
    scope.generics = generics(of: tree.fieldList(decl.node, 2), in: scope)
    let type = resolveStored(tree.fieldNode(decl.node, 3), in: scope)
    declarations.aliases[id].generics = scope.generics
    declarations.aliases[id].type = type
    declarations.aliases[id].progress = .done
  }

  private mutating func checkCount(
    _ arguments: [TypeID], _ count: Int, _ name: Symbol, _ node: NodeID
  ) -> Bool {
    if arguments.count == count { return true }
    report(.wrongTypeArgumentCount(text(name), count, arguments.count, at: span(node)))
    return false
  }

  private mutating func builtinType(
    _ name: Symbol, _ arguments: [TypeID], _ node: NodeID
  ) -> TypeID? {
    if name == known.pointer {
      guard checkCount(arguments, 1, name, node) else { return .error }
      return types.pointer(to: arguments[0])
    }
    if name == known.cPointer { return types.pointer(to: .void) }
    if name == known.cString { return types.pointer(to: .u8) }
    guard let type = known.builtinTypes[name] else { return nil }
    return checkCount(arguments, 0, name, node) ? type : .error
  }

  /// The types that need no declaration, by name.
  static let builtinTypes: KeyValuePairs<String, TypeID> = [
    "Int": .int, "I8": .i8, "I16": .i16, "I32": .i32, "I64": .int,
    "U8": .u8, "U16": .u16, "U32": .u32, "U64": .u64, "F32": .f32, "F64": .f64,
    "Bool": .bool, "Void": .void,
    "CInt": .i32, "CChar": .i8, "CLong": .int, "CSize": .u64, "CDouble": .f64,
  ]

  /// Whether `name` is a type of the language itself.
  func isBuiltinType(_ name: Symbol) -> Bool { known.builtinTypes[name] != nil }

  private mutating func reportUnknownType(_ name: Symbol, _ node: NodeID, in scope: TypeScope) {
    if modules[scope.module].mayLack(name) { return }
    guard isSuggesting else { return report(.unknownType(text(name), at: span(node))) }
    var candidates = scope.generics.names.map { text($0) } + Self.builtinTypes.map(\.key).sorted()
    candidates += visibleTypeNames(in: scope.module)
    report(.unknownType(text(name), at: span(node)).suggesting(text(name), among: candidates))
  }

  /// The names of the types that `module` sees, for suggestions.
  func visibleTypeNames(in module: ModuleID) -> [String] {
    var visible = [module] + modules[module].imports.map(\.module)
    if !prelude.isNone { visible += modules[prelude].imports.map(\.module) }
    return declarations.nominals.ids
      .filter { visible.contains(declarations.nominals[$0].module) }
      .map { text(declarations.nominals[$0].name) }
  }
}

extension SyntaxTree {
  /// The last name in a `typeName` node; `.none` of other nodes.
  func symbolOfType(_ node: NodeID) -> Symbol {
    kind(node) == .typeName ? Symbol(index: field(node, 0)) : .none
  }
}

// MARK: - Type parameters and bounds

extension Checker {
  /// The type parameters that `nodes` declare, behind those already in `scope`, with their bounds.
  mutating func generics(of nodes: NodeList, in scope: TypeScope) -> Generics {
    var inner = scope
    for node in nodes {
      let name = tree.symbol(node)
      if let first = nodes.first(where: { tree.symbol($0) == name }), first != node {
        report(.duplicateName(text(name), at: span(node), first: span(first)))
      }
      inner.generics.names.append(name)
    }
    for node in nodes {
      let index = inner.generics.names.lastIndex(of: tree.symbol(node))!
      let subject = types.parameter(index, name: tree.symbol(node))
      inner.generics.bounds += bounds(on: subject, tree.secondList(node), in: inner)
    }
    return inner.generics
  }

  /// The bounds of a `where` clause.
  mutating func whereBounds(_ nodes: NodeList, in scope: TypeScope) -> [Bound] {
    var found: [Bound] = []
    for node in nodes {
      let subject = resolveType(tree.child(node), in: scope)
      found += bounds(on: subject, tree.secondList(node), in: scope)
    }
    return found
  }

  /// The demands that `subject` implements each of `nodes`.
  mutating func bounds(on subject: TypeID, _ nodes: NodeList, in scope: TypeScope) -> [Bound] {
    nodes.compactMap { node in
      guard let trait = resolveTrait(node, in: scope) else {
        unclearParameters.insert(subject)
        return nil
      }
      return Bound(subject: subject, trait: trait)
    }
  }

  /// The trait that `node` writes, with its arguments.
  mutating func resolveTrait(_ node: NodeID, in scope: TypeScope) -> TraitRef? {
    guard tree.kind(node) == .typeName else { return nil }
    let name = Symbol(index: tree.field(node, 0))
    let base = tree.child(node)
    var found: Entity?
    if base.isNone {
      found = entity(name, in: scope.module, at: node)
    } else if let module = qualifiedModule(Symbol(index: tree.field(base, 0)), in: scope.module) {
      found = publicEntity(name, of: module)
    }
    guard let found, found.kind == .trait else {
      if found != nil {
        report(.notATrait(text(name), at: span(node)))
      } else if !modules[scope.module].mayLack(name) {
        let names = declarations.traits.ids.map { text(declarations.traits[$0].name) }
        report(.unknownTrait(text(name), at: span(node)).suggesting(text(name), among: names))
      }
      return nil
    }
    let id = TraitID(index: found.index)
    prepare(id)
    let arguments = tree.fieldList(node, 1).map { resolveType($0, in: scope) }
    let count = declarations.traits[id].generics.names.count - 1
    guard arguments.count == count else {
      report(.wrongTypeArgumentCount(text(name), count, arguments.count, at: span(node)))
      return nil
    }
    return TraitRef(trait: id, arguments: arguments)
  }
}
