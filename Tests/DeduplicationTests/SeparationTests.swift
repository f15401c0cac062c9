import Deduplication
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// A spouse leaves a common application and files alone.
@Suite struct SeparationTests {
    /// Zoé and Karim have application 1 together.
    var deduplication = WorkerDriver(DeduplicationWorker())

    init() { deduplication.register(1, [.zoe, .karim]) }

    @Test mutating func theSpouseWhoLeavesIsClearedWithTheNumberLeft() {
        let output = deduplication.feed(.separation(2, [.karim], from: .stub(1)))
        #expect(output == .of(.cleared(2, .separation, separatedFrom: .stub(1))))
    }

    @Test mutating func theOneWhoStaysKeepsTheApplication() {
        deduplication.feedAndSettle(.separation(2, [.karim], from: .stub(1)))
        deduplication.feed(.registered(2, .stub(2)))
        #expect(deduplication.feed(.creation(3, [.zoe])).facts.map(\.number) == [.stub(1)])
        #expect(deduplication.feed(.creation(4, [.karim])).facts.map(\.number) == [.stub(2)])
    }

    @Test mutating func whoIsNotInItCannotLeaveIt() {
        #expect(deduplication.feed(.separation(2, [.lou], from: .stub(1))).refusals == ["NU_0903"])
        #expect(deduplication.feed(.separation(3, [], from: .stub(1))).refusals == ["NU_0903"])
    }

    @Test mutating func anUnknownOrEndedApplicationCannotBeLeft() {
        #expect(deduplication.feed(.separation(2, [.karim], from: .stub(99))).refusals == ["NU_0901"])
        deduplication.feed(.struckOff(8, .stub(1)))
        #expect(deduplication.feed(.separation(3, [.karim], from: .stub(1))).refusals == ["NU_0902"])
    }

    @Test mutating func itWaitsWhileTheCommonApplicationMayEnd() {
        deduplication.feed(.strikeOff(8, of: .stub(1), "RADABA"))
        #expect(deduplication.feed(.separation(2, [.karim], from: .stub(1))).isEmpty)
        #expect(deduplication.feed(.struckOff(8, .stub(1))).refusals == ["NU_0902"])
    }

    /// With a new partner who has an application already.
    @Test mutating func aNewPartnerWhoHasOneLinksIt() {
        deduplication.register(3, [.lou])
        #expect(deduplication.feed(.separation(4, [.karim, .lou], from: .stub(1))).facts.map(\.number) == [.stub(3)])
    }

    /// Karim stands in two applications under review, and leaves one of them: what he files shares him with the other.
    @Test mutating func whoLeavesOneOfTwoIsReviewedWithTheOther() {
        deduplication.register(2, [.lou])
        deduplication.feed(.modification(8, of: .stub(2), [.lou, .karim]))
        deduplication.feedAndSettle(.modified(8, .stub(2)))
        let output = deduplication.feed(.separation(3, [.karim], from: .stub(1)))
        #expect(output.factNames == ["cleared", "reviewOpened"])
        #expect(output.reviews.map(\.reviewID) == [reviewID(2, 3)])
    }
}

/// The id of the review of two applications.
func reviewID(_ first: UInt64, _ second: UInt64) -> String {
    SubmissionID.stub(first).text + "+" + SubmissionID.stub(second).text
}
