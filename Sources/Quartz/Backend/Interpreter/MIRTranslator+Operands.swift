// How the code gets at the values that an instruction uses.

extension MIRTranslator {
  /// The word of `value`, when it is the same on every run.
  func constantWord(_ value: Int) -> UInt64? {
    switch homes[value].kind {
    case .constant:
      return stored[value].storage == .word ? word(ofConstant: value, at: 0) : nil
    case .part:
      let root = Int(homes[value].root)
      guard homes[root].kind == .constant, stored[value].storage == .word else { return nil }
      return word(ofConstant: root, at: homes[value].offset)
    default: return nil
    }
  }

  /// The word at `offset` of a constant.
  private func word(ofConstant value: Int, at offset: Int32) -> UInt64? {
    let a = function.a[value]
    let type = function.types[value]
    switch function.opcodes[value] {
    case .integer: return image.representation(type).extended(function.integerWord(value))
    case .float:
      let word = function.integerWord(value)
      guard image.representation(type) == .f32 else { return word }
      return UInt64(Float(Double(bitPattern: word)).bitPattern)
    case .zero: return 0
    case .functionAddress: return image.address(of: FunctionID(index: a))
    case .globalAddress: return image.address(of: GlobalID(index: a))
    case .makeEnum: return image.enumLayout(type).style == .tagOnly ? UInt64(a) : 0
    case .string:
      let text = image.text(of: Symbol(index: a))
      return offset == 0 ? text.address : text.count
    default: return nil
    }
  }

  /// The word of `value`, when it is constant and an immediate can hold it.
  func immediate(_ value: Int) -> UInt32? {
    guard let word = constantWord(value) else { return nil }
    let small = Int32(truncatingIfNeeded: word)
    return UInt64(bitPattern: Int64(small)) == word ? UInt32(bitPattern: small) : nil
  }

  /// Where in the frame the word or the bytes of `value` are.
  mutating func operand(_ value: Int) -> UInt32 {
    if let word = constantWord(value) { return place(ofWord: word) }
    switch homes[value].kind {
    case .part:
      let root = Int(homes[value].root)
      return UInt32(bitPattern: Int32(bitPattern: operand(root)) + homes[value].offset)
    case .alias: return homes[Int(homes[value].root)].place
    case .slot: return place(ofAddress: homes[value].place)
    case .constant: return place(ofText: value)
    default: return homes[value].place
    }
  }

  /// Where in the frame the first operand is.
  mutating func first() -> UInt32 { operand(Int(function.a[current])) }

  /// Where in the frame the second operand is.
  mutating func second() -> UInt32 { operand(Int(function.b[current])) }

  /// Writes the constant `word` to `place`.
  mutating func emitConstant(_ word: UInt64, to place: UInt32) {
    let small = Int32(truncatingIfNeeded: word)
    if UInt64(bitPattern: Int64(small)) == word {
      emit(.small, place, UInt32(bitPattern: small))
    } else {
      emit(.wide, place, UInt32(truncatingIfNeeded: word), UInt32(word >> 32))
    }
  }

  /// Where in the frame the constant `word` is, for the rest of the block.
  mutating func place(ofWord word: UInt64) -> UInt32 {
    if let known = constantPlaces[word] { return known }
    let place = borrow()
    emitConstant(word, to: place)
    constantPlaces[word] = place
    return place
  }

  /// Where in the frame the address of its byte `offset` is, for the rest of the block.
  private mutating func place(ofAddress offset: UInt32) -> UInt32 {
    if let known = addressPlaces[offset] { return known }
    let place = borrow()
    emit(.frameAddress, place, offset)
    addressPlaces[offset] = place
    return place
  }

  /// Where in the frame the two words of a constant String are.
  private mutating func place(ofText value: Int) -> UInt32 {
    let place = borrow(16)
    let text = image.text(of: Symbol(index: function.a[value]))
    emitConstant(text.address, to: place)
    emitConstant(text.count, to: place + 8)
    return place
  }

  /// The word that `address` counts from and the bytes to add, for a load or store.
  mutating func base(of address: Int) -> (place: UInt32, offset: Int32) {
    let home = homes[address]
    switch home.kind {
    case .slot: return (UInt32(FrameLayout.ownAddress), Int32(bitPattern: home.place))
    case .address:
      let root = Int(home.root)
      guard homes[root].kind == .slot else { return (operand(root), home.offset) }
      return (UInt32(FrameLayout.ownAddress), Int32(bitPattern: homes[root].place) + home.offset)
    default: return (operand(address), 0)
    }
  }

  /// Where in the frame the storage at `address` is, when it is in this frame.
  func framePlace(of address: Int) -> UInt32? {
    let home = homes[address]
    switch home.kind {
    case .slot: return home.place
    case .address where homes[Int(home.root)].kind == .slot:
      return UInt32(bitPattern: Int32(bitPattern: homes[Int(home.root)].place) + home.offset)
    default: return nil
    }
  }

  /// Copies `size` bytes from one place in the frame to another.
  mutating func emitCopy(to target: UInt32, from source: UInt32, size: Int) {
    guard target != source else { return }
    switch size {
    case 0: break
    case 8: emit(.move, target, source)
    case 16: emit(.moveTwo, target, source)
    default: emit(.moveBytes, target, source, UInt32(size))
    }
  }

  /// Writes `value`, as it is in memory, to `place` in the frame.
  mutating func emitPut(_ value: Int, at place: UInt32) {
    let type = stored[value]
    switch type.storage {
    case .empty: break
    case .bytes: emitCopy(to: place, from: operand(value), size: type.size)
    case .word where type.size == 8:
      if let word = constantWord(value) { return emitConstant(word, to: place) }
      emitCopy(to: place, from: operand(value), size: 8)
    case .word:
      let source = operand(value)
      emit(type.storeOp, UInt32(FrameLayout.ownAddress), source, place)
    }
  }
}
