import Foundation
import Testing

@testable import Quartz

/// Every kind of diagnostic is provoked somewhere, and nothing is written about one that is not.
@Suite struct DiagnosticCoverageTests {
  /// The project's folder.
  private static let root = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { path, _ in
    path.deletingLastPathComponent()
  }

  /// The texts of the files below `folder` with one of the `endings`, but for this one.
  private static func texts(_ folder: String, _ endings: [String]) -> [(path: String, text: String)]
  {
    let names = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
    return (names?.compactMap { $0 as? String } ?? []).sorted().compactMap { name in
      let path = root.appending(path: folder).appending(path: name)
      guard endings.contains(path.pathExtension), path.path != #filePath,
        let text = try? String(contentsOf: path, encoding: .utf8)
      else { return nil }
      return ("\(folder)/\(name)", text)
    }
  }

  private static let expectations = texts("spec", ["expected"])
  private static let pages = texts("docs", ["md"])
  private static let tests = texts("Tests", ["swift"])

  @Test(arguments: DiagnosticKind.allCases) func everyKindIsProvoked(kind: DiagnosticKind) {
    let isExpected = Self.expectations.contains { $0.text.contains("[\(kind.code)]") }
    let isShown = Self.pages.contains { page in
      page.path.hasSuffix("/\(kind.code).md") && page.text.contains("```quartz-fail")
        || page.text.contains("```quartz-fail \(kind.code)")
    }
    let isTested = Self.tests.contains {
      $0.text.contains("== .\(kind)") || $0.text.contains("\"\(kind.code)\"")
        || $0.text.contains("[\(kind.code)]") || $0.text.contains("[.\(kind)")
    }
    #expect(isExpected || isShown || isTested, "nothing provokes \(kind)")
  }

  @Test func everyKindHasAPage() {
    let missing = DiagnosticKind.allCases.filter { kind in
      !Self.pages.contains { $0.path == "docs/diagnostics/\(kind.code).md" }
    }
    #expect(missing == [])
  }

  @Test func everyCodeThatIsWrittenExists() throws {
    let known = Set(DiagnosticKind.allCases.map(\.code))
    let files =
      Self.expectations + Self.pages + Self.texts("spec", ["qz"]) + Self.texts("std", ["qz"])
    let code = try Regex("QZ[0-9]{4}")
    for (path, text) in files {
      let unknown = Set(text.matches(of: code).map { String(text[$0.range]) }).subtracting(known)
      #expect(unknown == [], "\(path)")
    }
  }
}
