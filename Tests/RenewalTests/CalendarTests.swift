import Register
import Renewal
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// Renewal owns the calendar: it alone says that a civil day is over.
@Suite struct CalendarTests {
    @Test func noDayIsClosedBeforeTheFirstApplication() {
        var renewal = WorkerDriver(RenewalWorker())
        #expect(renewal.closeDays(through: "2012-04-10").isEmpty)
        renewal.feed(.registered(1, .stub(1), day: "2012-04-12"))
        #expect(renewal.closeDays(through: "2012-04-11").isEmpty)
        #expect(renewal.closeDays(through: "2012-04-12").facts == [.dayClosed("2012-04-12")])
    }

    /// After a week's stop: one fact, and each day in order.
    @Test func missingDaysAreClosedAtOnce() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2012-02-27")
        #expect(
            renewal.closeAtOnce(through: "2012-03-01").facts == [.daysClosed("2012-02-27", through: "2012-03-01")]
        )
        #expect(renewal.closeDays(through: "2012-03-01").isEmpty)
        #expect(renewal.closeDays(through: "2012-03-02").facts == [.dayClosed("2012-03-02")])
    }

    /// A lapse that fell into the stop keeps its own day.
    @Test func lapsesOfMissedDaysKeepTheirDay() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        renewal.close(through: "2012-05-01")
        #expect(renewal.closeAtOnce(through: "2012-05-20").facts.map(\.fact.name).contains("lapsed"))
        #expect(renewal.partition.last { $0.fact.name == "lapsed" }?.day == "2012-05-10")
    }

    /// A notice leaves when the stop is over: nobody posts a letter on a day that is past.
    @Test func noticesOfMissedDaysLeaveOnTheLastOfThem() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        renewal.close(through: "2012-02-01")
        #expect(renewal.closeAtOnce(through: "2012-02-20").noticeDays == ["2012-02-20"])
        // The second one a month after that.
        #expect(renewal.story(through: "2012-03-31") == ["2012-03-20 noticeDue"])
    }

    /// The lapses of a day stand before the end of the next one: a link between the two voids them for everybody.
    @Test func theNextDayIsClosedOnceTheLastOneIsReadBack() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        renewal.close(through: "2012-05-09")
        #expect(renewal.closeDays(through: "2012-05-10").facts == [.dayClosed("2012-05-10")])
        #expect(renewal.closeDays(through: "2012-05-11").isEmpty)
        #expect(renewal.closeDays(through: "2012-05-12").isEmpty)
        #expect(renewal.settle().factNames == ["lapsed", "daysClosed"])
    }

    @Test func aDayThatIsClosedTwiceCountsOnce() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        renewal.feed(.dayClosed("2012-02-10"))
        let rows = renewal.rows
        #expect(renewal.feed(.dayClosed("2012-02-10")).isEmpty)
        #expect(renewal.feed(.dayClosed("2012-02-09")).isEmpty)
        #expect(renewal.rows == rows)
    }

    /// The earliest application begins the calendar, whichever is read first.
    @Test func theCalendarBeginsWithTheEarliestApplication() {
        var renewal = WorkerDriver(RenewalWorker())
        renewal.feed([
            .registered(1, .stub(1), day: "2012-04-12"), .registered(2, .stub(2), day: "2012-04-10"),
        ])
        #expect(renewal.closeDays(through: "2012-04-10").facts == [.dayClosed("2012-04-10")])
    }

    /// A form of last month is the first one of a partition whose days are over: nothing was due in them.
    @Test func aLateReceptionBeginsTheCalendarBehindTheWatermark() {
        var renewal = WorkerDriver(RenewalWorker())
        renewal.feed([.header(.live), .received("2012-04-30")])
        renewal.feed(.registered(1, .stub(1), day: "2012-03-10"))
        #expect(renewal.closeDays(through: "2012-05-01").facts == [.dayClosed("2012-05-01")])
    }
}

/// No day closes early: intake's watermarks say how far it has come, and no clock is asked.
@Suite struct WatermarkTests {
    private func live(_ partitions: UInt32 = 1, filed: CivilDate = "2011-04-10") -> WorkerDriver<RenewalWorker> {
        var renewal = WorkerDriver(RenewalWorker())
        renewal.feed(.header(.live, submissionPartitions: partitions))
        for partition in 0..<partitions { renewal.feed(.received(filed.adding(days: -1), partition: partition)) }
        renewal.feed(.registered(1, .stub(1), day: filed))
        return renewal
    }

    private func alarm(_ renewal: WorkerDriver<RenewalWorker>) -> CalendarAlarm? {
        renewal.worker.calendarStatus?.alarm
    }

    @Test func oneOfThreePartitionsThatIsSilentHoldsTheDayOpen() {
        var renewal = live(3)
        #expect(renewal.feed(.received("2011-04-10", partition: 0)).isEmpty)
        #expect(renewal.feed(.received("2011-04-12", partition: 2)).isEmpty)
        #expect(renewal.feed(.received("2011-04-10", partition: 1)).facts == [.dayClosed("2011-04-10")])
        renewal.settle()
        #expect(renewal.feed(.received("2011-04-11", partition: 0)).isEmpty)
        #expect(renewal.feed(.received("2011-04-13", partition: 1)).facts == [.dayClosed("2011-04-11")])
    }

    @Test func aPartitionThatNeverSaidAnythingHoldsEveryDayOpen() {
        var renewal = WorkerDriver(RenewalWorker())
        renewal.feed([.header(.live, submissionPartitions: 2), .registered(1, .stub(1), day: "2011-04-10")])
        #expect(renewal.feed(.received("2011-04-10", partition: 1)).isEmpty)
        #expect(renewal.worker.calendarStatus?.received == nil)
    }

    @Test func fourteenMissingDaysAreClosedAndFifteenWait() {
        var renewal = live()
        #expect(renewal.closeDays(through: "2011-04-23").facts == [.daysClosed("2011-04-10", through: "2011-04-23")])
        renewal.settle()
        #expect(renewal.closeDays(through: "2011-05-08").isEmpty)
        #expect(alarm(renewal) == .daysMissing(from: "2011-04-24", through: "2011-05-08"))
        // The operator's word, and they are one fact.
        let output = renewal.feed(.catchUp(through: "2011-05-08"))
        #expect(output.facts == [.daysClosed("2011-04-24", through: "2011-05-08")])
        renewal.settle()
        #expect(alarm(renewal) == nil)
    }

    /// What is not over by the watermarks is not closed, whatever the operator says; what he allowed is no word for later.
    @Test func aCatchUpClosesNoMoreThanIsOver() {
        var renewal = live()
        renewal.feed(.catchUp(through: "2011-06-30"))
        let output = renewal.closeAtOnce(through: "2011-05-20")
        #expect(output.facts == [.daysClosed("2011-04-10", through: "2011-05-20")])
        renewal.closeAtOnce(through: "2011-06-30")
        #expect(renewal.closeAtOnce(through: "2011-07-30").isEmpty)
    }

    @Test func aCatchUpOfAPartLeavesTheRestWaiting() {
        var renewal = live()
        renewal.closeDays(through: "2011-06-30")
        #expect(renewal.feedAndSettle(.catchUp(through: "2011-05-01")).facts.map(\.day) == ["2011-05-01"])
        #expect(alarm(renewal) == .daysMissing(from: "2011-05-02", through: "2011-06-30"))
    }

    /// T-3: the log's clock three years ahead for a moment, and back.
    @Test func aClockYearsAheadClosesNothingAndTheWayBackIsOpen() {
        var renewal = live()
        renewal.close(through: "2012-02-20")
        let rows = renewal.rows
        #expect(renewal.closeDays(through: "2015-02-20").isEmpty)
        #expect(alarm(renewal) == .daysMissing(from: "2012-02-21", through: "2015-02-20"))
        // The clock is right again, and intake says less than before.
        #expect(renewal.closeDays(through: "2012-02-20").isEmpty)
        #expect(alarm(renewal) == nil)
        #expect(renewal.rows == rows)
        #expect(renewal.closeDays(through: "2012-02-21").facts == [.dayClosed("2012-02-21")])
    }

    @Test func aWatermarkBehindTheLastClosedDayIsAnAlarm() {
        var renewal = live()
        renewal.close(through: "2011-04-20")
        #expect(renewal.closeDays(through: "2011-04-15").isEmpty)
        #expect(alarm(renewal) == .receivedBehind("2011-04-15", closed: "2011-04-20"))
        #expect(renewal.closeDays(through: "2011-04-21").facts == [.dayClosed("2011-04-21")])
        renewal.settle()
        #expect(alarm(renewal) == nil)
    }

    @Test func aReplayClosesAsManyDaysAsItIsTold() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        let output = renewal.closeAtOnce(through: "2021-04-10")
        #expect(output.facts.first == .daysClosed("2011-04-10", through: "2021-04-10"))
        #expect(renewal.worker.calendarStatus?.alarm == nil)
    }

    /// A span of four centuries, the longest that a record may say, is no reason to count for hours, nor to trap.
    @Test(
        arguments: [(-43_829, 102_632), (102_632, 15_000), (15_000, 102_632), (-43_829, 15_000)] as [(Int32, Int32)]
    )
    func spansOfCenturiesEndNoProcess(from: Int32, through: Int32) {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-01-10")
        renewal.feed(.calendar(.daysClosed(.with { $0.from = from }), day: CivilDate(days: through)))
        renewal.feed(.calendar(.received(WireReceived()), day: CivilDate(days: through)))
    }
}

/// C-B3: what was received in time counts, however late it is read.
@Suite struct LateReadTests {
    private func lapsed() -> WorkerDriver<RenewalWorker> {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        renewal.close(through: "2012-05-09")
        return renewal
    }

    @Test func aRenewalOfTheLastDayIsAcceptedThoughItsLapseIsDecided() {
        var renewal = lapsed()
        renewal.feed(.dayClosed("2012-05-10"))
        #expect(renewal.feed(.renewal(2, of: .stub(1), day: "2012-05-10")).outcomes == [.renewed])
        renewal.settle()
        // Its strike-off is read after that, and undone.
        renewal.feed(.struckOff(nil, .stub(1), "RADREN", day: "2012-05-10"))
        #expect(renewal.feed(.renewal(3, of: .stub(1), day: "2012-05-10")).outcomes == [.renewed])
        renewal.feedAndSettle(.reinstated(2, .stub(1), "RADREN", renewed: true, day: "2012-05-10"))
        #expect(renewal.story(through: "2013-04-01") == ["2013-03-10 noticeDue"])
    }

    @Test func aRenewalOfTheLastDayIsAcceptedThoughItIsStruckOff() {
        var renewal = lapsed()
        renewal.feedAndSettle(.dayClosed("2012-05-10"))
        renewal.feed(.struckOff(nil, .stub(1), "RADREN", day: "2012-05-10"))
        #expect(renewal.feedAndSettle(.renewal(2, of: .stub(1), day: "2012-05-10")).outcomes == [.renewed])
        renewal.feed(.reinstated(2, .stub(1), "RADREN", renewed: true, day: "2012-05-10"))
        #expect(renewal.story(through: "2013-04-01") == ["2013-03-10 noticeDue"])
    }

    @Test func aRenewalOfTheDayAfterIsTooLate() {
        var renewal = lapsed()
        renewal.feedAndSettle(.dayClosed("2012-05-10"))
        #expect(renewal.feed(.renewal(2, of: .stub(1), day: "2012-05-11")).refusals == ["NU_0702"])
        renewal.feed(.struckOff(nil, .stub(1), "RADREN", day: "2012-05-10"))
        #expect(renewal.feed(.renewal(3, of: .stub(1), day: "2012-05-11")).refusals == ["NU_0504"])
    }

    /// A renewal that is said to be of long ago brings nobody back whose time to come back is over.
    @Test func aLapseIsFinalOnceItsTimeToComeBackIsOver() {
        var renewal = lapsed()
        renewal.feedAndSettle(.dayClosed("2012-05-10"))
        renewal.feed(.struckOff(nil, .stub(1), "RADREN", day: "2012-05-10"))
        renewal.close(through: "2012-10-10")
        #expect(renewal.feed(.renewal(2, of: .stub(1), day: "2012-05-10")).refusals == ["NU_0504"])
    }

    @Test func whatEndedForAnotherReasonDoesNotComeBackByARenewal() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        renewal.feed(.struckOff(2, .stub(1), "RADABA"))
        #expect(renewal.feed(.renewal(3, of: .stub(1), day: "2012-04-01")).refusals == ["NU_0504"])
    }
}
