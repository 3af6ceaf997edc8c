internal import CLibXML2

/// The RELAX NG grammar of the reports, which says for each profile what may stand in one.
public enum JUnitGrammar {
  /// A place in a report that the grammar does not allow.
  public struct Violation: Sendable, Hashable, CustomStringConvertible {
    /// The line of the report.
    public let line: Int
    /// What was seen.
    public let message: String

    /// The line and the message.
    public var description: String { "line \(line): \(message)" }
  }

  /// What is wrong with the report at `path` by the rules of `profile`; nothing for a valid one.
  ///
  /// The limits of libxml2 apply as they do in common readers: a text of 10 MB is refused.
  public static func validate(
    file path: String, profile: JUnitProfile = .rich
  ) throws(RunnerError) -> [Violation] {
    let bytes = try FileSystem.contents(of: path)
    let collector = Collector()
    guard let report = XMLDocument(bytes, collector) else { return collector.violations }
    guard let grammar = XMLDocument(PackageResources.junit_rng, collector) else {
      throw .infrastructure("the grammar of reports is no XML: \(collector.violations)")
    }
    for name in forbidden(in: profile) { grammar.empty(definition: name) }
    return try validate(report, by: grammar, collector)
  }

  /// The definitions of the grammar that are empty in `profile`.
  static func forbidden(in profile: JUnitProfile) -> [String] {
    let jenkins = ["root-rich", "case-place", "case-properties"]
    switch profile {
    case .rich: return []
    case .jenkins: return jenkins
    case .strict:
      return jenkins + ["root-counts", "suite-file", "case-output", "reruns", "flakes"]
    }
  }

  /// Fills the tables of types that all grammars share, once: libxml2 would do so at the first grammar
  /// without a lock, and two first ones at a time would both fail.
  private static let prepareLibrary: Void = {
    xmlInitParser()
    xmlRelaxNGInitTypes()
    xmlSchemaInitTypes()
  }()

  /// What is wrong with `report` by the rules in `grammar`.
  private static func validate(
    _ report: borrowing XMLDocument, by grammar: borrowing XMLDocument, _ collector: Collector
  ) throws(RunnerError) -> [Violation] {
    Self.prepareLibrary
    let parser = xmlRelaxNGNewDocParserCtxt(grammar.document)
    defer { xmlRelaxNGFreeParserCtxt(parser) }
    guard let schema = xmlRelaxNGParse(parser) else {
      throw .infrastructure("the grammar of reports is no RELAX NG")
    }
    defer { xmlRelaxNGFree(schema) }
    let validation = xmlRelaxNGNewValidCtxt(schema)
    defer { xmlRelaxNGFreeValidCtxt(validation) }
    let context = Unmanaged.passUnretained(collector).toOpaque()
    xmlRelaxNGSetValidStructuredErrors(validation, { Collector.note($0, $1) }, context)
    let result = xmlRelaxNGValidateDoc(validation, report.document)
    if result < 0 { throw .infrastructure("libxml2 could not check the report") }
    return result == 0 ? [] : collector.orGeneral
  }
}

/// Collects what libxml2 complains about.
private final class Collector {
  /// The complaints, in the order in which they came.
  var violations: [JUnitGrammar.Violation] = []

  /// The complaints, or one about the whole when libxml2 gave none.
  var orGeneral: [JUnitGrammar.Violation] {
    let general = JUnitGrammar.Violation(line: 1, message: "the report is not valid")
    return violations.isEmpty ? [general] : violations
  }

  /// Adds the complaint that is `error`.
  func add(_ error: xmlError) {
    let text = error.message.map { String(cString: $0) } ?? "malformed"
    let line = text.split(separator: "\n").joined(separator: " ")
    violations.append(JUnitGrammar.Violation(line: Int(error.line), message: line))
  }

  /// Adds the complaint `error` to the collector behind `context`.
  static func note(_ context: UnsafeMutableRawPointer?, _ error: UnsafePointer<xmlError>?) {
    guard let context, let error else { return }
    Unmanaged<Collector>.fromOpaque(context).takeUnretainedValue().add(error.pointee)
  }
}

/// A parsed XML document.
private struct XMLDocument: ~Copyable {
  /// The tree of libxml2.
  let document: xmlDocPtr

  /// The document in `bytes`; nil, with complaints in `collector`, when it is not well-formed.
  init?(_ bytes: [UInt8], _ collector: Collector) {
    let parser = xmlNewParserCtxt()
    defer { xmlFreeParserCtxt(parser) }
    let quiet = Int32(XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
    let options = quiet | Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOBLANKS.rawValue)
    let document = bytes.withUnsafeBytes { buffer in
      xmlCtxtReadMemory(
        parser, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count),
        nil, nil, options)
    }
    guard let document else {
      if let error = xmlCtxtGetLastError(parser) { collector.add(error.pointee) }
      return nil
    }
    self.document = document
  }

  deinit { xmlFreeDoc(document) }

  /// Puts `<empty/>` into the definition called `name` of a grammar.
  func empty(definition name: String) {
    guard let root = xmlDocGetRootElement(document) else { return }
    var child = root.pointee.children
    while let node = child {
      child = node.pointee.next
      guard Self.attribute("name", of: node) == name else { continue }
      while let inner = node.pointee.children {
        xmlUnlinkNode(inner)
        xmlFreeNode(inner)
      }
      xmlNewChild(node, root.pointee.ns, "empty", nil)
    }
  }

  /// The attribute `name` of `node`.
  private static func attribute(_ name: String, of node: xmlNodePtr) -> String? {
    guard node.pointee.type == XML_ELEMENT_NODE, let found = xmlHasProp(node, name),
      let value = found.pointee.children?.pointee.content
    else { return nil }
    return String(cString: value)
  }
}
