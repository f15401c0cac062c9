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

    /// The manager's word stands before the year is over in the register, numbering's behind it.
    @Test mutating func whatIsComingBackIsNotPurged() {
        strikeOff.feed(.merged(3, .stub(2), into: .stub(1), day: "2012-07-01"))
        strikeOff.feed(.undone(4, .stub(2), from: .stub(1), day: "2013-06-01"))
        #expect(strikeOff.feed(.dayClosed("2013-07-01")).isEmpty)
        strikeOff.feed(.unmerged(4, .stub(2), from: .stub(1), day: "2013-06-01"))
        #expect(strikeOff.feed(.strikeOff(5, of: .stub(2), "RADABA", day: "2013-07-02")).outcomes == [.struckOff])
    }

    static let requests: [RegisterRecord] = [
        .strikeOff(4, of: .stub(2), "RADABA"), .warning(5, of: .stub(2), sent: "2012-04-12"),
        .reinstatement(6, of: .stub(2)),
    ]

    /// Nothing can be asked of it meanwhile; whoever does is told the number to use, past its purge too.
    @Test(arguments: requests) mutating func whoNamesTheAliasIsToldTheKeptNumber(request: RegisterRecord) {
        strikeOff.feed(.merged(3, .stub(2), into: .stub(1), day: "2012-07-01"))
        var output = strikeOff.feed(request)
        output = output + strikeOff.feed(request.sentAgain(source: 20))
        strikeOff.feedAndSettle(.dayClosed("2013-07-01"))
        strikeOff.dropUnsettled()
        output = output + strikeOff.feed(.strikeOff(9, of: .stub(2), "RADABA", day: "2013-07-02"))
        #expect(output.refusals == ["NU_0506", "NU_0506", "NU_0506"])
        #expect(Set(output.receipts.map(\.message.keptNumber)) == [UniqueNumber.stub(1).text])
    }

    /// A court may ask for it while it is kept; then it is kept for longer.
    @Test mutating func aDisputeHoldsItsPurgeOff() {
        strikeOff.feed(.merged(3, .stub(2), into: .stub(1), day: "2012-07-01"))
        #expect(strikeOff.feed(.litigationHold(4, of: .stub(2), .placed, day: "2012-09-01")).outcomes == [.recorded])
        #expect(strikeOff.feed(.dayClosed("2013-07-01")).isEmpty)
        #expect(strikeOff.feed(.litigationHold(5, of: .stub(2), .lifted, day: "2013-08-01")).outcomes == [.recorded])
        #expect(strikeOff.feed(.dayClosed("2013-08-01")).factNames == ["purged"])
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

    /// Days that are closed months late: the year since the strike-off is over before the strike-off is in the register. The
    /// merge stands before it, and can be undone for a year of its own (seed 3231).
    @Test mutating func aStrikeOffBehindTheMergeDoesNotPurgeEarly() {
        strikeOff.feed(.strikeOff(5, of: .stub(2), "RADABA", day: "2012-05-15"))
        #expect(strikeOff.feed(.dayClosed("2013-05-15")).isEmpty, "decided, and not yet in the register")
        strikeOff.feed(.merged(3, .stub(2), into: .stub(1), day: "2012-07-01"))
        strikeOff.settle()
        // Read when 15 May was closed: its year begins then.
        #expect(strikeOff.feed(.dayClosed("2014-05-14")).isEmpty)
        #expect(strikeOff.feedAndSettle(.dayClosed("2014-05-15")).factNames == ["purged"])
    }

    @Test mutating func aStrikeOffThatIsReadLateIsPurgedWithTheNextDay() {
        strikeOff.feed(.strikeOff(5, of: .stub(2), "RADABA", day: "2012-05-15"))
        #expect(strikeOff.feed(.dayClosed("2013-05-15")).isEmpty)
        strikeOff.settle()
        #expect(strikeOff.feedAndSettle(.dayClosed("2013-05-16")).factNames == ["purged"])
    }

    /// Ended before, it is deleted for good.
    @Test mutating func whatHadEndedIsErased() {
        strikeOff.feedAndSettle(.strikeOff(5, of: .stub(2), "RADABA"))
        #expect(!strikeOff.feed(.merged(3, .stub(2), into: .stub(1))).erasures.isEmpty)
    }
}
