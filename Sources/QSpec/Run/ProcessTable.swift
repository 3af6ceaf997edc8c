/// The processes of this machine as the operating system lists them.
enum ProcessTable {
  /// A line of the table.
  struct Entry: Hashable {
    /// The process.
    let id: Int32
    /// The name of its program.
    let name: String
    /// The letter of its state: `R` running, `S` sleeping, `D` waiting for a device, `Z` dead.
    let state: Character
    /// Its process group.
    let group: Int32
  }

  /// What the state of the process `id` says about where it hangs, nil when that is unknown.
  static func activity(of id: Int32) -> String? {
    switch entry(id)?.state {
    case "R": "it was computing"
    case "S": "it was sleeping"
    case "D": "it was waiting for a device"
    case "T", "t": "it was stopped"
    default: nil
    }
  }

  #if os(Linux)
    /// The sorted names of the live processes in `group`.
    static func names(inGroup group: Int32) -> [String] {
      allIDs.compactMap(entry).filter { $0.group == group && !"ZX".contains($0.state) }
        .map(\.name).sorted()
    }

    /// The live processes of which the environment contains `marker`.
    static func entries(withEnvironmentContaining marker: String) -> [Entry] {
      allIDs.filter { id in
        guard let file = OpenFile(reading: "/proc/\(id)/environ") else { return false }
        return file.text(in: 0..<(1 << 16)).contains(marker)
      }.compactMap(entry).filter { !"ZX".contains($0.state) }
    }

    /// The value of the variable `name` in the environment of the process `id`.
    static func environment(of id: Int32, _ name: String) -> String? {
      guard let file = OpenFile(reading: "/proc/\(id)/environ") else { return nil }
      return file.text(in: 0..<(1 << 16)).split(separator: "\0")
        .first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
    }

    /// The ids of all processes.
    private static var allIDs: [Int32] { FileSystem.names(in: "/proc").compactMap { Int32($0) } }

    /// What the system says of the process `id`, nil when it is gone.
    ///
    /// The name stands in parentheses and may hold some itself; the fields follow the last one.
    static func entry(_ id: Int32) -> Entry? {
      guard let file = OpenFile(reading: "/proc/\(id)/stat") else { return nil }
      let line = file.text(in: 0..<4096)
      guard let open = line.firstIndex(of: "("), let close = line.lastIndex(of: ")") else {
        return nil
      }
      let fields = line[line.index(after: close)...].split(separator: " ")
      guard fields.count > 2, let state = fields[0].first, let group = Int32(fields[2]) else {
        return nil
      }
      let name = String(line[line.index(after: open)..<close])
      return Entry(id: id, name: name, state: state, group: group)
    }
  #else
    /// A name for the group as a whole, because its members cannot be listed portably.
    static func names(inGroup group: Int32) -> [String] { ["process group"] }

    /// No process: environments cannot be read portably.
    static func entries(withEnvironmentContaining marker: String) -> [Entry] { [] }

    /// Nothing: environments cannot be read portably.
    static func environment(of id: Int32, _ name: String) -> String? { nil }

    /// Nothing: states cannot be read portably.
    static func entry(_ id: Int32) -> Entry? { nil }
  #endif
}
