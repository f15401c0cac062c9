import Foundation
import Schemas
import SwiftProtobuf
import TestSupport
import Testing

/// The files of the former system are judged whole before any of them is sent.
@Suite(.serialized)
struct ImportTests {
    private func line(_ figure: UInt64, number: String, _ lastName: String, filed: String = "2008-09-15") throws
        -> String
    {
        var submission = SubmissionFixtures.importing(id: SubmissionFixtures.id(figure))
        submission.receivedOn = ""
        submission.request.import.number = number
        submission.request.import.firstFiledOn = filed
        submission.request.import.validFrom = filed
        submission.request.import.application.coApplicants = []
        submission.request.import.application.applicant.identity.lastName = lastName
        return try submission.jsonString()
    }

    private func file(_ tool: Tool, _ lines: [String]) throws -> String {
        let path = tool.folder.appendingPathComponent("former.jsonl")
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: path)
        return path.path
    }

    private func prepared() throws -> Tool {
        let tool = try Tool()
        for (code, kind) in [("G5900", "GESTIONNAIRE"), ("G5901", "BAILLEUR")] {
            try tool.addDesk(code, kind: kind, name: "Essai")
        }
        return tool
    }

    /// As intake will judge it, so by the settings that intake has.
    @Test func anImportIsJudgedByTheSettingsOfItsRegister() throws {
        let tool = try prepared()
        defer { tool.remove() }
        let named = try line(1, number: "0590908000001G5902", "Delattre")
        let path = try file(tool, [named.replacing("\"agent\":\"agent-7\",", with: "")])
        let settings = tool.folder.appendingPathComponent("settings.json")
        try Data(#"{"agentRequired": false}"#.utf8).write(to: settings)
        let refused = try tool.run("import", path, "--dry-run", "--log", tool.log)
        #expect(refused.status == 1)
        #expect(refused.output.contains("agent NU_0623"))
        let taken = try tool.run(
            "import",
            path,
            "--dry-run",
            "--legal-settings",
            settings.path,
            "--log",
            tool.log,
        )
        #expect(taken.status == 0, "\(taken.output) \(taken.errors)")
    }

    @Test func aDryRunNamesEachProblemByLinePathAndCodeAndSendsNothing() throws {
        let tool = try prepared()
        defer { tool.remove() }
        var other = SubmissionFixtures.renewal(id: SubmissionFixtures.id(9))
        other.receivedOn = ""
        let path = try file(
            tool,
            [
                try line(1, number: "0590908000001G5902", "Delattre"),
                "not json",
                try line(3, number: "0590908000001G5902", "Vasseur"),
                try line(4, number: "0591008000004G5902", "Martin"),
                try line(1, number: "0590908000005G5902", "Lefèvre"),
                try line(6, number: "0590908000006G5902", "DELATTRE"),
                "",
                try other.jsonString(),
            ]
        )
        let result = try tool.run("import", path, "--dry-run", "--json", "--log", tool.log)
        #expect(result.status == 1)
        let problems = result.output.split(separator: "\n").compactMap { row in
            try? JSONSerialization.jsonObject(with: Data(row.utf8)) as? [String: Any]
        }
        #expect(
            problems.map { "\($0["line"] ?? 0) \($0["code"] ?? "") \($0["path"] ?? "")" } == [
                "2 NU_0101 ", "3 NU_0911 request.import.number", "4 NU_0913 request.import.number",
                "5 NU_0105 submission_id", "6 NU_0821 request.import.application", "8 NU_0109 request",
            ]
        )
        // Not even a dry run's good lines are sent, and none where one line is bad.
        #expect(try tool.run("import", path, "--log", tool.log).status == 1)
        let good = try file(tool, [try line(1, number: "0590908000001G5902", "Delattre")])
        let dry = try tool.run("import", good, "--dry-run", "--log", tool.log)
        #expect(dry.status == 0)
        #expect(dry.output.contains("059: 1 numéros"))
        #expect(try tool.run("show", "0590908000001G5902", "--log", tool.log).status != 0)
    }

    @Test func numbersGoOnWhereTheFormerSystemWas() throws {
        let tool = try prepared()
        defer { tool.remove() }
        let up = try tool.start("up", "--log", tool.log)
        defer {
            up.terminate()
            up.waitUntilExit()
        }
        let path = try file(
            tool,
            [
                try line(1, number: "0590908000001G5902", "Delattre"),
                try line(2, number: "0590908000004G5902", "Vasseur"),
            ]
        )
        let dry = try tool.run("import", path, "--dry-run", "--log", tool.log)
        #expect(dry.output.contains("2 absents"), "\(dry.output)")
        let result = try tool.run("import", path, "--log", tool.log)
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(try tool.run("show", "0590908000004G5902", "--log", tool.log).output.contains("2008-09-15"))
        // A number that the register has is taken.
        let again = try tool.run("import", path, "--dry-run", "--log", tool.log)
        #expect(again.status == 1)
        #expect(again.output.components(separatedBy: "NU_0911").count == 3)
    }
}
