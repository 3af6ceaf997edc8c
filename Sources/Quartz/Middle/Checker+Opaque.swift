/// The results of methods of traits that are declared as `impl Trait`, such as that of
/// `Iterable.iter`: known by their traits where the receiver is a type parameter, and replaced by what
/// the impl gives as soon as it is known.
extension Checker {
  /// The type that an opaque `type` stands for; itself while its `Self` is not known.
  mutating func revealed(_ type: TypeID) -> TypeID {
    let requirement = types.opaqueMethod(type)
    let decl = declarations.functions[requirement]
    let arguments = types.arguments(type).map { zonk($0) }
    guard case .trait(let trait) = decl.owner, let receiver = arguments.first,
      types.kind(receiver) != .variable
    else { return type }
    let count = declarations.traits[trait].generics.names.count
    let reference = TraitRef(trait: trait, arguments: Array(arguments[1..<count]))
    guard case .implementation(let impl, let found)? = evidence(receiver, reference) else {
      return types.demand(.opaque, requirement.index, arguments)
    }
    let members = declarations.impls[impl].members[decl.name] ?? []
    guard let member = members.first(where: { declarations.functions[$0].arity == decl.arity })
    else { return inherentResult(decl, receiver) }
    let result = result(of: member)
    return resolved(types.substitute(result, found + arguments[count...]))
  }

  /// What the receiver's own method gives, which stands for the requirement in an empty impl.
  private mutating func inherentResult(_ requirement: FunctionDecl, _ receiver: TypeID) -> TypeID {
    let found = methods(requirement.name, on: receiver, argumentCount: requirement.arity - 1)
    let own = found.first { candidate in
      if case .trait = declarations.functions[candidate.decl].owner { return false }
      return true
    }
    guard let own else { return .error }
    let result = result(of: own.decl)
    return zonk(types.substitute(result, own.typeArguments))
  }

  /// `type` with `arguments` for its type parameters, and with the opaque types replaced that this
  /// makes known.
  mutating func instantiate(_ type: TypeID, _ arguments: [TypeID]) -> TypeID {
    let substituted = types.substitute(type, arguments)
    guard types.traits(substituted).contains(.hasOpaque) else { return substituted }
    let saved = enter(scope: TypeScope(module: main))
    let known = zonk(substituted)
    (body, inference) = (saved.body, saved.inference)
    return known
  }

  /// Reports a function whose result is declared as `impl Trait` and does not implement it.
  mutating func checkResultTraits(_ id: DeclID, _ result: TypeID, _ traits: [TraitRef]) {
    let decl = declarations.functions[id]
    let saved = enter(scope: scope(of: id))
    for trait in traits where !implements(result, trait) {
      declarations.functions[id].result = .error
      report(
        .missingImpl(
          describe(result), trait: describe(trait), at: span(tree.fieldNode(decl.node, 4))))
    }
    (body, inference) = (saved.body, saved.inference)
  }
}
