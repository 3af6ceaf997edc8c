#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Lets everybody run the file at `path`; whether that worked.
func chmod755(_ path: String) -> Bool { chmod(path, 0o755) == 0 }

/// Sends `signal` to this process as a terminal would; the thread that asks may have it blocked.
func raiseSignal(_ signal: Int32) { kill(getpid(), signal) }

/// The signal that a terminal sends for control-C.
let interruptSignal = SIGINT

/// The signal that nothing survives.
let killSignal = SIGKILL

/// Ends this process with `code`.
func exitNow(_ code: Int32) -> Never { exit(code) }

/// Lets the temporary files of this process go to `folder`.
func setTemporaryFolder(_ folder: String) { setenv("TMPDIR", folder, 1) }
