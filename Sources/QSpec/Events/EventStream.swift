import Synchronization

/// A reader of the events of a run, which makes something of them for people or machines.
///
/// Calls never overlap: the stream passes events on one after the other.
public protocol Reporter: AnyObject {
  /// Takes note of `event`.
  func receive(_ event: RunEvent)

  /// Takes note that time has passed without an event.
  func tick()

  /// Writes what is left to write, with `record` as all that is known of the run.
  func finish(_ record: RunRecord) throws(RunnerError)
}

extension Reporter {
  /// Does nothing: most reports do not change while nothing happens.
  public func tick() {}
}

/// The one place through which the events of a run go, to the journal first and then to reporters.
final class EventStream: Sendable {
  /// What is guarded: everything that an event changes.
  private struct State: ~Copyable {
    var journal: Journal?
    let reporters: [any Reporter]
    var record = RunRecord()
    var failure: RunnerError?
  }

  /// When the run started.
  private let start = ContinuousClock.now
  /// The guarded state.
  private let state: Mutex<State>

  /// A stream into `journal`, when there is one, and `reporters`.
  init(journal: consuming sending Journal?, reporters: sending [any Reporter]) {
    state = Mutex(State(journal: journal, reporters: reporters))
  }

  /// All that is known so far.
  var record: RunRecord { state.withLock { $0.record } }

  /// The first thing that went wrong in writing the journal or a report.
  var failure: RunnerError? { state.withLock { $0.failure } }

  /// Records that `kind` has happened.
  func emit(_ kind: RunEvent.Kind) {
    state.withLock { state in
      let elapsed = (ContinuousClock.now - start).nanoseconds / 1_000_000
      let event = RunEvent(elapsed: elapsed, kind: kind)
      Self.attempt(&state) { state throws(RunnerError) in try state.journal?.append(event) }
      state.record.apply(event)
      for reporter in state.reporters { reporter.receive(event) }
    }
  }

  /// Lets the journal sync and reporters show the passing of time.
  func tick() {
    state.withLock { state in
      Self.attempt(&state) { state throws(RunnerError) in try state.journal?.syncIfDue() }
      for reporter in state.reporters { reporter.tick() }
    }
  }

  /// Syncs the journal and lets every reporter write its end, whatever becomes of the others.
  func finish() {
    state.withLock { state in
      Self.attempt(&state) { state throws(RunnerError) in try state.journal?.sync() }
      for reporter in state.reporters {
        Self.attempt(&state) { state throws(RunnerError) in try reporter.finish(state.record) }
      }
    }
  }

  /// Does `work`, and keeps its error when it is the first.
  private static func attempt(
    _ state: inout State, _ work: (inout State) throws(RunnerError) -> Void
  ) {
    do throws(RunnerError) {
      try work(&state)
    } catch {
      state.failure = state.failure ?? error
    }
  }
}
