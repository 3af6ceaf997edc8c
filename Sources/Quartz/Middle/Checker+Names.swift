extension Checker {
  /// Everything that `name` can mean in `module`: its own declarations, what it imports by name,
  /// what star imports bring, and the prelude.
  ///
  /// The first group that knows the name wins, except that functions of all groups compete by their
  /// arity. A name that none of them has is looked for in the modules that are imported as a whole.
  func lookup(_ name: Symbol, in module: ModuleID) -> [Entity] {
    var found: [Entity] = []
    if let own = modules[module].names[name] { found.append(own) }
    importedByName(name, in: module).forEach { append($0, to: &found) }
    if !found.isEmpty && found[0].kind != .functions { return [found[0]] }
    importedByStar(name, in: module).forEach { append($0, to: &found) }
    if !prelude.isNone && (found.isEmpty || found[0].kind == .functions) {
      for (declaring, entity) in preludeNames[name] ?? [] where declaring != module {
        append(entity, to: &found)
      }
    }
    return found.isEmpty ? importedPlainly(name, in: module) : found
  }

  /// Puts what the prelude's star imports bring in one table: every name in a program is looked up
  /// there.
  mutating func findPreludeNames() {
    guard !prelude.isNone else { return }
    for item in modules[prelude].imports where item.isStar {
      for (name, entity) in modules[item.module].names where !isPrivate(entity) {
        preludeNames[name, default: []].append((item.module, entity))
      }
    }
  }

  /// What `name` means as a type, trait or other thing that has one meaning; reports an ambiguity.
  mutating func entity(_ name: Symbol, in module: ModuleID, at node: NodeID) -> Entity? {
    let found = lookup(name, in: module)
    if found.count > 1 && found[0].kind != .functions {
      report(.ambiguousName(text(name), at: span(node), candidates: found.map(place)))
    }
    return found.first
  }

  /// The functions that `name` can mean in `module`.
  func functions(_ name: Symbol, in module: ModuleID) -> [DeclID] {
    lookup(name, in: module).flatMap { overloads(of: $0) }
  }

  /// The functions behind an entity of kind `functions`.
  func overloads(of entity: Entity) -> [DeclID] {
    entity.kind == .functions ? declarations.overloads[Int(entity.index)] : []
  }

  /// The module that `name` qualifies in `module`.
  func qualifiedModule(_ name: Symbol, in module: ModuleID) -> ModuleID? {
    importedModule(name, in: module)
      ?? (prelude.isNone ? nil : importedModule(name, in: prelude))
  }

  /// What other modules see under `name` in `module`.
  func publicEntity(_ name: Symbol, of module: ModuleID) -> Entity? {
    guard let entity = modules[module].names[name], !isPrivate(entity) else { return nil }
    return entity
  }

  /// Whether only the declaring module sees `entity`.
  func isPrivate(_ entity: Entity) -> Bool {
    if entity.kind == .functions {
      return overloads(of: entity).allSatisfy {
        declarations.functions[$0].flags.contains(.isPrivate)
      }
    }
    return NodeFlags(rawValue: tree.field(node(of: entity), 0)).contains(.isPrivate)
  }

  /// The node that declares `entity`.
  func node(of entity: Entity) -> NodeID {
    switch entity.kind {
    case .module: .none
    case .nominal: declarations.nominals[NominalID(index: entity.index)].node
    case .trait: declarations.traits[TraitID(index: entity.index)].node
    case .alias: declarations.aliases[AliasID(index: entity.index)].node
    case .constant: declarations.constants[ConstantID(index: entity.index)].node
    case .variable: declarations.variables[VariableID(index: entity.index)].node
    case .functions: declarations.functions[overloads(of: entity)[0]].node
    }
  }

  private func place(_ entity: Entity) -> Span { span(node(of: entity)) }

  private func append(_ entity: Entity, to found: inout [Entity]) {
    if !found.contains(entity) { found.append(entity) }
  }

  /// Reports the names of imports that their modules do not have.
  mutating func checkImports(_ module: ModuleID) {
    for item in modules[module].imports {
      for imported in item.names where publicEntity(imported.name, of: item.module) == nil {
        reportUnknownImport(imported.name, of: item.module, at: imported.node)
        modules[module].lacking.append(imported.alias)
      }
    }
  }

  /// Reports a name that `module` does not have, or has for itself alone.
  mutating func reportUnknownImport(_ name: Symbol, of module: ModuleID, at node: NodeID) {
    if isDamaged(module) { return }
    let path = modules[module].path
    if let entity = modules[module].names[name] {
      report(.privateName(text(name), of: path, at: span(node), declared: place(entity)))
      return
    }
    let names = modules[module].names.keys.filter { publicEntity($0, of: module) != nil }
    report(
      .unknownImport(text(name), of: path, at: span(node))
        .suggesting(text(name), among: names.map { text($0) }))
  }
}
