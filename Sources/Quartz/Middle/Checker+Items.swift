// What is checked about declarations apart from their bodies: attributes, sizes, defaults, `main`.

extension Checker {
  /// Checks the attributes of the items of a module, and its extern functions.
  mutating func checkItems(of id: ModuleID) {
    guard !modules[id].root.isNone else { return }
    for item in tree.list(modules[id].root) {
      guard tree.kind(item).hasAttributes else { continue }
      checkAttributes(of: item, in: id)
      switch tree.kind(item) {
      case .function:
        checkExtern(item, in: id)
        checkNoReceiver(item)
      case .structDecl:
        checkPacked(item)
        for field in tree.fieldList(item, 3) { checkAttributes(of: field, in: id) }
      case .traitDecl, .implDecl:
        for member in tree.fieldList(item, 4) { checkMember(member, in: id) }
      default: break
      }
    }
  }

  private mutating func checkMember(_ member: NodeID, in module: ModuleID) {
    guard tree.kind(member) == .function else { return }
    checkAttributes(of: member, in: module)
    checkExtern(member, in: module)
  }

  /// Reports `extern "quartz"`: what the compiler itself provides is for the library alone.
  private mutating func checkExtern(_ item: NodeID, in module: ModuleID) {
    guard NodeFlags(rawValue: tree.field(item, 0)).contains(.isInternal),
      !modules[module].isInLibrary
    else { return }
    report(.internalExtern(at: span(item)))
  }

  /// Reports `self` among the parameters of a function that belongs to no type.
  private mutating func checkNoReceiver(_ item: NodeID) {
    guard NodeFlags(rawValue: tree.field(item, 0)).contains(.hasSelf),
      let receiver = tree.fieldList(item, 3).first
    else { return }
    report(.misplacedSelf(at: span(receiver)))
  }
}

// MARK: - Attributes

extension Checker {
  /// The attributes with the kinds of item that they belong to; none stands for every kind.
  private static let attributes: [String: (kinds: [NodeKind], wanted: String)] = [
    "value": ([.structDecl], "a struct"),
    "packed": ([.structDecl], "a struct"),
    "repr": ([.structDecl], "a struct"),
    "align": ([.structDecl], "a struct"),
    "derive": ([.structDecl, .enumDecl], "a struct or enum"),
    "inline": ([.function], "a function"),
    "cold": ([.function], "a function"),
    "consuming": ([.function], "a function"),
    "track_caller": ([.function], "a function"),
    "deprecated": ([], "a declaration"),
    "cfg": ([], "a declaration"),
  ]

  private mutating func checkAttributes(of item: NodeID, in module: ModuleID) {
    guard tree.kind(item).hasAttributes else { return }
    for attribute in tree.fieldList(item, 1) {
      let name = text(tree.symbol(attribute))
      guard let rule = Self.attributes[name] else {
        report(
          .unknownAttribute(name, at: span(attribute))
            .suggesting(name, among: Self.attributes.keys.sorted()))
        continue
      }
      let isElsewhere = !rule.kinds.isEmpty && !rule.kinds.contains(tree.kind(item))
      if isElsewhere || tree.kind(item) == .field {
        report(.misplacedAttribute(name, rule.wanted, at: span(attribute)))
      } else if name == "repr" {
        checkRepresentation(attribute)
      } else if name == "align" && tree.alignment(of: item, interner) == nil {
        report(
          .unknownAttribute("align(…)", at: span(attribute))
            .helping("write '@align(n)' with 1, 2, 4, 8 or 16"))
      } else if name == "derive" {
        for argument in tree.secondList(attribute) { checkDerive(argument, of: item, in: module) }
      }
    }
  }

  /// Checks that `@repr(C)` names C: fields stand in the order of their declaration in any case.
  private mutating func checkRepresentation(_ attribute: NodeID) {
    let arguments = tree.secondList(attribute)
    if arguments.count == 1, tree.kind(arguments[0]) == .name,
      text(tree.symbol(arguments[0])) == "C"
    {
      return
    }
    report(.unknownAttribute("repr(…)", at: span(attribute)).helping("write '@repr(C)'"))
  }

  /// Reports what stops a trait from being derived: that it cannot be, or that a part does not
  /// implement it.
  private mutating func checkDerive(
    _ argument: NodeID, of item: NodeID, in module: ModuleID
  ) {
    let name = tree.kind(argument) == .name ? text(tree.symbol(argument)) : "expression"
    guard Deriver.traits.contains(name) else {
      return report(
        .cannotDerive(name, at: span(argument)).suggesting(name, among: Deriver.traits))
    }
    guard let entity = modules[module].names[tree.symbol(item)], entity.kind == .nominal,
      let trait = lookup(tree.symbol(argument), in: module).first, trait.kind == .trait
    else { return }
    checkParts(of: NominalID(index: entity.index), TraitID(index: trait.index), argument)
  }

  private mutating func checkParts(of id: NominalID, _ trait: TraitID, _ argument: NodeID) {
    let parts = fields(of: id) + variants(of: id).flatMap(\.fields)
    let nominal = declarations.nominals[id]
    let saved = enter(scope: TypeScope(module: nominal.module))
    body.scope.generics = generics(of: tree.fieldList(nominal.node, 2), in: body.scope)
    for (number, name) in body.scope.generics.names.enumerated() {
      let parameter = types.parameter(number, name: name)
      let bound = Bound(subject: parameter, trait: TraitRef(trait: trait, arguments: []))
      body.scope.generics.bounds.append(bound)
    }
    let missing = parts.first {
      !types.traits($0.type).contains(.hasError)
        && !implements($0.type, TraitRef(trait: trait, arguments: []))
    }
    leave(saved)
    guard let missing else { return }
    report(
      .missingImpl(
        describe(missing.type), trait: text(declarations.traits[trait].name), at: span(argument)
      ).noting("a part of this type is here", at: span(missing.node)))
    settledPlaces.insert(span(argument).start)
  }
}

// MARK: - Types

extension Checker {
  /// Checks the sizes of the types of our modules, the default values of their fields, and the
  /// aliases that nothing uses.
  mutating func checkNominals() {
    for id in declarations.nominals.ids where isOurs(declarations.nominals[id].module) {
      checkSize(of: id)
      checkPackedParts(of: id)
      for field in declarations.nominals[id].fields where !field.name.isNone {
        let value = tree.fieldNode(field.node, 3)
        if !value.isNone { checkDefault(value, field, of: id) }
      }
    }
    for id in declarations.aliases.ids where isOurs(declarations.aliases[id].module) {
      prepareAlias(id)
    }
  }

  /// Reports a type whose values contain one of the same type inline.
  ///
  /// Objects are references, and what recurs in an enum's payload is boxed: only structs of values,
  /// newtypes and tuples can grow without end.
  private mutating func checkSize(of id: NominalID) {
    let nominal = declarations.nominals[id]
    guard nominal.kind == .value || nominal.kind == .newtype else { return }
    for field in nominal.fields {
      var visited: Set<TypeID> = []
      guard contains(field.type, id, &visited, depth: 0) else { continue }
      let part = field.name.isNone ? describe(field.type) : text(field.name)
      report(
        .infiniteSize(
          text(nominal.name), through: part, at: span(nominal.node), field: span(field.node)))
      return
    }
  }

  /// Whether a value of `type` holds one of `nominal` inline.
  ///
  /// Types that grow at each step end the search by its depth.
  private mutating func contains(
    _ type: TypeID, _ nominal: NominalID, _ visited: inout Set<TypeID>, depth: Int
  ) -> Bool {
    guard depth < 100, visited.insert(type).inserted else { return false }
    switch types.kind(type) {
    case .tuple:
      for part in Array(types.arguments(type))
      where contains(part, nominal, &visited, depth: depth + 1) {
        return true
      }
      return false
    case .nominal:
      let id = types.nominal(type)
      let kind = declarations.nominals[id].kind
      guard kind == .value || kind == .newtype else { return false }
      if id == nominal { return true }
      let arguments = Array(types.arguments(type))
      for field in fields(of: id) {
        let part = types.substitute(field.type, arguments)
        if contains(part, nominal, &visited, depth: depth + 1) { return true }
      }
      return false
    default: return false
    }
  }

  /// Resolves the traits of our modules, also those that nothing uses; reports one that demands itself.
  mutating func checkTraits() {
    for id in declarations.traits.ids where isOurs(declarations.traits[id].module) {
      prepare(id)
      if demands(id, id, []) {
        let decl = declarations.traits[id]
        report(.cyclicTrait(text(decl.name), at: span(decl.node)))
      }
    }
  }

  private mutating func demands(_ id: TraitID, _ wanted: TraitID, _ path: [TraitID]) -> Bool {
    guard !path.contains(id) else { return false }
    prepare(id)
    return declarations.traits[id].supertraits.contains {
      $0.trait == wanted || demands($0.trait, wanted, path + [id])
    }
  }
}

// MARK: - Constants

extension Checker {
  /// Whether mistakes in our modules may be left that the lowering finds: in what is evaluated at
  /// compile time, in the order in which variables get their values, and in default values.
  var needsLowering: Bool {
    declarations.constants.ids.contains { isOurs(declarations.constants[$0].module) }
      || declarations.variables.ids.contains { isOurs(declarations.variables[$0].module) }
      || declarations.functions.ids.contains { id in
        let decl = declarations.functions[id]
        return decl.requiredArity < decl.arity && isOurs(decl.module)
      }
      || modules.ids.contains { id in
        isOurs(id) && modules[id].statements.contains { tree.kind($0) == .staticAssert }
      }
  }
}

// MARK: - The start

extension Checker {
  /// Reports a program that has nothing to run.
  mutating func requireMain() {
    guard !main.isNone, modules[main].names[known.main]?.kind != .functions,
      modules[main].statements.isEmpty
    else { return }
    report(.missingMain(at: Span(start: tree.position(modules[main].root), length: 0)))
  }

  /// Reports a `main` that cannot be started.
  mutating func checkMain() {
    guard !main.isNone, let entity = modules[main].names[known.main], entity.kind == .functions
    else { return }
    for id in overloads(of: entity) {
      let decl = declarations.functions[id]
      if decl.arity > 0 {
        report(.mainWithParameters(at: span(decl.node)))
      } else if decl.result != .void && decl.result != .int && decl.result != .never
        && decl.result != .error
      {
        report(.wrongMainResult(describe(decl.result), at: span(decl.node)))
      }
    }
  }
}
