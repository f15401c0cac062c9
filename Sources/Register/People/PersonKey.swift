/// What makes two entries the same person to a machine: same names and birth date, or same NIR.
///
/// Shape: a ``Fingerprint`` of two `UInt64`. Keys of one kind never meet keys of the other: each begins with its own byte.
package struct PersonKey: Hashable, Sendable {
    package var fingerprint: Fingerprint

    package init(fingerprint: Fingerprint) {
        self.fingerprint = fingerprint
    }

    package var high: UInt64 { fingerprint.high }

    package var low: UInt64 { fingerprint.low }

    /// By civil status. Case, accents, hyphens and spaces make no difference; the order of first names does.
    package static func civil(lastName: String, firstNames: String, birthDate: CivilDate) -> PersonKey {
        var builder = FingerprintBuilder()
        builder.add(separator: Kind.civil.rawValue)
        builder.add(NormalizedName.utf8(of: lastName))
        builder.add(separator: 0x1F)
        builder.add(NormalizedName.utf8(of: firstNames))
        builder.add(separator: 0x1F)
        builder.add(birthDate.days)
        return PersonKey(fingerprint: builder.finish())
    }

    /// By social security number.
    package static func nir(_ nir: NIR) -> PersonKey {
        var builder = FingerprintBuilder()
        builder.add(separator: Kind.nir.rawValue)
        builder.add(nir.text)
        return PersonKey(fingerprint: builder.finish())
    }

    /// The person in one territory. A partition holds several, and each has its own applications.
    package func within(_ territory: Territory?) -> PersonKey {
        var builder = FingerprintBuilder()
        builder.add(territory?.rawIndex ?? .max)
        builder.add(high)
        builder.add(low)
        return PersonKey(fingerprint: builder.finish())
    }

    /// The first byte of what is hashed.
    private enum Kind: UInt8 {
        case civil = 1
        case nir = 2
    }
}

extension PersonKey: Comparable, CustomStringConvertible {
    package static func < (left: PersonKey, right: PersonKey) -> Bool {
        left.fingerprint < right.fingerprint
    }

    package var description: String { fingerprint.description }
}
