extension MIRLower {
  mutating func lowerLiteral(_ node: NodeID) -> ValueID {
    let type = type(node)
    switch checker.tree.kind(node) {
    case .integer: return lowerNumber(checker.integerValue(node), type, node)
    case .float:
      return emit(.float, type, checker.tree.a[node.position], checker.tree.b[node.position], node)
    case .bool: return integer(Int(checker.tree.a[node.position]), .bool, node)
    case .string: return text(checker.tree.symbol(node), node)
    case .symbolLiteral:
      let name = text(checker.tree.symbol(node), node)
      return aggregate(type, [name], node)
    default:
      if checker.types.kind(type) == .pointer { return emit(.zero, type, 0, 0, node) }
      return makeVariant(type, variantIndex("None", of: type), [], node)
    }
  }

  /// The number `value` as an integer or float of `type`.
  mutating func lowerNumber(_ value: UInt64, _ type: TypeID, _ node: NodeID) -> ValueID {
    let bits = type.isFloat ? Double(value).bitPattern : value
    let opcode: Opcode = type.isFloat ? .float : .integer
    return emit(
      opcode, type, UInt32(truncatingIfNeeded: bits), UInt32(truncatingIfNeeded: bits >> 32), node)
  }

  /// The String `symbol`.
  mutating func text(_ symbol: Symbol, _ node: NodeID) -> ValueID {
    emit(.string, checker.items.stringType, symbol.index, 0, node)
  }

  /// `"text #{e}"`: the pieces are appended to a StringBuilder.
  mutating func lowerInterpolation(_ node: NodeID) -> ValueID {
    let builder = checker.types.nominal(checker.items.stringBuilder, [])
    let known = checker.known
    let new = required(staticMethod(known.new, on: builder, 0), known.new)
    let append = request(required(method(known.append, on: builder, 1), known.append))
    let finish = request(required(method(known.finish, on: builder, 0), known.finish))
    let target = call(request(new), [], node)
    for piece in checker.tree.list(node) {
      let value = lower(piece)
      if type(piece) == checker.items.stringType {
        _ = call(append, [target, value], piece)
      } else {
        show(value, type(piece), in: target, piece)
        dropTemporary(value, piece)
      }
    }
    return call(finish, [target], node)
  }

  /// Appends the text of `value` to a StringBuilder by its `show`.
  private mutating func show(
    _ value: ValueID, _ type: TypeID, in builder: ValueID, _ node: NodeID
  ) {
    guard type != .never, let trait = checker.showTrait(),
      let decl = checker.declarations.traits[trait].members[checker.known.show]?.first
    else { return }
    let instance = resolve(Instance(decl: decl, arguments: [type]))
    _ = call(request(instance), [value, builder], node)
  }

  /// `[a, b]`: `with_capacity`, then a `push` for each element.
  mutating func lowerVec(_ node: NodeID) -> ValueID {
    let nodes = checker.tree.list(node)
    let own = type(node)
    let arguments = Array(checker.types.arguments(own))
    let known = checker.known
    let make = required(staticMethod(known.withCapacity, on: own, 1), known.withCapacity)
    let vec = call(request(make), [integer(nodes.count, .int, node)], node)
    guard !nodes.isEmpty else { return vec }
    let push = request(required(method(known.push, on: own, 1), known.push))
    for element in nodes {
      let value = lower(element, as: arguments[0])
      _ = call(push, [vec, value], element)
    }
    return vec
  }

  /// `{k => v}`: `new`, then an `op_index_set` for each pair.
  mutating func lowerMap(_ node: NodeID) -> ValueID {
    let nodes = Array(checker.tree.list(node))
    let own = type(node)
    let arguments = Array(checker.types.arguments(own))
    let known = checker.known
    let make = required(staticMethod(known.new, on: own, 0), known.new)
    let map = call(request(make), [], node)
    guard !nodes.isEmpty else { return map }
    let set = required(method(known.indexSet, on: own, 2), known.indexSet)
    for index in stride(from: 0, to: nodes.count - 1, by: 2) {
      let key = lower(nodes[index], as: arguments[0])
      let value = lower(nodes[index + 1], as: arguments[1])
      _ = call(request(set), withCaller([map, key, value], set, node), node)
    }
    return map
  }

  /// The method `name` of values of `type` that takes `count` further arguments.
  mutating func method(_ name: Symbol, on type: TypeID, _ count: Int) -> Instance? {
    let key = LibraryKey(name: name, type: type, count: count, hasReceiver: true)
    if let known = libraryMethods[key] { return known }
    checker.body = Body()
    checker.inference = Inference()
    let found = instance(of: checker.methods(name, on: type, argumentCount: count).first)
    libraryMethods[key] = .some(found)
    return found
  }

  /// The function `name` of `type` without receiver that takes `count` arguments.
  mutating func staticMethod(_ name: Symbol, on type: TypeID, _ count: Int) -> Instance? {
    let key = LibraryKey(name: name, type: type, count: count, hasReceiver: false)
    if let known = libraryMethods[key] { return known }
    checker.body = Body()
    checker.inference = Inference()
    let found = instance(of: checker.staticMethods(name, on: type, argumentCount: count).first)
    libraryMethods[key] = .some(found)
    return found
  }

  private mutating func instance(of candidate: Candidate?) -> Instance? {
    guard let candidate else { return nil }
    let arguments = candidate.typeArguments.map { checker.zonk($0) }
    return resolve(Instance(decl: candidate.decl, arguments: arguments))
  }

  /// What the standard library must have for the language to work.
  ///
  /// Mutating, though it changes nothing, so that the lowering is not copied before its argument is
  /// evaluated.
  private mutating func required(_ instance: Instance?, _ name: Symbol) -> Instance {
    guard let instance else { fatalError("the standard library lacks '\(checker.text(name))'") }
    return instance
  }

  mutating func lowerTuple(_ node: NodeID) -> ValueID {
    let own = type(node)
    let parts = Array(checker.types.arguments(own))
    let values = inFlight { lowering in
      zip(lowering.checker.tree.list(node), parts).map { lowering.lowerHeld($0, as: $1) }
    }
    if values.isEmpty { return void(node) }
    return aggregate(type(node), values, node)
  }

  /// A value struct or tuple of `type`.
  mutating func aggregate(_ type: TypeID, _ values: [ValueID], _ node: NodeID) -> ValueID {
    let list = state.function.addList(values.map(\.index))
    return emit(.aggregate, type, list, 0, node)
  }

  /// `a..b`; an inclusive range ends one further, unless its end is the largest Int.
  mutating func lowerRange(_ node: NodeID) -> ValueID {
    let start = lower(checker.tree.child(node), as: .int)
    var stop = lower(checker.tree.secondChild(node), as: .int)
    let isInclusive = checker.tree.kind(node) == .rangeInclusive
    var isClosed = integer(0, .bool, node)
    if isInclusive {
      let largest = integer(Int.max, .int, node)
      isClosed = emit(.equal, .bool, stop.index, largest.index, node)
      let isOpen = emit(.not, .bool, isClosed.index, 0, node)
      let step = emit(.convert, .int, isOpen.index, 0, node)
      stop = emit(.addWrapping, .int, stop.index, step.index, node)
    }
    let mark = integer(isInclusive ? 1 : 0, .bool, node)
    return aggregate(checker.items.rangeType, [start, stop, isClosed, mark], node)
  }
}

// MARK: - Structs

extension MIRLower {
  mutating func lowerStruct(_ node: NodeID) -> ValueID {
    let type = type(node)
    var values = [ValueID?](repeating: nil, count: fieldTypes(type).count)
    inFlight { $0.lowerInitializers($0.checker.tree.secondList(node), type, &values) }
    for index in values.indices where values[index] == nil {
      values[index] = lowerDefault(type, index)
    }
    return makeStruct(type, values.map { $0! }, node)
  }

  private mutating func lowerInitializers(
    _ list: NodeList, _ type: TypeID, _ values: inout [ValueID?]
  ) {
    let fields = fieldTypes(type)
    for item in list {
      let index = Int(checker.typed.index(item))
      values[index] = lowerHeld(checker.tree.secondChild(item), as: fields[index])
    }
  }

  /// The default value of a field, in terms of the type's own arguments.
  private mutating func lowerDefault(_ type: TypeID, _ index: Int) -> ValueID {
    let id = checker.types.nominal(type)
    let field = checker.declarations.nominals[id].fields[index]
    let value = checker.tree.fieldNode(field.node, 3)
    return lowerDefault(value, field.name, field.type, Array(checker.types.arguments(type)))
  }

  /// The default `value` of what is called `name` and has `type`, in terms of `arguments`; reports
  /// one that is needed to make itself.
  mutating func lowerDefault(
    _ value: NodeID, _ name: Symbol, _ type: TypeID, _ arguments: [TypeID]
  ) -> ValueID {
    let wanted = checker.instantiate(type, arguments)
    guard openDefaults.insert(value).inserted else {
      checker.report(.cyclicConstant(checker.text(name), at: checker.span(value)))
      return dead(mirType(wanted), value)
    }
    let saved = state.arguments
    state.arguments = arguments
    defer {
      state.arguments = saved
      openDefaults.remove(value)
    }
    return lower(value, as: wanted)
  }

  /// A struct of `type`: a value, or a new object.
  mutating func makeStruct(_ type: TypeID, _ values: [ValueID], _ node: NodeID) -> ValueID {
    guard isReference(type) else { return aggregate(type, values, node) }
    let object = allocate(object(of: type).size, as: type, node)
    let fields = fieldTypes(type)
    for (index, value) in values.enumerated() {
      store(value, to: fieldAddress(object, type, index, fields[index], node), node)
    }
    return object
  }

  /// New memory of `size` bytes, as a value of `type`.
  mutating func allocate(_ size: Int, as type: TypeID, _ node: NodeID) -> ValueID {
    let function = request(Instance(decl: checker.items.allocate, arguments: []))
    let address = call(function, [integer(max(size, 1), .int, node)], node)
    return emit(.bitcast, type, address.index, 0, node)
  }

  /// `p.with { a: 9 }`: a copy with some fields replaced.
  mutating func lowerWith(_ node: NodeID) -> ValueID {
    let type = type(node)
    let source = lower(checker.tree.child(node))
    let fields = fieldTypes(type)
    let list = checker.tree.secondList(node)
    let replaced = Set(list.map { Int(checker.typed.index($0)) })
    var values = [ValueID?](repeating: nil, count: fields.count)
    for (index, field) in fields.enumerated() where !replaced.contains(index) {
      if isReference(type) {
        values[index] = load(field, fieldAddress(source, type, index, field, node), node)
      } else {
        values[index] = emit(.extract, field, source.index, UInt32(index), node)
      }
    }
    lowerInitializers(list, type, &values)
    return makeStruct(type, values.map { $0! }, node)
  }
}

// MARK: - Enums

extension MIRLower {
  /// The place of the variant called `name` in the enum `type`.
  mutating func variantIndex(_ name: String, of type: TypeID) -> Int {
    let symbol = checker.interner.intern(name)
    return checker.variants(of: checker.types.nominal(type)).firstIndex { $0.name == symbol } ?? 0
  }

  /// A value of the enum `type`; what would contain the enum again is put in a box.
  mutating func makeVariant(
    _ type: TypeID, _ variant: Int, _ values: [ValueID], _ node: NodeID
  ) -> ValueID {
    var stored: [UInt32] = []
    let parts = payloadTypes(type, variant)
    for (value, part) in zip(values, parts) {
      stored.append(isBoxed(part, in: type) ? box(value, part, node).index : value.index)
    }
    return emit(.makeEnum, type, UInt32(variant), list: stored, node)
  }

  /// The types of the payload of a variant.
  mutating func payloadTypes(_ type: TypeID, _ variant: Int) -> [TypeID] {
    let fields = checker.variants(of: checker.types.nominal(type))[variant].fields
    let arguments = Array(checker.types.arguments(type))
    return fields.map { checker.instantiate($0.type, arguments) }
  }

  /// New memory that holds `value`.
  mutating func box(_ value: ValueID, _ type: TypeID, _ node: NodeID) -> ValueID {
    let address = allocate(layout(of: type).size, as: pointer(to: type), node)
    store(value, to: address, node)
    return address
  }

  /// Payload field `field` of an enum value that is of `variant`.
  mutating func payload(
    _ value: ValueID, _ type: TypeID, _ variant: Int, _ field: Int, _ part: TypeID, _ node: NodeID
  ) -> ValueID {
    let list = [UInt32(variant), UInt32(field)]
    guard isBoxed(part, in: type) else {
      return emit(.enumPayload, part, value.index, list: list, node)
    }
    let address = emit(.enumPayload, pointer(to: part), value.index, list: list, node)
    return load(part, address, node)
  }
}
