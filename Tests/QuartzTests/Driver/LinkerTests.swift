import Testing

@testable import Quartz

/// Finding clang, linking, and what is said when that fails.
@Suite struct LinkerTests {
  private static let answer = """
    define i32 @main(i32 %0, ptr %1) {
      ret i32 42
    }

    """

  /// Links `text` to a program in a directory of its own and calls `body` with its path.
  private func link(
    _ text: String, _ change: (inout LinkOptions) -> Void = { _ in },
    _ body: (String) throws -> Void = { _ in }
  ) throws {
    let directory = try TemporaryDirectory()
    var options = LinkOptions(output: directory.path + "/program")
    change(&options)
    var linker = try Linker.start(options)
    Array(text.utf8).withUnsafeBytes { linker.write($0) }
    try linker.finish()
    try body(options.output)
    let temporary = AtomicFile.temporaryPath(for: options.output)
    #expect(FileKind.of(temporary) == nil && FileKind.of(temporary + ".o") == nil)
  }

  private func failure(_ body: () throws -> Void) -> DriverError? {
    do { try body() } catch { return error as? DriverError }
    return nil
  }

  @Test(arguments: [false, true]) func programsRun(isOptimized: Bool) throws {
    try link(Self.answer, { $0.isOptimized = isOptimized }) { (path) throws in
      #expect(try Compiled.capture(path, [path]).ending == .exited(42))
    }
  }

  @Test func sameTextGivesSameBytes() throws {
    var programs: Set<[UInt8]> = []
    for _ in 0..<2 {
      try link(Self.answer, { _ in }) { programs.insert(try FileLoader.load($0)) }
    }
    #expect(programs.count == 1)
  }

  @Test func objectFilesAreMade() throws {
    try link(Self.answer, { $0.product = .object }) { (path) throws in
      #expect(try FileLoader.load(path).count > 100)
      #expect(
        try Compiled.capture("/bin/sh", ["sh", "-c", "'\(path)' 2>&1"]).ending != .exited(42))
    }
  }

  @Test(arguments: Sanitizer.allCases) func sanitizersAreLinked(sanitizer: Sanitizer) throws {
    try link(Self.answer, { $0.sanitizer = sanitizer }) { (path) throws in
      #expect(try Compiled.capture(path, [path]).ending == .exited(42))
    }
  }

  @Test func missingFunctionsAreTheProgramsMistake() {
    let text = """
      declare i32 @no_such_function()
      declare void @nor_this(i32)
      define i32 @main(i32 %0, ptr %1) {
        %a = call i32 @no_such_function()
        call void @nor_this(i32 %a)
        ret i32 %a
      }

      """
    for isOptimized in [false, true] {
      let error = failure { try link(text, { $0.isOptimized = isOptimized }) }
      #expect(error == .undefinedSymbols(["no_such_function", "nor_this"]))
      #expect(error?.status == .failure)
    }
  }

  @Test func textThatClangRefusesIsOurMistake() {
    let error = failure { try link("define what\n") }
    #expect(error?.kind == .internalError)
    #expect(error?.status == .internalError)
    #expect(error?.message == "internal compiler error in phase 'link'")
    #expect(error?.details?.contains("define what") == true)
  }

  @Test func abandonedOutputLeavesTheOldFile() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/program"
    try AtomicFile.write(to: path) { sink in [UInt8(7)].withUnsafeBytes { sink.write($0) } }
    var linker = try Linker.start(LinkOptions(output: path))
    Array(Self.answer.utf8).withUnsafeBytes { linker.write($0) }
    linker.abandon()
    #expect(try FileLoader.load(path) == [7])
    #expect(FileKind.of(AtomicFile.temporaryPath(for: path)) == nil)
  }

  @Test func outputThatCannotBeWrittenIsSaidFirst() {
    #expect(failure { _ = try Linker.start(LinkOptions(output: "/")) }?.kind == .unwritableFile)
  }

  @Test func clangIsFoundByNameAndAge() throws {
    #expect(
      failure { _ = try Clang.find(searchPath: "/nonexistent", override: nil) } == .noClang(nil))
    let missing = failure { _ = try Clang.find(searchPath: "", override: "/nonexistent/clang") }
    #expect(missing?.kind == .missingTool)
    let directory = try TemporaryDirectory()
    try script("clang", "echo clang version 14.0.6", in: directory.path)
    let old = failure { _ = try Clang.find(searchPath: directory.path, override: nil) }
    #expect(old == .noClang(directory.path + "/clang"))
    try script("clang-18", "exit 1", in: directory.path)
    let found = try Clang.find(searchPath: directory.path, override: nil)
    #expect(found.path == directory.path + "/clang-18")
    try script("swiftc", "exit 1", in: directory.path)
    #expect(
      try Clang.find(searchPath: directory.path, override: nil).path == directory.path + "/clang")
  }

  private func script(_ name: String, _ command: String, in directory: String) throws {
    let path = directory + "/" + name
    try AtomicFile.write(to: path) { sink in
      Array("#!/bin/sh\n\(command)\n".utf8).withUnsafeBytes { sink.write($0) }
    }
    #expect(try Compiled.capture("/bin/chmod", ["chmod", "+x", path]).ending == .exited(0))
  }

  @Test func linkersNameWhatIsMissing() {
    let messages = """
      a.o:quartz:function main: error: undefined reference to 'first'
      /usr/bin/ld: a.o: undefined reference to `second'
      ld.lld: error: undefined symbol: third
      ld.lld: error: undefined symbol: first
      """
    #expect(Linker.undefinedSymbols(in: messages) == ["first", "second", "third"])
  }

  @Test func plannedCommandsAreRead() {
    let answer = """
      clang version 21.0.0
      InstalledDir: /usr/bin
       "/usr/bin/ld" "-o" "a \\"b\\\\ \\$c" "" "x.o"

      """
    #expect(LinkPlanner.command(in: answer) == ["/usr/bin/ld", "-o", "a \"b\\ $c", "", "x.o"])
    #expect(LinkPlanner.command(in: "clang: error: no input files\n") == nil)
    #expect(LinkPlanner.command(in: " \"a\" \"b\"\n \"c\"\n") == nil)
    #expect(LinkPlanner.command(in: " \"a\" b\n") == nil)
  }

  @Test func namesThatLookLikeOptionsOrNeedQuotesAreLinked() throws {
    let directory = try TemporaryDirectory()
    for name in ["a b", "it's", "a\"b", "a\\b", "$HOME"] {
      var linker = try Linker.start(LinkOptions(output: directory.path + "/" + name))
      Array(Self.answer.utf8).withUnsafeBytes { linker.write($0) }
      try linker.finish()
      let path = directory.path + "/" + name
      #expect(try Compiled.capture(path, [path]).ending == .exited(42), "\(name)")
    }
  }
}
