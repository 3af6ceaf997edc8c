import Synchronization

/// Keeps apart what tasks write at the same time.
///
/// The task that began first writes straight through; the others are kept back, each in a block of
/// its own, until it is their turn. On a live console a last line tells what is running.
final class OutputBoard: Sendable {
  /// Names a task's block.
  typealias ID = Int

  /// What a task has written and not yet shown.
  private struct Block {
    let title: String
    var kept: [UInt8] = []
    var closing: String?
    var hasTitle = false
  }

  private struct State {
    var blocks: [ID: Block] = [:]
    /// The blocks that are not fully shown, the one in front first.
    var queue: [ID] = []
    var nextID = 0
    var atLineStart = true
    var status = ""
    var hasStatus = false
  }

  private let state = Mutex(State())
  private let console: Console
  private let out: OutputSink
  private let isQuiet: Bool
  private let hasTitles: Bool

  /// A board on `out`; a quiet one shows only the blocks of tasks that failed.
  init(console: Console, out: OutputSink, isQuiet: Bool, hasTitles: Bool) {
    self.console = console
    self.out = out
    self.isQuiet = isQuiet
    self.hasTitles = hasTitles
  }

  /// Opens the block of a task called `title`.
  func begin(_ title: String) -> ID {
    state.withLock { state in
      let id = state.nextID
      state.nextID += 1
      state.blocks[id] = Block(title: title)
      state.queue.append(id)
      if state.queue.first == id, !isQuiet { show(titleOf: id, &state) }
      return id
    }
  }

  /// Where the task of block `id` writes.
  func sink(of id: ID) -> OutputSink {
    OutputSink { bytes in
      self.state.withLock { state in
        if state.queue.first == id, !self.isQuiet {
          self.show(bytes, &state)
        } else {
          state.blocks[id]?.kept += bytes
        }
      }
    }
  }

  /// Closes block `id` with the line `closing`.
  func end(_ id: ID, closing: String, failed: Bool) {
    state.withLock { state in
      state.blocks[id]?.closing = closing
      if isQuiet { settle(id, failed: failed, &state) } else { advance(&state) }
    }
  }

  /// Shows `line` between blocks, or after all of them.
  func announce(_ line: String) {
    state.withLock { show(Array((line + "\n").utf8), &$0) }
  }

  /// Redraws the last line of a live console as `text`; an empty text takes it away.
  func status(_ text: String) {
    guard console.isLive else { return }
    state.withLock { state in
      state.status = String(text.prefix(max(10, console.width - 1)))
      guard state.atLineStart else { return }
      clearStatus(&state)
      drawStatus(&state)
    }
  }

  /// Shows every block that is closed and in front, and lets the next one through.
  private func advance(_ state: inout State) {
    while let id = state.queue.first, let block = state.blocks[id] {
      show(titleOf: id, &state)
      show(block.kept, &state)
      state.blocks[id]?.kept = []
      guard let closing = block.closing else { return }
      state.queue.removeFirst()
      state.blocks[id] = nil
      finish(closing, &state)
    }
  }

  /// Ends a block of a quiet board, which is shown as a whole or not at all.
  private func settle(_ id: ID, failed: Bool, _ state: inout State) {
    guard let block = state.blocks[id] else { return }
    if failed {
      show(titleOf: id, &state)
      show(block.kept, &state)
      finish(block.closing ?? "", &state)
    }
    state.queue.removeAll { $0 == id }
    state.blocks[id] = nil
  }

  private func finish(_ closing: String, _ state: inout State) {
    if !state.atLineStart { show([0x0a], &state) }
    if hasTitles, !closing.isEmpty { show(Array((closing + "\n").utf8), &state) }
  }

  private func show(titleOf id: ID, _ state: inout State) {
    guard hasTitles, let block = state.blocks[id], !block.hasTitle else { return }
    state.blocks[id]?.hasTitle = true
    show(Array((console.strong("==> \(block.title)") + "\n").utf8), &state)
  }

  private func show(_ bytes: [UInt8], _ state: inout State) {
    guard let last = bytes.last else { return }
    clearStatus(&state)
    out.write(bytes)
    state.atLineStart = last == 0x0a
    if state.atLineStart { drawStatus(&state) }
  }

  private func clearStatus(_ state: inout State) {
    guard state.hasStatus else { return }
    out.write("\r\u{1b}[K")
    state.hasStatus = false
  }

  private func drawStatus(_ state: inout State) {
    guard console.isLive, !state.status.isEmpty else { return }
    out.write(state.status)
    state.hasStatus = true
  }
}
