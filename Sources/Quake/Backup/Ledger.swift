#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One compiler that was kept after its fixpoint was proved.
struct Generation: Codable, Equatable, Sendable {
  /// Its place in the order of keeping, from 1.
  let number: Int
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
  let commit: String?
  /// The programs that had a part in it, each with what it says of its version.
  let tools: [String]
}

/// The list of all compilers that were kept: the file `backups/ledger.json`, which is committed.
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

  /// The generation called `name`: `golden` is the last rolling one, `prev` the one before it.
  func generation(called name: String) -> Generation? {
    let rolling = generations.filter { $0.name == nil }
    switch name {
    case "golden": return rolling.last
    case "prev": return rolling.dropLast().last
    default: return generations.last { $0.name == name }
    }
  }

  /// The ledger with `generation`, whose number is the next one, at its end.
  func adding(_ generation: Generation) -> Ledger {
    var copy = self
    // A name stands for one compiler: the new one takes it over.
    if let name = generation.name { copy.generations.removeAll { $0.name == name } }
    copy.generations.append(generation)
    return copy
  }

  /// The number of the next generation.
  var nextNumber: Int { (generations.map(\.number).max() ?? 0) + 1 }
}
