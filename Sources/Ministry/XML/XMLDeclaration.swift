/// `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`, if it is there. All of it is ASCII.
///
/// Source: XML 1.0, productions 23 to 26, 32, 80. Read as they stand, in their order and with nothing between them: readers
/// that look for the word `encoding` anywhere may find another one.
struct XMLDeclaration {
    /// In small letters; nil where none is named.
    private(set) var encoding: String?
    /// Where it is over; 0 where there is none.
    private(set) var end = 0
    private let bytes: [UInt8]
    private var position = 0
    private static let bytesMax = 200

    init(_ document: [UInt8]) { bytes = Array(document.prefix(XMLDeclaration.bytesMax)) }

    mutating func read() throws(XMLFault) {
        guard take("<?xml"), skipsWhiteSpace() else { return }
        guard let version = try value(of: "version") else { throw fault(.malformed) }
        guard version == "1.0" else { throw fault(.version) }
        var isApart = skipsWhiteSpace()
        if isApart, let name = try value(of: "encoding") {
            guard XMLDeclaration.isEncodingName(name) else { throw fault(.malformed) }
            encoding = name.lowercased()
            isApart = skipsWhiteSpace()
        }
        if isApart, let standalone = try value(of: "standalone") {
            guard standalone == "yes" || standalone == "no" else { throw fault(.malformed) }
            _ = skipsWhiteSpace()
        }
        guard take("?>") else { throw fault(.malformed) }
        end = position
    }

    /// The value of `name="…"` or `name='…'`; nil when another name stands here.
    private mutating func value(of name: StaticString) throws(XMLFault) -> String? {
        guard take(name) else { return nil }
        _ = skipsWhiteSpace()
        guard take("=") else { throw fault(.malformed) }
        _ = skipsWhiteSpace()
        guard position < bytes.count else { throw fault(.malformed) }
        let quote = bytes[position]
        let rest = bytes[(position + 1)...]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"), let close = rest.firstIndex(of: quote) else {
            throw fault(.malformed)
        }
        position = close + 1
        return String(decoding: rest[..<close], as: UTF8.self)
    }

    private mutating func take(_ text: StaticString) -> Bool {
        let text = Array(text.description.utf8)
        guard bytes[position...].starts(with: text) else { return false }
        position += text.count
        return true
    }

    /// Whether there was any.
    private mutating func skipsWhiteSpace() -> Bool {
        let start = position
        while position < bytes.count, XMLReader.isWhiteSpace(bytes[position]) { position += 1 }
        return position > start
    }

    private static func isEncodingName(_ name: String) -> Bool {
        guard let first = name.utf8.first, (0x41...0x5A).contains(first & 0xDF) else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }

    private func fault(_ reason: XMLFault.Reason) -> XMLFault { XMLFault(reason, line: 1, column: 1) }
}
