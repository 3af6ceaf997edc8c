/// Where reports for people go.
public struct TextSink: Sendable {
  /// Writes a piece of text.
  let write: @Sendable (String) -> Void

  /// A sink that hands each piece to `write`.
  public init(_ write: @escaping @Sendable (String) -> Void) { self.write = write }

  /// The standard output of this process.
  public static let standardOutput = TextSink { Platform.write($0, to: 1) }

  /// The standard error of this process.
  public static let standardError = TextSink { Platform.write($0, to: 2) }
}

/// How a report for people looks.
public struct TerminalStyle: Sendable, Hashable {
  /// Whether one line shows the progress and is overwritten again and again.
  public var isLive: Bool
  /// Whether there are colours.
  public var hasColor: Bool
  /// The number of columns that the live line may take.
  public var width = 80

  /// A style made of its parts.
  public init(isLive: Bool, hasColor: Bool, width: Int = 80) {
    self.isLive = isLive
    self.hasColor = hasColor
    self.width = width
  }

  /// Plain lines without colours, as in CI.
  public static let plain = TerminalStyle(isLive: false, hasColor: false)

  /// Live and coloured when standard output is a terminal, except in CI and under `NO_COLOR`.
  public static var automatic: TerminalStyle {
    guard Platform.isTerminal(1), Platform.environment("CI") == nil else { return .plain }
    let isDumb = Platform.environment("TERM") == "dumb"
    let hasColor = !isDumb && Platform.environment("NO_COLOR") == nil
    return TerminalStyle(isLive: !isDumb, hasColor: hasColor, width: Platform.columns(of: 1))
  }
}
