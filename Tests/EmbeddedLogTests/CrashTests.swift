import EmbeddedLog
import Foundation
import Schemas
import Stream
import TestSupport
import Testing

/// Real processes, really killed.
@Suite(.serialized) struct CrashTests {
    /// Goal: a kill at any moment loses nothing that was acknowledged, and leaves no part of a commit.
    @Test(arguments: UInt64(0)..<6) func nothingAcknowledgedIsLost(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let folder = try TemporaryFolder()
        var acknowledged = 0
        for _ in 0..<3 {
            let child = try Child("write", folder.path)
            // Killed after some number of acknowledgements and some time more.
            let lines = try child.read(lines: Int.random(in: 1...400, using: &random))
            usleep(UInt32.random(in: 0..<5_000, using: &random))
            let rest = child.kill()
            acknowledged = max(acknowledged, (lines + rest).compactMap { Int($0) }.last ?? 0)

            let log = try folder.open()
            let end = try log.endOffset(of: TopicPartition("journal", 0))
            #expect(end >= acknowledged)
            #expect(end <= acknowledged + 1, "one commit may have been on its way")
            #expect(try log.committedOffset(of: "crashers", in: TopicPartition("journal", 0)) == end)
            for partition in 0..<3 {
                let journal = try log.all(TopicPartition("journal", partition))
                #expect(journal.map(\.offset) == Array(0..<end))
                // A record without a time gets the log's.
                #expect(journal.dropFirst().map(\.timestamp) == Array(1..<max(1, end)))
                #expect(journal.allSatisfy { $0.headers[0].value.count == $0.offset % 700 })
                #expect(try log.endOffset(of: TopicPartition("table", partition)) == end)
                let table = try log.fold(TopicPartition("table", partition))
                #expect(table.count == min(50, Int(end)))
                for (key, value) in table {
                    let newest = (0..<end).last { $0 % 50 == Int64(key)! }
                    #expect(Int64(value) == newest)
                }
            }
        }
    }

    @Test func aKilledMemberIsReplacedAtOnce() throws {
        let folder = try TemporaryFolder()
        let child = try Child("idle", folder.path)
        _ = try child.read(lines: 1)
        // No lease will end during this test.
        let log = try folder.open {
            $0.leaseMilliseconds = 3_600_000
            $0.stallMilliseconds = 3_600_000
        }
        let two = try log.join(group: "crashers", member: "two", topics: ["journal"])
        var held = try two.poll(limit: 1, timeoutMilliseconds: 0).assigned.count
        #expect(held == 1, "the child lives, and keeps its share")
        for _ in 0..<10 {
            let poll = try two.poll(limit: 1, timeoutMilliseconds: 50)
            held += poll.assigned.count - poll.revoked.count
        }
        #expect(held == 1, "it still lives")
        _ = child.kill()
        let start = ContinuousClock.now
        while held < 3, ContinuousClock.now - start < .seconds(60) {
            let poll = try two.poll(limit: 1, timeoutMilliseconds: 1_000)
            held += poll.assigned.count - poll.revoked.count
        }
        #expect(held == 3)
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}

/// A run of `embedded-log-crasher`.
private final class Child {
    private let process = Process()
    private let output = Pipe()
    private var unread = Data()

    init(_ mode: String, _ path: String) throws {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let folder = tests.contains(".xctest") ? tests : CommandLine.arguments[0]
        process.executableURL = URL(fileURLWithPath: folder).deletingLastPathComponent()
            .appendingPathComponent("embedded-log-crasher")
        process.arguments = [mode, path]
        process.standardOutput = output
        try process.run()
    }

    deinit {
        if process.isRunning { _ = kill() }
    }

    /// Waits for that many lines.
    func read(lines count: Int) throws -> [String] {
        while unread.count(where: { $0 == UInt8(ascii: "\n") }) < count {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw Ended() }
            unread += data
        }
        return lines()
    }

    /// Kills the child as a loss of power to it would, and returns what it had still said.
    func kill() -> [String] {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        unread += output.fileHandleForReading.readDataToEndOfFile()
        return lines()
    }

    /// What was said so far, without a line that was cut.
    private func lines() -> [String] {
        let end = unread.lastIndex(of: UInt8(ascii: "\n")) ?? unread.startIndex
        return String(decoding: unread[unread.startIndex..<end], as: UTF8.self).split(separator: "\n").map(String.init)
    }

    struct Ended: Error, CustomStringConvertible {
        var description: String { "the child ended by itself" }
    }
}
