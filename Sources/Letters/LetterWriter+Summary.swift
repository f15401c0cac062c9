import Register
import Schemas

extension LetterWriter {
    /// R441-2-4: what the register holds of the application, so that the applicant can see whether it is right.
    func summary(of application: WireApplication) -> [Letter.Block] {
        let wanted = application.wanted
        let places = wanted.communes.map { towns[$0] ?? $0 }.joined(separator: ", ")
        return
            ((household(of: application)
            + [
                line("Logement", wanted.dwellingTypes.map { label(DwellingType($0)) }.joined(separator: ", ")),
                line("Catégorie", label(DwellingCategory(wanted.category))),
                line("Communes, par ordre de préférence", places),
                line("Secteur élargi accepté", wanted.widerArea ? "oui" : "non"),
            ]).compactMap(\.self)
            + application.reasons.map { "Motif : " + label(Reason($0)) }
            + (application.hasDisability ? ["Complément handicap : joint à la demande"] : []))
            .map { .item($0) }
    }

    /// Nothing of an association: it asks for others.
    private func household(of application: WireApplication) -> [String?] {
        if application.hasLegalPerson { return [line("SIREN", application.legalPerson.siren)] }
        let (applicant, contact) = (application.applicant, application.applicant.contact)
        let persons =
            [applicant.identity] + application.coApplicants.map(\.identity) + application.dependants.map(\.identity)
        let resources = ([applicant] + application.coApplicants).flatMap(\.resources).reduce(0) { $0 + $1.amountCents }
        let income = application.taxIncome
        let housing = application.currentHousing
        return [
            line("Demandeur", LetterWriter.person(applicant.identity)),
            line(
                "Avec vous",
                application.coApplicants.map { LetterWriter.person($0.identity) }.joined(separator: " ; ")
            ),
            line(
                "Personnes à charge",
                application.dependants.map { LetterWriter.person($0.identity) }.joined(separator: " ; ")
            ),
            line("Personnes à loger", "\(persons.count)"),
            line("Enfants à naître", application.unbornChildren > 0 ? "\(application.unbornChildren)" : ""),
            line("Téléphone", [contact.mobile, contact.phone].first { !$0.isEmpty } ?? ""),
            line("Courriel", contact.email),
            line("Situation professionnelle", label(WorkContract(applicant.occupation.contract))),
            line("Ressources mensuelles déclarées", resources > 0 ? "\(resources / 100) €" : ""),
            line(
                "Revenu fiscal de référence",
                application.hasTaxIncome ? "\(income.amountEuros) € (\(income.year))" : ""
            ),
            line("Logement actuel", label(CurrentHousingModel(housing.model))),
        ]
    }

    /// A code of a later form is shown as it came.
    private func label(_ code: some Code) -> String { code.isKnown ? code.french : code.raw }

    /// Nil where nothing is known.
    private func line(_ name: String, _ value: String) -> String? { value.isEmpty ? nil : "\(name) : \(value)" }

    private static func person(_ identity: WireIdentity) -> String {
        let name = [identity.firstNames, identity.lastName].filter { !$0.isEmpty }.joined(separator: " ")
        guard let birth = CivilDate(iso: identity.birthDate) else { return name }
        return [name, "né(e) le \(birth.french)"].filter { !$0.isEmpty }.joined(separator: ", ")
    }
}
