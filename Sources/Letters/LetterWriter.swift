import Register
import Schemas
import SwiftProtobuf
import WorkerKit

/// The letters of the law in French: CCH R441-2-4, R441-2-7 and R441-2-8.
package struct LetterWriter: Sendable {
    let calendar: LegalCalendar
    /// Names of communes by INSEE code: an application has the code only.
    let towns: [String: String]

    package init(calendar: LegalCalendar = LegalCalendar(), towns: [String: String] = [:]) {
        self.calendar = calendar
        self.towns = towns
    }

    /// Nil when the notice is of no kind known, or its day cannot be read.
    package func letter(_ notice: WireNotice, _ dossier: Dossier, _ settings: LetterSettings) -> Letter? {
        guard let day = CivilDate(iso: notice.issuedOn) else { return nil }
        let subject: String
        let blocks: [Letter.Block]
        switch notice.kind {
        case .attestation:
            subject = "Attestation d’enregistrement de votre demande de logement social"
            blocks = attestation(dossier, settings, isRenewal: false)
        case .renewalAttestation:
            subject = "Attestation de renouvellement de votre demande de logement social"
            blocks = attestation(dossier, settings, isRenewal: true)
        case .renewal:
            subject =
                notice.rank > 1
                ? "Second avertissement : votre demande de logement social arrive à échéance"
                : "Votre demande de logement social est à renouveler"
            blocks = renewal(dossier, notice, day, settings)
        case .warning:
            subject = "Avertissement avant radiation de votre demande de logement social"
            blocks = signed(warning(dossier, day, StrikeOffReason(notice.reason)), settings)
        case .strikeOff:
            subject = "Radiation de votre demande de logement social"
            blocks = signed(strikeOff(dossier, day, StrikeOffReason(notice.reason)), settings)
        case .holdAlert, .merged, .unmerged, .unspecified, .UNRECOGNIZED: return nil
        }
        return Letter(
            number: dossier.number,
            sender: settings.service,
            recipient: recipient(of: dossier.application),
            date: day,
            subject: subject,
            reference: notice.noticeID,
            blocks: blocks
        )
    }

    /// Name and address, a line each, as the post wants them.
    package func recipient(of application: WireApplication) -> [String] {
        [LetterWriter.name(of: application)] + address(LetterWriter.contact(of: application))
    }

    /// As a letter begins and ends.
    private func signed(_ blocks: [Letter.Block], _ settings: LetterSettings) -> [Letter.Block] {
        let signatory = settings.service.first.map { [Letter.Block.signature($0)] } ?? []
        return [.paragraph("Madame, Monsieur,")] + blocks + [
            .paragraph("Veuillez agréer, Madame, Monsieur, l’assurance de notre considération distinguée.")
        ] + signatory
    }

    package static func name(of application: WireApplication) -> String {
        if application.hasLegalPerson { return application.legalPerson.name }
        let identity = application.applicant.identity
        let civility = Civility(identity.civility)
        return [civility.isKnown ? civility.french : "", identity.firstNames, identity.lastName]
            .filter { !$0.isEmpty }.joined(separator: " ")
    }

    package static func contact(of application: WireApplication) -> WireContact {
        application.hasLegalPerson ? application.legalPerson.contact : application.applicant.contact
    }

    /// The post delivers to a street and a town, or to a street abroad.
    package static func hasAddress(_ contact: WireContact) -> Bool {
        !contact.addressLine.isEmpty && !(contact.postcode.isEmpty && contact.commune.isEmpty)
    }

    private func address(_ contact: WireContact) -> [String] {
        let town = towns[contact.commune]?.uppercased() ?? ""
        return [
            contact.attention.isEmpty ? "" : "À l’attention de \(contact.attention)",
            // Whoever is taken in has no name on the letterbox.
            contact.hostedBy.isEmpty ? "" : "chez \(contact.hostedBy)", contact.addressComplement, contact.addressLine,
            [contact.postcode, town].filter { !$0.isEmpty }.joined(separator: " "), contact.country.uppercased(),
        ].filter { !$0.isEmpty }
    }
}

extension LetterWriter {
    /// R441-2-4, a) to i), and its annexes.
    private func attestation(_ dossier: Dossier, _ settings: LetterSettings, isRenewal: Bool) -> [Letter.Block] {
        let application = dossier.application
        let landlords: [Letter.Block] =
            settings.landlords.isEmpty
            ? [
                .paragraph(
                    "La liste des bailleurs qui disposent de logements dans les communes demandées vous est remise par le "
                        + "service enregistreur."
                )
            ] : settings.landlords.map { .item($0) }
        let wait =
            settings.waitMonths.map {
                "Ce délai est de \($0) mois : à défaut de proposition adaptée, vous pouvez la saisir à compter du "
                    + "\(dossier.filed.adding(months: $0).french)."
            } ?? "Ce délai est fixé par arrêté du préfet ; le service enregistreur vous l’indique."
        let committee =
            settings.committee.isEmpty ? "à la préfecture du département, qui indique son adresse" : settings.committee
        let head: [Letter.Block] = [
            .paragraph("Demandeur : " + recipient(of: application).joined(separator: ", ")),
            .paragraph("Service enregistreur : " + settings.registrar.joined(separator: ", ")),
            .paragraph("Numéro unique : \(dossier.number.text)"),
            .paragraph(
                "Demande reçue le \(dossier.filed.french)"
                    + (isRenewal ? ", renouvelée en dernier lieu le \(dossier.start.french)." : ".")
                    + " Votre ancienneté compte à partir du \(dossier.filed.french)."
            ),
            .paragraph("Ce document prouve que votre demande est enregistrée. Conservez-le."),
            .heading("Bailleurs qui ont des logements dans les communes demandées"),
        ]
        let middle: [Letter.Block] = [
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
                "Votre demande est valable jusqu’au \(calendar.validUntil(from: dossier.start, filed: dossier.filed).french). Vous pouvez la "
                    + "renouveler à partir du \(calendar.windowOpens(from: dossier.start, filed: dossier.filed).french), auprès de tout "
                    + "service enregistreur ; un courrier vous le rappelle au moins un mois avant l’échéance."
            ),
            .paragraph(
                "Elle est radiée après une attribution suivie d’un bail signé, une renonciation écrite, l’absence de "
                    + "réponse à un courrier, une décision d’irrecevabilité d’une commission d’attribution, ou à défaut de "
                    + "renouvellement."
            ),
            .heading("Suivi de votre demande"),
            .paragraph(
                "Tout service enregistreur vous renseigne sur son avancement ; rappelez-lui votre numéro unique. "
                    + "Signalez-lui tout changement : adresse, ressources, composition de la famille."
            ),
            .pageBreak,
            .heading("Annexe 1. Pièces justificatives"),
            .item("Pièce d’identité ou titre de séjour : seule pièce exigée pour enregistrer la demande."),
            .item(
                "Pour son examen, selon la situation : avis d’imposition, ressources, situation de famille, logement actuel."
            ),
            .heading("Annexe 2. Récapitulatif de la demande"),
        ]
        let end: [Letter.Block] = [
            .heading("Annexe 3. Étapes suivantes"),
            .item("Les bailleurs et les réservataires des communes demandées consultent votre demande."),
            .item("Une commission d’attribution examine les dossiers pour chaque logement libre, et vous écrit."),
            .item("Après une attribution, la signature du bail met fin à la demande."),
            .heading("Vos données"),
            .paragraph(
                "Votre demande est inscrite au registre des demandes de logement social, que consultent ceux qui "
                    + "enregistrent, instruisent ou attribuent. Votre nom et votre adresse en sont effacés "
                    + "\(calendar.purgeMonths) mois après une radiation. Vous pouvez y accéder et les faire rectifier auprès "
                    + "de tout service enregistreur."
            ),
        ]
        return head + landlords + middle + summary(of: application) + end
    }

    /// R441-2-7: the day that validity ends, and what follows without a renewal. A slip to send back comes with it.
    private func renewal(
        _ dossier: Dossier,
        _ notice: WireNotice,
        _ day: CivilDate,
        _ settings: LetterSettings,
    ) -> [Letter.Block] {
        let end = CivilDate(iso: notice.validUntil) ?? calendar.validUntil(from: dossier.start, filed: dossier.filed)
        let isTraceable = notice.channels.contains(.traceableLetter)
        let opening: [Letter.Block] =
            notice.rank > 1
            ? [
                .paragraph(
                    "Nous vous avons déjà écrit et n’avons pas reçu de renouvellement de votre demande. Ce courrier est le "
                        + "dernier" + (isTraceable ? " : il est suivi, et fait foi de votre information." : ".")
                )
            ] : []
        let portal = day >= LetterWriter.portalSince ? "ou sur www.demande-logement-social.gouv.fr, " : ""
        let text: [Letter.Block] = [
            .paragraph(
                "Votre demande est valable jusqu’au \(end.french). Renouvelez-la auprès de tout service enregistreur "
                    + portal + "avant cette date : vous conservez votre numéro et votre ancienneté, qui compte du "
                    + "\(dossier.filed.french)."
            ),
            .paragraph(
                "Sans renouvellement, votre demande sera radiée (code de la construction et de l’habitation, articles "
                    + "R441-2-7 et R441-2-8)."
            ),
            .paragraph(
                "Si vous êtes logé et ne cherchez plus, dites-le nous : votre demande sera close sans autre courrier."
            ),
        ]
        let slip: [Letter.Block] = [
            .cut,
            .heading("Bulletin de renouvellement, à remettre avec copie d’une pièce d’identité"),
            .paragraph(
                "Numéro unique : \(dossier.number.text), valable jusqu’au \(end.french). Demandeur : "
                    + recipient(of: dossier.application).joined(separator: ", ")
            ),
            .paragraph("[   ] Je renouvelle ma demande ; rien n’a changé."),
            .paragraph(
                "[   ] Je renouvelle ma demande ; voici ce qui a changé (adresse, téléphone, ressources, famille) :"
            ),
            .paragraph(String(repeating: "_", count: 80)),
            .paragraph(String(repeating: "_", count: 80)),
            .paragraph("[   ] Je renonce à ma demande."),
            .paragraph("Date et signature :"),
        ]
        return signed(opening + text, settings) + slip
    }

    /// From April 2015 applicants file and renew online.
    private static let portalSince = CivilDate(year: 2015, month: 4, day: 1)!

    /// R441-2-8 c) and d): the letter without which neither strike-off may follow. The delay counts from the registered
    /// letter, which left before this one is printed.
    private func warning(_ dossier: Dossier, _ day: CivilDate, _ reason: StrikeOffReason) -> [Letter.Block] {
        let sent = dossier.warned ?? day
        let end =
            reason == .noAnswer
            ? calendar.noAnswerStrikeOff(warned: sent) : calendar.inadmissibleStrikeOff(warned: sent)
        let ground = dossier.ground.isEmpty ? "" : " : " + InadmissibilityGround(dossier.ground).french
        return [
            .paragraph(
                "Un courrier vous a été envoyé, avec preuve de remise, le \(sent.french). Celui-ci le confirme."
            ),
            .paragraph(
                "Motif : \(reason.french)\(ground), article \(reason.article) du code de la construction et de l’habitation."
            ),
            .paragraph(
                "Sans réponse de votre part, votre demande pourra être radiée à partir du \(end.french). Prenez contact "
                    + "avec le service qui vous écrit, ou avec tout service enregistreur."
            ),
        ]
    }

    private static func isOwedADwelling(_ dossier: Dossier) -> Bool {
        switch DaloStatus(dossier.application.dalo) {
        case .active: true
        case .rehoused, .expired: false
        case .no, .unknown: dossier.isDalo
        }
    }

    private func strikeOff(_ dossier: Dossier, _ day: CivilDate, _ reason: StrikeOffReason) -> [Letter.Block] {
        let until: CivilDate
        switch reason {
        case .notRenewed: until = calendar.reactivableUntil(from: dossier.start, filed: dossier.filed)
        case .noAnswer: until = calendar.noAnswerReactivableUntil(struckOff: day)
        case .allocated, .renounced, .inadmissible, .unknown: until = calendar.correctableUntil(struckOff: day)
        }
        let ground = dossier.ground.isEmpty ? "" : ", " + InadmissibilityGround(dossier.ground).french
        var blocks: [Letter.Block] = [
            .paragraph(
                "Votre demande est radiée le \(day.french). Motif : \(reason.french)\(ground), article \(reason.article) du "
                    + "code de la construction et de l’habitation."
            )
        ]
        if reason == .allocated {
            blocks.append(
                .paragraph(
                    "Si vous avez déposé une demande dans un autre département, dites-le à un service enregistreur de ce "
                        + "département : elle n’est pas close par celle-ci."
                )
            )
        }
        blocks.append(
            .paragraph(
                "Si c’est une erreur, un service enregistreur peut la rétablir, avec son numéro et son ancienneté, jusqu’au "
                    + "\(until.french)." + (reason == .notRenewed ? " Elle doit alors être renouvelée aussitôt." : "")
            )
        )
        // Conseil d’État, 8 July 2020, n° 420472. A form that leaves the mark out takes nothing away.
        if reason == .notRenewed, LetterWriter.isOwedADwelling(dossier) {
            blocks.append(
                .paragraph(
                    "Vous avez été reconnu prioritaire au titre du droit au logement opposable : cette radiation ne met pas "
                        + "fin à l’obligation de l’État de vous reloger."
                )
            )
        }
        blocks.append(
            .paragraph(
                "Vous pouvez contester cette décision dans les deux mois qui suivent la réception de ce courrier : recours "
                    + "gracieux auprès du service qui vous écrit, ou recours devant le tribunal administratif."
            )
        )
        return blocks
    }
}
