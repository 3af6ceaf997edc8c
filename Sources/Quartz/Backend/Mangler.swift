extension MIRLower {
  /// The name of an instance in the object file: module, owner, name and type arguments, as in
  /// `std/vec.Vec.push<Int>`; unique because every nominal is named with its module.
  mutating func name(of instance: Instance) -> Symbol {
    let decl = checker.declarations.functions[instance.decl]
    var text = checker.modules[decl.module].path + "."
    switch decl.owner {
    case .module: break
    case .implementation(let id): text += ownerText(id) + "."
    case .trait(let id): text += checker.text(checker.declarations.traits[id].name) + "."
    }
    text += checker.text(decl.name)
    if decl.arity != 1 && hasOverloads(decl) { text += "/\(decl.arity)" }
    if !decl.templateTypes.isEmpty {
      text += "(" + decl.templateTypes.map { mangled($0) }.joined(separator: ", ") + ")"
    }
    if !instance.arguments.isEmpty {
      text += "<" + instance.arguments.map { mangled($0) }.joined(separator: ", ") + ">"
    }
    return checker.interner.intern(text)
  }

  /// Whether functions of other arities share the name.
  private func hasOverloads(_ decl: FunctionDecl) -> Bool {
    switch decl.owner {
    case .module:
      guard let entity = checker.modules[decl.module].names[decl.name] else { return false }
      return checker.overloads(of: entity).count > 1
    case .implementation(let id): return hasOverloads(decl, in: checker.declarations.impls[id])
    case .trait(let id): return checker.declarations.traits[id].members[decl.name]!.count > 1
    }
  }

  /// Whether a method shares its name with others of its type, which may stand in several blocks.
  private func hasOverloads(_ decl: FunctionDecl, in impl: ImplDecl) -> Bool {
    guard impl.trait == nil else { return impl.members[decl.name]!.count > 1 }
    let key = MethodKey(head: checker.head(of: impl.target), name: decl.name)
    return checker.methods[key]!.count > 1
  }

  /// The type of an impl, and its trait: `Vec<T>`, `Eq for Vec<T>`.
  private mutating func ownerText(_ id: ImplID) -> String {
    let impl = checker.declarations.impls[id]
    let target = mangled(impl.target)
    guard let trait = impl.trait else { return target }
    var text = checker.text(checker.declarations.traits[trait.trait].name)
    if !trait.arguments.isEmpty {
      text += "<" + trait.arguments.map { mangled($0) }.joined(separator: ", ") + ">"
    }
    return text + " for " + target
  }

  /// The text of `type`, with the module of each nominal that is no language item.
  mutating func mangled(_ type: TypeID) -> String {
    let parts = checker.types.arguments(type)
    switch checker.types.kind(type) {
    case .nominal:
      let nominal = checker.declarations.nominals[checker.types.nominal(type)]
      var text = checker.text(nominal.name)
      if !isLanguageItem(checker.types.nominal(type)) {
        text = checker.modules[nominal.module].path + "." + text
      }
      if parts.isEmpty { return text }
      return text + "<" + parts.map { mangled($0) }.joined(separator: ", ") + ">"
    case .tuple: return "(" + parts.map { mangled($0) }.joined(separator: ", ") + ")"
    case .function:
      let parameters = parts.dropLast().map { mangled($0) }.joined(separator: ", ")
      return "Fn(\(parameters)): \(mangled(parts.last!))"
    case .pointer: return "Ptr<\(mangled(parts.first!))>"
    case .reference: return "&\(mangled(parts.first!))"
    case .referenceMut: return "&mut \(mangled(parts.first!))"
    default:
      return TypePrinter(
        types: checker.types, nominals: checker.declarations.nominals, interner: checker.interner
      ).description(of: type)
    }
  }

  private func isLanguageItem(_ id: NominalID) -> Bool {
    let items = checker.items
    return [
      items.string, items.option, items.result, items.range, items.vec, items.map,
      items.stringBuilder,
    ].contains(id)
  }
}
