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

    /// A trace goes from the submission to its receipt through the facts between.
    @Test func theTraceIsCarriedOn() throws {
        var processor = WorkerProcessor(NumberingWorker(), partition: 2, writer: try OutputWriter(log))
        var outgoing: [OutgoingRecord] = []
        let trace = LogHeader("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
        processor.process(stored(.cleared(1), offset: 5, headers: [trace]), into: &outgoing)
        #expect(outgoing.map(\.partition.topic) == ["nu.register", "nu.receipts", "nu.notices"])
        #expect(outgoing[0].partition.partition == 2)
        #expect(outgoing.allSatisfy { $0.headers.contains(trace) })
        #expect(outgoing[1].text("ce_id") == "nu.register-2-5-0")
    }

    /// Nobody may stop the register: what cannot be read is set aside, and the next record is read.
    @Test func anUnreadableRecordIsRejectedAndStopsNobody() throws {
        var processor = WorkerProcessor(NumberingWorker(), partition: 2, writer: try OutputWriter(log))
        var outgoing: [OutgoingRecord] = []
        let garbage = LogRecord(offset: 4, timestamp: 0, key: nil, value: [0xFF, 0xFF][...], headers: [])
        processor.process(garbage, into: &outgoing)
        #expect(outgoing.map(\.partition.topic) == ["nu.rejects"])
        #expect(outgoing[0].value == [0xFF, 0xFF])
        #expect(outgoing[0].text("x-original-offset") == "4")
        outgoing = []
        processor.process(stored(.cleared(1), offset: 5), into: &outgoing)
        #expect(outgoing.count == 3)
    }

    @Test func aRecordOfNoUseAndATombstoneSayNothing() throws {
        var processor = WorkerProcessor(NumberingWorker(), partition: 2, writer: try OutputWriter(log))
        var outgoing: [OutgoingRecord] = []
        processor.process(stored(.creation(1), offset: 5), into: &outgoing)
        processor.process(LogRecord(offset: 6, timestamp: 0, key: nil, value: nil, headers: []), into: &outgoing)
        #expect(outgoing.isEmpty)
    }

    /// The end of a day is from the moment of the watermark that closes it.
    @Test func closedDaysAreFromTheMomentOfTheirWatermark() throws {
        var processor = WorkerProcessor(RenewalWorker(), partition: 3, writer: try OutputWriter(log))
        var outgoing: [OutgoingRecord] = []
        processor.process(stored(.registered(1, .stub(1), day: "2012-03-23"), offset: 0), into: &outgoing)
        var watermark = stored(.received("2012-03-25"), offset: 1)
        watermark.timestamp = 1_332_712_800_000
        processor.process(watermark, into: &outgoing)
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
