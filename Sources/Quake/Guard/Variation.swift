/// One way in which a machine may differ that must not show in what a compiler writes.
struct Variation: Equatable, Sendable {
  /// What differs.
  let name: String
  /// What is set in the environment.
  var environment: [String: String] = [:]
  /// What stands before the command, for the shell.
  var prefix = ""
  /// The program that the prefix needs, or nil.
  var program: String?
  /// Whether the sources are copied to another place first.
  var movesSources = false

  /// All that is varied.
  ///
  /// The clock of the system and the order of a folder's entries cannot be set by
  /// a user; copying the sources makes new times and another order.
  static let all: [Variation] = [
    Variation(name: "time zone", environment: ["TZ": "Pacific/Kiritimati"]),
    Variation(name: "locale", environment: ["LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"]),
    Variation(name: "home", environment: ["HOME": "/nonexistent"]),
    Variation(name: "user", environment: ["USER": "nobody", "LOGNAME": "nobody"]),
    Variation(
      name: "environment",
      environment: ["QUAKE_NOISE": String(repeating: "x", count: 5000), "SOURCE_DATE_EPOCH": "1"]),
    Variation(name: "temporary folder", environment: ["TMPDIR": "/var/tmp"]),
    Variation(name: "umask", prefix: "umask 077; "),
    Variation(
      name: "address layout", prefix: "setarch \"$(uname -m)\" -R ",
      program: "setarch"),
    Variation(name: "processors", prefix: "taskset -c 0 ", program: "taskset"),
    Variation(name: "path and order of files", movesSources: true),
  ]
}

/// Lets a compiler make its intermediate text under variations, and compares with what it made before.
struct VariedRun: Sendable {
  /// What is built.
  let bootstrap: Bootstrap
  /// The project.
  let project: Project
  /// The compiler that is tried.
  let compiler: Artifact
  /// What it made without variations.
  let expected: Artifact
  /// The folder to work in.
  let folder: String
  /// The environment without variations.
  let environment: [String: String]

  /// The variations of `all` that together change the outcome, as few as suffice; none when nothing does.
  ///
  /// Halves the set while a half alone is guilty, then takes away one by one (Zeller and Hildebrandt,
  /// Simplifying and Isolating Failure-Inducing Input, 2002).
  func guilty(among all: [Variation]) async throws -> [Variation] {
    guard try await differs(under: all) else { return [] }
    var guilty = all
    while guilty.count > 1 {
      let half = guilty.count / 2
      let parts = [Array(guilty[..<half]), Array(guilty[half...])]
      var next: [Variation]?
      for part in parts where next == nil {
        if try await differs(under: part) { next = part }
      }
      guard let next else { break }
      guilty = next
    }
    for variation in guilty where guilty.count > 1 {
      let rest = guilty.filter { $0 != variation }
      if try await differs(under: rest) { guilty = rest }
    }
    return guilty
  }

  private func differs(under variations: [Variation]) async throws -> Bool {
    try Files.remove(folder)
    try Files.makeFolder(folder)
    let start = try FileTime.mark(at: Files.join(folder, "started"))
    let output = Files.join(folder, "varied.ir")
    let root = try sources(for: variations)
    let command = bootstrap.ir.isEmpty ? bootstrap.binary : bootstrap.ir
    let line = Bootstrap.fill(
      command, [.compiler: compiler.path, .output: output, .stage: "3"])
    let log = Files.join(folder, "varied.log")
    let measured = try await MeasuredCommand(
      line: variations.map(\.prefix).joined() + "/bin/sh -c \(Command.quoted(line))", folder: root,
      log: log,
      environment: variations.reduce(environment) { $0.merging($1.environment) { $1 } },
      timeout: .seconds(bootstrap.timeout)
    ).run()
    let names = variations.map(\.name).joined(separator: ", ")
    guard measured.ending.isSuccess else {
      throw QuakeError.failed(
        "with another \(names), the compiler \(measured.ending.words)\n\(Files.text(log) ?? "")")
    }
    return try Artifact.read(expected.kind, output, since: start).digest != expected.digest
  }

  /// The folder to compile in: the project, or a copy of its inputs made in reverse order.
  private func sources(for variations: [Variation]) throws -> String {
    guard variations.contains(where: \.movesSources) else { return project.root }
    let copy = Files.join(folder, "another place/of sources")
    for file in GlobPattern.files(bootstrap.inputs, in: project.root).reversed() {
      try Files.copy(project.path(file), to: Files.join(copy, file))
    }
    return copy
  }
}
