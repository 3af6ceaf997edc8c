// The loop. It holds no reference and calls nothing that is not inlined, unless something unusual
// happens: `pc`, `frame` and the constants stay in registers.

extension MIRInterpreter {
  /// Runs from `start` in `bottom` until that function returns.
  func execute(
    _ start: CodePointer, _ bottom: UnsafeMutableRawPointer
  ) throws(InterpreterError) {
    var pc = start
    var frame = bottom
    let entries = image.entries
    let entryCount = image.entryCount
    let limit = stackLimit
    while true {
      let i = pc.pointee
      pc += 1
      switch i.op {
      // Moving
      case .move: frame.set(i.a, frame.anyWord(i.b))
      case .small: frame.set(i.a, i.signedB)
      case .wide: frame.set(i.a, UInt64(i.b) | UInt64(i.c) << 32)
      case .moveTwo:
        let (low, high) = (frame.anyWord(i.b), frame.anyWord(i.b &+ 8))
        frame.set(i.a, low)
        frame.set(i.a &+ 8, high)
      case .moveBytes:
        (frame + Int(i.a)).copyMemory(from: frame + Int(i.b), byteCount: Int(i.c))
      case .clear:
        (frame + Int(i.a)).initializeMemory(as: UInt8.self, repeating: 0, count: Int(i.c))
      case .frameAddress: frame.set(i.a, UInt64(UInt(bitPattern: frame)) &+ UInt64(i.b))

      // Memory
      case .load8U: if frame.fails(loading: UInt8.self, i) { throw invalidAddress(pc) }
      case .load8S: if frame.fails(loading: Int8.self, i) { throw invalidAddress(pc) }
      case .load16U: if frame.fails(loading: UInt16.self, i) { throw invalidAddress(pc) }
      case .load16S: if frame.fails(loading: Int16.self, i) { throw invalidAddress(pc) }
      case .load32U: if frame.fails(loading: UInt32.self, i) { throw invalidAddress(pc) }
      case .load32S: if frame.fails(loading: Int32.self, i) { throw invalidAddress(pc) }
      case .load64: if frame.fails(loading: UInt64.self, i) { throw invalidAddress(pc) }
      case .loadBytes: if frame.fails(loadingBytes: i) { throw invalidAddress(pc) }
      case .store8: if frame.fails(storing: UInt8.self, i) { throw invalidAddress(pc) }
      case .store16: if frame.fails(storing: UInt16.self, i) { throw invalidAddress(pc) }
      case .store32: if frame.fails(storing: UInt32.self, i) { throw invalidAddress(pc) }
      case .store64: if frame.fails(storing: UInt64.self, i) { throw invalidAddress(pc) }
      case .storeBytes: if frame.fails(storingBytes: i) { throw invalidAddress(pc) }
      case .loadAt8U: if frame.fails(loadingAt: UInt8.self, i) { throw invalidAddress(pc) }
      case .loadAt8S: if frame.fails(loadingAt: Int8.self, i) { throw invalidAddress(pc) }
      case .loadAt16U: if frame.fails(loadingAt: UInt16.self, i) { throw invalidAddress(pc) }
      case .loadAt16S: if frame.fails(loadingAt: Int16.self, i) { throw invalidAddress(pc) }
      case .loadAt32U: if frame.fails(loadingAt: UInt32.self, i) { throw invalidAddress(pc) }
      case .loadAt32S: if frame.fails(loadingAt: Int32.self, i) { throw invalidAddress(pc) }
      case .loadAt64: if frame.fails(loadingAt: UInt64.self, i) { throw invalidAddress(pc) }
      case .storeAt8: if frame.fails(storingAt: UInt8.self, i) { throw invalidAddress(pc) }
      case .storeAt16: if frame.fails(storingAt: UInt16.self, i) { throw invalidAddress(pc) }
      case .storeAt32: if frame.fails(storingAt: UInt32.self, i) { throw invalidAddress(pc) }
      case .storeAt64: if frame.fails(storingAt: UInt64.self, i) { throw invalidAddress(pc) }
      case .element: frame.set(i.a, frame.word(i.b) &+ frame.word(i.c) &* UInt64(i.n))
      case .elementWide:
        frame.set(i.a, frame.word(i.b) &+ frame.word(i.c) &* UInt64(pc.pointee.a))
        pc += 1
      case .copyMemory:
        let size = pc.pointee.a
        pc += 1
        if frame.fails(copying: i, size: size) { throw invalidAddress(pc) }
      case .zeroMemory: if frame.fails(clearing: i) { throw invalidAddress(pc) }

      // Integers that panic
      case .addS:
        let result = frame.int(i.b).addingReportingOverflow(frame.int(i.c))
        if frame.overflows(i.a, result) { (pc, frame) = try panic(pc, frame) }
      case .addSI:
        let result = frame.int(i.b).addingReportingOverflow(i.signedC)
        if frame.overflows(i.a, result) { (pc, frame) = try panic(pc, frame) }
      case .addU:
        let result = frame.word(i.b).addingReportingOverflow(frame.word(i.c))
        if frame.overflows(i.a, result) { (pc, frame) = try panic(pc, frame) }
      case .addNS:
        let result = frame.int(i.b) &+ frame.int(i.c)
        if frame.overflows(i.a, result, signed: i.n) { (pc, frame) = try panic(pc, frame) }
      case .addNU:
        let result = frame.int(i.b) &+ frame.int(i.c)
        if frame.overflows(i.a, result, unsigned: i.n) { (pc, frame) = try panic(pc, frame) }
      case .subtractS:
        let result = frame.int(i.b).subtractingReportingOverflow(frame.int(i.c))
        if frame.overflows(i.a, result) { (pc, frame) = try panic(pc, frame) }
      case .subtractSI:
        let result = frame.int(i.b).subtractingReportingOverflow(i.signedC)
        if frame.overflows(i.a, result) { (pc, frame) = try panic(pc, frame) }
      case .subtractU:
        let result = frame.word(i.b).subtractingReportingOverflow(frame.word(i.c))
        if frame.overflows(i.a, result) { (pc, frame) = try panic(pc, frame) }
      case .subtractNS:
        let result = frame.int(i.b) &- frame.int(i.c)
        if frame.overflows(i.a, result, signed: i.n) { (pc, frame) = try panic(pc, frame) }
      case .subtractNU:
        let result = frame.int(i.b) &- frame.int(i.c)
        if frame.overflows(i.a, result, unsigned: i.n) { (pc, frame) = try panic(pc, frame) }
      case .multiplyS:
        let result = frame.int(i.b).multipliedReportingOverflow(by: frame.int(i.c))
        if frame.overflows(i.a, result) { (pc, frame) = try panic(pc, frame) }
      case .multiplySI:
        let result = frame.int(i.b).multipliedReportingOverflow(by: i.signedC)
        if frame.overflows(i.a, result) { (pc, frame) = try panic(pc, frame) }
      case .multiplyU:
        let result = frame.word(i.b).multipliedReportingOverflow(by: frame.word(i.c))
        if frame.overflows(i.a, result) { (pc, frame) = try panic(pc, frame) }
      case .multiplyNS:
        let result = frame.int(i.b) &* frame.int(i.c)
        if frame.overflows(i.a, result, signed: i.n) { (pc, frame) = try panic(pc, frame) }
      case .multiplyNU:
        let result = frame.int(i.b) &* frame.int(i.c)
        if frame.overflows(i.a, result, unsigned: i.n) { (pc, frame) = try panic(pc, frame) }
      case .divideS:
        let result = frame.int(i.b).dividedReportingOverflow(by: frame.int(i.c))
        if frame.overflows(i.a, result) { (pc, frame) = try panic(pc, frame) }
      case .divideSI: frame.set(i.a, frame.int(i.b) / i.signedC)
      case .divideU:
        let result = frame.word(i.b).dividedReportingOverflow(by: frame.word(i.c))
        if frame.overflows(i.a, result) { (pc, frame) = try panic(pc, frame) }
      case .divideNS:
        let result = frame.int(i.b).dividedReportingOverflow(by: frame.int(i.c))
        if result.overflow || frame.overflows(i.a, result.partialValue, signed: i.n) {
          (pc, frame) = try panic(pc, frame)
        }
      case .remainderS:
        let result = frame.int(i.b).remainderReportingOverflow(dividingBy: frame.int(i.c))
        if frame.overflows(i.a, result) { (pc, frame) = try panic(pc, frame) }
      case .remainderSI: frame.set(i.a, frame.int(i.b) % i.signedC)
      case .remainderU:
        let result = frame.word(i.b).remainderReportingOverflow(dividingBy: frame.word(i.c))
        if frame.overflows(i.a, result) { (pc, frame) = try panic(pc, frame) }
      case .remainderNS:
        if frame.narrowRemainderFails(i) { (pc, frame) = try panic(pc, frame) }
      case .negateS:
        let result = (0 as Int64).subtractingReportingOverflow(frame.int(i.b))
        if frame.overflows(i.a, result) { (pc, frame) = try panic(pc, frame) }
      case .negateNS:
        let result = 0 &- frame.int(i.b)
        if frame.overflows(i.a, result, signed: i.n) { (pc, frame) = try panic(pc, frame) }
      case .negateU:
        let result = (0 as UInt64).subtractingReportingOverflow(frame.word(i.b))
        if frame.overflows(i.a, result) { (pc, frame) = try panic(pc, frame) }

      // Integers that do not
      case .addW: frame.set(i.a, frame.word(i.b) &+ frame.word(i.c))
      case .subtractW: frame.set(i.a, frame.word(i.b) &- frame.word(i.c))
      case .multiplyW: frame.set(i.a, frame.word(i.b) &* frame.word(i.c))
      case .addWI: frame.set(i.a, frame.int(i.b) &+ i.signedC)
      case .and: frame.set(i.a, frame.word(i.b) & frame.word(i.c))
      case .or: frame.set(i.a, frame.word(i.b) | frame.word(i.c))
      case .xor: frame.set(i.a, frame.word(i.b) ^ frame.word(i.c))
      case .andI: frame.set(i.a, frame.int(i.b) & i.signedC)
      case .xorI: frame.set(i.a, frame.int(i.b) ^ i.signedC)
      case .shiftLeft:
        let count = frame.word(i.c)
        if count < UInt64(i.n) {
          frame.set(i.a, frame.word(i.b) &<< count)
        } else {
          (pc, frame) = try panic(pc, frame)
        }
      case .shiftRightS:
        let count = frame.int(i.c)
        if UInt64(bitPattern: count) < UInt64(i.n) {
          frame.set(i.a, frame.int(i.b) &>> count)
        } else {
          (pc, frame) = try panic(pc, frame)
        }
      case .shiftRightU:
        let count = frame.word(i.c)
        if count < UInt64(i.n) {
          frame.set(i.a, frame.word(i.b) &>> count)
        } else {
          (pc, frame) = try panic(pc, frame)
        }
      case .shiftLeftI: frame.set(i.a, frame.word(i.b) &<< UInt64(i.c))
      case .shiftRightSI: frame.set(i.a, frame.int(i.b) &>> Int64(i.c))
      case .shiftRightUI: frame.set(i.a, frame.word(i.b) &>> UInt64(i.c))
      case .extendS: frame.set(i.a, (frame.int(i.b) &<< Int64(i.n)) &>> Int64(i.n))
      case .extendU: frame.set(i.a, frame.word(i.b) & ((1 as UInt64) &<< UInt64(i.n) &- 1))
      case .fitS:
        if frame.overflows(i.a, frame.int(i.b), signed: i.n) { (pc, frame) = try panic(pc, frame) }
      case .fitU:
        if frame.overflows(i.a, frame.int(i.b), unsigned: i.n) {
          (pc, frame) = try panic(pc, frame)
        }

      // Comparisons
      case .equal: frame.set(i.a, frame.word(i.b) == frame.word(i.c))
      case .notEqual: frame.set(i.a, frame.word(i.b) != frame.word(i.c))
      case .lessS: frame.set(i.a, frame.int(i.b) < frame.int(i.c))
      case .lessEqualS: frame.set(i.a, frame.int(i.b) <= frame.int(i.c))
      case .lessU: frame.set(i.a, frame.word(i.b) < frame.word(i.c))
      case .lessEqualU: frame.set(i.a, frame.word(i.b) <= frame.word(i.c))
      case .equalI: frame.set(i.a, frame.int(i.b) == i.signedC)
      case .notEqualI: frame.set(i.a, frame.int(i.b) != i.signedC)
      case .lessSI: frame.set(i.a, frame.int(i.b) < i.signedC)
      case .lessEqualSI: frame.set(i.a, frame.int(i.b) <= i.signedC)
      case .greaterSI: frame.set(i.a, frame.int(i.b) > i.signedC)
      case .greaterEqualSI: frame.set(i.a, frame.int(i.b) >= i.signedC)

      // Floats
      case .addD: frame.set(i.a, frame.double(i.b) + frame.double(i.c))
      case .subtractD: frame.set(i.a, frame.double(i.b) - frame.double(i.c))
      case .multiplyD: frame.set(i.a, frame.double(i.b) * frame.double(i.c))
      case .divideD: frame.set(i.a, frame.double(i.b) / frame.double(i.c))
      case .remainderD:
        frame.set(i.a, frame.double(i.b).truncatingRemainder(dividingBy: frame.double(i.c)))
      case .negateD: frame.set(i.a, -frame.double(i.b))
      case .equalD: frame.set(i.a, frame.double(i.b) == frame.double(i.c))
      case .notEqualD: frame.set(i.a, frame.double(i.b) != frame.double(i.c))
      case .lessD: frame.set(i.a, frame.double(i.b) < frame.double(i.c))
      case .lessEqualD: frame.set(i.a, frame.double(i.b) <= frame.double(i.c))
      case .addF: frame.set(i.a, frame.float(i.b) + frame.float(i.c))
      case .subtractF: frame.set(i.a, frame.float(i.b) - frame.float(i.c))
      case .multiplyF: frame.set(i.a, frame.float(i.b) * frame.float(i.c))
      case .divideF: frame.set(i.a, frame.float(i.b) / frame.float(i.c))
      case .remainderF:
        frame.set(i.a, frame.float(i.b).truncatingRemainder(dividingBy: frame.float(i.c)))
      case .negateF: frame.set(i.a, -frame.float(i.b))
      case .equalF: frame.set(i.a, frame.float(i.b) == frame.float(i.c))
      case .notEqualF: frame.set(i.a, frame.float(i.b) != frame.float(i.c))
      case .lessF: frame.set(i.a, frame.float(i.b) < frame.float(i.c))
      case .lessEqualF: frame.set(i.a, frame.float(i.b) <= frame.float(i.c))
      case .signedToD: frame.set(i.a, Double(frame.int(i.b)))
      case .unsignedToD: frame.set(i.a, Double(frame.word(i.b)))
      case .signedToF: frame.set(i.a, Float(frame.int(i.b)))
      case .unsignedToF: frame.set(i.a, Float(frame.word(i.b)))
      case .floatToD: frame.set(i.a, Double(frame.float(i.b)))
      case .doubleToF: frame.set(i.a, Float(frame.double(i.b)))
      case .doubleToInteger:
        if let word = Self.integer(TypeID(index: UInt32(i.n)), of: frame.double(i.b)) {
          frame.set(i.a, word)
        } else {
          (pc, frame) = try panic(pc, frame)
        }
      case .doubleToIntegerSaturating:
        frame.set(i.a, Self.saturated(TypeID(index: UInt32(i.n)), of: frame.double(i.b)))

      // Jumps
      case .jump: pc += i.distance
      case .jumpIf: if frame.word(i.a) != 0 { pc += i.distance }
      case .jumpUnless: if frame.word(i.a) == 0 { pc += i.distance }
      case .jumpEqual: if frame.word(i.a) == frame.word(i.b) { pc += i.distance }
      case .jumpNotEqual: if frame.word(i.a) != frame.word(i.b) { pc += i.distance }
      case .jumpLessS: if frame.int(i.a) < frame.int(i.b) { pc += i.distance }
      case .jumpLessEqualS: if frame.int(i.a) <= frame.int(i.b) { pc += i.distance }
      case .jumpLessU: if frame.word(i.a) < frame.word(i.b) { pc += i.distance }
      case .jumpLessEqualU: if frame.word(i.a) <= frame.word(i.b) { pc += i.distance }
      case .jumpEqualI: if frame.int(i.a) == i.signedB { pc += i.distance }
      case .jumpNotEqualI: if frame.int(i.a) != i.signedB { pc += i.distance }
      case .jumpLessSI: if frame.int(i.a) < i.signedB { pc += i.distance }
      case .jumpLessEqualSI: if frame.int(i.a) <= i.signedB { pc += i.distance }
      case .jumpGreaterSI: if frame.int(i.a) > i.signedB { pc += i.distance }
      case .jumpGreaterEqualSI: if frame.int(i.a) >= i.signedB { pc += i.distance }
      case .jumpTable: pc += Self.tableDistance(frame.int(i.a), i, pc)
      case .jumpSearch: pc += Self.searchDistance(frame.int(i.a), i, pc)
      case .step: try countSteps(Int(i.a), pc)

      // Calls
      case .call:
        let entry = entries + Int(i.a)
        let target = frame + Int(i.c)
        guard let code = entry.pointee.code, target + entry.pointee.extent <= limit else {
          try prepareCall(entry, target, pc)
          pc -= 1
          continue
        }
        frame.pass(pc, Int(i.n), to: target)
        target.begin(returnTo: pc + Int(i.n &+ 3) / 4, caller: frame, result: i.b)
        (pc, frame) = (CodePointer(code), target)
      case .callClosure:
        guard let entry = frame.closureEntry(i.a, entries, entryCount) else {
          throw error(.invalidClosure, pc)
        }
        let target = frame + Int(i.c)
        guard let code = entry.pointee.code, target + entry.pointee.extent <= limit else {
          try prepareCall(entry, target, pc)
          pc -= 1
          continue
        }
        guard entry.pointee.parameterWords == Int(i.n) + 1 else {
          throw error(.invalidClosure, pc)
        }
        target.set(UInt32(FrameLayout.parameters), frame.word(i.a))
        frame.pass(pc, Int(i.n), to: target + 8)
        target.begin(returnTo: pc + Int(i.n &+ 3) / 4, caller: frame, result: i.b)
        (pc, frame) = (CodePointer(code), target)
      case .callExtern:
        try callNative(i, frame, pc)
        pc += Int(i.n &+ 3) / 4
      case .returnNothing: (pc, frame) = frame.caller
      case .returnWord:
        let word = frame.word(i.a)
        let place = UInt32(truncatingIfNeeded: frame.word(UInt32(FrameLayout.result)))
        (pc, frame) = frame.caller
        frame.set(place, word)
      case .returnBytes:
        let source = frame + Int(i.a)
        let place = Int(frame.word(UInt32(FrameLayout.result)))
        (pc, frame) = frame.caller
        (frame + place).copyMemory(from: source, byteCount: Int(i.c))
      case .fileName:
        let name = image.fileName(frame.word(i.b))
        frame.set(i.a, name.address)
        frame.set(i.a &+ 8, name.count)
      case .threadWord: frame.set(i.a, UInt64(UInt(bitPattern: threadWord)))
      case .unsupportedCall:
        throw error(.unsupportedSignature(name(of: FunctionID(index: i.a))), pc)
      case .unreachable: throw error(.reachedUnreachable, pc)
      case .halt: return
      }
    }
  }
}

// MARK: - Pieces of instructions

extension UnsafeMutableRawPointer {
  /// The remainder of integers narrower than 64 bits; returns whether it panics.
  @inline(__always)
  func narrowRemainderFails(_ code: InterpreterCode) -> Bool {
    let (left, right) = (int(code.b), int(code.c))
    let smallest = Int64.min &>> Int64(code.n)
    if right == 0 || (right == -1 && left == smallest) { return true }
    set(code.a, left % right)
    return false
  }

  /// The function that the closure at `[place]` holds, if it holds one.
  @inline(__always)
  func closureEntry(
    _ place: UInt32, _ entries: UnsafeMutablePointer<FunctionEntry>, _ count: Int
  ) -> UnsafeMutablePointer<FunctionEntry>? {
    guard let closure = memory(word(place)) else { return nil }
    let address = closure.loadUnaligned(as: UInt.self)
    let offset = address &- UInt(bitPattern: entries)
    let stride = UInt(MemoryLayout<FunctionEntry>.stride)
    guard offset > 0, offset < UInt(count) &* stride, offset % stride == 0 else { return nil }
    return UnsafeMutablePointer(bitPattern: address)
  }
}

extension MIRInterpreter {
  /// The word of integer `type` that `value` truncates to; nil when it does not fit.
  @inline(__always)
  static func integer(_ type: TypeID, of value: Double) -> UInt64? {
    let number = value.rounded(.towardZero)
    if type == .int {
      guard number >= -0x1p63 && number < 0x1p63 else { return nil }
      return UInt64(bitPattern: Int64(number))
    }
    let bounds = bounds(of: type)
    guard number >= bounds.lower && number < bounds.end else { return nil }
    return type.isSignedInteger ? UInt64(bitPattern: Int64(number)) : UInt64(number)
  }

  /// The word of integer `type` that is nearest to `value` truncated; 0 for NaN.
  static func saturated(_ type: TypeID, of value: Double) -> UInt64 {
    if let word = integer(type, of: value) { return word }
    if value.isNaN { return 0 }
    let width = UInt64(type.bitWidth)
    guard type.isSignedInteger else { return value < 0 ? 0 : UInt64.max &>> (64 &- width) }
    let smallest = Int64.min &>> Int64(64 &- width)
    return UInt64(bitPattern: value < 0 ? smallest : ~smallest)
  }

  /// The smallest value of integer `type`, and the first above the largest.
  private static func bounds(of type: TypeID) -> (lower: Double, end: Double) {
    switch type {
    case .i8: (-0x1p7, 0x1p7)
    case .i16: (-0x1p15, 0x1p15)
    case .i32: (-0x1p31, 0x1p31)
    case .u8: (0, 0x1p8)
    case .u16: (0, 0x1p16)
    case .u32: (0, 0x1p32)
    default: (0, 0x1p64)
    }
  }

  /// The distance that a `jumpTable` jumps.
  @inline(__always)
  static func tableDistance(_ value: Int64, _ code: InterpreterCode, _ pc: CodePointer) -> Int {
    let data = UnsafeRawPointer(pc)
    let number = UInt64(bitPattern: value &- data.load(as: Int64.self))
    guard number < UInt64(code.b) else { return code.distance }
    return Int(data.load(fromByteOffset: 16 &+ Int(number) &* 4, as: Int32.self))
  }

  /// The distance that a `jumpSearch` jumps.
  @inline(__always)
  static func searchDistance(_ value: Int64, _ code: InterpreterCode, _ pc: CodePointer) -> Int {
    let data = UnsafeRawPointer(pc)
    let count = Int(code.b)
    var (low, high) = (0, count)
    while low < high {
      let middle = (low &+ high) / 2
      let found = data.load(fromByteOffset: middle &* 8, as: Int64.self)
      if found == value {
        let targets = (count &+ 1) / 2 &* 16
        return Int(data.load(fromByteOffset: targets &+ middle &* 4, as: Int32.self))
      }
      if found < value { low = middle &+ 1 } else { high = middle }
    }
    return code.distance
  }
}
