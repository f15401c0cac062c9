import Register
import Schemas
import TestSupport
import Testing
import WorkerKit

@testable import Stream

/// What a lane hands over before a round is decided is made true with the rest of it, or not at all.
@Suite struct LaneAheadTests {
    private let log = SimulatedLog(random: SeededRandom(seed: 1))
    private let input = TopicPartition(Topic.register.name, 0)
    private let output = TopicPartition(Topic.receipts.name, 0)

    init() throws { try log.createTopics(Topic.all, partitions: 1) }

    /// With five in a part the last part holds all that there was to say.
    @Test(arguments: [(3, 3), (5, 2)])
    func partsAndTheRestAreOneCommit(partSize: Int, parts: Int) throws {
        let lane = try lane(partSize: partSize)
        try lane.step(timeoutMilliseconds: 0)
        try append(0..<10)
        try lane.step(timeoutMilliseconds: 0)
        #expect(log.faultCounts.partsAhead == parts)
        #expect(try written() == Array(0..<10))
        #expect(lane.status.counters.recordsOut == 10)
        #expect(try log.committedOffset(of: "copy", in: input) == 10)
    }

    /// At the fourth record the partition moves; it comes back, and everything is done again, once.
    @Test func whatWasHandedOverIsTakenBackWhenThePartitionMoves() throws {
        let lane = try lane(partSize: 2) { [log] value in if value == 3 { log.rebalance("copy") } }
        try lane.step(timeoutMilliseconds: 0)
        try append(0..<10)
        try lane.step(timeoutMilliseconds: 0)
        #expect(log.faultCounts.partsAhead == 1 && log.faultCounts.fencedCommits == 1)
        #expect(try written() == [])
        #expect(lane.status.counters.aborts == [.abort: 1])
        for _ in 0..<4 { try lane.step(timeoutMilliseconds: 0) }
        #expect(try written() == Array(0..<10))
        #expect(try log.committedOffset(of: "copy", in: input) == 10)
    }
}

extension LaneAheadTests {
    /// Repeats what it reads, and calls when it reads it for the first time.
    private struct Copier: Processor {
        let output: TopicPartition
        let whenFirst: (UInt8) -> Void
        private var seen: Set<UInt8> = []

        init(_ output: TopicPartition, _ whenFirst: @escaping (UInt8) -> Void) {
            self.output = output
            self.whenFirst = whenFirst
        }

        mutating func process(_ record: LogRecord, into output: inout [OutgoingRecord]) {
            let value = Array(record.value ?? [])
            output.append(OutgoingRecord(self.output, key: nil, value: value, timestamp: 0))
            if seen.insert(value[0]).inserted { whenFirst(value[0]) }
        }

        mutating func dayIsOver(_ day: CivilDate, into output: inout [OutgoingRecord]) {}

        mutating func apply(_ pass: inout TablePass) {}
    }

    private func lane(partSize: Int, whenFirst: @escaping (UInt8) -> Void = { _ in }) throws -> Lane<Copier> {
        var settings = LaneSettings()
        settings.partSize = partSize
        // Survives the partition's move, which makes a new processor.
        var told: Set<UInt8> = []
        return try Lane(
            log: log,
            worker: LaneWorker(
                name: "copy",
                group: "copy",
                input: input.topic,
                changelog: nil,
                register: RegisterID(high: 1, low: 1),
            ),
            member: "a",
            settings: settings,
        ) { [output] _ throws(LogError) in Copier(output) { if told.insert($0).inserted { whenFirst($0) } } }
    }

    private func append(_ values: Range<UInt8>) throws {
        try log.append(values.map { OutgoingRecord(input, key: nil, value: [$0], timestamp: 0) })
    }

    private func written() throws -> [UInt8] {
        try log.read(output, from: 0, limit: .max).records.compactMap { $0.value?.first }
    }
}
