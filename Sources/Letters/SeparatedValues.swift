/// Tables as RFC 4180 has them, with a semicolon: what printers merge from. People open a `Spreadsheet`.
package enum SeparatedValues {
    /// UTF-8 with its mark, lines that end with CR LF.
    package static func write(_ rows: [[String]]) -> [UInt8] {
        var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
        for row in rows {
            bytes += row.map(field).joined(separator: ";").utf8
            bytes += [0x0D, 0x0A]
        }
        return bytes
    }

    private static func field(_ text: String) -> String {
        // A spreadsheet takes a text that begins like this for a formula.
        let isFormula = text.first.map { "=+-@\t".contains($0) } ?? false
        let text = isFormula ? "'" + text : text
        let isPlain = !text.utf8.contains { $0 == 0x22 || $0 == 0x3B || $0 == 0x0A || $0 == 0x0D }
        guard !isPlain else { return text }
        var quoted = "\""
        for character in text {
            if character == "\"" { quoted.append("\"") }
            quoted.append(character)
        }
        return quoted + "\""
    }

    /// A row, and the line of the file where it begins.
    package struct Row: Hashable, Sendable {
        package let line: Int
        package let fields: [String]
    }

    package enum Failure: Error, Hashable, CustomStringConvertible {
        /// A quoted field has no end; the line where it begins.
        case openQuote(line: Int)

        package var description: String {
            switch self {
            case .openQuote(let line):
                "ligne \(line) : guillemet jamais fermé / line \(line): a quote is never closed"
            }
        }
    }

    /// A file as it was met.
    package struct Table: Sendable {
        package let rows: [Row]
        package let separator: Character
        package let encoding: TextEncoding

        /// For messages about a file that is not as it should be.
        package var description: String {
            let name = separator == "\t" ? "tabulation / tab" : "« \(separator) »"
            return "séparateur / separator \(name), \(encoding.rawValue)"
        }
    }

    package static func read(_ bytes: some Collection<UInt8>) throws(Failure) -> [Row] {
        try table(bytes).rows
    }

    /// Semicolons, commas or tabs, whichever the first line has more of; empty lines are left out.
    package static func table(_ bytes: some Collection<UInt8>) throws(Failure) -> Table {
        let (content, encoding) = TextEncoding.decoded(bytes)
        let first = content.prefix { $0 != 0x0A }
        var separator: UInt8 = 0x3B
        for candidate: UInt8 in [0x2C, 0x09]
        where first.count(where: { $0 == candidate }) > first.count(where: { $0 == separator }) {
            separator = candidate
        }

        var rows: [Row] = []
        var fields: [String] = []
        var field: [UInt8] = []
        var line = 1
        var rowLine = 1
        var quoteLine: Int?
        var index = 0
        func endRow() {
            fields.append(String(decoding: field, as: UTF8.self))
            field = []
            if fields.contains(where: { !$0.isEmpty }) { rows.append(Row(line: rowLine, fields: fields)) }
            fields = []
        }
        while index < content.count {
            let byte = content[index]
            index += 1
            if quoteLine != nil {
                if byte == 0x0A { line += 1 }
                if byte != 0x22 {
                    field.append(byte)
                } else if index < content.count, content[index] == 0x22 {
                    field.append(byte)
                    index += 1
                } else {
                    quoteLine = nil
                }
            } else if byte == 0x22, field.isEmpty {
                quoteLine = line
            } else if byte == separator {
                fields.append(String(decoding: field, as: UTF8.self))
                field = []
            } else if byte == 0x0A {
                endRow()
                line += 1
                rowLine = line
            } else if byte != 0x0D {
                field.append(byte)
            }
        }
        if let quoteLine { throw .openQuote(line: quoteLine) }
        endRow()
        return Table(rows: rows, separator: Character(UnicodeScalar(separator)), encoding: encoding)
    }
}
