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
        [.registered, .imported, .modified, .linked, .lapsed, .struckOff, .deleted, .reinstated, .purged, .dayClosed],
        submissions: [.renewal, .undeliverableLetter, .noticeProof],
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
            case .noticeProof(let proof): recordProof(record, accepted, proof, into: &output)
            default: break
            }
        case .registered(let fact):
            open(record, start: fact.validFrom, filed: fact.initialDay, Reach(fact.reach))
        case .imported(let fact): open(record, start: fact.validFrom, filed: fact.initialDay, Reach(fact.reach))
        case .modified(let fact): if fact.hasReach { adopt(Reach(fact.reach), record.number) }
        case .linked(let linked): renewByLink(record, linked, into: &output)
        case .struckOff: setStage(record.number, .ended)
        case .reinstated(let reinstated): reopen(record, reinstated)
        case .deleted, .purged: if let number = record.number { applications[number] = nil }
        case .dayClosed(let fact): close(record, fact, into: &output)
        case .lapsed:
            if let number = record.number, applications[number]?.stage == .lapsing { setStage(number, .lapsed) }
        case .renewed, .held, .noticeDue, .noticeUndeliverable, .noticeProven: break  // its own, already in its tables
        case .declined, .repeated, .cleared, .reviewOpened, .reviewClosed, .merged, .unmerged, .warned: break
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

    private mutating func close(_ record: RegisterRecord, _ closed: WireDayClosed, into output: inout Output) {
        let day = record.day
        var row = days[Single()] ?? CalendarRow()
        guard row.closed.map({ $0 < day }) ?? true else { return }  // said twice; the first time counted
        row.closed = day
        days[Single()] = row
        answers.forget(closing: day, days: calendar.submissionMemoryDays)

        let due = applications.keys { number, row in isDue(row, number, on: day) }
        // A stop is over: what lapsed in it did so on its day, but a letter leaves now or later, never in the past.
        let postponed = closed.through > day.days ? Set(due) : postponed(due, on: day)
        for number in due {
            guard var row = applications[number] else { continue }
            if row.stage == .live, !postponed.contains(number), let rank = noticeDue(row, number, on: day) {
                if rank == 1 { row.noticed = day }
                send(rank, by: channels(rank, row, on: day), &row, number, day, into: &output)
            }
            end(&row, number, day, into: &output)
            if row != applications[number] { applications[number] = row }
        }
    }

    private func isDue(_ row: RenewalRow, _ number: UniqueNumber, on day: CivilDate) -> Bool {
        // No deadline falls before the earliest of them: most rows end here.
        guard row.stage == .live || row.stage == .reinstated else { return false }
        if row.stage == .reinstated { return day >= calendar.reactivableUntil(from: row.start) }
        let earliest = 28 * min(calendar.noticeMonths, calendar.lapseMonths) - calendar.noticeSpreadDays
        if Int(day.days - row.start.days) < earliest { return false }
        return noticeDue(row, number, on: day) != nil || day >= calendar.lapses(from: row.start)
    }

    /// The rank of the notice that is due and was not sent; nil when none is.
    private func noticeDue(_ row: RenewalRow, _ number: UniqueNumber, on day: CivilDate) -> UInt8? {
        guard let noticed = row.noticed else {
            return day >= calendar.noticeDue(from: row.start, sequence: number.sequence) ? 1 : nil
        }
        let isSecondDue = calendar.isSecondNoticeDue(on: day, noticed: noticed, from: row.start)
        return isSecondDue && !row.sendings.contains { $0.rank == 2 } ? 2 : nil
    }

    private func channels(_ rank: UInt8, _ row: RenewalRow, on day: CivilDate) -> [NoticeChannel] {
        rank == 1 ? calendar.noticeChannels(row.reach, on: day) : calendar.secondNoticeChannels(row.reach)
    }

    /// The files whose notice waits for another day, because its territory has as many as its printing house takes. What
    /// expires first leaves first; what would be too late tomorrow leaves anyway, and takes its place.
    private func postponed(_ due: [UniqueNumber], on day: CivilDate) -> Set<UniqueNumber> {
        guard let max = calendar.noticesPerDayMax else { return [] }
        var room: [Territory: Int] = [:]
        var waiting: [Territory: [(start: CivilDate, number: UniqueNumber)]] = [:]
        for number in due {
            guard let row = applications[number], row.stage == .live, let rank = noticeDue(row, number, on: day),
                channels(rank, row, on: day).contains(where: \.isLetter)
            else { continue }  // an e-mail is not printed
            if day == calendar.lastLawfulNotice(from: row.start) {
                room[number.territory, default: max] -= 1
            } else {
                waiting[number.territory, default: []].append((row.start, number))
            }
        }
        var postponed: Set<UniqueNumber> = []
        for (territory, files) in waiting {
            let inOrder = files.sorted { ($0.start, $0.number) < ($1.start, $1.number) }
            for file in inOrder.dropFirst(Swift.max(0, room[territory] ?? max)) { postponed.insert(file.number) }
        }
        return postponed
    }

    /// Has a notice sent by each of these channels. `cause`: the submission that brings it about, if one does.
    private func send(
        _ rank: UInt8,
        by channels: [NoticeChannel],
        _ row: inout RenewalRow,
        _ number: UniqueNumber,
        _ day: CivilDate,
        attempt: Int32 = 0,
        cause: RegisterRecord? = nil,
        into output: inout Output,
    ) {
        row.sendings += channels.map { NoticeSending(rank: rank, channel: $0, day: day) }
        let expires = calendar.validUntil(from: row.start)
        let fact = WireNoticeDue.with {
            $0.expires = expires.days
            $0.rank = Int32(rank)
            $0.channels = channels.map(WireNoticeChannel.init)
            $0.attempt = attempt
        }
        var record =
            cause?.followed(by: .noticeDue(fact))
            ?? RegisterRecord(territory: number.territory, day: day, number: number, fact: .noticeDue(fact))
        record.day = day
        output.facts.append(record)
        output.notices.append(
            WireNotice(
                .renewal,
                number,
                issued: day,
                validUntil: expires,
                rank: Int32(rank),
                channels: channels,
                attempt: attempt,
            )
        )
    }

    private func end(_ row: inout RenewalRow, _ number: UniqueNumber, _ day: CivilDate, into output: inout Output) {
        let end = row.stage == .live ? calendar.lapses(from: row.start) : calendar.reactivableUntil(from: row.start)
        guard day >= end else { return }
        let expired = calendar.validUntil(from: row.start)
        let ground = calendar.lapseGround(row.sendings, from: row.start)
        let fact: Fact
        if case .notice(let notice) = ground {
            row.stage = .lapsing
            fact = .lapsed(
                .with {
                    $0.expired = expired.days
                    $0.noticed = notice.day.days
                    $0.rank = Int32(notice.rank)
                    $0.proof = notice.isProven ? notice.proof : ""
                }
            )
        } else {
            row.stage = .held
            let reason = WireHoldReason(ground) ?? .unspecified
            fact = .held(
                .with {
                    $0.expired = expired.days
                    $0.reason = reason
                }
            )
            output.notices.append(
                WireNotice(.holdAlert, number, issued: day, validUntil: expired, reason: reason.code)
            )
        }
        output.facts.append(RegisterRecord(territory: number.territory, day: day, number: number, fact: fact))
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
        row.reach =
            renewal.hasApplication
            ? row.reach.adopting(Reach(renewal.application, deskKind: accepted.deskKind))
            : row.reach.union(Reach(deskKind: accepted.deskKind))
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
        return validUntil
    }
}

// MARK: - What providers say of notices

extension RenewalWorker {
    /// The post brought a letter back. It does not say which, and the address is bad for all of them.
    private mutating func recordReturn(
        _ record: RegisterRecord,
        _ accepted: WireAccepted,
        _ letter: WireUndeliverableLetter,
        into output: inout Output,
    ) {
        guard answers.isNew(record, accepted, into: &output), let number = record.number else { return }
        guard let row = applications[number] else {
            return answers.refuse(record, accepted, .unknownNumber, into: &output)
        }
        let letters = row.sendings.indices.filter { row.sendings[$0].channel.isLetter }
        guard !letters.isEmpty else { return answers.refuse(record, accepted, .noticeUnknown, into: &output) }
        let returned = CivilDate(iso: letter.returnedOn) ?? record.day
        let fact = WireNoticeUndeliverable.with {
            $0.returned = returned.days
            $0.proof = letter.proof
        }
        answer(record, accepted, by: .noticeUndeliverable(fact), into: &output)
        note(.returned, on: returned, proof: letter.proof, of: letters, row, number, record, into: &output)
    }

    private mutating func recordProof(
        _ record: RegisterRecord,
        _ accepted: WireAccepted,
        _ proof: WireNoticeProof,
        into output: inout Output,
    ) {
        guard answers.isNew(record, accepted, into: &output), let number = record.number else { return }
        guard let row = applications[number] else {
            return answers.refuse(record, accepted, .unknownNumber, into: &output)
        }
        let channel = NoticeChannel(proof.channel)
        let index = row.sendings.firstIndex { Int32($0.rank) == proof.rank && $0.channel == channel }
        guard let index, let status = NoticeSending.Status(proof.status) else {
            return answers.refuse(record, accepted, .noticeUnknown, into: &output)
        }
        let happened = CivilDate(iso: proof.happenedOn) ?? record.day
        let fact = WireNoticeProven.with {
            $0.rank = proof.rank
            $0.channel = proof.channel
            $0.batch = proof.batch
            $0.item = proof.item
            $0.happened = happened.days
            $0.status = proof.status
        }
        answer(record, accepted, by: .noticeProven(fact), into: &output)
        note(status, on: happened, proof: proof.reference, of: [index], row, number, record, into: &output)
    }

    private mutating func answer(
        _ record: RegisterRecord,
        _ accepted: WireAccepted,
        by fact: Fact,
        into output: inout Output,
    ) {
        if let id = record.submission {
            answers[id] = AnswerRow(
                fingerprint: accepted.fingerprint,
                day: record.day,
                outcome: .recorded,
                number: record.number,
            )
        }
        output.facts.append(record.followed(by: fact))
        output.receipts.append(record.receipt(.recorded))
    }

    /// A channel that failed is not the end of it: another one is tried, once.
    private mutating func note(
        _ status: NoticeSending.Status,
        on day: CivilDate,
        proof: String,
        of indices: [Int],
        _ row: RenewalRow,
        _ number: UniqueNumber,
        _ record: RegisterRecord,
        into output: inout Output,
    ) {
        var row = row
        for index in indices { row.sendings[index].note(status, on: day, proof: proof) }
        if let failed = indices.last.map({ row.sendings[$0] }), failed.hasFailed, row.stage == .live,
            let other = calendar.otherChannel(after: failed.channel, row.sendings, row.reach)
        {
            // Reported late, it does not leave earlier.
            let today = max(record.day, days[Single()]?.closed ?? record.day)
            send(failed.rank, by: [other], &row, number, today, attempt: 2, cause: record, into: &output)
        }
        applications[number] = row
    }
}
