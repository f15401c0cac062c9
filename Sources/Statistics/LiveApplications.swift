import Register
import Schemas
import WorkerKit

/// Which applications are live, by the rules that cells count stocks by, and where the form of each stands.
///
/// Shape: some 100 bytes for each application that is not purged.
package struct LiveApplications: Sendable {
    private struct Row {
        /// That created it: a review names it so.
        var submission: SubmissionID
        /// The submission of the last form that counts.
        var form: SourcePosition
        /// What it is sealed under.
        var key: KeyID?
        var stage = Stage.live
    }

    private enum Stage {
        /// Can become `ended` or `merged`.
        case live
        /// Struck off. Can become `live` again.
        case ended
        /// By a ruling, which can be undone: `live` again, whatever stands behind the merge.
        case merged
    }

    private struct Review {
        var first: SubmissionID
        var second: SubmissionID
    }

    private let territories: Set<Territory>?
    private var rows: [UniqueNumber: Row] = [:]
    private var reviews: [String: Review] = [:]
    /// The last civil day that the register says anything of.
    package private(set) var lastDay: CivilDate?

    package static let interest = Interest([
        .registered, .imported, .linked, .renewed, .modified, .deleted, .struckOff, .reinstated, .purged, .unmerged,
        .reviewOpened, .reviewClosed, .daysClosed,
    ])

    /// `territories`: those that are looked at; nil for all.
    package init(of territories: Set<Territory>? = nil) { self.territories = territories }

    package mutating func note(_ record: RegisterRecord) {
        if let territory = record.number?.territory ?? record.territory, territories?.contains(territory) == false {
            return
        }
        lastDay = max(lastDay ?? record.day, record.day)
        switch record.fact {
        case .registered, .imported: open(record)
        case .modified: adoptForm(record)
        // A commune stands there when a form came with it.
        case .renewed(let fact): if !fact.commune.isEmpty { adoptForm(record) }
        // A link to what had ended meanwhile is decided again.
        case .linked(let fact): if !fact.repeated, stage(of: record) == .live { adoptForm(record) }
        case .struckOff: if stage(of: record) == .live { set(record, .ended) }
        case .deleted(let fact): delete(record, fact)
        case .reinstated: if stage(of: record) == .ended { set(record, .live) }
        case .unmerged: if stage(of: record) == .merged { set(record, .live) }
        case .purged: forget(record)
        case .reviewOpened(let fact):
            guard let first = SubmissionID(bytes: fact.first), let second = SubmissionID(bytes: fact.second) else {
                return
            }
            reviews[fact.reviewID] = Review(first: first, second: second)
        case .reviewClosed(let fact): if fact.verdict != .later { reviews[fact.reviewID] = nil }
        case .daysClosed: break
        case .accepted, .declined, .repeated, .cleared, .merged, .warned, .lapsed, .held: break
        case .noticeDue, .noticeUndeliverable, .noticeProven, .litigationHeld, .accessJudged: break
        case .received, .header, .catchUp: break
        }
    }

    private mutating func open(_ record: RegisterRecord) {
        guard let number = record.number, rows[number] == nil, let submission = record.submission,
            let form = record.source
        else { return }
        rows[number] = Row(submission: submission, form: form, key: record.key)
    }

    private mutating func adoptForm(_ record: RegisterRecord) {
        guard let number = record.number, let form = record.source else { return }
        rows[number]?.form = form
        rows[number]?.key = record.key
    }

    private mutating func delete(_ record: RegisterRecord, _ fact: WireDeleted) {
        if fact.mergedInto.isEmpty || stage(of: record) != .live {
            forget(record)
        } else {
            set(record, .merged)
        }
    }

    private mutating func forget(_ record: RegisterRecord) {
        if let number = record.number { rows[number] = nil }
    }

    private func stage(of record: RegisterRecord) -> Stage? { record.number.flatMap { rows[$0]?.stage } }

    private mutating func set(_ record: RegisterRecord, _ stage: Stage) {
        if let number = record.number { rows[number]?.stage = stage }
    }
}

extension LiveApplications {
    /// Of each live application, the submission that its form came with.
    package var forms: [SourcePosition: Territory] {
        var forms: [SourcePosition: Territory] = [:]
        for (number, row) in rows where row.stage == .live { forms[row.form] = number.territory }
        return forms
    }

    /// The keys of those forms, as far as they are sealed.
    package var formKeys: Set<KeyID> { Set(rows.values.filter { $0.stage == .live }.compactMap(\.key)) }

    /// How many pairs of live applications wait for the manager.
    package var openReviews: [Territory: Int] {
        let asked = Set(reviews.values.flatMap { [$0.first, $0.second] })
        var places: [SubmissionID: Territory] = [:]
        for (number, row) in rows where row.stage == .live && asked.contains(row.submission) {
            places[row.submission] = number.territory
        }
        var counts: [Territory: Int] = [:]
        for review in reviews.values {
            guard let territory = places[review.first], places[review.second] == territory else { continue }
            counts[territory, default: 0] += 1
        }
        return counts
    }
}
