extension Checker {
  /// Enters the names of all trait members into the table that method calls look at.
  mutating func enterTraits() {
    for id in declarations.traits.ids {
      for decl in declarations.traits[id].memberList {
        traitMembers[declarations.functions[decl].name, default: []].append((id, decl))
      }
    }
  }

  /// Resolves the header of every impl, and enters it where lookups find it.
  mutating func enterImpls() {
    for id in declarations.impls.ids {
      let decl = declarations.impls[id]
      var scope = TypeScope(module: decl.module)
      scope.generics = generics(of: tree.fieldList(decl.node, 2), in: scope)
      let target = resolveType(tree.child(decl.node), in: scope)
      scope.selfType = target
      scope.generics.bounds += whereBounds(tree.fieldList(decl.node, 5), in: scope)
      let traitNode = tree.fieldNode(decl.node, 3)
      declarations.impls[id].generics = scope.generics
      declarations.impls[id].target = target
      if traitNode.isNone {
        enterInherent(id, head: head(of: target))
      } else if let trait = resolveTrait(traitNode, in: scope) {
        declarations.impls[id].trait = trait
        let key = TraitKey(trait: trait.trait, head: head(of: target))
        reportDuplicateImpl(id, among: (traitImpls[key] ?? []) + (negativeImpls[key] ?? []))
        if decl.isNegative {
          negativeImpls[key, default: []].append(id)
        } else {
          traitImpls[key, default: []].append(id)
        }
      }
    }
  }

  /// Reports when one of `others`, which are of the same trait, is for the same types as `id`.
  private mutating func reportDuplicateImpl(_ id: ImplID, among others: [ImplID]) {
    let impl = declarations.impls[id]
    guard let trait = impl.trait, impl.target != .error else { return }
    for other in others.map({ declarations.impls[$0] }) {
      guard other.trait?.arguments == trait.arguments, other.target == impl.target,
        other.generics.bounds == impl.generics.bounds
      else { continue }
      // The later one is the mistake, but never that of the library.
      let (first, second) = isOurs(impl.module) ? (other, impl) : (impl, other)
      report(
        .duplicateImpl(
          describe(trait), for: describe(impl.target), at: span(second.node),
          first: span(first.node)))
      return
    }
  }

  private mutating func enterInherent(_ id: ImplID, head: UInt32) {
    for decl in declarations.impls[id].memberList {
      let function = declarations.functions[decl]
      let key = MethodKey(head: head, name: function.name)
      let twin = (methods[key] ?? []).first { other in
        declarations.functions[other].arity == function.arity
          && declarations.functions[other].module == function.module
          && isSameTarget(other, as: id)
      }
      if let twin {
        report(
          .duplicateName(
            text(function.name), at: span(function.node),
            first: span(declarations.functions[twin].node)))
      }
      methods[key, default: []].append(decl)
    }
  }

  /// Whether the method `other` is of the type that impl `id` is for.
  private func isSameTarget(_ other: DeclID, as id: ImplID) -> Bool {
    guard case .implementation(let impl) = declarations.functions[other].owner else { return false }
    return declarations.impls[impl].target == declarations.impls[id].target
  }

  /// Resolves the header of a trait when it was not yet.
  mutating func prepare(_ id: TraitID) {
    guard declarations.traits[id].header == .waiting else { return }
    declarations.traits[id].header = .running
    let decl = declarations.traits[id]
    var scope = TypeScope(module: decl.module)
    scope.generics.names = [known.selfType]
    scope.selfType = types.parameter(0, name: known.selfType)
    declarations.traits[id].generics.names =
      [known.selfType] + tree.fieldList(decl.node, 2).map { tree.symbol($0) }
    scope.generics = generics(of: tree.fieldList(decl.node, 2), in: scope)
    scope.generics.bounds += whereBounds(tree.fieldList(decl.node, 5), in: scope)
    let supertraits = tree.fieldList(decl.node, 3).compactMap { resolveTrait($0, in: scope) }
    let arguments = scope.generics.names.enumerated().dropFirst().map {
      types.parameter($0.offset, name: $0.element)
    }
    scope.generics.bounds.append(
      Bound(subject: scope.selfType, trait: TraitRef(trait: id, arguments: Array(arguments))))
    declarations.traits[id].generics = scope.generics
    declarations.traits[id].supertraits = supertraits
    declarations.traits[id].header = .done
  }
}

// MARK: - Does a type implement a trait?

/// Why a type implements a trait.
enum Evidence: Sendable {
  /// An impl, with the arguments for its type parameters.
  case implementation(ImplID, [TypeID])
  /// A bound in scope.
  case bound
  /// Something is wrong already; nothing more is to be said.
  case error
}

extension Checker {
  /// Why `type` implements `trait`, or nil when it does not; binds variables in the trait's arguments
  /// when there is one way.
  mutating func evidence(_ type: TypeID, _ trait: TraitRef, depth: Int = 0) -> Evidence? {
    let type = zonk(type)
    if type == .error || type == .never || depth > 64 { return .error }
    if depth > 0 && types.kind(type) == .variable { return .error }
    if matchesBound(type, trait) { return .bound }
    let isConcrete = types.isConcrete(type) && trait.arguments.allSatisfy { types.isConcrete($0) }
    let key = Bound(subject: type, trait: trait)
    if isConcrete, let known = knownEvidence[key] { return known }
    let found = implementation(type, trait, depth: depth)
    if isConcrete && body.scope.generics.bounds.isEmpty { knownEvidence[key] = found }
    return found
  }

  /// The impl that makes `type` implement `trait`.
  private mutating func implementation(
    _ type: TypeID, _ trait: TraitRef, depth: Int
  ) -> Evidence? {
    for key in [head(of: type), 0] {
      for id in traitImpls[TraitKey(trait: trait.trait, head: key)] ?? [] {
        if let arguments = match(id, type, trait, depth: depth) {
          return .implementation(id, arguments)
        }
      }
      if key == 0 { break }
    }
    // The one trait that types have without an impl: `free` for whatever is an object of its own, and
    // is not dropped by an owner.
    let isObject = trait.trait == items.heapObject && isReferenceType(type) && !isOwned(type)
    return isObject ? .bound : nil
  }

  /// Whether `type` implements `trait`.
  mutating func implements(_ type: TypeID, _ trait: TraitRef) -> Bool {
    evidence(type, trait) != nil
  }

  /// The arguments with which impl `id` is for `type` and `trait`, if it is.
  private mutating func match(
    _ id: ImplID, _ type: TypeID, _ trait: TraitRef, depth: Int
  ) -> [TypeID]? {
    let impl = declarations.impls[id]
    guard let implemented = impl.trait else { return nil }
    let snapshot = inference.snapshot
    let arguments = freshVariables(impl.generics.names.count)
    var fits = unify(types.substitute(impl.target, arguments), type)
    for (own, wanted) in zip(implemented.arguments, trait.arguments) where fits {
      fits = unify(types.substitute(own, arguments), wanted)
    }
    for bound in impl.generics.bounds where fits {
      fits =
        evidence(
          types.substitute(bound.subject, arguments), substitute(bound.trait, arguments),
          depth: depth + 1) != nil
    }
    if !fits {
      inference.rollback(to: snapshot)
      return nil
    }
    return arguments.map { zonk($0) }
  }

  /// Whether a bound in scope, or a supertrait of one, says that `type` implements `trait`.
  private mutating func matchesBound(_ type: TypeID, _ trait: TraitRef) -> Bool {
    for bound in boundsInScope(on: type) where bound.trait == trait.trait {
      let pairs = zip(bound.arguments, trait.arguments)
      let snapshot = inference.snapshot
      if pairs.allSatisfy({ unify($0, $1) }) { return true }
      inference.rollback(to: snapshot)
    }
    return false
  }

  /// The traits that the bounds in scope, with their supertraits, say `type` implements.
  mutating func boundsInScope(on type: TypeID) -> [TraitRef] {
    var found: [TraitRef] = []
    for bound in body.scope.generics.bounds where bound.subject == type {
      addWithSupertraits(bound.trait, of: type, to: &found)
    }
    if types.kind(type) == .opaque {
      let arguments = Array(types.arguments(type))
      for trait in declarations.functions[types.opaqueMethod(type)].resultTraits {
        addWithSupertraits(substitute(trait, arguments), of: type, to: &found)
      }
    }
    return found
  }

  private mutating func addWithSupertraits(
    _ trait: TraitRef, of type: TypeID, to found: inout [TraitRef]
  ) {
    guard !found.contains(trait) else { return }
    found.append(trait)
    prepare(trait.trait)
    for supertrait in declarations.traits[trait.trait].supertraits {
      let arguments = [type] + trait.arguments
      addWithSupertraits(substitute(supertrait, arguments), of: type, to: &found)
    }
  }

  /// `trait` with type parameters replaced.
  mutating func substitute(_ trait: TraitRef, _ arguments: [TypeID]) -> TraitRef {
    TraitRef(
      trait: trait.trait, arguments: trait.arguments.map { types.substitute($0, arguments) })
  }

  /// How `trait` is shown to people.
  mutating func describe(_ trait: TraitRef) -> String {
    let name = text(declarations.traits[trait.trait].name)
    if trait.arguments.isEmpty { return name }
    return name + "<" + trait.arguments.map { describe($0) }.joined(separator: ", ") + ">"
  }
}

// MARK: - Conformance

extension Checker {
  /// Reports what an impl of a trait lacks or has too much.
  mutating func checkConformance(_ id: ImplID) {
    let impl = declarations.impls[id]
    guard let trait = impl.trait else { return }
    prepare(trait.trait)
    if impl.isNegative { return checkNegative(impl, trait) }
    let decl = declarations.traits[trait.trait]
    for member in impl.memberList {
      let name = declarations.functions[member].name
      if decl.members[name] == nil {
        report(
          .notAMember(
            text(name), ofTrait: text(decl.name), at: span(declarations.functions[member].node)))
      }
    }
    for requirement in decl.memberList { checkRequirement(requirement, of: trait, in: id) }
    checkSupertraits(decl, trait, in: id)
  }

  /// Reports the members of an impl that says that a trait is not implemented.
  private mutating func checkNegative(_ impl: ImplDecl, _ trait: TraitRef) {
    for member in impl.memberList {
      let function = declarations.functions[member]
      report(
        .memberOfNegative(text(function.name), trait: describe(trait), at: span(function.node)))
    }
  }

  private mutating func checkRequirement(_ requirement: DeclID, of trait: TraitRef, in id: ImplID) {
    let impl = declarations.impls[id]
    let wanted = declarations.functions[requirement]
    let same = impl.members[wanted.name] ?? []
    let own = same.first { declarations.functions[$0].arity == wanted.arity }
    if own == nil, let other = same.first, decl(of: trait).members[wanted.name]?.count == 1 {
      let count = wanted.arity
      return reportDifference(
        other, requirement, trait,
        "it has \(Diagnostic.counted(declarations.functions[other].arity, "parameter")), not \(count)"
      )
    }
    guard let own else {
      let hasDefault = !tree.fieldNode(wanted.node, 6).isNone
      if !hasDefault { checkInherent(requirement, of: trait, in: id) }
      return
    }
    checkSignature(own, against: requirement, trait, in: id)
  }

  /// Checks that the type itself has a method, which makes an empty impl enough.
  private mutating func checkInherent(_ requirement: DeclID, of trait: TraitRef, in id: ImplID) {
    let impl = declarations.impls[id]
    let wanted = declarations.functions[requirement]
    guard let own = inherent(requirement, on: impl.target) else {
      return report(
        .missingMember(
          text(wanted.name), trait: describe(trait), type: describe(impl.target),
          at: span(impl.node), declared: span(wanted.node)))
    }
    // The parameters of generic impls are numbered each for itself, so their types say nothing here.
    guard case .implementation(let other) = declarations.functions[own].owner,
      declarations.impls[other].generics.names.isEmpty, impl.generics.names.isEmpty
    else { return }
    checkSignature(own, against: requirement, trait, in: id)
  }

  /// The inherent method of `target` that can stand for a trait's requirement.
  mutating func inherent(_ requirement: DeclID, on target: TypeID) -> DeclID? {
    let wanted = declarations.functions[requirement]
    let key = MethodKey(head: head(of: target), name: wanted.name)
    return methods[key]?.first { id in
      let own = declarations.functions[id]
      return own.arity == wanted.arity && !own.flags.contains(.isPrivate)
        && own.flags.contains(.hasSelf) == wanted.flags.contains(.hasSelf)
    }
  }

  private mutating func checkSignature(
    _ own: DeclID, against requirement: DeclID, _ trait: TraitRef, in id: ImplID
  ) {
    prepare(own)
    prepare(requirement)
    let impl = declarations.impls[id]
    let first = declarations.functions[own]
    let second = declarations.functions[requirement]
    let outer = impl.generics.names.count
    let inner = declarations.traits[trait.trait].generics.names.count
    let ownNames = first.generics.names.dropFirst(outer)
    var arguments = [impl.target] + trait.arguments
    arguments += ownNames.enumerated().map { types.parameter(outer + $0.offset, name: $0.element) }
    guard ownNames.count == second.generics.names.count - inner else {
      return reportDifference(own, requirement, trait, "it has other type parameters")
    }
    if first.flags.contains(.hasSelf) != second.flags.contains(.hasSelf) {
      let difference = first.flags.contains(.hasSelf) ? "it has 'self'" : "it has no 'self'"
      return reportDifference(own, requirement, trait, difference)
    }
    if first.selfMode != second.selfMode && !isReferenceType(impl.target) {
      let wanted = second.selfMode == .mutable ? "&mut self" : "self"
      return reportDifference(own, requirement, trait, "it does not take '\(wanted)'")
    }
    for (mine, theirs) in zip(first.parameters, second.parameters) {
      let wanted = types.substitute(theirs.type, arguments)
      if mine.type != wanted && mine.type != .error && wanted != .error {
        return reportDifference(
          own, requirement, trait,
          "'\(text(mine.name))' is of type '\(describe(mine.type))', not '\(describe(wanted))'")
      }
    }
    checkResult(own, requirement, trait, arguments)
  }

  /// Compares the result of a method with what its trait demands, unless that is left to each impl.
  private mutating func checkResult(
    _ own: DeclID, _ requirement: DeclID, _ trait: TraitRef, _ arguments: [TypeID]
  ) {
    let demanded = declarations.functions[requirement].result
    guard !demanded.isNone else { return }
    let actual = result(of: own)
    if types.kind(demanded) == .opaque {
      let traits = declarations.functions[requirement].resultTraits
      return checkResultTraits(own, actual, traits.map { substitute($0, arguments) })
    }
    let wanted = types.substitute(demanded, arguments)
    guard actual != wanted, actual != .never, actual != .error, wanted != .error else { return }
    reportDifference(
      own, requirement, trait, "it gives '\(describe(actual))', not '\(describe(wanted))'")
  }

  private func decl(of trait: TraitRef) -> TraitDecl { declarations.traits[trait.trait] }

  private mutating func reportDifference(
    _ own: DeclID, _ requirement: DeclID, _ trait: TraitRef, _ difference: String
  ) {
    let own = declarations.functions[own]
    report(
      .wrongMember(
        text(own.name), trait: describe(trait), difference, at: span(own.node),
        declared: span(declarations.functions[requirement].node)))
  }

  private mutating func checkSupertraits(_ decl: TraitDecl, _ trait: TraitRef, in id: ImplID) {
    let impl = declarations.impls[id]
    body = Body()
    body.scope = TypeScope(module: impl.module, generics: impl.generics, selfType: impl.target)
    for supertrait in decl.supertraits {
      let wanted = substitute(supertrait, [impl.target] + trait.arguments)
      if !implements(impl.target, wanted) {
        report(
          .missingSupertrait(
            describe(trait), needs: describe(wanted), type: describe(impl.target),
            at: span(impl.node)))
      }
    }
  }
}
