import Testing

@testable import Quartz

/// Runs enums of all representations: what is put in comes out, as a value and in memory.
@Suite struct CodegenEnumTests {
  @Test func tagsAndReferences() throws {
    let program = RunnableProgram()
    let mir = program.mir
    let color = mir.enumeration("Color") { _ in [("Red", []), ("Green", []), ("Blue", [])] }
    let node = mir.structure("Node", .object, [("value", .int)])
    let link = mir.enumeration("Link") { _ in [("To", [node]), ("None", [])] }
    let option = mir.enumeration("Option") { _ in [("None", []), ("Some", [node])] }
    let next = mir.function("next", [color], .int) {
      $0.returnValue($0.enumTag($0.parameter(0)))
    }
    program.expectValue("%ld", "2") { $0.call(next, [$0.makeEnum(color, 2)]) }
    program.expectValue("%d", "1") {
      $0.compare(.equal, $0.enumTag($0.integer(1, color)), $0.enumTag($0.makeEnum(color, 1)))
    }
    for (type, present) in [(link, 0), (option, 1)] {
      let describe = mir.function("describe \(present)", [type], .int) { body in
        let value = body.parameter(0)
        let (some, none) = (body.block(), body.block())
        body.switchInt(body.enumTag(value), [(present, some)], else: none)
        body.begin(some)
        let reference = body.enumPayload(value, present, 0, node)
        body.returnValue(body.load(body.fieldAddress(reference, node, 0, .int)))
        body.begin(none)
        body.returnValue(body.integer(-1))
      }
      program.expectValue("%ld", "31") { body in
        let memory = body.slot(.int)
        body.store(memory, body.integer(31))
        let reference = body.unary(.bitcast, memory, node)
        return body.call(describe, [body.makeEnum(type, present, [reference])])
      }
      program.expectValue("%ld", "-1") { $0.call(describe, [$0.makeEnum(type, 1 - present)]) }
    }
    try program.check()
  }

  @Test func sharedPayloadsKeepTheirValues() throws {
    let program = RunnableProgram()
    let mir = program.mir
    let small = mir.structure("Small", .value, [("a", .i8), ("on", .bool), ("b", .i16)])
    let mixed = mir.structure("Mixed", .value, [("x", .f32), ("text", program.string), ("c", .u8)])
    let nested = mir.enumeration("Nested") { _ in [("A", [.i32]), ("B", [.f64, .bool]), ("C", [])] }
    let samples = Samples(program)
    let shapes: [[[TypeID]]] = [
      [[], [.int]],
      [[.int], [program.string]],
      [[.bool], [.u8], [.i8, .bool]],
      [[.f64], [.int], [mir.pointer(.u8)]],
      [[.i8, .i8, .i8], [.i32], [small], [.f32, .bool]],
      [[mixed], [.i16, .int], [program.string, .bool], [.u8]],
      [[nested], [.i32, .i32], [nested, nested], [mixed], [.f64]],
      [[.void], [.int, .void, .bool], [.void, .void]],
      [[.u32, .u64], [.u64, .u32], [.u8, .u16, .u32, .u64], [.bool, .bool, .bool]],
      [[small, small], [.f64], [.f32, .f32], [.i8, .f32], [.i16, .i16, .bool]],
    ]
    for (number, shape) in shapes.enumerated() {
      addRoundTrips("Shape\(number)", shape, samples, program)
    }
    try program.check()
  }

  @Test func randomPayloadsKeepTheirValues() throws {
    let program = RunnableProgram()
    let samples = Samples(program)
    var random = SplitMix(state: 42)
    let pool: [TypeID] = [
      .bool, .i8, .u16, .i32, .int, .f32, .f64, .void, program.string,
      program.mir.tuple(.i8, .int), program.mir.tuple(.bool, .i16, .f32),
      program.mir.tuple(program.mir.tuple(.i16, .u8), .bool),
      program.mir.pointer(.int),
    ]
    for number in 0..<40 {
      let shape = (0..<Int.random(in: 2...5, using: &random)).map { _ in
        (0..<Int.random(in: 0...4, using: &random)).map { _ in pool.randomElement(using: &random)! }
      }
      addRoundTrips("Random\(number)", shape, samples, program)
    }
    try program.check()
  }

  /// For each variant two cases: payloads made of constants and of loaded values.
  private func addRoundTrips(
    _ name: String, _ shape: [[TypeID]], _ samples: Samples, _ program: RunnableProgram
  ) {
    let type = program.mir.enumeration(name) { _ in
      shape.enumerated().map { ("V\($0.offset)", $0.element) }
    }
    for (variant, payload) in shape.enumerated() {
      let lines = payload.enumerated().map {
        samples.text($0.element, seed: variant * 7 + $0.offset)
      }
      let expected = "tag \(variant)\n" + lines.joined()
      let printer = defineReader(
        "read \(name) \(variant)", type, variant, payload, samples, program)
      for isLoaded in [false, true] {
        program.expect(expected + expected, "\(name) V\(variant) of \(shape)") { body in
          let values = payload.enumerated().map { (number, part) -> ValueID in
            let value = samples.value(part, seed: variant * 7 + number, body)
            guard isLoaded else { return value }
            let slot = body.slot(part)
            body.store(slot, value)
            return body.load(slot)
          }
          body.call(printer, [body.makeEnum(type, variant, values)])
        }
      }
    }
  }

  /// A function that prints tag and payload of its parameter, once as a value and once in memory.
  private func defineReader(
    _ name: String, _ type: TypeID, _ variant: Int, _ payload: [TypeID], _ samples: Samples,
    _ program: RunnableProgram
  ) -> FunctionID {
    program.mir.function(name, [type], .void) { body in
      let value = body.parameter(0)
      let slot = body.slot(type)
      program.put("tag %ld\n", [body.enumTag(value)], in: body)
      for (number, part) in payload.enumerated() {
        samples.put(body.enumPayload(value, variant, number, part), part, body)
      }
      body.store(slot, value)
      program.put("tag %ld\n", [body.enumTag(body.load(slot))], in: body)
      for (number, part) in payload.enumerated() {
        samples.put(body.load(body.payloadAddress(slot, type, variant, number, part)), part, body)
      }
      body.returnValue()
    }
  }
}

/// Values of any type that differ by a seed, and what they print.
struct Samples {
  private let program: RunnableProgram

  init(_ program: RunnableProgram) {
    self.program = program
  }

  /// The parts of an aggregate; nil for other types.
  private func parts(_ type: TypeID) -> [TypeID]? {
    let mir = program.mir
    switch mir.types.kind(type) {
    case .tuple: return Array(mir.types.arguments(type))
    case .nominal: return mir.nominals[mir.types.nominal(type)].fields.map(\.type)
    default: return nil
    }
  }

  private func isEnum(_ type: TypeID) -> Bool {
    let mir = program.mir
    return mir.types.kind(type) == .nominal
      && mir.nominals[mir.types.nominal(type)].kind == .enumeration
  }

  private func variants(_ type: TypeID) -> [[TypeID]] {
    let mir = program.mir
    return mir.nominals[mir.types.nominal(type)].variants.map { $0.fields.map(\.type) }
  }

  private func number(_ type: TypeID, _ seed: Int) -> Int {
    let raw = (seed &+ 3) &* 0x1234_5678_9ABC_DEF1
    switch type {
    case .bool: return seed & 1
    case .i8: return Int(Int8(truncatingIfNeeded: raw))
    case .i16: return Int(Int16(truncatingIfNeeded: raw))
    case .i32: return Int(Int32(truncatingIfNeeded: raw))
    case .u8: return Int(UInt8(truncatingIfNeeded: raw))
    case .u16: return Int(UInt16(truncatingIfNeeded: raw))
    case .u32: return Int(UInt32(truncatingIfNeeded: raw))
    default: return raw
    }
  }

  /// A value of `type`.
  func value(_ type: TypeID, seed: Int, _ body: BodyBuilder) -> ValueID {
    if isEnum(type) {
      let variants = variants(type)
      let variant = seed % variants.count
      let payload = variants[variant].map { value($0, seed: seed, body) }
      return body.makeEnum(type, variant, payload)
    }
    if type == program.string { return body.string("text \(seed)", type) }
    if let parts = parts(type) {
      return body.aggregate(
        type, parts.enumerated().map { value($0.element, seed: seed + $0.offset, body) })
    }
    if type == .void { return body.zero(.void) }
    if type.isFloat { return body.float(Double(seed) + 0.25, type) }
    if type.isScalar { return body.integer(number(type, seed), type) }
    return body.unary(.bitcast, body.integer(number(.int, seed)), type)
  }

  /// What `put` prints for that value.
  func text(_ type: TypeID, seed: Int) -> String {
    if isEnum(type) {
      let variants = variants(type)
      let variant = seed % variants.count
      return "variant \(variant)\n" + variants[variant].map { text($0, seed: seed) }.joined()
    }
    if type == program.string { return "text \(seed)\n" }
    if let parts = parts(type) {
      return parts.enumerated().map { text($0.element, seed: seed + $0.offset) }.joined()
    }
    if type == .void { return "" }
    if type.isFloat { return CFormat.general(Double(seed) + 0.25) + "\n" }
    return "\(number(type.isScalar ? type : .int, seed))\n"
  }

  /// Prints `value`, a line for each scalar in it.
  func put(_ value: ValueID, _ type: TypeID, _ body: BodyBuilder) {
    if isEnum(type) { return putEnum(value, type, body) }
    if type == program.string {
      let text = body.extract(value, 0, program.mir.pointer(.u8))
      return program.put("%s\n", [text], in: body)
    }
    if let parts = parts(type) {
      for (number, part) in parts.enumerated() {
        put(body.extract(value, number, part), part, body)
      }
      return
    }
    if type == .void { return }
    if type.isFloat { return program.put("%g\n", [value], in: body) }
    if type == .bool { return program.put("%d\n", [value], in: body) }
    let wide =
      type.isInteger
      ? body.unary(.convertWrapping, value, .int) : body.unary(.bitcast, value, .int)
    program.put("%ld\n", [wide], in: body)
  }

  private func putEnum(_ value: ValueID, _ type: TypeID, _ body: BodyBuilder) {
    let tag = body.enumTag(value)
    program.put("variant %ld\n", [tag], in: body)
    let end = body.block()
    for (variant, payload) in variants(type).enumerated() {
      let (yes, no) = (body.block(), body.block())
      body.branch(body.compare(.equal, tag, body.integer(variant)), yes, no)
      body.begin(yes)
      for (number, part) in payload.enumerated() {
        put(body.enumPayload(value, variant, number, part), part, body)
      }
      body.jump(end)
      body.begin(no)
    }
    body.jump(end)
    body.begin(end)
  }
}

/// A random number generator that gives the same numbers on every machine.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
