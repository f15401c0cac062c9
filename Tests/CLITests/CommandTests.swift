import Foundation
import Schemas
import SwiftProtobuf
import TestSupport
import Testing

/// The commands as a person types them.
@Suite(.serialized)
struct CommandTests {
    @Test func deskIsAddedListedAndSuspended() throws {
        let tool = try Tool()
        defer { tool.remove() }
        let added = try tool.addDesk("G5901", name: "Bailleur du Nord")
        #expect(added.status == 0)
        #expect(try tool.run("desks", "list", "--log", tool.log).output.contains("Bailleur du Nord"))
        #expect(try tool.run("desks", "suspend", "G5901", "--log", tool.log).status == 0)
        #expect(try tool.run("desks", "list", "--json", "--log", tool.log).output.contains("\"suspended\":true"))
        #expect(try tool.run("desks", "suspend", "G9999", "--log", tool.log).status != 0)
    }

    @Test func aDeskWithAKeySignsWhatItSubmits() throws {
        let tool = try Tool()
        defer { tool.remove() }
        let added = try tool.run(
            "desks",
            "add",
            "G5901",
            "--kind",
            "BAILLEUR",
            "--territory",
            "059",
            "--name",
            "Bailleur",
            "--mandate",
            "59350",
            "--reason",
            "RADATT",
            "--convention",
            "CONV-14",
            "--convention-from",
            "2011-03-28",
            "--log",
            tool.log
        )
        #expect(added.status == 0)
        #expect(try tool.run("desks", "key", "G5901", "--generate", "desk.pem", "--log", tool.log).status == 0)
        // The private key is its owner's alone, and none is written over.
        let path = tool.folder.appendingPathComponent("desk.pem").path
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try tool.run("desks", "key", "G5901", "--generate", "desk.pem", "--log", tool.log).status != 0)
        let shown = try tool.run("desks", "show", "G5901", "--log", tool.log).output
        for text in ["CONV-14", "2011-03-28", "59350", "RADATT", "actif"] { #expect(shown.contains(text), "\(text)") }
        #expect(shown.components(separatedBy: "public key").count == 2)

        try tool.nameRegister()
        let up = try tool.start("up", "--log", tool.log)
        defer {
            up.terminate()
            up.waitUntilExit()
        }
        var creation = SubmissionFixtures.creation()
        creation.receivedOn = ""
        let unsigned = try tool.run("submit", "-", "--json", "--log", tool.log, input: try creation.jsonString() + "\n")
        #expect(unsigned.status == 1)
        #expect(unsigned.output.contains("NU_0617"))
        let signed = try tool.run(
            "submit",
            "-",
            "--json",
            "--key",
            "desk.pem",
            "--log",
            tool.log,
            input: try creation.jsonString() + "\n"
        )
        #expect(signed.status == 0, "\(signed.errors)")
        #expect(signed.output.contains("OUTCOME_REGISTERED"))
        // Signed for another register, by the same key.
        let elsewhere = try tool.run(
            "submit",
            "-",
            "--json",
            "--key",
            "desk.pem",
            "--register",
            "01234567-89ab-4cde-8fed-cba987654321",
            "--log",
            tool.log,
            input: try SubmissionFixtures.creation(id: SubmissionFixtures.id(2)).jsonString() + "\n"
        )
        #expect(elsewhere.status == 1)
        #expect(elsewhere.output.contains("NU_0625"))
        let twice = #"{"submissionId":"\#(SubmissionFixtures.id(3))","desk":"G5901","desk":"G5902"}"#
        let repeated = try tool.run("submit", "-", "--log", tool.log, input: twice)
        #expect(repeated.status == 1)
        #expect(repeated.errors.contains("desk stands in it twice"))
    }

    @Test func submissionGoesFromALineToANumberAndItsLifeIsShown() throws {
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
        let line = try creation.jsonString()
        let result = try tool.run("submit", "-", "--json", "--log", tool.log, input: line + "\n\nnot json\n")
        #expect(result.status == 1, "a line that is left out is a failure")
        #expect(result.errors.contains("ligne 3"))
        let receipt = try #require(
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        )
        #expect(receipt["outcome"] as? String == "OUTCOME_REGISTERED")
        let number = try #require(receipt["number"] as? String)

        let life = try tool.run("show", number, "--log", tool.log)
        #expect(life.status == 0)
        #expect(life.output.contains("Enregistrée"))
        #expect(!life.output.contains("Delattre"))
        #expect(try tool.run("show", "05904110001", "--log", tool.log).status != 0)
        #expect(try tool.run("stats", "--log", tool.log).status == 0)
    }

    @Test func unreadableRecordIsListedShownAndSentAgain() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.addDesk("G5901")
        let up = try tool.start("up", "--log", tool.log)
        defer {
            up.terminate()
            up.waitUntilExit()
        }
        // Readable enough for `submit` to send it, not for intake to answer it.
        let broken = #"{"submissionId":"\#(SubmissionFixtures.id())","desk":"G5901","territory":"059","request":7}"#
        let sent = try tool.run("submit", "-", "--no-wait", "--log", tool.log, input: broken)
        #expect(sent.status == 0)
        var list = ""
        for _ in 0..<200 where !list.contains("nu.submissions") {
            list = try tool.run("rejects", "list", "--log", tool.log).output
            Thread.sleep(forTimeInterval: 0.05)
        }
        let place = try #require(list.split(separator: "\n").last?.split(separator: " ").first.map(String.init))
        #expect(try tool.run("rejects", "show", place, "--log", tool.log).output == broken)
        #expect(try tool.run("rejects", "redrive", place, "--dry-run", "--log", tool.log).output.contains("would send"))
        #expect(try tool.run("rejects", "redrive", "0@99", "--log", tool.log).status != 0)

        // All of them, again and again: each time the one that is open, and what was sent is not listed any more.
        func open() throws -> [String] {
            try tool.run("rejects", "list", "--json", "--log", tool.log).output.split(separator: "\n").map(String.init)
        }
        for round in 1...3 {
            let before = try open()
            #expect(before.count == 1)
            #expect(before.first?.contains("\"rejectCount\":\(round)") == true)
            #expect(try tool.run("rejects", "redrive", "--all", "--log", tool.log).status == 0)
            for _ in 0..<200 where try open() == before || open().isEmpty { Thread.sleep(forTimeInterval: 0.05) }
        }
        let again = try tool.run("rejects", "redrive", place, "--log", tool.log)
        #expect(again.status != 0)
        #expect(again.errors.contains("was sent again before"))
    }

    @Test(arguments: [
        ["demo"], ["up"], ["worker"], ["submit"], ["desks"], ["show"], ["stats"], ["verify"], ["rejects"], ["bench"],
        ["health"], ["topics"],
    ])
    func everyCommandHasHelpWithAnExample(command: [String]) throws {
        let tool = try Tool()
        defer { tool.remove() }
        let help = try tool.run(command[0], "--help")
        #expect(help.status == 0)
        #expect(help.output.contains("USAGE"))
    }

    @Test func missingLogIsAClearError() throws {
        let tool = try Tool()
        defer { tool.remove() }
        let result = try tool.run("show", "0590411000123G5901", "--log", "nowhere.sqlite")
        #expect(result.status != 0)
        #expect(result.errors.contains("there is no log at nowhere.sqlite"))
    }

    @Test func smallDemoPasses() throws {
        let tool = try Tool()
        defer { tool.remove() }
        let demo = try tool.run("demo", "--size", "0.005", "--log", tool.log)
        #expect(demo.status == 0, "\(demo.output)\n\(demo.errors)")
        #expect(demo.output.contains("10.4"))
        let again = try tool.run("demo", "--size", "0.005", "--log", tool.log)
        #expect(again.status != 0, "a log that is there is not replaced unasked")
        #expect(try tool.run("verify", "--log", tool.log).status == 0)
        #expect(try tool.run("stats", "--log", tool.log, "--by", "month").output.contains("2011-12"))
        // What is compared across territories is what is pending by the cells; the books of the last day are open still.
        let pending = try tool.run("stats", "--log", tool.log, "--json").output.split(separator: "\n").map { line in
            let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return try #require(row?["pending"] as? Int64)
        }
        let across = try tool.run("stats", "across", "--log", tool.log, "--json")
        let sheet = try WireAcrossTerritories(jsonString: across.output)
        #expect(sheet.territories.map(\.territory) == ["059", "062"], "\(across.errors)")
        #expect(pending.count == 2)
        for (territory, pending) in zip(sheet.territories, pending) {
            #expect(territory.live > 100 && abs(territory.live - pending) < 5, "\(territory.territory)")
        }
        #expect(sheet.territories.allSatisfy { $0.unopened == 0 })
    }

    /// Renewals, lapses and purges of ten years, on a log, and every promise kept at the end.
    @Test func tenYearsOfTheDemoKeepEveryPromise() throws {
        let tool = try Tool()
        defer { tool.remove() }
        let demo = try tool.run("demo", "--years", "10", "--size", "0.001", "--log", tool.log, "--json")
        #expect(demo.status == 0, "\(demo.output)\n\(demo.errors)")
        let report = try #require(
            JSONSerialization.jsonObject(with: Data(demo.output.utf8)) as? [String: Any]
        )
        #expect(report["promisesKept"] as? Bool == true && report["asExpected"] as? Bool == true)
        let years = try #require(report["years"] as? [[String: Int]])
        #expect(years.map { $0["year"] } == (2011...2020).map(Optional.some))
        for year in years.dropFirst(2) {
            #expect(["renewed", "notRenewed", "purged", "pending"].allSatisfy { year[$0, default: 0] > 0 }, "\(year)")
        }
    }
}
