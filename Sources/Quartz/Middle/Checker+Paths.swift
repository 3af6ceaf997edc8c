/// Names behind `::` and `.`: what stands before them, and what they mean there.
extension Checker {
  /// What stands before `::` or before `.` when it is no value.
  enum Qualifier {
    case module(ModuleID)
    case type(TypeID)
  }

  /// What `node` means before `::`, where values cannot stand and locals hide nothing.
  mutating func pathQualifier(_ node: NodeID) -> Qualifier? {
    guard tree.kind(node) == .name else { return qualifier(node) }
    if let type = namedType(tree.symbol(node), node) { return .type(type) }
    return qualifiedModule(tree.symbol(node), in: body.scope.module).map { .module($0) }
  }

  /// What `node` means before `.`, or nil when it is a value.
  mutating func qualifier(_ node: NodeID) -> Qualifier? {
    switch tree.kind(node) {
    case .typeExpr:
      return .type(resolveType(tree.child(node), in: body.scope))
    case .name:
      return findLocal(tree.symbol(node)) == nil ? pathQualifier(node) : nil
    case .path:
      guard case .module(let module)? = pathQualifier(tree.child(node)),
        let entity = publicEntity(tree.secondSymbol(node), of: module)
      else { return nil }
      return openType(entity, node).map { .type($0) }
    default: return nil
    }
  }

  /// The type called `name`, with variables for its arguments.
  private mutating func namedType(_ name: Symbol, _ node: NodeID) -> TypeID? {
    if name == known.selfType && !body.scope.selfType.isNone { return body.scope.selfType }
    if let index = body.scope.generics.names.lastIndex(of: name) {
      return types.parameter(index, name: name)
    }
    if let entity = lookup(name, in: body.scope.module).first { return openType(entity, node) }
    return builtin(name)
  }

  mutating func builtin(_ name: Symbol) -> TypeID? {
    if name == known.pointer { return types.pointer(to: freshVariable()) }
    return known.simpleTypes[name]
  }

  /// The types whose names can stand before `.`.
  static let simpleTypes: KeyValuePairs<String, TypeID> = [
    "Int": .int, "I8": .i8, "I16": .i16, "I32": .i32, "I64": .int, "U8": .u8, "U16": .u16,
    "U32": .u32, "U64": .u64, "F32": .f32, "F64": .f64, "Bool": .bool,
  ]

  /// The type that `entity` names, with variables for its arguments; nil when it names none.
  private mutating func openType(_ entity: Entity, _ node: NodeID) -> TypeID? {
    switch entity.kind {
    case .nominal:
      let id = NominalID(index: entity.index)
      warnIfDeprecated(id, at: node)
      prepare(id)
      let count = declarations.nominals[id].typeParameters.count
      return types.nominal(id, freshVariables(count))
    case .alias:
      let decl = declarations.aliases[AliasID(index: entity.index)]
      let count = tree.fieldList(decl.node, 2).count
      return type(of: entity, freshVariables(count), node)
    default: return nil
    }
  }

  mutating func checkPath(_ node: NodeID, expecting: TypeID) -> TypeID {
    let name = tree.secondSymbol(node)
    switch pathQualifier(tree.child(node)) {
    case .module(let module)?:
      guard let entity = publicEntity(name, of: module) else {
        reportUnknownImport(name, of: module, at: node)
        return .error
      }
      return checkEntity(entity, [entity], node, expecting: expecting)
    case .type(let type)?:
      return checkTypeMember(type, name, node, expecting: expecting)
    case nil:
      reportUnknownQualifier(tree.child(node))
      return .error
    }
  }

  /// Reports that what stands before `::` is neither a module nor a type.
  mutating func reportUnknownQualifier(_ node: NodeID) {
    let module = body.scope.module
    if tree.kind(node) == .name && modules[module].mayLack(tree.symbol(node)) { return }
    let name = tree.text(node, interner)
    let qualifiers = modules[module].imports.filter { !$0.qualifier.isNone }
    report(
      .unknownQualifier(name, at: span(node)).suggesting(
        name, among: qualifiers.map { text($0.qualifier) } + visibleTypeNames(in: module)))
  }

  /// `Type::name` without arguments: a variant, or a static function without parameters.
  mutating func checkTypeMember(
    _ type: TypeID, _ name: Symbol, _ node: NodeID, expecting: TypeID
  ) -> TypeID {
    if let index = variantIndex(name, of: type) {
      return checkVariantValue(type, index, node, expecting: expecting)
    }
    if let method = methodValue(name, of: type, expecting: expecting) {
      return functionValue(method, node, wanted: functionType(expecting))
    }
    if let candidate = staticMethods(name, on: type, argumentCount: 0).first {
      return finishCall(candidate, [], node, expecting: expecting)
    }
    reportUnknownMember(name, of: type, node, CallShape(hasReceiver: false, count: 0))
    return .error
  }
}
