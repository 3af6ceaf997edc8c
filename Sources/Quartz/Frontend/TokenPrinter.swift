/// Writes tokens as text, for `--emit tokens` and for tests: one a line, `LINE:COLUMN kind payload`.
///
/// Columns count bytes. Texts are quoted, integers decimal, floats the bits of the F64 in base 16.
enum TokenPrinter {
  /// The text of `tokens`, whose places `sources` knows.
  static func text(
    of tokens: TokenList, in sources: inout SourceMap, interner: Interner
  ) -> [UInt8] {
    var text: [UInt8] = []
    for index in 0..<tokens.count {
      let place = sources.place(of: Position(offset: tokens.starts[index]))
      text += "\(place.line):\(place.column) \(tokens.kinds[index])".utf8
      append(tokens, index, interner, to: &text)
      text.append(UInt8(ascii: "\n"))
    }
    return text
  }

  /// Appends what the token at `index` carries.
  private static func append(
    _ tokens: TokenList, _ index: Int, _ interner: Interner, to text: inout [UInt8]
  ) {
    let payload = tokens.payloads[index]
    switch tokens.kinds[index] {
    case .name, .string, .stringHead, .stringMiddle, .stringTail, .symbol:
      text.append(UInt8(ascii: " "))
      QuotedText.append(interner.bytes(of: Symbol(index: payload)), to: &text)
    case .at where payload != 0:
      text.append(UInt8(ascii: " "))
      QuotedText.append(interner.bytes(of: Symbol(index: payload)), to: &text)
    case .integer: text += " \(tokens.integers[Int(payload)])".utf8
    case .float: text += " 0x\(String(tokens.integers[Int(payload)], radix: 16))".utf8
    case .character: text += " \(payload)".utf8
    default: break
    }
  }
}
