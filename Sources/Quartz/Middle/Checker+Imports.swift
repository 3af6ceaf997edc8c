/// What the imports of a module bring in, by name.
///
/// A few imports are looked through for each name; of a module with many, this table is made, so
/// that a program's cost does not grow with its imports times its names.
struct ImportTable: Sendable {
  /// The modules by the names that qualify them.
  var qualifiers: [Symbol: ModuleID] = [:]
  /// What is imported by name.
  var named: [Symbol: [Entity]] = [:]
  /// What star imports bring.
  var starred: [Symbol: [Entity]] = [:]
  /// What modules have that are imported as a whole.
  var plain: [Symbol: [Entity]] = [:]

  /// The number of imports up to which there is no table.
  static let fewest = 16
}

extension Checker {
  /// Makes the tables of the modules with many imports.
  mutating func findImportedNames() {
    for id in modules.ids where id != prelude && modules[id].imports.count > ImportTable.fewest {
      importTables[id] = importTable(of: id)
    }
  }

  private func importTable(of module: ModuleID) -> ImportTable {
    var table = ImportTable()
    for item in modules[module].imports {
      if !item.qualifier.isNone, table.qualifiers[item.qualifier] == nil {
        table.qualifiers[item.qualifier] = item.module
      }
      for imported in item.names {
        append(publicEntity(imported.name, of: item.module), to: &table.named[imported.alias])
      }
      guard item.isStar || isPlain(item) else { continue }
      for (name, entity) in modules[item.module].names where !isPrivate(entity) {
        if item.isStar {
          append(entity, to: &table.starred[name])
        } else {
          append(entity, to: &table.plain[name])
        }
      }
    }
    return table
  }

  private func append(_ entity: Entity?, to list: inout [Entity]?) {
    guard let entity, list?.contains(entity) != true else { return }
    list = (list ?? []) + [entity]
  }

  /// Whether this is `import a/b`, without another name for the module.
  private func isPlain(_ item: Import) -> Bool {
    !item.qualifier.isNone && tree.field(item.node, 2) == 0
  }

  /// The module that an import of `module` lets `name` qualify.
  func importedModule(_ name: Symbol, in module: ModuleID) -> ModuleID? {
    if let table = importTables[module] { return table.qualifiers[name] }
    return modules[module].imports.first { $0.qualifier == name }?.module
  }

  /// What `module` imports by the name `name`.
  func importedByName(_ name: Symbol, in module: ModuleID) -> [Entity] {
    if let table = importTables[module] { return table.named[name] ?? [] }
    var found: [Entity]?
    for item in modules[module].imports {
      for imported in item.names where imported.alias == name {
        append(publicEntity(imported.name, of: item.module), to: &found)
      }
    }
    return found ?? []
  }

  /// What star imports of `module` bring under `name`.
  func importedByStar(_ name: Symbol, in module: ModuleID) -> [Entity] {
    if let table = importTables[module] { return table.starred[name] ?? [] }
    var found: [Entity]?
    for item in modules[module].imports where item.isStar {
      append(publicEntity(name, of: item.module), to: &found)
    }
    return found ?? []
  }

  /// What the modules that `module` imports as a whole have under `name`.
  func importedPlainly(_ name: Symbol, in module: ModuleID) -> [Entity] {
    if let table = importTables[module] { return table.plain[name] ?? [] }
    var found: [Entity]?
    for item in modules[module].imports where isPlain(item) {
      append(publicEntity(name, of: item.module), to: &found)
    }
    return found ?? []
  }
}
