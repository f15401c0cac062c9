import Crypto
import Foundation
import Matching
import Register
import Schemas
import WorkerKit

/// Makes what workers know persons by. With a secret, who has the log and not the secret cannot find out by trying names
/// whose marks they are; every process of a register has the same.
package struct PersonMarker: Sendable {
    private let secret: SymmetricKey?
    /// Which secret; 0 for none.
    package let comparison: UInt32

    init(_ keys: MasterKeys?) {
        secret = keys?.comparison
        comparison = keys?.comparisonID ?? 0
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
            keys: PersonKey.graded(of: identity).map { (keyed($0.key.within(territory)), $0.isVague) },
            names: NameMarks(birth: keyed(names.birth), last: keyed(names.last), given: keyed(names.given)),
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

    /// One for each territory: sketches of two of them say nothing of each other.
    private func sketchKey(of territory: Territory?) -> SketchKey {
        let place = UInt64(territory.map { UInt16($0.rawIndex) + 1 } ?? 0)
        guard secret != nil else {
            return SketchKey(low: place, high: 0)
        }
        let (high, low) = digest(of: .sketch, place)
        return SketchKey(low: low, high: high)
    }

    /// The fingerprint of a content has names in it too.
    func keyed(content: UInt64) -> UInt64 {
        secret == nil ? content : digest(of: .content, content).0
    }

    private func keyed(_ key: PersonKey) -> PersonKey {
        guard secret != nil else { return key }
        let (high, low) = digest(of: .person, key.high, key.low)
        return PersonKey(fingerprint: Fingerprint(high: high, low: low))
    }

    /// No name stays no name; one name in four thousand million has no bit set.
    private func keyed(_ mark: UInt32) -> UInt32 {
        guard secret != nil, mark != 0 else { return mark }
        return max(1, UInt32(truncatingIfNeeded: digest(of: .name, UInt64(mark)).0))
    }

    /// Marks of one kind never meet marks of another: each begins with its own byte.
    private enum Kind: UInt8 {
        case person = 1
        case name = 2
        case content = 3
        case sketch = 4
    }

    /// The first 128 bits of HMAC-SHA256.
    private func digest(of kind: Kind, _ words: UInt64...) -> (UInt64, UInt64) {
        guard let secret else { preconditionFailure("nothing is keyed without a secret") }
        var writer = WireWriter(capacity: 17)
        writer.bytes.append(kind.rawValue)
        for word in words { writer.raw(bigEndian: word) }
        return HMAC<SHA256>.authenticationCode(for: writer.bytes, using: secret).withUnsafeBytes { bytes in
            (
                UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }
}
