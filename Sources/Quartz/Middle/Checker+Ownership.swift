// Which types have one owner.

extension Checker {
  /// Whether some type of the program implements Drop; where none does, nothing has to be followed.
  var hasOwners: Bool { !items.drop.isNone && hasDropImpls }

  /// Whether a value of `type` has one owner: its type implements Drop, or holds a value that has one.
  ///
  /// What lies behind `Ptr<T>` and closures is not held: nothing drops it.
  mutating func isOwned(_ type: TypeID) -> Bool {
    guard hasOwners else { return false }
    if let known = ownedTypes[type] { return known }
    var seen: Set<TypeID> = []
    let result = holdsOwned(type, &seen)
    // What a parameter stands for depends on where one asks.
    if types.isConcrete(type) { ownedTypes[type] = result }
    return result
  }

  private mutating func holdsOwned(_ type: TypeID, _ seen: inout Set<TypeID>) -> Bool {
    guard seen.insert(type).inserted else { return false }
    switch types.kind(type) {
    case .tuple: return types.arguments(type).contains { holdsOwned($0, &seen) }
    case .nominal:
      if implementsDrop(type) { return true }
      return partTypes(of: type).contains { holdsOwned($0, &seen) }
    default: return false
    }
  }

  /// The types of all fields, or of the payloads of all variants.
  private mutating func partTypes(of type: TypeID) -> [TypeID] {
    let id = types.nominal(type)
    let arguments = Array(types.arguments(type))
    let parts = fields(of: id).map(\.type) + variants(of: id).flatMap { $0.fields.map(\.type) }
    return arguments.isEmpty ? parts : parts.map { types.substitute($0, arguments) }
  }

  /// Whether `type` itself implements Drop.
  mutating func implementsDrop(_ type: TypeID) -> Bool {
    guard hasOwners, types.kind(type) == .nominal else { return false }
    return implements(type, TraitRef(trait: items.drop, arguments: []))
  }

  /// Whether the methods of the type parameters in `type` reach what has one owner through a `Ptr<T>`,
  /// which copies bits: a Vec, a Map.
  mutating func copiesOwned(_ type: TypeID) -> Bool {
    guard hasOwners, types.kind(type) == .nominal else { return false }
    let owned = types.arguments(type).map { isOwned($0) }
    guard owned.contains(true) else { return false }
    var seen: Set<TypeID> = []
    return reachesOwned(type, &seen)
  }

  private mutating func reachesOwned(_ type: TypeID, _ seen: inout Set<TypeID>) -> Bool {
    guard seen.insert(type).inserted else { return false }
    switch types.kind(type) {
    case .pointer: return isOwned(types.argument(type, 0))
    case .tuple: return types.arguments(type).contains { reachesOwned($0, &seen) }
    case .nominal:
      // What a type without parameters holds behind pointers is its own affair.
      guard types.argumentCount(type) > 0 else { return false }
      return partTypes(of: type).contains { reachesOwned($0, &seen) }
    default: return false
    }
  }
}
