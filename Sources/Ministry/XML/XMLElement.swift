/// A start tag, as it was read.
struct XMLElement {
    let namespace: XMLNamespace
    /// Without its prefix.
    let local: String
    let attributes: [XMLAttribute]

    /// What the ministry calls it; empty for what is not the ministry's.
    var name: String { namespace == .ministry ? local : "" }

    /// The value of an attribute without a prefix.
    subscript(attribute: String) -> String? { attributes.first { $0.name == attribute }?.value }
}

struct XMLAttribute {
    /// As written, with its prefix.
    let name: String
    let value: String
}
