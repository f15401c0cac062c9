import Foundation
import Schemas
import SwiftProtobuf
import TestSupport
import Testing

/// From a filing to the printer's folder, as the manager's clerk does it.
@Suite(.serialized)
struct NoticesCommandTests {
    @Test func attestationGoesToTheFolderAndAReturnedLetterComesBack() throws {
        let tool = try Tool()
        defer { tool.remove() }
        for (code, kind) in [("G5901", "BAILLEUR"), ("59GES", "GESTIONNAIRE")] {
            try tool.addDesk(code, kind: kind, name: "Service \(code)")
        }
        let up = try tool.start("up", "--log", tool.log)
        defer {
            up.terminate()
            up.waitUntilExit()
        }
        var creation = SubmissionFixtures.creation()
        creation.receivedOn = ""
        let result = try tool.run("submit", "-", "--json", "--log", tool.log, input: try creation.jsonString())
        let receipt = try WireReceipt(jsonString: result.output)
        let day = receipt.receivedOn

        let list = try tool.run("notices", "list", "--day", day, "--log", tool.log)
        #expect(list.output.contains("attestation"))
        #expect(try tool.run("notices", "list", "--day", "2011-13-01", "--log", tool.log).status != 0)

        let settings = #"{"centsPerLetter": 52, "territories": {"059": {"service": ["Gestionnaire du Nord"]}}}"#
        try Data(settings.utf8).write(to: tool.folder.appendingPathComponent("letters.json"))
        try Data(#"{"windowOpensMonths": 9}"#.utf8).write(to: tool.folder.appendingPathComponent("legal.json"))
        func export(to out: String, _ more: String...) throws -> Tool.Result {
            let command = ["notices", "export", "--day", day, "--out", out, "--letter-settings", "letters.json"]
            return try tool.run(command + ["--log", tool.log] + more)
        }
        func pdf(_ out: String) throws -> Data {
            try Data(contentsOf: tool.folder.appendingPathComponent("\(out)/059-\(day)/lettres.pdf"))
        }
        let exported = try export(to: "batches")
        #expect(exported.status == 0, "\(exported.errors)")
        #expect(exported.output.contains("0,52"))
        let folder = tool.folder.appendingPathComponent("batches/059-\(day)")
        let csv = String(decoding: try Data(contentsOf: folder.appendingPathComponent("lettres.csv")), as: UTF8.self)
        #expect(csv.contains(receipt.number))
        #expect(csv.contains("Delattre"))
        #expect(try pdf("batches").starts(with: Data("%PDF-1.4".utf8)))
        #expect(try export(to: "local", "--legal-settings", "legal.json").status == 0)
        #expect(try pdf("local") != pdf("batches"), "a letter has the days of the territory")
        let lot = String(decoding: try Data(contentsOf: folder.appendingPathComponent("lot.json")), as: UTF8.self)
        #expect(lot.contains("\"lettres\" : 1"))
        #expect(!lot.contains("Delattre"), "the summary is not nominative")

        // Without the master key nobody's name comes out, nor a batch without names.
        let key = tool.log + ".key"
        try FileManager.default.moveItem(atPath: key, toPath: key + ".away")
        let closed = try export(to: "closed")
        try FileManager.default.moveItem(atPath: key + ".away", toPath: key)
        #expect(closed.status != 0)
        #expect(closed.errors.contains("nominative data is closed"), "\(closed.errors)")
        #expect(!FileManager.default.fileExists(atPath: tool.folder.appendingPathComponent("closed").path))

        let again = try export(to: "batches")
        #expect(again.status != 0)
        #expect(again.errors.contains("--force"))

        let reference = "\(receipt.number)-1-\(day)"
        let proofs =
            "reference;date;statut;canal;rang\n\(reference);\(day);REMIS;SUIVI;2\n\(reference);\(day);PERDU;;\n"
        try Data(proofs.utf8).write(to: tool.folder.appendingPathComponent("proofs.csv"))
        let confirmed = try tool.run(
            "notices",
            "confirm",
            "proofs.csv",
            "--desk",
            "59GES",
            "--dry-run",
            "--log",
            tool.log
        )
        #expect(confirmed.errors.contains("ligne 3"))
        #expect(confirmed.output.contains("1 preuves"))
        let file = "reference;date;pli\n\(reference);\(day);P-17\nnot one;\(day);\n"
        try Data(file.utf8).write(to: tool.folder.appendingPathComponent("pnd.csv"))
        let dry = try tool.run("notices", "returned", "pnd.csv", "--desk", "59GES", "--dry-run", "--log", tool.log)
        #expect(dry.status == 1)
        #expect(dry.errors.contains("ligne 3"))
        #expect(dry.output.contains("1 plis"))
    }

    @Test func misspeltSettingIsNamed() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try Data(#"{"territories": {"059": {"waitMonth": 24}}}"#.utf8)
            .write(to: tool.folder.appendingPathComponent("letters.json"))
        try tool.addDesk("G5901", name: "B")
        let misspelt = try tool.run(
            "notices",
            "export",
            "--day",
            "2026-01-01",
            "--out",
            "batches",
            "--letter-settings",
            "letters.json",
            "--log",
            tool.log
        )
        #expect(misspelt.status != 0)
        #expect(misspelt.errors.contains("territories.059.waitMonth"))
    }
}
