/// `quake doctor`: what this machine has of what the project needs.
struct DoctorVerb: Sendable {
  /// The project.
  let project: Project
  /// The tools.
  let toolchain: Toolchain

  /// Something the project needs or can use.
  private struct Need: Sendable {
    let name: String
    let purpose: String
    var isRequired = true
    /// The packages that bring it, for apt-get and for Homebrew.
    var apt: String?
    var brew: String?
    /// How to get it where no package does.
    var advice = ""
    /// What was found, or nil.
    let probe: @Sendable () async -> String?
  }

  /// A need and what was found.
  private typealias Finding = (need: Need, found: String?)

  /// Shows every need; `installing` gets what packages can bring.
  func run(_ context: TaskContext, installing: Bool) async throws {
    var findings = await examine()
    let missing = findings.filter { $0.found == nil && $0.need.isRequired }
    if installing, !missing.isEmpty {
      try await install(missing.map(\.need), context)
      findings = await examine()
    }
    show(findings, context)
    let names = findings.filter { $0.found == nil && $0.need.isRequired }.map(\.need.name)
    guard names.isEmpty else {
      throw QuakeError.infrastructure("missing: \(names.joined(separator: ", "))")
    }
    context.output.line("everything that is needed is here")
  }

  private func examine() async -> [Finding] {
    var findings: [Finding] = []
    for need in needs { findings.append((need, await need.probe())) }
    return findings
  }

  private func show(_ findings: [Finding], _ context: TaskContext) {
    let width = findings.map(\.need.name.count).max() ?? 0
    for (need, found) in findings {
      let mark: String
      switch (found, need.isRequired) {
      case (.some, _): mark = context.console.good("ok     ")
      case (nil, true): mark = context.console.bad("missing")
      case (nil, false): mark = "absent "
      }
      let rest = found ?? "\(need.purpose); \(remedy(for: need))"
      context.output.line("\(mark)  \(padded(need.name, to: width))  \(rest)")
    }
  }

  private func remedy(for need: Need) -> String {
    if toolchain.find("apt-get") != nil, let package = need.apt {
      return "apt-get install \(package)"
    }
    if toolchain.find("brew") != nil, let package = need.brew { return "brew install \(package)" }
    return need.advice.isEmpty ? "install it with your package manager" : need.advice
  }
}

// MARK: Needs

extension DoctorVerb {
  private var needs: [Need] {
    [
      Need(
        name: "swift", purpose: "builds quartz and quake, 6.3 or newer",
        advice: "see https://www.swift.org/install/", probe: { await swiftVersion() }),
      Need(
        name: "clang", purpose: "turns LLVM IR into programs", apt: "clang", brew: "llvm",
        probe: { await version(of: toolchain.clang, ["--version"]) }),
      Need(
        name: "git", purpose: "fetches what the package depends on", apt: "git", brew: "git",
        probe: { await version(of: toolchain.find("git"), ["--version"]) }),
      Need(
        name: "pkg-config", purpose: "finds libxml2", apt: "pkg-config", brew: "pkgconf",
        probe: { await version(of: toolchain.find("pkg-config"), ["--version"]) }),
      Need(
        name: "libxml2", purpose: "writes the JUnit reports", apt: "libxml2-dev", brew: "libxml2",
        probe: { await libxml2() }),
      Need(
        name: "python3", purpose: "says what specs and random programs should do", apt: "python3",
        brew: "python", probe: { await version(of: toolchain.find("python3"), ["--version"]) }),
      Need(
        name: "quartz", purpose: "the compiler itself", advice: "./quake build makes it",
        probe: { await version(of: try? toolchain.quartz(), ["--version"]) }),
      Need(
        name: "tcc", purpose: "compiles C fast, for unoptimised builds", isRequired: false,
        apt: "tcc", brew: "tcc", probe: { await version(of: toolchain.find("tcc"), ["-v"]) }),
    ]
  }

  /// The first line that `program` writes when it is asked by `arguments`, and where it lies.
  private func version(of program: String?, _ arguments: [String]) async -> String? {
    guard let program else { return nil }
    let command = Command(program, arguments, in: project.root).within(.seconds(30))
    guard let captured = try? await command.capture(), captured.ending.isSuccess else { return nil }
    let line = captured.wholeText.split(separator: "\n").first { $0.contains(where: \.isNumber) }
    return "\(line ?? "of unknown version") (\(program))"
  }

  private func swiftVersion() async -> String? {
    guard let text = await version(of: toolchain.find("swift"), ["--version"]) else { return nil }
    return Self.isRecent(text) ? text : nil
  }

  /// Whether `text` names Swift 6.3 or newer.
  static func isRecent(_ text: String) -> Bool {
    guard let start = text.firstRange(of: "Swift version ") else { return false }
    let digits = text[start.upperBound...].prefix { $0.isNumber || $0 == "." }
    let parts = digits.split(separator: ".").compactMap { Int($0) }
    guard let major = parts.first else { return false }
    return (major, parts.dropFirst().first ?? 0) >= (6, 3)
  }

  private func libxml2() async -> String? {
    guard let config = toolchain.find("pkg-config") else { return nil }
    let found = await version(of: config, ["--modversion", "libxml-2.0"])
    return found?.split(separator: " ").first.map(String.init)
  }
}

// MARK: Installing

extension DoctorVerb {
  private func install(_ needs: [Need], _ context: TaskContext) async throws {
    if toolchain.find("apt-get") != nil {
      let line = "apt-get install -y --no-install-recommends \(names(needs.map(\.apt)))"
      try await shell(asRoot("apt-get update && \(line)"), context)
    } else if toolchain.find("brew") != nil {
      try await shell("brew install \(names(needs.map(\.brew)))", context)
    } else {
      throw QuakeError.infrastructure("neither apt-get nor brew is here to install anything with")
    }
  }

  private func names(_ packages: [String?]) -> String {
    packages.compactMap { $0 }.joined(separator: " ")
  }

  private func asRoot(_ line: String) -> String {
    "if [ \"$(id -u)\" = 0 ]; then \(line); else sudo -n sh -c '\(line)'; fi"
  }

  private func shell(_ line: String, _ context: TaskContext) async throws {
    context.output.line("$ \(line)")
    let ending = try await Command.shell(line, in: project.root).stream(to: context.output)
    guard ending.isSuccess else {
      throw QuakeError.infrastructure("'\(line)' \(ending.words)")
    }
  }
}
