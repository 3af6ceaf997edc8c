extension Parser {
  /// Parses a literal of one token.
  mutating func parseLiteral() -> NodeID {
    let place = position
    let payload = payloads[index]
    let kind = current
    advance()
    switch kind {
    case .integer: return addInteger(integers[Int(payload)], at: place, flags: [])
    case .character: return addInteger(UInt64(payload), at: place, flags: .isCharacter)
    case .float:
      let bits = integers[Int(payload)]
      return tree.add(
        .float, at: place, UInt32(truncatingIfNeeded: bits), UInt32(truncatingIfNeeded: bits >> 32))
    case .string: return tree.add(.string, at: place, payload)
    case .symbol: return tree.add(.symbolLiteral, at: place, payload)
    case .kwTrue: return tree.add(.bool, at: place, 1)
    case .kwFalse: return tree.add(.bool, at: place, 0)
    default: return tree.add(.nilLiteral, at: place)
    }
  }

  private mutating func addInteger(_ value: UInt64, at place: UInt32, flags: NodeFlags) -> NodeID {
    tree.add(
      .integer, at: place, UInt32(truncatingIfNeeded: value),
      fields: UInt32(truncatingIfNeeded: value >> 32), flags.rawValue)
  }

  /// Parses `"a #{b} c"`: the texts that are not empty, and the expressions between them.
  mutating func parseInterpolation() throws(Abandoned) -> NodeID {
    let place = position
    let mark = pending.count
    let outer = (ignoresNewlines, isInLoopHeader)
    (ignoresNewlines, isInLoopHeader) = (true, false)
    defer { (ignoresNewlines, isInLoopHeader) = outer }
    var tallest = 0
    repeat {
      addText()
      advance()
      do throws(Abandoned) {
        let value = try parseExpression()
        pending.append(value)
        guard at(.stringMiddle) || at(.stringTail) else { throw unexpected(expecting: "'}'") }
      } catch {
        pending.removeSubrange(mark...)
        throw error
      }
      tallest = max(tallest, chain)
    } while at(.stringMiddle)
    addText()
    ignoresNewlines = outer.0
    advance()
    chain = tallest
    let pieces = takeList(from: mark)
    return tree.add(.interpolation, at: place, pieces.index)
  }

  /// Sets aside the text of the current token, unless it is empty.
  private mutating func addText() {
    guard !interner.bytes(of: symbol).isEmpty else { return }
    pending.append(tree.add(.string, at: position, payloads[index]))
  }
}
