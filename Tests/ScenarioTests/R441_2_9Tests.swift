import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing

/// R441-2-9: what a landlord says of the dwelling that it let; in force for leases signed from 1 January 2013.
@Suite("R441-2-9, the lease") struct R441_2_9Tests {
    @Test(arguments: stories) func theLease(_ story: Story) { story.check() }

    private static let path = "request.strike_off.allocation"

    static let stories: [Story] = [
        story("of a lease of before, the landlord and the dwelling are enough") {
            on("2012-04-02", .files(), expects: .registered)
            on(
                "2013-01-10",
                .isHoused(lease: "2012-12-31"),
                expects: .struckOff(
                    .allocated,
                    ["landlord": "732829320", "lease": "2012-12-31", "dwelling": "5900012345"]
                )
            )
        },
        story("of one of 2013, four more codes; NONDOC where it is not known") {
            on("2012-04-02", .files(), expects: .registered)
            on(
                "2013-01-10",
                .isHoused(lease: "2013-01-01"),
                expects: .refused(
                    .allocationDataMissing,
                    .allocationDataMissing,
                    .allocationDataMissing,
                    .allocationDataMissing
                )
            )
            on(
                "2013-01-10",
                .isHoused(lease: "2013-01-01") {
                    $0.quota = "PPRIOR"
                    $0.agreement = "NONDOC"
                    $0.daloPriority = "OUI"
                    $0.alreadyTenant = "NONDOC"
                },
                expects: .struckOff(.allocated, ["quota": "PPRIOR", "agreement": "NONDOC"])
            )
        },
        story("the landlord is the one that let it") {
            on("2012-04-02", .files(), expects: .registered)
            on(
                "2012-06-01",
                .isHoused(lease: "2012-05-30", by: .otherLandlord),
                expects: .refused(.leaseOfAnotherLandlord)
            )
        },
        story("a dwelling without an identifier is described") {
            on("2012-04-02", .files(), expects: .registered)
            on("2012-06-01", .isHoused(lease: "2012-05-30") { $0.rplsID = "" }, expects: .refused(.dwellingDataMissing))
            on(
                "2012-06-01",
                .isHoused(lease: "2012-05-30") {
                    $0.rplsID = ""
                    $0.dwelling.addressLine = "3 place du Général-de-Gaulle"
                    $0.dwellingType = "T3"
                },
                expects: .struckOff(.allocated, ["type": "T3"])
            )
        },
        story("whoever is housed may file again: another number, and seniority begins anew") {
            on("2011-04-10", .files(), expects: .registered(filed: "2011-04-10"))
            on("2011-09-01", .isHoused(lease: "2011-08-30"), expects: .struckOff(.allocated))
            on("2011-09-02", .files(), expects: .registered(filed: "2011-09-02"))
        },
    ]
}
