import Foundation
import Schemas
import SwiftProtobuf
import TestSupport
import Testing

/// Master keys as an operator handles them.
@Suite(.serialized)
struct KeysTests {
    @Test func aKeyIsMadeForItsOwnerAloneAndNeverReplaced() throws {
        let tool = try Tool()
        defer { tool.remove() }
        let made = try tool.run("keys", "new", "master.key")
        #expect(made.status == 0, "\(made.errors)")
        let path = tool.folder.appendingPathComponent("master.key").path
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let key = try #require(text.split(separator: "\n").last { !$0.hasPrefix("#") })
        #expect(Data(base64Encoded: String(key))?.count == 32)
        #expect(!made.output.contains(key), "a key is never printed")
        #expect(try tool.run("keys", "new", "master.key").status != 0)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)

        #expect(try tool.run("keys", "rotate", "master.key").status == 0)
        let rotated = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").filter {
            !$0.hasPrefix("#")
        }
        #expect(rotated.count == 2)
        #expect(rotated.last == key, "the last one stays the last")
        let left = try FileManager.default.contentsOfDirectory(atPath: tool.folder.path).filter { $0.contains("key.") }
        #expect(left.isEmpty, "no draft of a key is left")
    }

    /// As ssh does with a private key: whoever may open it has the names.
    @Test(arguments: [0o644, 0o640, 0o604, 0o660]) func aKeyThatOthersMayOpenIsRefused(mode: Int) throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.run("keys", "new", "master.key")
        let path = tool.folder.appendingPathComponent("master.key").path
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        for command in [
            ["worker", "intake", "--kafka", "127.0.0.1:1", "--master-key", path], ["up", "--master-key", path],
            ["keys", "rotate", path],
        ] {
            let result = try tool.run(command)
            #expect(result.status != 0, "\(command)")
            #expect(result.errors.contains("chmod 600 \(path)"), "\(result.errors)")
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        #expect(try tool.run("keys", "rotate", path).status == 0)
    }

    @Test func aRotationKeepsOwnerAndMode() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.run("keys", "new", "master.key")
        let path = tool.folder.appendingPathComponent("master.key").path
        // To the user of the image, by root; by anybody else it cannot be given away.
        let owner = geteuid() == 0 ? 10_001 : Int(geteuid())
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o400, .ownerAccountID: owner],
            ofItemAtPath: path
        )
        let result = try tool.run("keys", "rotate", "master.key")
        #expect(result.status == 0, "\(result.errors)")
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o400)
        #expect(attributes[.ownerAccountID] as? Int == owner)
    }

    @Test func rotationsAtOnceLoseNoKey() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.run("keys", "new", "master.key")
        let rotations = try (0..<6).map { _ in try tool.start("keys", "rotate", "master.key") }
        for rotation in rotations { rotation.waitUntilExit() }
        #expect(rotations.allSatisfy { $0.terminationStatus == 0 })
        let path = tool.folder.appendingPathComponent("master.key").path
        let keys = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").filter {
            !$0.hasPrefix("#")
        }
        #expect(Set(keys).count == 7)
        let left = try FileManager.default.contentsOfDirectory(atPath: tool.folder.path).filter { $0.contains("key.") }
        #expect(left.isEmpty)
    }

    @Test func onKafkaIntakeDoesNotStartWithoutAKey() throws {
        let tool = try Tool()
        defer { tool.remove() }
        for command in [["worker", "intake"], ["up"]] {
            let result = try tool.run(command + ["--kafka", "127.0.0.1:1"])
            #expect(result.status != 0)
            #expect(result.errors.contains("keys new"), "\(result.errors)")
            #expect(result.errors.contains("--unsealed"))
        }
        let both = try tool.run("worker", "intake", "--kafka", "127.0.0.1:1", "--unsealed", "--master-key", "x")
        #expect(both.errors.contains("contradict"))
        let bad = try tool.run(
            "worker",
            "intake",
            "--kafka",
            "127.0.0.1:1",
            environment: ["NU_MASTER_KEY": "secret-word"]
        )
        #expect(bad.status != 0)
        #expect(bad.errors.contains("NU_MASTER_KEY is not read"), "the environment of a process is no secret")
        #expect(!bad.errors.contains("secret-word"))
    }

    /// Filed, read with the key, closed without it; and no other key goes on with the register.
    @Test func aFormOpensWithTheKeyBesideTheLog() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.addDesk("G5901")
        var up = try tool.start("up", "--log", tool.log)
        var creation = SubmissionFixtures.creation()
        creation.receivedOn = ""
        let line = try creation.jsonString() + "\n"
        let submitted = try tool.run("submit", "-", "--json", "--log", tool.log, input: line)
        // A crash leaves no core file, in which the key would stand.
        let limits = try String(contentsOfFile: "/proc/\(up.processIdentifier)/limits", encoding: .utf8)
        #expect(limits.contains(#/Max core file size +0 +0 /#))
        up.terminate()
        up.waitUntilExit()
        let receipt = try #require(
            try JSONSerialization.jsonObject(with: Data(submitted.output.utf8)) as? [String: Any]
        )
        let number = try #require(receipt["number"] as? String)
        let key = tool.log + ".key"
        #expect(try FileManager.default.attributesOfItem(atPath: key)[.posixPermissions] as? Int == 0o600)

        let open = try tool.run("show", number, "--json", "--log", tool.log)
        #expect(open.output.contains("Delattre"), "\(open.errors)")
        #expect(try tool.run("keys", "list", "--log", tool.log).output.contains("scelle / seals"))
        // From a pipe, which stands in no folder.
        let piped = try tool.shell("cat \(key) | $TOOL show \(number) --json --log \(tool.log) --master-key /dev/fd/0")
        #expect(piped.output.contains("Delattre"), "\(piped.errors)")
        let verified = try tool.run("verify", "--log", tool.log)
        #expect(verified.status == 0, "\(verified.output)")

        try FileManager.default.moveItem(atPath: key, toPath: key + ".away")
        let closed = try tool.run("show", number, "--json", "--log", tool.log)
        #expect(closed.status == 0)
        #expect(!closed.output.contains("Delattre"))
        #expect(closed.errors.contains("nominative data is closed"))
        #expect(try tool.run("keys", "list", "--log", tool.log).output.contains("manque / missing"))
        #expect(try tool.run("verify", "--log", tool.log).status == 0, "the promises hold, sealed or opened")

        for arguments in [["up"], ["up", "--unsealed"], ["up", "--master-key", "other.key"]] {
            if arguments.count == 3 { try tool.run("keys", "new", "other.key") }
            let refused = try tool.run(arguments + ["--log", tool.log])
            #expect(refused.status != 0, "\(arguments)")
            #expect(refused.errors.contains("master key"), "\(refused.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: key), "no new key is made for a register that has one")

        // A new key before the old one goes on with it.
        try FileManager.default.moveItem(atPath: key + ".away", toPath: key)
        #expect(try tool.run("keys", "rotate", key).status == 0)
        up = try tool.start("up", "--log", tool.log)
        let again = try tool.run("submit", "-", "--json", "--log", tool.log, input: line)
        up.terminate()
        up.waitUntilExit()
        #expect(again.output.contains("\"repeated\":true"), "known again: \(again.output)")
    }
}
