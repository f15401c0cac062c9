import Foundation
import Schemas
import SwiftProtobuf
import TestSupport
import Testing

/// R441-2-8 a): a lease closes one application, and the managers of other territories are told.
@Suite(.serialized)
struct ElsewhereTests {
    @Test func whoIsHousedIsFoundElsewhere() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.run(
            "desks",
            "add",
            "G5901",
            "--kind",
            "BAILLEUR",
            "--territory",
            "059",
            "--territory",
            "062",
            "--name",
            "Bailleur",
            "--log",
            tool.log
        )
        let up = try tool.start("up", "--log", tool.log)
        defer {
            up.terminate()
            up.waitUntilExit()
        }
        func submit(_ submission: WireSubmission) throws -> WireReceipt {
            let result = try tool.run("submit", "-", "--json", "--log", tool.log, input: try submission.jsonString())
            return try WireReceipt(jsonString: result.output)
        }
        func file(_ id: UInt64, _ territory: String, _ commune: String, _ lastName: String) throws -> WireReceipt {
            var creation = SubmissionFixtures.creation(
                id: SubmissionFixtures.id(id),
                application: SubmissionFixtures.barestApplication()
            )
            creation.receivedOn = ""
            creation.territory = territory
            creation.request.creation.application.wanted.communes = [commune]
            creation.request.creation.application.applicant.identity.lastName = lastName
            return try submit(creation)
        }
        let housed = try file(1, "059", "59350", "Delattre")
        let there = try file(2, "062", "62041", "DELATTRE")
        let another = try file(3, "062", "62041", "Belkacem")
        #expect(housed.outcome == .registered && there.outcome == .registered && another.outcome == .registered)

        var end = SubmissionFixtures.strikeOff(id: SubmissionFixtures.id(4))
        end.receivedOn = ""
        end.request.strikeOff.number = housed.number
        end.request.strikeOff.allocation.leaseSignedOn = housed.receivedOn
        end.request.strikeOff.allocation.agreement = "AUCUN"
        end.request.strikeOff.allocation.daloPriority = "NON"
        end.request.strikeOff.allocation.alreadyTenant = "NON"
        let receipt = try submit(end)
        #expect(receipt.outcome == .struckOff, "\(receipt.anomalies)")

        func elsewhere(_ more: String...) throws -> Tool.Result {
            try tool.run(["notices", "elsewhere", "--log", tool.log] + more)
        }
        // Deduplication reads numbers and ends a moment after they are answered.
        func eventually(_ isSo: (Tool.Result) -> Bool) throws -> Bool {
            for _ in 0..<80 {
                if isSo(try elsewhere()) { return true }
                usleep(250_000)
            }
            return false
        }
        #expect(try eventually { $0.status == 0 && $0.output.contains(there.number) })
        // What only looks takes nothing.
        let taken = try elsewhere("--out", "batches")
        #expect(taken.status == 0, "\(taken.errors)")
        let folder = tool.folder.path + "/batches/ailleurs-00001/"
        func rows() throws -> [String] {
            try String(contentsOfFile: folder + "ailleurs.csv", encoding: .utf8).split(whereSeparator: \.isNewline)
                .dropFirst().map(String.init)
        }
        #expect(try rows() == ["062;\(there.number);G5901;059;\(housed.number);\(housed.receivedOn);732829320"])
        for file in ["ailleurs.csv", "ailleurs.xlsx", "lot.json"] { #expect(try tool.mode(folder + file) == 0o600) }
        let workbook = try Data(contentsOf: URL(fileURLWithPath: folder + "ailleurs.xlsx"))
        #expect(String(decoding: workbook, as: UTF8.self).contains(">\(there.number)</t>"))
        // Each lease once, and again when asked.
        let next = try elsewhere("--out", "batches")
        #expect(next.status == 0 && !next.output.contains(there.number), "\(next.output)")
        #expect(!FileManager.default.fileExists(atPath: tool.folder.path + "/batches/ailleurs-00002"))
        #expect(try elsewhere("--out", "batches", "--again", "ailleurs-00001").errors.contains("--force"))
        let again = try elsewhere("--out", "batches", "--again", "ailleurs-00001", "--force")
        #expect(again.status == 0 && again.output.contains(there.number), "\(again.errors)")

        // Who gave up there has nothing to be told of.
        var renunciation = SubmissionFixtures.renunciation(id: SubmissionFixtures.id(5))
        renunciation.receivedOn = ""
        renunciation.territory = "062"
        renunciation.request.strikeOff.number = there.number
        #expect(try submit(renunciation).outcome == .struckOff)
        func gone() throws -> Bool {
            for _ in 0..<80 {
                let result = try elsewhere("--out", "batches", "--again", "ailleurs-00001", "--force")
                if result.status == 0, try rows().isEmpty { return true }
                usleep(250_000)
            }
            return false
        }
        #expect(try gone(), "live now, not then")

        // Without the master key nobody is looked for.
        let key = tool.log + ".key"
        try FileManager.default.moveItem(atPath: key, toPath: key + ".away")
        let closed = try elsewhere("--out", "batches", "--again", "ailleurs-00001", "--force")
        #expect(closed.errors.contains("nominative data is closed"))
    }
}
