/// The file of a run's events, one JSON object a line, from which every report can be made again.
///
/// Each event is written at once, so that it survives the death of the runner, and synced within
/// a quarter of a second, so that it survives the death of the machine.
struct Journal: ~Copyable {
  /// How long results may lie unsynced.
  static let syncInterval = Duration.milliseconds(250)

  /// Where it is.
  private let path: String
  /// The open file.
  private let file: OpenFile
  /// When the file was last synced.
  private var lastSync = ContinuousClock.now
  /// Whether something was written since.
  private var isDirty = false

  /// A new journal at `path`, in place of an old one.
  init(creating path: String) throws(RunnerError) {
    guard let file = OpenFile(creating: path) else {
      throw .infrastructure("cannot write the journal '\(path)': \(Platform.lastError)")
    }
    self.path = path
    self.file = file
  }

  /// Appends `event`.
  mutating func append(_ event: RunEvent) throws(RunnerError) {
    guard file.write(event.json.lineBytes + [0x0A]) else {
      throw .infrastructure("cannot write the journal '\(path)': \(Platform.lastError)")
    }
    isDirty = true
    try syncIfDue()
  }

  /// Syncs when events have been lying for long enough.
  mutating func syncIfDue() throws(RunnerError) {
    guard isDirty, ContinuousClock.now - lastSync >= Self.syncInterval else { return }
    try sync()
  }

  /// Makes everything written so far survive a loss of power.
  mutating func sync() throws(RunnerError) {
    guard file.sync() else {
      throw .infrastructure("cannot sync the journal '\(path)': \(Platform.lastError)")
    }
    isDirty = false
    lastSync = ContinuousClock.now
  }
}

extension Journal {
  /// The events in the journal at `path`.
  ///
  /// A last line that was cut off is left out: it is what a killed runner leaves behind. Anything
  /// else that is no event means that the file is no journal, or damaged, and is an error.
  static func events(at path: String) throws(RunnerError) -> [RunEvent] {
    let lines = try FileSystem.contents(of: path).split(
      separator: 0x0A, omittingEmptySubsequences: false)
    var events: [RunEvent] = []
    for (index, line) in lines.enumerated() {
      if let json = try? JSONReader.value(of: Array(line)), let event = RunEvent(json: json) {
        events.append(event)
      } else if index < lines.count - 1 {
        throw .infrastructure("'\(path)' is no journal: line \(index + 1) is no event")
      }
    }
    guard case .runStarted? = events.first?.kind else {
      throw .infrastructure("'\(path)' is no journal: it does not begin with the start of a run")
    }
    return events
  }
}
