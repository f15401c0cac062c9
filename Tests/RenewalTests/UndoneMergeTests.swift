import Register
import Renewal
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// A merged application keeps its year of validity, for when the merge is undone.
@Suite struct UndoneMergeTests {
    var renewal = WorkerDriver(RenewalWorker())

    init() { renewal.feed([.registered(1, .stub(1), day: "2012-04-12"), .registered(2, .stub(2), day: "2012-04-12")]) }

    @Test mutating func whileMergedNothingBecomesDue() {
        renewal.feed(.merged(3, .stub(2), into: .stub(1)))
        let output = renewal.feed(.dayClosed("2013-02-12"))
        #expect(output.facts.map(\.number) == [.stub(1)])
        #expect(renewal.feed(.renewal(4, of: .stub(2), day: "2013-03-01")).refusals == ["NU_0506"])
    }

    /// Past its purge too.
    @Test mutating func whoNamesTheAliasIsToldTheKeptNumber() {
        renewal.feed(.merged(3, .stub(2), into: .stub(1)))
        var output = renewal.feed(.renewal(4, of: .stub(2), day: "2013-03-01"))
        renewal.feed(.purged(.stub(2), day: "2013-04-12"))
        output = output + renewal.feed(.renewal(5, of: .stub(2), day: "2013-05-01"))
        output = output + renewal.feed(.undeliverableLetter(6, of: .stub(2), returned: "2013-05-01"))
        output = output + renewal.feed(.noticeProof(7, of: .stub(2), .posted, on: "2013-05-01"))
        #expect(output.refusals == ["NU_0506", "NU_0506", "NU_0506", "NU_0506"])
        #expect(Set(output.receipts.map(\.message.keptNumber)) == [UniqueNumber.stub(1).text])
    }

    @Test mutating func itsDeadlinesAreBack() {
        renewal.feed([.merged(3, .stub(2), into: .stub(1)), .unmerged(4, .stub(2), from: .stub(1))])
        #expect(renewal.feed(.dayClosed("2013-02-12")).facts.map(\.number) == [.stub(1), .stub(2)])
        #expect(renewal.feed(.renewal(5, of: .stub(2), day: "2013-03-01")).outcomes == [.renewed])
    }

    /// Held before, held after.
    @Test mutating func itStandsWhereItStood() {
        renewal.feedAndSettle(.dayClosed("2013-05-12"))
        renewal.feed([.merged(3, .stub(2), into: .stub(1)), .unmerged(4, .stub(2), from: .stub(1))])
        #expect(renewal.feedAndSettle(.dayClosed("2014-05-12")).isEmpty)
        #expect(renewal.feed(.renewal(5, of: .stub(2), day: "2014-06-01")).outcomes == [.renewed])
    }

    /// What ended before is deleted for good.
    @Test mutating func whatHadEndedDoesNotComeBack() {
        renewal.feed([.struckOff(9, .stub(2)), .merged(3, .stub(2), into: .stub(1))])
        renewal.feed(.unmerged(4, .stub(2), from: .stub(1)))
        #expect(renewal.feed(.renewal(5, of: .stub(2), day: "2013-03-01")).refusals == ["NU_0503"])
    }
}
