/// A value as specs show it, on several lines where that makes differences easier to see.
///
/// A quoted text with line ends in it is shown line by line, a long collection or struct part by part.
enum UnfoldedText {
  /// The longest value that stays on one line.
  private static let widest = 60

  /// `left` and `right` on several lines, or as they are where that would not help.
  static func pair(_ left: String, _ right: String) -> (String, String) {
    if let texts = both(left, right, quoted), (texts.0 + texts.1).contains("\n") { return texts }
    guard max(left.utf8.count, right.utf8.count) > widest else { return (left, right) }
    return both(left, right, parts) ?? (left, right)
  }

  private static func both(
    _ left: String, _ right: String, _ unfold: (String) -> String?
  ) -> (String, String)? {
    guard let left = unfold(left), let right = unfold(right) else { return nil }
    return (left, right)
  }

  /// What stands between the quotes of `text`, with real line ends; nil for anything else.
  private static func quoted(_ text: String) -> String? {
    guard text.utf8.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return nil }
    var lines = ""
    var isEscaped = false
    for character in text.dropFirst().dropLast() {
      if isEscaped {
        lines += character == "n" ? "\n" : "\\\(character)"
      } else if character == "\"" {
        return nil
      } else if character != "\\" {
        lines.append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    return isEscaped ? nil : lines
  }

  /// `text` with a line for each part between its outermost brackets; nil without brackets.
  private static func parts(_ text: String) -> String? {
    var lines = ""
    var (depth, isQuoted, isEscaped, hasParts) = (0, false, false, false)
    for character in text {
      if isQuoted {
        isQuoted = character != "\"" || isEscaped
        isEscaped = character == "\\" && !isEscaped
      } else if character == "\"" {
        isQuoted = true
      } else if "([{".contains(character) {
        depth += 1
        if depth == 1 {
          lines += "\(character)\n"
          hasParts = true
          continue
        }
      } else if ")]}".contains(character) {
        depth -= 1
        if depth == 0 { lines += "\n" }
      }
      if character == " ", lines.hasSuffix("\n") { continue }
      lines.append(character)
      if character == ",", depth == 1, !isQuoted { lines += "\n" }
    }
    return hasParts && depth == 0 ? lines : nil
  }
}
