/// Asks swift-format whether the Swift sources are laid out as agreed.
struct FormatCheck: Sendable {
  /// The project.
  let project: Project
  /// The tools.
  let toolchain: Toolchain

  /// What is looked at.
  private static let places = ["Sources", "Tests", "Package.swift"]

  /// Looks at all sources, as one test.
  func run() async throws -> SectionResult {
    var result = SectionResult(section: "format")
    let files = Self.places.flatMap { place in
      place.hasSuffix(".swift")
        ? [place] : Files.walk(project.path(place)).filter { $0.hasSuffix(".swift") }
    }
    guard files.count > 1 else { return result }
    let lint = Command(
      try toolchain.need("swift"), ["format", "lint", "--strict", "-p", "-r"] + Self.places,
      in: project.root)
    let captured = try await lint.within(.seconds(600)).capture()
    let isRight = captured.ending.isSuccess && captured.wholeText.isEmpty
    result.count("swift format lint", detail: isRight ? nil : captured.wholeText)
    result.remarks.append("\(files.count) files looked at")
    return result
  }
}
