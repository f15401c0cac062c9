import EmbeddedLog
import Foundation
import Schemas
import Stream
import SwiftProtobuf
import TestSupport
import Testing

/// What whoever submits is told, whatever becomes of it.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct SubmitTests {
    private func creation(_ id: UInt64 = 1, _ lastName: String = "Delattre") throws -> String {
        var creation = SubmissionFixtures.creation(id: SubmissionFixtures.id(id))
        creation.receivedOn = ""
        creation.request.creation.application.coApplicants = []
        creation.request.creation.application.applicant.identity.lastName = lastName
        creation.request.creation.application.applicant.identity.nir = ""
        return try creation.jsonString()
    }

    private func receipts(_ result: Tool.Result) throws -> [WireReceipt] {
        try result.output.split(separator: "\n").map { try WireReceipt(jsonString: String($0)) }
    }

    @Test func oneIDWithTwoContentsHasTwoAnswers() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.addDesk("G5901")
        let up = try tool.start("up", "--log", tool.log)
        defer {
            up.terminate()
            up.waitUntilExit()
        }
        let lines = try [creation(1), creation(1, "Vasseur")].joined(separator: "\n")
        let answers = try receipts(tool.run("submit", "-", "--json", "--log", tool.log, input: lines))
        #expect(answers.map(\.outcome).sorted { $0.rawValue < $1.rawValue } == [.registered, .refused])
        #expect(Set(answers.map { [UInt64($0.sourcePartition), $0.sourceOffset] }).count == 2)
        #expect(answers.first { $0.outcome == .refused }?.anomalies.map(\.code) == ["NU_0105"])

        // Said again in words, with the answers of before.
        let again = try tool.run("submit", "-", "--log", tool.log, input: lines)
        #expect(again.status == 1)
        #expect(again.output.contains("2 récépissés"), "\(again.output)")
        #expect(again.output.contains("registered: 1") && again.output.contains("refused: 1"), "\(again.output)")
    }

    @Test func twoProcessesWithOneIDAreEachToldTheirOwnAnswer() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.addDesk("G5901")
        let files = try ["Delattre", "Vasseur"].map { name in
            let file = tool.folder.appendingPathComponent("\(name).jsonl")
            try Data(creation(1, name).utf8).write(to: file)
            return file.path
        }
        let outputs = files.map { $0 + ".out" }
        // Both have sent, and wait, before anybody answers.
        let processes = try zip(files, outputs).map { file, output in
            try tool.start(["submit", file, "--json", "--timeout", "120", "--log", tool.log], output: output)
        }
        let log = try EmbeddedLog(reading: tool.log)
        while try submissions(log).count < 2 { Thread.sleep(forTimeInterval: 0.02) }
        let up = try tool.start("up", "--log", tool.log)
        defer {
            up.terminate()
            up.waitUntilExit()
        }
        for process in processes { process.waitUntilExit() }
        let answers = try outputs.map { path in
            try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
                try WireReceipt(jsonString: String($0))
            }
        }
        #expect(answers.map(\.count) == [1, 1])
        let outcomes = answers.joined().map(\.outcome).sorted { $0.rawValue < $1.rawValue }
        #expect(outcomes == [.registered, .refused], "the one that has a number is told so")
        #expect(Set(processes.map(\.terminationStatus)) == [0, 1])
    }

    @Test(arguments: ["CR LF", "BOM", "both", "UTF-16"])
    func linesOfEverySystemAreRead(system: String) throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.addDesk("G5901")
        let up = try tool.start("up", "--log", tool.log)
        defer {
            up.terminate()
            up.waitUntilExit()
        }
        let end = system == "BOM" ? "\n" : "\r\n"
        let text = try [creation(1), creation(2, "Vasseur"), ""].joined(separator: end)
        let bytes: Data =
            switch system {
            case "UTF-16": Data([0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
            case "CR LF": Data(text.utf8)
            default: Data([0xEF, 0xBB, 0xBF] + text.utf8)
            }
        let file = tool.folder.appendingPathComponent("lines.jsonl")
        try bytes.write(to: file)
        let result = try tool.run("submit", file.path, "--json", "--timeout", "20", "--log", tool.log)
        #expect(result.status == 0, "\(result.errors)")
        #expect(try receipts(result).map(\.outcome) == [.registered, .registered])
    }

    @Test func aLineThatIsNotUTF8IsNamed() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.addDesk("G5901")
        try tool.makeRegister()
        let file = tool.folder.appendingPathComponent("lines.jsonl")
        try (Data(try creation(1).utf8) + Data([0x0A, 0x7B, 0xE9, 0x7D, 0x0A])).write(to: file)
        let result = try tool.run("submit", file.path, "--no-wait", "--log", tool.log)
        #expect(result.status == 1)
        #expect(result.errors.contains("line 2: not in UTF-8"))
        #expect(result.output.contains("1 déposées"))
    }

    @Test func controlCSaysWhatWasSentAndAnswered() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.addDesk("G5901")
        let file = tool.folder.appendingPathComponent("lines.jsonl")
        try Data(creation(1).utf8).write(to: file)
        let process = try tool.start("submit", file.path, "--timeout", "120", "--log", tool.log, errors: "submit.err")
        let log = try EmbeddedLog(reading: tool.log)
        while try submissions(log).isEmpty { Thread.sleep(forTimeInterval: 0.02) }
        Thread.sleep(forTimeInterval: 0.2)
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 130)
        let said = try String(contentsOf: tool.folder.appendingPathComponent("submit.err"), encoding: .utf8)
        #expect(said.contains("interrupted: 1 of 1 sent, 0 answered"), "\(said)")
        #expect(said.contains("same command again is safe"), "\(said)")
    }

    private func submissions(_ log: EmbeddedLog) throws -> [LogRecord] {
        try (0..<log.partitionCount(of: Topic.submissions.name)).flatMap {
            try log.read(TopicPartition(Topic.submissions.name, $0), from: 0, limit: .max).records
        }
    }
}

/// A disk without room, in a mount namespace of its own; left out where none can be made.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct FullDiskTests {
    private static let canMount: Bool = {
        let process = Foundation.Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
        process.arguments = [
            "-m", "sh", "-c", "mkdir -p /tmp/nu-mount-$$ && mount -t tmpfs -o size=1m none /tmp/nu-mount-$$",
        ]
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    @Test(.enabled(if: canMount, "a tmpfs takes root, or a user namespace"))
    func aFullDiskIsNamedBySubmitAndByHealth() throws {
        let tool = try Tool()
        defer { tool.remove() }
        var creation = SubmissionFixtures.creation()
        creation.receivedOn = ""
        let lines = try (0..<400).map { number in
            creation.submissionID = SubmissionFixtures.id(UInt64(number))
            return try creation.jsonString()
        }
        try Data(lines.joined(separator: "\n").utf8).write(to: tool.folder.appendingPathComponent("lines.jsonl"))
        let script = """
            set -u
            mkdir disk && mount -t tmpfs -o size=24m none disk || exit 9
            nu=\(Tool.executable.path)
            export NU_LOG=disk/register.sqlite
            $nu desks add G5901 --kind BAILLEUR --territory 059 --name Bailleur
            $nu up --http 127.0.0.1:0 2> up.err &
            up=$!
            for i in $(seq 200); do grep -q '"address"' up.err && break; sleep 0.1; done
            port=$(sed -n 's/.*"address":"127.0.0.1:\\([0-9]*\\)".*/\\1/p' up.err)
            for i in $(seq 200); do $nu health --http 127.0.0.1:$port > ready.txt && break; sleep 0.2; done
            head -c 3000 lines.jsonl | head -n 1 > one.jsonl
            $nu submit one.jsonl --no-wait > sent.txt
            dd if=/dev/zero of=disk/filler bs=64k 2> dd.err
            dd if=/dev/zero of=disk/filler2 bs=1k 2> dd.err
            $nu submit lines.jsonl --timeout 3 > submit.out 2> submit.err
            echo $? > submit.status
            for i in $(seq 100); do
                $nu health --http 127.0.0.1:$port > health.txt || grep -q full health.txt && break
                sleep 0.1
            done
            rm disk/filler disk/filler2
            $nu submit lines.jsonl --timeout 30 > again.out 2> again.err
            kill $up
            wait $up
            """
        let process = Foundation.Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
        process.arguments = ["-m", "sh", "-c", script]
        process.currentDirectoryURL = tool.folder
        try process.run()
        process.waitUntilExit()
        func text(_ name: String) -> String {
            (try? String(contentsOf: tool.folder.appendingPathComponent(name), encoding: .utf8)) ?? ""
        }
        #expect(text("submit.status").trimmingCharacters(in: .newlines) != "0")
        #expect(text("submit.err").contains("the disk is full"), "\(text("submit.err"))")
        #expect(!text("submit.err").contains("are the workers running"))
        #expect(text("again.out").contains("récépissés"), "\(text("again.err"))")
    }
}
