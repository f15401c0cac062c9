import Register
import Schemas
import SwiftProtobuf
import WorkerKit

/// Keeps the calendar and the year of validity: closes days, has notices sent two months before expiry, renews for a
/// year, lets lapse what was not renewed, and holds what would lapse without a proven notice.
///
/// Law: CCH R441-2-7; arrêté of 23 March 2015, §5 and §6.1. A deadline is acted on when its day is closed.
package struct RenewalWorker: Worker {
    package static let name = "renewal"
    package static let interest = Interest(
        [.registered, .imported, .linked, .lapsed, .struckOff, .deleted, .reinstated, .purged, .dayClosed],
        submissions: [.renewal, .undeliverableLetter],
        forms: .personsAndCommunes,
    )

    let calendar: LegalCalendar
    var applications = Table<UniqueNumber, RenewalRow>(tag: 1)
    var days = Table<Single, CalendarRow>(tag: 2)
    var answers = Answers(tag: 3)

    package init(calendar: LegalCalendar = LegalCalendar()) {
        self.calendar = calendar
    }

    package mutating func process(_ record: RegisterRecord, into output: inout Output) {
        switch record.fact {
        case .accepted(let accepted):
            switch accepted.request.kind {
            case .renewal(let renewal): decideRenewal(record, accepted, renewal, into: &output)
            case .undeliverableLetter(let letter): recordReturn(record, accepted, letter, into: &output)
            default: break
            }
        case .registered(let fact):
            open(record, start: CivilDate(days: fact.validFrom), filed: CivilDate(days: fact.initialDay))
        case .imported(let fact):
            open(record, start: CivilDate(days: fact.validFrom), filed: CivilDate(days: fact.initialDay))
        case .linked(let linked): renewByLink(record, linked, into: &output)
        case .struckOff: setStage(record.number, .ended)
        case .reinstated(let reinstated): reopen(record, reinstated)
        case .deleted, .purged: if let number = record.number { applications[number] = nil }
        case .dayClosed: close(record, into: &output)
        case .lapsed:
            if let number = record.number, applications[number]?.stage == .lapsing { setStage(number, .lapsed) }
        case .renewed, .held, .noticeDue, .noticeUndeliverable: break  // its own, already in its tables
        case .declined, .repeated, .cleared, .reviewOpened, .reviewClosed, .merged, .unmerged, .modified, .warned,
            .litigationHeld:
            break
        }
    }

    package mutating func closeDays(through day: CivilDate, into output: inout Output) {
        guard let row = days[Single()] else { return }
        guard var next = row.closed.map({ $0.adding(days: 1) }) ?? row.first else { return }
        while next <= day {
            output.facts.append(RegisterRecord(territory: nil, day: next, fact: .dayClosed(WireDayClosed())))
            next = next.adding(days: 1)
        }
    }

    package mutating func apply(_ pass: inout TablePass) {
        applications.apply(&pass)
        days.apply(&pass)
        answers.apply(&pass)
    }
}

// MARK: - Days

extension RenewalWorker {
    /// The calendar of a partition starts with its first application.
    private mutating func noteFirstDay(_ day: CivilDate) {
        var row = days[Single()] ?? CalendarRow()
        guard row.closed == nil, row.first.map({ day < $0 }) ?? true else { return }
        row.first = day
        days[Single()] = row
    }

    private mutating func close(_ record: RegisterRecord, into output: inout Output) {
        let day = record.day
        var row = days[Single()] ?? CalendarRow()
        guard row.closed.map({ $0 < day }) ?? true else { return }  // said twice; the first time counted
        row.closed = day
        days[Single()] = row
        answers.forget(closing: day, days: calendar.submissionMemoryDays)

        for number in applications.keys(where: { _, row in isDue(row, on: day) }) {
            guard var row = applications[number] else { continue }
            act(on: &row, number, day, into: &output)
            applications[number] = row
        }
    }

    private func isDue(_ row: RenewalRow, on day: CivilDate) -> Bool {
        // No deadline falls before the earliest of them: most rows end here.
        guard row.stage == .live || row.stage == .reinstated else { return false }
        if row.stage == .reinstated { return day >= calendar.reactivableUntil(from: row.start) }
        if day.days - row.start.days < 28 * Int32(min(calendar.noticeMonths, calendar.lapseMonths)) { return false }
        if row.noticed == nil && day >= calendar.noticeDue(from: row.start) { return true }
        return day >= calendar.lapses(from: row.start)
    }

    private func act(on row: inout RenewalRow, _ number: UniqueNumber, _ day: CivilDate, into output: inout Output) {
        func fact(_ fact: Fact) -> RegisterRecord {
            RegisterRecord(territory: number.territory, day: day, number: number, fact: fact)
        }
        let expires = calendar.validUntil(from: row.start)
        if row.stage == .live, row.noticed == nil {
            row.noticed = day
            output.facts.append(
                fact(
                    .noticeDue(
                        .with {
                            $0.expires = expires.days
                            $0.rank = 1
                        }
                    )
                )
            )
            output.notices.append(WireNotice(.renewal, number, issued: day, validUntil: expires, rank: 1))
        }
        let end = row.stage == .live ? calendar.lapses(from: row.start) : calendar.reactivableUntil(from: row.start)
        guard day >= end else { return }
        if let reason = holdReason(row) {
            row.stage = .held
            output.facts.append(
                fact(
                    .held(
                        .with {
                            $0.expired = expires.days
                            $0.reason = reason
                        }
                    )
                )
            )
        } else {
            row.stage = .lapsing
            output.facts.append(
                fact(
                    .lapsed(
                        .with {
                            $0.expired = expires.days
                            $0.noticed = row.noticed?.days ?? 0
                        }
                    )
                )
            )
        }
    }

    /// Why no strike-off may follow: R441-2-7 wants a notice at least a month before the end of validity, and proof of it.
    private func holdReason(_ row: RenewalRow) -> WireHoldReason? {
        guard let noticed = row.noticed else { return .noNotice }
        if noticed > calendar.lastLawfulNotice(from: row.start) { return .noticeTooLate }
        return row.isUndeliverable ? .undeliverable : nil
    }
}

// MARK: - Life of an application

extension RenewalWorker {
    private mutating func open(_ record: RegisterRecord, start: CivilDate, filed: CivilDate) {
        guard let number = record.number, applications[number] == nil else { return }
        noteFirstDay(record.day)
        applications[number] = RenewalRow(start: start, filed: filed)
    }

    private mutating func setStage(_ number: UniqueNumber?, _ stage: RenewalRow.Stage) {
        guard let number, var row = applications[number] else { return }
        row.stage = stage
        applications[number] = row
    }

    /// After an undone strike-off for non-renewal the file must be renewed before its time to come back is over; after
    /// any other one it goes on where it was.
    private mutating func reopen(_ record: RegisterRecord, _ reinstated: WireReinstated) {
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
            return answers.refuse(record, accepted, .unknownNumber, into: &output)
        }
        if let code = refusal(row, on: record.day) { return answers.refuse(record, accepted, code, into: &output) }
        let commune = renewal.application.wanted.communes.first ?? ""
        let validUntil = renew(&row, number, record, commune: commune, into: &output)
        answers[id] = AnswerRow(
            fingerprint: accepted.fingerprint,
            day: record.day,
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
        row.isUndeliverable = false
        applications[number] = row
        let start = row.start
        let validUntil = calendar.validUntil(from: start)
        output.facts.append(
            record.followed(
                by: .renewed(
                    .with {
                        $0.validFrom = start.days
                        $0.validUntil = validUntil.days
                        $0.byLink = byLink
                        $0.commune = commune
                    }
                )
            )
        )
        output.notices.append(
            WireNotice(.renewalAttestation, number, issued: record.day, validUntil: validUntil)
        )
        return validUntil
    }

    /// The post brought the notice back: no strike-off may rest on it.
    private mutating func recordReturn(
        _ record: RegisterRecord,
        _ accepted: WireAccepted,
        _ letter: WireUndeliverableLetter,
        into output: inout Output,
    ) {
        guard answers.isNew(record, accepted, into: &output), let id = record.submission, let number = record.number
        else { return }
        guard var row = applications[number] else {
            return answers.refuse(record, accepted, .unknownNumber, into: &output)
        }
        guard row.noticed != nil else { return answers.refuse(record, accepted, .noticeUnknown, into: &output) }
        row.isUndeliverable = true
        applications[number] = row
        answers[id] = AnswerRow(
            fingerprint: accepted.fingerprint,
            day: record.day,
            outcome: .recorded,
            number: number
        )
        output.facts.append(
            record.followed(
                by: .noticeUndeliverable(
                    .with {
                        $0.returned = CivilDate(iso: letter.returnedOn)?.days ?? record.day.days
                        $0.proof = letter.proof
                    }
                )
            )
        )
        output.receipts.append(record.receipt(.recorded))
    }
}
