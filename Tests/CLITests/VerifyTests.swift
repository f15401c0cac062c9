import EmbeddedLog
import Foundation
import Schemas
import Stream
import SwiftProtobuf
import TestSupport
import Testing

/// `verify` says what it looked at and what it could not, and changes nothing.
@Suite(.serialized)
struct VerifyTests {
    @Test(arguments: ["verify", "show 0591126000001G5901", "stats", "notices list", "desks list", "submit x.jsonl"])
    func whereThereIsNoRegisterItSaysSoAndMakesNone(line: String) throws {
        let tool = try Tool()
        defer { tool.remove() }
        try Data(#"{"submissionId":"x"}"#.utf8).write(to: tool.folder.appendingPathComponent("x.jsonl"))
        let command = line.split(separator: " ").map(String.init)
        let missing = try tool.run(command + ["--log", tool.log])
        #expect(missing.status == 64)
        #expect(missing.errors.contains("there is no log at"), "\(missing.errors)")
        #expect(!FileManager.default.fileExists(atPath: tool.log))

        try Data().write(to: URL(fileURLWithPath: tool.log))
        let empty = try tool.run(command + ["--log", tool.log])
        #expect(empty.status == 64)
        #expect(empty.errors.contains("there is no register in"), "\(empty.errors)")
        #expect(!empty.output.contains("✓"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: tool.log)).isEmpty, "the file has not grown")
    }

    /// C-B10. Whoever reads past it would show a register that never was.
    @Test(arguments: ["show 0591126000001G5901", "stats across", "verify"])
    func aRecordOfTheRegisterThatCannotBeReadIsNamed(line: String) throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.addDesk("G5901")
        try tool.makeRegister()
        let log = try EmbeddedLog(path: tool.log)
        for number in 0..<(try log.partitionCount(of: Topic.register.name)) {
            let partition = TopicPartition(Topic.register.name, number)
            try log.append([OutgoingRecord(partition, key: nil, value: [0x0A, 0xFF, 0xFF, 0x03], timestamp: 0)])
        }
        let result = try tool.run(line.split(separator: " ").map(String.init) + ["--log", tool.log])
        #expect(result.status != 0)
        #expect((result.output + result.errors).contains("nu.register"), "\(result.output) \(result.errors)")
        #expect((result.output + result.errors).contains("read"), "\(result.output) \(result.errors)")
    }

    @Test func withoutAKeyItSaysWhatItDidNotOpen() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.addDesk("G5901")
        try tool.makeRegister()
        let nothing = try tool.run("verify", "--log", tool.log)
        #expect(nothing.status == 0)
        #expect(nothing.output.contains("empty register, nothing to check") && !nothing.output.contains("✓"))

        let up = try tool.start("up", "--log", tool.log)
        var creation = SubmissionFixtures.creation()
        creation.receivedOn = ""
        try tool.run("submit", "-", "--log", tool.log, input: try creation.jsonString())
        up.terminate()
        up.waitUntilExit()
        let with = try tool.run("verify", "--log", tool.log)
        #expect(with.status == 0, "\(with.output)")
        #expect(!with.output.contains("not opened"))
        #expect(try tool.run("verify", "--json", "--log", tool.log).output.contains("\"formsNotOpened\":0"))

        let key = tool.log + ".key"
        try FileManager.default.moveItem(atPath: key, toPath: key + ".away")
        let before = try Data(contentsOf: URL(fileURLWithPath: tool.log))
        let without = try tool.run("verify", "--log", tool.log)
        #expect(without.status == 0, "\(without.output)")
        #expect(without.output.contains("1 formulaires scellés n’ont pas été ouverts"), "\(without.output)")
        #expect(try tool.run("verify", "--json", "--log", tool.log).output.contains("\"formsNotOpened\":1"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: tool.log)) == before)
    }
}
