import Testing

@testable import Quartz

/// What keeps the compiler from its work, and the code that it is reported with.
@Suite struct DriverErrorTests {
  @Test func aLibraryThatIsNotThereIsNamed() {
    let error = #expect(throws: DriverError.self) {
      _ = try StandardLibrary.find(option: "/nonexistent")
    }
    #expect(error?.kind == .missingStandardLibrary)
    #expect(error?.status == .failure)
  }

  @Test func aMistakeOfUsageHasItsCode() {
    let text = Driver.usageText("Error: Missing expected argument '<file>'")
    #expect(text == "error[QZ0905]: missing expected argument '<file>'\n")
    #expect(DiagnosticKind.wrongOption.code == "QZ0905")
  }

  @Test func whatTheInterpreterCannotDoHasItsPlace() throws {
    let text = """
      extern "C" def no_library_has_this(): Int

      puts(no_library_has_this())

      """
    let checked = try CheckedProgram(text)
    let checker = try #require(checked.checker)
    let (program, lowered) = MIRLower.lower(checker)
    var sources = lowered.sources
    let interpreter = MIRInterpreter(
      program: program, interner: lowered.interner, sources: sources)
    let stop = #expect(throws: InterpreterError.self) { _ = try interpreter.run(entry: ["a"]) }
    let error = DriverError.interpreterStopped(try #require(stop), &sources)
    #expect(error.kind == .interpreterStopped)
    #expect(error.message.contains("'no_library_has_this' is in no library"))
  }
}
