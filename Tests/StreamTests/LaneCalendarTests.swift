import Register
import Schemas
import TestSupport
import Testing
import WorkerKit

@testable import Stream

/// When a lane says that a day is over.
@Suite struct LaneCalendarTests {
    private let log = SimulatedLog(random: SeededRandom(seed: 1))
    private let calendar = ManualCalendar()
    private let partition = TopicPartition(Topic.register.name, 0)

    init() throws { try log.createTopics(Topic.all, partitions: 1) }

    /// A partition that never comes to rest closes its days all the same.
    @Test func whatComesAfterADayDoesNotHoldItsEndBack() throws {
        let lane = try lane(batch: 2)
        try lane.step(timeoutMilliseconds: 0)
        try append(3)
        calendar.close(through: "2012-03-01")
        var closedAfter: [Int64] = []
        for _ in 0..<4 {
            try lane.step(timeoutMilliseconds: 0)
            if let said = lane.withProcessor(of: partition, { $0.said }), said.count > closedAfter.count {
                closedAfter.append(status(lane).position)
            }
            // Always more to read than a round takes.
            try append(3)
        }
        // Three records were there when the lane first heard of it, and a round reads two.
        #expect(closedAfter == [4])
        #expect(status(lane).closedThrough == "2012-03-01")
    }

    @Test func whatStoodThereBeforeComesFirst() throws {
        try append(5)
        calendar.close(through: "2012-03-01")
        let lane = try lane(batch: 2)
        try lane.step(timeoutMilliseconds: 0)
        for position in [2, 4] as [Int64] {
            try lane.step(timeoutMilliseconds: 0)
            #expect(status(lane).position == position && status(lane).closedThrough == nil)
        }
        try lane.step(timeoutMilliseconds: 0)
        #expect(status(lane).closedThrough == "2012-03-01")
    }

    /// What was said and not committed is said again.
    @Test func dayThatWasUndoneIsClosedAgain() throws {
        let lane = try lane(batch: 10)
        for _ in 0..<2 { try lane.step(timeoutMilliseconds: 0) }
        calendar.close(through: "2012-03-01")
        log.rebalance("renewal")
        for _ in 0..<4 { try lane.step(timeoutMilliseconds: 0) }
        #expect(status(lane).closedThrough == "2012-03-01")
        #expect(try log.endOffset(of: partition) == 1)
    }
}

extension LaneCalendarTests {
    /// Says which days are over, and nothing else.
    private struct Crier: Processor {
        private(set) var said: [CivilDate] = []

        mutating func process(_ record: LogRecord, into output: inout [OutgoingRecord]) {}

        mutating func closeDays(through day: CivilDate, into output: inout [OutgoingRecord]) {
            said.append(day)
            output.append(OutgoingRecord(TopicPartition(Topic.register.name, 0), key: nil, value: [], timestamp: 0))
        }

        mutating func apply(_ pass: inout TablePass) {}
    }

    private func lane(batch: Int) throws -> Lane<Crier> {
        var settings = LaneSettings()
        settings.batchSizeMax = batch
        return try Lane(
            log: log,
            worker: LaneWorker(
                name: "renewal",
                group: "renewal",
                input: partition.topic,
                changelog: nil,
                register: RegisterID(high: 1, low: 1),
            ),
            member: "a",
            calendar: calendar,
            settings: settings,
        ) { _ throws(LogError) in Crier() }
    }

    private func append(_ count: Int) throws {
        try log.append((0..<count).map { _ in OutgoingRecord(partition, key: nil, value: [0], timestamp: 0) })
    }

    private func status(_ lane: Lane<Crier>) -> PartitionStatus { lane.status.partitions[0] }
}
