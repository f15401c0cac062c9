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
        #expect(renewal.closeDays(through: "2012-04-30").isEmpty)
        renewal.feed(.registered(1, .stub(1), day: "2012-04-12"))
        #expect(renewal.closeDays(through: "2012-04-11").isEmpty)
        #expect(renewal.closeDays(through: "2012-04-12").facts == [.dayClosed("2012-04-12")])
    }

    /// After a week's stop: one by one, in order.
    @Test func missingDaysAreClosedOneByOne() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2012-02-27")
        #expect(
            renewal.closeAtOnce(through: "2012-03-01").facts == [
                .dayClosed("2012-02-27", through: "2012-03-01"), .dayClosed("2012-02-28", through: "2012-03-01"),
                .dayClosed("2012-02-29", through: "2012-03-01"), .dayClosed("2012-03-01"),
            ]
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

    @Test func askingTwiceBeforeReadingBackSaysTheSame() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2012-02-27")
        let first = renewal.closeDays(through: "2012-02-28")
        #expect(renewal.closeDays(through: "2012-02-28") == first)
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
}
