/// What a Quakefile's call came to.
struct HostAnswer: Equatable, Sendable {
  /// What the call returns.
  var word: UInt64 = 0
  /// The text that goes with it.
  var text = ""
  /// Why it went wrong.
  var failure: QuakeError?

  /// The answer of a call that went wrong for `reason`.
  static func failed(_ reason: QuakeError) -> HostAnswer {
    HostAnswer(word: 1, failure: reason)
  }
}

/// Does what a Quakefile asks for outside of itself: commands, files, the environment.
struct HostEffects {
  /// The project's folder, where everything happens.
  let project: Project
  /// Where commands write.
  var output: OutputSink
  /// What the Quakefile has set in the environment.
  var variables: [String: String] = [:]
  /// The environment that quake was started with.
  let inherited: [String: String]

  /// Does `call` with the texts `texts`.
  mutating func perform(_ call: HostCall, _ texts: [String]) -> HostAnswer {
    do {
      return try answer(call, texts)
    } catch let error as QuakeError {
      return .failed(error)
    } catch {
      return .failed(.failed("\(call.rawValue.dropFirst("quake_".count)): \(error)"))
    }
  }

  private mutating func answer(_ call: HostCall, _ texts: [String]) throws -> HostAnswer {
    switch call {
    case .shell: return try shell(texts[0])
    case .shellCapture: return try shellCapture(texts[0])
    case .shellMaybe: return HostAnswer(word: try stream(texts[0]).isSuccess ? 1 : 0)
    case .remove: try Files.remove(expendable(texts[0]))
    case .move: try Files.move(existing(texts[0]), to: destination(of: texts[0], at: texts[1]))
    case .copy: try Files.copy(existing(texts[0]), to: destination(of: texts[0], at: texts[1]))
    case .makeFolder: try Files.makeFolder(project.path(texts[0]))
    case .glob:
      let files = GlobPattern.files(texts[0], in: project.root)
      return HostAnswer(text: files.joined(separator: "\n"))
    case .getEnvironment:
      guard let value = variables[texts[0]] ?? inherited[texts[0]] else { break }
      return HostAnswer(word: 1, text: value)
    case .setEnvironment: try setVariable(texts[0], texts[1])
    case .step: output.line("--> \(texts[0])")
    case .fail: throw QuakeError.failed(texts[0].isEmpty ? "failed" : texts[0])
    case .task, .alias, .sweep, .fileTask, .bootstrap, .resultSize, .resultCopy: break
    }
    return HostAnswer()
  }
}

// MARK: Commands

extension HostEffects {
  private func command(_ line: String) -> Command {
    var command = Command.shell(line, in: project.root)
    command.environment = variables.mapValues { $0 }
    command.timeout = .seconds(24 * 3600)
    return command
  }

  private func stream(_ line: String) throws -> Ending {
    let command = self.command(line)
    let output = self.output
    return try Blocking.wait { try await command.stream(to: output) }
  }

  private func shell(_ line: String) throws -> HostAnswer {
    let ending = try stream(line)
    guard ending.isSuccess else { throw QuakeError.failed("'\(line)' \(ending.words)") }
    return HostAnswer()
  }

  private func shellCapture(_ line: String) throws -> HostAnswer {
    let command = self.command(line)
    let captured = try Blocking.wait { try await command.capture() }
    output.write(captured.errors)
    guard captured.ending.isSuccess else {
      output.write(captured.output)
      throw QuakeError.failed("'\(line)' \(captured.ending.words)")
    }
    var bytes = captured.output
    while bytes.last == 0x0a { bytes.removeLast() }
    return HostAnswer(text: String(decoding: bytes, as: UTF8.self))
  }

  private mutating func setVariable(_ name: String, _ value: String) throws {
    guard !name.isEmpty, !name.contains("=") else {
      throw QuakeError.failed("'\(name)' is no name of an environment variable")
    }
    variables[name] = value
  }
}

// MARK: Files

extension HostEffects {
  /// The absolute path of `path`, which must exist.
  private func existing(_ path: String) throws -> String {
    let place = project.path(path)
    guard !path.isEmpty, Files.exists(place) || Files.isLink(place) else {
      throw QuakeError.failed("'\(path)' does not exist")
    }
    return place
  }

  /// Where `source` comes to lie when it goes to `target`, which may be a folder to put it in.
  private func destination(of source: String, at target: String) throws -> String {
    let start = project.path(source)
    let place = project.path(target)
    let end = Files.isFolder(place) ? Files.join(place, Files.name(of: start)) : place
    guard end != start, !end.hasPrefix(start + "/") else {
      throw QuakeError.failed("'\(source)' cannot go to '\(target)', which is itself or inside it")
    }
    return try expendable(end)
  }

  /// The absolute path of `path`, unless the project itself lies there.
  private func expendable(_ path: String) throws -> String {
    let place = project.path(path)
    let project = project.root.hasSuffix("/") ? project.root : project.root + "/"
    guard !path.isEmpty, place != "/", !project.hasPrefix(place + "/") else {
      throw QuakeError.failed("'\(path)' is the project or holds it, and is left alone")
    }
    return place
  }
}
