import Testing

@testable import Quartz

/// Programs from source to text, process and message, through the commands of the compiler.
@Suite struct PipelineTests {
  /// The repository, found from the place of this file.
  static let root = (0..<4).reduce(#filePath) { path, _ in Path.directory(path) }

  private static let hello = "def main\n  puts(\"hello\")\nend\n"

  /// Calls `body` with options for a file with `text` in a directory of its own, and the place of a
  /// result in it.
  private func with(
    _ text: String, _ body: (CompileOptions, String) throws -> Void
  ) throws {
    let directory = try TemporaryDirectory()
    var options = CompileOptions(file: directory.path + "/main.qz")
    try AtomicFile.write(to: options.file) { sink in
      Array(text.utf8).withUnsafeBytes { sink.write($0) }
    }
    options.standardLibrary = Self.root + "/std"
    options.output = directory.path + "/out"
    try body(options, directory.path + "/out")
  }

  /// The text that compiling `text` to `kind` writes.
  private func text(_ text: String, _ kind: EmitKind) throws -> String {
    var result = ""
    try with(text) { options, output in
      var options = options
      options.emit = kind
      #expect(Driver.compile(options) == .success)
      result = String(decoding: try FileLoader.load(output), as: UTF8.self)
    }
    return result
  }

  @Test func eachFormIsWritten() throws {
    #expect(try text(Self.hello, .tokens).hasPrefix("1:1 "))
    #expect(try text(Self.hello, .ast).contains("(function@"))
    #expect(
      try text("def main\n  x = 1 + 2\n  puts(x)\nend\n", .types).contains("\n2:9 add: Int\n"))
    #expect(try text(Self.hello, .mir).contains("def main.main(): Void {"))
    #expect(try text(Self.hello, .llvm).hasPrefix("source_filename = \"quartz\"\n"))
  }

  @Test(arguments: [EmitKind.tokens, .ast, .types, .mir, .llvm])
  func sameSourceGivesSameText(kind: EmitKind) throws {
    #expect(try text(Self.hello, kind) == text(Self.hello, kind))
  }

  @Test(arguments: [false, true]) func programsRun(isRelease: Bool) throws {
    try with("def main\n  puts(6 * 7)\nend\n") { options, output in
      var options = options
      options.emit = .exe
      options.isRelease = isRelease
      #expect(Driver.compile(options) == .success)
      let (text, ending) = try Compiled.capture(output, [output])
      #expect(text == "42\n")
      #expect(ending == .exited(0))
    }
  }

  @Test(arguments: Sanitizer.allCases) func sanitizedProgramsRun(sanitizer: Sanitizer) throws {
    // The list is never freed, which is no mistake.
    try with("def main\n  v = [1, 2, 3]\n  v.push(4)\n  puts(v.size)\nend\n") { options, output in
      var options = options
      options.emit = .exe
      options.sanitizer = sanitizer
      #expect(Driver.compile(options) == .success)
      let (text, ending) = try Compiled.capture(output, [output])
      #expect(text == "4\n")
      #expect(ending == .exited(0))
    }
  }

  @Test func wrongProgramsLeaveNothing() throws {
    for kind in [EmitKind.llvm, .exe, .obj, .mir] {
      try with("def main\n  puts(unknown)\nend\n") { options, output in
        var options = options
        options.emit = kind
        #expect(Driver.compile(options) == .failure)
        #expect(FileKind.of(output) == nil)
        #expect(FileKind.of(AtomicFile.temporaryPath(for: output)) == nil)
      }
    }
  }

  @Test func missingCFunctionsAreNamed() throws {
    let text = "extern \"C\" def no_such_thing(): CInt\n\ndef main\n  puts(no_such_thing())\nend\n"
    try with(text) { options, output in
      var options = options
      options.emit = .exe
      #expect(Driver.compile(options) == .failure)
      #expect(FileKind.of(output) == nil)
    }
  }

  @Test func checkingTellsTheWorst() throws {
    try with(Self.hello) { options, _ in
      #expect(Driver.check([options.file], options) == .success)
      #expect(Driver.check([options.file, options.file + ".missing"], options) == .failure)
    }
    try with("def main\n  puts(unknown)\nend\n") { options, _ in
      #expect(Driver.check([options.file], options) == .failure)
    }
  }

  @Test func sourceIsNotOverwritten() throws {
    try with(Self.hello) { (options, _) throws in
      var options = options
      options.emit = .exe
      options.output = options.file
      #expect(Driver.compile(options) == .usage)
      #expect(try FileLoader.load(options.file) == Array(Self.hello.utf8))
    }
  }

  @Test func stagesCoverTheWholeCompilation() throws {
    try with(Self.hello) { options, _ in
      let stages = Stages(countsMemory: true)
      var compilation = Compilation(options, stages)
      try compilation.print(.llvm)
      let names = stages.lines.map { "\($0.name)" }
      let expected = [
        "init", "lex", "parse", "resolve_pass1", "resolve_pass2", "resolve", "typecheck", "mir",
        "tc_free", "ast_free", "codegen", "mir_free",
      ]
      #expect(names.filter { $0 != "verify" } == expected)
      #expect(stages.tables.allSatisfy { $0.bytes > 0 } && !stages.tables.isEmpty)
    }
  }

  @Test func libraryIsFoundAboveTheProgram() throws {
    let program = Self.root + "/.build/debug/quartz"
    let found = try StandardLibrary.find(option: nil, environment: nil, program: program)
    #expect(found.path == Self.root + "/std")
    let named = try StandardLibrary.find(
      option: Self.root + "/std/", environment: "/nonexistent", program: nil)
    #expect(named.path == Self.root + "/std")
    #expect(throws: DriverError.noStandardLibrary(["/nonexistent"])) {
      try StandardLibrary.find(option: nil, environment: "/nonexistent", program: program)
    }
    #expect(throws: DriverError.noStandardLibrary(["/usr/bin/std"])) {
      try StandardLibrary.find(option: nil, environment: nil, program: "/usr/bin/quartz")
    }
  }

  @Test func libraryMeansItsOwnModules() throws {
    let included = try TemporaryDirectory()
    try AtomicFile.write(to: included.path + "/float_text.qz") { sink in
      Array("def other\nend\n".utf8).withUnsafeBytes { sink.write($0) }
    }
    let text = "import json\n\ndef main\n  puts(json::parse(\"[1.5]\")!)\nend\n"
    try with(text) { options, _ in
      var options = options
      options.includePaths = [included.path]
      #expect(Driver.compile(options) == .success)
    }
  }

  @Test func explanationsAreFound() throws {
    let option = Self.root + "/std"
    let page = try Explanation.page("qz0900", option: option)
    #expect(String(decoding: page, as: UTF8.self).hasPrefix("# QZ0900: "))
    let unknown = #expect(throws: DriverError.self) {
      try Explanation.page("QZ0951", option: option)
    }
    #expect(unknown?.status == .usage)
    #expect(unknown?.help?.hasPrefix("did you mean 'QZ09") == true)
  }

  /// Every diagnostic of files and options has its page.
  @Test(arguments: DiagnosticKind.allCases.filter { $0.code >= "QZ0900" && $0.code < "QZ1000" })
  func pagesOfTheDriverExist(kind: DiagnosticKind) throws {
    let page = try Explanation.page(kind.code, option: Self.root + "/std")
    #expect(String(decoding: page, as: UTF8.self).hasPrefix("# \(kind.code): "))
  }

  @Test func messagesHaveTheirForm() {
    var options = CompileOptions(file: "a.qz")
    options.color = .never
    let error = DriverError.unreadable("a.qz", "it is a directory")
    #expect(
      Messages.text(of: error, options) == "error[QZ0900]: cannot read 'a.qz': it is a directory\n")
    let ours = Messages.text(of: .internalError(in: "link", "line 1\nline 2"), options)
    #expect(ours.hasPrefix("error[QZ0999]: internal compiler error in phase 'link'\n"))
    #expect(ours.hasSuffix("line 1\nline 2\n"))
    options.errorFormat = .json
    let json = Messages.text(of: .internalError(in: "link", "line 1\nline 2"), options)
    #expect(json.hasSuffix("}\n") && json.split(separator: "\n").count == 1)
    #expect(json.contains(#""code":"QZ0999""#) && json.contains(#"line 1\nline 2"#))
    let usage = Driver.usageText("Error: Unknown option '-x'\nUsage")
    #expect(usage == "error[QZ0905]: unknown option '-x'\nUsage\n")
  }
}
