#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a proof rests on, by content: every input and every tool.
///
/// It is written after a guard that passed, and tells within milliseconds whether the proof still holds.
struct GuardStamp: Codable, Equatable, Sendable {
  /// A file with what its content was.
  struct Input: Codable, Equatable, Sendable {
    let path: String
    let sha256: String
  }

  /// A program of the machine.
  ///
  /// Programs are large: one whose file is untouched by every clock of the file
  /// system is not read again; any other is judged by its content.
  struct Tool: Codable, Equatable, Sendable {
    let path: String
    let sha256: String
    /// What changes whenever the file is written or replaced.
    let trace: String
  }

  /// The compiler that was proved.
  let compiler: String
  /// The digest of the settings of its bootstrap.
  let settings: String
  /// The patterns that the inputs were found by, for noticing new files.
  let patterns: [String]
  /// The inputs in order.
  let inputs: [Input]
  /// The tools in order.
  let tools: [Tool]
  /// The compiler that came out, as the ledger has it.
  let binary: String

  /// Where the stamp of the compiler called `name` lies.
  static func path(of name: String, in project: Project) -> String {
    Files.join(project.scratch, "guard/\(name).stamp")
  }

  /// The stamp of what `bootstrap` rests on at this moment.
  static func now(
    _ bootstrap: Bootstrap, binary: String, in project: Project, toolchain: Toolchain
  ) throws -> GuardStamp {
    let patterns = bootstrap.inputs + ["Quakefile"]
    let files = GlobPattern.files(patterns, in: project.root)
    for pattern in bootstrap.inputs where GlobPattern.files(pattern, in: project.root).isEmpty {
      throw QuakeError.failed("bootstrap '\(bootstrap.name)': no file fits the input '\(pattern)'")
    }
    return GuardStamp(
      compiler: bootstrap.name, settings: bootstrap.digest, patterns: patterns,
      inputs: try files.map { Input(path: $0, sha256: try digest(of: project.path($0))) },
      tools: try bootstrap.tools.map { try tool($0, toolchain) }, binary: binary)
  }

  private static func digest(of path: String) throws -> String {
    guard let digest = Digest.ofFile(path) else {
      throw QuakeError.failed("\(path) cannot be read")
    }
    return digest
  }

  private static func tool(_ name: String, _ toolchain: Toolchain) throws -> Tool {
    let path = Toolchain.resolved(
      name == "clang" ? toolchain.clang ?? name : try toolchain.need(name))
    return Tool(path: path, sha256: try digest(of: path), trace: trace(of: path))
  }

  private static func trace(of path: String) -> String {
    guard let status = FileStatus(path) else { return "absent" }
    let times = [status.written, status.changed].map { "\($0.seconds).\($0.nanoseconds)" }
    return "\(status.size) \(status.inode) \(times[0]) \(times[1])"
  }
}

// MARK: Checking

extension GuardStamp {
  /// The stamp at `path`, or nil when there is none that can be read.
  static func read(_ path: String) -> GuardStamp? {
    Files.bytes(path).flatMap { try? JSONDecoder().decode(GuardStamp.self, from: Data($0)) }
  }

  /// Puts the stamp at `path`.
  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try DurableFile.write([UInt8](try encoder.encode(self)), to: path)
  }

  /// What is no longer as it was, one text each; nothing when the proof holds.
  func changes(in project: Project) -> [String] {
    let known = Dictionary(uniqueKeysWithValues: inputs.map { ($0.path, $0.sha256) })
    let files = GlobPattern.files(patterns, in: project.root)
    var changes = Set(known.keys).subtracting(files).sorted().map { "\($0) is gone" }
    for file in files {
      guard let digest = known[file] else {
        changes.append("\(file) is new")
        continue
      }
      if Digest.ofFile(project.path(file)) != digest { changes.append("\(file) has changed") }
    }
    return changes + tools.filter { !$0.isUnchanged }.map { "\($0.path) is another program" }
  }
}

extension GuardStamp.Tool {
  fileprivate var isUnchanged: Bool {
    if GuardStamp.trace(of: path) == trace { return true }
    return Digest.ofFile(path) == sha256
  }
}
