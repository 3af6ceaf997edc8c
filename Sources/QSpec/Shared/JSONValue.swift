/// A JSON value, made by `JSONReader` from a line of events and by the journal from a `RunEvent`.
///
/// Objects keep the order of their members, so that what is written is the same on every run.
enum JSONValue: Sendable, Equatable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number without fraction or exponent that fits 64 bits.
  case integer(Int)
  /// Any other number.
  case number(Double)
  /// A text; what was no Unicode has become U+FFFD.
  case string(String)
  /// A list.
  case array([JSONValue])
  /// Members in the order of the text.
  case object([Member])

  /// A name of an object and its value.
  struct Member: Sendable, Equatable {
    /// The name.
    let name: String
    /// The value.
    let value: JSONValue
  }

  /// The value of the last member called `name`, nil where there is none.
  subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.name == name }?.value
  }

  /// The text, when this is one.
  var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// The integer, when this is one.
  var integer: Int? {
    guard case .integer(let value) = self else { return nil }
    return value
  }

  /// The truth value, when this is one.
  var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  /// The elements, when this is a list.
  var array: [JSONValue]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByStringLiteral,
  ExpressibleByIntegerLiteral
{
  init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Member(name: $0, value: $1) })
  }

  init(stringLiteral value: String) { self = .string(value) }

  init(integerLiteral value: Int) { self = .integer(value) }

  /// The text, or `null` for nil.
  init(_ text: String?) { self = text.map { .string($0) } ?? .null }

  /// The integer, or `null` for nil.
  init(_ value: Int?) { self = value.map { .integer($0) } ?? .null }

  /// The same object without the members that are `null`.
  func withoutNulls() -> JSONValue {
    guard case .object(let members) = self else { return self }
    return .object(members.filter { $0.value != .null })
  }
}
