// What a document is spelt with: names, texts, references, comments.
extension XMLReader {
    /// White space, comments and instructions before the root.
    mutating func skipProlog() throws(XMLFault) {
        skipWhiteSpace()
        while position < bytes.count {
            guard isAt("<") else { throw fault(.malformed) }
            guard isAt("<!") || isAt("<?") else { return }
            try skipMarkup()
            skipWhiteSpace()
        }
        throw fault(.truncated)
    }

    @discardableResult
    mutating func skipWhiteSpace() -> Bool {
        let start = position
        while position < bytes.count, XMLReader.isWhiteSpace(bytes[position]) { position += 1 }
        return position > start
    }

    /// A comment or an instruction.
    mutating func skipMarkup() throws(XMLFault) {
        if isAt("<!--") {
            position += 4
            while !isAt("--") {
                guard position < bytes.count else { throw fault(.truncated) }
                position += 1
            }
            guard isAt("-->") else { throw fault(.malformed) }
            position += 3
        } else if isAt("<?") {
            position += 2
            let target = try name()
            // The XML declaration stands at the very start, and was read there.
            guard String(decoding: bytes[target], as: UTF8.self).lowercased() != "xml" else { throw fault(.malformed) }
            while !isAt("?>") {
                guard position < bytes.count else { throw fault(.truncated) }
                position += 1
            }
            position += 2
        } else {
            throw fault(isAt("<!DOCTYPE") ? .documentType : .malformed)
        }
    }

    /// The place of what a CDATA section holds.
    mutating func cdata() throws(XMLFault) -> Range<Int> {
        position += 9
        let start = position
        while !isAt("]]>") {
            guard position < bytes.count else { throw fault(.truncated) }
            guard position - start <= limits.textBytesMax else { throw fault(.textTooLong) }
            position += 1
        }
        defer { position += 3 }
        return start..<position
    }

    /// Text up to the next markup.
    mutating func appendText(to text: inout String) throws(XMLFault) {
        while true {
            let start = position
            while position < bytes.count, !XMLReader.endsRun(bytes[position]) { position += 1 }
            if position > start { text += String(decoding: bytes[start..<position], as: UTF8.self) }
            guard position < bytes.count else { throw fault(.truncated) }
            guard text.utf8.count <= limits.textBytesMax else { throw fault(.textTooLong, at: start) }
            switch bytes[position] {
            case UInt8(ascii: "<"): return
            case UInt8(ascii: "&"): text.unicodeScalars.append(try reference())
            case UInt8(ascii: "\r"):
                // One line end, however it is written.
                position += 1
                if !isAt("\n") { text += "\n" }
            default:
                guard !isAt("]]>") else { throw fault(.malformed) }
                text += "]"
                position += 1
            }
        }
    }

    private static func endsRun(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "<"), UInt8(ascii: "&"), UInt8(ascii: "\r"), UInt8(ascii: "]"): true
        default: false
        }
    }

    mutating func attributeValue() throws(XMLFault) -> String {
        guard isAt("\"") || isAt("'") else { throw fault(position < bytes.count ? .malformed : .truncated) }
        let quote = bytes[position]
        position += 1
        var value = ""
        var start = position
        while true {
            guard position < bytes.count else { throw fault(.truncated) }
            guard value.utf8.count + position - start <= limits.textBytesMax else {
                throw fault(.textTooLong, at: start)
            }
            let byte = bytes[position]
            guard byte == quote || byte == UInt8(ascii: "<") || byte == UInt8(ascii: "&") else {
                position += 1
                continue
            }
            value += String(decoding: bytes[start..<position], as: UTF8.self)
            if byte == quote {
                position += 1
                return value
            }
            guard byte == UInt8(ascii: "&") else { throw fault(.malformed) }
            value.unicodeScalars.append(try reference())
            start = position
        }
    }

    /// `&amp;`, `&#233;` and the like.
    private mutating func reference() throws(XMLFault) -> Unicode.Scalar {
        let start = position
        position += 1
        while !isAt(";") {
            guard position < bytes.count else { throw fault(.truncated) }
            guard position - start < 12 else { throw fault(.reference, at: start) }
            position += 1
        }
        let text = String(decoding: bytes[(start + 1)..<position], as: UTF8.self)
        position += 1
        switch text {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        guard text.hasPrefix("#") else { throw fault(.reference, at: start) }
        let isHexadecimal = text.hasPrefix("#x")
        let digits = text.dropFirst(isHexadecimal ? 2 : 1)
        guard digits.first.map({ $0.isHexDigit }) == true, let code = UInt32(digits, radix: isHexadecimal ? 16 : 10)
        else { throw fault(.reference, at: start) }
        guard let scalar = Unicode.Scalar(code), XMLReader.mayStand(scalar) else { throw fault(.character, at: start) }
        return scalar
    }

    private static func mayStand(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }

    /// A name, with at most one prefix.
    mutating func name() throws(XMLFault) -> Range<Int> {
        let start = position
        var colons = 0
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
                0x80...0xFF:
                break
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
                if position == start || bytes[position - 1] == UInt8(ascii: ":") { throw fault(.malformed) }
            case UInt8(ascii: ":"):
                colons += 1
                if position == start || colons > 1 { throw fault(.malformed) }
            default:
                guard position > start, bytes[position - 1] != UInt8(ascii: ":") else { throw fault(.malformed) }
                return start..<position
            }
            position += 1
            guard position - start <= limits.nameBytesMax else { throw fault(.nameTooLong, at: start) }
        }
        throw fault(.truncated)
    }

    // MARK: Places

    static func isWhiteSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    func isAt(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        for index in 0..<count where bytes[position + index] != text.utf8Start[index] { return false }
        return true
    }

    func fault(_ reason: XMLFault.Reason, at place: Int? = nil) -> XMLFault {
        XMLEncoding.fault(reason, at: place ?? position, of: bytes)
    }
}
