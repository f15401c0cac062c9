import Matching
import Register
import Schemas
import SwiftProtobuf
import WorkerKit

/// Lets a person have one live application per territory: clears an application that nobody in it has yet, links one
/// that somebody has, and opens a review where two live applications turn out to share a person, or seem to.
///
/// Law: CCH L441-2-1 and R441-2-3; the check covers the applicant and the co-applicants alike (docs/domain.md 6).
///
/// A decision rests on whether the other application is live. While something that may end it stands undecided before
/// the new one (a strike-off, a deletion, a deadline that passed), the new one waits; and a link is read back before it
/// counts, because the end may have been appended in between. So the order of the register decides, never the speed of
/// a worker (docs/decisions/0002-links-are-read-back.md).
package struct DeduplicationWorker: Worker {
    package static let name = "deduplication"
    package static let interest = Interest(
        [
            .registered, .imported, .linked, .renewed, .modified, .deleted, .held, .lapsed, .struckOff, .reinstated,
            .declined, .repeated, .purged, .daysClosed, .unmerged, .litigationHeld,
        ],
        submissions: [
            .creation, .separation, .importing, .modification, .renewal, .strikeOff, .deletion, .reviewDecision,
            .litigationHold,
        ],
        forms: .personsAndCommunes,
    )

    let calendar: LegalCalendar
    var holders = HolderTable()
    /// Submissions that may end an application.
    var pendingEnds = PendingEnds(tag: 4)
    var candidates = CandidateTable(tag: 5)
    var reviews = ReviewTable(tag: 6)
    var answers = Answers(tag: 7)
    var days = Table<Single, CalendarRow>(tag: 8)
    var links = RecentLinks(tag: 9)
    /// Of applications that live or may come back.
    var sketches = SketchTable(tag: 10)
    var overflows = Table<Territory, OverflowRow>(tag: OverflowRow.tag)
    var aliases = Aliases(tag: 12)
    let judge: Judge

    package init(calendar: LegalCalendar = LegalCalendar()) {
        self.calendar = calendar
        judge = Judge(
            .builtIn,
            Thresholds(certain: Float(calendar.linkBits), doubtful: Float(calendar.reviewBits))
        )
    }

    /// Makes what follows from restored rows now, and not with the first application.
    package mutating func prepare() {
        holders.prepare()
        sketches.prepare()
    }

    package mutating func process(_ record: RegisterRecord, into output: inout Output) {
        holders.prepare()
        switch record.fact {
        case .accepted(let accepted): take(record, accepted, into: &output)
        case .linked(let linked): readBack(record, linked, into: &output)
        case .registered(let fact): noteNumber(record, fact.validFrom, fact.initialDay, into: &output)
        case .imported(let fact): noteNumber(record, fact.validFrom, fact.initialDay, into: &output)
        case .renewed(let fact): noteRenewal(record, start: CivilDate(days: fact.validFrom), into: &output)
        case .modified: adoptForm(record, into: &output)
        case .held: setStage(of: record.number, .held, into: &output)
        case .lapsed:
            if let number = record.number, !links.voidsLapse(of: number) { end(number, record, into: &output) }
        case .struckOff: if let number = record.number { end(number, record, into: &output) }
        case .deleted(let fact): if let number = record.number { delete(number, record, fact, into: &output) }
        case .unmerged: comeBack(record, into: &output)
        case .reinstated(let fact): revive(record, fact, into: &output)
        case .declined(let fact):
            settle(record, into: &output)
            // Numbering had no number for it.
            for code in [AnomalyCode.numberTaken, .numbersExhausted] where fact.codes == [code.rawValue] {
                withdraw(record, refused: code, into: &output)
            }
        case .repeated:
            settle(record, into: &output)
            if record.number != nil { withdraw(record, refused: nil, into: &output) }
        case .purged: if let number = record.number { forget(number) }
        case .daysClosed: close(through: record.day)
        case .cleared, .reviewOpened, .reviewClosed, .merged: break  // its own, already in its tables
        case .litigationHeld(let fact): noteDispute(of: record.number) { $0.note(fact) }
        case .noticeDue, .noticeUndeliverable, .noticeProven, .warned, .accessJudged: break
        case .received, .header, .catchUp: break
        }
    }

    package mutating func apply(_ pass: inout TablePass) {
        holders.apply(&pass)
        pendingEnds.apply(&pass)
        candidates.apply(&pass)
        reviews.apply(&pass)
        answers.apply(&pass)
        days.apply(&pass)
        links.rows.apply(&pass)
        sketches.apply(&pass)
        overflows.apply(&pass)
        aliases.rows.apply(&pass)
    }

    private mutating func close(through day: CivilDate) {
        var row = days[Single()] ?? CalendarRow()
        if row.closed.map({ $0 < day }) ?? true {
            row.closed = day
            days[Single()] = row
        }
        answers.forget(closing: day, days: calendar.submissionMemoryDays)
        links.daysClosed()
    }
}
