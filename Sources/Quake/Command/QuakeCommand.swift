import ArgumentParser
import Quake

/// The command line of `quake`.
@main struct QuakeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quake", abstract: "Build, specify and prove the Quartz compiler.")
}
