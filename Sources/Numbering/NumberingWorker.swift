import Register
import Schemas
import SwiftProtobuf
import WorkerKit

/// Gives every cleared application the next number of its territory: no gap, no reuse. Keeps the number of an imported
/// one, answers a linked one with the number it already has, and records modifications and deletions: not that of a file
/// which a court may ask for. Says whether a desk that acts on some communes only may act on the file that it names.
///
/// Law: arrêté of 7 November 2000, art. 1 (composition); CCH R441-2-3 (one number per territory); R441-2-6 (whose file).
package struct NumberingWorker: Worker {
    package static let name = "numbering"
    package static let interest = Interest(
        [
            .cleared, .linked, .merged, .lapsed, .struckOff, .deleted, .reinstated, .renewed, .declined, .repeated,
            .purged, .daysClosed, .reviewClosed, .unmerged, .litigationHeld,
        ],
        submissions: [.modification, .deletion, .creation, .separation, .importing, .renewal, .litigationHold],
        limited: [.strikeOff, .reinstatement, .warning, .undeliverableLetter, .noticeProof],
        forms: .personsAndCommunes,
    )

    let calendar: LegalCalendar
    var sequences = Table<Territory, SequenceRow>(tag: 1)
    var files = Table<SubmissionID, NumberRow>(tag: 2)
    var applications = Table<UniqueNumber, NumberedRow>(tag: 3)
    var answers = Answers(tag: 4)
    var links = RecentLinks(tag: 5)
    var applicants = Applicants(tag: 6)
    var aliases = Aliases(tag: 7)
    /// Desks and months of which no number is left, by their number 0: so that one million rows are not looked through for each
    /// application. Follows from `applications`.
    private var exhausted: Set<UniqueNumber> = []

    /// Where the sequence of a territory wraps; a test has not a million applications.
    private let sequenceEnd: Int

    package init(calendar: LegalCalendar = LegalCalendar()) {
        self.init(calendar: calendar, sequenceEnd: UniqueNumber.sequenceEnd)
    }

    init(calendar: LegalCalendar, sequenceEnd: Int) {
        self.calendar = calendar
        self.sequenceEnd = sequenceEnd
    }

    package mutating func process(_ record: RegisterRecord, into output: inout Output) {
        switch record.fact {
        case .cleared(let cleared):
            if cleared.kind == .import {
                keepNumber(record, cleared, into: &output)
            } else {
                giveNumber(record, cleared, into: &output)
            }
        case .linked(let linked): answer(record, linked, into: &output)
        case .accepted(let accepted) where !accepted.deskCommunes.isEmpty: judgeAccess(record, accepted, into: &output)
        case .accepted(let accepted):
            switch accepted.request.kind {
            case .creation, .separation, .import, .renewal: applicants.note(record, accepted)
            case .litigationHold: change(record.number) { $0.dispute.ask() }
            default: decide(record, accepted, into: &output)
            }
        case .merged(let merged): deleteMerged(record, merged, into: &output)
        case .lapsed: if let number = record.number, !links.voidsLapse(of: number) { change(number) { $0.end() } }
        case .struckOff: change(record.number) { $0.end() }
        case .deleted(let fact):
            aliases.note(record.number, fact)
            change(record.number) { row in if fact.mergedInto.isEmpty { row.delete() } else { row.merge() } }
        case .reviewClosed(let closed): undoMerge(record, closed, into: &output)
        case .unmerged:
            aliases.forget(record.number)
            change(record.number) { $0.unmerge() }
        case .reinstated: change(record.number) { $0.comeBack() }
        case .renewed(let renewed): renew(record, renewed, into: &output)
        case .declined, .repeated:
            applicants.forget(record)
            if record.kind == .litigationHold { change(record.number) { $0.dispute.settle() } }
        case .litigationHeld(let fact): change(record.number) { $0.dispute.note(fact) }
        case .purged: change(record.number) { $0.delete() }
        case .daysClosed:
            answers.forget(closing: record.day, days: calendar.submissionMemoryDays)
            links.daysClosed()
        case .reviewOpened: break
        case .registered, .modified, .imported, .accessJudged: break  // its own, already in its tables
        case .noticeDue, .noticeUndeliverable, .noticeProven, .held, .warned: break
        case .received, .header, .catchUp: break
        }
    }

    package var numbersUsed: [NumbersUsed] {
        sequences.keys { _, _ in true }.sorted { $0.code < $1.code }.map {
            NumbersUsed(territory: $0, count: sequences[$0]?.given ?? 0)
        }
    }

    package mutating func apply(_ pass: inout TablePass) {
        sequences.apply(&pass)
        files.apply(&pass)
        applications.apply(&pass)
        answers.apply(&pass)
        links.rows.apply(&pass)
        applicants.rows.apply(&pass)
        aliases.rows.apply(&pass)
        switch pass.action {
        case .restore, .rollBack: exhausted = []
        case .drain, .keep, .snapshot, .reserve: break
        }
    }
}

// MARK: - Cleared

extension NumberingWorker {
    private mutating func giveNumber(_ record: RegisterRecord, _ cleared: WireCleared, into output: inout Output) {
        guard let id = record.submission, let territory = record.territory, let desk = record.desk else { return }
        let form = applicants.take(record)
        if let number = files[id]?.number { return answerAgain(record, number, into: &output) }
        var initial = CivilDate(days: cleared.initialDay)
        if let source = UniqueNumber(cleared.separatedFrom), let row = applications[source] { initial = row.initial }

        guard let number = nextNumber(in: territory, filed: record.day, desk: desk) else {
            output.decline(record, [Anomaly(code: .numbersExhausted, path: record.anomalyPath)])
            return
        }
        let commune = CommuneCode(code: cleared.commune)
        let start = CivilDate(days: cleared.validFrom)
        files[id] = NumberRow(number: number)
        var row = NumberedRow(initial: initial, commune: commune, isEnded: false, start: start)
        row.applicant = form.marks
        row.otherCommunes = form.otherCommunes
        row.count(formOf: record)
        applications[number] = row

        output.facts.append(
            record.followed(
                by: .registered(
                    .with {
                        $0.initialDay = initial.days
                        $0.validFrom = start.days
                        $0.commune = cleared.commune
                        $0.separatedFrom = cleared.separatedFrom
                        if cleared.hasReach { $0.reach = cleared.reach }
                    }
                ),
                number: number,
            )
        )
        var receipt = record.receipt(
            .registered,
            number: number,
            firstFiled: initial,
            validUntil: calendar.validUntil(from: start, filed: initial),
        )
        receipt.message.formerNumber = cleared.formerNumber
        output.receipts.append(receipt)
        output.notices.append(
            WireNotice(
                .attestation,
                number,
                issued: record.day,
                of: record.source,
                validUntil: calendar.validUntil(from: start, filed: initial)
            )
        )
    }

    /// The month and year are those of the filing here; the sequence is one per territory and wraps at a million.
    /// An imported number that lies ahead in the sequence is stepped over.
    ///
    /// Nil once all numbers of that desk and month are given: the search ends where it began.
    private mutating func nextNumber(in territory: Territory, filed: CivilDate, desk: DeskCode) -> UniqueNumber? {
        let series = UniqueNumber(territory: territory, filed: filed, sequence: 0, desk: desk)
        if exhausted.contains(series) { return nil }
        var row = sequences[territory] ?? SequenceRow()
        for _ in 0..<sequenceEnd {
            let sequence = Int(row.next % UInt64(sequenceEnd))
            let number = UniqueNumber(territory: territory, filed: filed, sequence: sequence, desk: desk)
            row.next += 1
            if applications[number] != nil { continue }
            row.count(filed: filed)
            sequences[territory] = row
            return number
        }
        exhausted.insert(series)
        return nil
    }

    private mutating func keepNumber(_ record: RegisterRecord, _ cleared: WireCleared, into output: inout Output) {
        guard let id = record.submission else { return }
        let form = applicants.take(record)
        if let number = files[id]?.number { return answerAgain(record, number, into: &output) }
        guard let number = UniqueNumber(cleared.priorNumber), applications[number] == nil else {
            output.decline(record, [Anomaly(code: .numberTaken, path: record.anomalyPath)])
            return
        }
        let initial = CivilDate(days: cleared.initialDay)
        let start = CivilDate(days: cleared.validFrom)
        files[id] = NumberRow(number: number)
        var row = NumberedRow(
            initial: initial,
            commune: CommuneCode(code: cleared.commune),
            isEnded: false,
            start: start,
        )
        row.applicant = form.marks
        row.otherCommunes = form.otherCommunes
        row.count(formOf: record)
        applications[number] = row
        output.facts.append(
            record.followed(
                by: .imported(
                    .with {
                        $0.initialDay = initial.days
                        $0.validFrom = start.days
                        $0.commune = cleared.commune
                        if cleared.hasReach { $0.reach = cleared.reach }
                    }
                ),
                number: number,
            )
        )
        output.receipts.append(
            record.receipt(
                .imported,
                number: number,
                firstFiled: initial,
                validUntil: calendar.validUntil(from: start, filed: initial)
            )
        )
    }
}

// MARK: - Linked

extension NumberingWorker {
    private mutating func answer(_ record: RegisterRecord, _ linked: WireLinked, into output: inout Output) {
        guard let id = record.submission else { return }
        if linked.repeated {
            applicants.forget(record)
            return answerResend(record, id, into: &output)
        }
        guard let holder = SubmissionID(bytes: linked.application), let number = files[holder]?.number,
            var row = applications[number]
        else { return }
        // The holder ended between the decision and this record: deduplication sees it too and decides again.
        if row.isEnded { return }
        links.note(record, linked)
        // Anyone of the household may file again: that is no change of who the applicant is.
        let form = applicants.take(record)

        let validUntil = calendar.validUntil(from: row.start, filed: row.initial)
        output.receipts.append(record.receipt(.linked, number: number, firstFiled: row.initial, validUntil: validUntil))
        output.dispatch(.linked, number, record)
        answers[id] = AnswerRow(
            fingerprint: 0,
            day: record.day,
            outcome: .linked,
            number: number,
            firstFiled: row.initial,
            validUntil: validUntil,
        )
        row.count(formOf: record)
        defer { applications[number] = row }
        // What the person asks for now is what the application says.
        guard let commune = CommuneCode(code: linked.commune) else { return }
        let isOther = commune != row.commune
        row.commune = commune
        row.otherCommunes = form.otherCommunes
        guard isOther else { return }
        output.facts.append(record.followed(by: .modified(.with { $0.commune = linked.commune }), number: number))
    }

    /// Cleared, and yet it has its number: the submission came again after deduplication forgot it. The number stands.
    private func answerAgain(_ record: RegisterRecord, _ number: UniqueNumber, into output: inout Output) {
        guard let id = record.submission else { return }
        output.facts.append(record.followed(by: .repeated(WireRepeated()), number: number))
        output.eraseForm(of: record)
        answerResend(record, id, into: &output)
    }

    /// A creation, separation or import that came again: the number it got, or the one it was linked to.
    private func answerResend(_ record: RegisterRecord, _ id: SubmissionID, into output: inout Output) {
        var receipt: Receipt
        if let number = files[id]?.number, let row = applications[number] {
            receipt = record.receipt(
                record.kind == .import ? .imported : .registered,
                number: number,
                firstFiled: row.initial,
                validUntil: calendar.validUntil(from: row.start, filed: row.initial),
            )
        } else if let row = answers[id] {
            receipt = record.receipt(
                row.outcome,
                number: row.number,
                firstFiled: row.firstFiled,
                validUntil: row.validUntil
            )
        } else {
            // It was linked, and its answer was forgotten between the resend and this record.
            let row = record.number.flatMap { applications[$0] }
            let validUntil = row.map { calendar.validUntil(from: $0.start, filed: $0.initial) }
            receipt = record.receipt(.linked, firstFiled: row?.initial, validUntil: validUntil)
        }
        receipt.message.repeated = true
        output.receipts.append(receipt)
    }
}

// MARK: - Whose file

extension NumberingWorker {
    /// A desk that acts on some communes only named a file. Where its communes are not known, nobody is kept out; nor where
    /// there is no such file: that is for the owner to say.
    private func judgeAccess(_ record: RegisterRecord, _ accepted: WireAccepted, into output: inout Output) {
        var fact = WireAccessJudged()
        fact.denied = record.number.flatMap { applications[$0] }?.asksForNone(of: accepted.deskCommunes) ?? false
        fact.accepted = accepted
        fact.accepted.deskCommunes = []
        output.facts.append(record.followed(by: .accessJudged(fact)))
    }
}

// MARK: - Modification, deletion

extension NumberingWorker {
    private mutating func decide(_ record: RegisterRecord, _ accepted: WireAccepted, into output: inout Output) {
        guard answers.isNew(record, accepted, into: &output), let id = record.submission, let number = record.number
        else { return }
        guard var row = applications[number] else {
            return answers.refuse(record, accepted, .unknownNumber, into: &output)
        }
        guard !row.isEnded, !row.isEnding else {
            return answers.refuse(record, accepted, .numberNotLive, mergedInto: aliases[number], into: &output)
        }
        guard record.day >= row.initial else {
            return answers.refuse(record, accepted, .receivedBeforeFiling, into: &output)
        }

        var outcome: WireOutcome = .modified
        switch accepted.request.kind {
        case .modification(let modification):
            if record.key != nil, row.forms >= FormLimit.changes {
                return answers.refuse(record, accepted, .tooManyForms, into: &output)
            }
            row.count(formOf: record)
            var fact = WireModified()
            // Changing a form online is neither filing nor renewing online.
            fact.reach = accepted.reach
            let wanted = modification.application.wanted.communes
            if let first = wanted.first, let commune = CommuneCode(code: first) {
                if commune != row.commune { fact.commune = first }
                row.commune = commune
                row.otherCommunes = OtherCommunes(of: wanted)
            }
            let changes = row.adopt(accepted.applicantMarks)
            fact.identityChanges = changes.map(WireIdentityChange.init)
            applications[number] = row
            output.facts.append(record.followed(by: .modified(fact)))
            output.dispatch(.modified, number, record)
        case .deletion(let deletion):
            if row.dispute.isOpen { return answers.refuse(record, accepted, .inDispute, into: &output) }
            outcome = .deleted
            row.isEnding = true
            applications[number] = row
            output.facts.append(record.followed(by: .deleted(.with { $0.writtenProof = deletion.writtenProof })))
            output.dispatch(.deleted, number, record)
        default: return
        }
        let validUntil = calendar.validUntil(from: row.start, filed: row.initial)
        answers[id] = AnswerRow(
            fingerprint: accepted.fingerprint,
            day: accepted.answerDay(record),
            outcome: outcome,
            number: number,
            firstFiled: row.initial,
            validUntil: validUntil,
        )
        output.receipts.append(record.receipt(outcome, firstFiled: row.initial, validUntil: validUntil))
    }

    /// The form that a renewal may bring changes what it says, as a modification does.
    private mutating func renew(_ record: RegisterRecord, _ renewed: WireRenewed, into output: inout Output) {
        let form = applicants.take(record)
        guard let number = record.number, var row = applications[number] else { return }
        row.start = CivilDate(days: renewed.validFrom)
        if let commune = CommuneCode(code: renewed.commune) {
            row.commune = commune
            row.otherCommunes = form.otherCommunes
        }
        let changes = row.adopt(form.marks)
        // That of a link was counted with the link.
        if !renewed.byLink { row.count(formOf: record) }
        applications[number] = row
        if changes.isEmpty { return }
        output.facts.append(
            record.followed(by: .modified(.with { $0.identityChanges = changes.map(WireIdentityChange.init) }))
        )
    }

    /// A manager ruled that two applications are one person's: the younger one ends, its number stays as an alias. Both
    /// desks are told.
    private mutating func deleteMerged(_ record: RegisterRecord, _ merged: WireMerged, into output: inout Output) {
        guard let number = UniqueNumber(merged.mergedNumber), var row = applications[number], !row.isEnded,
            !row.isEnding
        else { return }
        row.isEnding = true
        row.isMerged = true
        applications[number] = row
        let fact = WireDeleted.with {
            $0.writtenProof = merged.reviewID
            $0.mergedInto = merged.keptNumber
        }
        aliases.note(number, fact)
        output.facts.append(record.followed(by: .deleted(fact), number: number))
        tell(.merged, UniqueNumber(merged.keptNumber), number, record, into: &output)
    }

    /// And that they are not after all. The deletion stands before this in the register, read back or not.
    private func undoMerge(_ record: RegisterRecord, _ closed: WireReviewClosed, into output: inout Output) {
        guard closed.verdict == .undo, let number = UniqueNumber(closed.mergedNumber),
            applications[number]?.mayBeUnmerged == true
        else { return }
        output.facts.append(
            record.followed(
                by: .unmerged(
                    .with {
                        $0.reviewID = closed.reviewID
                        $0.keptNumber = closed.keptNumber
                        $0.mergedNumber = closed.mergedNumber
                    }
                ),
                number: number,
            )
        )
        tell(.unmerged, UniqueNumber(closed.keptNumber), number, record, into: &output)
    }

    /// The desks of both numbers, by a letter and by a dispatch.
    private func tell(
        _ kind: WireNoticeKind,
        _ kept: UniqueNumber?,
        _ merged: UniqueNumber,
        _ record: RegisterRecord,
        into output: inout Output,
    ) {
        // One that is merged as soon as it has its number is merged by no doing of the desk that filed it.
        var ruling = record
        if record.kind != .reviewDecision { ruling.desk = nil }
        func tell(_ number: UniqueNumber, _ dispatch: WireDispatchKind, _ other: UniqueNumber?) {
            output.notices.append(
                WireNotice(kind, number, issued: record.day, of: record.source, reason: other?.text ?? "")
            )
            output.dispatch(dispatch, number, ruling, other: other)
        }
        tell(merged, kind == .merged ? .deleted : .unmerged, kept)
        if let kept { tell(kept, kind == .merged ? .merged : .unmerged, merged) }
    }

    private mutating func change(_ number: UniqueNumber?, _ body: (inout NumberedRow) -> Void) {
        guard let number, var row = applications[number] else { return }
        body(&row)
        applications[number] = row
    }
}
