import Register
import Schemas
import SwiftProtobuf

// What was read, as a submission.
extension MessageReader {
    mutating func message(of bytes: Bytes) -> MinistryMessage {
        let type = MessageType(type?.trimmed.uppercased() ?? "")
        if !otherReason.isEmpty, !form.hasLegalPerson { form.applicant.contact.otherReason = otherReason }
        let found = anomalies
        anomalies = []
        checkHeader(type)
        anomalies += found
        var submission = WireSubmission()
        submission.desk = desk
        submission.territory = territory
        submission.receivedOn = receivedOn(type)
        submission.request.kind = request(type)
        submission.submissionID =
            MessageIdentity(desk: desk, type: self.type ?? "", fileDate: fileDate, number: number).id(of: bytes).text
        return MinistryMessage(submission: submission, anomalies: anomalies, unread: unread(type), places: places)
    }

    private mutating func checkHeader(_ type: MessageType) {
        if !MinistryMessage.versions.contains(version?.trimmed ?? "") { refuse(.wrongSchema, "/@versionInterface") }
        switch type {
        case .creation, .separation, .modification, .renewal, .strikeOff, .deletion: break
        case .dispatch, .answer, .copies: refuse(.kindNotSupported, "/entete/typeFichier")
        // Without a type nothing is asked for, which intake says.
        case .unknown(let raw): if !raw.isEmpty { refuse(.unknownCode, "/entete/typeFichier") }
        }
        // It tells one file from another: without it a file that is sent again is not recognised for certain.
        if fileDate.trimmed.isEmpty {
            refuse(.missingField, "/entete/dateFichier")
        } else if FileDate.day(fileDate) == nil {
            refuse(.notADate, "/entete/dateFichier")
        }
        if applications > 1 { refuse(.severalApplications, "/demande/demandeLogement[2]") }
    }

    private mutating func refuse(_ code: AnomalyCode, _ place: String) {
        anomalies.append(Anomaly(code: code, path: FormPlaces.root + place))
    }

    /// The number's; of who has none yet, that of the first commune.
    private var territory: String {
        let number = number.trimmed
        if !number.isEmpty { return String(number.prefix(3)) }
        guard let first = form.wanted.communes.first?.trimmed.uppercased() else { return "" }
        guard let commune = CommuneCode(code: first) else { return "" }
        return Territory(commune: commune)?.code ?? String(first.prefix(3))
    }

    /// A filing is received on the day that the application is created; anything else on the day that the file is made.
    private mutating func receivedOn(_ type: MessageType) -> String {
        switch type {
        case .creation, .separation:
            if !createdOn.isEmpty {
                places.isReceivedWhenCreated = true
                return createdOn
            }
        case .modification, .renewal, .strikeOff, .deletion, .dispatch, .answer, .copies, .unknown: break
        }
        return FileDate.day(fileDate)?.iso ?? ""
    }

    private func request(_ type: MessageType) -> WireRequest.OneOf_Kind? {
        switch type {
        case .creation: .creation(.with { $0.application = form })
        case .separation:
            .separation(
                .with {
                    $0.fromNumber = number
                    $0.application = form
                }
            )
        case .modification:
            .modification(
                .with {
                    $0.number = number
                    $0.application = form
                }
            )
        case .renewal:
            .renewal(
                .with {
                    $0.number = number
                    // Nothing changed since where nobody is named.
                    if hasApplicant { $0.application = form }
                }
            )
        case .strikeOff where isUndone: .reinstatement(.with { $0.number = number })
        case .strikeOff:
            .strikeOff(strikeOff.with { $0.number = number })
        case .deletion:
            .deletion(
                .with {
                    $0.number = number
                    $0.writtenProof = deletionProof
                }
            )
        case .dispatch, .answer, .copies, .unknown: nil
        }
    }

    /// A wish without a person is part of every message of some senders, and changes nothing in a renewal. Nor is a number
    /// taken from a filing: the register gives it.
    private func unread(_ type: MessageType) -> [String] {
        switch type {
        case .renewal where !hasApplicant && form.hasWanted:
            xml.unread + [FormPlaces.application + "/logementRecherche"]
        case .creation where !number.trimmed.isEmpty: xml.unread + [FormPlaces.application + "/numUnique"]
        // An association gives no reasons of its own.
        case _ where form.hasLegalPerson && !otherReason.isEmpty:
            xml.unread + [FormPlaces.application + "/precisionMotif"]
        default: xml.unread
        }
    }
}

extension WireStrikeOff {
    fileprivate func with(_ change: (inout WireStrikeOff) -> Void) -> WireStrikeOff {
        var changed = self
        change(&changed)
        return changed
    }
}
