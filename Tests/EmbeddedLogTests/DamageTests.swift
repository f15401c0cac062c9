import GRDB
import Schemas
import Stream
import TestSupport
import Testing

@testable import EmbeddedLog

/// A log whose rows hold what we never wrote: each call names the damage, and none ends the process.
@Suite struct DamageTests {
    private static let journal = TopicPartition("journal", 0)

    /// A log with records in it, and the file of it changed by `sql`.
    private func damaged(_ sql: String, _ body: (EmbeddedLog) throws -> Void) throws {
        let folder = try TemporaryFolder()
        let log = try folder.open()
        try log.createTopics([.journal], partitions: 2)
        try log.append([.stub(Self.journal, "a"), .stub(Self.journal, "b")])
        let member = try log.join(group: "g", member: "m", topics: ["journal"], endsWithin: .max)
        try member.leave()
        let queue = try DatabaseQueue(path: folder.path)
        // As a disk does it: past what the tables' definitions allow.
        try queue.write { db in
            try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
            try db.execute(sql: sql)
        }
        try queue.close()
        try body(try folder.open())
    }

    /// The definition is changed too, so that a column may hold nothing.
    private static func withoutNotNull(_ table: String) -> String {
        """
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = replace(sql, ' NOT NULL', '') WHERE name = '\(table)';
        PRAGMA writable_schema = RESET;
        """
    }

    @Test(arguments: [
        "UPDATE batches SET count = -1", "UPDATE batches SET count = 9223372036854775807",
        "UPDATE batches SET base_offset = -9223372036854775808", "UPDATE batches SET base_offset = 9223372036854775807",
        "UPDATE batches SET bytes = x''", "UPDATE batches SET bytes = x'01FFFFFFFFFFFFFFFFFF01'",
        withoutNotNull("batches") + "UPDATE batches SET count = NULL",
        withoutNotNull("batches") + "UPDATE batches SET base_offset = NULL",
        withoutNotNull("topics") + "UPDATE topics SET partition_count = NULL",
        "UPDATE topics SET partition_count = -1", "UPDATE topics SET partition_count = 9223372036854775807",
        "UPDATE topics SET first_partition = -5", "UPDATE topics SET first_partition = 9223372036854775807",
    ])
    func aReadSaysThatTheFileIsDamaged(sql: String) throws {
        try damaged(sql) { log in
            let error = #expect(throws: LogError.self, "\(sql)") { _ = try log.read(Self.journal, from: 0, limit: 10) }
            #expect(error?.code == .storage)
            #expect(error?.reason.contains("damaged") == true, "\(error?.reason ?? "")")
        }
    }

    @Test(arguments: [
        "UPDATE partitions SET next_offset = -9223372036854775808",
        "UPDATE partitions SET next_offset = 9223372036854775806",
        withoutNotNull("partitions") + "UPDATE partitions SET records = NULL",
        withoutNotNull("partitions") + "UPDATE partitions SET next_offset = NULL",
        "UPDATE partitions SET clean_records = -9223372036854775808, records = 9223372036854775000",
    ])
    func anAppendSaysSoOrSucceeds(sql: String) throws {
        try damaged(sql) { log in
            do throws(LogError) {
                try log.append([.stub(Self.journal, "c")])
            } catch {
                #expect(error.code == .storage, "\(sql)")
            }
            _ = try? log.endOffset(of: Self.journal)
            try? log.compact("journal")
            _ = try? log.statistics()
        }
    }

    @Test(arguments: [
        withoutNotNull("members") + "INSERT INTO members (group_id) VALUES (1)",
        "INSERT INTO members VALUES (99, 1, 'x', 'journal', 'h', 1, 1, -9223372036854775808)",
        "INSERT INTO positions VALUES (1, 0, 9223372036854775807)",
        "INSERT INTO positions VALUES (1, 0, -9223372036854775808)",
        withoutNotNull("consumer_groups") + "UPDATE consumer_groups SET generation = NULL",
        "UPDATE topics SET partition_count = -3",
    ])
    func aMemberIsToldOrServed(sql: String) throws {
        try damaged(sql) { log in
            do throws(LogError) {
                let member = try log.join(group: "g", member: "m", topics: ["journal"], endsWithin: .max)
                let poll = try member.poll(limit: 10, timeoutMilliseconds: 0)
                for assignment in poll.assigned {
                    try member.resume(assignment.partition, from: assignment.committed ?? 0)
                }
                _ = try member.poll(limit: 10, timeoutMilliseconds: 0)
                try member.leave()
            } catch {
                #expect(error.code == .storage || error.code == .unknownTopic, "\(sql): \(error)")
            }
        }
    }
}
