import Foundation
import Register
import Schemas
import Stream
import Synchronization
import TestSupport
import Testing

@Suite struct AppendAndReadTests {
    @Test(arguments: implementations) func topicsAreMadeOnce(_ implementation: any LogUnderTest) throws {
        let topic = Topic.stub()
        let (_, log) = try open(implementation, topic, partitions: 3)
        try log.append([.stub(topic.partition(2), "kept")])
        try log.createTopics([topic], partitions: 5)
        #expect(try log.partitionCount(of: topic.name) == 3)
        #expect(try log.texts(topic.partition(2)) == ["kept"])
    }

    @Test(arguments: implementations) func aTopicThatDoesNotExistIsNamed(_ implementation: any LogUnderTest) throws {
        let topic = Topic.stub()
        let (_, log) = try open(implementation, topic)
        let missing = unique("missing")
        expectFailure(.unknownTopic) { _ = try log.partitionCount(of: missing) }
        expectFailure(.unknownTopic) { try log.append([.stub(TopicPartition(missing, 0), "lost")]) }
        expectFailure(.unknownTopic) { _ = try log.read(TopicPartition(missing, 0), from: 0, limit: 1) }
        expectFailure(.unknownTopic) { _ = try log.endOffset(of: TopicPartition(missing, 0)) }
        expectFailure(.unknownTopic) { _ = try log.join(group: unique("group"), member: "one", topics: [missing]) }
        expectFailure(.unknownTopic) { try log.append([.stub(topic.partition(1), "no such partition")]) }
    }

    /// Whoever sends knows its answers by where its records stand.
    @Test(arguments: implementations) func anAppendTellsWhereEachRecordStands(
        _ implementation: any LogUnderTest
    ) throws {
        let topic = Topic.stub()
        let (_, log) = try open(implementation, topic, partitions: 3)
        for round in 0..<3 {
            let records = (0..<50).map {
                OutgoingRecord.stub(topic.partition($0 * 7 % 3), key: $0 % 2 == 0 ? "k" : nil, "\(round) \($0)")
            }
            let offsets = try log.appendAndLocate(records)
            #expect(offsets.count == records.count)
            let found = try (0..<3).map { try log.all(topic.partition($0)) }
            for (record, offset) in zip(records, offsets) {
                // A simulated log does not tell.
                guard let offset else {
                    #expect(log is SimulatedLog)
                    continue
                }
                let there = found[record.partition.partition].first { $0.offset == offset }
                #expect(there?.value.map(Array.init) == record.value)
            }
        }
        #expect(try log.appendAndLocate([]).isEmpty)
    }

    @Test(arguments: implementations) func recordsAreReadInTheOrderOfTheirOffsets(
        _ implementation: any LogUnderTest
    ) throws {
        let topic = Topic.stub()
        let (_, log) = try open(implementation, topic, partitions: 2)
        for start in stride(from: 0, to: 60, by: 20) {
            try log.append((start..<start + 20).map { .stub(topic.partition(1), "\($0)") })
        }
        let records = try log.all(topic.partition(1))
        #expect(records.map(\.text) == (0..<60).map { "\($0)" })
        #expect(zip(records, records.dropFirst()).allSatisfy { $0.offset < $1.offset })
        #expect(try log.texts(topic.partition(0)) == [])
        #expect(try log.endOffset(of: topic.partition(1)) > records.last!.offset)
    }

    @Test(arguments: implementations) func anEmptyKeyOrValueIsNotAMissingOne(_ implementation: any LogUnderTest) throws
    {
        let topic = Topic.stub()
        let (_, log) = try open(implementation, topic)
        let choices: [[UInt8]?] = [nil, [], [0], Array("text".utf8)]
        let pairs = choices.flatMap { key in choices.map { (key, $0) } }
        try log.append(pairs.map { OutgoingRecord(topic.partition(0), key: $0.0, value: $0.1, timestamp: 0) })
        let records = try log.all(topic.partition(0))
        #expect(records.map { $0.key.map(Array.init) } == pairs.map(\.0))
        #expect(records.map { $0.value.map(Array.init) } == pairs.map(\.1))
    }

    @Test(arguments: implementations) func headersKeepTheirOrderAndTheirBytes(_ implementation: any LogUnderTest) throws
    {
        let topic = Topic.stub()
        let (_, log) = try open(implementation, topic)
        let lists: [[LogHeader]] = [
            [],
            [LogHeader("content-type", "application/json"), LogHeader("ce_id", "1")],
            [LogHeader("content-type", "application/json"), LogHeader("ce_id", "2")],
            [LogHeader("content-type", "application/json"), LogHeader("ce_id", "2")],
            [],
            [
                LogHeader("twice", "a"), LogHeader("twice", "b"), LogHeader("raw", [0, 255, 10]),
                LogHeader("empty", []),
            ],
            [LogHeader("raw", [0, 255, 10])],
        ]
        try log.append(
            lists.map {
                OutgoingRecord(topic.partition(0), key: nil, value: [1], headers: LogHeaders($0), timestamp: 0)
            }
        )
        #expect(try log.all(topic.partition(0)).map(\.headers) == lists)
        #expect(try log.all(topic.partition(0))[5].header("twice") == "b")
    }

    @Test(arguments: implementations) func timestampsAreTheProducersOwn(_ implementation: any LogUnderTest) throws {
        let topic = Topic.stub()
        let (_, log) = try open(implementation, topic)
        let times: [Int64] = [1_700_000_000_000, 1, 4_102_444_800_000, 1_700_000_000_001]
        try log.append(times.map { OutgoingRecord(topic.partition(0), key: nil, value: [1], timestamp: $0) })
        #expect(try log.all(topic.partition(0)).map(\.timestamp) == times)
    }

    /// On a live register: whoever appends says nothing of the time, and cannot.
    @Test(arguments: implementations) func theTimeOfALiveTopicIsTheLogs(_ implementation: any LogUnderTest) throws {
        let stamped = Topic(unique("contract"), .delete, key: "any", [.octets], timestamps: .log)
        let other = Topic.stub()
        let storage = try implementation.makeStorage()
        defer { withExtendedLifetime(storage) {} }
        let log = try storage.open()
        try log.createTopics([stamped, other], partitions: 1, clock: .live)
        (log as? SimulatedLog)?.appendTime = Int64(Date().timeIntervalSince1970 * 1_000)
        let before = Int64(Date().timeIntervalSince1970 * 1_000)
        let sent: [Int64] = [978_307_200_000, 4_102_444_800_000, 0]
        for time in sent {
            try log.append([OutgoingRecord(stamped.partition(0), key: nil, value: [1], timestamp: time)])
        }
        let records = try log.all(stamped.partition(0))
        #expect(records.map(\.timestampSource) == [.log, .log, .log])
        #expect(records.allSatisfy { (before - 60_000...before + 60_000).contains($0.timestamp) })
        // What is read in a group too.
        let follower = Follower(try log.join(group: unique("group"), member: "one", topics: [stamped.name]))
        try follow(follower) { follower.count == 3 }
        #expect(follower.records[stamped.partition(0)]?.map(\.timestamp) == records.map(\.timestamp))
        #expect(follower.records[stamped.partition(0)]?.allSatisfy { $0.timestampSource == .log } == true)
        try follower.member.leave()

        try log.append([OutgoingRecord(other.partition(0), key: nil, value: [1], timestamp: sent[0])])
        #expect(try log.all(other.partition(0)).map(\.timestampSource) == [.sender])
        #expect(try log.all(other.partition(0)).map(\.timestamp) == [sent[0]])
    }

    @Test(arguments: implementations) func aReplayTakesTheTimesOfItsRecords(_ implementation: any LogUnderTest) throws {
        let topic = Topic(unique("contract"), .delete, key: "any", [.octets], timestamps: .log)
        // Held: its folder goes with it.
        let storage = try implementation.makeStorage()
        defer { withExtendedLifetime(storage) {} }
        let log = try storage.open()
        try log.createTopics([topic], partitions: 1, clock: .replay)
        let times: [Int64] = [978_307_200_000, 4_102_444_800_000]
        try log.append(times.map { OutgoingRecord(topic.partition(0), key: nil, value: [1], timestamp: $0) })
        let records = try log.all(topic.partition(0))
        #expect(records.map(\.timestamp) == times)
        #expect(records.map(\.timestampSource) == [.sender, .sender])
    }

    @Test(arguments: implementations) func aRecordOfAMegabyteFits(_ implementation: any LogUnderTest) throws {
        let topic = Topic.stub()
        let (_, log) = try open(implementation, topic)
        let large = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try log.append([
            .stub(topic.partition(0), "before"),
            OutgoingRecord(topic.partition(0), key: nil, value: large, timestamp: 0),
            .stub(topic.partition(0), "after"),
        ])
        let records = try log.all(topic.partition(0))
        #expect(records.count == 3)
        #expect(records[1].value.map(Array.init) == large)
    }

    @Test(arguments: implementations) func aReaderMayBeginAnywhere(_ implementation: any LogUnderTest) throws {
        let topic = Topic.stub()
        let (_, log) = try open(implementation, topic)
        try log.append((0..<50).map { .stub(topic.partition(0), "\($0)") })
        let records = try log.all(topic.partition(0))
        for record in records {
            #expect(try log.read(topic.partition(0), from: record.offset, limit: 1).records.first?.text == record.text)
        }
        for limit in [1, 3, 7, 50, 1_000] {
            #expect(try log.all(topic.partition(0), from: records[20].offset, limit: limit).count == 30)
        }
        let end = try log.endOffset(of: topic.partition(0))
        let beyond = try log.read(topic.partition(0), from: end, limit: 10)
        #expect(beyond.records.isEmpty)
        #expect(beyond.next == end)
    }

    @Test(arguments: implementations) func anAppendIsWholeOrNothing(_ implementation: any LogUnderTest) throws {
        let topic = Topic.stub()
        let (_, log) = try open(implementation, topic, partitions: 2)
        expectFailure(.unknownTopic) {
            try log.append([.stub(topic.partition(0), "lost"), .stub(TopicPartition(unique("missing"), 0), "lost")])
        }
        try log.append([.stub(topic.partition(0), "kept"), .stub(topic.partition(1), "kept")])
        #expect(try log.texts(topic.partition(0)) == ["kept"])
        #expect(try log.texts(topic.partition(1)) == ["kept"])
    }

    @Test(arguments: implementations) func recordsSurviveReopening(_ implementation: any LogUnderTest) throws {
        let topic = Topic.stub()
        var (storage, log) = try open(implementation, topic)
        try log.append([.stub(topic.partition(0), key: "k", "kept")])
        log = try storage.open()
        try log.append([.stub(topic.partition(0), "later")])
        #expect(try log.texts(topic.partition(0)) == ["kept", "later"])
    }

    /// Goal: no record lost, doubled or out of its producer's order when several threads and handles write at once.
    @Test(arguments: implementations) func producersInterleave(_ implementation: any LogUnderTest) throws {
        let topic = Topic.stub()
        let (storage, log) = try open(implementation, topic, partitions: 3)
        let second = try storage.open()
        let failures = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 4) { producer in
            let handle = producer.isMultiple(of: 2) ? log : second
            do {
                for number in 0..<40 {
                    try handle.append((0..<3).map { .stub(topic.partition($0), key: "\(producer)", "\(number)") })
                }
            } catch {
                failures.withLock { $0.append("\(error)") }
            }
        }
        #expect(failures.withLock { $0 } == [])
        for partition in 0..<3 {
            let records = try log.all(topic.partition(partition))
            #expect(records.count == 160)
            for producer in 0..<4 {
                #expect(records.filter { $0.keyText == "\(producer)" }.map(\.text) == (0..<40).map { "\($0)" })
            }
        }
    }

    @Test(arguments: implementations) func waitingEndsByItself(_ implementation: any LogUnderTest) throws {
        let (_, log) = try open(implementation, Topic.stub())
        log.waitForAppend(timeoutMilliseconds: 20)
    }
}
