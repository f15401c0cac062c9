import Schemas
import Stream
import TestSupport
import Testing

/// What a simulation can do to its log beside the faults: losses, times, records of strangers.
@Suite struct SimulatedLossTests {
    private let log = SimulatedLog(random: SeededRandom(seed: 1))
    private let input = TopicPartition("input", 0)
    private let table = TopicPartition("table", 0)

    init() throws {
        try log.createTopics(
            [Topic("input", .delete, key: "any", [.octets]), Topic("table", .compact, key: "any", [.octets])],
            partitions: 1
        )
        try log.append((0..<5).map { .stub(input, key: "k\($0)", "\($0)") })
        try log.append(["a", "b", "a"].enumerated().map { .stub(table, key: $1, "\($0)") })
    }

    @Test func forgottenPositionsAreAsOfAGroupThatNeverCommitted() throws {
        let member = try log.join(group: "group", member: "one", topics: ["input"])
        #expect(try member.poll(limit: 1, timeoutMilliseconds: 0).assigned.map(\.committed) == [nil])
        try member.commit(LogTransaction(positions: [input: 3]))
        log.forgetPositions(of: "group")
        #expect(try log.committedOffset(of: "group", in: input) == nil)
        try member.leave()
        let successor = try log.join(group: "group", member: "one", topics: ["input"])
        #expect(try successor.poll(limit: 1, timeoutMilliseconds: 0).assigned.map(\.committed) == [nil])
    }

    @Test func anEmptiedTopicBeginsAgainAtZero() throws {
        log.empty("table")
        #expect(try log.endOffset(of: table) == 0)
        try log.append([.stub(table, key: "a", "new")])
        #expect(log.records(of: table).map(\.offset) == [0])
        // Nothing that was there before the loss is taken for replaced.
        log.compact("table", dropTombstones: false)
        #expect(try log.texts(table) == ["new"])
    }

    @Test func offsetsGoOnWhereTheHeadIsLost() throws {
        log.dropHead(of: input, before: 3)
        #expect(log.records(of: input).map(\.offset) == [3, 4])
        #expect(try log.endOffset(of: input) == 5)
        #expect(try log.read(input, from: 0, limit: 1).records.map(\.text) == ["3"])
    }

    @Test func offsetsAreGivenAgainWhereTheTailIsLost() throws {
        log.dropTail(of: input, from: 2)
        #expect(try log.endOffset(of: input) == 2)
        try log.append([.stub(input, "other")])
        #expect(try log.texts(input) == ["0", "1", "other"])
    }

    /// What a compaction would have left out is not left out for a record that is gone.
    @Test func aLostTailGivesBackWhatItReplaced() throws {
        log.dropTail(of: table, from: 2)
        log.compact("table", dropTombstones: true)
        #expect(try log.texts(table) == ["0", "1"])
    }

    @Test func aReaderBehindALostTailIsToldAndDoesNotWaitForEver() throws {
        let member = try log.join(group: "group", member: "one", topics: ["input"])
        _ = try member.poll(limit: 9, timeoutMilliseconds: 0)
        try member.resume(input, from: 0)
        #expect(try member.poll(limit: 9, timeoutMilliseconds: 0).batches.map(\.next) == [5])
        log.dropTail(of: input, from: 2)
        expectFailure(.storage, .restart) { _ = try member.poll(limit: 9, timeoutMilliseconds: 0) }
    }

    @Test func aRecordIsTakenOut() throws {
        log.drop(at: 1, of: input)
        #expect(try log.texts(input) == ["0", "2", "3", "4"])
    }

    @Test func anInjectedRecordStandsAtTheEnd() throws {
        let offset = try log.inject(.stub(input, key: nil, "garbage"))
        #expect(offset == 5)
        #expect(log.records(of: input).last?.text == "garbage")
    }

    @Test func theLogSaysWhenARecordWasAppended() throws {
        log.takeAppendTime(of: ["input"])
        log.time = 5_000
        try log.append([.stub(input, "now"), .stub(table, key: "c", "its own")])
        log.time = 4_000
        try log.append([.stub(input, "the clock went back")])
        #expect(log.records(of: input).suffix(2).map(\.timestamp) == [5_000, 4_000])
        #expect(log.records(of: table).last?.timestamp == 1_000, "senders say the time of other topics")
    }

    /// Whatever came and went: a compaction leaves the newest record of each key, and tombstones until they may go.
    @Test(arguments: UInt64(0)..<20) func aCompactionLeavesTheNewestOfEachKey(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var newest: [String: String] = ["a": "2", "b": "1"]
        for step in 0..<200 {
            let key = "\(Int.random(in: 0..<12, using: &random))"
            switch Int.random(in: 0..<10, using: &random) {
            case 0: log.compact("table", dropTombstones: false)
            case 1: log.compact("table", dropTombstones: true)
            case 2:
                try log.append([.stub(table, key: key, nil)])
                newest[key] = nil
            default:
                try log.append([.stub(table, key: key, "\(step)")])
                newest[key] = "\(step)"
            }
        }
        for _ in 0..<2 { log.compact("table", dropTombstones: true) }
        let left = log.records(of: table)
        #expect(Dictionary(uniqueKeysWithValues: left.map { ($0.keyText ?? "", $0.text) }) == newest.mapValues { $0 })
        #expect(left.map(\.offset) == left.map(\.offset).sorted())
    }
}
