import Register
import Schemas

extension Workload {
    /// What deduplication knows people by. One name in some has accents, as in the demo's year.
    static let names = [
        Workload("NormalizedName", .thousand) {
            let names = thousand(of: try Creation.identities().map(\.lastName))
            return Prepared(count: names.count) {
                for name in names { use(NormalizedName.of(name)) }
            }
        },
        Workload("PersonKey, civil", .thousand) {
            let persons = thousand(of: try Creation.identities()).map { identity in
                (identity.lastName, identity.firstNames, CivilDate(iso: identity.birthDate)!)
            }
            return Prepared(count: persons.count) {
                for (lastName, firstNames, birthDate) in persons {
                    use(PersonKey.civil(lastName: lastName, firstNames: firstNames, birthDate: birthDate))
                }
            }
        },
    ]
}

extension Creation {
    /// Of the applicants.
    fileprivate static func identities() throws -> [WireIdentity] {
        try all().map(\.submission.request.creation.application.applicant.identity)
            .filter { CivilDate(iso: $0.birthDate) != nil }
    }
}
