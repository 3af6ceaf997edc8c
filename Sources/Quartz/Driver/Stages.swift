/// In what form `--memory-stats` reports.
public enum MemoryFormat: String, CaseIterable, Sendable {
  /// Lines in megabytes.
  case text
  /// One JSON object in bytes.
  case json
}

/// The phases of a compilation as they run: their names for internal errors, their times for
/// `--time-phases`, their memory for `--memory-stats`.
///
/// A stage that runs once for each file is one line. Time and memory between two stages belong to
/// the later one, so that the lines add up to the whole.
final class Stages {
  /// A line of the reports.
  struct Line {
    let name: StaticString
    /// The bytes by which the resident set grew.
    var growth = 0
    /// The time it took.
    var time = Duration.zero
    /// What is said in place of growth and time.
    var remark: String?
  }

  /// The lines in the order in which their stages began.
  private(set) var lines: [Line] = []
  /// The bytes that tables held when they were full.
  private(set) var tables: [(name: StaticString, bytes: Int)] = []

  private let countsMemory: Bool
  private let clock = ContinuousClock()
  private var lastTime: ContinuousClock.Instant
  private var lastMemory = 0

  /// Begins to count.
  init(countsMemory: Bool) {
    self.countsMemory = countsMemory
    lastTime = clock.now
    lines.append(Line(name: "init"))
    account(to: 0)
  }

  /// Runs a stage.
  func run<Result, Failure: Error>(
    _ name: StaticString, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    InternalError.enter(name)
    let line = line(name)
    let result = try body()
    account(to: line)
    return result
  }

  /// Runs a stage that frees memory.
  func free(_ name: StaticString, _ body: () -> Void) {
    run(name) {
      body()
      if countsMemory || ProcessMemory.resident() > 64 << 20 { ProcessMemory.release() }
    }
  }

  /// Adds a line that only says how much memory there is, and a remark.
  func note(_ name: StaticString, _ remark: String = "") {
    guard countsMemory else { return }
    lines.append(Line(name: name, remark: remark))
  }

  /// Takes note of the bytes that a table holds.
  func table(_ name: StaticString, _ bytes: Int) {
    if countsMemory { tables.append((name, bytes)) }
  }

  private func line(_ name: StaticString) -> Int {
    if let known = lines.firstIndex(where: { "\($0.name)" == "\(name)" }) { return known }
    lines.append(Line(name: name))
    return lines.count - 1
  }

  private func account(to line: Int) {
    let now = clock.now
    lines[line].time += lastTime.duration(to: now)
    lastTime = now
    guard countsMemory else { return }
    let memory = ProcessMemory.resident()
    lines[line].growth += memory - lastMemory
    lastMemory = memory
  }
}

// MARK: - Reports

extension Stages {
  /// The lines of `--memory-stats`.
  func memoryText(peak: Int) -> String {
    var text = ""
    var memory = 0
    var time = Duration.zero
    for (number, line) in lines.enumerated() {
      let before = Self.megabytes(memory)
      memory += line.growth
      time += line.time
      let now = Self.megabytes(memory)
      let change = now < before ? "\(now - before)" : "+\(now - before)"
      text += "[mem] \(line.name): \(now) MB"
      if let remark = line.remark {
        text += remark.isEmpty ? "\n" : ", \(remark)\n"
      } else {
        text += number == 0 ? " current" : " (\(change))"
        text += " (\(Self.milliseconds(time))ms)\n"
      }
    }
    return text + "[mem] peak: \(Self.megabytes(peak)) MB\n"
  }

  /// The object of `--memory-stats=json`.
  func memoryJSON(peak: Int) -> String {
    var memory = 0
    var time = Duration.zero
    let phases = lines.filter { $0.remark == nil }.map { line in
      memory += line.growth
      time += line.time
      let milliseconds = Self.milliseconds(time)
      return "{\"name\":\"\(line.name)\",\"current\":\(memory),\"delta\":\(line.growth),"
        + "\"ms\":\(milliseconds)}"
    }
    let held = tables.map { "\"\($0.name)\":\($0.bytes)" }
    return "{\"phases\":[\(phases.joined(separator: ","))],"
      + "\"tables\":{\(held.joined(separator: ","))},\"peak\":\(peak)}\n"
  }

  /// The table of `--time-phases`.
  func timeText() -> String {
    let total = lines.reduce(Duration.zero) { $0 + $1.time }
    var text = ""
    for line in lines where line.remark == nil {
      text += Self.row("\(line.name)", line.time, total)
    }
    return text + Self.row("total", total, total)
  }

  private static func row(_ name: String, _ time: Duration, _ total: Duration) -> String {
    let share = total == .zero ? 0 : Int((time / total * 1000).rounded())
    let padding = String(repeating: " ", count: max(0, 14 - name.count))
    return "[time] \(name)\(padding)\(right(tenths(microseconds(time) / 100), 10)) ms"
      + "\(right(tenths(share), 8)) %\n"
  }

  /// A number of tenths with its decimal point.
  private static func tenths(_ number: Int) -> String { "\(number / 10).\(number % 10)" }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private static func megabytes(_ bytes: Int) -> Int { (bytes + (1 << 19)) >> 20 }

  private static func microseconds(_ time: Duration) -> Int {
    Int(time.components.seconds) * 1_000_000 + Int(time.components.attoseconds / 1_000_000_000_000)
  }

  private static func milliseconds(_ time: Duration) -> Int { microseconds(time) / 1000 }
}
