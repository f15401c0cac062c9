import Register
import Schemas
import StrikeOff
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// Who registered a file is told that it ended, or came back, unless it did that itself.
@Suite struct DispatchTests {
    var strikeOff = WorkerDriver(StrikeOffWorker(), filed: "2012-01-10")

    private func dispatch(_ kind: WireDispatchKind, by desk: String, _ reason: String, on day: String) -> WireDispatch {
        .with {
            $0.desk = "G5901"
            $0.territory = "059"
            $0.number = UniqueNumber.stub(1).text
            $0.kind = kind
            $0.happenedOn = day
            $0.actingDesk = desk
            $0.reason = reason
        }
    }

    @Test mutating func aLeaseOfAnotherLandlordIsDispatchedAndSoIsItsUndoing() {
        let end = strikeOff.feed(.strikeOff(2, of: .stub(1), "RADATT", day: "2012-04-12").by("G5902"))
        #expect(end.dispatches == [dispatch(.struckOff, by: "G5902", "RADATT", on: "2012-04-12")])
        let back = strikeOff.feed(.reinstatement(3, of: .stub(1), day: "2012-04-13").by("G5902"))
        #expect(back.dispatches == [dispatch(.reinstated, by: "G5902", "RADATT", on: "2012-04-13")])
    }

    /// Nobody did it: who registered the file learns it from here alone.
    @Test mutating func aLapseIsAlwaysDispatched() {
        let output = strikeOff.feed(.lapsed(.stub(1), day: "2013-02-10", expired: "2013-01-10", noticed: "2012-11-10"))
        #expect(output.dispatches == [dispatch(.struckOff, by: "", "RADREN", on: "2013-02-10")])
    }

    @Test mutating func whatADeskDoesItselfItKnows() {
        #expect(strikeOff.feed(.strikeOff(2, of: .stub(1), "RADABA")).dispatches == [])
        #expect(strikeOff.feed(.reinstatement(3, of: .stub(1))).dispatches == [])
    }

    @Test mutating func aWarningIsBetweenItsSenderAndTheApplicant() {
        #expect(strikeOff.feed(.warning(2, of: .stub(1), sent: "2012-02-10").by("G5902")).dispatches == [])
    }
}
