import Register
import Renewal
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// Filed on 10 April 2011: may be renewed from 10 February to 10 May 2012.
@Suite struct RenewalTests {
    var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")

    @Test(arguments: ["2001-01-01", "2011-04-09"] as [CivilDate])
    mutating func nothingIsSaidOfAFileBeforeItWasFiled(day: CivilDate) {
        let records: [RegisterRecord] = [
            .renewal(2, of: .stub(1), day: day), .undeliverableLetter(3, of: .stub(1), returned: day),
            .noticeProof(4, of: .stub(1), .posted, on: day),
        ]
        for record in records { #expect(renewal.feed(record).refusals == ["NU_0507"]) }
        #expect(renewal.feed(.renewal(5, of: .stub(1), day: "2012-03-15")).factNames == ["renewed"])
    }

    @Test mutating func aRenewalSaysItsYearAndGivesAnAttestation() {
        let output = renewal.feed(.renewal(2, of: .stub(1), [.zoe], commune: "59009", day: "2012-03-15"))
        var expected = Output()
        expected.facts = [.renewed(2, .stub(1), commune: "59009", on: "2012-03-15")]
        expected.receipts = [
            Receipt(
                message: .with {
                    $0.submissionID = SubmissionID.stub(2).text
                    $0.desk = "G5901"
                    $0.territory = "059"
                    $0.kind = .renewal
                    $0.outcome = .renewed
                    $0.number = UniqueNumber.stub(1).text
                    $0.firstFiledOn = "2011-04-10"
                    $0.validUntil = "2013-03-15"
                    $0.receivedOn = "2012-03-15"
                    $0.sourceOffset = 2
                },
                format: .protobuf,
            )
        ]
        expected.notices = [
            .with {
                $0.noticeID = "0590412000001G5901-5-2012-03-15-0.2"
                $0.number = UniqueNumber.stub(1).text
                $0.territory = "059"
                $0.kind = .renewalAttestation
                $0.issuedOn = "2012-03-15"
                $0.validUntil = "2013-03-15"
            }
        ]
        #expect(output == expected)
    }

    @Test(
        arguments: [
            ("2012-02-09", ["NU_0701"]), ("2012-02-10", []), ("2012-05-10", []), ("2012-05-11", ["NU_0702"]),
        ] as [(CivilDate, [String])]
    )
    mutating func theWindowHasTwoEdges(day: CivilDate, refusals: [String]) {
        #expect(renewal.feed(.renewal(2, of: .stub(1), day: day)).refusals == refusals)
    }

    /// The clerk reads from which day it may be renewed, and so does the software; as often as it is asked.
    @Test mutating func anEarlyOneIsToldFromWhichDayItMayBeRenewed() throws {
        let early = RegisterRecord.renewal(2, of: .stub(1), day: "2012-02-09")
        for record in [early, early.sentAgain(source: 9)] {
            let anomaly = try #require(renewal.feed(record).receipts.first?.message.anomalies.first)
            #expect(anomaly.code == "NU_0701")
            #expect(anomaly.renewableFrom == "2012-02-10")
            #expect(anomaly.french.contains("renouvelable à partir du 10 février 2012"))
            #expect(anomaly.english.contains("from 2012-02-10"))
        }
    }

    @Test mutating func noOtherRefusalNamesADay() {
        let late = renewal.feed(.renewal(2, of: .stub(1), day: "2012-05-11"))
        #expect(late.receipts.flatMap(\.message.anomalies).map(\.renewableFrom) == [""])
    }

    /// Judged by the day it was received, whatever day is being closed.
    @Test mutating func oneReceivedInTimeAndReadLateIsInTime() {
        renewal.close(through: "2012-05-09")
        #expect(renewal.feed(.renewal(2, of: .stub(1), day: "2012-04-30")).outcomes == [.renewed])
    }

    @Test mutating func aLapsedOneIsTooLate() {
        renewal.close(through: "2012-05-10")
        #expect(renewal.feed(.renewal(2, of: .stub(1), day: "2012-05-11")).refusals == ["NU_0702"])
        renewal.feed(.struckOff(nil, .stub(1), "RADREN", day: "2012-05-10"))
        #expect(renewal.feed(.renewal(3, of: .stub(1), day: "2012-05-12")).refusals == ["NU_0504"])
    }

    @Test mutating func aHeldOneMayBeRenewedAtAnyTime() {
        renewal.close(through: "2012-02-10")
        renewal.feed(.undeliverableLetter(2, of: .stub(1), returned: "2012-02-21"))
        renewal.close(through: "2013-01-01")
        #expect(renewal.feed(.renewal(3, of: .stub(1), day: "2013-01-02")).outcomes == [.renewed])
        // And begins a year like any other, with a notice of its own.
        #expect(
            renewal.story(through: "2014-12-31") == [
                "2013-11-02 noticeDue", "2013-12-02 noticeDue", "2014-02-02 lapsed",
            ]
        )
    }

    @Test mutating func anUnknownNumberIsRefused() {
        #expect(renewal.feed(.renewal(2, of: .stub(9))).refusals == ["NU_0503"])
    }

    @Test mutating func aResendIsAnsweredAsBeforeAndDoneOnce() {
        let request = RegisterRecord.renewal(2, of: .stub(1), day: "2012-03-15")
        let first = renewal.feed(request).receipts[0].message
        var again = first
        again.repeated = true
        again.sourceOffset = 9
        let output = renewal.feed(request.sentAgain(source: 9))
        #expect(output.factNames == ["repeated"])
        #expect(output.receipts.map(\.message) == [again])
        #expect(output.notices.isEmpty)
        #expect(renewal.feed(request.sentAgain(source: 10, fingerprint: 0xBAD)).refusals == ["NU_0105"])
    }

    @Test func earlyRenewalsCountWhereTheTerritorySaysSo() {
        var calendar = LegalCalendar()
        calendar.earlyRenewal = .counted
        var renewal = WorkerDriver(RenewalWorker(calendar: calendar), filed: "2011-04-10")
        #expect(
            renewal.feed(.renewal(2, of: .stub(1), day: "2011-06-01")).receipts[0].message.validUntil == "2012-06-01"
        )
    }

    /// Received before another one that was read first: no renewal shortens a validity.
    @Test func anEarlierRenewalReadLaterTakesNothingBack() {
        var calendar = LegalCalendar()
        calendar.earlyRenewal = .counted
        var renewal = WorkerDriver(RenewalWorker(calendar: calendar), filed: "2011-04-10")
        renewal.feed(.renewal(2, of: .stub(1), day: "2011-06-01"))
        #expect(
            renewal.feed(.renewal(3, of: .stub(1), day: "2011-05-20")).receipts[0].message.validUntil == "2012-06-01"
        )
    }

    @Test func theYearCountsFromTheAnniversaryWhereTheTerritorySaysSo() {
        var calendar = LegalCalendar()
        calendar.validityFrom = .anniversary
        var renewal = WorkerDriver(RenewalWorker(calendar: calendar), filed: "2012-02-29")
        #expect(
            renewal.feed(.renewal(2, of: .stub(1), day: "2013-01-15")).receipts[0].message.validUntil == "2014-02-28"
        )
        #expect(
            renewal.feed(.renewal(3, of: .stub(1), day: "2014-01-15")).receipts[0].message.validUntil == "2015-02-28"
        )
        #expect(
            renewal.feed(.renewal(4, of: .stub(1), day: "2015-01-15")).receipts[0].message.validUntil == "2016-02-29"
        )
        // The 29th comes back.
        renewal.feed(.renewal(5, of: .stub(1), day: "2016-01-15"))
        renewal.close(through: "2016-12-28")
        #expect(renewal.story(through: "2016-12-29") == ["2016-12-29 noticeDue"])
    }
}

/// Who files again instead of renewing is linked, and that renews where a renewal could.
@Suite struct RenewalByLinkTests {
    var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")

    /// Who files again says anew how they can be reached; a link that renews nothing changes nothing.
    @Test mutating func aLinkThatRenewsSaysHowTheApplicantIsReached() {
        let online: Reach = [.electronically, .filedOnline, .acceptsElectronic]
        renewal.feed(.linked(2, to: 1, .stub(1), reach: online, day: "2011-05-02"))
        let renewed = renewal.feed(.linked(3, to: 1, .stub(1), reach: [.electronically], day: "2012-03-15"))
        guard case .renewed(let fact)? = renewed.facts.first?.fact else {
            Issue.record("not renewed")
            return
        }
        #expect(Reach(fact.reach) == .electronically)
        renewal.settle()
        renewal.close(through: "2013-01-14")
        #expect(renewal.feed(.dayClosed("2013-01-15")).notices.map(\.channels) == [[.email]])
    }

    @Test mutating func aLinkInTheWindowRenews() {
        let output = renewal.feed(.linked(2, to: 1, .stub(1), day: "2012-03-15"))
        guard case .renewed(let renewed)? = output.facts.first?.fact else {
            Issue.record("not renewed")
            return
        }
        #expect(CivilDate(days: renewed.validFrom) == "2012-03-15")
        #expect(CivilDate(days: renewed.validUntil) == "2013-03-15")
        #expect(renewed.byLink)
        // The receipt is numbering's.
        #expect(output.receipts.isEmpty)
        #expect(output.notices.map(\.kind) == [.renewalAttestation])
    }

    @Test mutating func aLinkOutsideTheWindowDoesNot() {
        #expect(renewal.feed(.linked(2, to: 1, .stub(1), day: "2012-02-09")).isEmpty)
        #expect(renewal.feed(.linked(3, to: 1, .stub(1), day: "2012-05-11")).isEmpty)
    }

    /// Nobody asked for anything anew.
    @Test mutating func aResendDoesNot() {
        #expect(renewal.feed(.linkedAgain(2, .stub(1), source: 9)).isEmpty)
        #expect(renewal.feed(.linked(3, to: 1, .stub(1), kind: .import, day: "2012-03-15")).isEmpty)
    }

    /// The lapse was decided and stands behind the link: the person came back in time, and the lapse is void.
    @Test mutating func aLinkBeforeTheLapseVoidsIt() {
        renewal.close(through: "2012-05-09")
        renewal.feed(.dayClosed("2012-05-10"))
        #expect(renewal.feed(.linked(2, to: 1, .stub(1), day: "2012-05-10")).factNames == ["renewed"])
        renewal.settle()
        #expect(
            renewal.story(through: "2013-12-31") == [
                "2013-03-10 noticeDue", "2013-04-10 noticeDue", "2013-06-10 lapsed",
            ]
        )
    }

    @Test mutating func aLinkBehindTheLapseDoesNot() {
        renewal.close(through: "2012-05-10")
        #expect(renewal.feed(.linked(2, to: 1, .stub(1), day: "2012-05-10")).isEmpty)
    }
}

/// Struck off for not renewing, and brought back: it must be renewed, or it lapses again at t + 18 months.
@Suite struct ReinstatementTests {
    var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")

    init() {
        renewal.close(through: "2012-05-10")
        renewal.feed(.struckOff(nil, .stub(1), "RADREN", day: "2012-05-10"))
        renewal.feed(.reinstated(2, .stub(1), "RADREN", day: "2012-07-01"))
    }

    @Test mutating func renewedItLivesOn() {
        #expect(renewal.feed(.renewal(3, of: .stub(1), day: "2012-07-02")).outcomes == [.renewed])
        #expect(
            renewal.story(through: "2013-12-31") == [
                "2013-05-02 noticeDue", "2013-06-02 noticeDue", "2013-08-02 lapsed",
            ]
        )
    }

    @Test mutating func notRenewedItLapsesAtEighteenMonths() {
        #expect(renewal.story(through: "2012-12-31") == ["2012-10-10 lapsed"])
    }

    @Test mutating func theLapseRestsOnTheSameNotice() {
        renewal.close(through: "2012-10-09")
        #expect(
            renewal.feed(.dayClosed("2012-10-10")).facts == [
                .lapsed(.stub(1), day: "2012-10-10", expired: "2012-04-10", noticed: "2012-02-10")
            ]
        )
    }

    /// Struck off by mistake: its year goes on where it was.
    @Test func afterAnyOtherReasonItsYearGoesOn() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        renewal.feed([.struckOff(2, .stub(1), "RADATT"), .reinstated(3, .stub(1), "RADATT")])
        #expect(
            renewal.story(through: "2012-12-31") == [
                "2012-02-10 noticeDue", "2012-03-10 noticeDue", "2012-05-10 lapsed",
            ]
        )
    }

    @Test func aDeletedOneDoesNotComeBack() {
        var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")
        renewal.feed([.deleted(2, .stub(1)), .reinstated(3, .stub(1))])
        #expect(renewal.story(through: "2012-12-31").isEmpty)
    }
}
