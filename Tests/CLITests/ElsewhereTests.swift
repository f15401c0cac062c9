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

        func elsewhere() throws -> Tool.Result {
            try tool.run(
                "notices",
                "elsewhere",
                "--day",
                receipt.receivedOn,
                "--out",
                "elsewhere.csv",
                "--log",
                tool.log
            )
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
        let csv = try Data(contentsOf: tool.folder.appendingPathComponent("elsewhere.csv"))
        let rows = String(decoding: csv, as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst()
        #expect(Array(rows) == ["062;\(there.number);G5901;059;\(housed.number);\(housed.receivedOn);732829320"])

        // Who gave up there has nothing to be told of.
        var renunciation = SubmissionFixtures.renunciation(id: SubmissionFixtures.id(5))
        renunciation.receivedOn = ""
        renunciation.territory = "062"
        renunciation.request.strikeOff.number = there.number
        #expect(try submit(renunciation).outcome == .struckOff)
        #expect(try eventually { $0.status == 0 && !$0.output.contains(there.number) })

        // Without the master key nobody is looked for.
        let key = tool.log + ".key"
        try FileManager.default.moveItem(atPath: key, toPath: key + ".away")
        #expect(try elsewhere().errors.contains("nominative data is closed"))
    }
}
