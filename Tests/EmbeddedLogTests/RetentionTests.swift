import Foundation
import Schemas
import Stream
import Testing

@testable import EmbeddedLog

/// What was sent to a register stands open in its file, and has an end.
@Suite struct RetentionTests {
    private let partition = TopicPartition("journal", 0)

    private func record(_ value: String, at time: Int64) -> OutgoingRecord {
        OutgoingRecord(partition, key: nil, value: Array(value.utf8), timestamp: time)
    }

    private func values(_ log: EmbeddedLog) throws -> [String] {
        try log.all(partition).map { String(decoding: $0.value ?? [], as: UTF8.self) }
    }

    private func filled(_ folder: TemporaryFolder) throws -> EmbeddedLog {
        let log = try folder.open()
        try log.createTopics([.journal], partitions: 1)
        for (value, time) in [("delattre", 1_000), ("belkacem", 1_999), ("young", 2_000), ("late", 1_500)]
            as [(String, Int64)]
        {
            try log.append([record(value, at: time)])
        }
        return log
    }

    @Test func whatIsOlderGoesFromTheFile() throws {
        let folder = try TemporaryFolder()
        let log = try filled(folder)
        #expect(try log.forget("journal", before: 2_000, readBy: nil) == 2)
        #expect(
            try values(log) == ["young", "late"],
            "what stands behind a younger one stays: nothing is missing between"
        )
        #expect(try log.endOffset(of: partition) == 4)
        #expect(try log.statistics().topics[0].records == 2)
        #expect(try log.forget("journal", before: 2_000, readBy: nil) == 0)
        try log.append([record("next", at: 3_000)])
        #expect(try log.read(partition, from: 0, limit: 1).records.map(\.offset) == [2])

        // All of it may go, and offsets are never used again.
        #expect(try log.forget("journal", before: .max, readBy: nil) == 3)
        #expect(try log.read(partition, from: 0, limit: 1).next == 5)
    }

    @Test func nothingGoesThatWasNotRead() throws {
        let folder = try TemporaryFolder()
        let log = try filled(folder)
        #expect(try log.forget("journal", before: .max, readBy: "readers") == 0, "nobody has read anything")
        let member = try log.join(group: "readers", member: "one", topics: ["journal"])
        while try member.poll(limit: 10, timeoutMilliseconds: 10).assigned.isEmpty {}
        try member.commit(LogTransaction(positions: [partition: 1]))
        #expect(try log.forget("journal", before: .max, readBy: "readers") == 1)
        #expect(try values(log) == ["belkacem", "young", "late"])
    }

    /// Not only marked as free, nor left in the write-ahead log.
    @Test func whatWentIsOverwritten() throws {
        let folder = try TemporaryFolder()
        let log = try filled(folder)
        try log.forget("journal", before: .max, readBy: nil)
        try log.settle()
        for file in try FileManager.default.contentsOfDirectory(at: folder.url, includingPropertiesForKeys: nil) {
            #expect(try Data(contentsOf: file).range(of: Data("delattre".utf8)) == nil, "\(file.lastPathComponent)")
        }
    }

    /// What was dropped stands in the write-ahead log as long as somebody reads from it. Whoever asked hears of it, and asks again.
    @Test func aReaderOfTheWriteAheadLogIsInTheWayAndThatIsSaid() throws {
        let folder = try TemporaryFolder()
        let log = try folder.open { $0.busyWaitMilliseconds = 50 }
        try log.createTopics([.journal], partitions: 1)
        try log.append([record("before", at: 1_000)])
        try log.store.readConsistently { db in
            _ = try db.row("SELECT count(*) FROM batches")
            try log.append([record("delattre", at: 2_000)])
            let failure = #expect(throws: LogError.self) { try log.settle() }
            #expect(failure?.code == .busy)
            #expect(failure?.remedy == .retry)
        }
        try log.settle()
        let left = try FileManager.default.attributesOfItem(atPath: folder.path + "-wal")[.size] as? Int
        #expect(left == 0)
    }

    /// 0 leaves the time of a record to the log.
    @Test func aRecordWithoutATimeHasThatOfItsAppend() throws {
        let folder = try TemporaryFolder()
        let log = try folder.open()
        try log.createTopics([.journal], partitions: 1)
        func now() -> Int64 { Int64(Date().timeIntervalSince1970 * 1_000) }
        let before = now()
        try log.append([record("first", at: 0), record("second", at: 7)])
        let times = try log.all(partition).map(\.timestamp)
        #expect((before...now()).contains(times[0]))
        #expect(times[1] == 7)
    }
}
