import Numbering
import Register
import Renewal
import Schemas
import TestSupport
import Testing
import WorkerKit

@testable import Stream

/// A worker on a partition: opens records, sets aside what cannot be read, writes what follows.
@Suite struct ProcessorTests {
    let log = SimulatedLog(random: SeededRandom(seed: 1))

    init() throws { try log.createTopics(Topic.all, partitions: 4) }

    private func stored(_ record: RegisterRecord, offset: Int64, headers: [LogHeader] = []) -> LogRecord {
        LogRecord(
            offset: offset,
            timestamp: 1_334_224_800_000,
            key: Array("059".utf8)[...],
            value: record.encoded()[...],
            headers: headers,
        )
    }

    /// Whoever sends a submission writes this header, and every answer would carry it.
    @Test(arguments: [
        "", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-011",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-DUPONT Jeanne, née le 1er janvier 1980 à Lille-----01", String(repeating: "a", count: 1_900_000),
    ])
    func whatIsNoTraceIsDropped(trace: String) throws {
        var processor = WorkerProcessor(NumberingWorker(), partition: 2, writer: try OutputWriter(log))
        var outgoing: [OutgoingRecord] = []
        try processor.process(
            stored(.cleared(1), offset: 5, headers: [LogHeader("traceparent", trace)]),
            into: &outgoing
        )
        #expect(outgoing.count == 3)
        #expect(outgoing.allSatisfy { $0.text("traceparent") == nil })
    }

    /// A trace goes from the submission to its receipt through the facts between.
    @Test func theTraceIsCarriedOn() throws {
        var processor = WorkerProcessor(NumberingWorker(), partition: 2, writer: try OutputWriter(log))
        var outgoing: [OutgoingRecord] = []
        let trace = LogHeader("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
        try processor.process(stored(.cleared(1), offset: 5, headers: [trace]), into: &outgoing)
        #expect(outgoing.map(\.partition.topic) == ["nu.register", "nu.receipts", "nu.notices"])
        #expect(outgoing[0].partition.partition == 2)
        #expect(outgoing.allSatisfy { $0.headers.contains(trace) })
        #expect(outgoing[1].text("ce_id") == "nu.register-2-5-0")
    }

    /// What stands in the register is never skipped: who did would decide otherwise than the others, in silence.
    @Test(arguments: [
        [0xFF, 0xFF], [], [0xF2, 0x01, 1, 0xFF],
        // A fact of a later version, 64 and 70000.
        [0x18, 2, 0x82, 0x04, 0], [0x18, 2, 0x82, 0x97, 0x22, 0],
        // A day that no calendar has.
        [0x18, 0xFE, 0xFF, 0xFF, 0xFF, 0x0F, 0xB2, 0x01, 0],
    ])
    func aRecordThatCannotBeReadStopsItsPartitionAndIsNamed(bytes: [UInt8]) throws {
        var processor = WorkerProcessor(NumberingWorker(), partition: 2, writer: try OutputWriter(log))
        var outgoing: [OutgoingRecord] = []
        let garbage = LogRecord(offset: 4, timestamp: 0, key: nil, value: bytes[...], headers: [])
        let error = #expect(throws: LogError.self) { try processor.process(garbage, into: &outgoing) }
        #expect(error?.code == .unreadable)
        #expect(error?.remedy == .restart)
        #expect(error?.reason.hasPrefix("nu.register[2]@4: ") == true)
        #expect(outgoing.isEmpty)
    }

    @Test func aRecordWithoutAValueStopsItsPartition() throws {
        var processor = WorkerProcessor(NumberingWorker(), partition: 2, writer: try OutputWriter(log))
        var outgoing: [OutgoingRecord] = []
        let tombstone = LogRecord(offset: 6, timestamp: 0, key: nil, value: nil, headers: [])
        let error = #expect(throws: LogError.self) { try processor.process(tombstone, into: &outgoing) }
        #expect(error?.code == .unreadable)
    }

    @Test func aRecordOfNoUseSaysNothing() throws {
        var processor = WorkerProcessor(NumberingWorker(), partition: 2, writer: try OutputWriter(log))
        var outgoing: [OutgoingRecord] = []
        try processor.process(stored(.creation(1), offset: 5), into: &outgoing)
        #expect(outgoing.isEmpty)
    }

    /// The end of a day is from the moment of the watermark that closes it.
    @Test func closedDaysAreFromTheMomentOfTheirWatermark() throws {
        var processor = WorkerProcessor(RenewalWorker(), partition: 3, writer: try OutputWriter(log))
        var outgoing: [OutgoingRecord] = []
        try processor.process(stored(.registered(1, .stub(1), day: "2012-03-23"), offset: 0), into: &outgoing)
        var watermark = stored(.received("2012-03-25"), offset: 1)
        watermark.timestamp = 1_332_712_800_000
        try processor.process(watermark, into: &outgoing)
        #expect(outgoing.map(\.partition) == [TopicPartition("nu.register", 3)])
        #expect(outgoing.map(\.timestamp) == [1_332_712_800_000])
    }
}

@Suite struct CivilCalendarTests {
    @Test func aManualCalendarNeverGoesBack() {
        let calendar = ManualCalendar()
        #expect(calendar.lastDayOver() == nil)
        calendar.close(through: "2012-04-12")
        calendar.close(through: "2012-04-10")
        #expect(calendar.lastDayOver() == "2012-04-12")
    }

    @Test func aDayInParisIsOverBeforeTodayIs() throws {
        let last = try #require(ParisCalendar().lastDayOver())
        #expect(last > "2024-01-01")
        #expect(last < "2200-01-01")
    }
}
