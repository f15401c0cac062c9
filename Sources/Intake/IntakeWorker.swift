import Register
import Schemas
import WorkerKit

/// The door of the register: reads a submission, normalises it, and accepts it or names everything that is wrong with it.
///
/// Judges what a submission says by itself, with the desks and communes beside it. What depends on the register (does
/// the number exist, was a warning sent) belongs to the workers that read the register. Pure, and without memory: the same
/// submission gets the same decision, whoever judges it.
package struct IntakeWorker: Sendable {
    package let settings: IntakeSettings

    package init(settings: IntakeSettings = .init()) {
        self.settings = settings
    }

    package func judge(_ input: IncomingSubmission, references: IntakeReferences) -> IntakeDecision {
        switch SubmissionReader(settings: settings).read(input) {
        case .unreadable(let reason): return .unreadable(reason: reason)
        case .read(let opened): return judge(opened, input, references)
        }
    }

    private func judge(
        _ opened: OpenedSubmission,
        _ input: IncomingSubmission,
        _ references: IntakeReferences,
    ) -> IntakeDecision {
        var submission = opened.submission
        guard let desk = DeskCode(code: Text.code(submission.desk)) else {
            return .unreadable(reason: "\(AnomalyCode.badDeskCode.rawValue): no desk code, so nobody can be answered")
        }
        guard let id = SubmissionID(Text.tidied(submission.submissionID)) else {
            return .unreadable(reason: "\(AnomalyCode.badSubmissionID.rawValue): the submission id is not a UUID")
        }
        guard let published = publicationDay(input.timestamp) else {
            return .unreadable(
                reason: "\(AnomalyCode.unreadableContent.rawValue): the record’s timestamp is no time in milliseconds"
            )
        }

        let known = references.desks[desk]
        // Whoever wrote this may be anybody: nothing of it is looked at, and no more is answered.
        func refusal(_ code: AnomalyCode) -> IntakeDecision {
            let record = RegisterRecord(
                submission: id,
                territory: nil,
                day: published,
                desk: desk,
                source: input.source,
                format: opened.format,
                kind: submission.request.submissionKind,
                fact: .declined(WireDeclined()),
            )
            let anomaly = Anomaly(code: code, path: opened.path(of: "desk"))
            return .refused(record.receipt(.refused, anomalies: [anomaly]))
        }
        guard let known else { return refusal(.unknownDesk) }
        if let code = self.refusal(of: input, opened.format, by: known) { return refusal(code) }

        var examination = Examination(settings, references, desk: known, published: published)
        examination.hasPlaceForAgent = opened.format != .xml
        examination.examine(&submission)

        var record = RegisterRecord(
            submission: id,
            territory: examination.territory,
            day: examination.day,
            desk: desk,
            number: examination.number,
            source: input.source,
            format: opened.format,
            kind: submission.request.submissionKind,
            agent: submission.agent,
            unread: opened.unread,
            fact: .declined(WireDeclined()),
        )
        // The examination refuses a submission without a territory.
        let anomalies = opened.anomalies(with: examination.anomalies)
        guard anomalies.isEmpty, let territory = examination.territory else {
            return .refused(record.receipt(.refused, anomalies: anomalies))
        }
        var accepted = WireAccepted()
        accepted.agent = submission.agent
        accepted.fingerprint = ContentFingerprint.of(submission, desk: desk, territory: territory)
        accepted.request = submission.request
        accepted.deskKind = known.kind.raw
        if examination.isLate {
            accepted.lateReception = submission.lateReception
            accepted.published = published.days
        }
        // A form was looked at by the communes that it asks for; of a file that is only named, numbering knows them.
        if known.isLimited, examination.number != nil, submission.request.application == nil {
            accepted.deskCommunes = references.communes(of: known).map(\.code)
        }
        record.fact = .accepted(accepted)
        return .accepted(record)
    }

    /// Nil when the submission is signed as this desk signs, or the desk has no key.
    private func refusal(of input: IncomingSubmission, _ format: WireFormat, by desk: Desk) -> AnomalyCode? {
        if desk.publicKeys.isEmpty { return nil }
        let check = Signature.check(
            input,
            format.contentType,
            keys: desk.publicKeys,
            register: settings.register,
            ageDaysMax: settings.signatureAgeDaysMax,
        )
        return switch check {
        case .valid: nil
        case .missing: .signatureMissing
        case .incomplete: .signatureIncomplete
        case .forAnotherRegister: .signatureForAnotherRegister
        case .invalid: .signatureInvalid
        case .tooOld: .signatureTooOld
        case .inFuture: .signatureInFuture
        }
    }

    /// The day in Paris, or nil when the record's time can be none.
    private func publicationDay(_ milliseconds: Int64) -> CivilDate? {
        let years = settings.publicationYears
        guard let first = CivilDate(year: years.lowerBound, month: 1, day: 1),
            let last = CivilDate(year: years.upperBound, month: 12, day: 31),
            milliseconds >= Int64(first.days) * 86_400_000, milliseconds < Int64(last.days) * 86_400_000
        else { return nil }
        return CivilDate.paris(milliseconds: milliseconds)
    }
}
