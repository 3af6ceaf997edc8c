import Synchronization
import Testing

@testable import Quake

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A folder of its own for a test, removed with it.
final class Fixture: Sendable {
  /// The folder's absolute path, without symbolic links.
  let root: String

  init() throws {
    let name = "quake-test-\(UUID().uuidString)"
    let path = Files.join(FileManager.default.temporaryDirectory.path, name)
    try Files.makeFolder(path)
    root = Toolchain.resolved(path)
  }

  deinit { try? Files.remove(root) }

  /// The project in the folder.
  var project: Project { Project(root: root) }

  /// The path of `name` in the folder.
  func path(_ name: String) -> String { Files.join(root, name) }

  /// Puts `text` into the file `name`.
  func write(_ text: String, to name: String) throws {
    try Files.write(text, to: path(name))
  }

  /// Puts the shell script `text` into the file `name`.
  func script(_ text: String, at name: String) throws {
    try write("#!/bin/sh\n" + text, to: name)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: path(name))
  }

  /// The text in the file `name`.
  func text(_ name: String) -> String? { Files.text(path(name)) }
}

extension CollectedOutput {
  /// The lines that were written.
  var lines: [String] { text.split(separator: "\n").map(String.init) }
}

/// A list that several tasks may add to.
final class Log: Sendable {
  private let items = Mutex<[String]>([])

  func add(_ item: String) { items.withLock { $0.append(item) } }

  var all: [String] { items.withLock { $0 } }
}

/// Expects that `work` throws a `QuakeError` with `code` whose message contains `text`.
func expectError(
  _ code: ExitCodeName, _ text: String, sourceLocation: SourceLocation = #_sourceLocation,
  _ work: () throws -> Void
) {
  do {
    try work()
    Issue.record("nothing was thrown", sourceLocation: sourceLocation)
  } catch let error as QuakeError {
    #expect(error.code.rawValue == code.rawValue, sourceLocation: sourceLocation)
    #expect(error.message.contains(text), sourceLocation: sourceLocation)
  } catch {
    Issue.record("another error: \(error)", sourceLocation: sourceLocation)
  }
}

/// The exit codes by name, for tests that do not import QSpec.
enum ExitCodeName: Int32 {
  case failed = 1
  case usage = 2
  case infrastructure = 3
  case nothingRan = 4
}
