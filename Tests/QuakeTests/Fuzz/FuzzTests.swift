import Testing

@testable import Quake

@Suite struct FuzzTests {
  private let files: [(path: String, text: [UInt8])] = [
    (
      "a/one.qz",
      Array("def f(x: Int): Int\n  if x > 1\n    x + 1\n  else\n    0\n  end\nend\n".utf8)
    ),
    ("b/two.qz", Array("for n in [1, 2]\n  print(n * (n + 2))\nend\nprint(\"done\")\n".utf8)),
  ]

  @Test func aSeedDecidesThePrograms() throws {
    let seeds = try FuzzSeeds(files)
    let (left, right) = (
      ProgramMutator(seeds: seeds, seed: 7), ProgramMutator(seeds: try FuzzSeeds(files), seed: 7)
    )
    for number in 0..<200 { #expect(left.program(number).text == right.program(number).text) }
    let other = ProgramMutator(seeds: seeds, seed: 8)
    #expect((0..<200).contains { left.program($0).text != other.program($0).text })
  }

  @Test func programsAreReadBesideWhatTheyAreMadeOf() throws {
    let mutator = ProgramMutator(seeds: try FuzzSeeds(files), seed: 1)
    let paths = Set((0..<50).map { mutator.program($0).path })
    #expect(paths == ["a/fuzzed.qz", "b/fuzzed.qz"])
  }

  @Test func mostProgramsAreChanged() throws {
    let mutator = ProgramMutator(seeds: try FuzzSeeds(files), seed: 3)
    let texts = (0..<500).map { mutator.program($0).text }
    #expect(texts.count { text in !files.contains { $0.text == text } } > 400)
    #expect(Set(texts).count > 300)
  }

  @Test func aPartReachesToItsEnd() throws {
    let seeds = try FuzzSeeds(files)
    let whole = seeds.places.values.flatMap { $0 }.map { place in
      let anatomy = seeds.seeds[place.seed].anatomy
      return String(
        decoding: place.tokens.flatMap { anatomy.text[anatomy.tokens[$0].range] }, as: UTF8.self)
    }
    #expect(
      whole.contains { $0.hasPrefix("if x > 1") && $0.contains("else") && $0.hasSuffix("end") })
    #expect(whole.contains("[1, 2]"))
  }

  @Test func withoutFilesThereIsNothingToDo() {
    #expect(throws: QuakeError.self) { _ = try FuzzSeeds([]) }
  }

  @Test func textsAreCutIntoPartsThatMakeThemUp() {
    let text = Array("ab cd\n  e.f(1)\nlast".utf8)
    #expect(
      ProgramCutter(text, .lines).parts.map { String(decoding: $0, as: UTF8.self) }
        == ["ab cd\n", "  e.f(1)\n", "last"])
    for grain in ProgramCutter.Grain.allCases {
      #expect(Array(ProgramCutter(text, grain).parts.joined()) == text)
    }
    let cutter = ProgramCutter(text, .lines)
    #expect(cutter.text(without: 1, of: 3) == Array("ab cd\nlast".utf8))
    #expect(cutter.text(without: 0, of: 1) == [])
  }

  @Test func aWorkerThatDiedNamesItsProgram() throws {
    let died = Captured(
      ending: .exited(70), output: Array("4 r\n5 a\n6 ".utf8),
      errors: Array("error[QZ0999]: internal compiler error in phase 'mir'\nhelp: report\n".utf8))
    let finding = try #require(FuzzFinding(died))
    #expect(finding.number == 6)
    #expect(finding.signature == "error[QZ0999]: internal compiler error in phase 'mir'")
    let done = Captured(ending: .exited(0), output: Array("4 r\n".utf8), errors: [])
    #expect(FuzzFinding(done) == nil)
    let hung = Captured(ending: .killed(signal: 27), output: Array("9 ".utf8), errors: [])
    #expect(FuzzFinding(hung)?.signature == "hang")
    let early = Captured(ending: .exited(70), output: [], errors: Array("error: no std\n".utf8))
    #expect(FuzzFinding(early)?.isOfProgram == false)
  }

  /// A worker that dies of every program with both `x` and `y` in it.
  @Sendable private static func worker(_ work: FuzzWorker.Work) async throws -> Captured {
    guard case .cuts(let file, _, let grain, let chunks, let first) = work else {
      throw QuakeError.failed("not asked for")
    }
    let cutter = ProgramCutter(Files.bytes(file) ?? [], grain)
    var output = ""
    for number in first..<chunks {
      output += "\(number) "
      let text = cutter.text(without: number, of: chunks)
      if text.contains(UInt8(ascii: "x")), text.contains(UInt8(ascii: "y")) {
        return Captured(
          ending: .exited(70), output: Array(output.utf8), errors: Array("error: both\n".utf8))
      }
      output += "r\n"
    }
    return Captured(ending: .exited(0), output: Array(output.utf8), errors: [])
  }

  @Test func aProgramIsMadeSmall() async throws {
    let fixture = try Fixture()
    let reducer = ProgramReducer(
      start: Self.worker, file: fixture.path("smaller.qz"), path: "spec/fuzz/fuzzed.qz",
      signature: "error: both")
    let long = (0..<300).map { "line \($0) of it\n" }.joined()
    let text = Array((long + "a x b\n" + long + "c(y)\n" + long).utf8)
    #expect(try await reducer.reduced(text).filter { $0 > 32 } == Array("xy".utf8))
  }
}
