import Schemas

/// In which characters a document is written, and the document in UTF-8.
enum XMLEncoding {
    /// The document in UTF-8, every character of it one that XML has, and where its XML declaration is over.
    static func opened(_ document: Bytes) throws(XMLFault) -> (bytes: [UInt8], position: Int) {
        var bytes = Array(document)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        // UTF-16 and UTF-32, with a mark or without.
        if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) || bytes.prefix(4).contains(0) {
            throw fault(.encoding, at: 0, of: bytes)
        }
        let declaration = try declaration(of: bytes)
        if declaration.isLatin1 { bytes = utf8(latin1: bytes) }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw fault(.notUTF8, at: validCount(bytes), of: bytes)
        }
        if let place = bytes.firstIndex(where: { $0 < 0x20 && !XMLReader.isWhiteSpace($0) }) {
            throw fault(.character, at: place, of: bytes)
        }
        return (bytes, declaration.end)
    }

    /// `<?xml version="1.0" encoding="UTF-8"?>`, if it is there. All of it is ASCII.
    private static func declaration(of bytes: [UInt8]) throws(XMLFault) -> (end: Int, isLatin1: Bool) {
        let start = Array("<?xml".utf8)
        guard bytes.starts(with: start), bytes.count > start.count, XMLReader.isWhiteSpace(bytes[start.count]) else {
            return (0, false)
        }
        guard let close = bytes.prefix(200).indices.first(where: { bytes[$0...].starts(with: "?>".utf8) }) else {
            throw fault(.malformed, at: 0, of: bytes)
        }
        let text = String(decoding: bytes[start.count..<close], as: UTF8.self)
        guard value(of: "version", in: text) == "1.0" else { throw fault(.version, at: 0, of: bytes) }
        switch value(of: "encoding", in: text)?.lowercased() {
        case nil, "utf-8", "utf8", "us-ascii", "ascii": return (close + 2, false)
        case "iso-8859-1", "latin1", "latin-1": return (close + 2, true)
        default: throw fault(.encoding, at: 0, of: bytes)
        }
    }

    /// The value of `name="…"` or `name='…'`.
    private static func value(of name: String, in text: String) -> String? {
        guard let found = text.firstRange(of: name) else { return nil }
        let rest = text[found.upperBound...].drop { $0.isWhitespace }
        guard rest.first == "=" else { return nil }
        let quoted = rest.dropFirst().drop { $0.isWhitespace }
        guard let quote = quoted.first, quote == "\"" || quote == "'" else { return nil }
        return String(quoted.dropFirst().prefix { $0 != quote })
    }

    private static func utf8(latin1 bytes: [UInt8]) -> [UInt8] {
        var utf8: [UInt8] = []
        utf8.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes {
            if byte < 0x80 {
                utf8.append(byte)
            } else {
                utf8.append(0xC0 | byte >> 6)
                utf8.append(0x80 | byte & 0x3F)
            }
        }
        return utf8
    }

    /// How many bytes are UTF-8 before the first that is not.
    private static func validCount(_ bytes: [UInt8]) -> Int {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var count = 0
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { count += UTF8.width(scalar) }
        return count
    }

    static func fault(_ reason: XMLFault.Reason, at place: Int, of bytes: [UInt8]) -> XMLFault {
        var line = 1
        var column = 1
        for byte in bytes.prefix(place) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return XMLFault(reason, line: line, column: column)
    }
}
