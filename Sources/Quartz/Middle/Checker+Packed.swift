// Packed structs: fields without gaps, which lie anywhere and therefore cannot be referred to.

extension Checker {
  /// Reports a packed struct that is to be aligned, too.
  mutating func checkPacked(_ item: NodeID) {
    guard tree.isPacked(item, interner), let mark = tree.attribute("align", of: item, interner)
    else { return }
    report(.alignedPacked(text(tree.symbol(item)), at: span(mark)))
  }

  /// Reports the first field of a packed struct in which something has to be aligned as `@align`
  /// says.
  mutating func checkPackedParts(of id: NominalID) {
    let nominal = declarations.nominals[id]
    guard nominal.isPacked else { return }
    for field in nominal.fields {
      var visited: Set<TypeID> = []
      guard let part = alignedPart(of: field.type, &visited) else { continue }
      report(
        .alignedInPacked(
          text(declarations.nominals[part].name), in: text(nominal.name), at: span(field.node),
          declared: span(declarations.nominals[part].node)))
      return
    }
  }

  /// The struct with `@align` that a value of `type` is, or holds where it stands.
  private mutating func alignedPart(
    of type: TypeID, _ visited: inout Set<TypeID>
  ) -> NominalID? {
    if types.kind(type) == .nominal, isValue(types.nominal(type)),
      declarations.nominals[types.nominal(type)].align > 1
    {
      return types.nominal(type)
    }
    guard visited.count < Self.mostParts, visited.insert(type).inserted else { return nil }
    for part in inlineParts(of: type) {
      if let found = alignedPart(of: part, &visited) { return found }
    }
    return nil
  }

  /// How many types are looked at: those that grow at each step would never end.
  private static let mostParts = 1000

  private func isValue(_ id: NominalID) -> Bool { declarations.nominals[id].kind != .object }

  /// The types that values of `type` hold where they stand.
  private mutating func inlineParts(of type: TypeID) -> [TypeID] {
    if types.kind(type) == .tuple { return Array(types.arguments(type)) }
    guard types.kind(type) == .nominal, isValue(types.nominal(type)) else { return [] }
    let id = types.nominal(type)
    let arguments = Array(types.arguments(type))
    let parts = fields(of: id) + variants(of: id).flatMap(\.fields)
    return parts.map { types.substitute($0.type, arguments) }
  }

  /// Reports a reference to `place` when that lies in a packed struct and may be misaligned.
  mutating func requireAligned(_ place: NodeID) {
    var visited: Set<TypeID> = []
    guard let member = packedMember(place), isMisaligned(typed.type(place), &visited) else {
      return
    }
    let owner = resolved(typed.type(tree.child(member)))
    report(
      .misalignedReference(
        text(tree.secondSymbol(member)), of: describe(owner), at: span(place)
      ).helping("copy the field to a variable first"))
  }

  /// The field of a packed struct that `place` is, or lies in.
  private mutating func packedMember(_ place: NodeID) -> NodeID? {
    var node = place
    while tree.kind(node) == .member, typed.resolution(node) == .field {
      let receiver = tree.child(node)
      let owner = resolved(typed.type(receiver))
      if types.kind(owner) == .nominal, declarations.nominals[types.nominal(owner)].isPacked {
        return node
      }
      if isReferenceType(owner) { return nil }
      node = receiver
    }
    return nil
  }

  /// Whether values of `type` may need more alignment than a byte has.
  private mutating func isMisaligned(
    _ type: TypeID, _ visited: inout Set<TypeID>
  ) -> Bool {
    let type = resolved(type)
    switch types.kind(type) {
    case .bool, .i8, .u8, .void, .never, .error: return false
    case .tuple: break
    case .nominal where isValue(types.nominal(type)):
      let nominal = declarations.nominals[types.nominal(type)]
      if nominal.isPacked { return false }
      if nominal.align > 1 || nominal.variants.count > 256 { return true }
    default: return true
    }
    guard visited.insert(type).inserted else { return false }
    if visited.count > Self.mostParts { return true }
    return inlineParts(of: type).contains { isMisaligned($0, &visited) }
  }
}

extension Diagnostic {
  /// `@packed` together with `@align`.
  static func alignedPacked(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(.alignedPacked, "the packed struct '\(name)' cannot be aligned, too", at: span)
  }

  /// A field of a packed struct that holds a struct with `@align`.
  static func alignedInPacked(
    _ part: String, in name: String, at span: Span, declared: Span
  ) -> Diagnostic {
    Diagnostic(
      .alignedPacked, "the packed struct '\(name)' cannot hold the aligned '\(part)'", at: span
    ).noting("declared here", at: declared)
  }

  /// A reference to a field of a packed struct.
  static func misalignedReference(
    _ field: String, of type: String, at span: Span
  ) -> Diagnostic {
    Diagnostic(
      .misalignedReference,
      "a reference to '\(field)' of the packed struct '\(type)' may be misaligned", at: span)
  }
}
