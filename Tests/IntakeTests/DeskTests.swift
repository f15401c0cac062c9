import Intake
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

@Suite struct DeskTests {
    func door(_ alter: (inout WireDesk) -> Void) -> Door {
        Door(
            references: Door.references(
                desks: [SubmissionFixtures.landlord(), SubmissionFixtures.manager()].map {
                    var desk = $0
                    alter(&desk)
                    return desk
                }
            )
        )
    }

    @Test(arguments: SubmissionFixtures.ofEachKind)
    func eachKindNeedsItsRight(_ submission: WireSubmission) throws {
        let kind = try #require(Door().judge(submission).record?.kind)
        let without = door { $0.rights.removeAll { $0 == kind } }
        #expect(without.complaints(submission) == ["NU_0606 desk"])
        let only = door { $0.rights = [kind] }
        #expect(only.complaints(submission) == [])
    }

    @Test(arguments: [
        SubmissionFixtures.deletion(), SubmissionFixtures.importing(), SubmissionFixtures.reviewDecision(),
    ])
    func whatIsTheManagersIsRefusedToOthersWhateverTheirRights(_ submission: WireSubmission) {
        let generous = door { $0.rights = WireSubmissionKind.allCases }
        let byLandlord = submission.but { $0.desk = SubmissionFixtures.landlordDesk }
        #expect(generous.complaints(byLandlord) == ["NU_0607 desk"])
    }

    @Test func aDeskWithoutTheTerritoryIsRefused() {
        let elsewhere = door { $0.territories = ["062"] }
        #expect(elsewhere.complaints(SubmissionFixtures.renewal()) == ["NU_0605 territory"])
    }

    @Test func aSuspendedDeskIsRefused() {
        let suspended = door { $0.suspended = true }
        #expect(suspended.complaints(SubmissionFixtures.renewal()) == ["NU_0603 desk"])
    }

    @Test func withoutADeskOrAnIdNobodyCanBeAnswered() {
        let creation = SubmissionFixtures.creation()
        for desk in ["", "G59", "G59011", "G59!1"] {
            #expect(Door().judge(creation.but { $0.desk = desk }).reason?.hasPrefix("NU_0601: ") == true)
        }
        for id in ["", "1", String(repeating: "g", count: 36), SubmissionFixtures.id() + "0"] {
            #expect(Door().judge(creation.but { $0.submissionID = id }).reason?.hasPrefix("NU_0104: ") == true)
        }
    }

    @Test func aDeskIsReadAsTheManagerWroteIt() throws {
        let desk = try Desk(SubmissionFixtures.landlord())
        #expect(desk.code.code == "G5901")
        #expect(desk.kind == .landlord)
        #expect(desk.siren == SIREN("732829320"))
        #expect(desk.territories == [.nord, .pasDeCalais])
        #expect(desk.rights.contains(.creation) && !desk.rights.contains(.deletion))
        #expect(!desk.isSuspended)
    }

    @Test func aDeskThatCannotBeIsRefusedWithAllItsErrors() {
        let wire = WireDesk.with {
            $0.code = "g5901"
            $0.kind = "Bailleur"
            $0.siren = "1"
            $0.territories = ["059", "020"]
        }
        let error = #expect(throws: InvalidDesk.self) { try Desk(wire) }
        #expect(
            error?.anomalies.map(\.description) == [
                "NU_0601 code", "NU_0204 kind", "NU_0306 siren", "NU_0407 territories[1]",
            ]
        )
    }

    @Test func aRightOfALaterVersionIsLeftOut() throws {
        var wire = SubmissionFixtures.landlord()
        wire.rights = [.renewal, .unspecified, .UNRECOGNIZED(40), .UNRECOGNIZED(-3)]
        #expect(try Desk(wire).rights == .renewal)
    }

    @Test func aBadUpdateLeavesTheDeskAsItWas() throws {
        var references = Door.references()
        let before = references.desks
        let key = Bytes("G5901".utf8)
        var other = SubmissionFixtures.landlord()
        other.code = "G5902"
        let otherBytes = Bytes(try other.serializedBytes() as [UInt8])
        var bad = SubmissionFixtures.landlord()
        bad.kind = ""
        let badBytes = Bytes(try bad.serializedBytes() as [UInt8])
        #expect(throws: ReferenceError.badKey(topic: "nu.desks")) { try references.take(desk: [0xFF], value: nil) }
        #expect(throws: ReferenceError.unreadable(topic: "nu.desks", key: "G5901")) {
            try references.take(desk: key, value: [1, 2, 3])
        }
        #expect(throws: ReferenceError.otherKey(topic: "nu.desks", key: "G5901")) {
            try references.take(desk: key, value: otherBytes)
        }
        #expect(throws: ReferenceError.self) { try references.take(desk: key, value: badBytes) }
        #expect(references.desks == before)
        try references.take(desk: key, value: nil)
        #expect(references.desks.count == 1)
    }
}

@Suite struct CommuneReferenceTests {
    let creation = SubmissionFixtures.creation().butApplication { $0.wanted.communes = ["59350", "59999"] }

    @Test func withoutAListEveryPossibleCommuneIsAccepted() {
        #expect(Door().complaints(creation) == [])
    }

    @Test func withAListOfTheTerritoryAnUnknownOneIsRefused() {
        var door = Door()
        door.know(communes: ["59350", "59009"])
        #expect(door.complaints(creation) == ["NU_0403 request.creation.application.wanted.communes[1]"])
    }

    @Test func theListOfAnotherTerritorySaysNothing() {
        var door = Door()
        door.know(communes: ["62041"])
        #expect(door.complaints(creation) == [])
    }

    @Test func aCommuneMayBeTakenOffTheListAndTheListEmptied() throws {
        var door = Door()
        door.know(communes: ["59350", "59350", "59009"])
        try door.references.take(commune: Bytes("59350".utf8), value: nil)
        #expect(door.complaints(creation).count == 2)
        try door.references.take(commune: Bytes("59009".utf8), value: nil)
        try door.references.take(commune: Bytes("59009".utf8), value: nil)
        #expect(door.complaints(creation) == [])
        #expect(throws: ReferenceError.badKey(topic: "nu.communes")) {
            try door.references.take(commune: Bytes("59000".utf8), value: nil)
        }
    }
}
