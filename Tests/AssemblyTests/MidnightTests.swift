import Assembly
import EmbeddedLog
import Foundation
import Logging
import Register
import Schemas
import Sealing
import Stream
import SwiftProtobuf
import Synchronization
import TestSupport
import Testing
import WorkerKit

/// No day closes early: the six workers on an embedded log of a live register, around midnight.
@Suite struct MidnightTests {
    /// C-B3: intake is down at midnight; a renewal was sent before, and counts.
    @Test func intakeDownOverMidnightHarmsNobody() throws {
        let town = try NightTown(partitions: 3)
        try town.fileAndNotice()
        try town.go(to: "2012-05-10")
        town.clock.set("2012-05-10", hour: 22)
        town.stop(.intake)
        try town.submit(.renewal(.with { $0.number = town.number }))
        town.clock.set("2012-05-11", hour: 2)
        try town.rest()
        #expect(try town.closed() == "2012-05-09")
        try town.start(.intake)
        try town.rest()
        #expect(try town.closed() == "2012-05-10")
        #expect(try town.facts().contains("lapsed") == false)
        #expect(try town.receipts().last?.outcome == .renewed)
    }

    /// A marker in each partition; nobody answers it, and nothing is rejected.
    @Test func whereNobodySendsTheDayIsClosedAllTheSame() throws {
        let town = try NightTown(partitions: 3)
        try town.fileAndNotice()
        let answers = try town.receipts().count
        town.clock.set("2012-03-21", hour: 1)
        try town.rest()
        #expect(try town.closed() == "2012-03-20")
        #expect(try town.receipts().count == answers)
        #expect(try town.count(.rejects) == 0)
    }

    /// T-3: a clock three years ahead for a moment, and back.
    @Test func aClockThreeYearsAheadClosesNothing() throws {
        let town = try NightTown(partitions: 1)
        try town.fileAndNotice()
        let before = try town.facts()
        let closed = try town.closed()
        town.clock.set("2015-03-20", hour: 1)
        try town.rest()
        #expect(try town.facts() == before)
        #expect(town.alarms().contains { if case .daysMissing = $0 { true } else { false } })
        // The clock is right again, and nobody sends: the way back is open.
        town.clock.set("2012-03-21", hour: 1)
        try town.rest()
        #expect(town.alarms().isEmpty)
        #expect(try town.closed() == "2012-03-20")
        #expect(closed == "2012-03-19")
        #expect(try town.facts().contains("struckOff") == false)
    }

    /// Fifteen days wait for the operator, and are closed as one fact.
    @Test func fifteenMissingDaysWaitForAWord() throws {
        let town = try NightTown(partitions: 2)
        try town.fileAndNotice()
        town.clock.set("2012-04-04", hour: 1)
        try town.rest()
        #expect(try town.closed() == "2012-03-19")
        for partition in 0..<2 { try town.append(.catchUp(through: "2012-04-03"), to: partition) }
        try town.rest()
        #expect(try town.closed() == "2012-04-03")
        let spans = try town.records().compactMap { record in
            if case .daysClosed(let fact) = record.fact { (from: fact.from, through: record.day) } else { nil }
        }
        #expect(spans.last?.from == ("2012-03-20" as CivilDate).days)
        #expect(spans.last?.through == "2012-04-03")
    }
}

/// A clock that a test sets, in Paris.
private final class SetClock: CivilCalendar {
    let askEveryMilliseconds = 1
    let tellAgainMilliseconds: Int? = nil
    private let now = Mutex<Int64>(0)

    func set(_ day: CivilDate, hour: Int64) { now.withLock { $0 = day.startInParis() + hour * 3_600_000 } }

    var nowMilliseconds: Int64 { now.withLock { $0 } }

    func lastDayOver() -> CivilDate? { CivilDate.paris(milliseconds: nowMilliseconds).adding(days: -1) }
}

/// The six workers on an embedded log, in one thread.
private final class NightTown {
    let clock = SetClock()
    private(set) var number = ""
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("night-\(UUID().uuidString)")
    private let log: EmbeddedLog
    private let assembly: Assembly
    private let partitions: Int
    private var lanes: [WorkerName: any AnyLane] = [:]
    private var figure: UInt64 = 0

    init(partitions: Int) throws {
        self.partitions = partitions
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var settings = EmbeddedLog.Settings()
        settings.clock = { [clock] in clock.nowMilliseconds }
        log = try EmbeddedLog(path: folder.appendingPathComponent("log.sqlite").path, settings: settings)
        try log.createTopics(Topic.all, partitions: partitions, clock: .live)
        assembly = Assembly(
            log: log,
            calendar: clock,
            sealer: .unsealed,
            logger: Logger(label: "night", factory: { _ in SwiftLogNoOpLogHandler() }),
        )
        clock.set("2011-04-10", hour: 12)
        for desk in [SubmissionFixtures.landlord(), SubmissionFixtures.manager()] {
            try log.append([
                OutgoingRecord(
                    TopicPartition(Topic.desks.name, 0),
                    key: Array(desk.code.utf8),
                    value: try desk.serializedBytes(),
                    timestamp: clock.nowMilliseconds,
                )
            ])
        }
        _ = try log.beginIfEmpty(comparison: FormSealer.unsealed.marker.comparison, clock: .live)
        for worker in WorkerName.allCases { try start(worker) }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// An application of 10 April 2011 that had both its notices; the days through 19 March 2012 are closed.
    func fileAndNotice() throws {
        try submit(.creation(.with { $0.application = SubmissionFixtures.application() }))
        try rest()
        number = try receipts().last?.number ?? ""
        try go(to: "2012-03-20")
        let closed = try closed()
        guard closed == "2012-03-19" else { throw NightError("closed through \(closed?.iso ?? "nothing")") }
        clock.set("2012-03-20", hour: 12)
    }

    /// Past the midnights until then, a week at a time.
    func go(to day: CivilDate) throws {
        var next = CivilDate.paris(milliseconds: clock.nowMilliseconds)
        while next < day {
            next = min(day, next.adding(days: 7))
            clock.set(next, hour: 1)
            try rest()
        }
    }

    func submit(_ kind: WireRequest.OneOf_Kind) throws {
        figure += 1
        let submission = WireSubmission.with {
            $0.submissionID = SubmissionFixtures.id(figure)
            $0.desk = SubmissionFixtures.landlordDesk
            $0.agent = "agent-1"
            $0.territory = "059"
            $0.request.kind = kind
        }
        let key = Array("059".utf8)
        try log.append([
            OutgoingRecord(
                TopicPartition(Topic.submissions.name, Partitioner.partition(of: key, count: partitions)),
                key: key,
                value: try submission.serializedBytes(),
                headers: [LogHeader(HeaderName.contentType, ContentType.protobuf.rawValue)],
                timestamp: clock.nowMilliseconds,
            )
        ])
    }

    /// To the partition of the Nord, or to another one.
    func append(_ record: RegisterRecord, to partition: Int? = nil) throws {
        let writer = try OutputWriter(log)
        try log.append([
            writer.register(
                record,
                partition: partition ?? nord.partition,
                timestamp: clock.nowMilliseconds,
                traceParent: nil
            )
        ])
    }

    func start(_ worker: WorkerName) throws { lanes[worker] = try assembly.makeLane(worker, member: "a") }

    func stop(_ worker: WorkerName) {
        try? lanes[worker]?.close()
        lanes[worker] = nil
    }

    func rest() throws {
        var idle = 0
        while idle < 3 {
            var did = false
            for worker in WorkerName.allCases where try lanes[worker]?.step(timeoutMilliseconds: 0) == true {
                did = true
            }
            idle = did ? 0 : idle + 1
        }
    }

    // MARK: What there is

    private var nord: TopicPartition {
        TopicPartition(Topic.register.name, Partitioner.partition(of: Array("059".utf8), count: partitions))
    }

    /// Of the Nord's partition.
    func records() throws -> [RegisterRecord] {
        try log.read(nord, from: 0, limit: .max).records.compactMap { record in
            try record.value.flatMap {
                try RegisterRecord.decode($0, offset: record.offset, interest: .everything)
            }
        }
    }

    /// Without what goes on at every midnight.
    func facts() throws -> [String] {
        try records().map(\.fact.name).filter { !["received", "daysClosed", "header", "catchUp"].contains($0) }
    }

    func closed() throws -> CivilDate? {
        try records().last { $0.fact.name == "daysClosed" }?.day
    }

    func receipts() throws -> [WireReceipt] {
        try log.read(TopicPartition(Topic.receipts.name, 0), from: 0, limit: .max).records.compactMap { record in
            try record.value.map { try WireReceipt(serializedBytes: $0) }
        }
    }

    func count(_ topic: Topic) throws -> Int {
        try log.read(TopicPartition(topic.name, 0), from: 0, limit: .max).records.count
    }

    func alarms() -> [CalendarAlarm] {
        lanes.values.flatMap { lane -> [CalendarAlarm] in
            var status = LaneStatus(name: "", lastStep: 0)
            lane.report(to: &status)
            return status.partitions.compactMap { $0.calendar?.alarm }
        }
    }
}

private struct NightError: Error {
    let description: String
    init(_ description: String) { self.description = description }
}
