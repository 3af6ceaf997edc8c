#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// A running clang that only says how it would call the linker.
///
/// Where the C library's start files lie and which libraries a target needs is clang's knowledge;
/// when its answer is not understood, the caller lets clang do the whole.
struct LinkPlanner {
  private let process: ChildProcess
  private let answer: Int32

  /// Starts clang with the command line `linking`; nil when that is not possible.
  static func start(_ clang: Clang, _ linking: [String]) -> LinkPlanner? {
    // Clang asks that its input exists; the compiler will replace it.
    guard let object = linking.first(where: { $0.hasSuffix(".tmp.o") }) else { return nil }
    close(open(object, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666))
    guard let answer = try? Linker.makeNamelessFile() else { return nil }
    let streams = ChildProcess.Streams(output: answer, errors: answer)
    let arguments = [linking[0], "-###"] + linking.dropFirst()
    guard let process = try? ChildProcess.start(clang.path, arguments, streams) else {
      close(answer)
      return nil
    }
    return LinkPlanner(process: process, answer: answer)
  }

  /// The command line of the linker, once clang has said it; nil when it is not one command.
  func command() -> [String]? {
    defer { close(answer) }
    guard process.wait() == .exited(0) else { return nil }
    return Self.command(in: Linker.contents(of: answer))
  }

  /// The one command in clang's answer: a line of quoted words.
  static func command(in answer: String) -> [String]? {
    let lines = answer.split(separator: "\n").filter { $0.hasPrefix(" \"") }
    guard lines.count == 1, let words = words(lines[0]), !words.isEmpty else { return nil }
    return words
  }

  /// The words of `line`, each between quotes, with a backslash before what would end it; nil when
  /// it has another form.
  private static func words(_ line: Substring) -> [String]? {
    var words: [String] = []
    var rest = line[...]
    while true {
      rest = rest.drop { $0 == " " }
      guard let quote = rest.popFirst() else { return words }
      guard quote == "\"" else { return nil }
      var word = ""
      while let character = rest.popFirst(), character != "\"" {
        guard character == "\\" else {
          word.append(character)
          continue
        }
        guard let escaped = rest.popFirst() else { return nil }
        word.append(escaped)
      }
      words.append(word)
    }
  }
}
