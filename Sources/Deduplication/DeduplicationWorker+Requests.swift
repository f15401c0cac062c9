import Register
import Schemas
import SwiftProtobuf
import WorkerKit

// What a submission asks of deduplication.
extension DeduplicationWorker {
    mutating func take(_ record: RegisterRecord, _ accepted: WireAccepted, into output: inout Output) {
        var cleared = WireCleared()
        cleared.kind = record.kind
        cleared.initialDay = record.day.days
        cleared.validFrom = record.day.days
        switch accepted.request.kind {
        case .creation(let creation): consider(record, accepted, creation.application, cleared, into: &output)
        case .separation(let separation):
            cleared.separatedFrom = separation.fromNumber
            consider(record, accepted, separation.application, cleared, into: &output)
        case .import(let imported):
            cleared.initialDay = (CivilDate(iso: imported.firstFiledOn) ?? record.day).days
            cleared.validFrom = (CivilDate(iso: imported.validFrom) ?? record.day).days
            cleared.priorNumber = imported.number
            consider(record, accepted, imported.application, cleared, into: &output)
        case .modification: keepForm(record, accepted)
        case .renewal(let renewal) where renewal.hasApplication: keepForm(record, accepted)
        case .strikeOff, .deletion:
            if let source = record.source, let number = record.number {
                pendingEnds[source] = NumberRow(number: number)
            }
        case .reviewDecision(let decision): rule(record, accepted, decision, into: &output)
        case .litigationHold: noteDispute(of: record.number) { $0.ask() }
        case .renewal, .reinstatement, .undeliverableLetter, .noticeProof, .warning, nil: break
        }
    }

    /// A new application, a separation or an import: recognise a resend, then decide.
    private mutating func consider(
        _ record: RegisterRecord,
        _ accepted: WireAccepted,
        _ application: WireApplication,
        _ base: WireCleared,
        into output: inout Output,
    ) {
        guard let id = record.submission else { return }
        var cleared = base
        cleared.commune = application.wanted.communes.first ?? ""
        let reach = accepted.formReach
        if !reach.isEmpty { cleared.reach = WireReach(reach) }
        var candidate = Candidate(
            record: record.followed(by: .cleared(cleared)),
            cleared: cleared,
            persons: accepted.personKeys,
            vague: accepted.vagueKeys,
            sketched: accepted.sketched,
            offset: record.offset,
        )
        candidate.record.number = nil  // it has none yet; what it names is another one's, or its old one
        switch answers.recall(id, fingerprint: accepted.fingerprint) {
        case .new where record.kind == .import && holders[id]?.number.map { $0.text != cleared.priorNumber } == true:
            // The first one's content is forgotten; that it asked for another number is not.
            output.decline(record, [Anomaly(code: .sameIDOtherContent, path: "submission_id")])
        case .new where holders[id] != nil:
            // Longer ago than answers are remembered; its application is still here.
            candidate.stage = .resend
            answerResend(candidate, into: &output)
        case .new:
            answers[id] = AnswerRow(
                fingerprint: accepted.fingerprint,
                day: accepted.answerDay(record),
                outcome: .unspecified,
            )
            decide(candidate, into: &output)
        case .conflict: output.decline(record, [Anomaly(code: .sameIDOtherContent, path: "submission_id")])
        case .repeated(let row) where row.outcome == .refused: output.repeatAnswer(record, row)
        case .repeated:
            candidate.stage = .resend
            answerResend(candidate, into: &output)
        }
    }

    /// Numbering answers a resend as it answered the first one: so the first one must have its answer before.
    mutating func answerResend(_ resend: Candidate, into output: inout Output) {
        guard let id = resend.record.submission else { return }
        let isNumberless = holders[id].map { $0.number == nil } ?? false
        guard isNumberless || candidates.isOpen(id) else {
            output.facts.append(
                resend.record.followed(
                    by: .linked(
                        .with {
                            $0.kind = resend.cleared.kind
                            $0.commune = resend.cleared.commune
                            $0.repeated = true
                        }
                    ),
                    number: holders[id]?.number ?? answers[id]?.number,
                )
            )
            output.eraseForm(of: resend.record)
            return
        }
        if let source = resend.record.source { candidates[source] = resend }
    }

    /// A form that changes an application: its persons count once the change is a fact.
    private mutating func keepForm(_ record: RegisterRecord, _ accepted: WireAccepted) {
        guard let source = record.source else { return }
        var candidate = Candidate(
            record: record.followed(by: .cleared(WireCleared())),
            cleared: WireCleared(),
            persons: accepted.personKeys,
            sketched: accepted.sketched,
            offset: record.offset,
        )
        candidate.stage = .form
        candidates[source] = candidate
    }
}
