/// Writes a document of the ministry's interface, as the register sends them: in UTF-8, on one line.
///
/// The prefix has three letters, because a client that is in use finds the document in an answer by that.
struct XMLWriter {
    private(set) var bytes: [UInt8] = []
    private var open: [String] = []

    init(_ type: String, madeAt: String) {
        bytes.reserveCapacity(1_024)
        raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        start(
            "nuu:interfaceNuu",
            [
                ("xmlns:nuu", XMLNamespace.ministry.rawValue), ("xmlns:reg", XMLNamespace.register.rawValue),
                ("versionInterface", "02.01"),
            ]
        )
        start("nuu:entete")
        element("nuu:typeFichier", type)
        element("nuu:dateFichier", madeAt)
        end()
        start("nuu:demande")
        start("nuu:demandeLogement")
    }

    /// The document, whole.
    consuming func finished() -> [UInt8] {
        while !open.isEmpty { end() }
        raw("\n")
        return bytes
    }

    /// Attributes without a value are left out.
    mutating func start(_ name: String, _ attributes: [(String, String)] = []) {
        tag(name, attributes)
        raw(">")
        open.append(name)
    }

    mutating func end() {
        guard let name = open.popLast() else { return }
        raw("</")
        raw(name)
        raw(">")
    }

    mutating func empty(_ name: String, _ attributes: [(String, String)]) {
        tag(name, attributes)
        raw("/>")
    }

    /// Left out without a text.
    mutating func element(_ name: String, _ text: String) {
        guard !text.isEmpty else { return }
        start(name)
        escaped(text)
        end()
    }

    private mutating func tag(_ name: String, _ attributes: [(String, String)]) {
        raw("<")
        raw(name)
        for (attribute, value) in attributes where !value.isEmpty {
            raw(" ")
            raw(attribute)
            raw("=\"")
            escaped(value)
            raw("\"")
        }
    }

    private mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func escaped(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): raw("&amp;")
            case UInt8(ascii: "<"): raw("&lt;")
            case UInt8(ascii: ">"): raw("&gt;")
            case UInt8(ascii: "\""): raw("&quot;")
            case 0x09, 0x0A, 0x0D: raw("&#\(byte);")
            // No XML has them, and no text of the register does.
            case 0..<0x20: raw("?")
            default: bytes.append(byte)
            }
        }
    }
}
