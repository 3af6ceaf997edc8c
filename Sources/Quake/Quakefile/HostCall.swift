/// The functions that `std/quake.qz` gets from quake, by their `extern "C"` names.
///
/// A list of texts is passed as one text with a newline between its elements. A function whose
/// answer is a text keeps it until `quake_result_size` and `quake_result_copy` have fetched it.
/// A function that can go wrong returns 0 when it went well.
enum HostCall: String, CaseIterable, Sendable {
  /// `(name, description, dependencies, body)`: describes a task.
  case task = "quake_task"
  /// `(name, target)`: gives a task another name.
  case alias = "quake_task_alias"
  /// `(name, description, patterns)`: describes a sweep over specs.
  case sweep = "quake_sweep"
  /// `(path, inputs, body)`: describes how a file is made.
  case fileTask = "quake_file_task"
  /// `(name, settings)`: describes a compiler that compiles itself.
  case bootstrap = "quake_bootstrap"
  /// `(command)`: runs a command of the shell; it must succeed.
  case shell = "quake_sh"
  /// `(command)`: runs a command of the shell; what it writes is the answer.
  case shellCapture = "quake_sh_capture"
  /// `(command)`: runs a command of the shell; returns 1 when it succeeded, else 0.
  case shellMaybe = "quake_sh_maybe"
  /// `(path)`: removes a file or folder.
  case remove = "quake_rm"
  /// `(source, target)`: moves a file or folder.
  case move = "quake_mv"
  /// `(source, target)`: copies a file or folder.
  case copy = "quake_cp"
  /// `(path)`: makes a folder and those above it.
  case makeFolder = "quake_mkdir_p"
  /// `(pattern)`: the files that fit are the answer.
  case glob = "quake_glob"
  /// `(name)`: the value of an environment variable is the answer; returns 1 when it is set.
  case getEnvironment = "quake_env_get"
  /// `(name, value)`: sets an environment variable for the commands that follow.
  case setEnvironment = "quake_env"
  /// `(title)`: shows what a task is at.
  case step = "quake_step"
  /// `(message)`: ends the task as failed.
  case fail = "quake_fail"
  /// `()`: the size of the last answer in bytes.
  case resultSize = "quake_result_size"
  /// `(address)`: puts the last answer at an address.
  case resultCopy = "quake_result_copy"

  /// What a function is given for one parameter.
  enum Parameter {
    /// An address and a size.
    case text
    /// A plain word.
    case word
  }

  /// The parameters in order.
  var parameters: [Parameter] {
    switch self {
    case .task: [.text, .text, .text, .word]
    case .sweep: [.text, .text, .text]
    case .fileTask: [.text, .text, .word]
    case .alias, .move, .copy, .setEnvironment, .bootstrap: [.text, .text]
    case .shell, .shellCapture, .shellMaybe, .remove, .makeFolder, .glob, .getEnvironment, .step,
      .fail:
      [.text]
    case .resultSize: []
    case .resultCopy: [.word]
    }
  }

  /// Whether the call reaches outside of the Quakefile, so that a second run of the file's own
  /// statements must be given the first run's answer instead.
  var isEffect: Bool {
    switch self {
    case .shell, .shellCapture, .shellMaybe, .remove, .move, .copy, .makeFolder, .glob,
      .getEnvironment, .setEnvironment, .step, .fail:
      true
    case .task, .alias, .sweep, .fileTask, .bootstrap, .resultSize, .resultCopy: false
    }
  }
}

/// The arguments of a host call, taken apart.
struct HostArguments {
  /// The texts in order.
  private(set) var texts: [String] = []
  /// The plain words in order.
  private(set) var words: [UInt64] = []

  /// The arguments of `call`, or nil when the words do not fit its parameters.
  init?(_ call: HostCall, _ words: [UInt64], in memory: any HostMemory) {
    var rest = words[...]
    for parameter in call.parameters {
      guard let word = rest.popFirst() else { return nil }
      switch parameter {
      case .word: self.words.append(word)
      case .text:
        guard let size = rest.popFirst(), size <= UInt64(Int32.max) else { return nil }
        texts.append(String(decoding: memory.bytes(at: word, count: Int(size)), as: UTF8.self))
      }
    }
    guard rest.isEmpty else { return nil }
  }

  /// The elements of the list that text `index` stands for.
  func list(_ index: Int) -> [String] {
    texts[index].split(separator: "\n").map(String.init)
  }
}
