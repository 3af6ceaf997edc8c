/// The columns of a token list while the lexer fills them.
///
/// The room is taken for the largest number of tokens there can be, so that adding a token is three
/// stores. Memory that is never written costs no page.
struct TokenWriter {
  let kinds: UnsafeMutablePointer<TokenKind>
  let starts: UnsafeMutablePointer<UInt32>
  let payloads: UnsafeMutablePointer<UInt32>
  /// The number of tokens so far.
  var count = 0

  /// Adds a token.
  @inline(__always) mutating func add(_ kind: TokenKind, at start: UInt32, payload: UInt32 = 0) {
    kinds[count] = kind
    starts[count] = start
    payloads[count] = payload
    count += 1
  }

  /// The kind of the last token; that of a file's start is a line end.
  var lastKind: TokenKind { count == 0 ? .newline : kinds[count - 1] }

  /// A list of at most `capacity` tokens, which `fill` writes and counts; it also gives the values
  /// of the literals.
  static func list(
    capacity: Int, fill: (TokenWriter) -> (count: Int, integers: [UInt64])
  ) -> TokenList {
    var list = TokenList()
    list.kinds = Array(unsafeUninitializedCapacity: capacity) { kinds, kindCount in
      list.starts = Array(unsafeUninitializedCapacity: capacity) { starts, startCount in
        list.payloads = Array(unsafeUninitializedCapacity: capacity) { payloads, payloadCount in
          let writer = TokenWriter(
            kinds: kinds.baseAddress!, starts: starts.baseAddress!,
            payloads: payloads.baseAddress!)
          let filled = fill(writer)
          list.integers = filled.integers
          payloadCount = filled.count
        }
        startCount = list.payloads.count
      }
      kindCount = list.payloads.count
    }
    return list
  }
}
