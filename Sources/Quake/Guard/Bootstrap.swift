import QSpec

/// What a Quakefile says about a compiler that compiles itself: how a stage builds the next one,
/// what is compared, and what decides whether a proof still holds.
struct Bootstrap: Equatable, Sendable {
  /// The name of the compiler, which its backups bear.
  let name: String
  /// Makes the compiler of stage 1 at `{output}`, from source.
  var seed = ""
  /// Makes the intermediate text of the next stage at `{output}` with `{compiler}`; may be absent.
  var ir = ""
  /// Makes an object at `{output}` from `{ir}`; may be absent.
  var object = ""
  /// Makes the next compiler at `{output}`, from `{object}`, from `{ir}`, or with `{compiler}`.
  var binary = ""
  /// Everything that decides the result, as paths or patterns.
  var inputs: [String] = []
  /// Programs whose identity decides the result too, such as the linker.
  var tools: [String] = []
  /// What a line of the intermediate text begins with where a function begins.
  var functionMarker = "define "
  /// How many functions the compiler has.
  var functions: Int?
  /// By how much the number of functions may differ.
  var tolerance = 0
  /// Prints `{phase}` of `{file}` with `{compiler}`, to find where two stages part.
  var emit = ""
  /// The phases that show one file, in their order.
  var filePhases: [String] = []
  /// The phases behind them, which show the whole program, in their order.
  var phases: [String] = []
  /// The sources that `emit` is asked about, as paths or patterns; the first one is the program.
  var sources: [String] = []
  /// Tries `{compiler}`; it must succeed and write something.
  var smoke = ""
  /// The file that holds what `smoke` must write; without one, anything will do.
  var smokeExpected: String?
  /// Where `install` and `restore` put the compiler.
  var install: String?
  /// How many seconds a step may take.
  var timeout = 1800

  /// The places of commands that stand for something.
  enum Placeholder: String, CaseIterable, Sendable {
    case compiler, output, ir, object, phase, file, stage
  }

  /// What is compared between stages.
  var kinds: [ArtifactKind] {
    (ir.isEmpty ? [] : [.ir]) + (object.isEmpty ? [] : [.object]) + [.binary]
  }

  /// The bootstrap called `name` with `settings`, one `key value` a line, a list being several lines
  /// with one key; line ends within values are written `\n`.
  init(name: String, settings: String) throws {
    self.name = name
    for line in settings.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard let key = parts.first else { continue }
      let value = parts.count > 1 ? Self.unescaped(parts[1]) : ""
      try set(String(key), to: value)
    }
    try validate()
  }

  private mutating func set(_ key: String, to value: String) throws {
    switch key {
    case "seed": seed = value
    case "ir": ir = value
    case "object": object = value
    case "binary": binary = value
    case "input": inputs.append(value)
    case "tool": tools.append(value)
    case "function_marker": functionMarker = value
    case "functions": functions = Int(value)
    case "tolerance": tolerance = Int(value) ?? 0
    case "emit": emit = value
    case "file_phase": filePhases.append(value)
    case "phase": phases.append(value)
    case "source": sources.append(value)
    case "smoke": smoke = value
    case "smoke_expected": smokeExpected = value
    case "install": install = value
    case "timeout": timeout = Int(value) ?? timeout
    default: throw QuakeError.usage("bootstrap '\(name)' has no setting '\(key)'")
    }
  }

  private static func unescaped(_ text: Substring) -> String {
    var result = ""
    var isEscaped = false
    for character in text {
      if isEscaped {
        result.append(character == "n" ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        result.append(character)
      }
    }
    return result
  }
}

// MARK: What makes no sense

extension Bootstrap {
  private func validate() throws {
    let isName =
      !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || "-_".contains($0) }
    guard isName else {
      throw QuakeError.usage("'\(name)' is no name for a bootstrap: letters, digits, '-' and '_'")
    }
    try require("seed", seed, [.output])
    try require("ir", ir, [.compiler, .output], mayBeAbsent: true)
    try require("object", object, [.output], mayBeAbsent: true)
    try require("binary", binary, [.output])
    try require("smoke", smoke, [.compiler])
    try require("emit", emit, [.compiler, .phase, .file], mayBeAbsent: true)
    guard (ir + object + binary).contains("{compiler}") else {
      throw mistake("no step uses '{compiler}', so that no stage would be built by the one before")
    }
    guard !inputs.isEmpty else {
      throw mistake("'inputs' is empty, so that a stamp proves nothing")
    }
    guard functions == nil || !ir.isEmpty else { throw mistake("'functions' are counted in 'ir'") }
  }

  private func require(
    _ key: String, _ command: String, _ needed: [Placeholder], mayBeAbsent: Bool = false
  ) throws {
    if command.isEmpty {
      guard !mayBeAbsent else { return }
      throw mistake("'\(key)' is missing")
    }
    for placeholder in needed where !command.contains("{\(placeholder.rawValue)}") {
      throw mistake("'\(key)' does not use '{\(placeholder.rawValue)}'")
    }
  }

  private func mistake(_ reason: String) -> QuakeError {
    .usage("bootstrap '\(name)': \(reason)")
  }
}

// MARK: Commands

extension Bootstrap {
  /// `command` with its places filled, each value as one word of the shell.
  static func fill(_ command: String, _ values: [Placeholder: String]) -> String {
    values.reduce(command) { text, entry in
      text.split(separator: "{\(entry.key.rawValue)}", omittingEmptySubsequences: false)
        .joined(separator: Command.quoted(entry.value))
    }
  }

  /// The digest of everything that was said, since another command is another proof.
  var digest: String { Digest.of("\(self)") }
}
