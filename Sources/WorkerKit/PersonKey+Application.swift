import Register
import Schemas

extension PersonKey {
    /// The keys of everyone who asks in an application. None for an association, which may have several applications
    /// (arrêté of 7 November 2000, art. 1).
    package static func all(in application: WireApplication) -> [PersonKey] {
        var keys: [PersonKey] = []
        for person in [application.applicant] + application.coApplicants {
            for key in all(of: person.identity) { keys.add(key) }
        }
        return keys
    }

    /// The keys of a person: under the last name, the birth name, and the NIR where given.
    package static func all(of identity: WireIdentity) -> [PersonKey] {
        var keys: [PersonKey] = []
        if let birthDate = CivilDate(iso: identity.birthDate) {
            for lastName in [identity.lastName, identity.birthName] where !lastName.isEmpty {
                keys.add(.civil(lastName: lastName, firstNames: identity.firstNames, birthDate: birthDate))
            }
        }
        if let nir = NIR(identity.nir) { keys.add(.nir(nir)) }
        return keys
    }
}

extension [PersonKey] {
    mutating func add(_ key: PersonKey) {
        if !contains(key) { append(key) }
    }
}
