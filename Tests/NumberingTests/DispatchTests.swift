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
