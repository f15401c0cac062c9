import Register
import Schemas
import WorkerKit

/// Letters of a territory, as they go to the printer: one PDF, one row each for mail merge, and the cost.
package struct PrintBatch: Sendable {
    package struct Item: Hashable, Sendable {
        package let notice: WireNotice
        /// The post can prove it: registered, or tracked.
        package let isTraceable: Bool
        package let recipient: [String]
        /// The first page in the PDF, from 1.
        package let firstPage: Int
        package let pages: Int
        /// False when a letter of a name was replaced by its base letter.
        package let isExact: Bool
        /// False when no list names the commune of the address.
        package let hasTown: Bool
    }

    /// A notice that goes by e-mail.
    package struct Mail: Hashable, Sendable {
        package let notice: WireNotice
        package let address: String
        package let subject: String
        package let text: String
    }

    /// Why a notice has no letter in the batch.
    package enum Obstacle: String, Hashable, Sendable, CaseIterable {
        case noDossier, noAddress, noEmail, unknownKind

        package var french: String {
            switch self {
            case .noDossier: "demande introuvable ou effacée"
            case .noAddress: "adresse manquante"
            case .noEmail: "adresse électronique manquante"
            case .unknownKind: "courrier d’un genre inconnu"
            }
        }

        package var english: String {
            switch self {
            case .noDossier: "application not found, or erased"
            case .noAddress: "no address"
            case .noEmail: "no e-mail address"
            case .unknownKind: "notice of an unknown kind"
            }
        }
    }

    package struct LeftOut: Hashable, Sendable {
        package let notice: WireNotice
        package let obstacle: Obstacle
    }

    /// Letters of one kind, and what they cost.
    package struct Cost: Hashable, Sendable {
        package let kind: WireNoticeKind
        package let rank: Int32
        package let isTraceable: Bool
        package let letters: Int
        package let pages: Int
        package let cents: Int
    }

    /// Territory and running number: `059-00017`. Proofs of posting name it.
    package let id: String
    package private(set) var items: [Item] = []
    package private(set) var mails: [Mail] = []
    /// What the manager is told, and nobody is written to.
    package private(set) var alerts: [WireNotice] = []
    package private(set) var leftOut: [LeftOut] = []
    private let writer: LetterWriter
    private var document = PDFDocument()

    package init(id: String, writer: LetterWriter) {
        self.id = id
        self.writer = writer
    }

    package var pageCount: Int { document.pageCount }
    package var pdf: [UInt8] { document.finished() }

    package mutating func add(_ notice: WireNotice, _ dossier: Dossier?, _ settings: LetterSettings) {
        func leaveOut(_ obstacle: Obstacle) { leftOut.append(LeftOut(notice: notice, obstacle: obstacle)) }
        if [.holdAlert, .merged, .unmerged].contains(notice.kind) {
            alerts.append(notice)
            return
        }
        guard let dossier else { return leaveOut(.noDossier) }
        guard let letter = writer.letter(notice, dossier, settings) else { return leaveOut(.unknownKind) }
        let contact = LetterWriter.contact(of: dossier.application)
        if notice.channels.contains(.email) {
            if contact.email.isEmpty {
                leaveOut(.noEmail)
            } else {
                mails.append(
                    Mail(notice: notice, address: contact.email, subject: letter.subject, text: letter.plainText)
                )
            }
        }
        let isTraceable = notice.channels.contains(.traceableLetter)
        guard notice.channels.isEmpty || isTraceable || notice.channels.contains(.post) else { return }
        guard LetterWriter.hasAddress(contact) else { return leaveOut(.noAddress) }
        let firstPage = document.pageCount + 1
        let added = document.add(letter)
        items.append(
            Item(
                notice: notice,
                isTraceable: isTraceable,
                recipient: letter.recipient,
                firstPage: firstPage,
                pages: added.pages,
                isExact: added.isExact,
                hasTown: writer.hasTown(contact)
            )
        )
    }

    /// One row a letter, in the order of the PDF, after a row of names.
    package var rows: [[String]] {
        let names = [
            "lot", "reference", "numero_unique", "courrier", "rang", "canal", "date", "echeance", "motif",
            "destinataire",
            "adresse_1",
            "adresse_2", "adresse_3", "adresse_4", "adresse_5", "page", "pages",
        ]
        return [names]
            + items.map { item in
                let notice = item.notice
                let address = (1...5).map { $0 < item.recipient.count ? item.recipient[$0] : "" }
                return [
                    id, notice.noticeID, notice.number, notice.kind.french, notice.rank > 0 ? "\(notice.rank)" : "",
                    item.isTraceable ? "SUIVI" : "POSTE", notice.issuedOn, notice.validUntil, notice.reason,
                    item.recipient.first ?? "",
                ] + address + ["\(item.firstPage)", "\(item.pages)"]
            }
    }

    /// One row an e-mail, after a row of names.
    package var mailRows: [[String]] {
        [["lot", "reference", "numero_unique", "rang", "canal", "adresse", "objet", "texte"]]
            + mails.map { mail in
                [
                    id, mail.notice.noticeID, mail.notice.number, mail.notice.rank > 0 ? "\(mail.notice.rank)" : "",
                    "COURRIEL", mail.address, mail.subject, mail.text,
                ]
            }
    }

    /// By kind and rank, in the order of the schema.
    package func costs(centsPerLetter: Int, centsPerTraceableLetter: Int) -> [Cost] {
        struct Key: Hashable {
            let kind: Int
            let rank: Int32
            let isTraceable: Bool
        }
        return Dictionary(grouping: items) {
            Key(kind: $0.notice.kind.rawValue, rank: $0.notice.rank, isTraceable: $0.isTraceable)
        }
        .sorted {
            ($0.key.kind, $0.key.rank, $0.key.isTraceable ? 1 : 0) < (
                $1.key.kind, $1.key.rank, $1.key.isTraceable ? 1 : 0
            )
        }
        .map { key, items in
            Cost(
                kind: items[0].notice.kind,
                rank: key.rank,
                isTraceable: key.isTraceable,
                letters: items.count,
                pages: items.reduce(0) { $0 + $1.pages },
                cents: items.count * (key.isTraceable ? centsPerTraceableLetter : centsPerLetter)
            )
        }
    }
}

extension WireNoticeKind {
    /// What the people who send letters call it.
    package var french: String {
        switch self {
        case .attestation: "attestation"
        case .renewal: "renouvellement"
        case .warning: "avertissement"
        case .strikeOff: "radiation"
        case .renewalAttestation: "attestation de renouvellement"
        case .holdAlert: "alerte au gestionnaire"
        case .merged: "fusion, pour le guichet"
        case .unmerged: "fusion annulée, pour le guichet"
        case .unspecified, .UNRECOGNIZED: "inconnu"
        }
    }

    package var english: String {
        switch self {
        case .attestation: "attestation"
        case .renewal: "renewal notice"
        case .warning: "warning"
        case .strikeOff: "strike-off"
        case .renewalAttestation: "attestation of renewal"
        case .holdAlert: "alert to the manager"
        case .merged: "merge, for the desk"
        case .unmerged: "merge undone, for the desk"
        case .unspecified, .UNRECOGNIZED: "unknown"
        }
    }
}
