import Schemas

/// Walks a JSON text (RFC 8259) for the names in it, before it is decoded.
///
/// Of two equal names in one object SwiftProtobuf takes the last, other readers take the first: whoever signs, shows or
/// checks such a text may see another submission than intake. So a name stands once. `submission_id` and `submissionId` are
/// one name, as protobuf has it. What is no JSON in other ways is left to the decoder, which is as strict.
package struct JSONNames {
    package enum Fault: Error, Hashable {
        case malformed
        case tooDeep
        case tooManyNames
    }

    package enum Step: Hashable, Sendable {
        /// As it was written, escapes resolved.
        case name(String)
        case item(Int)
    }

    /// What stands behind a name.
    enum Value {
        case container
        /// As written: `"059"` with its quotes, `12`, `null`.
        case scalar(Bytes)
    }

    /// Where names stand that stood in their object before, at most `repeatedMax` of them.
    package private(set) var repeated: [[Step]] = []

    private let bytes: Bytes
    private var position: Int
    private var path: [Step] = []
    private static let depthMax = 40
    /// More than three times what the largest message of the schema has.
    private static let namesMax = 256
    private static let repeatedMax = 20

    /// `visit` is shown each name and item, a container before what is in it, and says whether to look into that.
    @discardableResult
    init(_ bytes: Bytes, visit: (([Step], Value) -> Bool)? = nil) throws(Fault) {
        self.bytes = bytes
        position = bytes.startIndex
        skipWhiteSpace()
        try value(visit)
        skipWhiteSpace()
        guard position == bytes.endIndex else { throw .malformed }
    }

    /// What is wrong with the names of a text that is to be decoded.
    package static func repeated(in bytes: Bytes) throws(Fault) -> [[Step]] { try JSONNames(bytes).repeated }

    /// `request.creation.application.co_applicants[2].first_name`: as every other path is written, except that a last name
    /// that the schema cannot have is left out, since anything may stand there.
    package static func path(of steps: [Step]) -> String {
        var text = ""
        for step in steps {
            switch step {
            case .item(let index): text += "[\(index)]"
            case .name(let name):
                guard looksLikeFieldName(name) else { return text }
                text += (text.isEmpty ? "" : ".") + snakeCase(name)
            }
        }
        return text
    }

    /// `birthDate` or `birth_date`. Whatever else was put in a name's place may be someone's, and is not repeated.
    static func looksLikeFieldName(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= 40 else { return false }
        guard (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
            default: false
            }
        }
    }

    private static func snakeCase(_ name: String) -> String {
        var text = ""
        for byte in name.utf8 {
            let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            if isCapital { text += "_" }
            text.unicodeScalars.append(Unicode.Scalar(isCapital ? byte + 0x20 : byte))
        }
        return text
    }

    /// The JSON name of a field: `submissionId`, whichever way it was written.
    private static func camelCase(_ name: String) -> String {
        guard name.utf8.contains(UInt8(ascii: "_")) else { return name }
        var isNext = false
        var text = String.UnicodeScalarView()
        for scalar in name.unicodeScalars {
            if scalar == "_" {
                isNext = true
                continue
            }
            let isSmall = ("a"..."z").contains(scalar)
            text.append(isNext && isSmall ? Unicode.Scalar(UInt8(scalar.value) - 0x20) : scalar)
            isNext = false
        }
        return String(text)
    }
}

extension JSONNames {
    private mutating func value(_ visit: (([Step], Value) -> Bool)?) throws(Fault) {
        guard position < bytes.endIndex else { throw .malformed }
        switch bytes[position] {
        case UInt8(ascii: "{"): try object(look(visit))
        case UInt8(ascii: "["): try array(look(visit))
        default:
            let start = position
            if bytes[position] == UInt8(ascii: "\"") { _ = try text() } else { try literal() }
            if let visit, !path.isEmpty { _ = visit(path, .scalar(bytes[start..<position])) }
        }
    }

    /// Nil where nobody wants to see what is in this container.
    private func look(_ visit: (([Step], Value) -> Bool)?) -> (([Step], Value) -> Bool)? {
        guard let visit else { return nil }
        return path.isEmpty || visit(path, .container) ? visit : nil
    }

    private mutating func object(_ visit: (([Step], Value) -> Bool)?) throws(Fault) {
        guard path.count < JSONNames.depthMax else { throw .tooDeep }
        position += 1
        var names: [String] = []
        if try ends(UInt8(ascii: "}")) { return }
        while true {
            skipWhiteSpace()
            guard position < bytes.endIndex, bytes[position] == UInt8(ascii: "\"") else { throw .malformed }
            let (text, hasEscapes) = try text()
            let name = hasEscapes ? try JSONNames.unescaped(text) : String(decoding: text, as: UTF8.self)
            path.append(.name(name))
            let canonical = JSONNames.camelCase(name)
            if names.contains(canonical) {
                if repeated.count < JSONNames.repeatedMax { repeated.append(path) }
            } else {
                guard names.count < JSONNames.namesMax else { throw .tooManyNames }
                names.append(canonical)
            }
            skipWhiteSpace()
            guard position < bytes.endIndex, bytes[position] == UInt8(ascii: ":") else { throw .malformed }
            position += 1
            skipWhiteSpace()
            try value(visit)
            path.removeLast()
            if try isLast(UInt8(ascii: "}")) { return }
        }
    }

    private mutating func array(_ visit: (([Step], Value) -> Bool)?) throws(Fault) {
        guard path.count < JSONNames.depthMax else { throw .tooDeep }
        position += 1
        if try ends(UInt8(ascii: "]")) { return }
        var index = 0
        while true {
            skipWhiteSpace()
            path.append(.item(index))
            try value(visit)
            path.removeLast()
            index += 1
            if try isLast(UInt8(ascii: "]")) { return }
        }
    }

    /// An empty container.
    private mutating func ends(_ close: UInt8) throws(Fault) -> Bool {
        skipWhiteSpace()
        guard position < bytes.endIndex else { throw .malformed }
        guard bytes[position] == close else { return false }
        position += 1
        return true
    }

    private mutating func isLast(_ close: UInt8) throws(Fault) -> Bool {
        skipWhiteSpace()
        guard position < bytes.endIndex else { throw .malformed }
        defer { position += 1 }
        switch bytes[position] {
        case close: return true
        case UInt8(ascii: ","): return false
        default: throw .malformed
        }
    }

    private mutating func skipWhiteSpace() {
        while position < bytes.endIndex {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    /// A number, `true`, `false`, `null`.
    private mutating func literal() throws(Fault) {
        let start = position
        while position < bytes.endIndex {
            switch bytes[position] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
                position += 1
                continue
            default: break
            }
            break
        }
        guard position > start else { throw .malformed }
    }

    /// Between the quotes.
    private mutating func text() throws(Fault) -> (text: Bytes, hasEscapes: Bool) {
        position += 1
        let start = position
        var hasEscapes = false
        while position < bytes.endIndex {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                let text = bytes[start..<position]
                position += 1
                return (text, hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                position += 2
            default: position += 1
            }
        }
        throw .malformed
    }

    private static func unescaped(_ text: Bytes) throws(Fault) -> String {
        var units: [UInt16] = []
        var iterator = String(decoding: text, as: UTF8.self).utf16.makeIterator()
        while let unit = iterator.next() {
            guard unit == 0x5C else {
                units.append(unit)
                continue
            }
            switch iterator.next().flatMap(Unicode.Scalar.init) {
            case "\"": units.append(0x22)
            case "\\": units.append(0x5C)
            case "/": units.append(0x2F)
            case "b": units.append(0x08)
            case "f": units.append(0x0C)
            case "n": units.append(0x0A)
            case "r": units.append(0x0D)
            case "t": units.append(0x09)
            case "u":
                var number: UInt16 = 0
                for _ in 0..<4 {
                    guard let unit = iterator.next(), let digit = Unicode.Scalar(unit).flatMap(hexadecimal) else {
                        throw .malformed
                    }
                    number = number << 4 | digit
                }
                units.append(number)
            default: throw .malformed
            }
        }
        return String(decoding: units, as: UTF16.self)
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar) -> UInt16? {
        switch scalar {
        case "0"..."9": UInt16(scalar.value) - 0x30
        case "a"..."f": UInt16(scalar.value) - 0x61 + 10
        case "A"..."F": UInt16(scalar.value) - 0x41 + 10
        default: nil
        }
    }
}
