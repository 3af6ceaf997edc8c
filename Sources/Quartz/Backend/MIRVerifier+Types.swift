// The types of each operation's operands and result. Everything that `MIRVerifier.swift` checks
// holds already: operands and lists exist, types are concrete.

extension MIRVerifier {
  /// Checks the instruction at `index`.
  func checkInstruction(_ index: Int) {
    switch function.opcodes[index] {
    case .none, .unreachable, .jump: break
    case .integer, .float, .string, .zero, .functionAddress, .globalAddress:
      checkConstant(index)
    case .parameter, .slot, .load, .store, .fieldAddress, .payloadAddress, .elementAddress,
      .copyMemory, .zeroMemory:
      checkMemory(index)
    case .aggregate, .extract, .makeEnum, .enumTag, .enumPayload: checkAggregate(index)
    case .add, .subtract, .multiply, .divide, .remainder, .negate:
      expect(type(index).isNumeric, "computes with \(name(type(index)))", at: index)
      checkOperandTypes(index)
    case .addWrapping, .subtractWrapping, .multiplyWrapping, .shiftLeft, .shiftRight:
      expect(type(index).isInteger, "computes with \(name(type(index)))", at: index)
      checkOperandTypes(index)
    case .bitAnd, .bitOr, .bitXor, .not:
      let isBits = type(index).isInteger || type(index) == .bool
      expect(isBits, "computes with \(name(type(index)))", at: index)
      checkOperandTypes(index)
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual: checkComparison(index)
    case .convert, .convertWrapping, .bitcast: checkConversion(index)
    case .call, .callClosure: checkCall(index)
    case .fileName:
      expect(operand(index) == .int, "names a file by \(name(operand(index)))", at: index)
      checkIsText(index)
    case .threadWord:
      let content = pointee(type(index)).map { program.types.kind($0) }
      expect(content == .pointer, "is of type \(name(type(index)))", at: index)
    case .branch:
      expect(operand(index) == .bool, "branches on \(name(operand(index)))", at: index)
    case .switchInt: checkSwitch(index)
    case .returnValue: checkReturn(index)
    }
  }

  /// The type of the result at `index`.
  private func type(_ index: Int) -> TypeID { function.types[index] }

  /// The type of the first operand.
  private func operand(_ index: Int) -> TypeID { function.types[Int(function.a[index])] }

  /// The type of the second operand.
  private func secondOperand(_ index: Int) -> TypeID { function.types[Int(function.b[index])] }

  /// Notes `problem` unless `condition` holds.
  private func expect(
    _ condition: Bool, _ problem: @autoclosure () -> String, at index: Int
  ) {
    if !condition { report(problem(), at: index) }
  }

  /// What pointers and references of `type` point at.
  private func pointee(_ type: TypeID) -> TypeID? {
    switch program.types.kind(type) {
    case .pointer, .reference, .referenceMut: program.types.argument(type, 0)
    default: nil
    }
  }

  private func shape(_ type: TypeID) -> Layout.Shape { program.layout(of: type).shape }

  private func isPointer(_ type: TypeID) -> Bool {
    if case .pointer = shape(type) { return true }
    return false
  }

  /// The type of a value that a closure is given or gives as `type`: references are addresses.
  private func passed(_ type: TypeID) -> TypeID {
    switch program.types.kind(type) {
    case .reference, .referenceMut:
      let target = program.types.argument(type, 0)
      return program.types.pointer(to: target)
    default: return type
    }
  }

  /// The type that `type` is represented as: newtypes are opened.
  private func representation(_ type: TypeID) -> TypeID {
    var type = type
    while program.types.kind(type) == .nominal,
      program.nominals[program.types.nominal(type)].kind == .newtype
    {
      // A copy, because a call on `program` that also changes it is two accesses at once.
      let layouts = program.layouts
      type = layouts.fieldTypes(of: type, in: &program.types)[0]
    }
    return type
  }

  /// Every operand has the type of the result.
  private func checkOperandTypes(_ index: Int) {
    var operands: [ValueID] = []
    function.forEachOperand(of: index) { operands.append($0) }
    for value in operands {
      let found = function.types[value.position]
      expect(
        found == type(index), "operand %\(value.index) is of type \(name(found))", at: index)
    }
  }

  /// `values` have the types in `expected`, one for one.
  private func checkList(
    _ values: ArraySlice<UInt32>, _ expected: some Collection<TypeID>, at index: Int
  ) {
    guard values.count == expected.count else {
      return report("has \(values.count) values instead of \(expected.count)", at: index)
    }
    for (value, type) in zip(values, expected) {
      let found = function.types[Int(value)]
      expect(
        found == type, "operand %\(value) is of type \(name(found)) instead of \(name(type))",
        at: index)
    }
  }
}

// MARK: - Constants

extension MIRVerifier {
  private func checkConstant(_ index: Int) {
    let a = function.a[index]
    switch function.opcodes[index] {
    case .integer: checkInteger(index)
    case .float: expect(type(index).isFloat, "a float of type \(name(type(index)))", at: index)
    case .string:
      expect(a != 0 && Int(a) <= interner.count, "its text does not exist", at: index)
      checkIsText(index)
    case .zero: checkZero(index)
    case .functionAddress:
      expect(exists(FunctionID(index: a)), "its function does not exist", at: index)
      expect(pointee(type(index)) == .void, "is of type \(name(type(index)))", at: index)
    default: checkGlobalAddress(index)
    }
  }

  private func checkInteger(_ index: Int) {
    let word = function.integerWord(index)
    switch shape(type(index)) {
    case .integer:
      let isExtended = representation(type(index)).extended(word) == word
      expect(isExtended, "does not fit \(name(type(index)))", at: index)
    case .enumeration(let layout):
      let isTag = layout.style == .tagOnly && word < UInt64(layout.variants.count)
      expect(isTag, "is no variant of \(name(type(index)))", at: index)
    default: report("an integer of type \(name(type(index)))", at: index)
    }
  }

  private func checkZero(_ index: Int) {
    switch shape(type(index)) {
    case .empty, .pointer: break
    default: report("a zero of type \(name(type(index)))", at: index)
    }
  }

  private func checkGlobalAddress(_ index: Int) {
    let id = GlobalID(index: function.a[index])
    guard !id.isNone && id.position <= program.globals.count else {
      return report("its variable does not exist", at: index)
    }
    let expected = program.globals[id].type
    expect(pointee(type(index)) == expected, "is of type \(name(type(index)))", at: index)
  }

  private func exists(_ id: FunctionID) -> Bool {
    !id.isNone && id.position <= program.functions.count
  }

  /// The type of the result is a struct of a pointer and an Int, as `String` is.
  private func checkIsText(_ index: Int) {
    guard case .aggregate(let fields) = shape(type(index)), fields.count == 2,
      isPointer(fields[0].type), fields[1].type == .int
    else { return report("a text of type \(name(type(index)))", at: index) }
  }
}

// MARK: - Memory

extension MIRVerifier {
  private func checkMemory(_ index: Int) {
    switch function.opcodes[index] {
    case .parameter:
      let number = Int(function.a[index])
      let isRight =
        number < function.parameters.count && function.parameters[number] == type(index)
      expect(isRight, "is not of the type of parameter \(number)", at: index)
    case .slot:
      let isPointer = program.types.kind(type(index)) == .pointer
      expect(isPointer, "a slot of type \(name(type(index)))", at: index)
    case .load:
      let isRight = pointee(operand(index)) == type(index)
      expect(isRight, "loads \(name(type(index))) from \(name(operand(index)))", at: index)
    case .store:
      let isRight = pointee(operand(index)) == secondOperand(index)
      expect(
        isRight, "stores \(name(secondOperand(index))) to \(name(operand(index)))", at: index)
    case .fieldAddress: checkFieldAddress(index)
    case .payloadAddress: checkPayloadAddress(index)
    case .elementAddress:
      let isRight = program.types.kind(type(index)) == .pointer && operand(index) == type(index)
      expect(isRight, "is of type \(name(type(index)))", at: index)
      checkCount(secondOperand(index), at: index)
    default: checkElements(index)
    }
  }

  private func checkCount(_ type: TypeID, at index: Int) {
    expect(type == .int, "counts elements by \(name(type))", at: index)
  }

  private func checkFieldAddress(_ index: Int) {
    let list = Array(function.list(function.b[index]))
    let whole = TypeID(index: list[0])
    guard whole.position < program.types.count, program.types.isConcrete(whole) else {
      return report("its type does not exist", at: index)
    }
    let base = operand(index)
    let isObject = isObject(whole)
    let isRight = isObject ? base == whole || pointee(base) == whole : pointee(base) == whole
    expect(isRight, "takes a field of \(name(whole)) from \(name(base))", at: index)
    let layout = isObject ? program.object(of: whole) : program.layout(of: whole)
    guard case .aggregate(let fields) = layout.shape, Int(list[1]) < fields.count else {
      return report("\(name(whole)) has no field \(list[1])", at: index)
    }
    expect(
      isPointer(type(index), to: fields[Int(list[1])].type), "is of type \(name(type(index)))",
      at: index)
  }

  private func isObject(_ type: TypeID) -> Bool {
    program.types.kind(type) == .nominal
      && program.nominals[program.types.nominal(type)].kind == .object
  }

  private func isPointer(_ type: TypeID, to element: TypeID) -> Bool {
    program.types.kind(type) == .pointer && program.types.argument(type, 0) == element
  }

  private func checkPayloadAddress(_ index: Int) {
    let list = Array(function.list(function.b[index]))
    let whole = TypeID(index: list[0])
    guard whole.position < program.types.count, program.types.isConcrete(whole) else {
      return report("its type does not exist", at: index)
    }
    guard pointee(operand(index)) == whole else {
      return report("takes a payload of \(name(whole)) from \(name(operand(index)))", at: index)
    }
    guard let stored = storedType(whole, list[1], list[2], at: index) else { return }
    expect(isPointer(type(index), to: stored), "is of type \(name(type(index)))", at: index)
  }

  /// The type of a payload field as it is stored; nil after a report when there is none.
  private func storedType(
    _ whole: TypeID, _ variant: UInt32, _ field: UInt32, at index: Int
  ) -> TypeID? {
    guard case .enumeration(let layout) = shape(whole), Int(variant) < layout.variants.count,
      Int(field) < layout.variants[Int(variant)].count
    else {
      report("\(name(whole)) has no field \(field) in variant \(variant)", at: index)
      return nil
    }
    return layout.variants[Int(variant)][Int(field)].type
  }

  /// `copyMemory` and `zeroMemory`.
  private func checkElements(_ index: Int) {
    let isElements = program.types.kind(operand(index)) == .pointer
    expect(isElements, "writes elements to \(name(operand(index)))", at: index)
    guard function.opcodes[index] == .copyMemory else {
      return checkCount(secondOperand(index), at: index)
    }
    let list = Array(function.list(function.b[index]))
    let source = function.types[Int(list[0])]
    let isSame = source == operand(index)
    expect(isSame, "copies from \(name(source)) to \(name(operand(index)))", at: index)
    checkCount(function.types[Int(list[1])], at: index)
  }
}

// MARK: - Aggregates

extension MIRVerifier {
  private func checkAggregate(_ index: Int) {
    switch function.opcodes[index] {
    case .aggregate:
      guard case .aggregate(let fields) = shape(type(index)) else {
        return report("an aggregate of type \(name(type(index)))", at: index)
      }
      checkList(function.list(function.a[index]), fields.map(\.type), at: index)
    case .extract:
      let number = Int(function.b[index])
      guard case .aggregate(let fields) = shape(operand(index)), number < fields.count else {
        return report("\(name(operand(index))) has no field \(number)", at: index)
      }
      let isRight = fields[number].type == type(index)
      expect(isRight, "is of type \(name(type(index)))", at: index)
    case .makeEnum: checkMakeEnum(index)
    case .enumTag:
      if case .enumeration = shape(operand(index)) {
      } else {
        report("takes the tag of \(name(operand(index)))", at: index)
      }
      expect(type(index) == .int, "is of type \(name(type(index)))", at: index)
    default:
      let list = Array(function.list(function.b[index]))
      guard let stored = storedType(operand(index), list[0], list[1], at: index) else { return }
      expect(stored == type(index), "is of type \(name(type(index)))", at: index)
    }
  }

  private func checkMakeEnum(_ index: Int) {
    let variant = Int(function.a[index])
    guard case .enumeration(let layout) = shape(type(index)), variant < layout.variants.count
    else { return report("\(name(type(index))) has no variant \(variant)", at: index) }
    let stored = layout.variants[variant].map(\.type)
    checkList(function.list(function.b[index]), stored, at: index)
  }
}

// MARK: - Comparisons and conversions

extension MIRVerifier {
  private func checkComparison(_ index: Int) {
    let (left, right) = (operand(index), secondOperand(index))
    expect(left == right, "compares \(name(left)) and \(name(right))", at: index)
    expect(left.isScalar || isPointer(left), "compares \(name(left))", at: index)
    expect(type(index) == .bool, "is of type \(name(type(index)))", at: index)
  }

  private func checkConversion(_ index: Int) {
    let (source, target) = (operand(index), type(index))
    guard function.opcodes[index] == .bitcast else {
      expect(source.isNumeric || source == .bool, "converts \(name(source))", at: index)
      return expect(target.isNumeric, "converts to \(name(target))", at: index)
    }
    let isSameSize = program.layout(of: source).size == program.layout(of: target).size
    let areWords = isScalar(source) && isScalar(target)
    let isNewtype = representation(source) == representation(target)
    expect(
      isNewtype || (isSameSize && areWords),
      "turns the bits of \(name(source)) into \(name(target))", at: index)
  }
}

// MARK: - Calls and terminators

extension MIRVerifier {
  private func checkCall(_ index: Int) {
    let arguments = function.list(function.b[index])
    guard function.opcodes[index] == .call else {
      let closure = operand(index)
      guard program.types.kind(closure) == .function else {
        return report("calls \(name(closure))", at: index)
      }
      let parameters = program.types.parameters(closure).map { passed($0) }
      checkList(arguments, parameters, at: index)
      let isRight = type(index) == passed(program.types.result(closure))
      return expect(isRight, "is of type \(name(type(index)))", at: index)
    }
    let id = FunctionID(index: function.a[index])
    guard exists(id) else { return report("calls a function that does not exist", at: index) }
    let callee = program.functions[id]
    let isRight = type(index) == callee.result
    expect(isRight, "is of type \(name(type(index)))", at: index)
    guard callee.flags.contains(.isVariadic), arguments.count > callee.parameters.count else {
      return checkList(arguments, callee.parameters, at: index)
    }
    checkVariadic(arguments, callee, at: index)
  }

  private func checkVariadic(
    _ arguments: ArraySlice<UInt32>, _ callee: MIRFunction, at index: Int
  ) {
    let fixed = callee.parameters.count
    checkList(arguments.prefix(fixed), callee.parameters, at: index)
    for value in arguments.dropFirst(fixed) {
      let found = function.types[Int(value)]
      expect(isScalar(found), "operand %\(value) is of type \(name(found))", at: index)
    }
  }

  private func checkSwitch(_ index: Int) {
    expect(operand(index) == .int, "switches on \(name(operand(index)))", at: index)
    let list = Array(function.list(function.b[index]))
    var seen: Set<UInt64> = []
    for start in stride(from: 1, to: list.count, by: 3) {
      let word = UInt64(list[start + 1]) << 32 | UInt64(list[start])
      let isNew = seen.insert(word).inserted
      expect(isNew, "has case \(Int64(bitPattern: word)) twice", at: index)
    }
  }

  private func checkReturn(_ index: Int) {
    let value = Int(function.a[index])
    if function.result == .never { return report("returns from a function of type '!'", at: index) }
    if function.result == .void {
      return expect(value == 0, "returns a value from a function of type 'Void'", at: index)
    }
    guard value != 0 else { return report("returns no value", at: index) }
    let isRight = function.types[value] == function.result
    expect(isRight, "returns \(name(function.types[value]))", at: index)
  }
}

// MARK: - The program

extension MIRVerifier {
  /// Names are unique, but for C functions that are declared with several signatures; the entry and
  /// the hooks have the signatures that the back end expects.
  func checkProgram() {
    var names: Set<Symbol> = []
    let own = program.functions.ids.filter { !program.functions[$0].flags.contains(.isExtern) }
    let all =
      own.map { program.functions[$0].name }
      + program.globals.ids.map { program.globals[$0].name }
    for name in all where !names.insert(name).inserted {
      reportProgram("the name '\(interner.text(name))' is used twice")
    }
    for id in program.globals.ids { checkGlobal(program.globals[id]) }
    let bytes = program.types.pointer(to: program.types.pointer(to: .u8))
    checkRole("the entry", program.entry, [.i32, bytes], .i32)
    let hooks = program.hooks
    checkRole("the overflow hook", hooks.overflow, [.int, .int, .int, .int], .never)
    checkRole("the division hook", hooks.division, [.int, .int], .never)
    checkRole("the shift hook", hooks.shift, [.int, .int, .int], .never)
    checkRole("the conversion hook", hooks.conversion, [.int, .int], .never)
    checkRole("the float conversion hook", hooks.floatConversion, [.f64, .int], .never)
  }

  private func checkGlobal(_ global: MIRGlobal) {
    let isKnown = global.type.position < program.types.count
    if !isKnown || global.type.isNone || !program.types.isConcrete(global.type) {
      reportProgram("global \(interner.text(global.name)): its type is not concrete")
    }
  }

  /// A function that the back end calls is absent, or has the signature it is called with.
  private func checkRole(
    _ role: String, _ id: FunctionID, _ parameters: [TypeID], _ result: TypeID
  ) {
    guard !id.isNone else { return }
    guard exists(id) else { return reportProgram("\(role) does not exist") }
    let function = program.functions[id]
    guard function.parameters != parameters || function.result != result else { return }
    let text = interner.text(function.name)
    reportProgram("\(role) '\(text)' does not have the signature that it is called with")
  }
}
