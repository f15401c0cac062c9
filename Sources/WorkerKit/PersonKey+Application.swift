import Register
import Schemas

extension PersonKey {
    /// The keys of everyone who asks in an application: under the last name, the birth name, and the NIR where given.
    /// None for an association, which may have several applications (arrêté of 7 November 2000, art. 1).
    package static func all(in application: WireApplication) -> [PersonKey] {
        var keys: [PersonKey] = []
        keys.add(application.applicant.identity)
        for person in application.coApplicants { keys.add(person.identity) }
        return keys
    }
}

extension [PersonKey] {
    fileprivate mutating func add(_ identity: WireIdentity) {
        if let birthDate = CivilDate(iso: identity.birthDate) {
            add(lastName: identity.lastName, identity.firstNames, birthDate)
            add(lastName: identity.birthName, identity.firstNames, birthDate)
        }
        if let nir = NIR(identity.nir) { add(.nir(nir)) }
    }

    private mutating func add(lastName: String, _ firstNames: String, _ birthDate: CivilDate) {
        guard !lastName.isEmpty else { return }
        add(.civil(lastName: lastName, firstNames: firstNames, birthDate: birthDate))
    }

    private mutating func add(_ key: PersonKey) {
        if !contains(key) { append(key) }
    }
}
