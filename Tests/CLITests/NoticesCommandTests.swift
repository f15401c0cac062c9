import EmbeddedLog
import Foundation
import Register
import Schemas
import Stream
import SwiftProtobuf
import TestSupport
import Testing

/// From a filing to the printer's folder, as the manager's clerk does it.
@Suite(.serialized, .timeLimit(.minutes(3)))
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
        #expect(try tool.run("notices", "list", "--log", tool.log).output.contains("attestation"), "it waits")

        let settings = #"{"centsPerLetter": 52, "territories": {"059": {"service": ["Gestionnaire du Nord"]}}}"#
        try Data(settings.utf8).write(to: tool.folder.appendingPathComponent("letters.json"))
        try Data(#"{"windowOpensMonths": 9}"#.utf8).write(to: tool.folder.appendingPathComponent("legal.json"))
        func export(to out: String, _ more: String...) throws -> Tool.Result {
            let command = ["notices", "export", "--out", out, "--letter-settings", "letters.json"]
            return try tool.run(command + ["--log", tool.log] + more)
        }
        func pdf(_ out: String) throws -> Data {
            try Data(contentsOf: tool.folder.appendingPathComponent("\(out)/059-00001/lettres.pdf"))
        }
        // Without the master key nobody's name comes out, nor a batch without names; nor is one taken.
        let key = tool.log + ".key"
        try FileManager.default.moveItem(atPath: key, toPath: key + ".away")
        let closed = try export(to: "closed")
        try FileManager.default.moveItem(atPath: key + ".away", toPath: key)
        #expect(closed.status != 0)
        #expect(closed.errors.contains("nominative data is closed"), "\(closed.errors)")
        #expect(!FileManager.default.fileExists(atPath: tool.folder.appendingPathComponent("closed").path))

        let exported = try export(to: "batches")
        #expect(exported.status == 0, "\(exported.errors)")
        #expect(exported.output.contains("0,52"))
        #expect(exported.errors.contains("address without a town"), "the register has no list of communes")
        let folder = tool.folder.appendingPathComponent("batches/059-00001")
        let csv = String(decoding: try Data(contentsOf: folder.appendingPathComponent("lettres.csv")), as: UTF8.self)
        #expect(csv.contains(receipt.number))
        #expect(csv.contains("Delattre"))
        #expect(try pdf("batches").starts(with: Data("%PDF-1.4".utf8)))
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            #expect(try tool.mode(folder.appendingPathComponent(file).path) == 0o600, "\(file)")
        }
        // What people open says of each cell that it is text.
        let workbook = try Data(contentsOf: folder.appendingPathComponent("lettres.xlsx"))
        let cell = #"t="inlineStr"><is><t xml:space="preserve">\#(receipt.number)</t>"#
        #expect(String(decoding: workbook, as: UTF8.self).contains(cell))
        let again = try export(to: "local", "--legal-settings", "legal.json", "--again", "059-00001")
        #expect(again.status == 0, "\(again.errors)")
        #expect(try pdf("local") != pdf("batches"), "a letter has the days of the territory")
        let lot = String(decoding: try Data(contentsOf: folder.appendingPathComponent("lot.json")), as: UTF8.self)
        #expect(lot.contains("\"lettres\" : 1"))
        #expect(lot.contains("\"adresses_sans_ville\" : [\n    \"\(receipt.number)-1-"), "\(lot)")
        #expect(!lot.contains("Delattre"), "the summary is not nominative")

        let there = try export(to: "batches", "--again", "059-00001")
        #expect(there.status != 0)
        #expect(there.errors.contains("--force"))
        #expect(try export(to: "batches", "--again", "059-00001", "--force").status == 0)
        #expect(try export(to: "batches", "--again", "059-00009").errors.contains("there is no batch 059-00009"))

        let reference = try #require(csv.split(separator: ";").first { $0.hasPrefix("\(receipt.number)-1-") })
        #expect(reference == "\(receipt.number)-1-\(day)-\(receipt.sourcePartition).\(receipt.sourceOffset)")
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

    /// A paper form received weeks ago bears that day, however late it is keyed: its letter leaves all the same, once.
    @Test func whatBearsAnEarlierDayIsInTheNextBatch() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.addDesk("G5901")
        let up = try tool.start("up", "--log", tool.log)
        defer {
            up.terminate()
            up.waitUntilExit()
        }
        func file(_ id: UInt64, _ lastName: String, received: String = "") throws -> WireReceipt {
            var creation = SubmissionFixtures.creation(id: SubmissionFixtures.id(id))
            creation.receivedOn = received
            creation.request.creation.application.coApplicants = []
            creation.request.creation.application.applicant.identity.lastName = lastName
            let result = try tool.run("submit", "-", "--json", "--log", tool.log, input: try creation.jsonString())
            return try WireReceipt(jsonString: result.output)
        }
        func export(_ more: String...) throws -> Tool.Result {
            try tool.run(["notices", "export", "--out", "batches", "--log", tool.log] + more)
        }
        func names(_ batch: String) throws -> [String] {
            let csv = tool.folder.appendingPathComponent("batches/\(batch)/lettres.csv")
            return try String(contentsOf: csv, encoding: .utf8).split(separator: "\r\n").dropFirst().map {
                String($0.split(separator: ";", omittingEmptySubsequences: false)[9].split(separator: " ").last ?? "")
            }
        }
        let today = try file(1, "Delattre")
        #expect(try export().status == 0)
        let day = try #require(CivilDate(iso: today.receivedOn)).adding(days: -20)
        let late = try file(2, "Vasseur", received: day.iso)
        #expect(late.receivedOn == day.iso)
        let next = try file(3, "Martin")
        #expect(next.outcome == .registered)
        #expect(try tool.run("notices", "list", "--json", "--log", tool.log).output.contains(day.iso))
        #expect(try export().status == 0)
        #expect(try names("059-00001") == ["Delattre"])
        #expect(try Set(names("059-00002")) == ["Vasseur", "Martin"])
        let nothing = try export()
        #expect(nothing.status == 0 && nothing.output.contains("no notice waits"), "\(nothing.output)")
        #expect(!FileManager.default.fileExists(atPath: tool.folder.path + "/batches/059-00003"))

        // The same places give the same letters, whatever came since.
        let csv = tool.folder.appendingPathComponent("batches/059-00001/lettres.csv")
        let before = try Data(contentsOf: csv)
        #expect(try export("--again", "059-00001", "--force").status == 0)
        #expect(try Data(contentsOf: csv) == before)

        // More than a batch holds makes several.
        for (id, name) in [(4, "Belkacem"), (5, "Dubois"), (6, "Roussel")] as [(UInt64, String)] {
            #expect(try file(id, name).outcome == .registered)
        }
        #expect(try export("--notices-max", "2").status == 0)
        #expect(try [names("059-00003").count, names("059-00004").count] == [2, 1])
    }

    /// A command that died between its announcement and its files: the batch is written under its name, and nothing twice.
    @Test func aBatchThatWasCutShortIsWrittenByTheNextExport() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.addDesk("G5901")
        let up = try tool.start("up", "--log", tool.log)
        defer {
            up.terminate()
            up.waitUntilExit()
        }
        var creation = SubmissionFixtures.creation()
        creation.receivedOn = ""
        let sent = try tool.run("submit", "-", "--json", "--log", tool.log, input: try creation.jsonString())
        let receipt = try WireReceipt(jsonString: sent.output)
        let log = try EmbeddedLog(path: tool.log)
        let register = TopicPartition(
            Topic.register.name,
            Partitioner.partition(of: "059", count: try log.partitionCount(of: Topic.register.name))
        )
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        let end = try log.endOffset(of: TopicPartition(Topic.notices.name, 0))
        var other = creation
        other.submissionID = SubmissionFixtures.id(7)
        other.request.creation.application.applicant.identity.lastName = "Vasseur"
        other.request.creation.application.coApplicants = []
        func announce(_ token: String, at time: Int64, number: Int = 1, from start: Int64 = 0) throws {
            let export = try WireExport.with {
                $0.batch = "059-0000\(number)"
                $0.kind = .letters
                $0.territory = "059"
                $0.token = token
                $0.registerUntil = UInt64(try log.endOffset(of: register))
                let end = try log.endOffset(of: TopicPartition(Topic.notices.name, 0))
                $0.ranges = [
                    .with {
                        $0.from = UInt64(start)
                        $0.until = UInt64(end)
                    }
                ]
            }
            let partition = TopicPartition(Topic.exports.name, 0)
            try log.append([
                OutgoingRecord(partition, key: Array("059".utf8), value: export.serializedBytes(), timestamp: time)
            ])
        }
        // Of two that were announced at once the first one counts; and whoever announced it just now may be at work.
        try announce("first", at: now)
        let early = try tool.run("notices", "export", "--out", "batches", "--log", tool.log)
        #expect(early.status != 0 && early.errors.contains("another export is at work on 059-00001"), "\(early.errors)")
        #expect(!FileManager.default.fileExists(atPath: tool.folder.path + "/batches"))
        let again = try tool.run(
            ["notices", "export", "--out", "again", "--again", "059-00001", "--log", tool.log]
        )
        #expect(again.status == 0, "\(again.errors)")
        #expect(FileManager.default.fileExists(atPath: tool.folder.path + "/again/059-00001/lettres.csv"))

        // One that was announced an hour ago is dead.
        let second = try tool.run("submit", "-", "--json", "--log", tool.log, input: try other.jsonString())
        try announce("second", at: now - 3_600_000, number: 2, from: end)
        try announce("third", at: now, number: 2, from: end)
        let exported = try tool.run("notices", "export", "--out", "batches", "--log", tool.log)
        #expect(exported.status == 0, "\(exported.errors)")
        let folders = try FileManager.default.contentsOfDirectory(atPath: tool.folder.path + "/batches")
        #expect(folders == ["059-00002"])
        let csv = try String(contentsOfFile: tool.folder.path + "/batches/059-00002/lettres.csv", encoding: .utf8)
        #expect(try csv.contains(WireReceipt(jsonString: second.output).number))
        #expect(!csv.contains(receipt.number))
        let after = try tool.run("notices", "export", "--out", "batches", "--log", tool.log)
        #expect(after.output.contains("no notice waits"), "\(after.output)")
    }

    @Test func twoExportsAtOnceTakeEachLetterOnce() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.addDesk("G5901")
        let up = try tool.start("up", "--log", tool.log)
        defer {
            up.terminate()
            up.waitUntilExit()
        }
        for (round, name) in ["Delattre", "Vasseur", "Martin"].enumerated() {
            var creation = SubmissionFixtures.creation(id: SubmissionFixtures.id(UInt64(round)))
            creation.receivedOn = ""
            creation.request.creation.application.coApplicants = []
            creation.request.creation.application.applicant.identity.lastName = name
            try tool.run("submit", "-", "--json", "--log", tool.log, input: try creation.jsonString())
            let exports = try ["a", "b"].map { out in
                try tool.start("notices", "export", "--out", out, "--log", tool.log)
            }
            for export in exports { export.waitUntilExit() }
        }
        let files = FileManager.default
        let letters = try ["a", "b"].flatMap { out in
            // One of them may never have had a batch.
            try ((try? files.contentsOfDirectory(atPath: tool.folder.path + "/" + out)) ?? []).flatMap { batch in
                try String(contentsOfFile: "\(tool.folder.path)/\(out)/\(batch)/lettres.csv", encoding: .utf8)
                    .split(separator: "\r\n").dropFirst().map { String($0.split(separator: ";")[1]) }
            }
        }
        #expect(letters.count == 3)
        #expect(Set(letters).count == 3)
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
