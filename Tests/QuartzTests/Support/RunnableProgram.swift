import Testing

@testable import Quartz

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// A program of many small cases, built by hand in MIR, compiled by clang and run once.
///
/// Each case runs in a process of its own, so that it may panic; what it prints is compared with what
/// was expected. The hooks print what they were given and end with code 101.
final class RunnableProgram {
  let mir = MIRBuilder()
  let string: TypeID
  private let print: FunctionID
  private let fork: FunctionID
  private let wait: FunctionID
  private let exit: FunctionID
  /// A case as a closure without captures.
  private let caseType: TypeID
  private var cases: [(function: FunctionID, name: String, expected: String)] = []

  init() {
    string = mir.stringType()
    caseType = mir.closure([], .void)
    print = mir.extern("dprintf", [.i32, mir.pointer(.u8)], .i32, flags: .isVariadic)
    fork = mir.extern("fork", [], .i32)
    wait = mir.extern("waitpid", [.i32, mir.pointer(.i32), .i32], .i32)
    exit = mir.extern("exit", [.i32], .never)
    defineHooks()
  }

  private func defineHooks() {
    let four: [TypeID] = [.int, .int, .int, .int]
    mir.hooks.overflow = hook("overflow", four, "overflow %ld: %ld %ld at %ld\n")
    mir.hooks.division = hook("division", [.int, .int], "division: %ld at %ld\n")
    mir.hooks.shift = hook("shift", [.int, .int, .int], "shift: %ld of %ld at %ld\n")
    mir.hooks.conversion = hook("conversion", [.int, .int], "conversion: %ld at %ld\n")
    mir.hooks.floatConversion = hook(
      "float conversion", [.f64, .int], "float conversion: %g at %ld\n")
  }

  private func hook(_ name: String, _ parameters: [TypeID], _ format: String) -> FunctionID {
    mir.function("panic/\(name)", parameters, .never, flags: .isCold) { body in
      let values = parameters.indices.map { body.parameter($0) }
      put(format, values, in: body)
      body.call(exit, [body.integer(101, .i32)])
      body.unreachable()
    }
  }

  /// Adds a call that prints `values` by a format of C.
  func put(_ format: String, _ values: [ValueID], in body: BodyBuilder) {
    let text = body.extract(body.string(format, string), 0, mir.pointer(.u8))
    body.call(print, [body.integer(1, .i32), text] + values)
  }

  /// Adds a case: `build` makes the body of a function, which is to print `expected`.
  func expect(_ expected: String, _ name: String = "", _ build: (BodyBuilder) -> Void) {
    let number = cases.count
    let function = mir.function("case \(number)", [caseType], .void) { body in
      _ = body.parameter(0)
      build(body)
      body.returnValue()
    }
    cases.append((function, name.isEmpty ? "case \(number)" : name, expected))
  }

  /// Adds a case that prints one value.
  func expectValue(
    _ format: String, _ expected: String, _ name: String = "", _ build: (BodyBuilder) -> ValueID
  ) {
    expect(expected + "\n", name) { put(format + "\n", [build($0)], in: $0) }
  }

  /// Adds the function that runs one case in a process of its own, between two marks.
  private func defineRunner() -> FunctionID {
    mir.function("run", [caseType, .int], .void, flags: .isCold) { body in
      let (test, number) = (body.parameter(0), body.parameter(1))
      put("\u{1}%ld\u{2}", [number], in: body)
      let isChild = body.compare(.equal, body.call(fork), body.integer(0, .i32))
      let (child, parent) = (body.block(), body.block())
      body.branch(isChild, child, parent)
      body.begin(child)
      body.callClosure(test)
      body.call(exit, [body.integer(0, .i32)])
      body.unreachable()
      body.begin(parent)
      let anyChild = body.integer(-1, .i32)
      body.call(wait, [anyChild, body.zero(mir.pointer(.i32)), body.integer(0, .i32)])
      body.returnValue()
    }
  }

  /// Adds the function that the process starts: it runs all cases.
  private func defineMain() {
    let runner = defineRunner()
    let arguments = mir.pointer(mir.pointer(.u8))
    mir.entry = mir.function("start", [.i32, arguments], .i32) { body in
      _ = (body.parameter(0), body.parameter(1))
      let cell = body.slot(mir.pointer(.void))
      let closure = body.unary(.bitcast, cell, caseType)
      for (number, test) in cases.enumerated() {
        body.store(cell, body.functionAddress(test.function))
        body.call(runner, [closure, body.integer(number)])
      }
      body.returnValue(body.integer(0, .i32))
    }
  }

  /// Compiles the program with and without optimisation, runs it, and compares.
  func check(sourceLocation: SourceLocation = #_sourceLocation) throws {
    if mir.entry.isNone { defineMain() }
    let problems = MIRVerifier.problems(in: mir.program, interner: mir.interner)
    #expect(problems == [], sourceLocation: sourceLocation)
    for isOptimized in [false, true] {
      let (output, ending) = try Compiled.run(mir, isOptimized: isOptimized)
      #expect(ending == .exited(0), sourceLocation: sourceLocation)
      let outputs = output.split(separator: "\u{1}").map { $0.split(separator: "\u{2}").last ?? "" }
      try #require(outputs.count == cases.count, sourceLocation: sourceLocation)
      for (test, output) in zip(cases, outputs) {
        let level = isOptimized ? "-O2" : "-O0"
        let found = output.first?.isNumber == true && !output.hasSuffix("\n") ? "" : String(output)
        #expect(found == test.expected, "\(test.name) at \(level)", sourceLocation: sourceLocation)
      }
    }
  }
}

/// Programs in MIR as text and as processes.
enum Compiled {
  /// The LLVM IR of a program.
  static func text(
    _ mir: MIRBuilder, options: CodegenOptions = CodegenOptions()
  ) -> String {
    var sink = MemorySink()
    var codegen = Codegen(
      program: mir.program, sources: mir.sources, interner: mir.interner, options: options)
    codegen.emit(to: &sink)
    return sink.text
  }

  /// What a program prints, and how it ends.
  static func run(
    _ mir: MIRBuilder, isOptimized: Bool
  ) throws -> (output: String, ending: ChildProcess.Ending) {
    try run(text(mir), isOptimized: isOptimized)
  }

  /// What a program in LLVM IR prints, and how it ends.
  static func run(
    _ text: String, isOptimized: Bool
  ) throws -> (output: String, ending: ChildProcess.Ending) {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/program"
    var options = LinkOptions(output: path)
    options.isOptimized = isOptimized
    var linker = try Linker.start(options)
    Array(text.utf8).withUnsafeBytes { linker.write($0) }
    try linker.finish()
    return try capture(path, [path])
  }

  /// What a process writes to standard output, and how it ends.
  static func capture(
    _ path: String, _ arguments: [String], input: String = ""
  ) throws -> (output: String, ending: ChildProcess.Ending) {
    let output = try ProcessPipe()
    let source = try ProcessPipe()
    let process = try ChildProcess.start(
      path, arguments, ChildProcess.Streams(input: source.reading, output: output.writing))
    close(output.writing)
    close(source.reading)
    var sink = DescriptorSink(descriptor: source.writing)
    Array(input.utf8).withUnsafeBytes { sink.write($0) }
    close(source.writing)
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = read(output.reading, &piece, piece.count), count > 0 {
      bytes += piece.prefix(count)
    }
    close(output.reading)
    return (String(decoding: bytes, as: UTF8.self), process.wait())
  }
}
