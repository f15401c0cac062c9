import Register
import Renewal
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// Promise 5: every live application is renewed, noticed, lapsed or held on the right civil day.
@Suite struct DeadlineTests {
    /// Filed on 10 April 2011, no answer at all: the worked example of docs/domain.md 4.8.
    @Test func theWorkedExampleFallsOnItsDays() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        #expect(
            renewal.story(through: "2012-12-31") == [
                "2012-02-10 noticeDue", "2012-03-10 noticeDue", "2012-05-10 lapsed",
            ]
        )
    }

    @Test func theNoticeNamesTheEndOfValidity() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        renewal.close(through: "2012-02-09")
        var expected = Output()
        expected.facts = [.noticeDue(.stub(1), day: "2012-02-10", expires: "2012-04-10")]
        expected.notices = [
            .with {
                $0.noticeID = "0590412000001G5901-2-2012-02-10"
                $0.number = "0590412000001G5901"
                $0.territory = "059"
                $0.kind = .renewal
                $0.issuedOn = "2012-02-10"
                $0.validUntil = "2012-04-10"
                $0.rank = 1
                $0.channels = [.post]
            }
        ]
        #expect(renewal.feed(.dayClosed("2012-02-10")) == expected)
    }

    /// The proof that R441-2-7 asks for goes with the lapse.
    @Test func theLapseNamesItsNotice() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        renewal.close(through: "2012-05-09")
        let output = renewal.feed(.dayClosed("2012-05-10"))
        #expect(output.facts == [.lapsed(.stub(1), day: "2012-05-10", expired: "2012-04-10", noticed: "2012-02-10")])
        #expect(output.notices.isEmpty)
    }

    @Test(
        arguments: [
            ("2012-02-29", "2012-12-29", "2013-01-29", "2013-03-29"),
            ("2011-02-28", "2011-12-28", "2012-01-28", "2012-03-28"),
            ("2011-01-31", "2011-11-30", "2011-12-30", "2012-02-29"),
            ("2011-04-30", "2012-02-29", "2012-03-29", "2012-05-30"),
            ("2010-04-30", "2011-02-28", "2011-03-28", "2011-05-30"),
            ("2011-08-31", "2012-06-30", "2012-07-30", "2012-09-30"),
            ("2011-12-31", "2012-10-31", "2012-11-30", "2013-01-31"),
        ] as [(CivilDate, String, String, String)]
    )
    func endsOfMonthsFallWhereTheLawPutsThem(filed: CivilDate, notice: String, second: String, lapse: String) {
        var renewal = WorkerDriver(RenewalWorker(), filed: filed)
        #expect(
            renewal.story(through: filed.adding(months: 14)) == [
                "\(notice) noticeDue", "\(second) noticeDue", "\(lapse) lapsed",
            ]
        )
    }

    @Test func aRenewalStartsAnotherYear() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        renewal.close(through: "2012-03-14")
        renewal.feedAndSettle(.renewal(2, of: .stub(1), day: "2012-03-15"))
        #expect(
            renewal.story(through: "2013-12-31") == [
                "2013-01-15 noticeDue", "2013-02-15 noticeDue", "2013-04-15 lapsed",
            ]
        )
    }

    @Test func anImportIsDueByItsOwnYear() {
        var renewal = WorkerDriver(RenewalWorker())
        renewal.feed(.imported(1, .stub(1), day: "2012-04-12", initial: "2008-09-15", validFrom: "2011-09-10"))
        renewal.close(through: "2012-04-11")
        #expect(
            renewal.story(through: "2012-12-31")
                == ["2012-07-10 noticeDue", "2012-08-10 noticeDue", "2012-10-10 lapsed"]
        )
    }

    /// A month's notice, or no strike-off.
    @Test func oneImportedTooLateForALawfulNoticeIsHeld() {
        var renewal = WorkerDriver(RenewalWorker())
        renewal.feed(.imported(1, .stub(1), day: "2012-04-12", initial: "2008-09-15", validFrom: "2011-04-20"))
        #expect(renewal.story(through: "2012-12-31") == ["2012-04-12 noticeDue", "2012-05-20 held"])
    }

    @Test func oneImportedAfterItsTimeIsNoticedAndHeldAtOnce() {
        var renewal = WorkerDriver(RenewalWorker())
        renewal.feed(.imported(1, .stub(1), day: "2012-04-12", initial: "2008-09-15", validFrom: "2010-01-01"))
        let output = renewal.feed(.dayClosed("2012-04-12"))
        #expect(
            output.facts == [
                .noticeDue(.stub(1), day: "2012-04-12", expires: "2011-01-01"),
                .held(.stub(1), .noticeTooLate, day: "2012-04-12", expired: "2011-01-01"),
            ]
        )
    }

    @Test func theLastLawfulDayForANoticeIsInTime() {
        var renewal = WorkerDriver(RenewalWorker())
        renewal.feed(.imported(1, .stub(1), day: "2012-03-10", initial: "2008-09-15", validFrom: "2011-04-10"))
        #expect(renewal.story(through: "2012-12-31") == ["2012-03-10 noticeDue", "2012-05-10 lapsed"])
    }

    @Test func aNoticeThatTheLawfulDayPassedIsTooLate() {
        var renewal = WorkerDriver(RenewalWorker())
        renewal.feed(.imported(1, .stub(1), day: "2012-03-11", initial: "2008-09-15", validFrom: "2011-04-10"))
        #expect(renewal.story(through: "2012-12-31") == ["2012-03-11 noticeDue", "2012-05-10 held"])
    }

    @Test func anUndeliverableNoticeStrikesNobodyOff() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        renewal.close(through: "2012-02-20")
        let output = renewal.feedAndSettle(.undeliverableLetter(2, of: .stub(1), returned: "2012-02-21"))
        #expect(output.factNames == ["noticeUndeliverable"])
        #expect(output.outcomes == [.recorded])
        renewal.close(through: "2012-05-09")
        #expect(
            renewal.feed(.dayClosed("2012-05-10")).facts == [
                .held(.stub(1), .undeliverable, day: "2012-05-10", expired: "2012-04-10")
            ]
        )
    }

    @Test func aLetterThatWasNeverSentCannotComeBack() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        #expect(renewal.feed(.undeliverableLetter(2, of: .stub(1), returned: "2011-05-01")).refusals == ["NU_0909"])
        #expect(renewal.feed(.undeliverableLetter(3, of: .stub(9), returned: "2011-05-01")).refusals == ["NU_0503"])
    }

    @Test func anEndedApplicationHasNoDeadline() {
        for end in [RegisterRecord.struckOff(2, .stub(1)), .deleted(2, .stub(1))] {
            var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
            renewal.feed(end)
            #expect(renewal.story(through: "2013-12-31").isEmpty)
        }
    }

    @Test func onePurgedIsForgotten() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        renewal.feed([.struckOff(2, .stub(1)), .purged(.stub(1), day: "2012-06-01")])
        #expect(renewal.feed(.renewal(3, of: .stub(1), day: "2012-06-02")).refusals == ["NU_0503"])
    }

    @Test func severalThatFallDueOnOneDayComeInTheOrderOfTheirNumbers() {
        var renewal = WorkerDriver(RenewalWorker())
        for sequence in [3, 1, 2] { renewal.feed(.registered(UInt64(sequence), .stub(sequence), day: "2011-04-10")) }
        let output = renewal.feed(.dayClosed("2012-02-10"))
        #expect(output.facts.map(\.number) == [.stub(1), .stub(2), .stub(3)])
    }

    @Test func settingsMoveTheDays() {
        var calendar = LegalCalendar()
        calendar.noticeMonths = 9
        calendar.lapseMonths = 12
        var renewal = WorkerDriver(RenewalWorker(calendar: calendar), filed: "2011-04-10")
        #expect(
            renewal.story(through: "2012-12-31")
                == ["2012-01-10 noticeDue", "2012-02-10 noticeDue", "2012-04-10 lapsed"]
        )
    }
}

extension WorkerDriver<RenewalWorker> {
    /// With application 1, registered that day.
    init(_ worker: RenewalWorker, filed: CivilDate) {
        self.init(worker)
        feed(.registered(1, .stub(1), day: filed))
    }

    /// Closes the days up to this one, each in its turn, and reads back what is said.
    @discardableResult
    mutating func close(through day: CivilDate) -> Output {
        let begun = partition.filter { ["registered", "imported"].contains($0.fact.name) }.map(\.day).min()
        let closed = partition.last { $0.fact.name == "daysClosed" }?.day
        guard var next = closed?.adding(days: 1) ?? begun else { return Output() }
        var output = Output()
        while next <= day {
            output = output + closeAtOnce(through: next)
            next = next.adding(days: 1)
        }
        return output
    }

    /// The same after a stop: all of them are over by now.
    @discardableResult
    mutating func closeAtOnce(through day: CivilDate) -> Output {
        let closed = closeDays(through: day)
        return closed + settle()
    }

    /// What the calendar brings about up to a day: the day and the fact.
    mutating func story(through day: CivilDate) -> [String] {
        close(through: day).facts.filter { $0.fact.name != "daysClosed" }.map { "\($0.day) \($0.fact.name)" }
    }
}
