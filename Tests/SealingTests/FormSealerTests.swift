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
    static let sealer = FormSealer(keys, of: .stub, source: .seeded(7))

    static func record(_ submission: WireSubmission, at offset: Int64? = 4) -> RegisterRecord {
        let accepted = WireAccepted.with {
            $0.fingerprint = 0xF
            $0.deskKind = "BAILLEUR"
            $0.request = submission.request
        }
        return RegisterRecord(
            submission: .stub(1),
            territory: .nord,
            day: .stub,
            desk: .stub,
            source: offset.map { SourcePosition(partition: 2, offset: $0) },
            kind: .creation,
            fact: .accepted(accepted),
        )
    }

    static func vault(
        _ sealed: SealedRecord,
        _ keys: MasterKeys? = keys,
        of register: RegisterID = .stub,
    ) throws -> Vault {
        var vault = Vault(keys, of: register)
        guard let key = sealed.dataKey else { return vault }
        vault.take(key: key.id.bytes[...], value: Array(try key.wrapped.serializedBytes() as [UInt8])[...])
        return vault
    }

    @Test(arguments: SubmissionFixtures.ofEachKind)
    func whatIsSealedIsOpenedAsItWas(submission: WireSubmission) throws {
        let sealed = Self.sealer.seal(Self.record(submission))
        #expect(sealed.record.key == sealed.dataKey?.id)
        let stored = try sealed.record.reread
        let accepted = try #require(stored.accepted)
        #expect(try Self.vault(sealed).request(of: stored, accepted) == submission.request)
    }

    /// Every text of the identities and contacts is a marker, found again nowhere in the bytes that stand in the log.
    @Test(arguments: SubmissionFixtures.ofEachKind + [whole, allocation])
    func noNameStandsInTheRecord(submission: WireSubmission) throws {
        let sealed = Self.sealer.seal(Self.record(submission)).record
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

    /// Whatever else a record lacks, no name in it is left open for that.
    @Test func aRecordThatSaysNotWhereItComesFromIsSealedToo() throws {
        var record = Self.record(Self.whole, at: nil)
        record.submission = nil
        record.territory = nil
        let sealed = Self.sealer.seal(record)
        #expect(sealed.dataKey != nil)
        #expect(sealed.record.accepted?.request.hasNominative == false)
        let accepted = try #require(sealed.record.accepted)
        #expect(try Self.vault(sealed).request(of: sealed.record, accepted) == Self.whole.request)
    }

    /// What is not nominative stays to be read.
    @Test func theRestOfTheFormStaysOpen() throws {
        let sealed = Self.sealer.seal(Self.record(Self.whole)).record
        let form = try #require(sealed.accepted?.request.application)
        #expect(form.wanted == Self.whole.request.creation.application.wanted)
        #expect(form.dalo == "ACTIF")
        #expect(form.dependants.count == 1)
    }

    /// Somebody who may write to the register puts one person's sealed form into another one's record.
    @Test(arguments: [
        "submission", "desk", "kind", "territory", "day", "number", "source", "agent", "open part", "desk kind",
        "marks",
    ])
    func aFormThatIsCopiedIntoAnotherRecordIsDamaged(changed: String) throws {
        let sealed = Self.sealer.seal(Self.record(Self.whole))
        var record = sealed.record
        var accepted = try #require(record.accepted)
        switch changed {
        case "submission": record.submission = .stub(2)
        case "desk": record.desk = DeskCode(code: "G5902")
        case "kind": record.kind = .import
        case "territory": record.territory = .pasDeCalais
        case "day": record.day = record.day.adding(days: 1)
        case "number": record.number = .stub(1)
        case "source": record.source = SourcePosition(partition: 2, offset: 5)
        case "agent": record.agent = "agent-2"
        case "open part": accepted.request.creation.application.dalo = ""
        case "desk kind": accepted.deskKind = "GESTIONNAIRE"
        default: accepted.persons.removeLast()
        }
        record.fact = .accepted(accepted)
        #expect(throws: Vault.Failure.damaged(record.submission)) {
            try Self.vault(sealed).request(of: record, accepted)
        }
    }

    /// A test register that has the same master keys, and to which records and keys were copied.
    @Test func aFormOfAnotherRegisterIsDamaged() throws {
        let sealed = Self.sealer.seal(Self.record(Self.whole))
        let accepted = try #require(sealed.record.accepted)
        let other = RegisterID(high: 1, low: 2)
        #expect(throws: Vault.Failure.damaged(.stub(1))) {
            try Self.vault(sealed, of: other).request(of: sealed.record, accepted)
        }
    }

    /// The key of one form, stored as that of another.
    @Test func aKeyThatIsCopiedOpensNothing() throws {
        let (one, other) = (Self.sealer.seal(Self.record(Self.whole)), Self.sealer.seal(Self.record(Self.whole)))
        let (id, wrapped) = (try #require(one.dataKey?.id), try #require(other.dataKey?.wrapped))
        var vault = Vault(Self.keys, of: .stub)
        vault.take(key: id.bytes[...], value: Array(try wrapped.serializedBytes() as [UInt8])[...])
        let accepted = try #require(one.record.accepted)
        #expect(throws: Vault.Failure.damaged(.stub(1))) { try vault.request(of: one.record, accepted) }
    }

    /// A record that does not name the key of what is sealed in it reads as one in which nothing is.
    @Test func aRecordWhoseKeyIsTakenOutIsDamaged() throws {
        let sealed = Self.sealer.seal(Self.record(Self.whole))
        var record = sealed.record
        record.key = nil
        let accepted = try #require(record.accepted)
        #expect(throws: Vault.Failure.damaged(.stub(1))) { try Self.vault(sealed).request(of: record, accepted) }
    }

    @Test func aChangedByteOpensNothing() throws {
        let sealed = Self.sealer.seal(Self.record(Self.whole))
        let accepted = try #require(sealed.record.accepted)
        let vault = try Self.vault(sealed)
        for index in accepted.sealed.indices {
            var changed = accepted
            changed.sealed[index] ^= 1
            #expect(throws: Vault.Failure.self) { try vault.request(of: sealed.record, changed) }
        }
    }

    @Test func withoutItsKeyItIsErased() throws {
        let sealed = Self.sealer.seal(Self.record(Self.whole))
        let accepted = try #require(sealed.record.accepted)
        let id = try #require(sealed.dataKey?.id)
        var vault = try Self.vault(sealed)
        #expect(throws: Never.self) { try vault.request(of: sealed.record, accepted) }
        vault.take(key: id.bytes[...], value: nil)
        #expect(throws: Vault.Failure.erased(.stub(1))) { try vault.request(of: sealed.record, accepted) }
        #expect(throws: Vault.Failure.closed) { try Self.vault(sealed, nil).request(of: sealed.record, accepted) }
    }

    /// A submission that comes again, or that an intake reads a second time since it lost its place: what the repeat is sealed
    /// under is dropped with the repeat, and the original opens as before.
    @Test func aRepeatHasAKeyOfItsOwn() throws {
        let record = Self.record(Self.whole)
        let (first, again) = (Self.sealer.seal(record), Self.sealer.seal(record))
        let (one, two) = (try #require(first.dataKey), try #require(again.dataKey))
        #expect(one.id != two.id)
        var vault = try Self.vault(first)
        vault.take(key: two.id.bytes[...], value: Array(try two.wrapped.serializedBytes() as [UInt8])[...])
        vault.take(key: two.id.bytes[...], value: nil)
        let accepted = try #require(first.record.accepted)
        #expect(try vault.request(of: first.record, accepted) == Self.whole.request)
    }

    /// The same form twice gives two keys and two texts: who sees both learns nothing.
    @Test func noTwoFormsAreSealedAlike() throws {
        let sealer = FormSealer(Self.keys, of: .stub)
        let (one, two) = (sealer.seal(Self.record(Self.whole)), sealer.seal(Self.record(Self.whole)))
        #expect(one.record.accepted?.sealed != two.record.accepted?.sealed)
        #expect(one.dataKey?.wrapped.wrapped != two.dataKey?.wrapped.wrapped)
        // And yet workers know the person again.
        #expect(one.record.accepted?.persons == two.record.accepted?.persons)
        #expect(one.record.accepted?.fingerprint == two.record.accepted?.fingerprint)
    }

    @Test func unsealedNothingIsHidden() throws {
        let sealed = FormSealer.unsealed.seal(Self.record(Self.whole))
        #expect(sealed.dataKey == nil)
        #expect(sealed.record.key == nil)
        #expect(sealed.record.accepted?.request == Self.whole.request)
        #expect(sealed.record.accepted?.personKeys.count == 2)
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

    /// As it is read from the log.
    fileprivate var reread: RegisterRecord {
        get throws {
            try #require(try RegisterRecord.decode(encoded()[...], offset: -1, interest: .everything))
        }
    }
}
