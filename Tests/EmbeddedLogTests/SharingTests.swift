import EmbeddedLog
import Foundation
import GRDB
import Schemas
import Stream
import Testing

/// Two handles on one file stand for two processes; `CrashTests` has real ones.
@Suite struct SharingTests {
    @Test func aWriterWaitsForAnotherOnlySoLong() throws {
        let folder = try TemporaryFolder()
        let log = try folder.open { $0.busyWaitMilliseconds = 50 }
        try log.createTopics([.journal], partitions: 1)
        let other = try DatabaseQueue(path: folder.path)
        try other.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            let start = ContinuousClock.now
            let error = #expect(throws: LogError.self) { try log.append([.stub(TopicPartition("journal", 0), "late")]) }
            #expect(ContinuousClock.now - start >= .milliseconds(50))
            #expect(error?.code == .busy)
            #expect(error?.remedy == .retry)
            #expect(error?.reason.contains(folder.path) == true)
            #expect(error?.reason.contains("50 ms") == true)
            // Readers wait for nobody.
            #expect(try log.all(TopicPartition("journal", 0)).isEmpty)
            try db.execute(sql: "COMMIT")
        }
        try log.append([.stub(TopicPartition("journal", 0), "in time")])
        #expect(try log.all(TopicPartition("journal", 0)).count == 1)
    }

    @Test func anIdleLaneWakesForAnotherProcess() throws {
        let folder = try TemporaryFolder()
        // Nothing else wakes the reader in time.
        let reader = try folder.open {
            $0.reapMilliseconds = 600_000
            $0.heartbeatMilliseconds = 600_000
        }
        let writer = try folder.open()
        try writer.createTopics([.journal], partitions: 1)
        let member = try reader.join(group: "group", member: "one", topics: ["journal"])
        #expect(try member.poll(limit: 1, timeoutMilliseconds: 0).assigned.count == 1)
        try member.resume(TopicPartition("journal", 0), from: 0)
        let thread = Thread {
            usleep(50_000)
            try? writer.append([.stub(TopicPartition("journal", 0), "wake up")])
        }
        thread.start()
        let start = ContinuousClock.now
        let poll = try member.poll(limit: 1, timeoutMilliseconds: 30_000)
        #expect(poll.batches.first?.records.count == 1)
        #expect(ContinuousClock.now - start < .seconds(15), "it was woken, it did not time out")
    }

    @Test func membersOfTwoProcessesShare() throws {
        let folder = try TemporaryFolder()
        let (left, right) = (try folder.open(), try folder.open())
        try left.createTopics([.journal], partitions: 4)
        let one = try left.join(group: "group", member: "one", topics: ["journal"])
        #expect(try one.poll(limit: 1, timeoutMilliseconds: 0).assigned.count == 4)
        let two = try right.join(group: "group", member: "two", topics: ["journal"])
        #expect(try two.poll(limit: 1, timeoutMilliseconds: 0).assigned.map(\.partition.partition) == [2, 3])
        var revoked: [Int] = []
        #expect(
            try eventually {
                revoked += try one.poll(limit: 1, timeoutMilliseconds: 100).revoked.map(\.partition)
                return !revoked.isEmpty
            }
        )
        #expect(revoked == [2, 3], "what it keeps is not taken from it")
    }

    /// What a member did with a partition that went to another and came back must not be committed: the other may have
    /// done it, too. Nothing but the epoch tells.
    @Test func workFromBeforeAPartitionWentAndCameBackIsRefused() throws {
        let folder = try TemporaryFolder()
        let log = try folder.open()
        try log.createTopics([.journal], partitions: 2)
        let one = try log.join(group: "group", member: "one", topics: ["journal"])
        _ = try one.poll(limit: 1, timeoutMilliseconds: 0)
        let two = try log.join(group: "group", member: "two", topics: ["journal"])
        _ = try two.poll(limit: 1, timeoutMilliseconds: 0)
        try two.commit(LogTransaction(positions: [TopicPartition("journal", 1): 5]))
        try two.leave()
        let error = #expect(throws: LogError.self) {
            try one.commit(LogTransaction(positions: [TopicPartition("journal", 1): 3]))
        }
        #expect(error?.code == .fenced)
        #expect(error?.remedy == .abort)
        #expect(try log.committedOffset(of: "group", in: TopicPartition("journal", 1)) == 5)
        // What it kept all the time is its own still.
        try one.commit(LogTransaction(positions: [TopicPartition("journal", 0): 3]))
        let poll = try one.poll(limit: 1, timeoutMilliseconds: 0)
        #expect(poll.revoked == [TopicPartition("journal", 1)])
        #expect(poll.assigned == [Poll.Assignment(partition: TopicPartition("journal", 1), committed: 5)])
    }

    @Test func aMemberThatStallsIsReplacedAndComesBack() throws {
        let folder = try TemporaryFolder()
        let log = try folder.open {
            $0.stallMilliseconds = 300
            $0.heartbeatMilliseconds = 20
            $0.reapMilliseconds = 10
        }
        try log.createTopics([.journal], partitions: 2)
        let stalled = try log.join(group: "group", member: "a", topics: ["journal"])
        #expect(try stalled.poll(limit: 1, timeoutMilliseconds: 0).assigned.count == 2)
        let other = try log.join(group: "group", member: "b", topics: ["journal"])
        var held = 0
        #expect(
            try eventually {
                let poll = try other.poll(limit: 1, timeoutMilliseconds: 10)
                held += poll.assigned.count - poll.revoked.count
                return held == 2
            }
        )
        let error = #expect(throws: LogError.self) {
            try stalled.commit(LogTransaction(positions: [TopicPartition("journal", 0): 1]))
        }
        #expect(error?.code == .fenced)
        let poll = try stalled.poll(limit: 1, timeoutMilliseconds: 0)
        #expect(poll.revoked.count == 2)
        #expect(poll.assigned.map(\.partition.partition) == [0])
    }

    @Test func aBusyMemberNeedsNoHeartbeatOfItsOwn() throws {
        let folder = try TemporaryFolder()
        let log = try folder.open {
            $0.stallMilliseconds = 400
            $0.heartbeatMilliseconds = 20
            $0.reapMilliseconds = 10
        }
        try log.createTopics([.journal], partitions: 2)
        let busy = try log.join(group: "group", member: "a", topics: ["journal"])
        let other = try log.join(group: "group", member: "b", topics: ["journal"])
        _ = try busy.poll(limit: 1, timeoutMilliseconds: 0)
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .seconds(1) {
            try busy.commit(LogTransaction(positions: [TopicPartition("journal", 0): 1]))
            _ = try other.poll(limit: 1, timeoutMilliseconds: 5)
        }
    }

    @Test func theReplacedMemberIsTold() throws {
        let folder = try TemporaryFolder()
        let log = try folder.open()
        try log.createTopics([.journal], partitions: 1)
        let zombie = try log.join(group: "group", member: "one", topics: ["journal"])
        _ = try log.join(group: "group", member: "one", topics: ["journal"])
        let error = #expect(throws: LogError.self) { _ = try zombie.poll(limit: 1, timeoutMilliseconds: 0) }
        #expect(error?.code == .fenced)
        #expect(error?.remedy == .restart)
    }

    @Test func statisticsCountWhatIsThere() throws {
        let folder = try TemporaryFolder()
        let log = try folder.open()
        try log.createTopics([.journal, .table], partitions: 2)
        try log.append((0..<10).map { .stub(TopicPartition("table", $0 % 2), key: "key", "\($0)") })
        let member = try log.join(group: "group", member: "one", topics: ["table"])
        _ = try member.poll(limit: 1, timeoutMilliseconds: 0)
        try member.commit(LogTransaction(positions: [TopicPartition("table", 0): 2]))
        try log.compact("table")
        let statistics = try log.statistics()
        #expect(statistics.topics.map(\.name) == ["journal", "table"])
        #expect(statistics.topics.map(\.records) == [0, 2])
        #expect(statistics.topics.map(\.appended) == [0, 10])
        #expect(statistics.groups.map(\.name) == ["group"])
        #expect(statistics.groups.map(\.members) == [["one"]])
        #expect(statistics.groups.map(\.lag) == [3])
        #expect(statistics.fileBytes > 0)
    }
}
