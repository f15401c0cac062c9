import Register
import Schemas
import Stream
import TestSupport
import Testing
import WorkerKit

@testable import Assembly

/// What intake says of the days that are in, and when it asks the log for a proof.
@Suite struct WatermarkTests {
    /// A submission, taken by the log at noon of that day in Paris.
    private func record(_ day: CivilDate) -> LogRecord {
        LogRecord(offset: 0, timestamp: day.startInParis() + 43_200_000, key: nil, value: [1], headers: [])
    }

    private func marker(_ milliseconds: Int64) -> LogRecord {
        let header = LogHeader(HeaderName.marker, "day")
        return LogRecord(offset: 0, timestamp: milliseconds, key: nil, value: nil, headers: [header])
    }

    @Test func aRecordOfTheNextDayProvesThatADayIsOver() {
        var watermark = Watermark(.live)
        #expect(watermark.read(record("2026-11-20")) == "2026-11-19")
        #expect(watermark.read(record("2026-11-20")) == nil)
        #expect(watermark.read(record("2026-11-21")) == "2026-11-20")
        #expect(watermark.read(record("2026-11-24")) == "2026-11-23")
    }

    /// Clocks of two brokers may turn the day one after the other.
    @Test func aRecordFromJustBeforeMidnightTakesNothingBack() {
        var watermark = Watermark(.live)
        _ = watermark.read(record("2026-11-21"))
        #expect(watermark.read(record("2026-11-20")) == nil)
        #expect(watermark.said == "2026-11-20")
    }

    @Test func aClockThatWasAheadAndIsRightAgainSaysLess() {
        var watermark = Watermark(.live)
        _ = watermark.read(record("2026-11-20"))
        #expect(watermark.read(record("2029-11-20")) == "2029-11-19")
        #expect(watermark.read(record("2026-11-20")) == "2026-11-19")
        #expect(watermark.read(record("2026-11-21")) == "2026-11-20")
    }

    @Test func whereNobodySendsAMarkerProvesTheDay() {
        var watermark = Watermark(.live)
        _ = watermark.read(record("2026-11-20"))
        #expect(watermark.dayIsOver("2026-11-19") == false)
        let midnight = ("2026-11-21" as CivilDate).startInParis()
        #expect(watermark.dayIsOver("2026-11-20") == true)
        #expect(watermark.read(marker(midnight - 1)) == nil)
        #expect(watermark.dayIsOver("2026-11-20") == true)
        #expect(watermark.read(marker(midnight)) == "2026-11-20")
        #expect(watermark.dayIsOver("2026-11-20") == false)
        #expect(watermark.alarm == nil)
    }

    @Test func aProcessWhoseClockIsAheadOfTheLogIsAnAlarm() {
        var watermark = Watermark(.live)
        let now = ("2026-11-21" as CivilDate).startInParis() + 1
        for _ in 0..<3 {
            #expect(watermark.dayIsOver("2029-11-20") == true)
            _ = watermark.read(marker(now))
        }
        #expect(watermark.said == "2026-11-20")
        #expect(watermark.alarm == .clockAhead(of: "2026-11-20", believes: "2029-11-20"))
        #expect(watermark.dayIsOver("2026-11-20") == false)
    }

    @Test func aLogWhoseClockIsAheadOfTheProcessIsAnAlarm() {
        var watermark = Watermark(.live)
        let ahead = ("2029-11-21" as CivilDate).startInParis()
        for _ in 0..<3 {
            #expect(watermark.dayIsOver("2026-11-20") == true)
            _ = watermark.read(marker(ahead))
        }
        #expect(watermark.alarm == .clockBehind("2029-11-20", believes: "2026-11-20"))
        // The way back: the log's clock is right, and the next marker says so.
        #expect(watermark.dayIsOver("2026-11-20") == true)
        #expect(watermark.read(marker(("2026-11-21" as CivilDate).startInParis())) == "2026-11-20")
        #expect(watermark.alarm == nil)
    }

    /// Senders say what time it is; whoever replays says which days are over.
    @Test func onAReplayOnlyMarkersCount() {
        var watermark = Watermark(.replay)
        #expect(watermark.read(record("2012-04-12")) == nil)
        #expect(watermark.dayIsOver("2012-04-11") == true)
        #expect(watermark.read(marker(("2012-04-12" as CivilDate).startInParis())) == "2012-04-11")
        #expect(watermark.read(marker(("2012-03-01" as CivilDate).startInParis())) == nil)
        #expect(watermark.dayIsOver("2012-04-10") == false)
    }

    @Test func aTimeThatNoClockSaysIsNoWord() {
        var watermark = Watermark(.live)
        for time in [Int64.min, -1, 0, .max] { #expect(watermark.read(marker(time)) == nil) }
    }

    /// A value is a submission, whatever headers it bears: it is answered.
    @Test func aMarkerHasNoValue() {
        var record = record("2026-11-20")
        record.headers = [LogHeader(HeaderName.marker, "day")]
        #expect(!record.isMarker)
        record.value = nil
        record.headers = []
        #expect(!record.isMarker)
    }

    @Test func theRowOutlivesTheProcess() {
        var watermark = Watermark(.live)
        _ = watermark.read(record("2026-11-20"))
        var drain = TablePass(.drain)
        watermark.apply(&drain)
        var keep = TablePass(.keep)
        watermark.apply(&keep)
        _ = watermark.read(record("2026-11-22"))
        var rollBack = TablePass(.rollBack)
        watermark.apply(&rollBack)
        #expect(watermark.said == "2026-11-19")
        var next = Watermark(.live)
        let rows = drain.changes.map { RestoredRow(key: $0.key[...], value: $0.value?[...]) }
        var restore = TablePass(.restore, restored: rows)
        next.apply(&restore)
        #expect(next.said == "2026-11-19")
    }
}
