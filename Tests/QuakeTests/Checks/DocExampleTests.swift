import Testing

@testable import Quake

@Suite struct DocExampleTests {
  private func examples(_ text: String, page: String = "docs/page.md") throws -> [DocExample] {
    try DocExample.all(in: text, page: page)
  }

  @Test func aProgramGoesWithTheOutputBehindIt() throws {
    let found = try examples(
      """
      # Title
      ```quartz
      puts("a")

      puts("b")
      ```

      ```output
      a
      b
      ```
      Text.
      ```quartz
      x = 1
      ```
      """)
    #expect(
      found == [
        DocExample(
          page: "docs/page.md", line: 2, code: "puts(\"a\")\n\nputs(\"b\")\n",
          promise: .writes("a\nb\n")),
        DocExample(page: "docs/page.md", line: 13, code: "x = 1\n", promise: .runs),
      ])
  }

  @Test func otherBlocksAreLeftAlone() throws {
    #expect(try examples("```sh\n./quake\n```\n~~~~\n```quartz\n~~~~\n") == [])
  }

  @Test func anIndentedBlockLosesItsIndentation() throws {
    let found = try examples("- item\n  ```quartz\n  if a\n    b\n  end\n  ```\n")
    #expect(found.map(\.code) == ["if a\n  b\nend\n"])
  }

  @Test func aRefusedProgramNamesItsCode() throws {
    let found = try examples("```quartz-fail QZ0301\nPont {}\n```\n")
    #expect(found.map(\.promise) == [.isRefused(code: "QZ0301")])
    let own = try examples("```quartz-fail\nx\n```\n", page: "docs/diagnostics/QZ0107.md")
    #expect(own.map(\.promise) == [.isRefused(code: "QZ0107")])
  }

  @Test(arguments: [
    ("```quartz-fail\nx\n```\n", 1, "a quartz-fail block that names no code"),
    ("```quartz\nx\n", 1, "a block that is never closed"),
    ("```output\nx\n```\n", 1, "an output block that does not follow a quartz block"),
    (
      "```quartz\nx\n```\nText.\n```output\nx\n```\n", 5,
      "an output block that does not follow a quartz block"
    ),
  ])
  func mistakesAreNamed(text: String, line: Int, message: String) {
    #expect(throws: DocMistake(line: line, message: message)) {
      _ = try DocExample.all(in: text, page: "docs/page.md")
    }
  }

  @Test func aLongerFenceHoldsAShorterOne() throws {
    #expect(try examples("````quartz\n```\n````\n").map(\.code) == ["```\n"])
  }
}
