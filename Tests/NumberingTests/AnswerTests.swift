import Numbering
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// Someone who has a live application is answered with its number.
@Suite struct LinkTests {
    /// Application 1, numbered.
    var numbering = WorkerDriver(NumberingWorker())

    init() {
        numbering.feed(.cleared(1, day: "2012-04-12"))
        numbering.dropUnsettled()
    }

    @Test mutating func nothingChangesAFileBeforeItWasFiled() {
        let records: [RegisterRecord] = [
            .modification(2, of: .stub(1), day: "2012-04-11"), .deletion(3, of: .stub(1), day: "2012-04-11"),
        ]
        for record in records { #expect(numbering.feed(record).refusals == ["NU_0507"]) }
        #expect(numbering.feed(.deletion(4, of: .stub(1), day: "2012-04-12")).factNames == ["deleted"])
    }

    @Test mutating func aLinkedPersonGetsTheNumberThatStands() {
        let output = numbering.feed(.linked(2, to: 1, .stub(1), day: "2012-06-01"))
        #expect(output.facts.isEmpty)
        #expect(output.outcomes == [.linked])
        #expect(output.receipts[0].message.number == UniqueNumber.stub(1).text)
        #expect(output.receipts[0].message.firstFiledOn == "2012-04-12")
        #expect(output.receipts[0].message.validUntil == "2013-04-12")
    }

    /// One that was struck off and may come back instead.
    @Test mutating func theReceiptOfANewNumberNamesTheFormerOne() {
        var record = RegisterRecord.cleared(2, day: "2012-06-01")
        guard case .cleared(var cleared) = record.fact else { return }
        cleared.formerNumber = UniqueNumber.stub(1).text
        record.fact = .cleared(cleared)
        #expect(numbering.feed(record).receipts.map(\.message.formerNumber) == [UniqueNumber.stub(1).text])
    }

    /// What the person asks for now is what the application says.
    @Test mutating func aLinkMovesTheApplicationToTheCommuneAskedForNow() {
        let output = numbering.feed(.linked(2, to: 1, .stub(1), commune: "59009"))
        #expect(output.facts.map(\.fact) == [.modified(.with { $0.commune = "59009" })])
        #expect(output.facts[0].number == .stub(1))
        #expect(numbering.feed(.linked(3, to: 1, .stub(1), commune: "59009")).facts.isEmpty)
    }

    /// The holder ended before the link: deduplication sees that too, and decides again. Nobody answers twice.
    @Test(arguments: ["lapsed", "struckOff", "deleted"])
    mutating func aLinkToAnEndedHolderIsAnsweredByNobody(end: String) {
        switch end {
        case "lapsed":
            numbering.feed(.lapsed(.stub(1), day: "2013-05-12", expired: "2013-04-12", noticed: "2013-02-12"))
        case "struckOff": numbering.feed(.struckOff(2, .stub(1)))
        default: numbering.feed(.deleted(2, .stub(1)))
        }
        #expect(numbering.feed(.linked(3, to: 1, .stub(1))).isEmpty)
    }

    @Test mutating func aLinkToOneThatCameBackIsAnswered() {
        numbering.feed(.struckOff(2, .stub(1)))
        numbering.feed(.reinstated(3, .stub(1)))
        #expect(numbering.feed(.linked(4, to: 1, .stub(1))).outcomes == [.linked])
    }

    /// The lapse was decided before the link was read, and stands behind it: the person came back in time.
    @Test mutating func aLapseBehindALinkIsVoid() {
        numbering.feed(.dayClosed("2013-05-12"))
        numbering.feed(.linked(2, to: 1, .stub(1), day: "2013-05-12"))
        numbering.feed(.lapsed(.stub(1), day: "2013-05-12", expired: "2013-04-12", noticed: "2013-02-12"))
        #expect(numbering.feed(.modification(3, of: .stub(1))).outcomes == [.modified])
    }

    @Test mutating func aLinkOfYesterdayVoidsNoLapseOfToday() {
        numbering.feed(.linked(2, to: 1, .stub(1), day: "2013-05-11"))
        numbering.feed(.dayClosed("2013-05-12"))
        numbering.feed(.lapsed(.stub(1), day: "2013-05-12", expired: "2013-04-12", noticed: "2013-02-12"))
        #expect(numbering.feed(.modification(3, of: .stub(1))).refusals == ["NU_0504"])
    }
}

/// The same submission again gets the same answer.
@Suite struct ResendTests {
    var numbering = WorkerDriver(NumberingWorker())

    @Test mutating func aRegisteredOneIsAnsweredAsBefore() {
        let first = numbering.feed(.cleared(1)).receipts[0].message
        let again = numbering.feed(.linkedAgain(1, .stub(1), source: 9))
        #expect(again.facts.isEmpty)
        #expect(again.notices.isEmpty)
        #expect(again.receipts.count == 1)
        #expect(again.receipts[0].message == first.repeated(at: 9))
    }

    @Test mutating func anImportedOneIsAnsweredAsBefore() {
        let first = numbering.feed(.cleared(1, .import, prior: .stub(50))).receipts[0].message
        let again = numbering.feed(.linkedAgain(1, .stub(50), kind: .import, source: 9))
        #expect(again.receipts.map(\.message) == [first.repeated(at: 9)])
    }

    @Test mutating func aLinkedOneIsAnsweredAsBefore() {
        numbering.feed(.cleared(1))
        let first = numbering.feed(.linked(2, to: 1, .stub(1))).receipts[0].message
        numbering.feed(.struckOff(3, .stub(1)))
        #expect(
            numbering.feed(.linkedAgain(2, .stub(1), source: 9)).receipts.map(\.message) == [first.repeated(at: 9)]
        )
    }

    /// Deduplication still knew it; ninety days were over here when its word arrived.
    @Test mutating func aLinkedOneIsAnsweredEvenWhenItsAnswerWasJustForgotten() {
        numbering.feed(.cleared(1))
        let first = numbering.feed(.linked(2, to: 1, .stub(1), day: "2012-05-01")).receipts[0].message
        numbering.feed(.dayClosed("2012-08-01"))
        var again = RegisterRecord.linkedAgain(2, .stub(1), source: 9)
        again.day = "2012-05-01"
        #expect(numbering.feed(again).receipts.map(\.message) == [first.repeated(at: 9)])
    }

    /// Sent again after deduplication forgot it, and cleared: its number stands, and no other is given.
    @Test mutating func oneThatIsClearedASecondTimeKeepsItsNumber() {
        let first = numbering.feed(.cleared(1)).receipts[0].message
        var second = RegisterRecord.cleared(1)
        second.source = SourcePosition(partition: 0, offset: 9)
        let again = numbering.feed(second)
        #expect(again.factNames == ["repeated"])
        #expect(again.facts[0].number == .stub(1))
        #expect(again.receipts.map(\.message) == [first.repeated(at: 9)])
        #expect(numbering.feed(.cleared(2)).facts[0].number == .stub(2))
    }
}

@Suite struct ModificationTests {
    /// Application 1, numbered.
    var numbering = WorkerDriver(NumberingWorker())

    init() {
        numbering.feed(.cleared(1, day: "2012-04-12"))
        numbering.dropUnsettled()
    }

    @Test mutating func aModificationIsAFactAndMovesTheApplication() {
        let output = numbering.feed(.modification(2, of: .stub(1), commune: "59009", day: "2012-05-01"))
        #expect(output.facts == [.modified(2, .stub(1), commune: "59009", day: "2012-05-01", reach: [])])
        #expect(output.outcomes == [.modified])
        #expect(output.receipts[0].message.firstFiledOn == "2012-04-12")
        // By law a modification gives no attestation.
        #expect(output.notices.isEmpty)
    }

    @Test mutating func aModificationThatKeepsTheCommuneSaysSo() {
        #expect(numbering.feed(.modification(2, of: .stub(1))).facts == [.modified(2, .stub(1), reach: [])])
    }

    /// For the notices: how she can be reached, never where. Online, it is neither a filing nor a renewal.
    @Test mutating func aModificationSaysHowTheApplicantCanBeReached() {
        var record = RegisterRecord.modification(2, of: .stub(1))
        guard case .accepted(var accepted) = record.fact else { return }
        accepted.deskKind = "PORTAIL"
        accepted.reach = WireReach([.electronically, .acceptsElectronic])
        record.fact = .accepted(accepted)
        #expect(
            numbering.feed(record).facts == [
                .modified(2, .stub(1), reach: [.electronically, .acceptsElectronic])
            ]
        )
    }

    @Test mutating func aNumberedApplicationKeepsWhatWasCleared() {
        let reach: Reach = [.byPost, .filedOnline]
        var cleared = RegisterRecord.cleared(5)
        guard case .cleared(var fact) = cleared.fact else { return }
        fact.reach = WireReach(reach)
        cleared.fact = .cleared(fact)
        guard case .registered(let registered)? = numbering.feed(cleared).facts.first?.fact else {
            Issue.record("not registered")
            return
        }
        #expect(Reach(registered.reach) == reach)
    }

    @Test mutating func theCommuneOfARenewalFormIsTakenOver() {
        numbering.feed(.renewed(2, .stub(1), commune: "59009", on: "2013-03-01"))
        let output = numbering.feed(.modification(3, of: .stub(1), commune: "59009"))
        #expect(output.facts == [.modified(3, .stub(1), reach: [])])
        #expect(output.receipts[0].message.validUntil == "2014-03-01")
    }

    @Test mutating func anUnknownNumberIsRefused() {
        #expect(numbering.feed(.modification(2, of: .stub(99))).refusals == ["NU_0503"])
        #expect(numbering.feed(.deletion(3, of: .stub(99))).refusals == ["NU_0503"])
    }

    @Test mutating func anEndedApplicationIsNotModified() {
        numbering.feed(.struckOff(2, .stub(1)))
        #expect(numbering.feed(.modification(3, of: .stub(1))).refusals == ["NU_0504"])
        #expect(numbering.feed(.deletion(4, of: .stub(1))).refusals == ["NU_0504"])
        numbering.feed(.reinstated(5, .stub(1)))
        #expect(numbering.feed(.modification(6, of: .stub(1))).outcomes == [.modified])
    }

    @Test mutating func aResendIsAnsweredAsBeforeAndDoneOnce() {
        let request = RegisterRecord.modification(2, of: .stub(1), commune: "59009")
        let first = numbering.feed(request).receipts[0].message
        let again = numbering.feed(request.sentAgain(source: 9))
        #expect(again.factNames == ["repeated"])
        #expect(again.receipts.map(\.message) == [first.repeated(at: 9)])
    }

    @Test mutating func aRefusalIsAnsweredAsBeforeToo() {
        let request = RegisterRecord.modification(2, of: .stub(99))
        let first = numbering.feed(request).receipts[0].message
        #expect(numbering.feed(request.sentAgain(source: 9)).receipts.map(\.message) == [first.repeated(at: 9)])
    }

    @Test mutating func theSameIDOnOtherContentIsRefused() {
        let request = RegisterRecord.modification(2, of: .stub(1))
        numbering.feed(request)
        let other = numbering.feed(request.sentAgain(source: 9, fingerprint: 0xBAD))
        #expect(other.factNames == ["declined"])
        #expect(other.refusals == ["NU_0105"])
        #expect(other.receipts[0].message.anomalies[0].path == "submission_id")
    }

    @Test mutating func anAnswerIsForgottenAfterNinetyDays() {
        let request = RegisterRecord.modification(2, of: .stub(1), day: "2012-05-01")
        numbering.feed(request)
        numbering.feed(.dayClosed("2012-07-30"))
        #expect(numbering.feed(request.sentAgain(source: 8)).factNames == ["repeated"])
        numbering.feed(.dayClosed("2012-07-31"))
        #expect(numbering.feed(request.sentAgain(source: 9)).factNames == ["modified"])
    }
}

@Suite struct DeletionTests {
    /// Applications 1 and 2, numbered.
    var numbering = WorkerDriver(NumberingWorker())

    init() {
        numbering.feed([.cleared(1), .cleared(2)])
        numbering.dropUnsettled()
    }

    @Test mutating func aDeletionNamesItsOrderAndIsDoneOnce() {
        let output = numbering.feed(.deletion(3, of: .stub(1)))
        #expect(output.facts == [.deleted(3, .stub(1))])
        #expect(output.outcomes == [.deleted])
        // Decided, though not read back yet.
        #expect(numbering.feed(.deletion(4, of: .stub(1))).refusals == ["NU_0504"])
        numbering.settle()
        #expect(numbering.feed(.modification(5, of: .stub(1))).refusals == ["NU_0504"])
    }

    /// Struck off before the deletion and reinstated after it: the order of a manager stands.
    @Test mutating func aDeletionIsFinal() {
        numbering.feed(.deletion(3, of: .stub(1)))
        numbering.feed(.struckOff(4, .stub(1)))
        numbering.settle()
        numbering.feed(.reinstated(5, .stub(1)))
        #expect(numbering.feed(.linked(6, to: 1, .stub(1))).isEmpty)
    }

    /// Struck off and reinstated before the deletion is read back: it is decided all the same, and once.
    @Test mutating func aDeletionIsDecidedOnce() {
        numbering.feed(.deletion(3, of: .stub(1)))
        numbering.feed([.struckOff(4, .stub(1)), .reinstated(5, .stub(1))])
        #expect(numbering.feed(.deletion(6, of: .stub(1))).refusals == ["NU_0504"])
        #expect(numbering.feed(.modification(7, of: .stub(1))).refusals == ["NU_0504"])
        // Deduplication, which reads no decision ahead of its fact, has linked it to a live one.
        #expect(numbering.feed(.linked(8, to: 1, .stub(1))).outcomes == [.linked])
    }

    @Test mutating func anEndThatIsUndoneBeforeTheDeletionIsUndone() {
        numbering.feed([.struckOff(4, .stub(1)), .reinstated(5, .stub(1))])
        #expect(numbering.feed(.linked(6, to: 1, .stub(1))).outcomes == [.linked])
    }

    // MARK: A file that a court may ask for

    private func held(_ id: UInt64, _ step: WireLitigationStep) -> RegisterRecord {
        .stub(.litigationHeld(.with { $0.step = step }), id: id, number: .stub(1), kind: .litigationHold)
    }

    @Test mutating func whatIsInDisputeIsNotDeleted() {
        numbering.feed([.litigationHold(3, of: .stub(1), .placed), held(3, .placed)])
        #expect(numbering.feed(.deletion(4, of: .stub(1))).refusals == ["NU_0827"])
        #expect(numbering.feed(.deletion(5, of: .stub(2))).outcomes == [.deleted])
        numbering.feed([.litigationHold(6, of: .stub(1), .lifted), held(6, .lifted)])
        #expect(numbering.feed(.deletion(7, of: .stub(1))).outcomes == [.deleted])
    }

    /// Asked before the deletion, it holds, whichever worker is the faster.
    @Test mutating func aDisputeThatIsNotDecidedYetHoldsToo() {
        numbering.feed(.litigationHold(3, of: .stub(1), .placed))
        #expect(numbering.feed(.deletion(4, of: .stub(1))).refusals == ["NU_0827"])
        // Refused after all.
        numbering.feed(.stub(.declined(WireDeclined()), id: 3, number: .stub(1), kind: .litigationHold))
        #expect(numbering.feed(.deletion(5, of: .stub(1))).outcomes == [.deleted])
    }

    @Test mutating func aDisputeThatIsNotLiftedYetHoldsStill() {
        numbering.feed([.litigationHold(3, of: .stub(1), .placed), held(3, .placed)])
        numbering.feed(.litigationHold(4, of: .stub(1), .lifted))
        #expect(numbering.feed(.deletion(5, of: .stub(1))).refusals == ["NU_0827"])
        numbering.feed(.stub(.repeated(WireRepeated()), id: 4, number: .stub(1), kind: .litigationHold))
        #expect(numbering.feed(.deletion(6, of: .stub(1))).refusals == ["NU_0827"], "it came again, and lifts nothing")
    }

    @Test mutating func aMergeDeletesTheYoungerNumber() {
        let merged = RegisterRecord.stub(
            .merged(
                .with {
                    $0.reviewID = "a+b"
                    $0.keptNumber = UniqueNumber.stub(1).text
                    $0.mergedNumber = UniqueNumber.stub(2).text
                }
            ),
            id: 3,
            kind: .reviewDecision,
        )
        let output = numbering.feed(merged)
        let deleted = WireDeleted.with {
            $0.writtenProof = "a+b"
            $0.mergedInto = UniqueNumber.stub(1).text
        }
        #expect(output.facts.map(\.fact) == [.deleted(deleted)])
        #expect(output.facts.map(\.number) == [.stub(2)])
        #expect(output.notices.map(\.kind) == [.merged, .merged], "both desks are told")
        #expect(output.notices.map(\.number) == [UniqueNumber.stub(2).text, UniqueNumber.stub(1).text])
        // The decision was answered by deduplication.
        #expect(output.receipts.isEmpty)
        numbering.settle()
        #expect(numbering.feed(merged).isEmpty)
        #expect(numbering.feed(.modification(4, of: .stub(1))).outcomes == [.modified])
    }

    /// Two notices to one desk about one number, of one kind and one day.
    @Test mutating func twoMergesIntoOneNumberOnADayHaveTwoIDs() {
        numbering.feedAndSettle(.cleared(9))
        func merge(_ merged: UniqueNumber, _ id: UInt64) -> RegisterRecord {
            .stub(
                .merged(
                    .with {
                        $0.reviewID = "review-\(id)"
                        $0.keptNumber = UniqueNumber.stub(1).text
                        $0.mergedNumber = merged.text
                    }
                ),
                id: id,
                kind: .reviewDecision,
            )
        }
        let notices = [merge(.stub(2), 3), merge(.stub(3), 4)].flatMap { numbering.feedAndSettle($0).notices }
        #expect(notices.count == 4)
        #expect(Set(notices.map(\.noticeID)).count == 4, "\(notices.map(\.noticeID))")
    }
}

extension WireReceipt {
    /// The same answer, for a resend that stands there.
    func repeated(at offset: UInt64) -> WireReceipt {
        var again = self
        again.repeated = true
        again.sourceOffset = offset
        return again
    }
}
