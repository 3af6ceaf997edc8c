import Testing

@testable import Quartz

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// Reading and writing files, the bad ones included.
@Suite struct FileTests {
  /// Calls `body` with a path in a directory of its own.
  private func withPath(_ name: String, _ body: (String) throws -> Void) throws {
    let directory = try TemporaryDirectory()
    try body(directory.path + "/" + name)
  }

  private func put(_ text: String, _ path: String) throws {
    try AtomicFile.write(to: path) { sink in
      Array(text.utf8).withUnsafeBytes { sink.write($0) }
    }
  }

  private func failure(_ body: () throws -> Void) -> DriverError? {
    do { try body() } catch { return error as? DriverError }
    return nil
  }

  @Test func whatIsWrittenIsRead() throws {
    try withPath("file") { path in
      for text in ["", "a", String(repeating: "line\n", count: 100_000)] {
        try put(text, path)
        #expect(try FileLoader.load(path) == Array(text.utf8))
      }
    }
  }

  @Test func readingSaysWhatIsWrong() throws {
    try withPath("missing.qz") { path in
      let missing = failure { _ = try FileLoader.load(path) }
      #expect(missing == .unreadable(path, "no such file or directory"))
      let directory = Path.directory(path)
      let notFile = failure { _ = try FileLoader.load(directory) }
      #expect(notFile == .unreadable(directory, "it is a directory"))
      #expect(notFile?.status == .failure)
    }
    let device = failure { _ = try FileLoader.load("/dev/null") }
    #expect(device == .unreadable("/dev/null", "it is not a regular file"))
  }

  @Test func writingSaysWhatIsWrong() throws {
    try withPath("missing/file") { path in
      #expect(failure { try put("a", path) } == .unwritable(path, "no such file or directory"))
      let directory = Path.directory(Path.directory(path))
      #expect(failure { try put("a", directory) } == .unwritable(directory, "it is a directory"))
    }
  }

  @Test func anInterruptedFileLeavesTheOldOne() throws {
    try withPath("file") { path in
      try put("old", path)
      do {
        let file = AtomicFile(path: path)
        let descriptor = try file.open()
        write(descriptor, "new", 3)
        close(descriptor)
        #expect(FileKind.of(file.temporaryPath) == .regular)
      }
      #expect(try FileLoader.load(path) == Array("old".utf8))
      #expect(FileKind.of(AtomicFile.temporaryPath(for: path)) == nil)
    }
  }

  @Test func permissionsAreKept() throws {
    try withPath("file") { path in
      try put("old", path)
      chmod(path, 0o640)
      try put("new", path)
      var status = stat()
      stat(path, &status)
      #expect(status.st_mode & 0o777 == 0o640)
      #expect(try FileLoader.load(path) == Array("new".utf8))
    }
  }

  @Test func pathsComeApart() {
    #expect(Path.directory("a/b/c.qz") == "a/b")
    #expect(Path.directory("c.qz") == ".")
    #expect(Path.directory("/c.qz") == "/")
    #expect(Path.name("a/b/c.qz") == "c.qz")
    #expect(Path.stem("a/b/c.x.qz") == "c.x")
    #expect(Path.stem("a/.hidden") == ".hidden")
  }
}
