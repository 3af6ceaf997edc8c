/// Where the modules of a compilation are looked for, and how their files are read.
struct ModuleSearch: Sendable {
  /// The directories of `-I`, in order.
  var includePaths: [String] = []
  /// What decides which imports and items there are.
  var conditions = Conditions()
  /// The directory of the standard library.
  var standardPath: String = ""
  /// The path of a file without `.`, `..` and links, or nil when there is no such regular file.
  var canonical: @Sendable (String) -> String?
}

/// The modules that a main file imports, directly and through others.
///
/// The driver parses what `next` gives, hands the root to `scan`, and repeats until nothing is left;
/// so that reading, lexing and parsing stay phases of their own.
struct ModuleGraph: Sendable {
  /// A file that was found and is to be parsed.
  struct Request: Sendable {
    /// The module that it becomes.
    let module: ModuleID
    /// The path to open.
    let path: String
    /// The path that goes into programs.
    let stablePath: String
    /// The import that asked for it; `.none` for the main file and the prelude.
    let node: NodeID
  }

  /// The modules, in the order in which they were first imported.
  private(set) var modules = Table<ModuleID, Module>(
    none: Module(file: .none, path: "", isStandard: false))
  /// The module of the file that was given to the compiler.
  private(set) var main = ModuleID.none
  /// The module whose star imports every module has.
  private(set) var prelude = ModuleID.none

  private let search: ModuleSearch
  private var byPath: [String: ModuleID] = [:]
  /// What the file system said of each path that was asked for.
  private var canonicalPaths: [String: String?] = [:]
  private var usedNames: Set<String> = []
  private var paths: [ModuleID: String] = [:]
  private var queue: [Request] = []
  private var done = 0

  init(search: ModuleSearch) {
    self.search = search
  }

  /// Asks for the main file at `path`, and for the prelude.
  mutating func start(path: String, stablePath: String) {
    startMain(path: path, stablePath: stablePath)
    startPrelude()
  }

  /// Asks for the main file at `path`.
  mutating func startMain(path: String, stablePath: String) {
    main = request(path, stablePath: stablePath, isStandard: false, for: .none)
  }

  /// Asks for the prelude.
  mutating func startPrelude() {
    let path = search.standardPath + "/prelude.qz"
    guard canonical(path) != nil else { return }
    prelude = request(path, stablePath: "std/prelude.qz", isStandard: true, for: .none)
  }

  /// The next file to parse.
  mutating func next() -> Request? {
    guard done < queue.count else { return nil }
    defer { done += 1 }
    return queue[done]
  }

  /// Takes note of the parsed file of `request` and asks for what it imports.
  mutating func scan(
    _ request: Request, file: FileID, root: NodeID, in tree: SyntaxTree,
    _ interner: inout Interner, _ diagnostics: inout DiagnosticSink, _ sources: SourceMap
  ) {
    let old = modules[request.module]
    var module = Module(
      file: file, path: old.path, isStandard: old.isStandard, isInLibrary: old.isInLibrary)
    module.root = root
    for item in tree.list(root)
    where tree.kind(item) == .importDecl
      && search.conditions.hold(for: item, in: tree, interner)
    {
      let path = interner.text(tree.symbol(item))
      guard let target = find(path, from: request, node: item) else {
        diagnostics.report(.unknownModule(path, at: tree.span(item, in: sources)))
        let lost = makeImport(item, of: .none, path: path, in: tree, &interner)
        module.lacking += [lost.qualifier] + lost.names.map(\.alias)
        if lost.isStar { module.lacksUnknownNames = true }
        continue
      }
      if target == request.module {
        diagnostics.report(.selfImport(path, at: tree.span(item, in: sources)))
      }
      module.imports.append(makeImport(item, of: target, path: path, in: tree, &interner))
    }
    modules[request.module] = module
  }

  private func makeImport(
    _ item: NodeID, of target: ModuleID, path: String, in tree: SyntaxTree,
    _ interner: inout Interner
  ) -> Import {
    let flags = NodeFlags(rawValue: tree.field(item, 0))
    let alias = Symbol(index: tree.field(item, 2))
    let names = tree.fieldList(item, 3).map { node in
      let name = tree.symbol(node)
      let local = tree.secondSymbol(node)
      return ImportedName(name: name, alias: local.isNone ? name : local, node: node)
    }
    var qualifier = alias
    if alias.isNone && !flags.contains(.isStar) && !flags.contains(.hasNames) {
      qualifier = interner.intern(String(path.split(separator: "/").last ?? ""))
    }
    return Import(
      module: target, node: item, qualifier: qualifier, isStar: flags.contains(.isStar),
      names: names)
  }
}

// MARK: - Searching

extension ModuleGraph {
  /// The module that `import path` in the file of `importer` means.
  private mutating func find(_ path: String, from importer: Request, node: NodeID) -> ModuleID? {
    for (base, stableBase) in bases(of: importer) {
      for suffix in [".qz", "/mod.qz"] {
        let candidate = base.isEmpty ? path + suffix : base + "/" + path + suffix
        guard canonical(candidate) != nil else { continue }
        let stable = stableBase.isEmpty ? path + suffix : stableBase + "/" + path + suffix
        return request(
          candidate, stablePath: stable, isStandard: isInLibrary(candidate), for: node)
      }
    }
    return nil
  }

  /// Whether the file at `path` belongs to the standard library.
  private mutating func isInLibrary(_ path: String) -> Bool {
    guard let prelude = canonical(search.standardPath + "/prelude.qz"),
      let file = canonical(path)
    else { return false }
    return file.hasPrefix(directory(prelude) + "/")
  }

  /// The path of a regular file without links, remembered.
  ///
  /// Modules import each other over and over, and asking the file system costs more than parsing a
  /// small one.
  private mutating func canonical(_ path: String) -> String? {
    if let known = canonicalPaths[path] { return known }
    let found = search.canonical(path)
    canonicalPaths[path] = .some(found)
    return found
  }

  /// The directories to look in, each with what stands for it in compiled programs.
  private func bases(of importer: Request) -> [(path: String, stable: String)] {
    var bases = [(directory(importer.path), directory(importer.stablePath))]
    bases += search.includePaths.map { ($0, StablePath.make($0)) }
    bases.append((search.standardPath, "std"))
    return bases
  }

  private func directory(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return String(path[..<slash])
  }

  private mutating func request(
    _ path: String, stablePath: String, isStandard: Bool, for node: NodeID
  ) -> ModuleID {
    let key = canonical(path) ?? path
    if let known = byPath[key] { return known }
    let stable = StablePath.normalize(stablePath)
    let name = uniqueName(stable.hasSuffix(".qz") ? String(stable.dropLast(3)) : stable)
    let id = modules.add(
      Module(
        file: .none, path: name, isStandard: isStandard, isInLibrary: isInLibrary(path)))
    byPath[key] = id
    queue.append(Request(module: id, path: path, stablePath: stable, node: node))
    return id
  }

  /// `name`, or with a number behind it where two files would have the same one.
  private mutating func uniqueName(_ name: String) -> String {
    var candidate = name
    var number = 2
    while !usedNames.insert(candidate).inserted {
      candidate = "\(name)~\(number)"
      number += 1
    }
    return candidate
  }
}

/// Paths as they go into compiled programs: the same wherever the sources lie.
enum StablePath {
  /// What stands for `path`: itself when relative, its last component when absolute.
  static func make(_ path: String) -> String {
    path.hasPrefix("/") ? String(path.split(separator: "/").last ?? "") : normalize(path)
  }

  /// `path` without `.` components, doubled slashes, and `..` behind a name.
  static func normalize(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}
