import Testing

@testable import Quake

@Suite struct TaskGraphTests {
  /// The graph of tasks that are spelled `name: need need`.
  private func graph(_ lines: String...) throws -> TaskGraph {
    try TaskGraph(
      lines.map { line in
        let parts = line.split(separator: ":", omittingEmptySubsequences: false)
        let needs = parts.count > 1 ? parts[1].split(separator: " ").map(String.init) : []
        return QuakeTask(name: String(parts[0]), description: "", dependencies: needs) { _ in }
      })
  }

  @Test func everyTaskComesOnceAndAfterItsNeeds() throws {
    let graph = try graph("all: left right", "left: base", "right: base", "base", "other")
    #expect(try graph.order(for: ["all"]).map(\.name) == ["base", "left", "right", "all"])
    #expect(
      try graph.order(for: ["right", "all"]).map(\.name) == ["base", "right", "left", "all"])
  }

  @Test func aCycleIsShownWhole() {
    expectError(.usage, "b -> c -> d -> b") {
      _ = try graph("a: b", "b: c", "c: d", "d: b")
    }
  }

  @Test func aTaskThatNeedsItselfIsACycle() {
    expectError(.usage, "a -> a") { _ = try graph("a: a") }
  }

  @Test func anUnknownDependencyIsNamedWithItsNeighbours() {
    expectError(.usage, "task 'all' needs 'biuld', which is no task; did you mean 'build'?") {
      _ = try graph("all: biuld", "build")
    }
  }

  @Test func anUnknownTaskIsNamedWithItsNeighbours() throws {
    let graph = try graph("smoke", "spec")
    expectError(.usage, "no task 'smoek'; did you mean 'smoke'?") {
      _ = try graph.order(for: ["smoek"])
    }
  }

  @Test func anUnknownTaskWithoutNeighboursPointsAtTheList() throws {
    let graph = try graph("smoke")
    expectError(.usage, "no task 'xyzzy'; quake -T lists them") {
      _ = try graph.order(for: ["xyzzy"])
    }
  }

  @Test func aNameMayBeDescribedOnce() {
    expectError(.usage, "task 'a' is described twice") { _ = try graph("a", "a") }
  }

  @Test func whyShowsTheShortestWay() throws {
    let graph = try graph("all: long base", "long: middle", "middle: base", "base", "lone")
    #expect(try graph.explanation(of: "base", for: ["all"]) == ["all -> base"])
    #expect(try graph.explanation(of: "base", for: ["base"]) == ["base was asked for"])
    #expect(try graph.explanation(of: "lone", for: ["all"]) == [])
    #expect(
      try graph.explanation(of: "middle", for: [])
        == ["all -> long -> middle", "long -> middle"])
  }

  @Test func thePlanTellsWhyEachTaskIsThere() throws {
    let graph = try graph("all: left right", "left: base", "right: base", "base")
    let plan = try graph.plan(for: ["all", "left"], in: Project(root: "/"))
    #expect(
      plan == [
        "1. base   needed by left, right", "2. left   asked for; needed by all",
        "3. right  needed by all", "4. all    asked for",
      ])
  }
}

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("smoek", "smoke"), ("buld", "build"), ("docter", "doctor"), ("spc", "spec"), ("te", "test"),
  ])
  func aTypoFindsItsVerb(typo: String, verb: String) {
    #expect(Suggestion.nearest(to: typo, among: Verb.allCases.map(\.rawValue)).first == verb)
  }

  @Test func nothingNearIsNothing() {
    #expect(Suggestion.nearest(to: "xyzzy", among: ["smoke", "spec"]) == [])
  }

  @Test func distancesAreThoseOfTheTextbook() {
    #expect(Suggestion.distance(Array("kitten"), Array("sitting")) == 3)
    #expect(Suggestion.distance(Array("ab"), Array("ba")) == 1)
    #expect(Suggestion.distance(Array(""), Array("abc")) == 3)
    #expect(Suggestion.distance(Array("same"), Array("same")) == 0)
  }
}
