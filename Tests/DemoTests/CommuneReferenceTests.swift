import Foundation
import Register
import Testing

@testable import Demo

struct CommuneReferenceTests {
    @Test func aQuotedFieldKeepsItsCommaAndItsQuotes() throws {
        let text = [
            "insee,libelle,dep,pop_municipale,epci_siren,epci_nom",
            #"62119,Béthune,62,25224,200072460,"CA de Béthune-Bruay, Artois-Lys ""Romane""""#,
            "59350,Lille,59,238246,200093201,Métropole Européenne de Lille",
        ].joined(separator: "\r\n")
        let communes = try CommuneReference.read(csv: text)
        #expect(communes.map(\.code) == ["62119", "59350"])
        #expect(communes[0].epciName == "CA de Béthune-Bruay, Artois-Lys \"Romane\"")
        #expect(communes.map(\.isInLilleMetropolis) == [false, true])
        #expect(communes.map(\.population) == [25_224, 238_246])
        #expect(communes.map(\.territory) == [.pasDeCalais, .nord])
    }

    @Test func whatIsWrongIsNamed() {
        #expect(throws: CommuneReference.FileError.missingColumn("pop_municipale")) {
            try CommuneReference.read(csv: "insee,libelle\n59350,Lille\n")
        }
        let header = "insee,libelle,pop_municipale,epci_siren,epci_nom\n"
        #expect(throws: CommuneReference.FileError.badLine(2, "pop_municipale")) {
            try CommuneReference.read(csv: header + "59350,Lille,many,200093201,MEL\n")
        }
        #expect(throws: CommuneReference.FileError.badLine(3, "insee")) {
            try CommuneReference.read(csv: header + "59350,Lille,1,200093201,MEL\n59000,Lille,1,200093201,MEL\n")
        }
        #expect(throws: CommuneReference.FileError.unclosedQuote(2)) {
            try CommuneReference.read(csv: header + "59350,\"Lille,1,200093201,MEL\n")
        }
    }

    @Test func theBuiltInCommunesCoverBothTerritoriesAndTheMetropolis() {
        let communes = CommuneReference.builtIn
        #expect(communes.count > 40 && Set(communes.map(\.code)).count == communes.count)
        #expect(communes.allSatisfy { $0.territory != nil && SIREN($0.epciSIREN) != nil })
        #expect(communes.contains { $0.isInLilleMetropolis } && communes.contains { $0.territory == .pasDeCalais })
    }

    /// The reference file lies beside the project where there is one; nothing is checked where there is none.
    @Test func theBuiltInCommunesAgreeWithTheReferenceFile() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appending(path: "../shared/data/communes_59_62_cog2026.csv").standardizedFileURL
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return }
        let communes = Dictionary(uniqueKeysWithValues: try CommuneReference.read(csv: text).map { ($0.code, $0) })
        #expect(communes.count == 1_534)
        for builtIn in CommuneReference.builtIn {
            let reference = try #require(communes[builtIn.code], "\(builtIn.code)")
            #expect(reference.name == builtIn.name)
            #expect(
                reference.epciSIREN == builtIn.epciSIREN && reference.epciName == builtIn.epciName,
                "\(builtIn.name)"
            )
            #expect(abs(reference.population - builtIn.population) <= 500, "\(builtIn.name) \(reference.population)")
        }
        var scenario = Scenario(seed: 3, size: 0.005, communes: Array(communes.values))
        var register = ModelRegister(scenario)
        let result = play(&scenario, on: &register)
        #expect(result.isAsExpected, "\(result)")
    }
}
