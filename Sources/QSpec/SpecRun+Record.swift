extension SpecRun {
  /// What is known of the run whose journal lies at `path`, with an error for each missing result.
  public static func record(journal path: String) throws(RunnerError) -> RunRecord {
    RunRecord(try Journal.events(at: path)).completed
  }
}
