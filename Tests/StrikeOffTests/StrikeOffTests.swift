import Register
import Schemas
import StrikeOff
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// Promise 4: every strike-off names its legal reason and, where the law asks for a notice, the proof of that notice.
@Suite struct StrikeOffTests {
    var strikeOff = WorkerDriver(StrikeOffWorker(), filed: "2012-01-10")

    @Test mutating func anAllocationNamesTheLeaseAndTheLandlord() {
        let output = strikeOff.feed(.strikeOff(2, of: .stub(1), "RADATT", lease: "2012-04-02", day: "2012-04-12"))
        let fact = WireStruckOff.with {
            $0.reason = "RADATT"
            $0.leaseDay = CivilDate("2012-04-02").days
            $0.landlordSiren = "732829320"
        }
        var expected = Output()
        expected.facts = [.stub(.struckOff(fact), id: 2, day: "2012-04-12", number: .stub(1), kind: .strikeOff)]
        expected.receipts = [
            Receipt(
                message: .with {
                    $0.submissionID = SubmissionID.stub(2).text
                    $0.desk = "G5901"
                    $0.territory = "059"
                    $0.kind = .strikeOff
                    $0.outcome = .struckOff
                    $0.number = UniqueNumber.stub(1).text
                    $0.receivedOn = "2012-04-12"
                    $0.sourceOffset = 2
                },
                format: .protobuf,
            )
        ]
        expected.notices = [
            .with {
                $0.noticeID = "0590412000001G5901-4-2012-04-12-0.2"
                $0.number = UniqueNumber.stub(1).text
                $0.territory = "059"
                $0.kind = .strikeOff
                $0.issuedOn = "2012-04-12"
                $0.reason = "RADATT"
            }
        ]
        #expect(output == expected)
    }

    @Test mutating func aRenunciationNamesItsLetter() {
        let output = strikeOff.feed(.strikeOff(2, of: .stub(1), "RADABA"))
        #expect(
            output.struckOff == [
                .with {
                    $0.reason = "RADABA"
                    $0.proof = "COURRIER-17"
                }
            ]
        )
    }

    @Test mutating func noAnswerNamesTheWarningAndItsProof() {
        strikeOff.feed(.warning(2, of: .stub(1), "RADCON", sent: "2012-02-10", proof: "1A 77"))
        let output = strikeOff.feed(.strikeOff(3, of: .stub(1), "RADCON", day: "2012-04-10"))
        #expect(
            output.struckOff == [
                .with {
                    $0.reason = "RADCON"
                    $0.proof = "1A 77"
                    $0.noticed = CivilDate("2012-02-10").days
                }
            ]
        )
    }

    /// Each is a letter of its own, and what becomes of it is reported under its id.
    @Test mutating func twoWarningsOfOneDayHaveTwoIDs() {
        let first = strikeOff.feed(.warning(2, of: .stub(1), "RADCON", sent: "2012-02-10", proof: "1A 77"))
        let second = strikeOff.feed(.warning(3, of: .stub(1), "RADIRR", sent: "2012-02-10", proof: "1A 78"))
        #expect(
            (first.notices + second.notices).map(\.noticeID) == [
                "0590412000001G5901-3-2012-02-10-0.2", "0590412000001G5901-3-2012-02-10-0.3",
            ]
        )
    }

    @Test mutating func inadmissibilityNamesTheGroundTheWarningAndItsProof() {
        strikeOff.feed(.warning(2, of: .stub(1), "RADIRR", sent: "2012-02-10", proof: "1A 78"))
        let output = strikeOff.feed(.strikeOff(3, of: .stub(1), "RADIRR", day: "2012-03-10"))
        #expect(
            output.struckOff == [
                .with {
                    $0.reason = "RADIRR"
                    $0.ground = "IRRRES"
                    $0.proof = "1A 78"
                    $0.noticed = CivilDate("2012-02-10").days
                }
            ]
        )
    }

    /// Not renewed: only the system says so, after a lapse, and names the notice. Nobody asked, so nobody is answered.
    @Test mutating func aLapseStrikesOffWithItsNotice() {
        let lapsed = RegisterRecord.lapsed(
            .stub(1),
            day: "2013-02-10",
            expired: "2013-01-10",
            noticed: "2012-11-10",
            proof: "LOT-1/7",
        )
        let output = strikeOff.feed(lapsed)
        #expect(
            output.struckOff == [
                .with {
                    $0.reason = "RADREN"
                    $0.noticed = CivilDate("2012-11-10").days
                    $0.proof = "LOT-1/7"
                }
            ]
        )
        #expect(output.facts.map(\.day) == ["2013-02-10"])
        #expect(output.receipts.isEmpty)
        #expect(output.notices.map(\.reason) == ["RADREN"])
    }

    /// S-01, 1: dated 2001, it was over at once, and its purge was due the next night.
    @Test(arguments: ["2001-01-01", "2012-01-09"] as [CivilDate])
    mutating func nothingEndsAFileBeforeItWasFiled(day: CivilDate) {
        let records: [RegisterRecord] = [
            .strikeOff(2, of: .stub(1), "RADABA", day: day), .warning(3, of: .stub(1), sent: day, day: day),
            .litigationHold(4, of: .stub(1), .placed, day: day), .reinstatement(5, of: .stub(1), day: day),
        ]
        for record in records {
            let output = strikeOff.feed(record)
            #expect(output.factNames == ["declined"])
            #expect(output.refusals == ["NU_0507"])
        }
        #expect(strikeOff.feed(.strikeOff(6, of: .stub(1), "RADABA", day: "2012-01-10")).factNames == ["struckOff"])
    }

    @Test(arguments: [("RADREN", "NU_0802"), ("RADXXX", "NU_0801"), ("", "NU_0801")])
    mutating func noOtherReasonStrikesOff(reason: String, code: String) {
        let output = strikeOff.feed(.strikeOff(2, of: .stub(1), reason))
        #expect(output.factNames == ["declined"])
        #expect(output.refusals == [code])
    }

    @Test mutating func whoIsStruckOffIsNotStruckOffTwice() {
        strikeOff.feed(.strikeOff(2, of: .stub(1), "RADATT"))
        #expect(strikeOff.feed(.strikeOff(3, of: .stub(1), "RADABA")).refusals == ["NU_0817"])
        let lapsed = RegisterRecord.lapsed(.stub(1), day: "2013-02-10", expired: "2013-01-10", noticed: "2012-11-10")
        #expect(strikeOff.feed(lapsed).isEmpty)
    }

    @Test mutating func anUnknownOrDeletedNumberIsRefused() {
        #expect(strikeOff.feed(.strikeOff(2, of: .stub(9), "RADABA")).refusals == ["NU_0503"])
        strikeOff.feed(.deleted(3, .stub(1)))
        #expect(strikeOff.feed(.strikeOff(4, of: .stub(1), "RADABA")).refusals == ["NU_0503"])
    }

    @Test mutating func aResendIsAnsweredAsBeforeAndDoneOnce() {
        let request = RegisterRecord.strikeOff(2, of: .stub(1), "RADABA")
        var first = strikeOff.feed(request).receipts[0].message
        first.repeated = true
        first.sourceOffset = 9
        let output = strikeOff.feed(request.sentAgain(source: 9))
        #expect(output.factNames == ["repeated"])
        #expect(output.receipts.map(\.message) == [first])
        #expect(output.notices.isEmpty)
        #expect(strikeOff.feed(request.sentAgain(source: 10, fingerprint: 0xBAD)).refusals == ["NU_0105"])
    }

    /// The lapse was decided before the link was read, and stands behind it: the person came back in time.
    @Test mutating func aLapseBehindALinkIsVoid() {
        strikeOff.feed(.dayClosed("2013-02-10"))
        strikeOff.feed(.linked(2, to: 1, .stub(1), day: "2013-02-10"))
        let lapsed = RegisterRecord.lapsed(.stub(1), day: "2013-02-10", expired: "2013-01-10", noticed: "2012-11-10")
        #expect(strikeOff.feed(lapsed).isEmpty)
    }

    @Test mutating func aLinkOfYesterdayVoidsNoLapseOfToday() {
        strikeOff.feed(.linked(2, to: 1, .stub(1), day: "2013-02-09"))
        strikeOff.feed(.dayClosed("2013-02-10"))
        let lapsed = RegisterRecord.lapsed(.stub(1), day: "2013-02-10", expired: "2013-01-10", noticed: "2012-11-10")
        #expect(strikeOff.feed(lapsed).factNames == ["struckOff"])
    }
}

/// A strike-off for no answer or as inadmissible wants a warning, its proof, and a delay.
@Suite struct WarningTests {
    var strikeOff = WorkerDriver(StrikeOffWorker(), filed: "2012-01-10")

    @Test mutating func aWarningIsAFactWithItsProof() {
        let output = strikeOff.feed(.warning(2, of: .stub(1), "RADCON", sent: "2012-02-10", proof: "1A 77"))
        let fact = WireWarned.with {
            $0.reason = "RADCON"
            $0.sent = CivilDate("2012-02-10").days
            $0.proof = "1A 77"
        }
        #expect(output.facts.map(\.fact) == [.warned(fact)])
        #expect(output.outcomes == [.recorded])
        #expect(output.notices.map(\.kind) == [.warning])
    }

    @Test(arguments: ["RADCON", "RADIRR"])
    mutating func withoutAWarningNobodyIsStruckOff(reason: String) {
        #expect(strikeOff.feed(.strikeOff(2, of: .stub(1), reason)).refusals == ["NU_0811"])
    }

    @Test mutating func aWarningForOneReasonIsNoneForTheOther() {
        strikeOff.feed(.warning(2, of: .stub(1), "RADCON", sent: "2012-02-10"))
        #expect(strikeOff.feed(.strikeOff(3, of: .stub(1), "RADIRR", day: "2012-12-01")).refusals == ["NU_0811"])
    }

    /// Two months for no answer, one for inadmissibility; the last day of a month stands for those it lacks.
    @Test(
        arguments: [
            ("RADCON", "2012-12-31", "2013-02-27", "2013-02-28"), ("RADCON", "2012-02-10", "2012-04-09", "2012-04-10"),
            ("RADIRR", "2012-01-31", "2012-02-28", "2012-02-29"), ("RADIRR", "2012-02-10", "2012-03-09", "2012-03-10"),
        ] as [(String, CivilDate, CivilDate, CivilDate)]
    )
    mutating func theDelayMustBeOver(reason: String, sent: CivilDate, before: CivilDate, after: CivilDate) {
        strikeOff.feed(.warning(2, of: .stub(1), reason, sent: sent))
        #expect(strikeOff.feed(.strikeOff(3, of: .stub(1), reason, day: before)).refusals == ["NU_0813"])
        #expect(strikeOff.feed(.strikeOff(4, of: .stub(1), reason, day: after)).outcomes == [.struckOff])
    }

    /// The letter counts from the day it was sent, not the day the desk says so.
    @Test mutating func theDelayCountsFromTheDayItWasSent() {
        strikeOff.feed(.warning(2, of: .stub(1), "RADCON", sent: "2012-02-10", day: "2012-03-20"))
        #expect(strikeOff.feed(.strikeOff(3, of: .stub(1), "RADCON", day: "2012-04-10")).outcomes == [.struckOff])
    }

    @Test mutating func aSecondWarningBeginsTheDelayAnew() {
        strikeOff.feed(.warning(2, of: .stub(1), "RADCON", sent: "2012-02-10"))
        strikeOff.feed(.warning(3, of: .stub(1), "RADCON", sent: "2012-03-10"))
        #expect(strikeOff.feed(.strikeOff(4, of: .stub(1), "RADCON", day: "2012-04-10")).refusals == ["NU_0813"])
    }

    /// Whoever renews a file, changes it or files again has answered the letter.
    @Test(arguments: ["renewed", "modified", "linked"])
    mutating func anAnswerEndsTheWarning(answer: String) {
        strikeOff.feed(.warning(2, of: .stub(1), "RADCON", sent: "2012-02-10"))
        switch answer {
        case "renewed": strikeOff.feed(.renewed(3, .stub(1), on: "2012-03-01"))
        case "modified": strikeOff.feed(.modified(3, .stub(1)))
        default: strikeOff.feed(.linked(3, to: 1, .stub(1)))
        }
        #expect(strikeOff.feed(.strikeOff(4, of: .stub(1), "RADCON", day: "2012-05-01")).refusals == ["NU_0811"])
    }

    @Test mutating func aResendOfTheApplicationIsNoAnswer() {
        strikeOff.feed(.warning(2, of: .stub(1), "RADCON", sent: "2012-02-10"))
        strikeOff.feed(.linkedAgain(1, .stub(1), source: 9))
        #expect(strikeOff.feed(.strikeOff(4, of: .stub(1), "RADCON", day: "2012-05-01")).outcomes == [.struckOff])
    }

    @Test mutating func whoIsStruckOffIsNotWarned() {
        strikeOff.feed(.strikeOff(2, of: .stub(1), "RADABA"))
        #expect(strikeOff.feed(.warning(3, of: .stub(1), sent: "2012-05-01")).refusals == ["NU_0504"])
    }

    /// What was warned of before a strike-off is no warning after it is undone.
    @Test mutating func aWarningEndsWithTheStrikeOff() {
        strikeOff.feed(.warning(2, of: .stub(1), "RADCON", sent: "2012-02-10"))
        strikeOff.feed(.strikeOff(3, of: .stub(1), "RADCON", day: "2012-04-10"))
        strikeOff.feed(.reinstatement(4, of: .stub(1), day: "2012-04-20"))
        #expect(strikeOff.feed(.strikeOff(5, of: .stub(1), "RADCON", day: "2012-05-01")).refusals == ["NU_0811"])
    }

    @Test mutating func aWarningEndsWithTheLapse() {
        strikeOff.feed(.warning(2, of: .stub(1), "RADCON", sent: "2012-12-10"))
        strikeOff.feed(.lapsed(.stub(1), day: "2013-02-28", expired: "2013-01-31", noticed: "2012-11-30"))
        strikeOff.feed(.reinstatement(4, of: .stub(1), day: "2013-03-20"))
        #expect(strikeOff.feed(.strikeOff(5, of: .stub(1), "RADCON", day: "2013-05-01")).refusals == ["NU_0811"])
    }
}

/// A strike-off is undone within its delay; a year after it, what is nominative is erased.
@Suite struct ReinstatementTests {
    var strikeOff = WorkerDriver(StrikeOffWorker(), filed: "2012-01-31")

    /// For RADREN t + 18 months; five months after no answer; two after what can only have been a mistake.
    @Test(
        arguments: [
            ("RADREN", "2013-02-28", "2013-07-31"), ("RADCON", "2012-09-30", "2013-02-28"),
            ("RADATT", "2012-09-30", "2012-11-30"), ("RADABA", "2012-12-31", "2013-02-28"),
            ("RADIRR", "2012-09-30", "2012-11-30"),
        ] as [(String, CivilDate, CivilDate)]
    )
    mutating func eachReasonHasItsDelay(reason: String, struck: CivilDate, last: CivilDate) {
        if reason == "RADREN" {
            strikeOff.feed(.lapsed(.stub(1), day: struck, expired: "2013-01-31", noticed: "2012-11-30"))
        } else {
            strikeOff.feed(.warning(2, of: .stub(1), reason, sent: struck.adding(months: -3)))
            strikeOff.feed(.strikeOff(3, of: .stub(1), reason, day: struck))
        }
        let late = strikeOff.feed(.reinstatement(4, of: .stub(1), day: last.adding(days: 1)))
        #expect(late.refusals == ["NU_0819"])
        let output = strikeOff.feed(.reinstatement(5, of: .stub(1), day: last))
        #expect(output.facts == [.reinstated(5, .stub(1), reason, day: last)])
        #expect(output.outcomes == [.reinstated])
    }

    /// The delay counts from the last renewal, not from the first filing.
    @Test mutating func theDelayOfALapseCountsFromTheLastRenewal() {
        strikeOff.feed(.renewed(2, .stub(1), on: "2013-01-10"))
        strikeOff.feed(.lapsed(.stub(1), day: "2014-02-10", expired: "2014-01-10", noticed: "2013-11-10"))
        #expect(strikeOff.feed(.reinstatement(3, of: .stub(1), day: "2014-07-10")).outcomes == [.reinstated])
    }

    @Test mutating func aLiveOneIsNotReinstated() {
        #expect(strikeOff.feed(.reinstatement(2, of: .stub(1))).refusals == ["NU_0818"])
    }

    @Test mutating func aReinstatedOneMayBeStruckOffAgain() {
        strikeOff.feed(.strikeOff(2, of: .stub(1), "RADABA", day: "2012-05-01"))
        strikeOff.feed(.reinstatement(3, of: .stub(1), day: "2012-05-02"))
        #expect(strikeOff.feed(.strikeOff(4, of: .stub(1), "RADATT", day: "2012-05-03")).outcomes == [.struckOff])
    }

    @Test mutating func aYearAfterTheStrikeOffItIsPurged() {
        strikeOff.feedAndSettle(.strikeOff(2, of: .stub(1), "RADABA", day: "2012-02-29"))
        #expect(strikeOff.feed(.dayClosed("2013-02-27")).isEmpty)
        var expected = Output()
        expected.facts = [.purged(.stub(1), day: "2013-02-28")]
        #expect(strikeOff.feed(.dayClosed("2013-02-28")) == expected)
        strikeOff.settle()
        #expect(strikeOff.feed(.dayClosed("2013-03-01")).isEmpty)
        #expect(strikeOff.feed(.reinstatement(3, of: .stub(1), day: "2013-03-01")).refusals == ["NU_0503"])
    }

    /// The worked example of docs/domain.md 4.8: struck off on 10 May 2012, purged on 10 May 2013.
    @Test func theWorkedExampleIsPurgedOnItsDay() {
        var strikeOff = WorkerDriver(StrikeOffWorker(), filed: "2011-04-10")
        strikeOff.feed(.lapsed(.stub(1), day: "2012-05-10", expired: "2012-04-10", noticed: "2012-02-10"))
        #expect(strikeOff.feed(.reinstatement(2, of: .stub(1), day: "2012-10-11")).refusals == ["NU_0819"])
        #expect(strikeOff.feed(.dayClosed("2013-05-09")).isEmpty)
        #expect(strikeOff.feed(.dayClosed("2013-05-10")).factNames == ["purged"])
    }

    @Test mutating func aReinstatedOneIsNotPurged() {
        strikeOff.feed(.strikeOff(2, of: .stub(1), "RADABA", day: "2012-05-01"))
        strikeOff.feed(.reinstatement(3, of: .stub(1), day: "2012-05-02"))
        #expect(strikeOff.feed(.dayClosed("2014-01-01")).isEmpty)
    }

    @Test mutating func aPurgedOneLeavesNothing() {
        strikeOff.feedAndSettle(.strikeOff(2, of: .stub(1), "RADABA", day: "2012-05-01"))
        strikeOff.feedAndSettle(.dayClosed("2013-05-01"))
        #expect(strikeOff.rows.filter { $0.key.first == 1 }.isEmpty)
    }
}

/// S-01: the year until the purge begins when the end was decided, whatever day it bears.
@Suite struct PurgeBaseTests {
    private var strikeOff = WorkerDriver(StrikeOffWorker())

    init() { strikeOff.feed([.registered(1, .stub(1), initial: "2000-06-01"), .dayClosed("2012-06-01")]) }

    @Test mutating func aStrikeOffOfLongAgoIsPurgedAYearFromNow() {
        strikeOff.feedAndSettle(.strikeOff(2, of: .stub(1), "RADABA", day: "2001-01-01"))
        #expect(strikeOff.feed(.dayClosed("2012-06-02")).isEmpty)
        #expect(strikeOff.feed(.daysClosed("2012-06-03", through: "2013-05-31")).isEmpty)
        #expect(strikeOff.feed(.dayClosed("2013-06-01")).facts == [.purged(.stub(1), day: "2013-06-01")])
    }

    @Test mutating func aStrikeOffOfLongAgoCanStillBeUndone() {
        strikeOff.feedAndSettle(.strikeOff(2, of: .stub(1), "RADABA", day: "2001-01-01"))
        #expect(strikeOff.feed(.reinstatement(3, of: .stub(1), day: "2012-08-01")).outcomes == [.reinstated])
    }

    @Test mutating func aStrikeOffOfTheFarFutureTrapsNowhere() {
        strikeOff.feedAndSettle(.strikeOff(2, of: .stub(1), "RADABA", day: "2199-12-31"))
        #expect(strikeOff.feed(.daysClosed("2012-06-02", through: "2013-06-30")).isEmpty)
        #expect(strikeOff.feed(.reinstatement(3, of: .stub(1), day: "2013-07-01")).outcomes == [.reinstated])
    }

    @Test mutating func aMergeOfLongAgoIsPurgedAYearFromNow() {
        strikeOff.feed(.merged(2, .stub(1), into: .stub(9), day: "2001-01-01"))
        #expect(strikeOff.feed(.daysClosed("2012-06-02", through: "2013-05-31")).isEmpty)
        #expect(strikeOff.feed(.dayClosed("2013-06-01")).factNames == ["purged"])
    }

    /// The days of a catch-up are one fact, and each purge bears its own.
    @Test mutating func purgesOfACatchUpBearTheirOwnDays() {
        strikeOff.feed(.registered(5, .stub(5)))
        strikeOff.feedAndSettle(.strikeOff(2, of: .stub(1), "RADABA", day: "2012-06-05"))
        strikeOff.feedAndSettle(.strikeOff(3, of: .stub(5), "RADABA", day: "2012-06-10"))
        let output = strikeOff.feed(.daysClosed("2012-06-02", through: "2013-07-01"))
        #expect(output.facts == [.purged(.stub(1), day: "2013-06-05"), .purged(.stub(5), day: "2013-06-10")])
    }
}

/// C-B3: a renewal that was received in time is read after the strike-off of its lapse.
@Suite struct LateRenewalTests {
    private var strikeOff = WorkerDriver(StrikeOffWorker())

    init() {
        strikeOff.feed(.registered(1, .stub(1), day: "2011-04-10"))
        strikeOff.feed(.lapsed(.stub(1), day: "2012-05-10", expired: "2012-04-10", noticed: "2012-02-10"))
    }

    @Test mutating func aRenewalThatIsReadLateUndoesTheStrikeOff() {
        strikeOff.settle()
        let output = strikeOff.feed(.renewed(2, .stub(1), on: "2012-05-10"))
        #expect(output.facts == [.reinstated(2, .stub(1), "RADREN", renewed: true, day: "2012-05-10")])
        strikeOff.settle()
        #expect(strikeOff.feed(.dayClosed("2014-01-01")).isEmpty)
        // It can be struck off anew, and links to it count.
        #expect(strikeOff.feed(.strikeOff(3, of: .stub(1), "RADABA", day: "2014-01-02")).outcomes == [.struckOff])
    }

    @Test mutating func soDoesOneThatStandsBeforeTheStrikeOff() {
        let output = strikeOff.feed(.renewed(2, .stub(1), on: "2012-05-10"))
        #expect(output.factNames == ["reinstated"])
        #expect(strikeOff.settle().isEmpty)
        #expect(strikeOff.feed(.reinstatement(3, of: .stub(1), day: "2012-05-20")).refusals == ["NU_0818"])
    }

    /// C-B11: the days of a catch-up are one fact, and nothing forgets the link between two of them.
    @Test func aLinkInACatchUpVoidsTheLapsesOfAllItsDays() {
        var strikeOff = WorkerDriver(StrikeOffWorker())
        strikeOff.feed([
            .registered(1, .stub(1), day: "2011-04-10"), .daysClosed("2012-05-10", through: "2012-05-12"),
            .linked(2, to: 1, .stub(1), day: "2012-05-10"),
        ])
        let lapsed = RegisterRecord.lapsed(
            .stub(1),
            day: "2012-05-10",
            expired: "2012-04-10",
            noticed: "2012-02-10"
        )
        #expect(strikeOff.feed(lapsed).facts.isEmpty)
        // With the next closing it is forgotten.
        #expect(strikeOff.feed([.dayClosed("2012-05-13"), lapsed]).factNames == ["struckOff"])
    }

    @Test mutating func aRenewalUndoesNoOtherStrikeOff() {
        strikeOff.settle()
        strikeOff.feedAndSettle(.renewed(2, .stub(1), on: "2012-05-10"))
        strikeOff.feedAndSettle(.strikeOff(3, of: .stub(1), "RADATT", day: "2012-06-01"))
        #expect(strikeOff.feed(.renewed(4, .stub(1), on: "2012-06-01")).facts.isEmpty)
    }
}

extension WorkerDriver<StrikeOffWorker> {
    /// With application 1, registered that day.
    init(_ worker: StrikeOffWorker, filed: CivilDate) {
        self.init(worker)
        feed(.registered(1, .stub(1), day: filed))
    }
}

extension Output {
    var struckOff: [WireStruckOff] {
        facts.compactMap { if case .struckOff(let fact) = $0.fact { fact } else { nil } }
    }
}
