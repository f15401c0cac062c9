import Register
import Schemas

extension Examination {
    /// The form Cerfa 14069. Required: who applies, a type of dwelling, a commune; nothing else may block a registration.
    mutating func examine(_ application: inout WireApplication) {
        version = isImport ? .unknown("") : FormVersion(Text.code(application.formVersion))
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
        _ = date(&application.unbornExpectedOn, "unborn_expected_on")
        if application.hasTaxIncome { within("tax_income") { $0.examine(application.taxIncome) } }
        if application.hasEarlierTaxIncome {
            within("earlier_tax_income") { $0.examine(application.earlierTaxIncome) }
        }
        if application.hasCurrentHousing { within("current_housing") { $0.examine(&application.currentHousing) } }
        formCodes(&application.reasons, "reasons", of: Reason.self, max: settings.reasonsMax)
        within("wanted") { $0.examine(&application.wanted) }
        code(&application.dalo, "dalo")
        if isBody {
            if application.hasApplicant || !application.coApplicants.isEmpty { refuse(.personAndBody, "legal_person") }
            within("legal_person") { $0.examine(&application.legalPerson) }
        }
        if application.hasDisability { within("disability") { $0.examine(&application.disability) } }
        if code(&application.formVersion, "form_version") { examineVersion() }
        if application.emailAccepted, Examination.email(of: application).isEmpty {
            refuse(.emailNeededForElectronicNotice, "email_accepted")
        }
    }

    /// A version of the form is received from its first day to its last. What the former system took is not judged again,
    /// and a version that came after this was written is for who knows it.
    private mutating func examineVersion() {
        if isImport { return }
        if let first = settings.forms.first(version), day < first { refuse(.formNotYetReceived, "form_version") }
        if let last = settings.forms.last(version), day > last { refuse(.formNoLongerReceived, "form_version") }
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
    mutating func examine(_ income: WireTaxIncome) {
        let year = Int(income.year)
        if year != 0, year < settings.taxYearMin || year > day.components.year { refuse(.badNumber, "year") }
        amount(income.amountEuros, "amount_euros", max: settings.taxIncomeEurosMax)
    }

    private mutating func examine(_ housing: inout WireCurrentHousing) {
        formCode(&housing.model, "model", of: CurrentHousingModel.self)
        amount(housing.monthlyRentCents, "monthly_rent_cents", max: settings.monthlyCentsMax)
        count(housing.occupants, "occupants", max: settings.occupantsMax)
        formCode(&housing.dwellingType, "dwelling_type", of: DwellingType.self)
        count(housing.surfaceSquareMetres, "surface_square_metres", max: settings.surfaceSquareMetresMax)
        siren(&housing.landlordSiren, "landlord_siren")
        formCode(&housing.category, "category", of: DwellingCategory.self)
    }

    private mutating func examine(_ body: inout WireLegalPerson) {
        text(&body.name, "name", max: settings.legalNameLengthMax, missing: .missingField)
        siren(&body.siren, "siren", missing: .missingField)
        if body.hasContact { within("contact") { $0.examine(&body.contact) } }
    }

    private mutating func examine(_ disability: inout WireDisability) {
        let max = settings.disabilityItemsMax
        formCode(&disability.state, "state", of: DisabilityState.self)
        formCode(&disability.walking, "walking", of: WalkingCapacity.self)
        formCodes(&disability.motor, "motor", of: MotorImpairment.self, max: max)
        formCodes(&disability.sensory, "sensory", of: SensoryImpairment.self, max: max)
        formCodes(&disability.aids, "aids", of: TechnicalAid.self, max: max)
        formCodes(&disability.equipment, "equipment", of: Equipment.self, max: max)
        codes(&disability.persons, "persons", max: settings.disabledPersonsMax)
    }
}
