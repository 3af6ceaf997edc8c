/// The first place at which two texts differ.
struct TextPlace: Equatable, Sendable {
  /// The number of the line, from 1.
  let line: Int
  /// The line in each text; nil where the text has ended.
  let lower: String?
  let upper: String?
  /// The heading of the function that the line is in, such as `define void @main()`.
  let function: String?
  /// Where the function or the line stands in the source, such as `self-hosted/quartz.qz:12`.
  private(set) var source: String?

  /// The same place with `source` as its line of source.
  func at(_ source: String?) -> TextPlace {
    var copy = self
    copy.source = source
    return copy
  }

  /// The first difference between two texts, or nil when there is none.
  ///
  /// A function begins where a line begins with `marker`. A place in the source is what stands behind an
  /// `@` as FILE:LINE, in the line that differs or in one above it within its function.
  init?(_ lower: String, _ upper: String, marker: String) {
    let a = lower.utf8.split(separator: 0x0a, omittingEmptySubsequences: false)
    let b = upper.utf8.split(separator: 0x0a, omittingEmptySubsequences: false)
    let shared = zip(a, b).prefix { $0.elementsEqual($1) }.count
    guard shared < a.count || shared < b.count else { return nil }
    line = shared + 1
    self.lower = shared < a.count ? String(a[shared]) : nil
    self.upper = shared < b.count ? String(b[shared]) : nil
    let above = a.prefix(shared + 1).map { String($0) ?? "" }
    let start = above.lastIndex { $0.hasPrefix(marker) }
    function = start.map { above[$0] }
    let within = above[(start ?? max(0, shared - 1))...]
    let candidates = [self.upper ?? ""] + within.reversed()
    source = candidates.lazy.compactMap { Self.place(in: $0) }.first
  }

  /// The FILE:LINE behind an `@` in `text`.
  static func place(in text: String) -> String? {
    for word in text.split(separator: " ").reversed() where word.hasPrefix("@") {
      let parts = word.dropFirst().split(separator: ":")
      if parts.count >= 2, Int(parts[1]) != nil { return "\(parts[0]):\(parts[1])" }
    }
    return nil
  }

  /// The name of the function in its heading: what stands in quotes behind `@`, else its last word
  /// before a bracket.
  static func name(in heading: String) -> String {
    if let start = heading.range(of: "@\"")?.upperBound {
      return String(heading[start...].prefix { $0 != "\"" })
    }
    let head = heading.prefix { $0 != "(" }
    return head.split { $0 == " " || $0 == "@" }.last.map(String.init) ?? heading
  }
}

extension String {
  /// Where `text` first stands in this one.
  fileprivate func range(of text: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
