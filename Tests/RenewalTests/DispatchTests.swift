import Register
import Renewal
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// Who registered a file is told that it was renewed elsewhere.
@Suite struct DispatchTests {
    var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")

    @Test mutating func aRenewalElsewhereIsDispatchedWithItsYear() {
        let output = renewal.feed(.renewal(2, of: .stub(1), day: "2012-03-15").by("59350"))
        #expect(
            output.dispatches == [
                .with {
                    $0.desk = "G5901"
                    $0.territory = "059"
                    $0.number = UniqueNumber.stub(1).text
                    $0.kind = .renewed
                    $0.happenedOn = "2012-03-15"
                    $0.actingDesk = "59350"
                    $0.validUntil = "2013-03-15"
                }
            ]
        )
    }

    @Test mutating func aRenewalAtTheDeskItselfIsNot() {
        #expect(renewal.feed(.renewal(2, of: .stub(1), day: "2012-03-15")).dispatches == [])
    }

    @Test mutating func aRefusedOneIsNot() {
        #expect(renewal.feed(.renewal(2, of: .stub(1), day: "2011-05-15").by("59350")).dispatches == [])
    }
}
