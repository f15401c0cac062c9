import Register
import Schemas

extension PersonKey {
    /// The keys by which somebody who asks in an application is linked. None for an association, which may have several
    /// applications (arrêté of 7 November 2000, art. 1).
    package static func telling(in application: WireApplication) -> [PersonKey] {
        var keys: [PersonKey] = []
        for person in [application.applicant] + application.coApplicants {
            for graded in graded(of: person.identity) where !graded.isVague { keys.add(graded.key) }
        }
        return keys
    }

    /// The keys of a person: under the last name, the birth name, and the NIR where given. With each, whether two people may
    /// have it: a letter or a day stands for what nobody knew, or the number is that of somebody of another age, most often a
    /// parent.
    package static func graded(of identity: WireIdentity) -> [(key: PersonKey, isVague: Bool)] {
        var keys: [(key: PersonKey, isVague: Bool)] = []
        if let birthDate = CivilDate(iso: identity.birthDate) {
            let isVague = birthDate.isFirstOfJanuary || !NormalizedName.isTelling(identity.firstNames)
            for lastName in [identity.lastName, identity.birthName] where !lastName.isEmpty {
                let key = civil(lastName: lastName, firstNames: identity.firstNames, birthDate: birthDate)
                if keys.contains(where: { $0.key == key }) { continue }
                keys.append((key, isVague || !NormalizedName.isTelling(lastName)))
            }
        }
        if let nir = NIR(identity.nir) {
            let year = CivilDate(iso: identity.birthDate)?.components.year
            keys.append((.nir(nir), year.map { $0 % 100 != nir.yearOfCentury } ?? false))
        }
        return keys
    }
}

extension [PersonKey] {
    mutating func add(_ key: PersonKey) {
        if !contains(key) { append(key) }
    }
}
