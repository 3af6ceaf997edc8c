import ArgumentParser
import Quartz

/// The command line of `quartz`.
@main struct QuartzCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quartz", abstract: "Compile Quartz programs.", version: Version.toolchain)
}
