import Register
import Schemas
import SwiftProtobuf
import WorkerKit

/// Keeps the calendar and the year of validity: closes the days that intake's watermarks have reached, has notices sent two months before expiry and again to those
/// who do not answer, renews for a year, lets lapse what was not renewed, and holds what would lapse without a notice
/// that stands.
///
/// Law: CCH R441-2-7; arrêté of 23 March 2015, §5 and §6.1. A deadline is acted on when its day is closed.
package struct RenewalWorker: Worker {
    package static let name = "renewal"
    package static let interest = Interest(
        [
            .registered, .imported, .modified, .accessJudged, .linked, .lapsed, .struckOff, .deleted, .unmerged,
            .reinstated, .purged, .daysClosed, .received, .header, .catchUp,
        ],
        submissions: [.renewal, .undeliverableLetter, .noticeProof],
        forms: .personsAndCommunes,
    )

    let calendar: LegalCalendar
    var applications: DatedTable<UniqueNumber, RenewalRow>
    var days = Table<Single, CalendarRow>(tag: 2)
    var answers = Answers(tag: 3)
    var aliases = Aliases(tag: 4)
    /// The last one that each partition of `nu.submissions` said.
    var watermarks = Table<SubmissionPartition, WatermarkRow>(tag: 5)
    var closing = Table<Single, ClosingRow>(tag: 6)

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
        case .modified(let fact): adopt(record, fact)
        case .linked(let linked): renewByLink(record, linked, into: &output)
        case .struckOff(let fact): noteStrikeOff(record.number, StrikeOffReason(fact.reason))
        case .reinstated(let reinstated): reopen(record, reinstated)
        case .deleted(let fact): delete(record, fact)
        case .unmerged: comeBack(record)
        case .purged: if let number = record.number { applications[number] = nil }
        case .received(let fact): note(record, fact, into: &output)
        case .daysClosed(let fact): close(record, fact, into: &output)
        case .catchUp: allow(record.day, into: &output)
        case .header(let header): note(header)
        case .lapsed:
            if let number = record.number, applications[number]?.stage == .lapsing { setStage(number, .lapsed) }
        case .renewed, .held, .noticeDue, .noticeUndeliverable, .noticeProven: break  // its own, already in its tables
        case .declined, .repeated, .cleared, .reviewOpened, .reviewClosed, .merged, .warned, .litigationHeld:
            break
        }
    }

    package mutating func apply(_ pass: inout TablePass) {
        applications.apply(&pass)
        days.apply(&pass)
        answers.apply(&pass)
        aliases.rows.apply(&pass)
        watermarks.apply(&pass)
        closing.apply(&pass)
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
        row.count(formOf: record)
        applications[number] = row
    }

    /// A form says anew how the applicant can be reached.
    private mutating func adopt(_ record: RegisterRecord, _ fact: WireModified) {
        guard let number = record.number, var row = applications[number] else { return }
        if fact.hasReach { row.reach = row.reach.adopting(Reach(fact.reach)) }
        // What a link or a renewal changed is a second fact of a form that is counted already.
        if record.kind == .modification { row.count(formOf: record) }
        applications[number] = row
    }

    private mutating func setStage(_ number: UniqueNumber?, _ stage: RenewalRow.Stage) {
        guard let number, var row = applications[number] else { return }
        row.stage = stage
        applications[number] = row
    }

    /// What ended because it lapsed comes back by a renewal that was received in time. A lapse is struck off after it was read
    /// here; one that is live again by now was renewed since.
    private mutating func noteStrikeOff(_ number: UniqueNumber?, _ reason: StrikeOffReason) {
        guard let number, let row = applications[number] else { return }
        guard reason == .notRenewed else { return setStage(number, .ended) }
        switch row.stage {
        case .lapsing, .lapsed, .struckOff: setStage(number, .struckOff)
        case .live, .returning: setStage(number, .returning)
        case .held, .reinstated, .ended: setStage(number, .ended)
        }
    }

    /// For good; or merged into another one, which can be undone. What ended before stays so.
    private mutating func delete(_ record: RegisterRecord, _ fact: WireDeleted) {
        aliases.note(record.number, fact)
        guard let number = record.number, var row = applications[number] else { return }
        let isOver = [.ended, .lapsed, .struckOff, .returning].contains(row.stage)
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

    /// After an undone strike-off for non-renewal the file must be renewed before its time to come back is over, unless it is
    /// renewed already; after any other one it goes on where it was.
    private mutating func reopen(_ record: RegisterRecord, _ reinstated: WireReinstated) {
        // Decided before its owner read that it is merged.
        guard let number = record.number, let row = applications[number], row.beforeMerge == nil else { return }
        let isRenewed = reinstated.renewed || row.stage == .live || row.stage == .returning
        setStage(number, StrikeOffReason(reinstated.reason) == .notRenewed && !isRenewed ? .reinstated : .live)
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
            let opens = code == .renewalTooEarly ? calendar.windowOpens(from: row.start, filed: row.filed) : nil
            return answers.refuse(
                record,
                accepted,
                code,
                mergedInto: aliases[number],
                renewableFrom: opens,
                into: &output
            )
        }
        // In its window a renewal is taken, whatever came before: nobody loses a file for what others filed for it.
        if record.key != nil, row.forms >= FormLimit.changes, row.stage == .live,
            record.day < calendar.windowOpens(from: row.start)
        {
            return answers.refuse(record, accepted, .tooManyForms, into: &output)
        }
        row.count(formOf: record)
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
        case .held, .reinstated, .returning: return nil
        case .lapsing, .lapsed, .struckOff, .live:
            if day > calendar.lapses(from: row.start, filed: row.filed) || isLapseFinal(row) {
                return row.stage == .struckOff ? .numberNotLive : .renewalTooLate
            }
            let isEarly = day < calendar.windowOpens(from: row.start, filed: row.filed)
            return isEarly && calendar.earlyRenewal == .refused ? .renewalTooEarly : nil
        }
    }

    /// What lapsed does not come back after its time, however early the renewal is said to have been received: by then its
    /// purge is near.
    private func isLapseFinal(_ row: RenewalRow) -> Bool {
        guard row.stage != .live, let closed = days[Single()]?.closed else { return false }
        return closed >= calendar.reactivableUntil(from: row.start, filed: row.filed)
    }

    /// A person who files again where a live application stands renews it, when it can be renewed on that day. A lapse
    /// that was decided but stands behind this link in the register is void: the person came back in time.
    private mutating func renewByLink(_ record: RegisterRecord, _ linked: WireLinked, into output: inout Output) {
        guard !linked.repeated, let number = record.number, var row = applications[number] else { return }
        row.count(formOf: record)
        applications[number] = row
        // What lapsed before this link in the register is no application for those who read it: deduplication decides again.
        let isLive = [.live, .held, .reinstated].contains(row.stage)
        guard row.stage == .lapsing || isLive && linked.kind == .creation && refusal(row, on: record.day) == nil else {
            return
        }
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
        row.stage = row.stage == .returning ? .returning : .live
        row.noticed = nil
        row.sendings = []
        applications[number] = row
        let (start, reach) = (row.start, row.reach)
        let validUntil = calendar.validUntil(from: start, filed: row.filed)
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
            WireNotice(.renewalAttestation, number, issued: record.day, of: record.source, validUntil: validUntil)
        )
        output.dispatch(.renewed, number, record, validUntil: validUntil)
        return validUntil
    }
}
