import Testing

@testable import Quartz

@Suite struct InternerTests {
  @Test func equalTextsHaveEqualSymbols() {
    var interner = Interner()
    let first = interner.intern("alpha")
    #expect(interner.intern("beta") != first)
    #expect(interner.intern(Array("alpha".utf8)) == first)
    #expect(interner.text(first) == "alpha")
  }

  @Test func symbolsSurviveGrowth() {
    var interner = Interner()
    let symbols = (0..<5000).map { interner.intern("name\($0)") }
    for (number, symbol) in symbols.enumerated() {
      #expect(interner.text(symbol) == "name\(number)")
    }
    #expect(interner.count == 5000)
  }
}
