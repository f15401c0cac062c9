import EmbeddedLog
import Foundation
import Schemas
import Stream
import Synchronization
import TestSupport
import Testing

@Suite struct CompactorTests {
    private let partition = TopicPartition("table", 0)

    /// Goal: a compaction never changes what the records of a table add up to.
    /// Method: random keys, values and tombstones, compacted in small steps at random, held against a dictionary.
    @Test(arguments: UInt64(0)..<8) func theTableStaysTheSame(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let folder = try TemporaryFolder()
        let log = try folder.open {
            $0.segmentRecords = Int.random(in: 1...20, using: &random)
            $0.compactionStepBytes = Int.random(in: 50...2_000, using: &random)
            $0.compactionKeys = Int.random(in: 3...100, using: &random)
            $0.compactionRecords = .max
            $0.tombstoneMilliseconds = 0
        }
        try log.createTopics([.table], partitions: 1)
        var expected: [String: String] = [:]
        for round in 0..<60 {
            let records = (0..<Int.random(in: 1...40, using: &random)).map { number in
                let key = "\(Int.random(in: 0..<50, using: &random))"
                let value = Int.random(in: 0..<4, using: &random) == 0 ? nil : "\(round) \(number)"
                expected[key] = value
                return OutgoingRecord.stub(partition, key: key, value)
            }
            try log.append(records)
            if Int.random(in: 0..<4, using: &random) == 0 { try log.compact("table") }
            #expect(try log.fold(partition) == expected)
        }
        for _ in 0..<60 { try log.compact("table") }
        let left = try log.all(partition)
        #expect(try log.fold(partition) == expected)
        #expect(left.count == expected.count, "all tombstones are gone in the end")
        #expect(try log.statistics().topics[0].records == left.count)
    }

    /// Goal: compaction, appends and readers do not disturb each other, on two handles that both compact.
    @Test func appendsAndReadersGoOnMeanwhile() throws {
        let folder = try TemporaryFolder()
        func settings(_ settings: inout EmbeddedLog.Settings) {
            settings.segmentRecords = 10
            settings.compactionStepBytes = 500
            settings.compactionRecords = 50
            settings.tombstoneMilliseconds = 600_000
        }
        let (left, right) = (try folder.open(settings), try folder.open(settings))
        try left.createTopics([.table], partitions: 1)
        let partition = self.partition
        let isDone = Atomic(false)
        let readers = DispatchGroup()
        for handle in [left, right] {
            DispatchQueue.global().async(group: readers) {
                while !isDone.load(ordering: .relaxed) {
                    // Asked before reading: what is appended after the reader came to the end is not missed.
                    let end = (try? handle.endOffset(of: partition)) ?? 0
                    // The values of a key only grow, wherever the reader begins and whatever goes meanwhile.
                    var last: [String: Int] = [:]
                    var next: Int64 = 0
                    while let batch = try? handle.read(partition, from: next, limit: 7), !batch.records.isEmpty {
                        for record in batch.records {
                            let key = String(decoding: record.key!, as: UTF8.self)
                            let value = Int(String(decoding: record.value!, as: UTF8.self))!
                            if value <= last[key] ?? -1 { Issue.record("\(key) went from \(last[key]!) to \(value)") }
                            last[key] = value
                        }
                        next = batch.next
                    }
                    if end >= 20, last.count < 20 { Issue.record("a reader missed a key") }
                }
            }
        }
        for number in 0..<300 {
            let handle = number.isMultiple(of: 2) ? left : right
            try handle.append((0..<20).map { .stub(partition, key: "\($0)", "\(number)") })
            if number.isMultiple(of: 10) { try handle.compact("table") }
        }
        isDone.store(true, ordering: .relaxed)
        readers.wait()
        #expect(try left.fold(partition) == Dictionary(uniqueKeysWithValues: (0..<20).map { ("\($0)", "299") }))
    }

    @Test func aPartitionIsCompactedByItself() throws {
        let folder = try TemporaryFolder()
        let log = try folder.open { $0.compactionRecords = 1_000 }
        try log.createTopics([.table], partitions: 1)
        for number in 0..<30 {
            try log.append((0..<100).map { .stub(partition, key: "\($0)", "\(number)") })
        }
        #expect(try eventually { try log.statistics().topics[0].records < 1_500 })
        #expect(try log.fold(partition).count == 100)
        #expect(try log.endOffset(of: partition) == 3_000)
    }

    @Test func aTombstoneStaysForReadersThatSawItsKey() throws {
        let folder = try TemporaryFolder()
        let log = try folder.open { $0.tombstoneMilliseconds = 600_000 }
        try log.createTopics([.table], partitions: 1)
        try log.append([.stub(partition, key: "gone", "value"), .stub(partition, key: "gone", nil)])
        for _ in 0..<5 { try log.compact("table") }
        #expect(try log.all(partition).map(\.value) == [nil])
    }

    @Test func smallRowsAreJoined() throws {
        let folder = try TemporaryFolder()
        let log = try folder.open()
        try log.createTopics([.table], partitions: 1)
        for number in 0..<500 { try log.append([.stub(partition, key: "\(number)", "value")]) }
        let before = try log.all(partition)
        let bytes = try log.statistics().topics[0].bytes
        try log.compact("table")
        let after = try log.all(partition)
        #expect(after.map(\.offset) == before.map(\.offset))
        #expect(after.map(\.key) == before.map(\.key))
        #expect(try log.statistics().topics[0].bytes < bytes)
        #expect(try log.read(partition, from: 250, limit: 1).records.first?.offset == 250)
    }
}
