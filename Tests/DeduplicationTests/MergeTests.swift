import Deduplication
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// A merge can be undone: what was merged is as it was.
@Suite struct MergeTests {
    /// Zoé is in application 1 and, with Karim, in application 2, which is merged into the first.
    var deduplication = WorkerDriver(DeduplicationWorker())

    init() {
        deduplication.register(1, [.zoe], day: "2012-04-10")
        deduplication.register(2, [.karim], day: "2012-04-11")
        deduplication.feed(.modification(8, of: .stub(2), [.karim, .zoe]))
        deduplication.feedAndSettle(.modified(8, .stub(2)))
        deduplication.feedAndSettle(.reviewDecision(9, reviewID(1, 2), .same))
    }

    private mutating func rule(_ id: UInt64, _ verdict: WireVerdict, day: CivilDate = .stub) -> Output {
        deduplication.feedAndSettle(.reviewDecision(id, reviewID(1, 2), verdict, day: day))
    }

    @Test mutating func anUndoneMergeNamesBothNumbers() {
        deduplication.feed(.merged(9, .stub(2), into: .stub(1)))
        let output = rule(10, .undo)
        guard case .reviewClosed(let closed)? = output.facts.first?.fact else {
            Issue.record("not closed")
            return
        }
        #expect(closed.verdict == .undo)
        #expect(closed.keptNumber == UniqueNumber.stub(1).text)
        #expect(closed.mergedNumber == UniqueNumber.stub(2).text)
        #expect(output.outcomes == [.recorded])
    }

    /// Before the merge is read back: both stand in the register in that order.
    @Test mutating func aMergeIsUndoneBeforeItIsRead() {
        #expect(rule(10, .undo).outcomes == [.recorded])
    }

    @Test mutating func afterwardsItsPersonsAreInItAgain() {
        deduplication.feed(.merged(9, .stub(2), into: .stub(1)))
        _ = rule(10, .undo)
        #expect(deduplication.feedAndSettle(.unmerged(10, .stub(2), from: .stub(1))).isEmpty)
        #expect(deduplication.feed(.creation(3, [.karim])).facts.map(\.number) == [.stub(2)])
    }

    @Test mutating func itIsNeverAskedAgain() {
        deduplication.feed(.merged(9, .stub(2), into: .stub(1)))
        _ = rule(10, .undo)
        deduplication.feedAndSettle(.unmerged(10, .stub(2), from: .stub(1)))
        deduplication.feed([.struckOff(11, .stub(1)), .reinstated(12, .stub(1))])
        #expect(deduplication.settle().isEmpty)
        #expect(rule(13, .same).refusals == ["NU_0905"])
    }

    @Test mutating func itIsUndoneOnce() {
        deduplication.feed(.merged(9, .stub(2), into: .stub(1)))
        _ = rule(10, .undo)
        #expect(rule(11, .undo).refusals == ["NU_0905"])
    }

    /// Once its data is erased there is nothing to come back.
    @Test mutating func aPurgedOneIsNotUndone() {
        deduplication.feed(.merged(9, .stub(2), into: .stub(1)))
        #expect(rule(10, .undo, day: "2013-04-01").refusals == ["NU_0905"])
        deduplication.feed(.purged(.stub(2), day: "2013-04-12"))
        #expect(rule(11, .undo).refusals == ["NU_0905"])
    }

    /// A spouse leaves the application that was merged: the one that was kept is the one to leave.
    @Test mutating func aSeparationFromTheAliasIsToldTheKeptNumber() {
        func leave(_ id: UInt64) -> Output { deduplication.feedAndSettle(.separation(id, [.zoe], from: .stub(2))) }
        deduplication.feed(.merged(9, .stub(2), into: .stub(1)))
        var output = leave(10)
        output = output + deduplication.feed(.separation(10, [.zoe], from: .stub(2)).sentAgain(source: 30))
        deduplication.feed(.purged(.stub(2), day: "2013-04-12"))
        output = output + leave(11)
        #expect(output.refusals == ["NU_0506", "NU_0506", "NU_0506"])
        #expect(Set(output.receipts.map(\.message.keptNumber)) == [UniqueNumber.stub(1).text])
    }

    @Test mutating func afterwardsItIsNoAlias() {
        deduplication.feed(.merged(9, .stub(2), into: .stub(1)))
        _ = rule(10, .undo)
        deduplication.feedAndSettle(.unmerged(10, .stub(2), from: .stub(1)))
        #expect(deduplication.names(.separation(11, [.karim], from: .stub(2))) == ["cleared"])
    }

    /// The manager's order deletes for good.
    @Test mutating func aDeletionByOrderIsNotUndone() {
        deduplication.feed(.deleted(9, .stub(2)))
        #expect(rule(10, .undo).refusals == ["NU_0905"])
    }

    @Test mutating func whatIsOpenCannotBeUndone() {
        deduplication.register(5, [.lou])
        deduplication.feed(.modification(20, of: .stub(5), [.lou, .zoe]))
        deduplication.feedAndSettle(.modified(20, .stub(5)))
        let output = deduplication.feedAndSettle(.reviewDecision(21, reviewID(1, 5), .undo))
        #expect(output.refusals == ["NU_0905"])
    }
}
