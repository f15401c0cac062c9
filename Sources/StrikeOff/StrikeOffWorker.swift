import Register
import Schemas
import SwiftProtobuf
import WorkerKit

/// Ends applications, for the five reasons of the law and no other, and undoes that within its delay.
///
/// Law: CCH R441-2-8 (reasons), R441-2-9 (data due at an allocation); arrêté of 23 March 2015, §6 (delays); décret
/// 2017-917, art. 4 (purge). What a submission must carry by itself was checked at intake; here stands what depends on
/// the application's life: is it live, was there a warning, is the delay over.
package struct StrikeOffWorker: Worker {
    package static let name = "strike-off"
    package static let interest = Interest(
        [.registered, .imported, .linked, .renewed, .modified, .lapsed, .deleted, .dayClosed],
        submissions: [.strikeOff, .reinstatement, .warning],
    )

    let calendar: LegalCalendar
    var applications = Table<UniqueNumber, StrikeOffRow>(tag: 1)
    var answers = Answers(tag: 3)
    var links = RecentLinks(tag: 4)

    package init(calendar: LegalCalendar = LegalCalendar()) {
        self.calendar = calendar
    }

    package mutating func process(_ record: RegisterRecord, into output: inout Output) {
        switch record.fact {
        case .accepted(let accepted): decide(record, accepted, into: &output)
        case .linked(let linked): noteLink(record, linked)
        case .registered(let fact): open(record, start: CivilDate(days: fact.validFrom))
        case .imported(let fact): open(record, start: CivilDate(days: fact.validFrom))
        case .renewed(let fact): noteAnswer(record.number, start: CivilDate(days: fact.validFrom))
        case .modified: noteAnswer(record.number, start: nil)
        case .lapsed(let lapsed): endLapsed(record, lapsed, into: &output)
        case .deleted: if let number = record.number { applications[number] = nil }
        case .dayClosed: purge(closing: record.day, into: &output)
        case .struckOff, .reinstated, .warned, .purged: break  // its own, already in its tables
        case .declined, .repeated, .cleared, .reviewOpened, .reviewClosed, .merged, .unmerged: break
        case .noticeDue, .noticeUndeliverable, .noticeProven, .held: break
        }
    }

    package mutating func apply(_ pass: inout TablePass) {
        applications.apply(&pass)
        answers.apply(&pass)
        links.rows.apply(&pass)
    }
}

// MARK: - Life of an application

extension StrikeOffWorker {
    private mutating func open(_ record: RegisterRecord, start: CivilDate) {
        guard let number = record.number, applications[number] == nil else { return }
        applications[number] = StrikeOffRow(start: start)
    }

    /// Whoever renews a file, changes it or files again has answered the letter: a warning that runs is over.
    private mutating func noteAnswer(_ number: UniqueNumber?, start: CivilDate?) {
        guard let number, var row = applications[number] else { return }
        if let start { row.start = start }
        row.warning = nil
        applications[number] = row
    }

    private mutating func noteLink(_ record: RegisterRecord, _ linked: WireLinked) {
        guard !linked.repeated, let number = record.number, applications[number]?.ended == nil else { return }
        links.note(record, linked)
        noteAnswer(number, start: nil)
    }

    private mutating func endLapsed(_ record: RegisterRecord, _ lapsed: WireLapsed, into output: inout Output) {
        guard let number = record.number, var row = applications[number], row.ended == nil,
            !links.voidsLapse(of: number)
        else { return }
        row.ended = StrikeOffRow.End(reason: .notRenewed, day: record.day)
        applications[number] = row
        strikeOff(record, number, into: &output) {
            $0.reason = StrikeOffReason.notRenewed.raw
            $0.noticed = lapsed.noticed
        }
    }

    private mutating func purge(closing day: CivilDate, into output: inout Output) {
        answers.forget(closing: day, days: calendar.submissionMemoryDays)
        links.dayClosed()
        let due = applications.keys { _, row in
            row.ended.map { day >= calendar.purges(struckOff: $0.day) } ?? false
        }
        for number in due {
            applications[number] = nil
            output.facts.append(
                RegisterRecord(territory: number.territory, day: day, number: number, fact: .purged(WirePurged()))
            )
        }
    }

    private func strikeOff(
        _ record: RegisterRecord,
        _ number: UniqueNumber,
        into output: inout Output,
        _ fill: (inout WireStruckOff) -> Void,
    ) {
        let fact = WireStruckOff.with(fill)
        output.facts.append(record.followed(by: .struckOff(fact)))
        output.notices.append(WireNotice(.strikeOff, number, issued: record.day, reason: fact.reason))
    }
}

// MARK: - Decisions

extension StrikeOffWorker {
    private mutating func decide(_ record: RegisterRecord, _ accepted: WireAccepted, into output: inout Output) {
        guard answers.isNew(record, accepted, into: &output), let id = record.submission, let number = record.number
        else { return }
        guard var row = applications[number] else {
            return answers.refuse(record, accepted, .unknownNumber, into: &output)
        }
        let outcome: WireOutcome
        switch accepted.request.kind {
        case .strikeOff(let request):
            if let code = refusal(request, row, on: record.day) {
                return answers.refuse(record, accepted, code, into: &output)
            }
            outcome = .struckOff
            let reason = StrikeOffReason(request.reason)
            let warning = reason.needsWarning ? row.warning : nil
            row.ended = StrikeOffRow.End(reason: reason, day: record.day)
            row.warning = nil
            strikeOff(record, number, into: &output) {
                $0.reason = request.reason
                $0.ground = request.ground
                $0.proof = warning?.proof ?? request.writtenProof
                $0.noticed = warning?.day.days ?? 0
                if reason == .allocated {
                    $0.leaseDay = CivilDate(iso: request.allocation.leaseSignedOn)?.days ?? record.day.days
                    $0.landlordSiren = request.allocation.landlordSiren
                }
            }
        case .warning(let request):
            guard row.ended == nil else { return answers.refuse(record, accepted, .numberNotLive, into: &output) }
            outcome = .recorded
            let sent = CivilDate(iso: request.sentOn) ?? record.day
            let reason = StrikeOffReason(request.reason)
            row.warning = StrikeOffRow.Warning(reason: reason, day: sent, proof: request.proof)
            output.facts.append(
                record.followed(
                    by: .warned(
                        .with {
                            $0.reason = request.reason
                            $0.ground = request.ground
                            $0.sent = sent.days
                            $0.proof = request.proof
                        }
                    )
                )
            )
            output.notices.append(WireNotice(.warning, number, issued: record.day, reason: request.reason))
        case .reinstatement:
            guard let end = row.ended else { return answers.refuse(record, accepted, .notStruckOff, into: &output) }
            guard record.day <= reinstatableUntil(row, end) else {
                return answers.refuse(record, accepted, .reinstatementDelayOver, into: &output)
            }
            outcome = .reinstated
            row.ended = nil
            output.facts.append(record.followed(by: .reinstated(.with { $0.reason = end.reason.raw })))
        default: return
        }
        applications[number] = row
        answers[id] = AnswerRow(
            fingerprint: accepted.fingerprint,
            day: record.day,
            outcome: outcome,
            number: number
        )
        output.receipts.append(record.receipt(outcome))
    }

    private func refusal(_ request: WireStrikeOff, _ row: StrikeOffRow, on day: CivilDate) -> AnomalyCode? {
        guard row.ended == nil else { return .alreadyStruckOff }
        let reason = StrikeOffReason(request.reason)
        switch reason {
        case .allocated, .renounced: return nil
        case .noAnswer, .inadmissible:
            guard let warning = row.warning, warning.reason == reason else { return .warningMissing }
            let end =
                reason == .noAnswer
                ? calendar.noAnswerStrikeOff(warned: warning.day) : calendar.inadmissibleStrikeOff(warned: warning.day)
            return day < end ? .warningDelayNotOver : nil
        case .notRenewed: return .systemReason
        case .unknown: return .strikeOffReasonUnknown
        }
    }

    /// The last day on which this strike-off may be undone.
    private func reinstatableUntil(_ row: StrikeOffRow, _ end: StrikeOffRow.End) -> CivilDate {
        switch end.reason {
        case .notRenewed: calendar.reactivableUntil(from: row.start)
        case .noAnswer: calendar.noAnswerReactivableUntil(struckOff: end.day)
        case .allocated, .renounced, .inadmissible, .unknown: calendar.correctableUntil(struckOff: end.day)
        }
    }
}
