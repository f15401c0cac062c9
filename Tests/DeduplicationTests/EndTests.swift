import Deduplication
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// Whether someone has a live application depends on the order of the register, never on which worker is faster.
@Suite struct EndTests {
    /// Zoé has application 1, number 1, filed on 12 April 2012.
    var deduplication = WorkerDriver(DeduplicationWorker())

    init() { deduplication.register(1, [.zoe], day: "2012-04-12") }

    @Test(arguments: ["struckOff", "deleted", "lapsed"])
    mutating func whoseApplicationEndedIsClearedAnew(end: String) {
        switch end {
        case "struckOff": deduplication.feed(.struckOff(9, .stub(1)))
        case "deleted": deduplication.feed(.deleted(9, .stub(1)))
        default: deduplication.feed(.lapsed(.stub(1), day: "2013-05-12", expired: "2013-04-12", noticed: "2013-02-12"))
        }
        #expect(deduplication.names(.creation(2, [.zoe])) == ["cleared"])
    }

    /// Monday struck off, Tuesday filed again: while the strike-off stands undecided, the application waits.
    @Test mutating func anApplicationBehindAnUndecidedStrikeOffWaits() {
        deduplication.feed(.strikeOff(8, of: .stub(1), "RADABA"))
        #expect(deduplication.feed(.creation(2, [.zoe])).isEmpty)
        let output = deduplication.feed(.struckOff(8, .stub(1)))
        #expect(output.facts == [.cleared(2)])
    }

    @Test mutating func anApplicationBehindADeclinedStrikeOffIsLinked() {
        deduplication.feed(.strikeOff(8, of: .stub(1), "RADCON"))
        #expect(deduplication.feed(.creation(2, [.zoe])).isEmpty)
        let output = deduplication.feed(.declined(8, .warningMissing, number: .stub(1), kind: .strikeOff))
        #expect(output.facts == [.linked(2, to: 1, .stub(1))])
    }

    @Test mutating func anApplicationBehindAnUndecidedDeletionWaits() {
        deduplication.feed(.deletion(8, of: .stub(1)))
        #expect(deduplication.feed(.creation(2, [.zoe])).isEmpty)
        #expect(deduplication.feed(.deleted(8, .stub(1))).facts == [.cleared(2)])
    }

    /// Two requests to strike off: the first that is decided does not speak for the other.
    @Test mutating func itWaitsForTheLastOfTwoRequests() {
        deduplication.feed(.strikeOff(7, of: .stub(1), "RADCON"))
        deduplication.feed(.strikeOff(8, of: .stub(1), "RADABA"))
        #expect(deduplication.feed(.creation(2, [.zoe])).isEmpty)
        #expect(deduplication.feed(.declined(7, .warningMissing, number: .stub(1), kind: .strikeOff)).isEmpty)
        #expect(deduplication.feed(.struckOff(8, .stub(1))).facts == [.cleared(2)])
    }

    /// The first to ask gets the number, the second is linked to it.
    @Test mutating func thoseWhoWaitAreDecidedInTheOrderInWhichTheyAsked() {
        deduplication.feed(.strikeOff(8, of: .stub(1), "RADABA"))
        deduplication.feed(.creation(3, [.zoe]))
        deduplication.feed(.creation(2, [.karim, .zoe]))
        #expect(deduplication.feed(.struckOff(8, .stub(1))).facts == [.cleared(3)])
        deduplication.settle()
        #expect(deduplication.feed(.registered(3, .stub(3))).facts == [.linked(2, to: 3, .stub(3))])
    }

    /// Received after the deadline, or read after its day was closed: renewal has the first word.
    @Test mutating func anApplicationPastTheLapseDateWaitsForTheLapse() {
        #expect(deduplication.feed(.creation(2, [.zoe], day: "2013-05-13")).isEmpty)
        deduplication.feed(.dayClosed("2013-05-12"))
        let lapsed = RegisterRecord.lapsed(.stub(1), day: "2013-05-12", expired: "2013-04-12", noticed: "2013-02-12")
        #expect(deduplication.feed(lapsed).facts == [.cleared(2, day: "2013-05-13")])
    }

    @Test mutating func anApplicationOfTheLastDayWaitsOnceThatDayIsClosed() {
        deduplication.feed(.dayClosed("2013-05-12"))
        #expect(deduplication.feed(.creation(2, [.zoe], day: "2013-05-12")).isEmpty)
        let held = RegisterRecord.held(.stub(1), .noNotice, day: "2013-05-12", expired: "2013-04-12")
        #expect(deduplication.feed(held).factNames == ["linked"])
    }

    @Test mutating func onTheLastDayItselfThePersonIsInTime() {
        deduplication.feed(.dayClosed("2013-05-11"))
        #expect(deduplication.feed(.creation(2, [.zoe], day: "2013-05-12")).factNames == ["linked"])
    }

    @Test mutating func aRenewalMovesTheDayToWaitFor() {
        deduplication.feed(.renewed(8, .stub(1), on: "2013-03-01"))
        deduplication.feed(.dayClosed("2013-05-12"))
        #expect(deduplication.feed(.creation(2, [.zoe], day: "2013-05-13")).factNames == ["linked"])
    }

    @Test mutating func aRenewalReleasesWhoWaits() {
        #expect(deduplication.feed(.creation(2, [.zoe], day: "2013-05-13")).isEmpty)
        #expect(deduplication.feed(.renewed(8, .stub(1), on: "2013-05-10")).factNames == ["linked"])
    }

    /// It is live for as long as nobody can prove the notice.
    @Test mutating func aHeldApplicationIsLinkedToAtAnyTime() {
        deduplication.feed(.held(.stub(1), .noNotice, day: "2013-05-12", expired: "2013-04-12"))
        #expect(deduplication.feed(.creation(2, [.zoe], day: "2015-01-01")).factNames == ["linked"])
    }

    /// The link was decided, and the end stood before it after all: decided again when it is read back.
    @Test mutating func aLinkBehindTheEndOfItsHolderIsDecidedAgain() {
        #expect(deduplication.feed(.creation(2, [.zoe])).factNames == ["linked"])
        let link = deduplication.unsettled[0]
        deduplication.dropUnsettled()
        deduplication.feed(.struckOff(8, .stub(1)))
        #expect(deduplication.feed(link).facts == [.cleared(2)])
    }

    @Test mutating func aLinkBeforeTheEndOfItsHolderStands() {
        deduplication.feedAndSettle(.creation(2, [.zoe]))
        #expect(deduplication.feed(.struckOff(8, .stub(1))).isEmpty)
        #expect(deduplication.names(.creation(3, [.zoe])) == ["cleared"])
    }

    /// A lapse behind a link is void: who filed again came back in time.
    @Test mutating func aLapseBehindALinkIsVoid() {
        #expect(deduplication.feed(.creation(2, [.zoe], day: "2013-05-12")).factNames == ["linked"])
        let link = deduplication.unsettled[0]
        deduplication.dropUnsettled()
        deduplication.feed(.dayClosed("2013-05-12"))
        deduplication.feed(link)
        deduplication.feed(.lapsed(.stub(1), day: "2013-05-12", expired: "2013-04-12", noticed: "2013-02-12"))
        deduplication.feed(.renewed(2, .stub(1), on: "2013-05-12"))
        #expect(deduplication.feed(.creation(3, [.zoe], day: "2013-05-14")).facts.map(\.number) == [.stub(1)])
    }

    /// Until the number is read the application may come to nothing: an import's number may be taken.
    @Test mutating func whoFilesBehindAnApplicationWithoutItsNumberWaits() {
        deduplication.feedAndSettle(.creation(2, [.karim]))
        #expect(deduplication.feed(.creation(3, [.karim])).isEmpty)
        #expect(deduplication.feed(.registered(2, .stub(2))).facts == [.linked(3, to: 2, .stub(2))])
    }

    @Test mutating func whoFilesBehindAnImportWhoseNumberIsTakenIsCleared() {
        deduplication.feedAndSettle(.importing(2, [.karim], number: .stub(1)))
        #expect(deduplication.feed(.creation(3, [.karim])).isEmpty)
        #expect(deduplication.feed(.declined(2, .numberTaken, kind: .import)).facts == [.cleared(3)])
    }

    /// Nor does an application stand in the way that numbering had no number for.
    @Test mutating func whoFilesBehindAnApplicationThatNoNumberWasLeftForIsCleared() {
        deduplication.feedAndSettle(.creation(2, [.karim]))
        #expect(deduplication.feed(.creation(3, [.karim])).isEmpty)
        #expect(deduplication.feed(.declined(2, .numbersExhausted, kind: .creation)).facts == [.cleared(3)])
        let again = deduplication.feed(.creation(2, [.karim]))
        #expect(again.receipts.map { $0.message.anomalies.map(\.code) } == [["NU_0508"]])
    }

    @Test mutating func aPurgeForgetsThePersons() {
        deduplication.feed(.struckOff(8, .stub(1)))
        deduplication.feed(.purged(.stub(1), day: "2013-04-12"))
        deduplication.feed(.dayClosed("2014-01-01"))
        #expect(deduplication.rows.allSatisfy { $0.key.first == 8 }, "only the calendar is left")
    }

    /// A deletion cannot be undone, so there is nothing to keep anybody for.
    @Test mutating func aDeletionForgetsThePersonsAtOnce() {
        deduplication.feed(.deleted(8, .stub(1)))
        deduplication.feed(.dayClosed("2014-01-01"))
        #expect(deduplication.rows.allSatisfy { $0.key.first == 8 })
        #expect(deduplication.names(.creation(2, [.zoe], day: "2014-01-02")) == ["cleared"])
    }
}
