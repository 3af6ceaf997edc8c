import Testing

@testable import Quartz

/// The reports of time and memory.
@Suite struct StagesTests {
  @Test func memoryLinesHaveTheirForm() throws {
    let stages = Stages(countsMemory: true)
    stages.run("lex") {}
    stages.run("parse") {}
    stages.run("lex") {}
    stages.note("resolve_pass1", "82 modules")
    stages.note("resolve_pass2")
    stages.run("typecheck") {}
    let lines = stages.memoryText(peak: 99 << 20).split(separator: "\n")
    let names = lines.map { $0.split(separator: " ")[1] }
    #expect(
      names == [
        "init:", "lex:", "parse:", "resolve_pass1:", "resolve_pass2:", "typecheck:", "peak:",
      ])
    #expect(lines[0].wholeMatch(of: /\[mem\] init: \d+ MB current \(\d+ms\)/) != nil)
    #expect(lines[1].wholeMatch(of: /\[mem\] lex: \d+ MB \([+-]\d+\) \(\d+ms\)/) != nil)
    #expect(lines[3].wholeMatch(of: /\[mem\] resolve_pass1: \d+ MB, 82 modules/) != nil)
    #expect(lines[4].wholeMatch(of: /\[mem\] resolve_pass2: \d+ MB/) != nil)
    #expect(lines[5].wholeMatch(of: /\[mem\] typecheck: \d+ MB \([+-]\d+\) \(\d+ms\)/) != nil)
    #expect(lines[6] == "[mem] peak: 99 MB")
  }

  /// Other tests take memory and give it back meanwhile, but hardly so much five times in a row.
  @Test func memoryThatIsTakenAndFreedShows() {
    let isSeen = (0..<5).contains { _ in
      let stages = Stages(countsMemory: true)
      var held = stages.run("fill") {
        (0..<64).map { [UInt8](repeating: UInt8($0), count: 4 << 20) }
      }
      stages.free("free") { held = [] }
      let growths = stages.lines.map(\.growth)
      return held.isEmpty && growths[1] > 128 << 20 && growths[2] < -(128 << 20)
    }
    #expect(isSeen)
  }

  @Test func jsonHoldsBytes() throws {
    let stages = Stages(countsMemory: true)
    stages.run("lex") {}
    stages.table("interner", 4096)
    let text = stages.memoryJSON(peak: 12345)
    let phase = #"\{"name":"\w+","current":\d+,"delta":-?\d+,"ms":\d+\}"#
    let form =
      #"\{"phases":\["# + "\(phase),\(phase)" + #"\],"tables":\{"interner":4096\},"peak":12345\}\n"#
    #expect(try Regex(form).wholeMatch(in: text) != nil)
  }

  @Test func memoryIsCountedLikeTheSystemDoes() {
    #expect(ProcessMemory.resident() > 1 << 20)
    #expect(ProcessMemory.peak() >= ProcessMemory.resident() / 2)
  }

  @Test func timesAddUp() throws {
    let stages = Stages(countsMemory: false)
    stages.run("parse") {}
    let lines = stages.timeText().split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.last?.hasPrefix("[time] total ") == true)
    #expect(lines.last?.hasSuffix("100.0 %") == true)
    #expect(stages.lines.count == 2)
  }
}
