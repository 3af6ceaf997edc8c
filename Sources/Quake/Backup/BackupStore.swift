/// The compilers that were kept, in the folder `backups` of a project.
///
/// `objects/SHA256` holds each binary once, under its digest; `ledger.json` says what each is;
/// `NAME-golden`, `NAME-prev` and `NAME-x-golden` are copies under the names that people use. The
/// ledger is written last, in one step, so that a generation is there whole or not at all; what a
/// killed quake left undone is done at the next start. Objects and ledger are shared by all compilers
/// of the project, and changed by one quake at a time.
struct BackupStore: Sendable {
  /// The folder.
  let folder: String
  /// The name of the compiler.
  let compiler: String
  /// How files are written; tests put a full disk in its place.
  var write: @Sendable (_ bytes: [UInt8], _ path: String, _ mode: UInt16) throws -> Void = {
    try DurableFile.write($0, to: $1, mode: .init($2))
  }

  /// The store of the compiler called `compiler` in `project`.
  init(_ compiler: String, in project: Project) {
    folder = project.path("backups")
    self.compiler = compiler
  }

  /// Where the ledger is.
  private var ledgerPath: String { Files.join(folder, "ledger.json") }

  /// The ledger of all compilers.
  private func ledger() throws -> Ledger { try Ledger.read(ledgerPath) }

  /// What was kept of this compiler, in the order of keeping.
  func generations() throws -> [Generation] { try ledger().generations(of: compiler) }

  /// The generation called `name`, `golden` and `prev` among them.
  func generation(called name: String) throws -> Generation? {
    try ledger().generation(called: name, of: compiler)
  }

  /// The state of what the ledger promises.
  enum Condition: Equatable, Sendable {
    case whole
    /// The binary is not on this machine, as after a clone.
    case absent
    /// The file is there with other bytes.
    case corrupt
  }

  /// Where the binary of `generation` lies.
  func object(of generation: Generation) -> String {
    Files.join(folder, "objects/\(generation.sha256)")
  }

  /// Whether the binary of `generation` is what the ledger says, by its content.
  func condition(of generation: Generation) -> Condition {
    guard let bytes = Files.bytes(object(of: generation)) else { return .absent }
    return bytes.count == generation.size && Digest.of(bytes) == generation.sha256
      ? .whole : .corrupt
  }

  /// The bytes of `generation`, which must be whole.
  func bytes(of generation: Generation) throws -> [UInt8] {
    let title = title(of: generation)
    guard let bytes = Files.bytes(object(of: generation)) else {
      throw QuakeError.failed(
        "the binary of \(title) is not on this machine; check out "
          + "\(generation.commit ?? "its commit") and run quake guard to build it again")
    }
    guard bytes.count == generation.size, Digest.of(bytes) == generation.sha256 else {
      throw QuakeError.failed(
        "\(title) is corrupt: its content is not what the ledger says (\(generation.sha256))")
    }
    return bytes
  }

  /// The name under which people find `generation`.
  func title(of generation: Generation) -> String {
    if let name = generation.name { return "\(compiler)-\(name)-golden" }
    return "\(compiler) generation \(generation.number)"
  }
}

// MARK: Keeping

extension BackupStore {
  /// Keeps `binary`: the object, then the ledger, then the names.
  func keep(_ binary: [UInt8], _ generation: Generation) throws {
    try exclusively { try add(binary, generation) }
  }

  /// Keeps the golden compiler under `name` too; gives that generation.
  func keepGolden(as name: String) throws -> Generation {
    try exclusively {
      guard var golden = try generation(called: "golden") else {
        throw QuakeError.failed("there is no golden compiler yet; quake guard makes one")
      }
      let bytes = try bytes(of: golden)
      golden.name = name
      try add(bytes, golden)
      return golden
    }
  }

  /// Does what a killed quake may have left undone: the names in the folder agree with the ledger.
  func settle() throws {
    try exclusively { try settle(try ledger()) }
  }

  /// Runs `change` while no other quake changes the folder.
  private func exclusively<Result>(_ change: () throws -> Result) throws -> Result {
    let lock = try FileLock(Files.join(folder, ".lock"), waiting: .seconds(10))
    let result = try change()
    _ = consume lock
    return result
  }

  private func add(_ binary: [UInt8], _ generation: Generation) throws {
    let ledger = try ledger()
    try write(binary, object(of: generation), 0o755)
    let next = ledger.keeping(generation)
    if next != ledger { try next.write(to: ledgerPath) }
    try settle(next)
  }

  private func settle(_ ledger: Ledger) throws {
    for (file, generation) in names(of: ledger) {
      let path = Files.join(folder, file)
      guard condition(of: generation) == .whole, let bytes = Files.bytes(object(of: generation))
      else { continue }
      if Files.bytes(path) != bytes { try write(bytes, path, 0o755) }
    }
  }

  private func names(of ledger: Ledger) -> [(file: String, generation: Generation)] {
    var names: [(String, Generation)] = []
    if let golden = ledger.generation(called: "golden", of: compiler) {
      names.append(("\(compiler)-golden", golden))
    }
    if let previous = ledger.generation(called: "prev", of: compiler) {
      names.append(("\(compiler)-prev", previous))
    }
    for generation in ledger.generations(of: compiler) {
      if let name = generation.name { names.append(("\(compiler)-\(name)-golden", generation)) }
    }
    return names
  }

  /// Removes what no name of this compiler stands for; gives the generations that went.
  ///
  /// A binary stays as long as any compiler's generation is made of it.
  func prune() throws -> [Generation] {
    try exclusively {
      var ledger = try ledger()
      let kept = Set(names(of: ledger).map(\.generation.number))
      let gone = ledger.generations(of: compiler).filter { !kept.contains($0.number) }
      ledger.generations.removeAll(where: gone.contains)
      if !gone.isEmpty { try ledger.write(to: ledgerPath) }
      try removeObjects(except: Set(ledger.generations.map(\.sha256)))
      return gone
    }
  }

  private func removeObjects(except digests: Set<String>) throws {
    let objects = Files.join(folder, "objects")
    for name in Files.names(in: objects) where !digests.contains(name) {
      try Files.remove(Files.join(objects, name))
    }
  }

  /// The newest generation that is whole, with those that were passed over because they are not.
  func newestWhole() throws -> (generation: Generation?, skipped: [Generation]) {
    var skipped: [Generation] = []
    for generation in try generations().reversed() {
      if condition(of: generation) == .whole { return (generation, skipped) }
      skipped.append(generation)
    }
    return (nil, skipped)
  }
}
