import Register
import Schemas

extension Examination {
    /// The form Cerfa 14069. Required: who applies, a type of dwelling, a commune; nothing else may block a registration.
    mutating func examine(_ application: inout WireApplication) {
        if application.hasLegalPerson, application.legalPerson == WireLegalPerson() { application.clearLegalPerson() }
        let isBody = application.hasLegalPerson
        if !isBody {
            within("applicant") { $0.examine(&application.applicant, isApplicant: true) }
        } else if application.hasApplicant, application.applicant == WirePerson() {
            application.clearApplicant()
        }
        if !application.coApplicants.isEmpty { examineCoApplicants(&application) }
        if !application.dependants.isEmpty {
            each(&application.dependants, "dependants", max: settings.dependantsMax) { $0.examine(&$1) }
        }
        count(application.unbornChildren, "unborn_children", max: settings.unbornChildrenMax)
        if application.hasTaxIncome { within("tax_income") { $0.examine(application.taxIncome) } }
        if application.hasCurrentHousing { within("current_housing") { $0.examine(&application.currentHousing) } }
        codes(&application.reasons, "reasons", max: settings.reasonsMax)
        within("wanted") { $0.examine(&application.wanted) }
        code(&application.dalo, "dalo")
        if isBody {
            if application.hasApplicant || !application.coApplicants.isEmpty { refuse(.personAndBody, "legal_person") }
            within("legal_person") { $0.examine(&application.legalPerson) }
        }
        if application.hasDisability { within("disability") { $0.examine(&application.disability) } }
        code(&application.formVersion, "form_version")
        if application.emailAccepted, Examination.email(of: application).isEmpty {
            refuse(.emailNeededForElectronicNotice, "email_accepted")
        }
    }

    /// Where an electronic notice would go.
    private static func email(of application: WireApplication) -> String {
        application.hasLegalPerson
            ? application.legalPerson.contact.email : application.applicant.contact.email
    }

    /// Co-applicants are identified as the applicant is: their uniqueness is controlled too. Nobody stands here twice.
    private mutating func examineCoApplicants(_ application: inout WireApplication) {
        var keys = Set([Examination.key(of: application.applicant)].compactMap(\.self))
        each(&application.coApplicants, "co_applicants", max: settings.coApplicantsMax) { examination, person in
            examination.examine(&person, isApplicant: false)
            if let key = Examination.key(of: person), !keys.insert(key).inserted { examination.refuse(.duplicateItem) }
        }
    }

    private static func key(of person: WirePerson) -> PersonKey? {
        let identity = person.identity
        guard !identity.lastName.isEmpty, let birth = CivilDate(iso: identity.birthDate) else { return nil }
        return .civil(lastName: identity.lastName, firstNames: identity.firstNames, birthDate: birth)
    }

    /// Left empty by a third to a half of the files, as the law allows.
    private mutating func examine(_ income: WireTaxIncome) {
        let year = Int(income.year)
        if year != 0, year < settings.taxYearMin || year > day.components.year { refuse(.badNumber, "year") }
        amount(income.amountEuros, "amount_euros", max: settings.taxIncomeEurosMax)
    }

    private mutating func examine(_ housing: inout WireCurrentHousing) {
        code(&housing.model, "model")
        amount(housing.monthlyRentCents, "monthly_rent_cents", max: settings.monthlyCentsMax)
        count(housing.occupants, "occupants", max: settings.occupantsMax)
        code(&housing.dwellingType, "dwelling_type")
        count(housing.surfaceSquareMetres, "surface_square_metres", max: settings.surfaceSquareMetresMax)
        siren(&housing.landlordSiren, "landlord_siren")
    }

    private mutating func examine(_ body: inout WireLegalPerson) {
        text(&body.name, "name", max: settings.legalNameLengthMax, missing: .missingField)
        siren(&body.siren, "siren", missing: .missingField)
        if body.hasContact { within("contact") { $0.examine(&body.contact) } }
    }

    private mutating func examine(_ disability: inout WireDisability) {
        code(&disability.state, "state")
        code(&disability.walking, "walking")
        codes(&disability.motor, "motor", max: settings.disabilityItemsMax)
        codes(&disability.sensory, "sensory", max: settings.disabilityItemsMax)
        codes(&disability.aids, "aids", max: settings.disabilityItemsMax)
        codes(&disability.equipment, "equipment", max: settings.disabilityItemsMax)
    }
}
