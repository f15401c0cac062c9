import Register
import Schemas
import Synchronization
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
        #expect(status(lane).calendar?.closed == "2012-03-01")
    }

    @Test func whatStoodThereBeforeComesFirst() throws {
        try append(5)
        calendar.close(through: "2012-03-01")
        let lane = try lane(batch: 2)
        try lane.step(timeoutMilliseconds: 0)
        for position in [2, 4] as [Int64] {
            try lane.step(timeoutMilliseconds: 0)
            #expect(status(lane).position == position && status(lane).calendar?.closed == nil)
        }
        try lane.step(timeoutMilliseconds: 0)
        #expect(status(lane).calendar?.closed == "2012-03-01")
    }

    /// What was said and not committed is said again.
    /// A clock that was ahead is right again: an earlier day is told as well, once.
    @Test func anEarlierDayIsToldAfterALaterOne() throws {
        let clock = FreeCalendar()
        let lane = try lane(batch: 2, clock)
        for day in ["2015-03-01", "2015-03-01", "2012-03-01", "2012-03-01"] as [CivilDate] {
            clock.set(day)
            for _ in 0..<2 { try lane.step(timeoutMilliseconds: 0) }
        }
        #expect(lane.withProcessor(of: partition) { $0.said } == ["2015-03-01", "2012-03-01"])
    }

    /// What was said may not have been enough: the same day is told again after a while, not in a loop.
    @Test func theSameDayIsToldAgainWhereTheCalendarAsksForThat() throws {
        let clock = FreeCalendar(tellAgainMilliseconds: 0)
        clock.set("2012-03-01")
        let lane = try lane(batch: 2, clock)
        for _ in 0..<4 { try lane.step(timeoutMilliseconds: 0) }
        #expect(lane.withProcessor(of: partition) { $0.said.count > 1 } == true)
    }

    @Test func dayThatWasUndoneIsClosedAgain() throws {
        let lane = try lane(batch: 10)
        for _ in 0..<2 { try lane.step(timeoutMilliseconds: 0) }
        calendar.close(through: "2012-03-01")
        log.rebalance("renewal")
        for _ in 0..<4 { try lane.step(timeoutMilliseconds: 0) }
        #expect(status(lane).calendar?.closed == "2012-03-01")
        #expect(try log.endOffset(of: partition) == 1)
    }
}

extension LaneCalendarTests {
    /// Says which days are over, and nothing else.
    private struct Crier: Processor {
        private(set) var said: [CivilDate] = []

        mutating func process(_ record: LogRecord, into output: inout [OutgoingRecord]) {}

        mutating func dayIsOver(_ day: CivilDate, into output: inout [OutgoingRecord]) {
            said.append(day)
            output.append(OutgoingRecord(TopicPartition(Topic.register.name, 0), key: nil, value: [], timestamp: 0))
        }

        mutating func apply(_ pass: inout TablePass) {}

        var calendarStatus: CalendarStatus? { CalendarStatus(closed: said.last) }
    }

    /// A clock that goes where it is set.
    private final class FreeCalendar: CivilCalendar {
        let askEveryMilliseconds = 1
        let tellAgainMilliseconds: Int?
        private let day = Mutex<CivilDate?>(nil)

        init(tellAgainMilliseconds: Int? = nil) { self.tellAgainMilliseconds = tellAgainMilliseconds }

        func set(_ day: CivilDate) { self.day.withLock { $0 = day } }

        func lastDayOver() -> CivilDate? { day.withLock { $0 } }

        var nowMilliseconds: Int64 { 0 }
    }

    private func lane(batch: Int, _ clock: (any CivilCalendar)? = nil) throws -> Lane<Crier> {
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
            calendar: clock ?? calendar,
            settings: settings,
        ) { _ throws(LogError) in Crier() }
    }

    private func append(_ count: Int) throws {
        try log.append((0..<count).map { _ in OutgoingRecord(partition, key: nil, value: [0], timestamp: 0) })
    }

    private func status(_ lane: Lane<Crier>) -> PartitionStatus { lane.status.partitions[0] }
}
