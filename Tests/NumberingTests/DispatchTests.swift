import Numbering
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// Who registered a file is told what another desk makes of it, and is not told what it knows.
@Suite struct DispatchTests {
    /// Application 1, numbered by G5901.
    var numbering = WorkerDriver(NumberingWorker())

    init() {
        numbering.feed(.cleared(1, day: "2012-04-12"))
        numbering.dropUnsettled()
    }

    private func dispatch(_ kind: WireDispatchKind, by desk: String, on day: String) -> WireDispatch {
        .with {
            $0.desk = "G5901"
            $0.territory = "059"
            $0.number = UniqueNumber.stub(1).text
            $0.kind = kind
            $0.happenedOn = day
            $0.actingDesk = desk
        }
    }

    @Test mutating func aFilingElsewhereIsDispatchedOnce() {
        let link = RegisterRecord.linked(2, to: 1, .stub(1), commune: "59009", day: "2012-06-01")
        let output = numbering.feed(link.by("59350"))
        #expect(output.dispatches == [dispatch(.linked, by: "59350", on: "2012-06-01")])
    }

    @Test mutating func aChangeElsewhereIsDispatched() {
        let output = numbering.feed(.modification(2, of: .stub(1), day: "2012-06-01").by("G5902"))
        #expect(output.dispatches == [dispatch(.modified, by: "G5902", on: "2012-06-01")])
    }

    @Test mutating func aDeletionByTheManagerIsDispatched() {
        let output = numbering.feed(.deletion(2, of: .stub(1), day: "2012-06-01").by("G5900", .manager))
        #expect(output.dispatches == [dispatch(.deleted, by: "G5900", on: "2012-06-01")])
    }

    /// The second one is filed at G5902.
    private mutating func ruled(_ fact: Fact, by desk: String, kind: WireSubmissionKind = .reviewDecision) -> Output {
        numbering.feedAndSettle(.stub(fact, id: 7, day: "2012-06-01", kind: kind).by(desk, .manager))
    }

    /// Both desks, each of its own number, and which the other one is.
    @Test mutating func aMergeAndItsUndoingAreDispatchedToBothDesks() {
        let (kept, merged) = (UniqueNumber.stub(1).text, "0590412000002G5902")
        numbering.feedAndSettle(.cleared(2, day: "2012-04-12").by("G5902"))
        func told(_ output: Output) -> [[String]] {
            output.dispatches.map { [$0.desk, $0.number, "\($0.kind)", $0.otherNumber, $0.actingDesk, $0.happenedOn] }
        }
        let merge = ruled(
            .merged(
                .with {
                    $0.reviewID = "a+b"
                    $0.keptNumber = kept
                    $0.mergedNumber = merged
                }
            ),
            by: "G5900"
        )
        #expect(
            told(merge) == [
                ["G5902", merged, "deleted", kept, "G5900", "2012-06-01"],
                ["G5901", kept, "merged", merged, "G5900", "2012-06-01"],
            ]
        )
        let undone = ruled(
            .reviewClosed(
                .with {
                    $0.reviewID = "a+b"
                    $0.verdict = .undo
                    $0.keptNumber = kept
                    $0.mergedNumber = merged
                }
            ),
            by: "G5900"
        )
        #expect(
            told(undone) == [
                ["G5902", merged, "unmerged", kept, "G5900", "2012-06-01"],
                ["G5901", kept, "unmerged", merged, "G5900", "2012-06-01"],
            ]
        )
    }

    /// Ruled on before it had its number, and merged with it: the record is the filing's, and its desk did not rule.
    @Test mutating func aMergeThatComesWithTheNumberIsNoDoingOfTheDeskThatFiled() {
        numbering.feedAndSettle(.cleared(2, day: "2012-04-12").by("G5902"))
        let output = ruled(
            .merged(
                .with {
                    $0.keptNumber = UniqueNumber.stub(1).text
                    $0.mergedNumber = "0590412000002G5902"
                }
            ),
            by: "G5902",
            kind: .creation
        )
        #expect(output.dispatches.map(\.desk) == ["G5902", "G5901"])
        #expect(output.dispatches.map(\.actingDesk) == ["", ""])
    }

    @Test mutating func whatADeskDoesItselfItKnows() {
        #expect(numbering.feed(.linked(2, to: 1, .stub(1))).dispatches == [])
        #expect(numbering.feed(.modification(3, of: .stub(1))).dispatches == [])
        #expect(numbering.feed(.deletion(4, of: .stub(1))).dispatches == [])
    }

    @Test mutating func whatIsRefusedHappenedToNobody() {
        #expect(numbering.feed(.modification(2, of: .stub(7)).by("G5902")).dispatches == [])
    }

    /// A resend is answered again, and nothing happened again.
    @Test mutating func aResendIsNotDispatchedAgain() {
        let change = RegisterRecord.modification(2, of: .stub(1)).by("G5902")
        numbering.feed(change)
        #expect(numbering.feed(change.sentAgain(source: 9)).dispatches == [])
    }
}
