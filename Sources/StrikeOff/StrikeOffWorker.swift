import Register
import Schemas
import SwiftProtobuf
import WorkerKit

/// Ends applications, for the five reasons of the law and no other, and undoes that within its delay.
///
/// Law: CCH R441-2-8 (reasons), R441-2-9 (data due at an allocation); arrêté of 23 March 2015, §6 (delays); décret
/// 2017-917, art. 4 (purge); Conseil d’État, 8 July 2020, n° 420472 (the duty to rehouse outlives a strike-off). What a submission must carry by itself was checked at intake; here stands what depends on
/// the application's life: is it live, was there a warning, is the delay over.
package struct StrikeOffWorker: Worker {
    package static let name = "strike-off"
    package static let interest = Interest(
        [
            .registered, .imported, .linked, .renewed, .modified, .lapsed, .struckOff, .reinstated, .deleted,
            .reviewClosed, .unmerged, .purged, .declined, .repeated, .daysClosed, .accessJudged,
        ],
        submissions: [
            .strikeOff, .reinstatement, .warning, .litigationHold, .creation, .separation, .modification, .renewal,
            .importing,
        ],
        forms: .daloMark,
    )

    let calendar: LegalCalendar
    var applications: DatedTable<UniqueNumber, StrikeOffRow>
    var answers = Answers(tag: 3)
    var links = RecentLinks(tag: 4)
    var marks = DaloMarks(tag: 5)
    var aliases = Aliases(tag: 6)
    var days = Table<Single, CalendarRow>(tag: 7)

    package init(calendar: LegalCalendar = LegalCalendar()) {
        self.calendar = calendar
        applications = DatedTable(tag: 1) { _, row in row.purges(calendar)?.days }
    }

    package mutating func process(_ record: RegisterRecord, into output: inout Output) {
        switch record.fact {
        case .accepted(let accepted):
            switch accepted.request.kind {
            case .creation, .separation, .modification, .renewal, .import:
                if let form = accepted.request.application { marks.note(record, form) }
            // Numbering says first whether the desk may act on that file.
            default: if accepted.deskCommunes.isEmpty { decide(record, accepted, into: &output) }
            }
        case .accessJudged(let judged):
            switch judged.accepted.request.kind {
            case .strikeOff, .reinstatement, .warning:
                if answers.admits(record, judged, into: &output) { decide(record, judged.accepted, into: &output) }
            default: break
            }
        case .linked(let linked): noteLink(record, linked, into: &output)
        case .registered(let fact): open(record, start: fact.validFrom, filed: fact.initialDay)
        case .imported(let fact): open(record, start: fact.validFrom, filed: fact.initialDay)
        case .renewed(let fact): noteAnswer(record, start: CivilDate(days: fact.validFrom), into: &output)
        case .modified: noteAnswer(record, start: nil, into: &output)
        case .lapsed(let lapsed): endLapsed(record, lapsed, into: &output)
        case .deleted(let fact): delete(record, fact, into: &output)
        case .reviewClosed(let closed): awaitReturn(closed)
        case .unmerged: comeBack(record)
        case .daysClosed(let fact): close(record, fact, into: &output)
        // Its own: a form is linked to an application that is live by the facts before it, as deduplication counts.
        case .struckOff: if let number = record.number { applications[number]?.isOut = true }
        case .reinstated: if let number = record.number { applications[number]?.isOut = false }
        case .purged: if let number = record.number { drop(number, into: &output) }
        case .warned, .litigationHeld: break  // already in its tables
        case .received, .header, .catchUp: break
        case .declined, .repeated: marks.forget(record)
        case .cleared, .reviewOpened, .merged: break
        case .noticeDue, .noticeUndeliverable, .noticeProven, .held: break
        }
    }

    package mutating func apply(_ pass: inout TablePass) {
        applications.apply(&pass)
        answers.apply(&pass)
        links.rows.apply(&pass)
        marks.rows.apply(&pass)
        aliases.rows.apply(&pass)
        days.apply(&pass)
    }
}

// MARK: - Life of an application

extension StrikeOffWorker {
    private mutating func open(_ record: RegisterRecord, start: Int32, filed: Int32) {
        guard let number = record.number, applications[number] == nil else { return }
        var row = StrikeOffRow(start: CivilDate(days: start), filed: CivilDate(days: filed))
        row.isDalo = marks.bears(record)
        if let key = record.key { row.forms.note(key) }
        applications[number] = row
        marks.forget(record)
    }

    /// Whoever renews a file, changes it or files again has answered the letter: a warning that runs is over. A DALO mark
    /// that the form brings stays, whatever later forms say.
    private mutating func noteAnswer(_ record: RegisterRecord, start: CivilDate?, into output: inout Output) {
        guard let number = record.number, var row = applications[number] else {
            // Decided before its owner read that the application is purged or deleted.
            return output.eraseForm(of: record)
        }
        if let start { row.start = start }
        row.warning = nil
        if start != nil { undoLapse(record, number, &row, into: &output) }
        if marks.bears(record) { row.isDalo = true }
        if let key = record.key { row.forms.note(key) }
        applications[number] = row
        marks.forget(record)
    }

    /// Renewed though it lapsed: the renewal was received in time and read too late. The strike-off stands before it in the
    /// register, read back or not, and is undone.
    private func undoLapse(
        _ record: RegisterRecord,
        _ number: UniqueNumber,
        _ row: inout StrikeOffRow,
        into output: inout Output,
    ) {
        guard let end = row.ended, end.reason == .notRenewed, row.gone == nil else { return }
        row.ended = nil
        let fact = WireReinstated.with {
            $0.reason = end.reason.raw
            $0.renewed = true
        }
        output.facts.append(record.followed(by: .reinstated(fact)))
        output.dispatch(.reinstated, number, record, reason: end.reason.raw)
    }

    private mutating func noteLink(_ record: RegisterRecord, _ linked: WireLinked, into output: inout Output) {
        if linked.repeated { return marks.forget(record) }
        // To one that ended before it it is decided again, and the mark waits for that.
        guard let number = record.number, let row = applications[number], row.takesLinks else { return }
        links.note(record, linked)
        noteAnswer(record, start: nil, into: &output)
    }

    private mutating func endLapsed(_ record: RegisterRecord, _ lapsed: WireLapsed, into output: inout Output) {
        guard let number = record.number, var row = applications[number], !links.voidsLapse(of: number) else { return }
        row.isOut = true
        defer { applications[number] = row }
        guard row.ended == nil, row.gone == nil else { return }
        row.ended = StrikeOffRow.End(reason: .notRenewed, day: record.day, countedFrom: counted(from: record.day))
        strikeOff(record, number, &row, into: &output) {
            $0.reason = StrikeOffReason.notRenewed.raw
            $0.noticed = lapsed.noticed
            $0.proof = lapsed.proof
        }
    }

    /// Deleted by the manager's order, for good; or because it is another application's double, which can be undone until
    /// it is purged.
    private mutating func delete(_ record: RegisterRecord, _ fact: WireDeleted, into output: inout Output) {
        aliases.note(record.number, fact)
        guard let number = record.number, var row = applications[number], row.gone != .purging else { return }
        if !fact.mergedInto.isEmpty, !row.isOut {
            row.gone = .merged
            row.merged = counted(from: record.day)
            applications[number] = row
            return
        }
        row.gone = .deleted
        applications[number] = row
        if !row.isHeld { drop(number, into: &output) }
    }

    /// Its merge is undone, and numbering has not said so yet: a day that is closed in between does not purge it.
    private mutating func awaitReturn(_ closed: WireReviewClosed) {
        guard closed.verdict == .undo, let number = UniqueNumber(closed.mergedNumber), var row = applications[number],
            row.gone == .merged
        else { return }
        row.merged = nil
        applications[number] = row
    }

    /// An undone merge. What was decided before the merge was read, and stands behind it, has no effect.
    private mutating func comeBack(_ record: RegisterRecord) {
        aliases.forget(record.number)
        guard let number = record.number, var row = applications[number], row.gone == .merged else { return }
        row.gone = nil
        row.merged = nil
        row.ended = nil
        row.isOut = false
        applications[number] = row
    }

    private mutating func close(_ record: RegisterRecord, _ fact: WireDaysClosed, into output: inout Output) {
        links.daysClosed()
        guard let span = fact.days(through: record.day, after: days[Single()]?.closed) else { return }
        answers.forget(closing: record.day, days: calendar.submissionMemoryDays)
        for day in span { purge(closing: CivilDate(days: day), into: &output) }
        var row = days[Single()] ?? CalendarRow()
        row.closed = record.day
        days[Single()] = row
    }

    /// Where the delays after an end begin: on its day, or on the last closed day when it is read later. A strike-off that bears
    /// a day of long ago is not purged the next night, and can be undone.
    private func counted(from day: CivilDate) -> CivilDate { max(day, days[Single()]?.closed ?? day) }

    private mutating func purge(closing day: CivilDate, into output: inout Output) {
        for number in applications.due(through: day.days) {
            applications[number]?.gone = .purging
            output.facts.append(
                RegisterRecord(territory: number.territory, day: day, number: number, fact: .purged(WirePurged()))
            )
        }
    }

    /// Nothing of it is kept, and nothing opens its forms.
    private mutating func drop(_ number: UniqueNumber, into output: inout Output) {
        guard let row = applications[number] else { return }
        applications[number] = nil
        output.erasures += row.forms.keys
    }

    private func strikeOff(
        _ record: RegisterRecord,
        _ number: UniqueNumber,
        _ row: inout StrikeOffRow,
        into output: inout Output,
        _ fill: (inout WireStruckOff) -> Void,
    ) {
        // Who comes back is warned anew.
        row.warning = nil
        var fact = WireStruckOff.with(fill)
        fact.dalo = row.isDalo
        output.facts.append(record.followed(by: .struckOff(fact)))
        output.notices.append(
            WireNotice(.strikeOff, number, issued: record.day, of: record.source, reason: fact.reason)
        )
        output.dispatch(.struckOff, number, record, reason: fact.reason)
    }
}

// MARK: - Decisions

extension StrikeOffWorker {
    private mutating func decide(_ record: RegisterRecord, _ accepted: WireAccepted, into output: inout Output) {
        guard answers.isNew(record, accepted, into: &output), let id = record.submission, let number = record.number
        else { return }
        guard var row = applications[number], row.gone == nil || isDispute(accepted, of: row) else {
            return answers.refuse(record, accepted, .unknownNumber, mergedInto: aliases[number], into: &output)
        }
        if record.key != nil, row.forms.count >= FormLimit.all {
            return answers.refuse(record, accepted, .tooManyForms, into: &output)
        }
        // Dated before there was anything to end, a strike-off would be over at once, and its purge due.
        guard record.day >= row.filed else {
            return answers.refuse(record, accepted, .receivedBeforeFiling, into: &output)
        }
        let outcome: WireOutcome
        switch accepted.request.kind {
        case .strikeOff(let request):
            if let code = refusal(request, row, record, accepted) {
                return answers.refuse(record, accepted, code, into: &output)
            }
            outcome = .struckOff
            let reason = StrikeOffReason(request.reason)
            let warning = reason.needsWarning ? row.warning : nil
            row.ended = StrikeOffRow.End(
                reason: reason,
                day: record.day,
                countedFrom: counted(from: record.day),
                desk: record.desk
            )
            strikeOff(record, number, &row, into: &output) {
                $0.reason = request.reason
                $0.ground = request.ground
                $0.proof = warning?.proof ?? request.writtenProof
                $0.noticed = warning?.day.days ?? 0
                if reason == .allocated { $0.fill(request.allocation, receivedOn: record.day) }
            }
        case .warning(let request):
            guard row.ended == nil else { return answers.refuse(record, accepted, .numberNotLive, into: &output) }
            outcome = .recorded
            let sent = CivilDate(iso: request.sentOn) ?? record.day
            let reason = StrikeOffReason(request.reason)
            row.warning = StrikeOffRow.Warning(
                reason: reason,
                day: sent,
                proof: request.proof,
                desk: record.desk,
                ground: InadmissibilityGround(request.ground).figure,
            )
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
            output.notices.append(
                WireNotice(.warning, number, issued: record.day, of: record.source, reason: request.reason)
            )
        case .reinstatement:
            guard let end = row.ended else { return answers.refuse(record, accepted, .notStruckOff, into: &output) }
            guard mayReinstate(end, record, accepted) else {
                return answers.refuse(record, accepted, .struckOffByAnother, into: &output)
            }
            guard record.day <= reinstatableUntil(row, end) else {
                return answers.refuse(record, accepted, .reinstatementDelayOver, into: &output)
            }
            outcome = .reinstated
            row.ended = nil
            output.facts.append(record.followed(by: .reinstated(.with { $0.reason = end.reason.raw })))
            output.dispatch(.reinstated, number, record, reason: end.reason.raw)
        case .litigationHold(let request):
            guard request.step == .placed || row.isHeld else {
                return answers.refuse(record, accepted, .noLitigationHold, into: &output)
            }
            outcome = .recorded
            row.isHeld = request.step == .placed
            output.facts.append(
                record.followed(
                    by: .litigationHeld(
                        .with {
                            $0.step = request.step
                            $0.reference = request.reference
                        }
                    )
                )
            )
        default: return
        }
        if let key = record.key { row.forms.note(key) }
        applications[number] = row
        if row.gone == .deleted, !row.isHeld { drop(number, into: &output) }
        answers[id] = AnswerRow(
            fingerprint: accepted.fingerprint,
            day: accepted.answerDay(record),
            outcome: outcome,
            number: number
        )
        output.receipts.append(record.receipt(outcome))
    }

    /// All that can still happen to what is no application any more: no court asks for it any longer, or one asks for what
    /// was merged and is kept until its purge.
    private func isDispute(_ accepted: WireAccepted, of row: StrikeOffRow) -> Bool {
        guard case .litigationHold(let request) = accepted.request.kind else { return false }
        switch row.gone {
        case .deleted: return request.step != .placed
        case .merged: return true
        case .purging, nil: return false
        }
    }

    private func refusal(
        _ request: WireStrikeOff,
        _ row: StrikeOffRow,
        _ record: RegisterRecord,
        _ accepted: WireAccepted,
    ) -> AnomalyCode? {
        guard row.ended == nil else { return .alreadyStruckOff }
        let reason = StrikeOffReason(request.reason)
        switch reason {
        case .allocated, .renounced: return nil
        case .noAnswer, .inadmissible:
            guard let warning = row.warning, warning.reason == reason else { return .warningMissing }
            // Whoever answered that the income is below the ceiling was not heard about the right to stay.
            if warning.ground != 0, warning.ground != InadmissibilityGround(request.ground).figure {
                return .warningMissing
            }
            // R441-2-8 c): it is the sender of the letter that nobody answered.
            if reason == .noAnswer, !isSame(warning.desk, record, accepted) { return .warnedByAnother }
            let end =
                reason == .noAnswer
                ? calendar.noAnswerStrikeOff(warned: warning.day) : calendar.inadmissibleStrikeOff(warned: warning.day)
            return record.day < end ? .warningDelayNotOver : nil
        case .notRenewed: return .systemReason
        case .unknown: return .strikeOffReasonUnknown
        }
    }

    /// A lapsed one comes back through any desk that received the renewal, one that was lost sight of through any desk that
    /// it answers; no text says who undoes a mistake, so whoever made it does. The manager may always.
    private func mayReinstate(_ end: StrikeOffRow.End, _ record: RegisterRecord, _ accepted: WireAccepted) -> Bool {
        switch end.reason {
        case .notRenewed, .noAnswer: true
        case .allocated, .renounced, .inadmissible, .unknown: isSame(end.desk, record, accepted)
        }
    }

    /// True when the request comes from `desk` or from the manager, and when `desk` is nil: then the calendar struck off.
    private func isSame(_ desk: DeskCode?, _ record: RegisterRecord, _ accepted: WireAccepted) -> Bool {
        desk == nil || desk == record.desk || DeskKind(accepted.deskKind) == .manager
    }

    /// The last day on which this strike-off may be undone.
    private func reinstatableUntil(_ row: StrikeOffRow, _ end: StrikeOffRow.End) -> CivilDate {
        switch end.reason {
        case .notRenewed: calendar.reactivableUntil(from: row.start, filed: row.filed)
        case .noAnswer: calendar.noAnswerReactivableUntil(struckOff: end.countedFrom)
        case .allocated, .renounced, .inadmissible, .unknown: calendar.correctableUntil(struckOff: end.countedFrom)
        }
    }
}

extension WireStruckOff {
    /// What R441-2-9 asks for. The address of the dwelling is the applicant's from now on, and stays where it was given.
    fileprivate mutating func fill(_ allocation: WireAllocation, receivedOn: CivilDate) {
        leaseDay = CivilDate(iso: allocation.leaseSignedOn)?.days ?? receivedOn.days
        landlordSiren = allocation.landlordSiren
        rplsID = allocation.rplsID
        dwellingType = allocation.dwellingType
        surfaceSquareMetres = allocation.surfaceSquareMetres
        monthlyRentCents = allocation.monthlyRentCents
        zone = allocation.zone
        quota = allocation.quota
        agreement = allocation.agreement
        daloPriority = allocation.daloPriority
        alreadyTenant = allocation.alreadyTenant
    }
}
