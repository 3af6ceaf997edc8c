import Testing

@testable import Quartz

/// What the verifier finds in a function `f(Int): Int` whose body `build` makes.
private func problems(
  parameters: [TypeID] = [.int], result: TypeID = .int,
  _ build: (MIRBuilder, BodyBuilder) -> Void
) -> [String] {
  let builder = MIRBuilder()
  builder.function("f", parameters, result) { build(builder, $0) }
  return MIRVerifier.problems(in: builder.program, interner: builder.interner)
}

/// Expects that the body made by `build`, completed by a return, has the one problem `text`.
private func expectProblem(
  _ text: String, sourceLocation: SourceLocation = #_sourceLocation,
  _ build: (MIRBuilder, BodyBuilder) -> Void
) {
  let found = problems { builder, body in
    build(builder, body)
    body.returnValue(body.integer(0))
  }
  #expect(found == ["function f\(text)"], sourceLocation: sourceLocation)
}

@Suite struct MIRVerifierTests {
  @Test func aRightFunctionHasNoProblem() {
    let found = problems { builder, body in
      let argument = body.parameter(0)
      let slot = body.slot(.int)
      let (loop, done) = (body.block(), body.block())
      body.store(slot, argument)
      body.jump(loop)
      body.begin(loop)
      let next = body.binary(.subtract, body.load(slot), body.integer(1))
      body.store(slot, next)
      body.branch(body.compare(.greater, next, body.integer(0)), loop, done)
      body.begin(done)
      body.returnValue(next)
    }
    #expect(found == [])
  }

  // MARK: Blocks

  @Test func blocksEndInTerminators() {
    let found = problems { _, body in
      let next = body.block()
      body.integer(1)
      body.begin(next)
      body.returnValue(body.integer(1))
    }
    #expect(found == ["function f, %1: block b0 does not end in a terminator"])
  }

  @Test func terminatorsStandOnlyAtEnds() {
    expectProblem(", %1: 'unreachable' stands before the end of block b0") { _, body in
      body.unreachable()
    }
  }

  @Test func blocksAreNotEmpty() {
    let found = problems { _, body in
      let (first, second) = (body.block(), body.block())
      body.jump(second)
      body.begin(first)
      body.begin(second)
      body.unreachable()
    }
    #expect(found == ["function f: block b1 is empty"])
  }

  @Test func blocksAreBegunOnce() {
    let found = problems { _, body in
      let next = body.block()
      body.jump(next)
      for _ in 0..<2 {
        body.begin(next)
        body.unreachable()
      }
    }
    #expect(found == ["function f: a block is begun twice"])
  }

  @Test func theEntryComesFirst() {
    let builder = MIRBuilder()
    let id = builder.declare("f", [], .never)
    let body = BodyBuilder(builder, builder.functions[id])
    let (entry, other) = (body.block(), body.block())
    for block in [other, entry] {
      body.begin(block)
      body.unreachable()
    }
    builder.functions[id] = body.function
    let found = MIRVerifier.problems(in: builder.program, interner: builder.interner)
    #expect(found == ["function f: does not begin with block b0"])
  }

  @Test func operationsAreKnown() {
    expectProblem(", %1: is no operation") { _, body in body.add(.none, .void) }
  }

  @Test func parametersComeFirstInOrder() {
    expectProblem(", %2: parameter 0 is not in its place") { _, body in
      body.integer(1)
      body.parameter(0)
    }
  }

  @Test func targetsExist() {
    expectProblem(", %1: goes to block b1, which was not begun") { _, body in
      let (missing, next) = (body.block(), body.block())
      body.jump(missing)
      body.begin(next)
    }
    expectProblem(", %1: goes to block b77, which was not begun") { _, body in
      body.jump(BlockID(index: 77))
      body.begin(body.block())
    }
  }

  @Test func nothingGoesToTheEntry() {
    expectProblem(", %1: goes to the entry block") { _, body in
      body.jump(BlockID(index: 0))
      body.begin(body.block())
    }
  }

  @Test func listsAreInTheFunctionAndOfTheRightLength() {
    expectProblem(", %1: its list is not in the function") { builder, body in
      body.add(.aggregate, builder.tuple(.int), 40)
    }
    expectProblem(", %2: its list has a wrong length") { _, body in
      let yes = body.integer(1, .bool)
      let next = body.block()
      body.add(.branch, .void, yes.index, body.list([next.index]))
      body.begin(next)
    }
  }

  // MARK: Operands

  @Test func operandsExist() {
    expectProblem(", %1: operand %900 does not exist") { _, body in
      body.unary(.negate, ValueID(index: 900), .int)
    }
    expectProblem(", %1: operand %0 does not exist") { _, body in
      body.unary(.negate, .none, .int)
    }
  }

  @Test func operandsHaveResults() {
    expectProblem(", %4: operand %3 has no result") { _, body in
      let slot = body.slot(.int)
      body.store(slot, body.integer(1))
      body.unary(.negate, ValueID(index: 3), .int)
    }
  }

  @Test func operandsAreComputedBefore() {
    expectProblem(", %1: operand %2 is not computed on every path to here") { _, body in
      body.unary(.negate, ValueID(index: 2), .int)
      body.unary(.negate, body.integer(1))
    }
  }

  @Test func operandsDominate() {
    let found = problems { _, body in
      let argument = body.parameter(0)
      let (left, right, join) = (body.block(), body.block(), body.block())
      body.branch(body.compare(.less, argument, argument), left, right)
      body.begin(left)
      let value = body.unary(.negate, argument)
      body.jump(join)
      body.begin(right)
      body.jump(join)
      body.begin(join)
      body.returnValue(value)
    }
    #expect(found == ["function f, %7: operand %4 is not computed on every path to here"])
  }

  @Test func constantsNeedOnlyStandBefore() {
    let found = problems { _, body in
      let argument = body.parameter(0)
      let (left, right) = (body.block(), body.block())
      body.branch(body.compare(.less, argument, argument), left, right)
      body.begin(left)
      let constant = body.integer(5)
      body.jump(right)
      body.begin(right)
      body.returnValue(constant)
    }
    #expect(found == [])
  }

  @Test func deadBlocksNeedNoDominance() {
    let found = problems { _, body in
      let argument = body.parameter(0)
      let (dead, other) = (body.block(), body.block())
      body.returnValue(argument)
      body.begin(dead)
      body.jump(other)
      body.begin(other)
      body.returnValue(body.unary(.negate, argument))
    }
    #expect(found == [])
  }

  // MARK: Signatures

  @Test func bodiesAndExterns() {
    let builder = MIRBuilder()
    _ = builder.declare("missing", [], .void)
    builder.function("body", [], .never, flags: .isExtern) { $0.unreachable() }
    _ = builder.extern("pair", [builder.tuple(.int, .int)], builder.tuple(.bool))
    builder.function("variadic", [], .never, flags: .isVariadic) { $0.unreachable() }
    let parameter = builder.types.parameter(0, name: builder.interner.intern("T"))
    _ = builder.declare("open", [parameter], .void)
    #expect(
      MIRVerifier.problems(in: builder.program, interner: builder.interner) == [
        "function missing: has no body",
        "function body: is extern but has a body",
        "function pair: parameter 0 of an extern function is of type '(Int, Int)'",
        "function pair: the result of an extern function is of type '(Bool,)'",
        "function variadic: is variadic but not extern",
        "function open: the signature has a type that is not concrete",
      ])
  }

  @Test func typesAreConcrete() {
    expectProblem(", %1: its type is not concrete") { builder, body in
      body.add(.slot, builder.pointer(builder.types.variable(0)))
    }
    expectProblem(", %1: its type is not concrete") { _, body in body.add(.slot, .error) }
  }

  @Test func returnsMatchTheSignature() {
    #expect(
      problems { _, body in body.returnValue() } == ["function f, %1: returns no value"])
    #expect(
      problems { _, body in body.returnValue(body.integer(1, .u8)) }
        == ["function f, %2: returns 'U8'"])
    #expect(
      problems(result: .void) { _, body in body.returnValue(body.integer(1)) }
        == ["function f, %2: returns a value from a function of type 'Void'"])
    #expect(
      problems(result: .never) { _, body in body.returnValue() }
        == ["function f, %1: returns from a function of type '!'"])
  }

  @Test func theProgramHasItsRoles() {
    let builder = MIRBuilder()
    builder.entry = builder.function("main", [], .i32) { $0.returnValue($0.integer(0, .i32)) }
    builder.hooks.division = FunctionID(index: 44)
    builder.hooks.shift = builder.entry
    _ = builder.global("main", .int)
    _ = builder.global("open", .error)
    #expect(
      MIRVerifier.problems(in: builder.program, interner: builder.interner) == [
        "the name 'main' is used twice",
        "global open: its type is not concrete",
        "the entry 'main' does not have the signature that it is called with",
        "the division hook does not exist",
        "the shift hook 'main' does not have the signature that it is called with",
      ])
  }
}

@Suite struct MIRVerifierTypeTests {
  // MARK: Constants

  @Test func integersFit() {
    expectProblem(", %1: does not fit 'U8'") { _, body in body.integer(256, .u8) }
    expectProblem(", %1: does not fit 'I32'") { _, body in body.integer(0xFFFF_FFFF, .i32) }
    expectProblem(", %1: does not fit 'Bool'") { _, body in body.integer(2, .bool) }
    expectProblem(", %1: an integer of type 'F64'") { _, body in body.integer(1, .f64) }
    expectProblem(", %2: is no variant of 'Color'") { builder, body in
      let color = builder.enumeration("Color") { _ in [("Red", []), ("Blue", [])] }
      body.integer(1, color)
      body.integer(2, color)
    }
  }

  @Test func otherConstants() {
    expectProblem(", %1: a float of type 'Int'") { _, body in body.float(1, .int) }
    expectProblem(", %1: a text of type 'Int'") { _, body in body.string("a", .int) }
    expectProblem(", %1: its text does not exist") { builder, body in
      body.add(.string, builder.stringType(), 9999)
    }
    expectProblem(", %1: a zero of type 'Int'") { _, body in body.zero(.int) }
    expectProblem(", %1: its function does not exist") { builder, body in
      body.functionAddress(FunctionID(index: 50))
    }
    expectProblem(", %1: is of type 'Int'") { _, body in body.add(.functionAddress, .int, 1) }
    expectProblem(", %1: its variable does not exist") { builder, body in
      body.add(.globalAddress, builder.pointer(.int), 3)
    }
    expectProblem(", %1: is of type 'Ptr<U8>'") { builder, body in
      body.add(.globalAddress, builder.pointer(.u8), builder.global("g", .int).index)
    }
  }

  // MARK: Memory

  @Test func parametersHaveTheirTypes() {
    expectProblem(", %1: is not of the type of parameter 0") { _, body in
      body.add(.parameter, .u8, 0)
    }
    expectProblem(", %2: is not of the type of parameter 1") { _, body in
      body.parameter(0)
      body.add(.parameter, .int, 1)
    }
  }

  @Test func loadsAndStores() {
    expectProblem(", %1: a slot of type 'Int'") { _, body in body.add(.slot, .int) }
    expectProblem(", %2: loads 'U8' from 'Ptr<Int>'") { _, body in
      body.add(.load, .u8, body.slot(.int).index)
    }
    expectProblem(", %3: stores 'U8' to 'Ptr<Int>'") { _, body in
      body.store(body.slot(.int), body.integer(1, .u8))
    }
    expectProblem(", %2: loads 'Int' from 'Int'") { _, body in
      body.add(.load, .int, body.integer(1).index)
    }
  }

  @Test func fieldAddresses() {
    expectProblem(", %2: takes a field of '(Int, U8)' from 'Ptr<Int>'") { builder, body in
      body.fieldAddress(body.slot(.int), builder.tuple(.int, .u8), 0, .int)
    }
    expectProblem(", %2: '(Int, U8)' has no field 2") { builder, body in
      let pair = builder.tuple(.int, .u8)
      body.fieldAddress(body.slot(pair), pair, 2, .int)
    }
    expectProblem(", %2: is of type 'Ptr<Int>'") { builder, body in
      let pair = builder.tuple(.int, .u8)
      body.fieldAddress(body.slot(pair), pair, 1, .int)
    }
    expectProblem(", %2: its type does not exist") { builder, body in
      body.fieldAddress(body.slot(.int), TypeID(index: 999), 0, .int)
    }
  }

  @Test func fieldsOfObjects() {
    let found = problems { builder, body in
      let node = builder.structure("Node", .object, [("value", .int)])
      let object = body.zero(node)
      body.returnValue(body.load(body.fieldAddress(object, node, 0, .int)))
    }
    #expect(found == [])
  }

  @Test func payloadAddresses() {
    func option(_ builder: MIRBuilder) -> TypeID {
      builder.enumeration("Option") { _ in [("None", []), ("Some", [.int])] }
    }
    expectProblem(", %2: 'Option' has no field 0 in variant 0") { builder, body in
      let type = option(builder)
      body.payloadAddress(body.slot(type), type, 0, 0, .int)
    }
    expectProblem(", %2: is of type 'Ptr<U8>'") { builder, body in
      let type = option(builder)
      body.payloadAddress(body.slot(type), type, 1, 0, .u8)
    }
    expectProblem(", %2: takes a payload of 'Option' from 'Ptr<Int>'") { builder, body in
      body.payloadAddress(body.slot(.int), option(builder), 1, 0, .int)
    }
  }

  @Test func elements() {
    expectProblem(", %3: counts elements by 'U8'") { _, body in
      body.elementAddress(body.slot(.int), body.integer(1, .u8))
    }
    expectProblem(", %2: is of type 'Int'") { _, body in
      let one = body.integer(1)
      body.elementAddress(one, one)
    }
    expectProblem(", %4: copies from 'Ptr<U8>' to 'Ptr<Int>'") { _, body in
      body.copyMemory(body.slot(.int), body.slot(.u8), body.integer(1))
    }
    expectProblem(", %3: counts elements by 'U64'") { _, body in
      let slot = body.slot(.int)
      body.copyMemory(slot, slot, body.integer(1, .u64))
    }
    expectProblem(", %3: counts elements by 'Bool'") { _, body in
      body.zeroMemory(body.slot(.int), body.integer(1, .bool))
    }
    expectProblem(", %2: writes elements to 'Int'") { _, body in
      let one = body.integer(1)
      body.zeroMemory(one, one)
    }
  }

  // MARK: Aggregates

  @Test func aggregates() {
    expectProblem(", %2: an aggregate of type 'Int'") { _, body in
      body.aggregate(.int, [body.integer(1)])
    }
    expectProblem(", %2: has 1 values instead of 2") { builder, body in
      body.aggregate(builder.tuple(.int, .u8), [body.integer(1)])
    }
    expectProblem(", %2: operand %1 is of type 'Int' instead of 'U8'") { builder, body in
      let one = body.integer(1)
      body.aggregate(builder.tuple(.int, .u8), [one, one])
    }
    expectProblem(", %2: 'Int' has no field 0") { _, body in
      body.extract(body.integer(1), 0, .int)
    }
    expectProblem(", %3: '(Int,)' has no field 1") { builder, body in
      body.extract(body.aggregate(builder.tuple(.int), [body.integer(1)]), 1, .int)
    }
    expectProblem(", %3: is of type 'U8'") { builder, body in
      body.extract(body.aggregate(builder.tuple(.int), [body.integer(1)]), 0, .u8)
    }
  }

  @Test func enums() {
    func option(_ builder: MIRBuilder) -> TypeID {
      builder.enumeration("Option") { _ in [("None", []), ("Some", [.int])] }
    }
    expectProblem(", %1: 'Option' has no variant 2") { builder, body in
      body.makeEnum(option(builder), 2)
    }
    expectProblem(", %1: has 0 values instead of 1") { builder, body in
      body.makeEnum(option(builder), 1)
    }
    expectProblem(", %2: takes the tag of 'Int'") { _, body in body.enumTag(body.integer(1)) }
    expectProblem(", %2: 'Option' has no field 0 in variant 0") { builder, body in
      body.enumPayload(body.makeEnum(option(builder), 0), 0, 0, .int)
    }
    expectProblem(", %2: is of type 'U8'") { builder, body in
      body.enumPayload(body.makeEnum(option(builder), 0), 1, 0, .u8)
    }
    expectProblem(", %2: is of type 'U8'") { builder, body in
      body.add(.enumTag, .u8, body.makeEnum(option(builder), 0).index)
    }
  }

  // MARK: Arithmetic

  @Test func arithmetic() {
    expectProblem(", %3: operand %2 is of type 'U8'") { _, body in
      body.binary(.add, body.integer(1), body.integer(1, .u8))
    }
    expectProblem(", %2: computes with 'Bool'") { _, body in
      let yes = body.integer(1, .bool)
      body.binary(.add, yes, yes)
    }
    expectProblem(", %2: computes with 'F64'") { _, body in
      let one = body.float(1)
      body.binary(.addWrapping, one, one)
    }
    expectProblem(", %2: computes with 'F64'") { _, body in body.unary(.not, body.float(1)) }
    #expect(
      problems { _, body in
        let yes = body.integer(1, .bool)
        body.binary(.bitXor, body.unary(.not, yes), yes)
        body.returnValue(body.integer(0))
      } == [])
  }

  @Test func comparisons() {
    expectProblem(", %3: compares 'Int' and 'U8'") { _, body in
      body.compare(.less, body.integer(1), body.integer(1, .u8))
    }
    expectProblem(", %3: compares '(Int,)'") { builder, body in
      let pair = body.aggregate(builder.tuple(.int), [body.integer(1)])
      body.compare(.equal, pair, pair)
    }
    expectProblem(", %2: is of type 'Int'") { _, body in
      let one = body.integer(1)
      body.binary(.equal, one, one)
    }
  }

  @Test func conversions() {
    expectProblem(", %2: converts to 'Bool'") { _, body in
      body.unary(.convert, body.integer(1), .bool)
    }
    expectProblem(", %2: converts 'Ptr<Int>'") { builder, body in
      body.unary(.convertWrapping, body.zero(builder.pointer(.int)), .int)
    }
    expectProblem(", %2: turns the bits of 'Int' into 'U8'") { _, body in
      body.unary(.bitcast, body.integer(1), .u8)
    }
    expectProblem(", %3: turns the bits of '(Int,)' into 'Int'") { builder, body in
      body.unary(.bitcast, body.aggregate(builder.tuple(.int), [body.integer(1)]), .int)
    }
    #expect(
      problems { builder, body in
        let pair = builder.tuple(.int, .int)
        let name = builder.structure("Name", .newtype, [("", pair)])
        let one = body.integer(1)
        body.unary(.bitcast, body.aggregate(pair, [one, one]), name)
        body.returnValue(body.unary(.bitcast, body.float(1), .int))
      } == [])
  }

  // MARK: Calls and terminators

  @Test func calls() {
    expectProblem(", %1: calls a function that does not exist") { _, body in
      body.add(.call, .void, 90, body.list([UInt32]()))
    }
    expectProblem(", %1: has 0 values instead of 1") { builder, body in
      body.call(builder.extern("puts", [.int], .i32))
    }
    expectProblem(", %2: operand %1 is of type 'Int' instead of 'U8'") { builder, body in
      body.call(builder.extern("puts", [.u8], .i32), [body.integer(1)])
    }
    expectProblem(", %1: is of type 'Int'") { builder, body in
      body.add(.call, .int, builder.extern("rand", [], .i32).index, body.list([UInt32]()))
    }
    expectProblem(", %3: operand %2 is of type '(Int,)'") { builder, body in
      let one = body.integer(1)
      let pair = body.aggregate(builder.tuple(.int), [one])
      body.call(builder.extern("printf", [.int], .i32, flags: .isVariadic), [one, pair])
    }
  }

  @Test func closures() {
    expectProblem(", %2: calls 'Int'") { _, body in
      body.add(.callClosure, .void, body.integer(1).index, body.list([UInt32]()))
    }
    expectProblem(", %2: has 0 values instead of 1") { builder, body in
      body.callClosure(body.zero(builder.closure([.int], .bool)))
    }
    expectProblem(", %2: is of type 'Int'") { builder, body in
      let closure = body.zero(builder.closure([], .bool))
      body.add(.callClosure, .int, closure.index, body.list([UInt32]()))
    }
  }

  @Test func fileNames() {
    expectProblem(", %2: a text of type 'Int'") { _, body in
      body.unary(.fileName, body.integer(1))
    }
    expectProblem(", %2: names a file by 'U8'") { builder, body in
      body.unary(.fileName, body.integer(1, .u8), builder.stringType())
    }
  }

  @Test func threadWords() {
    expectProblem(", %1: is of type 'Ptr<Int>'") { builder, body in
      body.add(.threadWord, builder.pointer(.int))
    }
  }

  @Test func branchesAndSwitches() {
    expectProblem(", %2: branches on 'Int'") { _, body in
      let next = body.block()
      body.branch(body.integer(1), next, next)
      body.begin(next)
    }
    expectProblem(", %2: switches on 'U8'") { _, body in
      let next = body.block()
      body.switchInt(body.integer(1, .u8), [], else: next)
      body.begin(next)
    }
    expectProblem(", %2: has case -3 twice") { _, body in
      let next = body.block()
      body.switchInt(body.integer(1), [(-3, next), (4, next), (-3, next)], else: next)
      body.begin(next)
    }
  }
}
