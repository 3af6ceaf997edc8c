extension MIRFunction {
  /// Calls `visit` with each value that the instruction at `index` reads, in order.
  @inline(__always)
  func forEachOperand(of index: Int, _ visit: (ValueID) -> Void) {
    switch opcodes[index] {
    case .none, .integer, .float, .string, .zero, .functionAddress, .globalAddress, .parameter,
      .slot, .threadWord, .jump, .unreachable:
      break
    case .load, .fieldAddress, .payloadAddress, .extract, .enumTag, .enumPayload, .negate, .not,
      .convert, .convertWrapping, .bitcast, .fileName, .branch, .switchInt:
      visit(ValueID(index: a[index]))
    case .store, .elementAddress, .zeroMemory, .add, .subtract, .multiply, .divide, .remainder,
      .addWrapping, .subtractWrapping, .multiplyWrapping, .bitAnd, .bitOr, .bitXor, .shiftLeft,
      .shiftRight, .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual:
      visit(ValueID(index: a[index]))
      visit(ValueID(index: b[index]))
    case .returnValue:
      if a[index] != 0 { visit(ValueID(index: a[index])) }
    case .aggregate:
      for value in list(a[index]) { visit(ValueID(index: value)) }
    case .makeEnum, .call:
      for value in list(b[index]) { visit(ValueID(index: value)) }
    case .copyMemory, .callClosure:
      visit(ValueID(index: a[index]))
      for value in list(b[index]) { visit(ValueID(index: value)) }
    }
  }

  /// Calls `visit` with each block that the terminator at `index` may go to.
  @inline(__always)
  func forEachTarget(of index: Int, _ visit: (BlockID) -> Void) {
    switch opcodes[index] {
    case .jump: visit(BlockID(index: a[index]))
    case .branch:
      for block in list(b[index]) { visit(BlockID(index: block)) }
    case .switchInt:
      let entries = list(b[index])
      for place in stride(from: entries.startIndex, to: entries.endIndex, by: 3) {
        visit(BlockID(index: entries[place]))
      }
    default: break
    }
  }

  /// The value of the constant integer at `index`, extended to 64 bits.
  func integerWord(_ index: Int) -> UInt64 { UInt64(b[index]) << 32 | UInt64(a[index]) }
}

extension TypeID {
  /// `word` cut to the width of this integer type (or Bool), then extended after its signedness.
  func extended(_ word: UInt64) -> UInt64 {
    switch self {
    case .i8: UInt64(bitPattern: Int64(Int8(truncatingIfNeeded: word)))
    case .i16: UInt64(bitPattern: Int64(Int16(truncatingIfNeeded: word)))
    case .i32: UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: word)))
    case .bool: word & 1
    case .u8: word & 0xFF
    case .u16: word & 0xFFFF
    case .u32: word & 0xFFFF_FFFF
    default: word
    }
  }
}
