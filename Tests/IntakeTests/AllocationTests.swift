import Schemas
import SwiftProtobuf
import TestSupport
import Testing

/// R441-2-9: what is due at a strike-off for an allocation, in full for leases signed from 1 January 2013.
@Suite struct AllocationTests {
    /// Received on 10 January 2013; the lease is signed on the day that a test gives.
    func complaints(_ leased: String, _ alter: (inout WireAllocation) -> Void = { _ in }) -> [String] {
        var door = Door()
        door.publishedAt = 1_357_815_600_000
        let submission = SubmissionFixtures.strikeOff().but {
            $0.receivedOn = "2013-01-10"
            $0.request.strikeOff.allocation = .with {
                $0.landlordSiren = "732829320"
                $0.leaseSignedOn = leased
                $0.rplsID = "5900012345"
            }
            alter(&$0.request.strikeOff.allocation)
        }
        return door.complaints(submission)
    }

    @Test func aLeaseOfBeforeNeedsNoMoreThanTheLandlordAndTheDwelling() {
        #expect(complaints("2012-12-31") == [])
    }

    @Test func aLeaseOf2013NeedsItsFourCodes() {
        #expect(
            complaints("2013-01-01") == [
                "NU_0823 request.strike_off.allocation.quota", "NU_0823 request.strike_off.allocation.agreement",
                "NU_0823 request.strike_off.allocation.dalo_priority",
                "NU_0823 request.strike_off.allocation.already_tenant",
            ]
        )
    }

    @Test func whatIsNotKnownIsSaidToBe() {
        let all = complaints("2013-01-01") {
            $0.quota = "AUCUN"
            $0.agreement = "NONDOC"
            $0.daloPriority = "NONDOC"
            $0.alreadyTenant = "NONDOC"
        }
        #expect(all == [])
        // The list of quotas has no such code.
        let quota = complaints("2013-01-01") {
            $0.quota = "NONDOC"
            $0.agreement = "AUCUN"
            $0.daloPriority = "NON"
            $0.alreadyTenant = "NON"
        }
        #expect(quota == ["NU_0204 request.strike_off.allocation.quota"])
    }

    @Test func withoutAnIdentifierTheDwellingIsDescribedInFull() {
        func complaintsOfDwelling(_ leased: String) -> [String] {
            complaints(leased) {
                $0.rplsID = ""
                $0.dwelling.addressLine = "3 place du Général-de-Gaulle"
                $0.dwellingType = "T3"
                $0.quota = "COLACT"
                $0.agreement = "ACI"
                $0.daloPriority = "OUI"
                $0.alreadyTenant = "NON"
            }
        }
        #expect(complaintsOfDwelling("2012-12-31") == [])
        #expect(
            complaintsOfDwelling("2013-01-01") == [
                "NU_0823 request.strike_off.allocation.surface_square_metres",
                "NU_0823 request.strike_off.allocation.monthly_rent_cents",
                "NU_0823 request.strike_off.allocation.zone",
            ]
        )
    }
}
