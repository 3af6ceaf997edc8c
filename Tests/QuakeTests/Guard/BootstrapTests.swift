import Testing

@testable import Quake

@Suite struct BootstrapTests {
  private func bootstrap(_ changes: [String: String]) throws -> Bootstrap {
    try TinyCompiler().bootstrap(changes)
  }

  @Test(arguments: [
    (["seed": ""], "'seed' is missing"), (["seed": "make"], "'seed' does not use '{output}'"),
    (["ir": "cc > {output}"], "'ir' does not use '{compiler}'"),
    (["ir": "", "binary": "cp {compiler} {output}"], "'functions' are counted in 'ir'"),
    (["smoke": "true"], "'smoke' does not use '{compiler}'"),
    (["emit": "{compiler} {file}"], "'emit' does not use '{phase}'"),
    (["colour": "red"], "no setting 'colour'"),
  ])
  func whatMakesNoSenseIsRefused(changes: [String: String], reason: String) throws {
    try expectError(.usage, reason) { _ = try bootstrap(changes) }
  }

  @Test func inputsAreNeeded() {
    expectError(.usage, "'inputs' is empty") {
      _ = try Bootstrap(
        name: "x", settings: "seed s {output}\nbinary {compiler} {output}\nsmoke {compiler}")
    }
  }

  @Test func valuesAreWordsOfTheShell() {
    let line = Bootstrap.fill("cc {ir} -o {output}", [.ir: "a b.ll", .output: "it's"])
    #expect(line == "cc 'a b.ll' -o 'it'\\''s'")
  }

  @Test func lineEndsInCommandsArrive() throws {
    #expect(try bootstrap(["smoke": "true\n{compiler} a\\b"]).smoke == "true\n{compiler} a\\b")
  }

  @Test func otherSettingsAreAnotherProof() throws {
    #expect(try bootstrap([:]).digest == bootstrap([:]).digest)
    #expect(try bootstrap([:]).digest != bootstrap(["tolerance": "2"]).digest)
  }
}
