/// How a method is called: with or without receiver, and with how many arguments in all.
struct CallShape: Sendable {
  /// Whether there is a value as receiver.
  let hasReceiver: Bool
  /// The number of arguments, the receiver included; nil where any number will do.
  let count: Int?

  /// The shape of a call with a receiver and `count` further arguments.
  static func method(_ count: Int) -> CallShape { CallShape(hasReceiver: true, count: count + 1) }

  /// The same with the receiver among the arguments, where `count` leaves it out.
  var countingReceiver: CallShape { hasReceiver ? .method(count ?? 0) : self }

  /// Whether `decl` can be called in this way.
  func fits(_ decl: FunctionDecl) -> Bool {
    if hasReceiver && !decl.flags.contains(.hasSelf) { return false }
    guard let count else { return true }
    return decl.takes(count)
  }
}

/// A function that a call can mean, with its type arguments still open.
struct Candidate: Sendable {
  let decl: DeclID
  let typeArguments: [TypeID]
  /// The types written out for the first parameters without one, of a template.
  var templateTypes: [TypeID] = []
}

extension Checker {
  /// The methods called `name` that a value of `type` has and that take `count` further arguments:
  /// inherent ones, else those of traits it implements.
  mutating func methods(_ name: Symbol, on type: TypeID, argumentCount count: Int) -> [Candidate] {
    methods(name, on: type, .method(count))
  }

  /// The functions without receiver that `type` has under `name` and that take `count` arguments.
  mutating func staticMethods(_ name: Symbol, on type: TypeID, argumentCount count: Int)
    -> [Candidate]
  {
    methods(name, on: type, CallShape(hasReceiver: false, count: count))
  }

  /// The methods called `name` that `type` has, with any number of arguments.
  mutating func allMethods(_ name: Symbol, on type: TypeID) -> [DeclID] {
    methods(name, on: type, CallShape(hasReceiver: false, count: nil)).map(\.decl)
  }

  /// A method called `name` of `type` that only its own module may call.
  func privateMethod(_ name: Symbol, of type: TypeID) -> DeclID? {
    methods[MethodKey(head: head(of: type), name: name)]?.first
  }

  private mutating func methods(_ name: Symbol, on type: TypeID, _ shape: CallShape)
    -> [Candidate]
  {
    let own = inherentMethods(name, on: type, shape)
    return own.isEmpty ? traitMethods(name, on: type, shape) : own
  }

  private mutating func inherentMethods(
    _ name: Symbol, on type: TypeID, _ shape: CallShape
  ) -> [Candidate] {
    let type = resolved(type)
    var found: [Candidate] = []
    for id in methods[MethodKey(head: head(of: type), name: name)] ?? [] {
      let decl = declarations.functions[id]
      guard case .implementation(let impl) = decl.owner, shape.fits(decl),
        isVisible(decl, from: body.scope.module)
      else { continue }
      prepare(id)
      let arguments = freshVariables(declarations.functions[id].generics.names.count)
      let target = types.substitute(declarations.impls[impl].target, arguments)
      if tryUnify(target, type) { found.append(Candidate(decl: id, typeArguments: arguments)) }
    }
    return found
  }

  /// Whether `module` may call `decl`: private functions are for their own module.
  func isVisible(_ decl: FunctionDecl, from module: ModuleID) -> Bool {
    !decl.flags.contains(.isPrivate) || decl.module == module
  }

  private mutating func traitMethods(
    _ name: Symbol, on type: TypeID, _ shape: CallShape
  ) -> [Candidate] {
    let type = resolved(type)
    guard types.kind(type) != .variable else { return [] }
    var found: [Candidate] = []
    for (trait, id) in traitMembers[name] ?? [] where shape.fits(declarations.functions[id]) {
      prepare(trait)
      let inner = declarations.traits[trait].generics.names.count
      let snapshot = inference.snapshot
      let own = freshVariables(inner - 1)
      guard let evidence = evidence(type, TraitRef(trait: trait, arguments: own)) else {
        inference.rollback(to: snapshot)
        continue
      }
      if own.count > 0 && hasSeveralImpls(trait, type) { inference.rollback(to: snapshot) }
      prepare(id)
      if let member = opaqueMember(id, evidence) {
        found.append(member)
        continue
      }
      let further = declarations.functions[id].generics.names.count - inner
      found.append(
        Candidate(decl: id, typeArguments: [type] + own + freshVariables(further)))
    }
    return found.count > 1 ? found.filter { !isOfHeapObject($0.decl) } : found
  }

  /// Whether this is the `free` that every object has, and that makes way for that of any trait.
  private func isOfHeapObject(_ id: DeclID) -> Bool {
    guard case .trait(let trait) = declarations.functions[id].owner else { return false }
    return trait == items.heapObject
  }

  /// Whether `type` implements `trait` with several lists of arguments, so that the arguments and the
  /// result of a call tell which is meant.
  private mutating func hasSeveralImpls(_ trait: TraitID, _ type: TypeID) -> Bool {
    let impls = traitImpls[TraitKey(trait: trait, head: head(of: type))] ?? []
    guard impls.count > 1 else { return false }
    let snapshot = inference.snapshot
    var count = 0
    for id in impls {
      let arguments = freshVariables(declarations.impls[id].generics.names.count)
      if unify(types.substitute(declarations.impls[id].target, arguments), type) { count += 1 }
      inference.rollback(to: snapshot)
    }
    return count > 1
  }

  /// What stands in an impl for a requirement whose result is `impl Trait`: only it has a type.
  private mutating func opaqueMember(_ requirement: DeclID, _ evidence: Evidence) -> Candidate? {
    let wanted = declarations.functions[requirement]
    let resultNode = tree.fieldNode(wanted.node, 4)
    guard !resultNode.isNone, tree.kind(resultNode) == .typeImpl,
      case .implementation(let impl, let arguments) = evidence,
      let member = declarations.impls[impl].members[wanted.name]?.first(where: {
        declarations.functions[$0].arity == wanted.arity
      })
    else { return nil }
    prepare(member)
    let further = declarations.functions[member].generics.names.count - arguments.count
    return Candidate(decl: member, typeArguments: arguments + freshVariables(further))
  }

  /// Demands what the impl that would give `type` the trait method `name` demands, so that the part of
  /// the type that lacks a trait is reported; gives whether there is such an impl, of a method that a
  /// call of `shape` can mean.
  mutating func demandBounds(
    ofMethod name: Symbol, _ shape: CallShape, on type: TypeID, at node: NodeID
  ) -> Bool {
    for (trait, member) in traitMembers[name] ?? []
    where shape.fits(declarations.functions[member]) {
      for id in traitImpls[TraitKey(trait: trait, head: head(of: resolved(type)))] ?? [] {
        let impl = declarations.impls[id]
        let arguments = freshVariables(impl.generics.names.count)
        guard tryUnify(types.substitute(impl.target, arguments), type) else { continue }
        for bound in impl.generics.bounds {
          body.obligations.append(
            Obligation(
              type: types.substitute(bound.subject, arguments),
              trait: substitute(bound.trait, arguments), node: node))
        }
        return !impl.generics.bounds.isEmpty
      }
    }
    return false
  }

  /// The free functions that `x.name(…)` can mean: those whose first parameter fits `type`.
  mutating func freeFunctions(_ name: Symbol, on type: TypeID, argumentCount count: Int)
    -> [Candidate]
  {
    let shape = CallShape(hasReceiver: false, count: count + 1)
    var found: [Candidate] = []
    for id in functions(name, in: body.scope.module)
    where shape.fits(declarations.functions[id]) {
      prepare(id)
      guard let first = declarations.functions[id].parameters.first else { continue }
      let arguments = freshVariables(declarations.functions[id].generics.names.count)
      if tryUnify(types.substitute(first.type, arguments), type) {
        found.append(Candidate(decl: id, typeArguments: arguments))
      }
    }
    return found
  }

  /// The names of the methods that `type` has, for suggestions.
  mutating func methodNames(of type: TypeID) -> [String] {
    let inherited = traitMembers.keys.sorted { $0.index < $1.index }
      .filter { !allMethods($0, on: type).isEmpty }
    let own = methodNames(of: type, withSelf: true) + methodNames(of: type, withSelf: false)
    return own.sorted() + inherited.map { text($0) }
  }

  /// The names of the inherent methods of `type` in order: those on a value, or the functions of the type.
  mutating func methodNames(of type: TypeID, withSelf: Bool) -> [String] {
    let head = head(of: resolved(type))
    let found = methods.filter { key, list in
      key.head == head
        && list.contains { id in
          let decl = declarations.functions[id]
          return decl.flags.contains(.hasSelf) == withSelf
            && isVisible(decl, from: body.scope.module)
        }
    }
    return found.keys.map { text($0.name) }.sorted()
  }
}
