import Deduplication
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// Every resend gets exactly one answer, after the first one got its own.
@Suite struct ResendTests {
    /// Zoé has application 1, number 1.
    var deduplication = WorkerDriver(DeduplicationWorker())

    init() { deduplication.register(1, [.zoe]) }

    @Test mutating func aNumberedOneIsHandedToNumbering() {
        let output = deduplication.feed(.creation(1, [.zoe]).sentAgain(source: 9))
        #expect(output == .of(.linkedAgain(1, .stub(1), source: 9)))
    }

    @Test mutating func oneThatHasNoNumberYetWaitsForIt() {
        let request = RegisterRecord.creation(2, [.karim])
        deduplication.feedAndSettle(request)
        #expect(deduplication.feed(request.sentAgain(source: 9)).isEmpty)
        #expect(deduplication.feed(.registered(2, .stub(2))).facts == [.linkedAgain(2, .stub(2), source: 9)])
    }

    @Test mutating func aLinkedOneIsAnsweredOnceTheLinkIsReadBack() {
        let request = RegisterRecord.creation(2, [.zoe])
        deduplication.feed(request)
        #expect(deduplication.feed(request.sentAgain(source: 9)).isEmpty)
        #expect(deduplication.settle().facts == [.linkedAgain(2, .stub(1), source: 9)])
        #expect(deduplication.feed(request.sentAgain(source: 10)).facts == [.linkedAgain(2, .stub(1), source: 10)])
    }

    @Test mutating func aWaitingOneIsAnsweredAfterItIsDecided() {
        let request = RegisterRecord.creation(2, [.zoe])
        deduplication.feed(.strikeOff(8, of: .stub(1), "RADABA"))
        deduplication.feed(request)
        #expect(deduplication.feed(request.sentAgain(source: 9)).isEmpty)
        #expect(deduplication.feed(.struckOff(8, .stub(1))).facts == [.cleared(2)])
        deduplication.settle()
        #expect(deduplication.feed(.registered(2, .stub(2))).facts == [.linkedAgain(2, .stub(2), source: 9)])
    }

    @Test mutating func aRefusedOneIsRefusedAgain() {
        let request = RegisterRecord.separation(2, [.zoe], from: .stub(99))
        let first = deduplication.feedAndSettle(request).receipts[0].message
        let again = deduplication.feed(request.sentAgain(source: 9))
        #expect(again.factNames == ["repeated"])
        #expect(again.receipts.count == 1)
        #expect(again.receipts[0].message.anomalies == first.anomalies)
        #expect(again.receipts[0].message.repeated)
    }

    /// Both waited for a year's closed days that were read at once, and answers are forgotten after ninety.
    @Test mutating func oneThatIsRefusedAfterALongWaitIsRefusedAgain() {
        let request = RegisterRecord.separation(2, [.zoe], from: .stub(1))
        deduplication.feed(.strikeOff(8, of: .stub(1), "RADABA"))
        deduplication.feed(request)
        deduplication.feed(request.sentAgain(source: 9))
        deduplication.feed(.dayClosed(CivilDate.stub.adding(days: 200)))
        let output = deduplication.feed(.struckOff(8, .stub(1)))
        #expect(output.factNames == ["declined", "repeated"])
        #expect(output.refusals == ["NU_0902", "NU_0902"])
    }

    /// Sent again before numbering declined it: answered by the same refusal, and not before.
    @Test mutating func anImportWhoseNumberIsTakenIsRefusedAgain() {
        let request = RegisterRecord.importing(2, [.karim], number: .stub(1))
        deduplication.feedAndSettle(request)
        #expect(deduplication.feed(request.sentAgain(source: 9)).isEmpty)
        let output = deduplication.feed(.declined(2, .numberTaken, kind: .import))
        #expect(output.factNames == ["repeated"])
        #expect(output.refusals == ["NU_0911"])
        #expect(output.receipts.map(\.message.sourceOffset) == [9])
        #expect(deduplication.feed(request.sentAgain(source: 10)).refusals == ["NU_0911"])
    }

    @Test mutating func theSameIDOnOtherContentIsRefused() {
        let output = deduplication.feed(.creation(1, [.karim]).sentAgain(source: 9, fingerprint: 0xBAD))
        #expect(output.factNames == ["declined"])
        #expect(output.refusals == ["NU_0105"])
        // The first one stands as it was.
        #expect(deduplication.names(.creation(2, [.zoe])) == ["linked"])
    }

    /// Longer ago than answers are remembered, and its application is still live: no link to itself.
    @Test mutating func oneOfLongAgoIsStillKnownByItsApplication() {
        deduplication.feed(.dayClosed("2012-12-31"))
        let output = deduplication.feed(.creation(1, [.zoe], day: "2013-01-01").sentAgain(source: 9))
        #expect(output.facts.map(\.fact) == [RegisterRecord.linkedAgain(1, source: 9).fact])
    }

    /// Its application was purged, so nothing is known of it here; numbering still knows the number, and says so.
    @Test mutating func oneThatNumberingKnowsBetterIsTakenBack() {
        deduplication.feed([.struckOff(8, .stub(1)), .purged(.stub(1), day: "2013-04-12"), .dayClosed("2013-05-01")])
        let request = RegisterRecord.creation(1, [.zoe], day: "2013-05-02").sentAgain(source: 9)
        #expect(deduplication.names(request) == ["cleared"])
        deduplication.feed(.stub(.repeated(WireRepeated()), id: 1, number: .stub(1), source: 9))
        #expect(deduplication.names(.creation(2, [.zoe], day: "2013-05-03")) == ["cleared"])
    }

    /// A desk used one id for a creation and for a request that another worker answers: that answer is not about this one.
    @Test mutating func whatAnotherWorkerAnswersToTheSameIDWithdrawsNothing() {
        deduplication.feedAndSettle(.creation(2, [.karim]))
        deduplication.feed(
            .stub(.repeated(WireRepeated()), id: 2, number: .stub(1), source: 9, kind: .modification)
        )
        deduplication.feed(.registered(2, .stub(2)))
        #expect(deduplication.names(.creation(3, [.karim])) == ["linked"])
    }
}
