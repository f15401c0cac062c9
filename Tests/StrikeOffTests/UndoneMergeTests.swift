import Register
import Schemas
import StrikeOff
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// A merged application is kept until its purge, and comes back when the merge is undone.
@Suite struct UndoneMergeTests {
    var strikeOff = WorkerDriver(StrikeOffWorker())

    init() { strikeOff.feed(.registered(2, .stub(2), day: "2012-04-12").sealed) }

    @Test mutating func itsFormsAreKept() {
        #expect(strikeOff.feed(.merged(3, .stub(2), into: .stub(1), day: "2012-07-01")).erasures.isEmpty)
    }

    @Test mutating func itIsPurgedAYearLater() {
        strikeOff.feed(.merged(3, .stub(2), into: .stub(1), day: "2012-07-01"))
        #expect(strikeOff.feed(.dayClosed("2013-06-30")).isEmpty)
        #expect(strikeOff.feedAndSettle(.dayClosed("2013-07-01")).factNames == ["purged"])
    }

    @Test mutating func itCannotBeStruckOffMeanwhile() {
        strikeOff.feed(.merged(3, .stub(2), into: .stub(1)))
        #expect(!strikeOff.feed(.strikeOff(4, of: .stub(2), "RADABA")).refusals.isEmpty)
    }

    @Test mutating func afterwardsItCan() {
        strikeOff.feed([.merged(3, .stub(2), into: .stub(1)), .unmerged(4, .stub(2), from: .stub(1))])
        #expect(strikeOff.feed(.strikeOff(5, of: .stub(2), "RADABA")).outcomes == [.struckOff])
        #expect(strikeOff.feed(.dayClosed("2013-04-01")).isEmpty)
    }

    /// Decided before the merge was read, it stands behind it and has no effect.
    @Test mutating func aStrikeOffBehindTheMergeHasNoEffect() {
        strikeOff.feed(.strikeOff(5, of: .stub(2), "RADABA"))
        strikeOff.feed(.merged(3, .stub(2), into: .stub(1)))
        strikeOff.settle()
        strikeOff.feed(.unmerged(4, .stub(2), from: .stub(1)))
        #expect(strikeOff.feed(.strikeOff(6, of: .stub(2), "RADABA")).outcomes == [.struckOff])
    }

    /// Ended before, it is deleted for good.
    @Test mutating func whatHadEndedIsErased() {
        strikeOff.feedAndSettle(.strikeOff(5, of: .stub(2), "RADABA"))
        #expect(!strikeOff.feed(.merged(3, .stub(2), into: .stub(1))).erasures.isEmpty)
    }
}
