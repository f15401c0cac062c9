import Register
import Schemas
import SwiftProtobuf
import WorkerKit

/// Keeps the calendar and the year of validity: closes days, has notices sent two months before expiry and again to those
/// who do not answer, renews for a year, lets lapse what was not renewed, and holds what would lapse without a notice
/// that stands.
///
/// Law: CCH R441-2-7; arrêté of 23 March 2015, §5 and §6.1. A deadline is acted on when its day is closed.
package struct RenewalWorker: Worker {
    package static let name = "renewal"
    package static let interest = Interest(
        [
            .registered, .imported, .modified, .accessJudged, .linked, .lapsed, .struckOff, .deleted, .unmerged,
            .reinstated, .purged, .dayClosed,
        ],
        submissions: [.renewal, .undeliverableLetter, .noticeProof],
        forms: .personsAndCommunes,
    )

    let calendar: LegalCalendar
    var applications: DatedTable<UniqueNumber, RenewalRow>
    var days = Table<Single, CalendarRow>(tag: 2)
    var answers = Answers(tag: 3)
    var aliases = Aliases(tag: 4)

    package init(calendar: LegalCalendar = LegalCalendar()) {
        self.calendar = calendar
        applications = DatedTable(tag: 1) { number, row in row.nextDeadline(number, calendar)?.days }
    }

    package mutating func process(_ record: RegisterRecord, into output: inout Output) {
        switch record.fact {
        case .accepted(let accepted):
            if accepted.deskCommunes.isEmpty { decide(record, accepted, into: &output) } else { wait(record, accepted) }
        case .accessJudged(let judged): decide(record, judged, into: &output)
        case .registered(let fact):
            open(record, start: fact.validFrom, filed: fact.initialDay, Reach(fact.reach))
        case .imported(let fact): open(record, start: fact.validFrom, filed: fact.initialDay, Reach(fact.reach))
        case .modified(let fact): if fact.hasReach { adopt(Reach(fact.reach), record.number) }
        case .linked(let linked): renewByLink(record, linked, into: &output)
        case .struckOff: setStage(record.number, .ended)
        case .reinstated(let reinstated): reopen(record, reinstated)
        case .deleted(let fact): delete(record, fact)
        case .unmerged: comeBack(record)
        case .purged: if let number = record.number { applications[number] = nil }
        case .dayClosed(let fact): close(record, fact, into: &output)
        case .lapsed:
            if let number = record.number, applications[number]?.stage == .lapsing { setStage(number, .lapsed) }
        case .renewed, .held, .noticeDue, .noticeUndeliverable, .noticeProven: break  // its own, already in its tables
        case .declined, .repeated, .cleared, .reviewOpened, .reviewClosed, .merged, .warned, .litigationHeld:
            break
        case .received, .header, .catchUp: break
        }
    }

    package mutating func closeDays(through day: CivilDate, into output: inout Output) {
        guard let row = days[Single()] else { return }
        guard var next = row.closed.map({ $0.adding(days: 1) }) ?? row.first else { return }
        while next <= day {
            let fact = WireDayClosed.with { if next < day { $0.through = day.days } }
            output.facts.append(RegisterRecord(territory: nil, day: next, fact: .dayClosed(fact)))
            next = next.adding(days: 1)
        }
    }

    package mutating func apply(_ pass: inout TablePass) {
        applications.apply(&pass)
        days.apply(&pass)
        answers.apply(&pass)
        aliases.rows.apply(&pass)
    }
}

// MARK: - Decisions

extension RenewalWorker {
    private mutating func decide(_ record: RegisterRecord, _ accepted: WireAccepted, into output: inout Output) {
        switch accepted.request.kind {
        case .renewal(let renewal): decideRenewal(record, accepted, renewal, into: &output)
        case .undeliverableLetter(let letter): recordReturn(record, accepted, letter, into: &output)
        case .noticeProof(let proof): recordProof(record, accepted, proof, into: &output)
        default: break
        }
    }

    /// Numbering says first whether the desk may act on that file. Days may be closed meanwhile, and what was renewed in time
    /// must not lapse.
    private mutating func wait(_ record: RegisterRecord, _ accepted: WireAccepted) {
        guard case .renewal = accepted.request.kind, let number = record.number else { return }
        applications[number]?.asked += 1
    }

    private mutating func decide(_ record: RegisterRecord, _ judged: WireAccessJudged, into output: inout Output) {
        switch judged.accepted.request.kind {
        case .renewal:
            if let number = record.number, let row = applications[number], row.asked > 0 {
                applications[number]?.asked -= 1
            }
        case .undeliverableLetter, .noticeProof: break
        default: return
        }
        if answers.admits(record, judged, into: &output) { decide(record, judged.accepted, into: &output) }
    }
}

// MARK: - Life of an application

extension RenewalWorker {
    private mutating func open(_ record: RegisterRecord, start: Int32, filed: Int32, _ reach: Reach) {
        guard let number = record.number, applications[number] == nil else { return }
        noteFirstDay(record.day)
        var row = RenewalRow(start: CivilDate(days: start), filed: CivilDate(days: filed))
        row.reach = reach
        applications[number] = row
    }

    /// A form says anew how the applicant can be reached.
    private mutating func adopt(_ form: Reach, _ number: UniqueNumber?) {
        guard let number, var row = applications[number] else { return }
        row.reach = row.reach.adopting(form)
        applications[number] = row
    }

    private mutating func setStage(_ number: UniqueNumber?, _ stage: RenewalRow.Stage) {
        guard let number, var row = applications[number] else { return }
        row.stage = stage
        applications[number] = row
    }

    /// For good; or merged into another one, which can be undone. What ended before stays so.
    private mutating func delete(_ record: RegisterRecord, _ fact: WireDeleted) {
        aliases.note(record.number, fact)
        guard let number = record.number, var row = applications[number] else { return }
        let isOver = row.stage == .ended || row.stage == .lapsed
        guard !fact.mergedInto.isEmpty, !isOver else {
            applications[number] = nil
            return
        }
        row.beforeMerge = row.stage == .lapsing ? .live : row.stage
        row.stage = .ended
        applications[number] = row
    }

    /// An undone merge: it is where it was, and what became due meanwhile is due when the next day is closed.
    private mutating func comeBack(_ record: RegisterRecord) {
        aliases.forget(record.number)
        guard let number = record.number, var row = applications[number], let stage = row.beforeMerge else { return }
        row.stage = stage
        row.beforeMerge = nil
        applications[number] = row
    }

    /// After an undone strike-off for non-renewal the file must be renewed before its time to come back is over; after
    /// any other one it goes on where it was.
    private mutating func reopen(_ record: RegisterRecord, _ reinstated: WireReinstated) {
        // Decided before its owner read that it is merged.
        if let number = record.number, applications[number]?.beforeMerge != nil { return }
        setStage(record.number, StrikeOffReason(reinstated.reason) == .notRenewed ? .reinstated : .live)
    }
}

// MARK: - Renewals

extension RenewalWorker {
    private mutating func decideRenewal(
        _ record: RegisterRecord,
        _ accepted: WireAccepted,
        _ renewal: WireRenewal,
        into output: inout Output,
    ) {
        guard answers.isNew(record, accepted, into: &output), let id = record.submission, let number = record.number
        else { return }
        guard var row = applications[number] else {
            return answers.refuse(record, accepted, .unknownNumber, mergedInto: aliases[number], into: &output)
        }
        guard record.day >= row.filed else {
            return answers.refuse(
                record,
                accepted,
                .receivedBeforeFiling,
                mergedInto: aliases[number],
                into: &output
            )
        }
        if let code = refusal(row, on: record.day) {
            let opens = code == .renewalTooEarly ? calendar.windowOpens(from: row.start) : nil
            return answers.refuse(
                record,
                accepted,
                code,
                mergedInto: aliases[number],
                renewableFrom: opens,
                into: &output
            )
        }
        let commune = renewal.application.wanted.communes.first ?? ""
        row.reach =
            renewal.hasApplication
            ? row.reach.adopting(accepted.formReach)
            : row.reach.union(Reach(deskKind: accepted.deskKind))
        let validUntil = renew(&row, number, record, commune: commune, into: &output)
        answers[id] = AnswerRow(
            fingerprint: accepted.fingerprint,
            day: accepted.answerDay(record),
            outcome: .renewed,
            number: number,
            firstFiled: row.filed,
            validUntil: validUntil,
        )
        output.receipts.append(record.receipt(.renewed, firstFiled: row.filed, validUntil: validUntil))
    }

    /// Why this application may not be renewed on this day; nil when it may.
    private func refusal(_ row: RenewalRow, on day: CivilDate) -> AnomalyCode? {
        switch row.stage {
        case .ended: return .numberNotLive
        case .lapsing, .lapsed: return .renewalTooLate
        case .held, .reinstated: return nil
        case .live:
            if day > calendar.lapses(from: row.start) { return .renewalTooLate }
            let isEarly = day < calendar.windowOpens(from: row.start)
            return isEarly && calendar.earlyRenewal == .refused ? .renewalTooEarly : nil
        }
    }

    /// A person who files again where a live application stands renews it, when it can be renewed on that day. A lapse
    /// that was decided but stands behind this link in the register is void: the person came back in time.
    private mutating func renewByLink(_ record: RegisterRecord, _ linked: WireLinked, into output: inout Output) {
        guard !linked.repeated, let number = record.number, var row = applications[number] else { return }
        guard row.stage == .lapsing || (linked.kind == .creation && refusal(row, on: record.day) == nil) else { return }
        if linked.hasReach { row.reach = row.reach.adopting(Reach(linked.reach)) }
        _ = renew(&row, number, record, byLink: true, into: &output)  // numbering records the commune of a link
    }

    private mutating func renew(
        _ row: inout RenewalRow,
        _ number: UniqueNumber,
        _ record: RegisterRecord,
        byLink: Bool = false,
        commune: String = "",
        into output: inout Output,
    ) -> CivilDate {
        row.start = calendar.startAfterRenewal(on: record.day, currentStart: row.start, filed: row.filed)
        row.stage = .live
        row.noticed = nil
        row.sendings = []
        applications[number] = row
        let (start, reach) = (row.start, row.reach)
        let validUntil = calendar.validUntil(from: start)
        output.facts.append(
            record.followed(
                by: .renewed(
                    .with {
                        $0.validFrom = start.days
                        $0.validUntil = validUntil.days
                        $0.byLink = byLink
                        $0.commune = commune
                        if !reach.isEmpty { $0.reach = WireReach(reach) }
                    }
                )
            )
        )
        output.notices.append(
            WireNotice(.renewalAttestation, number, issued: record.day, validUntil: validUntil)
        )
        output.dispatch(.renewed, number, record, validUntil: validUntil)
        return validUntil
    }
}
