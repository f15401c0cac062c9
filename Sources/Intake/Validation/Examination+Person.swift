import Register
import Schemas

extension Examination {
    /// An applicant or a co-applicant: the identity is required, the rest is not.
    mutating func examine(_ person: inout WirePerson, isApplicant: Bool) {
        within("identity") { $0.examine(&person.identity, missing: .missingField) }
        if person.hasContact { within("contact") { $0.examine(&person.contact) } }
        code(&person.link, "link")
        code(&person.familySituation, "family_situation")
        if person.hasOccupation { within("occupation") { $0.examine(&person.occupation) } }
        if !person.resources.isEmpty {
            each(&person.resources, "resources", max: settings.resourcesMax) { $0.examine(&$1) }
        }
    }

    /// Children in shared custody are written down with a birth date and a sex alone: nothing is required.
    mutating func examine(_ dependant: inout WireDependant) {
        if dependant.hasIdentity { within("identity") { $0.examine(&dependant.identity, missing: nil) } }
        code(&dependant.relationship, "relationship")
        code(&dependant.sex, "sex")
        code(&dependant.custody, "custody")
    }

    private mutating func examine(_ identity: inout WireIdentity, missing: AnomalyCode?) {
        code(&identity.civility, "civility")
        name(&identity.lastName, "last_name", missing: missing)
        name(&identity.birthName, "birth_name", missing: nil)
        name(&identity.firstNames, "first_names", missing: missing)
        birthDate(&identity.birthDate, "birth_date", missing: missing)
        code(&identity.nationality, "nationality")
        if !identity.nir.isEmpty {
            identity.nir = Text.compact(identity.nir)
            if !identity.nir.isEmpty, NIR(identity.nir) == nil { refuse(.badNIR, "nir") }
        }
    }

    private mutating func examine(_ occupation: inout WireOccupation) {
        code(&occupation.contract, "contract")
        place(&occupation.workplaceCommune, "workplace_commune")
        siret(&occupation.employerSiret, "employer_siret")
    }

    private mutating func examine(_ resource: inout WireResource) {
        code(&resource.code, "code")
        amount(resource.amountCents, "amount_cents", max: settings.monthlyCentsMax)
    }
}
