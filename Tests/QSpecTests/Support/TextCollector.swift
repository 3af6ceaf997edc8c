import Synchronization

@testable import QSpec

/// A sink that keeps what is written to it.
final class TextCollector: Sendable {
  /// The text so far.
  private let state = Mutex("")

  /// The text so far.
  var text: String { state.withLock { $0 } }

  /// The sink.
  var sink: TextSink { TextSink { piece in self.state.withLock { $0 += piece } } }
}
