import Register
import Schemas
import StrikeOff
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// R441-2-9: the fact holds what is due, and no address.
@Suite struct AllocationTests {
    @Test func theFactHoldsWhatTheLandlordGave() throws {
        var strikeOff = WorkerDriver(StrikeOffWorker(), filed: "2012-01-10")
        var request = RegisterRecord.strikeOff(2, of: .stub(1), "RADATT", lease: "2013-04-02", day: "2013-04-12")
        guard case .accepted(var accepted) = request.fact else { return }
        accepted.request.strikeOff.allocation = .with {
            $0.landlordSiren = "732829320"
            $0.leaseSignedOn = "2013-04-02"
            $0.rplsID = "5900012345"
            $0.dwelling.addressLine = "12 rue des Postes"
            $0.dwelling.commune = "59350"
            $0.dwellingType = "T3"
            $0.surfaceSquareMetres = 64
            $0.monthlyRentCents = 41_250
            $0.zone = "ZUSNON"
            $0.quota = "PPRIOR"
            $0.agreement = "ACD"
            $0.daloPriority = "OUI"
            $0.alreadyTenant = "NON"
        }
        request.fact = .accepted(accepted)
        let expected = WireStruckOff.with {
            $0.reason = "RADATT"
            $0.leaseDay = CivilDate("2013-04-02").days
            $0.landlordSiren = "732829320"
            $0.rplsID = "5900012345"
            $0.dwellingType = "T3"
            $0.surfaceSquareMetres = 64
            $0.monthlyRentCents = 41_250
            $0.zone = "ZUSNON"
            $0.quota = "PPRIOR"
            $0.agreement = "ACD"
            $0.daloPriority = "OUI"
            $0.alreadyTenant = "NON"
        }
        let output = strikeOff.feed(request)
        #expect(output.struckOff == [expected])
        let bytes = try #require(output.facts.first).encoded()
        #expect(!String(decoding: bytes, as: UTF8.self).contains("Postes"))
    }

    @Test func everyDecisionNamesTheDeskAndTheAgent() {
        var strikeOff = WorkerDriver(StrikeOffWorker(), filed: "2012-01-10")
        let warned = strikeOff.feed(.warning(2, of: .stub(1), sent: "2012-02-10").by("G5902", agent: "a-12"))
        let struck = strikeOff.feed(
            .strikeOff(3, of: .stub(1), "RADCON", day: "2012-04-10").by("G5902", agent: "a-13")
        )
        let back = strikeOff.feed(
            .reinstatement(4, of: .stub(1), day: "2012-04-11").by("G5900", .manager, agent: "g-1")
        )
        let declined = strikeOff.feed(.reinstatement(5, of: .stub(1), day: "2012-04-12").by("G5902", agent: "a-14"))
        let facts = (warned + struck + back + declined).facts
        #expect(facts.map { $0.desk?.code } == ["G5902", "G5902", "G5900", "G5902"])
        #expect(facts.map(\.agent) == ["a-12", "a-13", "g-1", "a-14"])
    }
}
