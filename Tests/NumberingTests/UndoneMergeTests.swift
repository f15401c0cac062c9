import Numbering
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// An undone merge: the number that was an alias is an application's again.
@Suite struct UndoneMergeTests {
    /// Applications 1 and 2; the second is merged into the first.
    var numbering = WorkerDriver(NumberingWorker())

    private static let merged = RegisterRecord.stub(
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
    private static let undone = RegisterRecord.undone(4, .stub(2), from: .stub(1))

    init() {
        numbering.feedAndSettle(.cleared(1, commune: "59009", day: "2012-04-10"))
        numbering.feedAndSettle(.cleared(2, commune: "59009", day: "2012-04-12"))
        numbering.feed(Self.merged)
    }

    @Test mutating func itIsAFactAndBothDesksAreTold() {
        numbering.settle()
        let output = numbering.feed(Self.undone)
        #expect(output.factNames == ["unmerged"])
        #expect(output.facts.map(\.number) == [.stub(2)])
        #expect(output.notices.map(\.kind) == [.unmerged, .unmerged])
    }

    @Test mutating func itsNumberAndDatesAreBack() {
        numbering.settle()
        #expect(numbering.feed(.modification(5, of: .stub(2))).refusals == ["NU_0506"])
        numbering.feedAndSettle(Self.undone)
        let receipt = numbering.feed(.modification(6, of: .stub(2))).receipts[0].message
        #expect(receipt.outcome == .modified)
        #expect(receipt.firstFiledOn == "2012-04-12")
        #expect(receipt.validUntil == "2013-04-12")
    }

    /// Decided, read back, purged: the number of the application that was kept is the one to use.
    @Test mutating func whoNamesTheAliasIsToldTheKeptNumber() {
        func expectRefused(_ output: Output, _ location: SourceLocation = #_sourceLocation) {
            #expect(output.refusals == ["NU_0506"], sourceLocation: location)
            let numbers = output.receipts.map { [$0.message.number, $0.message.keptNumber] }
            #expect(numbers == [[UniqueNumber.stub(2).text, UniqueNumber.stub(1).text]], sourceLocation: location)
        }
        expectRefused(numbering.feed(.modification(5, of: .stub(2))))
        numbering.settle()
        expectRefused(numbering.feed(.modification(6, of: .stub(2))))
        expectRefused(numbering.feed(.deletion(7, of: .stub(2))))
        numbering.feed(.purged(.stub(2), day: "2013-04-12"))
        expectRefused(numbering.feed(.modification(8, of: .stub(2), day: "2013-05-01")))
        // Sent again, it is answered as before, whatever happened since.
        numbering.feedAndSettle(Self.undone)
        let again = numbering.feed(.modification(6, of: .stub(2)).sentAgain(source: 20))
        expectRefused(again)
        #expect(again.receipts[0].message.repeated)
    }

    @Test mutating func theKeptNumberIsNoAlias() {
        numbering.settle()
        let receipt = numbering.feed(.modification(5, of: .stub(1))).receipts[0].message
        #expect(receipt.outcome == .modified)
        #expect(receipt.keptNumber == "")
    }

    /// The deletion stands before in the register, read back or not.
    @Test mutating func itIsUndoneBeforeItIsReadBack() {
        #expect(numbering.feed(Self.undone).factNames == ["unmerged"])
        numbering.settle()
        #expect(numbering.feed(.modification(6, of: .stub(2))).outcomes == [.modified])
    }

    /// It was struck off before the merge could end it: there is nothing to undo.
    @Test mutating func aMergeOfWhatHasEndedIsFinal() {
        let deletion = numbering.unsettled
        numbering.dropUnsettled()
        numbering.feed(.struckOff(9, .stub(2)))
        numbering.feed(deletion)
        #expect(numbering.feed(Self.undone).isEmpty)
    }

    /// Struck off, and reinstated, before the merge could end it: it is merged, once, and may come back.
    @Test mutating func aMergeOfWhatCameBackCanBeUndone() {
        let deletion = numbering.unsettled
        numbering.dropUnsettled()
        numbering.feed(.struckOff(9, .stub(2)))
        #expect(numbering.feed(Self.undone).isEmpty)
        numbering.feed(.reinstated(10, .stub(2)))
        #expect(numbering.feed(.deletion(11, of: .stub(2))).refusals == ["NU_0506"])
        numbering.feed(deletion)
        #expect(numbering.feedAndSettle(Self.undone).factNames == ["unmerged"])
        #expect(numbering.feed(.modification(12, of: .stub(2))).outcomes == [.modified])
    }

    @Test mutating func whatWasNotMergedIsNotUndone() {
        numbering.dropUnsettled()
        numbering.feed(.deleted(9, .stub(1)))
        #expect(numbering.feed(.undone(4, .stub(1), from: .stub(2))).isEmpty)
    }
}
