import Register
import Schemas

extension Examination {
    /// An applicant or a co-applicant: the identity is required, the rest is not.
    mutating func examine(_ person: inout WirePerson, isApplicant: Bool) {
        within("identity") { $0.examine(&person.identity, missing: .missingField) }
        if person.hasContact { within("contact") { $0.examine(&person.contact) } }
        formCode(&person.link, "link", of: ApplicantLink.self)
        formCode(&person.familySituation, "family_situation", of: FamilySituation.self)
        if person.hasOccupation { within("occupation") { $0.examine(&person.occupation) } }
        amounts(&person.resources, "resources", of: ResourceReceived.self)
        amounts(&person.resourcesPaid, "resources_paid", of: ResourcePaid.self)
        if !person.taxIncomes.isEmpty {
            each(&person.taxIncomes, "tax_incomes", max: settings.taxYearsMax) { $0.examine($1) }
        }
    }

    /// Children in shared custody are written down with a birth date and a sex alone: nothing is required.
    mutating func examine(_ dependant: inout WireDependant) {
        if dependant.hasIdentity { within("identity") { $0.examine(&dependant.identity, missing: nil) } }
        formCode(&dependant.relationship, "relationship", of: Relationship.self)
        formCode(&dependant.sex, "sex", of: Sex.self)
        formCode(&dependant.custody, "custody", of: Custody.self)
        amounts(&dependant.resources, "resources", of: ResourceReceived.self)
        amounts(&dependant.resourcesPaid, "resources_paid", of: ResourcePaid.self)
    }

    private mutating func examine(_ identity: inout WireIdentity, missing: AnomalyCode?) {
        formCode(&identity.civility, "civility", of: Civility.self)
        name(&identity.lastName, "last_name", missing: missing)
        name(&identity.birthName, "birth_name", missing: nil)
        name(&identity.firstNames, "first_names", missing: missing)
        birthDate(&identity.birthDate, "birth_date", missing: missing)
        formCode(&identity.nationality, "nationality", of: Nationality.self)
        if !identity.nir.isEmpty {
            identity.nir = Text.compact(identity.nir)
            if !identity.nir.isEmpty, NIR(identity.nir) == nil {
                refuse(.badNIR, "nir")
            } else if !identity.nir.isEmpty, !version.hasNIR {
                refuse(.notOnThisForm, "nir")
            }
        }
    }

    private mutating func examine(_ occupation: inout WireOccupation) {
        formCode(&occupation.contract, "contract", of: WorkContract.self)
        place(&occupation.workplaceCommune, "workplace_commune")
        siret(&occupation.employerSiret, "employer_siret")
    }

    private mutating func amounts<List: Code>(_ resources: inout [WireResource], _ field: StaticString, of: List.Type) {
        if resources.isEmpty { return }
        each(&resources, field, max: settings.resourcesMax) { $0.examine(&$1, of: List.self) }
    }

    private mutating func examine<List: Code>(_ resource: inout WireResource, of list: List.Type) {
        formCode(&resource.code, "code", of: list)
        amount(resource.amountCents, "amount_cents", max: settings.monthlyCentsMax)
    }
}
