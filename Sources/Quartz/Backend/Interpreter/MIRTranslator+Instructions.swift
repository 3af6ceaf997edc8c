// Constants, memory, aggregates.

extension MIRTranslator {
  /// Adds the code of the current instruction, unless the analysis found that it needs none.
  mutating func emitInstruction() {
    let home = homes[current]
    switch home.kind {
    case .constant, .part, .slot, .register, .alias, .fused: return
    case .address: return home.isNeeded ? emitAddress() : ()
    case .element: return home.isNeeded ? emitElement() : ()
    case .empty, .plain: break
    }
    switch function.opcodes[current] {
    case .call, .callClosure: emitCall()
    case .jump, .branch, .switchInt, .returnValue, .unreachable: emitTerminator()
    case .store: emitStore()
    case .copyMemory: emitCopyMemory()
    case .zeroMemory: emitZeroMemory()
    default: if home.kind == .plain { emitComputation() }
    }
  }

  private mutating func emitComputation() {
    switch function.opcodes[current] {
    case .load: emitLoad()
    case .fieldAddress, .payloadAddress: emitAddress()
    case .aggregate: emitAggregate()
    case .extract, .enumPayload: emitPart()
    case .makeEnum: emitMakeEnum()
    case .enumTag: emitEnumTag()
    case .convert: emitConvert()
    case .convertWrapping: emitConvertWrapping()
    case .bitcast: emitBitcast()
    case .fileName:
      let source = first()
      emit(.fileName, destination(), source)
    case .threadWord: emit(.threadWord, destination())
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual: emitComparison()
    case .parameter: break
    default: emitArithmetic()
    }
  }

  // MARK: Addresses

  private mutating func emitAddress() {
    // Not folded: its base stands in a block that comes later in the function.
    if homes[current].kind == .plain { return emitPlainAddress() }
    if let place = framePlace(of: current) { return emit(.frameAddress, destination(), place) }
    let source = base(of: current)
    emit(.addWI, destination(), source.place, UInt32(bitPattern: source.offset))
  }

  private mutating func emitPlainAddress() {
    let source = first()
    emit(.addWI, destination(), source, UInt32(addressOffset(current)))
  }

  private mutating func emitElement() {
    let size = image.stored(image.pointee(function.types[current])).size
    let base = first()
    let count = second()
    if size <= UInt16.max { return emit(.element, destination(), base, count, n: size) }
    emit(.elementWide, destination(), base, count)
    emitWords([0, UInt32(size)])
  }

  // MARK: Loads and stores

  private mutating func emitLoad() {
    let address = Int(function.a[current])
    let type = stored[current]
    if homes[address].kind == .register {
      return emit(.move, destination(), homes[address].place)
    }
    if isFusedElement(address, at: current) {
      let base = operand(Int(function.a[address]))
      let count = operand(Int(function.b[address]))
      return emit(type.loadAtOp, destination(), base, count)
    }
    if let place = framePlace(of: address), type.storage == .bytes || type.size == 8 {
      return emitCopy(to: destination(), from: place, size: type.size)
    }
    let source = base(of: address)
    guard type.storage == .bytes else {
      return emit(type.loadOp, destination(), source.place, UInt32(bitPattern: source.offset))
    }
    let (base, offset) = withSmallOffset(source)
    emit(.loadBytes, destination(), base, UInt32(type.size), n: offset)
  }

  private mutating func emitStore() {
    let (address, value) = (Int(function.a[current]), Int(function.b[current]))
    let type = stored[value]
    if type.storage == .empty { return }
    if homes[address].kind == .register { return emitStore(value, toRegister: address) }
    if isFusedElement(address, at: current) {
      let base = operand(Int(function.a[address]))
      let count = operand(Int(function.b[address]))
      return emit(type.storeAtOp, base, count, operand(value))
    }
    if let place = framePlace(of: address) { return emitPut(value, at: place) }
    let target = base(of: address)
    let source = operand(value)
    guard type.storage == .bytes else {
      return emit(type.storeOp, target.place, source, UInt32(bitPattern: target.offset))
    }
    let (base, offset) = withSmallOffset(target)
    emit(.storeBytes, base, source, UInt32(type.size), n: offset)
  }

  private mutating func emitStore(_ value: Int, toRegister register: Int) {
    let place = homes[register].place
    if homes[value].kind == .plain && Int(homes[value].root) == register { return }
    if let word = constantWord(value) { return emitConstant(word, to: place) }
    emitCopy(to: place, from: operand(value), size: 8)
  }

  /// The same address, with an offset that fits the `n` of an instruction.
  private mutating func withSmallOffset(
    _ address: (place: UInt32, offset: Int32)
  ) -> (UInt32, Int) {
    if address.offset >= 0 && address.offset <= UInt16.max {
      return (address.place, Int(address.offset))
    }
    let place = borrow()
    emit(.addWI, place, address.place, UInt32(bitPattern: address.offset))
    return (place, 0)
  }

  private mutating func emitCopyMemory() {
    let target = first()
    let list = Array(function.list(function.b[current]))
    let (source, count) = (operand(Int(list[0])), operand(Int(list[1])))
    let size = image.stored(image.pointee(function.types[Int(function.a[current])])).size
    if size == 0 { return }
    emit(.copyMemory, target, source, count)
    emitWords([0, UInt32(size)])
  }

  private mutating func emitZeroMemory() {
    let size = image.stored(image.pointee(function.types[Int(function.a[current])])).size
    if size == 0 { return }
    let target = first()
    emit(.zeroMemory, target, second(), UInt32(size))
  }

  // MARK: Aggregates

  private mutating func emitAggregate() {
    let target = destination()
    let fields = image.fields(ofObjectOrValue: function.types[current])
    let values = function.list(function.a[current]).map { Int($0) }
    emitParts(values, fields, to: target, from: 0)
  }

  /// Writes `values` to the places of `fields`; bytes between them become zero, so that equal values
  /// have equal bytes.
  private mutating func emitParts(
    _ values: [Int], _ fields: [FieldLayout], to target: UInt32, from start: Int
  ) {
    let size = stored[current].size
    let filled = values.reduce(start) { $0 + stored[$1].size }
    if filled < size { emit(.clear, target, 0, UInt32(size)) }
    for (value, field) in zip(values, fields) { emitPut(value, at: target + UInt32(field.offset)) }
  }

  /// A field that is narrower than a word, or of a value in a block that stands later.
  private mutating func emitPart() {
    let whole = Int(function.a[current])
    let source = operand(whole)
    let type = stored[current]
    guard stored[whole].storage == .bytes else {
      return emitCopy(to: destination(), from: source, size: 8)
    }
    let place = source + UInt32(fieldOffset())
    if type.storage == .bytes || type.size == 8 {
      return emitCopy(to: destination(), from: place, size: type.size)
    }
    emit(type.loadOp, destination(), UInt32(FrameLayout.ownAddress), place)
  }

  /// The offset of the field that the current instruction takes.
  private func fieldOffset() -> Int {
    let type = function.types[Int(function.a[current])]
    if function.opcodes[current] == .extract {
      return image.fields(ofObjectOrValue: type)[Int(function.b[current])].offset
    }
    let list = Array(function.list(function.b[current]))
    return image.enumLayout(type).variants[Int(list[0])][Int(list[1])].offset
  }

  private mutating func emitMakeEnum() {
    let layout = image.enumLayout(function.types[current])
    let variant = Int(function.a[current])
    let values = function.list(function.b[current]).map { Int($0) }
    let target = destination()
    guard layout.style == .tagged else {
      return emitCopy(to: target, from: operand(values[0]), size: 8)
    }
    let tagSize = layout.tagType.bitWidth / 8
    if tagSize == 8 {
      emitParts(values, layout.variants[variant], to: target, from: 8)
      return emitConstant(UInt64(variant), to: target)
    }
    emitParts(values, layout.variants[variant], to: target, from: tagSize)
    let tag = place(ofWord: UInt64(variant))
    emit(image.stored(layout.tagType).storeOp, UInt32(FrameLayout.ownAddress), tag, target)
  }

  private mutating func emitEnumTag() {
    let value = Int(function.a[current])
    let layout = image.enumLayout(function.types[value])
    let source = operand(value)
    switch layout.style {
    case .tagOnly: emitCopy(to: destination(), from: source, size: 8)
    case .nullable:
      emit(layout.presentVariant == 1 ? .notEqualI : .equalI, destination(), source, 0)
    case .tagged:
      let load = image.stored(layout.tagType).loadOp
      emit(load, destination(), UInt32(FrameLayout.ownAddress), source)
    }
  }
}
