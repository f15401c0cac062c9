import Schemas

/// In which characters a document is written, and the document in UTF-8.
enum XMLEncoding {
    /// The document in UTF-8, every character of it one that XML has, and where its XML declaration is over.
    static func opened(_ document: Bytes) throws(XMLFault) -> (bytes: [UInt8], position: Int) {
        let marked = try utf8(utf16: document)
        var bytes = marked ?? Array(document.starts(with: [0xEF, 0xBB, 0xBF]) ? document.dropFirst(3) : document)
        // UTF-16 and UTF-32 without a mark.
        if marked == nil, bytes.prefix(4).contains(0) { throw fault(.encoding, at: 0, of: bytes) }
        var declaration = XMLDeclaration(bytes)
        try declaration.read()
        switch declaration.encoding {
        case nil: break
        case "utf-16" where marked != nil: break
        case "utf-8" where marked == nil, "utf8" where marked == nil: break
        case "us-ascii" where marked == nil, "ascii" where marked == nil: break
        case "iso-8859-1" where marked == nil, "latin1" where marked == nil, "latin-1" where marked == nil:
            bytes = utf8(latin1: bytes)
        default: throw fault(.encoding, at: 0, of: bytes)
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw fault(.notUTF8, at: validCount(bytes), of: bytes)
        }
        if let place = bytes.firstIndex(where: { $0 < 0x20 && !XMLReader.isWhiteSpace($0) }) {
            throw fault(.character, at: place, of: bytes)
        }
        return (bytes, declaration.end)
    }

    /// Nil when it has no byte order mark of UTF-16. At most half as long again as it came.
    private static func utf8(utf16 document: Bytes) throws(XMLFault) -> [UInt8]? {
        let isBigEndian = document.starts(with: [0xFE, 0xFF])
        guard isBigEndian || document.starts(with: [0xFF, 0xFE]) else { return nil }
        guard document.count.isMultiple(of: 2) else { throw XMLFault(.notUTF16, line: 1, column: 1) }
        var units: [UInt16] = []
        units.reserveCapacity(document.count / 2)
        var iterator = document.dropFirst(2).makeIterator()
        while let first = iterator.next(), let second = iterator.next() {
            units.append(isBigEndian ? UInt16(first) << 8 | UInt16(second) : UInt16(second) << 8 | UInt16(first))
        }
        // Half a pair is no character.
        guard let text = String(validating: units, as: UTF16.self) else {
            throw XMLFault(.notUTF16, line: 1, column: 1)
        }
        return Array(text.utf8)
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
