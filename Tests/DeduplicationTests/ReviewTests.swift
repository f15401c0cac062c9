import Deduplication
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// Two live applications turn out to share a person: a manager looks, nothing is merged by a machine.
@Suite struct ReviewTests {
    /// Zoé has application 1, Karim has application 2.
    var deduplication = WorkerDriver(DeduplicationWorker())

    init() {
        deduplication.register(1, [.zoe], day: "2012-04-10")
        deduplication.register(2, [.karim], day: "2012-04-11")
    }

    /// Karim's application takes Zoé in.
    private mutating func share() -> Output {
        deduplication.feed(.modification(8, of: .stub(2), [.karim, .zoe]))
        return deduplication.feedAndSettle(.modified(8, .stub(2)))
    }

    private mutating func rule(_ id: UInt64, _ verdict: WireVerdict) -> Output {
        deduplication.feedAndSettle(.reviewDecision(id, reviewID(1, 2), verdict))
    }

    @Test mutating func aModificationThatAddsSomeoneElsesPersonIsReviewed() throws {
        let output = share()
        let opened = try #require(output.reviews.first)
        #expect(opened.weights.contains { $0.field == "birth" && $0.level == "same" }, "how alike they are")
        let review = WireReviewOpened.with {
            $0.reviewID = reviewID(1, 2)
            $0.score = opened.score
            $0.weights = opened.weights
            $0.first.append(contentsOf: SubmissionID.stub(1).bytes)
            $0.second.append(contentsOf: SubmissionID.stub(2).bytes)
            $0.grounds = ["SAME_PERSON"]
        }
        #expect(output.facts.map(\.fact) == [.reviewOpened(review)])
        #expect(
            output.reviews == [
                .with {
                    $0.reviewID = reviewID(1, 2)
                    $0.territory = "059"
                    $0.openedOn = "2012-04-12"
                    $0.first = SubmissionID.stub(1).text
                    $0.second = SubmissionID.stub(2).text
                    $0.firstNumber = UniqueNumber.stub(1).text
                    $0.secondNumber = UniqueNumber.stub(2).text
                    $0.grounds = ["SAME_PERSON"]
                    $0.score = opened.score
                    $0.weights = opened.weights
                }
            ]
        )
        #expect(output.receipts.isEmpty)
    }

    /// Asked for, and not a fact: nobody is in two applications yet.
    @Test mutating func aModificationThatIsDeclinedChangesNobody() {
        deduplication.feed(.modification(8, of: .stub(2), [.karim, .lou]))
        deduplication.feed(.declined(8, .numberNotLive, number: .stub(2), kind: .modification))
        #expect(deduplication.names(.creation(3, [.lou])) == ["cleared"])
    }

    @Test mutating func whoIsTakenOutOfAnApplicationMayFileAnew() {
        deduplication.feed(.modification(8, of: .stub(2), [.lou]))
        deduplication.feed(.modified(8, .stub(2)))
        #expect(deduplication.names(.creation(3, [.karim])) == ["cleared"])
        #expect(deduplication.names(.creation(4, [.lou])) == ["linked"])
    }

    @Test mutating func theFormOfARenewalCountsToo() {
        deduplication.feed(.renewal(8, of: .stub(2), [.karim, .zoe]))
        #expect(deduplication.feed(.renewed(8, .stub(2), on: "2013-03-01")).factNames == ["reviewOpened"])
    }

    /// Struck off, filed anew, and then the strike-off is undone.
    @Test mutating func aReinstatementThatMeetsANewApplicationIsReviewed() {
        deduplication.feed(.struckOff(7, .stub(1)))
        deduplication.register(3, [.zoe])
        let output = deduplication.feedAndSettle(.reinstated(8, .stub(1)))
        #expect(output.factNames == ["reviewOpened"])
        #expect(output.reviews.map(\.reviewID) == [reviewID(1, 3)])
    }

    @Test mutating func aReinstatementWithoutConflictIsLinkedToAgain() {
        deduplication.feed([.struckOff(7, .stub(1)), .reinstated(8, .stub(1))])
        #expect(deduplication.feed(.creation(3, [.zoe])).facts.map(\.number) == [.stub(1)])
    }

    @Test mutating func theSamePairIsAskedOnce() {
        _ = share()
        deduplication.feed(.modification(9, of: .stub(2), [.karim, .zoe]))
        #expect(deduplication.feed(.modified(9, .stub(2))).isEmpty)
    }

    @Test mutating func ruledTheSameTheYoungerIsMerged() {
        _ = share()
        let output = rule(9, .same)
        #expect(output.factNames == ["reviewClosed", "merged"])
        guard case .merged(let merged) = output.facts[1].fact else { return }
        #expect(merged.keptNumber == UniqueNumber.stub(1).text)
        #expect(merged.mergedNumber == UniqueNumber.stub(2).text)
        #expect(output.outcomes == [.recorded])
        #expect(output.reviews.map(\.verdict) == [.same])
    }

    /// By seniority, which a separation or an import brings with it, not by the day it came here.
    @Test mutating func theOlderSeniorityIsKept() {
        deduplication.feedAndSettle(.importing(3, [.lou], number: .stub(50), firstFiled: "2005-01-01"))
        deduplication.feed(.imported(3, .stub(50), initial: "2005-01-01", validFrom: "2012-01-12"))
        deduplication.feed(.modification(8, of: .stub(50), [.lou, .zoe]))
        deduplication.feedAndSettle(.modified(8, .stub(50)))
        let output = deduplication.feed(.reviewDecision(9, reviewID(1, 3), .same))
        guard case .merged(let merged) = output.facts[1].fact else { return }
        #expect(merged.keptNumber == UniqueNumber.stub(50).text)
    }

    /// The merged one ends; who was in both is in the other now, and may not file anew.
    @Test mutating func afterAMergeThePersonsAreInTheKeptOne() {
        _ = share()
        _ = rule(9, .same)
        deduplication.feedAndSettle(.deleted(9, .stub(2)))
        #expect(deduplication.feed(.creation(3, [.zoe])).facts.map(\.number) == [.stub(1)])
        deduplication.dropUnsettled()
        #expect(deduplication.names(.creation(4, [.karim])) == ["cleared"])
    }

    /// The one that held the shared person ends: the other one holds it from now on.
    @Test mutating func whenOneOfTwoEndsTheSharedPersonIsInTheOther() {
        _ = share()
        deduplication.feed(.struckOff(9, .stub(1)))
        #expect(deduplication.feed(.creation(3, [.zoe])).facts.map(\.number) == [.stub(2)])
    }

    @Test mutating func whoIsTakenOutOfOneOfTwoIsInTheOther() {
        _ = share()
        deduplication.feed(.modification(9, of: .stub(1), [.lou]))
        deduplication.feed(.modified(9, .stub(1)))
        #expect(deduplication.feed(.creation(3, [.zoe])).facts.map(\.number) == [.stub(2)])
    }

    @Test mutating func ruledDifferentIsNeverAskedAgain() {
        _ = share()
        #expect(rule(9, .different).factNames == ["reviewClosed"])
        deduplication.feed([.struckOff(10, .stub(1)), .reinstated(11, .stub(1))])
        #expect(deduplication.unsettled.isEmpty)
        #expect(rule(12, .same).refusals == ["NU_0905"])
    }

    @Test mutating func ruledLaterItStaysOpen() {
        _ = share()
        #expect(rule(9, .later).factNames == ["reviewClosed"])
        #expect(rule(10, .same).factNames == ["reviewClosed", "merged"])
    }

    /// A court may ask for the younger one: nobody ends it before that is over.
    @Test mutating func whatIsInDisputeIsNotMerged() {
        func held(_ id: UInt64, _ step: WireLitigationStep) -> RegisterRecord {
            .stub(.litigationHeld(.with { $0.step = step }), id: id, number: .stub(2), kind: .litigationHold)
        }
        _ = share()
        deduplication.feed(.litigationHold(9, of: .stub(2), .placed))
        #expect(rule(10, .same).refusals == ["NU_0827"], "asked, and not decided yet")
        deduplication.feed(held(9, .placed))
        #expect(rule(11, .same).refusals == ["NU_0827"])
        #expect(rule(12, .later).factNames == ["reviewClosed"])
        deduplication.feed([.litigationHold(13, of: .stub(2), .lifted), held(13, .lifted)])
        #expect(rule(14, .same).factNames == ["reviewClosed", "merged"])
    }

    /// Ruled the same before the older one, an import, had its number; the younger one is in dispute. Which of the two ends
    /// is known with the number, and then the manager is asked again.
    @Test mutating func whatIsInDisputeIsNotMergedWithTheNumberEither() {
        deduplication.feedAndSettle(.importing(3, [.lou], number: .stub(50), firstFiled: "2005-01-01"))
        deduplication.feed(.modification(8, of: .stub(2), [.karim, .lou]))
        deduplication.feedAndSettle(.modified(8, .stub(2)))
        deduplication.feed(.litigationHold(9, of: .stub(2), .placed))
        let ruling = deduplication.feedAndSettle(.reviewDecision(10, reviewID(2, 3), .same))
        #expect(ruling.factNames == ["reviewClosed"])
        let output = deduplication.feedAndSettle(
            .imported(3, .stub(50), initial: "2005-01-01", validFrom: "2012-01-12")
        )
        #expect(output.factNames == ["reviewOpened"])
        #expect(output.reviews.map(\.verdict) == [.unspecified])
        #expect(deduplication.feed(.reviewDecision(11, reviewID(2, 3), .same)).refusals == ["NU_0827"])
    }

    /// The one that is kept may be in dispute: nothing of it ends.
    @Test mutating func aDisputeOfTheKeptOneHindersNoRuling() {
        _ = share()
        deduplication.feed(.litigationHold(9, of: .stub(1), .placed))
        #expect(rule(10, .same).factNames == ["reviewClosed", "merged"])
    }

    @Test mutating func anUnknownReviewIsRefused() {
        #expect(rule(9, .same).refusals == ["NU_0904"])
    }

    @Test mutating func aRulingSentAgainIsAnsweredAsBefore() {
        _ = share()
        _ = rule(9, .same)
        let again = deduplication.feed(.reviewDecision(9, reviewID(1, 2), .same).sentAgain(source: 20))
        #expect(again.factNames == ["repeated"])
        #expect(again.outcomes == [.recorded])
        #expect(again.receipts[0].message.repeated)
    }

    /// Ruled the same while one of them was struck off: there was nothing to merge. It comes back, and is asked again.
    @Test mutating func ruledTheSameTooEarlyIsAskedAgain() {
        _ = share()
        deduplication.feed(.struckOff(9, .stub(1)))
        #expect(rule(10, .same).factNames == ["reviewClosed"])
        let output = deduplication.feedAndSettle(.reinstated(11, .stub(1)))
        #expect(output.factNames == ["reviewOpened"])
        #expect(rule(12, .same).factNames == ["reviewClosed", "merged"])
    }

    /// Zoé in a third application is asked about with the one that holds her, and with the next one when that one ends.
    @Test mutating func aThirdOneIsReviewedWithTheOneThatHoldsThePerson() {
        _ = share()
        deduplication.register(3, [.lou])
        deduplication.feed(.modification(9, of: .stub(3), [.lou, .zoe]))
        let output = deduplication.feedAndSettle(.modified(9, .stub(3)))
        #expect(output.reviews.map(\.reviewID) == [reviewID(1, 3)])
        let ended = deduplication.feedAndSettle(.struckOff(10, .stub(1)))
        #expect(ended.reviews.map(\.reviewID) == [reviewID(2, 3)])
        #expect(deduplication.feed(.creation(4, [.zoe])).facts.map(\.number) == [.stub(2)])
    }
}
