// Slots, loads, stores and addresses.

extension Codegen {
  /// Writes an operation on memory.
  mutating func emitMemory(_ index: Int) {
    switch function.opcodes[index] {
    case .slot: emitSlot(index)
    case .load: emitLoad(index)
    case .store: emitStore(index)
    case .fieldAddress: emitOffset(index, fieldOffset(index))
    case .payloadAddress: emitOffset(index, payloadOffset(index))
    case .elementAddress: emitElementAddress(index)
    case .copyMemory: emitCopyMemory(index)
    default: emitZeroMemory(index)
    }
  }

  private mutating func emitSlot(_ index: Int) {
    let code = elementCode(function.types[index])
    define(index)
    text.write("alloca ")
    text.write(memoryType: code == .empty ? .i8 : code)
    text.write(string: alignmentText(code))
    text.write("\n")
  }

  /// The alignment of a slot or variable of `code` where it is more than the members give.
  func alignmentText(_ code: TypeCode) -> String {
    guard code.isStruct, spellings[code].align > spellings[code].naturalAlign else { return "" }
    return ", align \(spellings[code].align)"
  }

  private mutating func emitLoad(_ index: Int) {
    let code = code(function.types[index])
    guard code != .empty else { return }
    guard code == .bool else {
      define(index)
      text.write("load ")
      writeType(code)
      text.write(", ptr ")
      writeOperand(function.a[index])
      writeAlignment(of: function.a[index], code)
      text.write("\n")
      return
    }
    usesBoolRange = true
    text.write("  %v")
    text.write(decimal: index)
    text.write(".b = load i8, ptr ")
    writeOperand(function.a[index])
    text.write(", !range !0\n")
    narrowBool(index)
  }

  /// Makes the Bool at `index` of the byte called like it with `.b`.
  mutating func narrowBool(_ index: Int) {
    define(index)
    text.write("trunc i8 %v")
    text.write(decimal: index)
    text.write(".b to i1\n")
  }

  private mutating func emitStore(_ index: Int) {
    let value = function.b[index]
    guard valueCode(value) != .empty else { return }
    widenBool(value, for: index, 0)
    text.write("  store ")
    writeStored(value, for: index, 0)
    text.write(", ptr ")
    writeOperand(function.a[index])
    writeAlignment(of: function.a[index], valueCode(value))
    text.write("\n")
  }

  private mutating func emitOffset(_ index: Int, _ offset: Int) {
    guard offset != 0 else { return }
    define(index)
    text.write("getelementptr inbounds i8, ptr ")
    writeOperand(function.a[index])
    text.write(", i64 ")
    text.write(decimal: offset)
    text.write("\n")
  }

  private mutating func emitElementAddress(_ index: Int) {
    let code = elementCode(function.types[index])
    guard code != .empty else { return }
    define(index)
    text.write("getelementptr inbounds ")
    text.write(memoryType: code)
    text.write(", ptr ")
    writeOperand(function.a[index])
    text.write(", ")
    writeTyped(function.b[index])
    text.write("\n")
  }
}

// MARK: - Many elements

extension Codegen {
  private mutating func emitCopyMemory(_ index: Int) {
    let operands = function.list(function.b[index])
    let count = operands[operands.startIndex + 1]
    let layout = elementLayout(function.types[Int(function.a[index])])
    guard layout.size > 0 else { return }
    demand("declare void @llvm.memmove.p0.p0.i64(ptr, ptr, i64, i1)")
    scaleCount(count, by: layout.size, for: index)
    text.write("  call void @llvm.memmove.p0.p0.i64(")
    writeAligned(function.a[index], layout.align)
    text.write(", ")
    writeAligned(operands[operands.startIndex], layout.align)
    text.write(", i64 ")
    writeByteCount(count, by: layout.size, for: index)
    text.write(", i1 false)\n")
  }

  private mutating func emitZeroMemory(_ index: Int) {
    let layout = elementLayout(function.types[Int(function.a[index])])
    guard layout.size > 0 else { return }
    demand("declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)")
    scaleCount(function.b[index], by: layout.size, for: index)
    text.write("  call void @llvm.memset.p0.i64(")
    writeAligned(function.a[index], layout.align)
    text.write(", i8 0, i64 ")
    writeByteCount(function.b[index], by: layout.size, for: index)
    text.write(", i1 false)\n")
  }

  /// Writes the address of the thread's own word, which LLVM asks for by an intrinsic.
  mutating func emitThreadWord(_ index: Int) {
    demand("@thread$word = internal thread_local(initialexec) global ptr null")
    demand("declare ptr @llvm.threadlocal.address.p0(ptr)")
    define(index)
    text.write("call ptr @llvm.threadlocal.address.p0(ptr @thread$word)\n")
  }

  private mutating func writeAligned(_ address: UInt32, _ align: Int) {
    text.write("ptr align ")
    text.write(decimal: align)
    text.write(" ")
    writeOperand(address)
  }

  /// Whether the bytes of `count` elements are computed where the program runs.
  private func isScaled(_ count: UInt32, by size: Int) -> Bool {
    size != 1 && !isConstant(count)
  }

  private mutating func scaleCount(_ count: UInt32, by size: Int, for index: Int) {
    guard isScaled(count, by: size) else { return }
    text.write("  %v")
    text.write(decimal: index)
    text.write(".n = mul i64 ")
    writeOperand(count)
    text.write(", ")
    text.write(decimal: size)
    text.write("\n")
  }

  private mutating func writeByteCount(_ count: UInt32, by size: Int, for index: Int) {
    if isScaled(count, by: size) {
      text.write("%v")
      text.write(decimal: index)
      text.write(".n")
    } else if size == 1 {
      writeOperand(count)
    } else {
      let elements = word(Int(aliases[Int(count)]))
      text.write(signed: Int64(bitPattern: elements &* UInt64(size)))
    }
  }

  /// Writes `definition` before the functions, the first time that it is asked for.
  mutating func demand(_ definition: String) {
    guard declarations.insert(definition).inserted else { return }
    head.write(string: definition)
    head.write("\n")
  }
}

// MARK: - Packed structs

extension Codegen {
  /// Writes the alignment of `address`, where a value of `code` is, if it lies in a packed struct
  /// and has less than LLVM would assume.
  private mutating func writeAlignment(of address: UInt32, _ code: TypeCode) {
    guard hasPacked else { return }
    let natural = code.isStruct ? spellings[code].naturalAlign : code.size
    let align = alignment(of: address)
    guard align < natural else { return }
    text.write(", align ")
    text.write(decimal: align)
  }

  /// The alignment that the address `value` is known to have.
  private mutating func alignment(of value: UInt32) -> Int {
    let index = Int(value)
    switch function.opcodes[index] {
    case .fieldAddress: return alignment(ofPart: index, at: fieldOffset(index))
    case .payloadAddress: return alignment(ofPart: index, at: payloadOffset(index))
    default: return elementLayout(function.types[index]).align
    }
  }

  /// The alignment of the part at `offset` in what the address operation `index` takes apart.
  private mutating func alignment(ofPart index: Int, at offset: Int) -> Int {
    let operands = function.list(function.b[index])
    var type = TypeID(index: operands[operands.startIndex])
    while let content = contentOfNewtype(type) { type = content }
    let whole: Int
    if isObject(type) {
      whole = program.object(of: type).align
    } else {
      whole = min(program.layout(of: type).align, alignment(of: function.a[index]))
    }
    return offset == 0 ? whole : min(whole, offset & -offset)
  }
}
