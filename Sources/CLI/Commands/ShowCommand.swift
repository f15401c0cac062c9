import ArgumentParser
import Foundation
import Register
import Schemas
import Sealing
import Stream
import SwiftProtobuf
import WorkerKit

struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Prints the life of an application, line by line, as the register tells it.",
        discussion: """
            Prints no name or address. --json gives the register's records whole, with the form as it was filed, where the \
            master key is given and the form is not erased.

            Example: numero-unique show 059041100000159001
            """,
    )

    @OptionGroup var options: LogOptions
    @OptionGroup var keys: KeyOptions
    @Argument(help: "The unique number: 18 characters.")
    var number: String
    @Flag(help: "One register record a line, as canonical JSON. Nominative.")
    var json = false

    func run() throws {
        let number: UniqueNumber
        do {
            number = try UniqueNumber.parse(self.number)
        } catch {
            throw ValidationError("\(error.french) / \(error.english)")
        }
        let log = try options.openForReading()
        let partition = try log.register(of: number.territory)

        // A filing precedes its number: first who belongs to it, and which numbers lead to which, then what happened.
        var aliases = Aliases(tag: 0)
        var submissions: Set<SubmissionID> = []
        var forms: Set<KeyID> = []
        try scan(log, partition) { record, _ in
            if case .deleted(let fact) = record.fact { aliases.note(record.number, fact) }
            if case .unmerged = record.fact { aliases.forget(record.number) }
            guard record.number == number, let submission = record.submission else { return }
            submissions.insert(submission)
            if let form = record.key { forms.insert(form) }
        }
        var vault = Vault(try keys.opening(options), of: try log.registerID(), wanted: forms)
        if json, !forms.isEmpty { try log.readKeys(into: &vault) }
        var closed: Set<Vault.Failure> = []
        var lines = 0
        try scan(log, partition) { record, bytes in
            let isOwn = record.number == number || record.submission.map(submissions.contains) == true
            guard isOwn || isMerge(record, into: number) else { return }
            lines += 1
            if json {
                var wire = try WireRegisterRecord(serializedBytes: bytes)
                if case .accepted(let accepted) = record.fact {
                    do throws(Vault.Failure) {
                        wire.accepted.request = try vault.request(of: record, accepted)
                    } catch {
                        closed.insert(error)
                    }
                }
                Terminal.write(try wire.jsonString())
            } else {
                Terminal.write(Story.line(record, of: number))
            }
        }
        for failure in closed.map(\.description).sorted() { Terminal.note(failure) }
        guard lines > 0 else {
            throw ValidationError(
                "le registre n'a pas de demande \(number) / the register has no application \(number)"
            )
        }
        if json { return }
        if let kept = aliases[number] {
            Terminal.write("Alias de \(kept), le numéro à utiliser / alias of \(kept), the number to use")
        }
        let names = aliases.rows.keys { alias, _ in aliases[alias] == number }.map(\.text).joined(separator: ", ")
        if !names.isEmpty { Terminal.write("Alias : \(names) / aliases: \(names)") }
    }

    /// Of another application, which was merged into this one, or is not any more.
    private func isMerge(_ record: RegisterRecord, into number: UniqueNumber) -> Bool {
        if case .deleted(let fact) = record.fact { return UniqueNumber(fact.mergedInto) == number }
        if case .unmerged(let fact) = record.fact { return UniqueNumber(fact.keptNumber) == number }
        return false
    }

    private func scan(
        _ log: any StreamLog,
        _ partition: TopicPartition,
        _ body: (RegisterRecord, Bytes) throws -> Void,
    ) throws {
        try log.read(partition, to: try log.endOffset(of: partition)) { record in
            guard let value = record.value, let opened = try record.registerRecord(in: partition, .everything) else {
                return
            }
            try body(opened, value)
        }
    }
}

/// A fact in a sentence, French first.
enum Story {
    static func line(_ record: RegisterRecord, of number: UniqueNumber) -> String {
        let agent = record.agent.isEmpty ? "" : " \(record.agent)"
        let desk = record.desk.map { " [\($0)\(agent)]" } ?? ""
        return "\(record.day.iso)  \(text(record, of: number))\(desk)"
    }

    private static func text(_ record: RegisterRecord, of number: UniqueNumber) -> String {
        func date(_ days: Int32) -> String { CivilDate(days: days).iso }
        func reason(_ raw: String) -> (String, String) {
            let reason = StrikeOffReason(raw)
            return ("\(raw), \(reason.french)", "\(raw), \(reason.english)")
        }
        switch record.fact {
        case .accepted: return "Dépôt accepté (\(kind(record.kind).0)) / submission accepted (\(kind(record.kind).1))"
        case .declined(let fact):
            let codes = fact.codes.joined(separator: " ")
            return "Dépôt refusé : \(codes) / submission refused: \(codes)"
        case .repeated: return "Dépôt déjà reçu, même réponse / submission came again, answered as before"
        case .cleared: return "Aucune demande en cours pour ces personnes / no live application for these persons"
        case .linked: return "Rattachée à la demande en cours / linked to the live application"
        case .reviewOpened: return "Doublon possible, à examiner / possible duplicate, to be reviewed"
        case .reviewClosed(let fact): return "Examen : \(verdict(fact.verdict).0) / review: \(verdict(fact.verdict).1)"
        case .merged(let fact):
            return "Doublon : \(fact.mergedNumber) rejoint \(fact.keptNumber) / merged into \(fact.keptNumber)"
        case .unmerged(let fact):
            let other = record.number == number ? fact.keptNumber : fact.mergedNumber
            return "Fusion avec \(other) annulée / merge undone with \(other)"
        case .registered(let fact):
            return
                "Enregistrée, ancienneté du \(date(fact.initialDay)) / registered, seniority from \(date(fact.initialDay))"
        case .imported(let fact):
            return "Reprise de l'ancien système, ancienneté du \(date(fact.initialDay)) / imported"
        case .modified(let fact):
            let changed = fact.identityChanges.map(identityChange)
            if changed.isEmpty { return "Demande modifiée / application modified" }
            return "Demande modifiée, changement de \(changed.map(\.0).joined(separator: " et de ")) / "
                + "application modified, change of \(changed.map(\.1).joined(separator: " and "))"
        case .deleted(let fact):
            if let merged = record.number, merged != number {
                return "Reçoit \(merged), de la même personne / \(merged) merged into this one"
            }
            return fact.mergedInto.isEmpty
                ? "Demande supprimée / application deleted"
                : "Fusionnée avec \(fact.mergedInto) / merged into \(fact.mergedInto)"
        case .accessJudged(let fact):
            return fact.denied
                ? "Hors des communes du guichet / outside the desk's communes"
                : "Dans les communes du guichet / in the desk's communes"
        case .daysClosed(let fact):
            return "Journées closes depuis le \(date(fact.from)) / days closed from \(date(fact.from))"
        case .noticeDue(let fact):
            let rank = fact.rank > 1 ? ("Second avis", "second notice") : ("Avis", "notice")
            let again = fact.attempt > 1 ? (", autre canal", ", another channel") : ("", "")
            let (french, english) = channels(fact.channels)
            return
                "\(rank.0) de renouvellement\(french)\(again.0), échéance \(date(fact.expires)) / renewal \(rank.1)\(english)\(again.1), expires \(date(fact.expires))"
        case .noticeUndeliverable: return "Pli non distribuable / letter undeliverable"
        case .noticeProven(let fact):
            let (french, english) = status(fact.status)
            return
                "Avis \(fact.rank) \(french) le \(date(fact.happened)), lot \(fact.batch), pli \(fact.item) / notice \(fact.rank) \(english)"
        case .renewed(let fact):
            return "Renouvelée jusqu'au \(date(fact.validUntil)) / renewed until \(date(fact.validUntil))"
        case .lapsed(let fact):
            return
                "Échue depuis le \(date(fact.expired)), avis du \(date(fact.noticed))\(fact.proof.isEmpty ? "" : ", preuve \(fact.proof)") / lapsed, noticed \(date(fact.noticed))"
        case .held(let fact):
            let code = fact.reason.code
            return
                "Échue, radiation suspendue faute d'avis prouvé (\(code)) ; à voir par le gestionnaire / held: \(code)"
        case .litigationHeld(let fact):
            return fact.step == .placed
                ? "Litige \(fact.reference) : le dossier ne sera pas effacé / dispute \(fact.reference): will not be purged"
                : "Litige \(fact.reference) clos / dispute \(fact.reference) over"
        case .warned(let fact):
            return "Avertissement avant radiation (\(reason(fact.reason).0)) / warning (\(reason(fact.reason).1))"
        case .struckOff(let fact):
            let dalo = fact.dalo ? " ; marque DALO conservée / DALO mark kept" : ""
            return "Radiée : \(reason(fact.reason).0) / struck off: \(reason(fact.reason).1)\(dalo)"
        case .reinstated: return "Radiation annulée / strike-off undone"
        case .received, .header, .catchUp: return ""  // of no application
        case .purged: return "Données nominatives effacées / nominative data erased"
        }
    }

    private static func identityChange(_ change: WireIdentityChange) -> (String, String) {
        switch change {
        case .birthName: ("nom de naissance", "birth name")
        case .firstNames: ("prénoms", "first names")
        case .unspecified, .UNRECOGNIZED: ("l’identité", "identity")
        }
    }

    private static func kind(_ kind: WireSubmissionKind) -> (String, String) {
        switch kind {
        case .creation: ("création", "creation")
        case .separation: ("séparation", "separation")
        case .modification: ("modification", "modification")
        case .renewal: ("renouvellement", "renewal")
        case .strikeOff: ("radiation", "strike-off")
        case .reinstatement: ("annulation de radiation", "reinstatement")
        case .deletion: ("suppression", "deletion")
        case .import: ("reprise", "import")
        case .undeliverableLetter: ("pli non distribuable", "undeliverable letter")
        case .reviewDecision: ("décision sur un doublon", "review decision")
        case .warning: ("avertissement", "warning")
        case .noticeProof: ("preuve d'un avis", "proof of a notice")
        case .litigationHold: ("conservation pour litige", "litigation hold")
        case .unspecified, .UNRECOGNIZED: ("inconnu", "unknown")
        }
    }

    private static func channels(_ channels: [WireNoticeChannel]) -> (String, String) {
        let names = channels.compactMap(NoticeChannel.init).map { channel in
            switch channel {
            case .post: ("courrier", "post")
            case .email: ("courriel", "e-mail")
            case .traceableLetter: ("lettre suivie ou recommandée", "traceable letter")
            }
        }
        guard !names.isEmpty else { return ("", "") }
        let (french, english) = (names.map(\.0).joined(separator: " et "), names.map(\.1).joined(separator: " and "))
        return (" par \(french)", " by \(english)")
    }

    private static func status(_ status: WireNoticeStatus) -> (String, String) {
        switch status {
        case .posted: ("posté", "posted")
        case .delivered: ("remis", "delivered")
        case .returned: ("retourné", "returned")
        case .failed: ("en échec", "failed")
        case .unspecified, .UNRECOGNIZED: ("inconnu", "unknown")
        }
    }

    private static func verdict(_ verdict: WireVerdict) -> (String, String) {
        switch verdict {
        case .same: ("même personne", "same person")
        case .different: ("personnes différentes", "different persons")
        case .later: ("à revoir", "later")
        case .undo: ("fusion à annuler", "merge to be undone")
        case .unspecified, .UNRECOGNIZED: ("sans avis", "no verdict")
        }
    }
}
