import Foundation
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

@testable import Sealing

/// Goal: in a sealed record nobody can be named, and who has the keys reads what was filed, in its place and in no other.
@Suite struct FormSealerTests {
    static let keys = MasterKeys.derived(from: 7)
    static let sealer = FormSealer(keys, source: .seeded(7))

    static func record(_ submission: WireSubmission, at offset: Int64 = 4, _ territory: Territory = .nord)
        -> RegisterRecord
    {
        let accepted = WireAccepted.with {
            $0.fingerprint = 0xF
            $0.request = submission.request
        }
        return RegisterRecord(
            submission: .stub(1),
            territory: territory,
            day: .stub,
            source: SourcePosition(partition: 2, offset: offset),
            fact: .accepted(accepted),
        )
    }

    static func vault(_ key: WireDataKey?, at record: RegisterRecord, _ keys: MasterKeys? = keys) throws -> Vault {
        var vault = Vault(keys)
        let place = Array((record.source?.keyText ?? "").utf8)
        vault.take(key: place[...], value: try key.map { Array(try $0.serializedBytes() as [UInt8])[...] })
        return vault
    }

    @Test(arguments: SubmissionFixtures.ofEachKind)
    func whatIsSealedIsOpenedAsItWas(submission: WireSubmission) throws {
        let (sealed, key) = Self.sealer.seal(Self.record(submission))
        let accepted = try #require(sealed.accepted)
        #expect(sealed.isSealed == (key != nil))
        #expect(try Self.vault(key, at: sealed).request(of: sealed, accepted) == submission.request)
    }

    /// Every text of the identities and contacts is a marker, found again nowhere in the bytes that stand in the log.
    @Test(arguments: SubmissionFixtures.ofEachKind + [whole, allocation])
    func noNameStandsInTheRecord(submission: WireSubmission) throws {
        let (sealed, _) = Self.sealer.seal(Self.record(submission))
        let accepted = try #require(sealed.accepted)
        let json = try accepted.request.jsonString()
        for name in [
            "identity", "contact", "dwelling\"", "lastName", "firstNames", "birthDate", "nir", "addressLine", "email\"",
        ] {
            #expect(!json.contains("\"\(name)"), "\(name)")
        }
        #expect(!accepted.request.hasNominative)
        for text in ["Delattre", "Zoé", "Belkacem", "Karim", "1982-06-30", "rue "] {
            #expect(!String(decoding: sealed.encoded(), as: UTF8.self).contains(text), "\(text)")
        }
    }

    /// What is not nominative stays to be read.
    @Test func theRestOfTheFormStaysOpen() throws {
        let (sealed, _) = Self.sealer.seal(Self.record(Self.whole))
        let form = try #require(sealed.accepted?.request.application)
        #expect(form.wanted == Self.whole.request.creation.application.wanted)
        #expect(form.dalo == "ACTIF")
        #expect(form.dependants.count == 1)
    }

    @Test func itOpensInItsPlaceAlone() throws {
        let (sealed, key) = Self.sealer.seal(Self.record(Self.whole))
        let accepted = try #require(sealed.accepted)
        var elsewhere = sealed
        elsewhere.source = SourcePosition(partition: 2, offset: 5)
        #expect(throws: Vault.Failure.damaged(SourcePosition(partition: 2, offset: 5))) {
            try Self.vault(key, at: elsewhere).request(of: elsewhere, accepted)
        }
        var abroad = sealed
        abroad.territory = .pasDeCalais
        #expect(throws: Vault.Failure.self) { try Self.vault(key, at: abroad).request(of: abroad, accepted) }
    }

    @Test func aChangedByteOpensNothing() throws {
        let (sealed, key) = Self.sealer.seal(Self.record(Self.whole))
        let accepted = try #require(sealed.accepted)
        let vault = try Self.vault(key, at: sealed)
        for index in accepted.sealed.indices {
            var changed = accepted
            changed.sealed[index] ^= 1
            #expect(throws: Vault.Failure.self) { try vault.request(of: sealed, changed) }
        }
    }

    @Test func withoutItsKeyItIsErased() throws {
        let (sealed, key) = Self.sealer.seal(Self.record(Self.whole))
        let accepted = try #require(sealed.accepted)
        var vault = try Self.vault(key, at: sealed)
        #expect(throws: Never.self) { try vault.request(of: sealed, accepted) }
        vault.take(key: Array("2/4".utf8)[...], value: nil)
        #expect(throws: Vault.Failure.erased(SourcePosition(partition: 2, offset: 4))) {
            try vault.request(of: sealed, accepted)
        }
        #expect(throws: Vault.Failure.closed) { try Self.vault(key, at: sealed, nil).request(of: sealed, accepted) }
    }

    /// The same form twice gives two keys and two texts: who sees both learns nothing.
    @Test func noTwoFormsAreSealedAlike() throws {
        let sealer = FormSealer(Self.keys)
        let (one, two) = (sealer.seal(Self.record(Self.whole)), sealer.seal(Self.record(Self.whole)))
        #expect(one.record.accepted?.sealed != two.record.accepted?.sealed)
        #expect(one.key?.wrapped != two.key?.wrapped)
        // And yet workers know the person again.
        #expect(one.record.accepted?.persons == two.record.accepted?.persons)
        #expect(one.record.accepted?.fingerprint == two.record.accepted?.fingerprint)
    }

    @Test func unsealedNothingIsHidden() throws {
        let (record, key) = FormSealer.unsealed.seal(Self.record(Self.whole))
        #expect(key == nil)
        #expect(!record.isSealed)
        #expect(record.accepted?.request == Self.whole.request)
        #expect(record.accepted?.personKeys.count == 2)
    }

    static let whole: WireSubmission = .with {
        $0.request.creation.application = .with { form in
            form.applicant.identity = Somebody.zoe.identity
            form.applicant.contact.addressLine = "1 rue de Paris"
            form.applicant.contact.email = "zoe@example.org"
            form.coApplicants = [.with { $0.identity = Somebody.karim.identity }]
            form.dependants = [
                .with {
                    $0.identity = Somebody.lou.identity
                    $0.relationship = "E"
                }
            ]
            form.legalPerson.siren = "732829320"
            form.legalPerson.contact.addressLine = "2 rue de Lille"
            form.wanted.communes = ["59350"]
            form.dalo = "ACTIF"
        }
    }

    static let allocation: WireSubmission = .with {
        $0.request.strikeOff.reason = "RADATT"
        $0.request.strikeOff.allocation.dwelling.addressLine = "3 rue de Douai"
        $0.request.strikeOff.allocation.dwellingType = "T3"
    }
}

extension RegisterRecord {
    fileprivate var accepted: WireAccepted? {
        if case .accepted(let accepted) = fact { accepted } else { nil }
    }
}
