import Register
import Schemas
import SwiftProtobuf
import WorkerKit

/// What a notice concerns, as far as the register tells it: the form, and the days its delays count from.
package struct Dossier: Hashable, Sendable {
    package var number: UniqueNumber
    package var application: WireApplication
    /// First filing: seniority counts from it.
    package var filed: CivilDate
    /// Filing or last renewal: the year of validity counts from it.
    package var start: CivilDate

    package init(number: UniqueNumber, application: WireApplication, filed: CivilDate, start: CivilDate) {
        self.number = number
        self.application = application
        self.filed = filed
        self.start = start
    }
}

/// What a letter says beside the dossier; the register knows only a part of it.
package struct LetterSettings: Hashable, Sendable {
    /// Name and address of the service that issues the letter.
    package var service: [String]
    /// Landlords with dwellings in the communes asked for; empty when unknown.
    package var landlords: [String] = []
    /// Months of wait that the prefect calls abnormally long; nil when unknown.
    package var waitMonths: Int?
    /// Address of the mediation committee; empty when unknown.
    package var committee = ""

    package init(service: [String]) { self.service = service }
}

/// The letters of the law in French: CCH R441-2-4, R441-2-7 and R441-2-8.
package struct LetterWriter: Sendable {
    let calendar: LegalCalendar

    package init(calendar: LegalCalendar = LegalCalendar()) { self.calendar = calendar }

    /// Nil when the notice is of no kind known, or its day cannot be read.
    package func letter(_ notice: WireNotice, _ dossier: Dossier, _ settings: LetterSettings) -> Letter? {
        guard let day = CivilDate(iso: notice.issuedOn) else { return nil }
        let subject: String
        let blocks: [Letter.Block]
        switch notice.kind {
        case .attestation:
            subject = "Attestation d’enregistrement de votre demande de logement social"
            blocks = attestation(dossier, settings, renewed: false)
        case .renewalAttestation:
            subject = "Attestation de renouvellement de votre demande de logement social"
            blocks = attestation(dossier, settings, renewed: true)
        case .renewal:
            subject =
                notice.rank > 1
                ? "Second avertissement : votre demande de logement social arrive à échéance"
                : "Votre demande de logement social est à renouveler"
            blocks = renewal(dossier, notice)
        case .warning:
            subject = "Avertissement avant radiation de votre demande de logement social"
            blocks = warning(day, StrikeOffReason(notice.reason))
        case .strikeOff:
            subject = "Radiation de votre demande de logement social"
            blocks = strikeOff(dossier, day, StrikeOffReason(notice.reason))
        case .unspecified, .UNRECOGNIZED: return nil
        }
        return Letter(
            number: dossier.number,
            sender: settings.service,
            recipient: LetterWriter.recipient(of: dossier.application),
            date: day,
            subject: subject,
            reference: notice.noticeID,
            blocks: blocks
        )
    }

    /// Name and address, a line each.
    package static func recipient(of application: WireApplication) -> [String] {
        let isLegal = application.hasLegalPerson
        let identity = application.applicant.identity
        let civility = Civility(identity.civility)
        let contact = isLegal ? application.legalPerson.contact : application.applicant.contact
        let name =
            isLegal
            ? application.legalPerson.name
            : [civility.isKnown ? civility.french : "", identity.firstNames, identity.lastName]
                .filter { !$0.isEmpty }.joined(separator: " ")
        return [name, contact.addressComplement, contact.addressLine, contact.postcode].filter { !$0.isEmpty }
    }
}

extension LetterWriter {
    private func attestation(_ dossier: Dossier, _ settings: LetterSettings, renewed: Bool) -> [Letter.Block] {
        let who = LetterWriter.recipient(of: dossier.application).joined(separator: ", ")
        let landlords: [Letter.Block] =
            settings.landlords.isEmpty
            ? [
                .paragraph(
                    "La liste des bailleurs qui disposent de logements dans les communes demandées vous est remise par le "
                        + "service enregistreur ; elle se trouve aussi sur www.demande-logement-social.gouv.fr."
                )
            ] : settings.landlords.map { .item($0) }
        let wait =
            settings.waitMonths.map {
                "Ce délai est de \($0) mois : à défaut de proposition adaptée, vous pouvez la saisir à compter du "
                    + "\(dossier.filed.adding(months: $0).french)."
            } ?? "Ce délai est fixé par arrêté du préfet ; le service enregistreur vous l’indique."
        let committee =
            settings.committee.isEmpty ? "à la préfecture du département, qui indique son adresse" : settings.committee
        return [
            .paragraph("Demandeur : \(who)"),
            .paragraph("Service enregistreur : \(settings.service.joined(separator: ", "))"),
            .paragraph("Numéro unique : \(dossier.number.text)"),
            .paragraph(
                "Demande reçue le \(dossier.filed.french)"
                    + (renewed ? ", renouvelée en dernier lieu le \(dossier.start.french)." : ".")
            ),
            .heading("Bailleurs des communes demandées"),
        ] + landlords + [
            .heading("Commission de médiation (droit au logement opposable)"),
            .paragraph(
                "Vous pouvez la saisir si vous n’avez reçu aucune proposition adaptée dans le délai anormalement long. "
                    + wait
            ),
            .paragraph(
                "Vous pouvez la saisir sans délai si vous êtes dépourvu de logement, menacé d’expulsion sans relogement, "
                    + "hébergé ou logé temporairement, logé dans des locaux impropres à l’habitation, insalubres ou "
                    + "dangereux, ou, avec un enfant mineur ou une personne handicapée, dans un logement sur-occupé ou "
                    + "non décent. Adresse : \(committee)."
            ),
            .heading("Validité, renouvellement, radiation"),
            .paragraph(
                "Votre demande est valable un an, jusqu’au \(calendar.validUntil(from: dossier.start).french). Vous pouvez "
                    + "la renouveler à partir du \(calendar.windowOpens(from: dossier.start).french), auprès de tout "
                    + "service enregistreur ; un courrier vous le rappelle au moins un mois avant l’échéance."
            ),
            .paragraph(
                "Elle est radiée après une attribution suivie d’un bail signé, une renonciation écrite, l’absence de "
                    + "réponse à un courrier, une décision d’irrecevabilité d’une commission d’attribution, ou à défaut de "
                    + "renouvellement. Le service enregistreur vous renseigne sur l’avancement de votre demande."
            ),
            .pageBreak,
            .heading("Annexe 1. Pièces justificatives"),
            .item("Pièce d’identité ou titre de séjour : seule pièce exigée pour enregistrer la demande."),
            .item(
                "Pour son examen, selon la situation : avis d’imposition, ressources, situation de famille, logement actuel."
            ),
            .heading("Annexe 2. Récapitulatif de la demande"),
            .item(
                "Logement : "
                    + dossier.application.wanted.dwellingTypes.map { DwellingType($0).french }.joined(separator: ", ")
            ),
            .item("Communes (code INSEE) : " + dossier.application.wanted.communes.joined(separator: ", ")),
            .item("Codemandeurs : \(dossier.application.coApplicants.count)"),
            .item("Personnes à charge : \(dossier.application.dependants.count)"),
        ] + dossier.application.reasons.map { .item("Motif : " + Reason($0).french) }
    }

    private func renewal(_ dossier: Dossier, _ notice: WireNotice) -> [Letter.Block] {
        let end = CivilDate(iso: notice.validUntil) ?? calendar.validUntil(from: dossier.start)
        return [
            .paragraph(
                "Votre demande est valable jusqu’au \(end.french). Vous la renouvelez auprès de tout service enregistreur "
                    + "ou sur www.demande-logement-social.gouv.fr, avant cette date, et vous conservez votre ancienneté."
            ),
            .paragraph("Sans renouvellement, votre demande sera radiée (CCH, article R441-2-8)."),
        ]
    }

    private func warning(_ day: CivilDate, _ reason: StrikeOffReason) -> [Letter.Block] {
        let end =
            reason == .noAnswer
            ? calendar.noAnswerStrikeOff(warned: day) : calendar.inadmissibleStrikeOff(warned: day)
        return [
            .paragraph("Motif : \(reason.french) (CCH, article \(reason.article))."),
            .paragraph(
                "Sans réponse de votre part, votre demande pourra être radiée à partir du \(end.french). Prenez contact "
                    + "avec le service qui vous écrit."
            ),
        ]
    }

    private func strikeOff(_ dossier: Dossier, _ day: CivilDate, _ reason: StrikeOffReason) -> [Letter.Block] {
        let until: CivilDate
        switch reason {
        case .notRenewed: until = calendar.reactivableUntil(from: dossier.start)
        case .noAnswer: until = calendar.noAnswerReactivableUntil(struckOff: day)
        case .allocated, .renounced, .inadmissible, .unknown: until = calendar.correctableUntil(struckOff: day)
        }
        return [
            .paragraph(
                "Votre demande est radiée le \(day.french). Motif : \(reason.french) (CCH, article \(reason.article))."
            ),
            .paragraph(
                "Vous pouvez demander à un service enregistreur de la rétablir, avec son numéro et son ancienneté, "
                    + "jusqu’au \(until.french)."
            ),
            .paragraph(
                "Vous pouvez contester cette décision dans les deux mois : recours gracieux auprès du service qui vous "
                    + "écrit, ou recours devant le tribunal administratif."
            ),
        ]
    }
}
