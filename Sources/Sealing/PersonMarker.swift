import Crypto
import Foundation
import Matching
import Register
import Schemas
import WorkerKit

/// Makes what workers know persons by. With a secret, who has the log and not the secret cannot find out by trying names
/// whose marks they are; every process of a register has the same.
package struct PersonMarker: Sendable {
    /// HMAC-SHA256 that has taken in the secret and nothing else; nil where there is none. To begin one costs more than
    /// what follows.
    private let keyed: HMAC<SHA256>?
    /// Which secret; 0 for none.
    package let comparison: UInt32
    /// One for each territory, after one for none: sketches of two of them say nothing of each other.
    private let sketchKeys: [SketchKey]

    package init(_ keys: MasterKeys?) {
        let keyed = keys.map { HMAC<SHA256>(key: $0.comparison) }
        self.keyed = keyed
        comparison = keys?.comparisonID ?? 0
        sketchKeys = (0...UInt64(UInt8.max) + 1).map { place in
            guard let keyed else { return SketchKey(low: place, high: 0) }
            let (high, low) = PersonMarker.digest(keyed, .sketch, place)
            return SketchKey(low: low, high: high)
        }
    }

    /// What is compared between forms. Whatever else is to be compared, of an identity or a contact, is made here.
    package func marks(
        of identity: WireIdentity,
        _ contact: WireContact,
        within territory: Territory?,
    ) -> WirePersonMarks {
        marks(of: identity, contact, within: territory, sketchKey(of: territory))
    }

    private func marks(
        of identity: WireIdentity,
        _ contact: WireContact,
        within territory: Territory?,
        _ sketchKey: SketchKey,
    ) -> WirePersonMarks {
        let names = NameMarks(identity, within: territory)
        var marks = WirePersonMarks(
            keys: PersonKey.graded(of: identity).map { (mark($0.key.within(territory)), $0.isVague) },
            names: NameMarks(birth: mark(names.birth), last: mark(names.last), given: mark(names.given)),
        )
        marks.sketch.append(contentsOf: PersonSketch(PersonDescription(identity, contact), sketchKey).bytes)
        return marks
    }

    /// The marks of who asks in a form, in its order. Of an association, nobody's.
    package func marks(of form: WireApplication, within territory: Territory?) -> [WirePersonMarks] {
        guard form.hasApplicant || !form.coApplicants.isEmpty else { return [] }
        let sketchKey = sketchKey(of: territory)
        return ([form.applicant] + form.coApplicants).map {
            marks(of: $0.identity, $0.contact, within: territory, sketchKey)
        }
    }

    /// The marks of who depends on the household.
    func dependants(of form: WireApplication, within territory: Territory?) -> DependantMarks {
        if form.dependants.isEmpty { return DependantMarks() }
        return DependantMarks(
            form.dependants.map { Dependant(firstNames: $0.identity.firstNames, birthDate: $0.identity.birthDate) },
            sketchKey(of: territory)
        )
    }

    /// The keys that nobody else has, of who asks in a form.
    package func tellingKeys(of form: WireApplication, within territory: Territory?) -> [PersonKey] {
        let people = (form.hasApplicant ? [form.applicant] : []) + form.coApplicants
        return people.flatMap { PersonKey.graded(of: $0.identity) }
            .filter { !$0.isVague }
            .map { mark($0.key.within(territory)) }
    }

    private func sketchKey(of territory: Territory?) -> SketchKey {
        sketchKeys[territory.map { Int($0.rawIndex) + 1 } ?? 0]
    }

    /// Of the content as intake judged it, before anything is taken out of it. There are names in it too, so it is keyed; and it
    /// is taken over the whole request, since two requests can be found whose short fingerprints are the same.
    func fingerprint(of accepted: WireAccepted) -> UInt64 {
        guard let keyed else { return accepted.fingerprint }
        return PersonMarker.digest(keyed, .content, accepted.fingerprint, then: accepted.request.encodedBytes()).0
    }

    private func mark(_ key: PersonKey) -> PersonKey {
        guard let keyed else { return key }
        let (high, low) = PersonMarker.digest(keyed, .person, key.high, key.low)
        return PersonKey(fingerprint: Fingerprint(high: high, low: low))
    }

    /// No name stays no name; one name in four thousand million has no bit set.
    private func mark(_ name: UInt32) -> UInt32 {
        guard let keyed, name != 0 else { return name }
        return max(1, UInt32(truncatingIfNeeded: PersonMarker.digest(keyed, .name, UInt64(name)).0))
    }

    /// Marks of one kind never meet marks of another: each begins with its own byte.
    private enum Kind: UInt8 {
        case person = 1
        case name = 2
        case content = 3
        case sketch = 4
    }

    /// The first 128 bits of HMAC-SHA256.
    private static func digest(
        _ keyed: HMAC<SHA256>,
        _ kind: Kind,
        _ words: UInt64...,
        then rest: [UInt8] = [],
    ) -> (UInt64, UInt64) {
        var writer = WireWriter(capacity: 17)
        writer.bytes.append(kind.rawValue)
        for word in words { writer.raw(bigEndian: word) }
        var code = keyed
        code.update(data: writer.bytes)
        if !rest.isEmpty { code.update(data: rest) }
        return code.finalize().withUnsafeBytes { bytes in
            (
                UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }
}
