import Register
import Schemas

extension PersonKey {
    /// The keys of everyone who asks in an application: under the last name, the birth name, and the NIR where given.
    /// None for an association, which may have several applications (arrêté of 7 November 2000, art. 1).
    package static func all(in application: WireApplication) -> [PersonKey] {
        var keys: [PersonKey] = []
        func add(_ key: PersonKey) {
            if !keys.contains(key) { keys.append(key) }
        }
        for identity in [application.applicant.identity] + application.coApplicants.map(\.identity) {
            if let birthDate = CivilDate(iso: identity.birthDate) {
                for name in [identity.lastName, identity.birthName] where !name.isEmpty {
                    add(.civil(lastName: name, firstNames: identity.firstNames, birthDate: birthDate))
                }
            }
            if let nir = NIR(identity.nir) { add(.nir(nir)) }
        }
        return keys
    }

    /// The person in one territory. A partition holds several, and each has its own applications.
    package func within(_ territory: Territory?) -> PersonKey {
        var builder = FingerprintBuilder()
        builder.add(territory?.rawIndex ?? .max)
        builder.add(high)
        builder.add(low)
        return PersonKey(fingerprint: builder.finish())
    }
}
