extension Session {
  /// The session of this process, with its environment and the folder it was started in.
  public static func ofThisProcess() throws -> Session {
    try Session(folder: Files.currentFolder, environment: ProcessEnvironment.variables)
  }
}
