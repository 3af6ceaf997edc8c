/// What all suites of a run share.
struct RunContext: Sendable {
  /// The folder of the project, in which every process starts.
  let root: String
  /// The temporary folder of the run.
  let folder: String
  /// How much time and space a spec may take.
  let limits: Limits
  /// Where events go.
  let stream: EventStream
  /// Whether the run should stop.
  let interruption: Interruption
  /// The order in which the tests of a file run.
  var order = SpecOrder.written
  /// Environment variables beside the fixed ones.
  let variables: [String: String]

  /// The environment of a process with its own temporary files in `folder`.
  ///
  /// Nothing of the caller's environment shows but PATH, so that a spec gives the same verdict on
  /// every machine and at every hour.
  func environment(in folder: String) -> [String: String] {
    var values = [
      "PATH": Platform.environment("PATH") ?? "/usr/local/bin:/usr/bin:/bin",
      "TZ": "UTC",
      "LANG": "C.UTF-8",
      "HOME": Path.join(folder, "home"),
      "TMPDIR": Path.join(folder, "tmp"),
    ]
    values.merge(variables) { $1 }
    return values
  }

  /// Makes `folder` with a home and a folder for temporary files in it.
  func prepare(_ folder: String) throws(RunnerError) {
    try FileSystem.makeFolder(Path.join(folder, "home"))
    try FileSystem.makeFolder(Path.join(folder, "tmp"))
  }
}
