#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What quake was given when it was started.
enum ProcessEnvironment {
  /// All environment variables by name.
  static var variables: [String: String] { ProcessInfo.processInfo.environment }

  /// How many processors there are for this process.
  static var processors: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }
}
