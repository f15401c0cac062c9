import EmbeddedLog
import Foundation
import Schemas
import Stream
import Testing

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
}
