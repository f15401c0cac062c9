import Schemas
import Stream
import Testing

@Suite struct CompactionTests {
    @Test(arguments: implementations) func theLastRecordOfEachKeyStays(_ implementation: any LogUnderTest) throws {
        let topic = Topic.stub(.compact)
        let (storage, log) = try open(implementation, topic, partitions: 2)
        for round in 0..<20 {
            try log.append(
                (0..<10).map { .stub(topic.partition($0 % 2), key: "key \($0)", "\(round) \($0)") }
            )
        }
        let before = try log.all(topic.partition(0))
        let end = try log.endOffset(of: topic.partition(0))
        try storage.compact(topic, of: log)
        let after = try log.all(topic.partition(0))
        #expect(after.count < before.count)
        #expect(try log.endOffset(of: topic.partition(0)) >= end)
        for number in [0, 2, 4, 6, 8] {
            let last = before.last { $0.keyText == "key \(number)" }
            let kept = after.last { $0.keyText == "key \(number)" }
            #expect(kept?.text == "19 \(number)")
            #expect(kept?.offset == last?.offset, "a record keeps its offset")
        }
        // Offsets are never given again, and what comes later is there, too.
        try log.append([.stub(topic.partition(0), key: "key 0", "later")])
        let later = try log.all(topic.partition(0)).last
        #expect(later?.text == "later")
        #expect(later!.offset >= end)
    }

    @Test(arguments: implementations) func aTombstoneRemovesItsKey(_ implementation: any LogUnderTest) throws {
        let topic = Topic.stub(.compact)
        let (storage, log) = try open(implementation, topic)
        let partition = topic.partition(0)
        try log.append([.stub(partition, key: "gone", "value"), .stub(partition, key: "stays", "value")])
        try log.append([.stub(partition, key: "gone", nil)])
        try storage.compact(topic, of: log)
        // Kafka keeps the tombstone for some time; a value must not be there any more, whatever the time.
        #expect(try log.all(partition).filter { $0.keyText == "gone" && $0.value != nil }.isEmpty)
        // Its key may come back.
        try log.append([.stub(partition, key: "stays", "newer"), .stub(partition, key: "gone", "again")])
        try storage.compact(topic, of: log)
        try storage.compact(topic, of: log)
        let last = Dictionary(try log.all(partition).map { ($0.keyText, $0.text) }) { $1 }
        #expect(last == ["stays": "newer", "gone": "again"])
    }

    @Test(arguments: implementations) func aReaderPassesOverWhatIsGoneAtTheEnd(_ implementation: any LogUnderTest)
        throws
    {
        let topic = Topic.stub(.compact)
        let (storage, log) = try open(implementation, topic)
        let partition = topic.partition(0)
        try log.append((0..<30).map { .stub(partition, key: "\($0)", "value") })
        try log.append((0..<30).map { .stub(partition, key: "\($0)", nil) })
        for _ in 0..<3 { try storage.compact(topic, of: log) }
        // `all` fails where a read before the end does not get on.
        #expect(try log.all(partition).allSatisfy { $0.value == nil })
    }

    @Test(arguments: implementations) func aReaderGoesOnAcrossACompaction(_ implementation: any LogUnderTest) throws {
        let topic = Topic.stub(.compact)
        let (storage, log) = try open(implementation, topic)
        let partition = topic.partition(0)
        func append(_ round: Int) throws {
            try log.append((0..<25).map { .stub(partition, key: "\($0)", "\(round)") })
        }
        try append(0)
        try append(1)
        var table: [String: String] = [:]
        var last: Int64 = -1
        var next: Int64 = 0
        var round = 2
        // Not asked for anew after a compaction: to have it done may take a mark of the log's own at the end.
        var end = try log.endOffset(of: partition)
        while next < end {
            let batch = try log.read(partition, from: next, limit: 4)
            for record in batch.records {
                #expect(record.offset > last)
                last = record.offset
                table[record.keyText!] = record.text
            }
            next = batch.next
            try storage.compact(topic, of: log)
            if round < 5 {
                try append(round)
                round += 1
                end = try log.endOffset(of: partition)
            }
        }
        #expect(table.count == 25)
        #expect(table.values.allSatisfy { $0 == "4" })
    }

    @Test(arguments: implementations) func aTopicThatIsNotCompactedKeepsAll(_ implementation: any LogUnderTest) throws {
        let topic = Topic.stub(.delete)
        let (storage, log) = try open(implementation, topic)
        for round in 0..<5 { try log.append([.stub(topic.partition(0), key: "key", "\(round)")]) }
        try storage.compact(topic, of: log)
        #expect(try log.texts(topic.partition(0)) == ["0", "1", "2", "3", "4"])
    }
}
