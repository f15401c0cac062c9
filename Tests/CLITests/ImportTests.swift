import EmbeddedLog
import Foundation
import Schemas
import Stream
import SwiftProtobuf
import TestSupport
import Testing

/// The files of the former system are judged whole before any of them is sent.
@Suite(.serialized, .timeLimit(.minutes(4)))
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
        // Its own numbers are no problem, and nothing is sent twice.
        let again = try tool.run("import", path, "--log", tool.log)
        #expect(again.status == 0, "\(again.output)\(again.errors)")
        #expect(again.output.contains("2 reprises déjà") && again.output.contains("imported: 2"), "\(again.output)")
        #expect(try submissions(tool).count == 2)
        // A number that the register has from another is taken, and an id keeps its number.
        let other = try file(
            tool,
            [
                try line(3, number: "0590908000001G5902", "Martin"),
                try line(2, number: "0590908000009G5902", "Vasseur"),
            ]
        )
        let taken = try tool.run("import", other, "--dry-run", "--json", "--log", tool.log)
        #expect(taken.status == 1)
        #expect(taken.output.components(separatedBy: "NU_0911").count == 2, "\(taken.output)")
        #expect(taken.output.components(separatedBy: "NU_0105").count == 2, "\(taken.output)")
    }

    /// Killed in the middle, with nothing, a part or all of what it sent answered.
    @Test func anImportThatWasKilledGoesOnWhereItStood() throws {
        let tool = try prepared()
        defer { tool.remove() }
        // More than one command sends at once.
        let count = 2_300
        let path = try file(
            tool,
            (1...count).map { number in
                let figures = String(number)
                let padded = String(repeating: "0", count: 6 - figures.count) + figures
                return try someone(number, numbered: "0590908\(padded)G5902")
            }
        )
        let first = try tool.start("import", path, "--timeout", "300", "--log", tool.log)
        while try submissions(tool).isEmpty { Thread.sleep(forTimeInterval: 0.005) }
        kill(first.processIdentifier, SIGKILL)
        first.waitUntilExit()
        let before = try submissions(tool).count
        #expect((1...count).contains(before))

        let up = try tool.start("up", "--log", tool.log)
        defer {
            up.terminate()
            up.waitUntilExit()
        }
        let second = try tool.run("import", path, "--timeout", "60", "--log", tool.log)
        #expect(second.status == 0, "\(second.output)\(second.errors)")
        #expect(second.output.contains("imported: \(count)"), "\(second.output)")
        #expect(
            second.errors.contains("\(before) lignes déjà déposées, \(count - before) à déposer"),
            "\(second.errors)"
        )
        #expect(try submissions(tool).count == count, "nothing is sent twice, and nothing is left out")
        let third = try tool.run("import", path, "--log", tool.log)
        #expect(third.status == 0 && third.output.contains("imported: \(count)"), "\(third.output)")
        #expect(try submissions(tool).count == count)
    }

    /// What was refused is sent anew: its cause may be gone. So is a file with the marks of another editor.
    @Test func whatWasRefusedIsSentAnew() throws {
        let tool = try prepared()
        defer { tool.remove() }
        let up = try tool.start("up", "--log", tool.log)
        defer {
            up.terminate()
            up.waitUntilExit()
        }
        let path = try file(tool, [try line(1, number: "0590908000001G5902", "Delattre")])
        #expect(try tool.run("desks", "suspend", "G5900", "--log", tool.log).status == 0)
        #expect(try tool.run("submit", path, "--log", tool.log).output.contains("refused: 1"))
        try tool.addDesk("G5900", kind: "GESTIONNAIRE")
        #expect(try tool.run("desks", "suspend", "G5900", "--undo", "--log", tool.log).status == 0)
        let result = try tool.run("import", path, "--log", tool.log)
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(try submissions(tool).count == 2)
    }

    @Test func aFileOfAnotherEditorIsJudgedLineByLine() throws {
        let tool = try prepared()
        defer { tool.remove() }
        let lines = [
            try line(1, number: "0590908000001G5902", "Delattre"),
            try line(2, number: "0590908000002G5902", "Vasseur"),
        ]
        let path = tool.folder.appendingPathComponent("former.jsonl")
        try Data([0xEF, 0xBB, 0xBF] + lines.joined(separator: "\r\n").utf8).write(to: path)
        let result = try tool.run("import", path.path, "--dry-run", "--log", tool.log)
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains("2 lignes, 2 bonnes"))
    }

    /// A person who is like no other, so that nobody is linked.
    private func someone(_ figure: Int, numbered number: String) throws -> String {
        var random = SeededRandom(seed: UInt64(figure))
        func word() -> String {
            let syllables = ["ba", "de", "ki", "lo", "mu", "nar", "pe", "ris", "to", "vul", "za", "jof", "gue", "chi"]
            return (0..<4).map { _ in syllables[Int.random(in: 0..<syllables.count, using: &random)] }.joined()
                .capitalized
        }
        var submission = SubmissionFixtures.importing(id: SubmissionFixtures.id(UInt64(figure)))
        submission.receivedOn = ""
        submission.request.import.number = number
        submission.request.import.firstFiledOn = "2008-09-15"
        submission.request.import.validFrom = "2008-09-15"
        submission.request.import.application = SubmissionFixtures.barestApplication()
        submission.request.import.application.applicant.identity.lastName = word()
        submission.request.import.application.applicant.identity.firstNames = word()
        submission.request.import.application.applicant.identity.birthDate =
            "\(1940 + figure % 55)-0\(1 + figure % 9)-\(10 + figure % 17)"
        return try submission.jsonString()
    }

    private func submissions(_ tool: Tool) throws -> [LogRecord] {
        let log = try EmbeddedLog(reading: tool.log)
        return try (0..<log.partitionCount(of: Topic.submissions.name)).flatMap {
            // Without intake's own markers, which have no value.
            try log.read(TopicPartition(Topic.submissions.name, $0), from: 0, limit: .max).records.filter {
                $0.value != nil
            }
        }
    }
}
