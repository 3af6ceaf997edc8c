import Testing

@testable import QSpec

@Suite struct SelectionTests {
  /// A project with a few specs.
  private static func project() throws -> FakeProject {
    let project = try FakeProject()
    for name in ["vec", "vec_sort", "map", "std/vec", "std/deep/json"] {
      try project.spec(name, [("one", ":"), ("two", ":"), ("three", ":")])
    }
    try project.write("spec/qspec/helper.qz", "")
    try project.write("spec/qspec/.hidden/no_spec.qz", "")
    try project.write("elsewhere/odd.qz", "")
    return project
  }

  /// Expects that `arguments` mean the files `names`, below `spec/qspec` and without `_spec.qz`.
  private func expectSelected(
    _ arguments: [String], _ names: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let project = try Self.project()
    let selector = SpecSelector(root: project.root, workingDirectory: project.path("spec"))
    let found = try selector.select(arguments).map { selection in
      selection.file.folderName + selection.lines.map { ":\($0)" }.joined()
    }
    #expect(found == names, sourceLocation: sourceLocation)
  }

  /// Expects that `argument` is refused with `message`.
  private func expectRefused(
    _ argument: String, _ message: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let project = try Self.project()
    let selector = SpecSelector(root: project.root, workingDirectory: project.root)
    #expect(throws: RunnerError.usage(message), sourceLocation: sourceLocation) {
      try selector.select([argument])
    }
  }

  @Test func nothingMeansEverything() throws {
    try expectSelected([], ["map", "std/deep/json", "std/vec", "vec_sort", "vec"])
  }

  @Test func namesMeanFilesWithAndWithoutTheirEnding() throws {
    try expectSelected(["map"], ["map"])
    try expectSelected(["map_spec"], ["map"])
    try expectSelected(["map_spec.qz"], ["map"])
    try expectSelected(["vec"], ["std/vec", "vec"])
    try expectSelected(["std/vec"], ["std/vec"])
    try expectSelected(["std/deep/json_spec"], ["std/deep/json"])
  }

  @Test func pathsMeanFilesAndFolders() throws {
    try expectSelected(["spec/qspec/map_spec.qz"], ["map"])
    try expectSelected(["./qspec/map_spec.qz"], ["map"])
    try expectSelected(["spec/qspec/std"], ["std/deep/json", "std/vec"])
    try expectSelected(["qspec/std/"], ["std/deep/json", "std/vec"])
    try expectSelected(["../elsewhere/odd.qz"], ["odd"])
  }

  @Test func pathsOutsideOfTheProjectKeepTheirNames() throws {
    let (project, other) = (try Self.project(), try FakeProject())
    let path = try other.write("far_spec.qz", "")
    let selector = SpecSelector(root: project.root, workingDirectory: project.root)
    let file = try #require(try selector.select([path]).first?.file)
    #expect(file == SpecFile(path: path, name: path))
  }

  @Test func globsMeanNamesWithinOneFolder() throws {
    try expectSelected(["vec_*"], ["std/vec", "vec_sort", "vec"])
    try expectSelected(["vec?sort"], ["vec_sort"])
    try expectSelected(["std/*"], ["std/vec"])
    try expectSelected(["[mj]*"], ["map", "std/deep/json"])
  }

  @Test func linesBelongToTheirFiles() throws {
    try expectSelected(["map:20", "map_spec.qz:10"], ["map:10:20"])
    try expectSelected(["map:20", "map"], ["map"])
    try expectSelected(["map", "map:20"], ["map"])
  }

  @Test func unknownNamesAreRefusedWithTheNearest() throws {
    try expectRefused("vec_srot", "no spec is named 'vec_srot'; near it: 'vec_sort'")
    try expectRefused("mapp_spec", "no spec is named 'mapp_spec'; near it: 'map'")
    try expectRefused("zzzzzzzzz", "no spec is named 'zzzzzzzzz'")
    try expectRefused("zz*", "no spec matches 'zz*' below 'spec/qspec'")
    try expectRefused("elsewhere", "no spec is named 'elsewhere'")
    try expectRefused("elsewhere/", "no file in 'elsewhere/' ends in '_spec.qz'")
  }

  @Test(arguments: [
    ("a:1", ["one", "two", "three"]), ("a:10", ["one"]), ("a:25", ["two"]), ("a:900", ["three"]),
  ])
  func aLineMeansTheTestAroundIt(place: String, names: [String]) async throws {
    let project = try FakeProject().spec("a", [("one", ":"), ("two", ":"), ("three", ":")])
    let run = try await project.run { $0.selections = [place] }
    #expect(run.record.results.map(\.test.name) == names)
  }

  @Test func textsAndTagsChooseTests() async throws {
    let project = try FakeProject().spec("a", [("one", ":"), ("two", ":"), ("three", ":")])
    let byText = try await project.run { $0.text = "Vec t" }
    #expect(byText.verdicts == ["two passed", "three passed"])
    let byTag = try await project.run { $0.tags = ["odd", "even"] }
    #expect(byTag.verdicts == ["one passed", "three passed"])
    let both = try await project.run { ($0.text, $0.tags) = ("three", ["even"]) }
    #expect(both.verdicts == ["three passed"])
  }

  @Test func aChosenTestThatCrashesDoesNotBringTheOthersBack() async throws {
    let project = try FakeProject().spec("a", [("one", ":"), ("two", "exit 0"), ("three", ":")])
    let run = try await project.run { $0.text = "t" }
    let chosen = try await project.run { $0.selections = ["a:20"] }
    #expect(run.verdicts == ["two error", "three passed"])
    #expect(chosen.verdicts == ["two error"])
  }

  @Test func nothingFoundIsNoSuccess() async throws {
    let empty = try await FakeProject().run()
    #expect(empty.code == .nothingRan)
    #expect(empty.errors == "quake spec: no test was found\n")
    let none = try await FakeProject().spec("a", [("one", ":")]).run { $0.text = "nowhere" }
    #expect(none.code == .nothingRan)
    let noTests = try await FakeProject().spec("a", []).run()
    #expect(noTests.code == .nothingRan)
  }

  @Test func aMistypedNameIsAUsageError() async throws {
    let run = try await FakeProject().spec("map", [("one", ":")]).run { $0.selections = ["mao"] }
    #expect(run.code == .usage)
    #expect(run.errors == "quake spec: no spec is named 'mao'; near it: 'map'\n")
  }
}
