import Demo
import EmbeddedLog
import Foundation
import Schemas
import Stream
import SwiftProtobuf
import Testing

@testable import CLI

/// A list of communes comes from INSEE, from a territory or out of a spreadsheet.
@Suite(.serialized)
struct CommuneFileTests {
    private static let rows = [
        ["insee", "libelle", "epci_siren", "epci_nom"],
        ["59350", "Lille", "200093201", "Métropole Européenne de Lille"],
        ["62119", "Béthune", "200072460", "CA de Béthune-Bruay, Artois-Lys \"Romane\""],
    ]

    private static func text(_ separator: String, _ end: String = "\n") -> String {
        rows.map { row in
            row.map { $0.contains { "\",;".contains($0) } ? "\"" + $0.replacing("\"", with: "\"\"") + "\"" : $0 }
                .joined(separator: separator)
        }.joined(separator: end) + end
    }

    /// `Lille` with the four columns of the README, as programs write them.
    @Test(arguments: ["commas", "semicolons", "tabs", "BOM", "Windows-1252", "UTF-16", "capitals"])
    func itIsReadAsItComes(kind: String) throws {
        let tool = try Tool()
        defer { tool.remove() }
        let bytes: Data =
            switch kind {
            case "semicolons": Data(Self.text(";", "\r\n").utf8)
            case "tabs": Data(Self.text("\t").utf8)
            case "BOM": Data([0xEF, 0xBB, 0xBF] + Self.text(";").utf8)
            case "Windows-1252": Data(Self.text(";").unicodeScalars.map { UInt8($0.value) })
            case "UTF-16": Data([0xFF, 0xFE] + Self.text("\t").utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
            case "capitals": Data(Self.text(",").replacing("insee,libelle", with: " INSEE ,Libelle").utf8)
            default: Data(Self.text(",").utf8)
            }
        let file = tool.folder.appendingPathComponent("communes.csv")
        try bytes.write(to: file)
        let result = try tool.run("territories", "import", file.path, "--log", tool.log)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("2 communes"))
        #expect(result.errors.contains("Windows-1252") == (kind == "Windows-1252"))
        let log = try EmbeddedLog(reading: tool.log)
        let communes = try log.read(TopicPartition(Topic.communes.name, 0), from: 0, limit: 9).records.map {
            try WireCommune(serializedBytes: $0.value ?? [])
        }
        #expect(communes.map { [$0.code, $0.name, $0.epciSiren, $0.epciName] } == Array(Self.rows.dropFirst()))
    }

    @Test func whatIsWrongIsNamedWithWhatWasMet() throws {
        let tool = try Tool()
        defer { tool.remove() }
        func errors(_ text: String) throws -> String {
            let file = tool.folder.appendingPathComponent("communes.csv")
            try Data(text.utf8).write(to: file)
            let result = try tool.run("territories", "import", file.path, "--log", tool.log)
            #expect(result.status == 64)
            return result.errors
        }
        let bar = try errors("insee|libelle\n")
        #expect(bar.contains("there is no column insee, but insee|libelle") && bar.contains("separator « ; », UTF-8"))
        let header = "insee;libelle;epci_siren;epci_nom\n"
        #expect(try errors(header + "59350;Lille;1;MEL\n1001;Ars;1;MEL\n").contains("line 3"))
        #expect(try errors(header + "59350;\"Lille;1;MEL\n").contains("line 2: a quote is never closed"))
        #expect(try errors(header + "59350;Lille;1;MEL;x\n").contains("too many fields"))
        #expect(try errors("").contains("the file is empty"))
        #expect(!FileManager.default.fileExists(atPath: tool.log), "nothing is made of a bad file")
    }

    /// The reference file lies beside the project where there is one; nothing is checked where there is none.
    @Test func theBuiltInCommunesAgreeWithTheReferenceFile() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appending(path: "../shared/data/communes_59_62_cog2026.csv").standardizedFileURL
        guard FileManager.default.fileExists(atPath: file.path) else { return }
        let all = try CommuneFile.readWithPopulation(file.path)
        let communes = Dictionary(uniqueKeysWithValues: all.map { ($0.code, $0) })
        #expect(communes.count == 1_534)
        for builtIn in CommuneReference.builtIn {
            let reference = try #require(communes[builtIn.code], "\(builtIn.code)")
            #expect(reference.name == builtIn.name)
            #expect(reference.epciSIREN == builtIn.epciSIREN && reference.epciName == builtIn.epciName)
            #expect(abs(reference.population - builtIn.population) <= 500, "\(builtIn.name) \(reference.population)")
        }
    }
}
