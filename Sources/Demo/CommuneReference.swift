import Register
import Schemas
import SwiftProtobuf

/// A commune as the scenario needs it: where it is, how many live there, which inter-communal body it belongs to.
package struct CommuneReference: Hashable, Sendable {
    /// INSEE code.
    package var code: String
    package var name: String
    package var population: Int
    package var epciSIREN: String
    package var epciName: String

    package init(code: String, name: String, population: Int, epciSIREN: String, epciName: String) {
        self.code = code
        self.name = name
        self.population = population
        self.epciSIREN = epciSIREN
        self.epciName = epciName
    }

    /// Métropole Européenne de Lille.
    package static let lilleMetropolis = "200093201"

    package var isInLilleMetropolis: Bool { epciSIREN == CommuneReference.lilleMetropolis }

    package var territory: Territory? { CommuneCode(code: code).flatMap(Territory.init(commune:)) }

    package var wire: WireCommune {
        .with {
            $0.code = code
            $0.name = name
            $0.epciSiren = epciSIREN
            $0.epciName = epciName
        }
    }
}

extension CommuneReference {
    /// What is wrong with a file of communes.
    package enum FileError: Error, Equatable, CustomStringConvertible {
        case missingColumn(String)
        case badLine(Int, String)
        case unclosedQuote(Int)

        package var description: String {
            switch self {
            case .missingColumn(let name): "the file of communes has no column \(name)"
            case .badLine(let line, let column): "line \(line) of the file of communes: \(column) cannot be read"
            case .unclosedQuote(let line): "line \(line) of the file of communes: a quoted field does not end"
            }
        }
    }

    /// Reads a CSV file with at least the columns `insee`, `libelle`, `pop_municipale`, `epci_siren` and `epci_nom`, in any
    /// order. Fields may be quoted.
    package static func read(csv text: String) throws(FileError) -> [CommuneReference] {
        var rows = try records(of: text)[...]
        guard let header = rows.popFirst() else { throw .missingColumn("insee") }
        func column(_ name: String) throws(FileError) -> Int {
            guard let index = header.fields.firstIndex(of: name) else { throw .missingColumn(name) }
            return index
        }
        let (insee, name, population) = (try column("insee"), try column("libelle"), try column("pop_municipale"))
        let (siren, epci) = (try column("epci_siren"), try column("epci_nom"))

        var communes: [CommuneReference] = []
        communes.reserveCapacity(rows.count)
        for row in rows {
            guard row.fields.count == header.fields.count else { throw .badLine(row.line, "its number of fields") }
            guard CommuneCode(code: row.fields[insee]) != nil else { throw .badLine(row.line, "insee") }
            guard let count = Int(row.fields[population]), count >= 0 else {
                throw .badLine(row.line, "pop_municipale")
            }
            communes.append(
                CommuneReference(
                    code: row.fields[insee],
                    name: row.fields[name],
                    population: count,
                    epciSIREN: row.fields[siren],
                    epciName: row.fields[epci],
                )
            )
        }
        return communes
    }

    // RFC 4180: a quoted field may hold commas, line ends and doubled quotes.
    private static func records(of text: String) throws(FileError) -> [(line: Int, fields: [String])] {
        var records: [(line: Int, fields: [String])] = []
        var fields: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var line = 1
        var start = 1
        var bytes = Array(text.utf8)[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }

        func endField() {
            fields.append(String(decoding: field, as: UTF8.self))
            field.removeAll(keepingCapacity: true)
        }
        func endRecord() {
            if fields.isEmpty && field.isEmpty { return }
            endField()
            records.append((start, fields))
            fields.removeAll(keepingCapacity: true)
        }

        while let byte = bytes.popFirst() {
            if byte == UInt8(ascii: "\n") { line += 1 }
            if isQuoted {
                if byte != UInt8(ascii: "\"") {
                    field.append(byte)
                } else if bytes.first == UInt8(ascii: "\"") {
                    bytes.removeFirst()
                    field.append(byte)
                } else {
                    isQuoted = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\"") where field.isEmpty: isQuoted = true
            case UInt8(ascii: ","): endField()
            case UInt8(ascii: "\r"): break
            case UInt8(ascii: "\n"):
                endRecord()
                start = line
            default: field.append(byte)
            }
        }
        if isQuoted { throw .unclosedQuote(start) }
        endRecord()
        return records
    }
}
