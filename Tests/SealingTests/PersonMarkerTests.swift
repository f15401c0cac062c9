import Matching
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

@testable import Sealing

/// The same person has the same marks on every intake of a register, and in no other register or territory.
@Suite struct PersonMarkerTests {
    private func marks(
        _ somebody: Somebody,
        _ keys: MasterKeys? = .derived(from: 1),
        _ territory: Territory = .nord,
    ) -> WirePersonMarks {
        PersonMarker(keys).marks(of: somebody.identity, WireContact(), within: territory)
    }

    private static let married = Somebody("Duval", "Zoé", "1982-06-30", birthName: "Delattre")

    @Test func aPersonIsKnownAgain() {
        #expect(marks(.zoe) == marks(Somebody("DELATTRE", "zoe", "1982-06-30")))
        let shared = Set(marks(.zoe).personKeys).intersection(marks(Self.married).personKeys)
        #expect(shared.count == 1)
        #expect(marks(.zoe).givenMark == marks(Self.married).givenMark)
        #expect(marks(.zoe).lastMark == marks(Self.married).birthMark)
    }

    @Test func othersAreOthers() {
        #expect(Set(marks(.zoe).personKeys).isDisjoint(with: marks(.karim).personKeys))
        #expect(marks(.zoe).lastMark != marks(.karim).lastMark)
        #expect(marks(.zoe).birthMark == 0, "no birth name is none")
    }

    /// Who has the log, and tries all names, must have the secret too.
    @Test func marksFollowFromTheSecret() {
        let (here, elsewhere, open) = (marks(.zoe), marks(.zoe, .derived(from: 2)), marks(.zoe, nil))
        #expect(Set(here.personKeys).isDisjoint(with: elsewhere.personKeys))
        #expect(Set(here.personKeys).isDisjoint(with: open.personKeys))
        #expect(here.lastMark != elsewhere.lastMark)
        #expect(here.lastMark != open.lastMark)
        let accepted = WireAccepted.with { $0.fingerprint = 0xF }
        let fingerprint = { (keys: MasterKeys?) in PersonMarker(keys).fingerprint(of: accepted) }
        #expect(Set([fingerprint(nil), fingerprint(.derived(from: 1)), fingerprint(.derived(from: 2))]).count == 3)
    }

    /// 64 bits that anybody can compute are too few: whoever finds two requests with the same ones has not found two that the
    /// register takes for one.
    @Test func twoRequestsWithOneShortFingerprintAreTwo() {
        let marker = PersonMarker(.derived(from: 1))
        let prints = [Somebody.zoe, .karim].map { person in
            marker.fingerprint(
                of: .with {
                    $0.fingerprint = 0xF
                    $0.request.creation.application = .stub([person])
                }
            )
        }
        #expect(prints[0] != prints[1])
    }

    @Test func nothingCrossesTerritories() {
        let (here, there) = (marks(.zoe), marks(.zoe, .derived(from: 1), .pasDeCalais))
        #expect(Set(here.personKeys).isDisjoint(with: there.personKeys))
        #expect(here.lastMark != there.lastMark)
    }

    @Test func dependantsAreMarkedForTheTerritory() {
        let form = WireApplication.stub([Somebody.zoe.with { $0.children = [.lou, .karim] }])
        let marker = PersonMarker(.derived(from: 1))
        let here = marker.dependants(of: form, within: .nord)
        #expect(here.all.count == 2)
        #expect(here == PersonMarker(.derived(from: 1)).dependants(of: form, within: .nord))
        #expect(Set(here.all).isDisjoint(with: marker.dependants(of: form, within: .pasDeCalais).all))
        #expect(Set(here.all).isDisjoint(with: PersonMarker(.derived(from: 2)).dependants(of: form, within: .nord).all))
        #expect(marker.dependants(of: .stub([.zoe]), within: .nord).isEmpty)
    }

    /// A command that looks for somebody needs no sketch of them.
    @Test func keysAloneAreThoseOfTheMarksThatNobodyElseHas() {
        let form = WireApplication.stub([.zoe, Somebody("Diop", "Awa", "1975-01-01"), Self.married])
        let marker = PersonMarker(.derived(from: 1))
        let marks = marker.marks(of: form, within: .pasDeCalais)
        #expect(marker.tellingKeys(of: form, within: .pasDeCalais) == (marks[0].personKeys + marks[2].personKeys))
        #expect(marker.tellingKeys(of: .stub([]), within: .nord) == [])
    }

    @Test func anAssociationIsNobody() {
        #expect(PersonMarker(nil).marks(of: .stub([]), within: .nord) == [])
    }
}
