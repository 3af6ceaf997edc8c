import Foundation
import Testing

@testable import Quartz

@Suite struct DiagnosticPagesTests {
  /// The kinds that the lexer and the parser report.
  static let kinds = DiagnosticKind.allCases.filter { $0.code < "QZ0100" }

  /// The kinds whose mistake cannot be shown on a page of text.
  static let unshown: [DiagnosticKind] = [.invalidUTF8, .nulByte, .nestingTooDeep]

  /// The page of `kind`, found from the place of this file.
  private func page(of kind: DiagnosticKind) throws -> String {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(
      contentsOf: root.appending(path: "docs/diagnostics/\(kind.code).md"), encoding: .utf8)
  }

  /// The texts of the blocks of `page` that are marked with `language`.
  private func blocks(_ language: String, in page: String) -> [String] {
    page.components(separatedBy: "```\(language)\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
  }

  @Test(arguments: kinds) func pagesHaveTheirForm(kind: DiagnosticKind) throws {
    let page = try page(of: kind)
    #expect(page.hasPrefix("# \(kind.code): "))
    #expect(page.split(separator: "\n", omittingEmptySubsequences: false).count <= 42)
  }

  @Test(arguments: kinds) func examplesAreWhatTheySay(kind: DiagnosticKind) throws {
    let page = try page(of: kind)
    let wrong = blocks("quartz-fail", in: page)
    #expect(wrong.count == (Self.unshown.contains(kind) ? 0 : 1))
    for example in wrong { #expect(ParsedSource(example).codes == [kind.code]) }
    let right = blocks("quartz", in: page)
    #expect(right.count == 1)
    for example in right { #expect(ParsedSource(example).codes == []) }
  }
}
