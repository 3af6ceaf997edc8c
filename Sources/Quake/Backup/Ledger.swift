#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One compiler that was kept after its fixpoint was proved.
struct Generation: Codable, Equatable, Sendable {
  /// The name of the compiler, as the Quakefile's `bootstrap(…)` has it.
  let compiler: String
  /// Its place in the order of keeping, from 1; the ledger that takes it in gives it.
  var number = 0
  /// The name it was given, or nil for one of the rolling ones.
  var name: String?
  /// The SHA-256 of the binary in hexadecimal.
  let sha256: String
  /// The size of the binary in bytes.
  let size: Int
  /// The SHA-256 of its intermediate text, or nil for a compiler without one.
  let ir: String?
  /// How many functions it has, or nil where they are not counted.
  let functions: Int?
  /// The commit that its sources were at, with a `+` behind it when they were changed further.
  var commit: String?
  /// The programs that had a part in it, each with what it says of its version.
  let tools: [String]

  /// Whether no commit has its sources.
  var isUncommitted: Bool { commit?.hasSuffix("+") ?? true }
}

/// The list of all that was kept, of every compiler of the project: the file `backups/ledger.json`,
/// which is committed.
///
/// The binaries are not: any machine can build one again from the commit, and must get its digest.
struct Ledger: Codable, Equatable, Sendable {
  /// The compilers in the order of keeping.
  var generations: [Generation] = []

  /// The ledger at `path`; an empty one where there is none yet.
  static func read(_ path: String) throws -> Ledger {
    guard Files.exists(path) else { return Ledger() }
    guard let bytes = Files.bytes(path) else {
      throw QuakeError.infrastructure("\(path) cannot be read")
    }
    do {
      return try JSONDecoder().decode(Ledger.self, from: Data(bytes))
    } catch {
      throw QuakeError.failed(
        "\(path) is damaged and was left as it is; git has the last version that was committed")
    }
  }

  /// Puts the ledger at `path`.
  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try DurableFile.write([UInt8](try encoder.encode(self)) + [0x0a], to: path)
  }

  /// The generations of `compiler` in the order of keeping.
  func generations(of compiler: String) -> [Generation] {
    generations.filter { $0.compiler == compiler }
  }

  /// The generation of `compiler` called `name`: `golden` is the last rolling one, `prev` the one
  /// before it.
  func generation(called name: String, of compiler: String) -> Generation? {
    let all = generations(of: compiler)
    let rolling = all.filter { $0.name == nil }
    switch name {
    case "golden": return rolling.last
    case "prev": return rolling.dropLast().last
    default: return all.last { $0.name == name }
    }
  }

  /// The ledger with `generation` under the next number at its end.
  ///
  /// A rolling generation that is the golden one already is not kept twice; only the commit of sources that
  /// were not committed yet is replaced by one that has them.
  func keeping(_ generation: Generation) -> Ledger {
    var copy = self
    let compiler = generation.compiler
    if let name = generation.name {
      // A name stands for one generation: the new one takes it over.
      copy.generations.removeAll { $0.compiler == compiler && $0.name == name }
    } else if let index = generations.lastIndex(where: {
      $0.compiler == compiler && $0.name == nil
    }), generations[index].sha256 == generation.sha256, generations[index].ir == generation.ir {
      if generations[index].isUncommitted { copy.generations[index].commit = generation.commit }
      return copy
    }
    copy.generations.append(generation)
    copy.generations[copy.generations.count - 1].number =
      (generations.map(\.number).max() ?? 0) + 1
    return copy
  }
}
