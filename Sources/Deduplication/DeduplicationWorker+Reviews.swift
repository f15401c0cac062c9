import Register
import Schemas
import SwiftProtobuf
import WorkerKit

// Pairs of live applications that share a person, for the territorial manager.
extension DeduplicationWorker {
    /// The most reviews that wait for a ruling and were opened for one application. More than that is no help to who must look,
    /// and what many people of one vague key would open is bounded by how many they are.
    static let reviewsMax = 3

    /// Asks whether `id` is of the same person as an application that holds one of its keys; or that was found to be alike, as
    /// `found` says. What is beyond the bound is left out, and counted.
    mutating func openReview(
        _ other: SubmissionID,
        for id: SubmissionID,
        alike found: SketchIndex.Found? = nil,
        _ record: RegisterRecord,
        into output: inout Output,
    ) {
        var review = ReviewRow(pair: other, id)
        guard isOpen(toAsk: reviews[review.key]) else { return }
        guard openReviews(for: id) < DeduplicationWorker.reviewsMax else { return leaveOut(record) { $0.reviews += 1 } }
        review.isForSecond = review.second == id
        review.sharesKey = found == nil
        review.evidence = found.map { Evidence($0, judge) } ?? evidence(of: other, id)
        ask(review, record, into: &output)
    }

    private mutating func openReviews(for id: SubmissionID) -> Int {
        reviews(naming: id).count { $0.verdict == .unspecified && $0.asking == id }
    }

    private mutating func ask(_ review: ReviewRow, _ record: RegisterRecord, into output: inout Output) {
        reviews[review.key] = review
        for id in [review.first, review.second] { holders[id]?.isReviewed = true }
        output.facts.append(
            record.followed(
                by: .reviewOpened(
                    .with {
                        $0.reviewID = review.id
                        $0.first.append(contentsOf: review.first.bytes)
                        $0.second.append(contentsOf: review.second.bytes)
                        $0.grounds = review.grounds
                        $0.score = review.evidence?.score ?? 0
                        $0.weights = review.evidence?.fieldWeights ?? []
                    }
                )
            )
        )
        output.reviews.append(message(review, opened: record))
    }

    /// The manager's ruling. *Same*: the younger application ends and its number stays as an alias. *Different*: never
    /// asked again. *Later*: stays open. *Undo*: what was ruled the same is different after all.
    mutating func rule(
        _ record: RegisterRecord,
        _ accepted: WireAccepted,
        _ decision: WireReviewDecision,
        into output: inout Output,
    ) {
        guard answers.isNew(record, accepted, into: &output), let id = record.submission else { return }
        let key = ReviewRow.key(of: decision.reviewID)
        guard var review = reviews[key], lies(review, in: record.territory) else {
            return answers.refuse(record, accepted, .reviewUnknown, into: &output)
        }
        let isUndone = decision.verdict == .undo
        guard isUndone ? mayUndo(review, on: record.day) : review.verdict == .unspecified else {
            return answers.refuse(record, accepted, .reviewClosed, into: &output)
        }
        if decision.verdict == .same, endsDisputed(review) {
            return answers.refuse(record, accepted, .inDispute, into: &output)
        }
        let undone = isUndone ? review.merged : nil
        let kept = undone.flatMap { other(than: $0, in: review) }
        switch decision.verdict {
        case .later: break
        case .undo: review.verdict = .different
        default: review.verdict = decision.verdict
        }
        reviews[key] = review
        answers[id] = AnswerRow(
            fingerprint: accepted.fingerprint,
            day: accepted.answerDay(record),
            outcome: .recorded,
        )
        output.facts.append(
            record.followed(
                by: .reviewClosed(
                    .with {
                        $0.reviewID = review.id
                        $0.verdict = decision.verdict
                        if let undone {
                            $0.keptNumber = kept?.text ?? ""
                            $0.mergedNumber = undone.text
                        }
                    }
                )
            )
        )
        if decision.verdict == .same { merge(review, record, into: &output) }
        output.reviews.append(message(review, opened: record))
        output.receipts.append(record.receipt(.recorded))
    }

    /// True when the one that would end is one that a court may ask for.
    private func endsDisputed(_ review: ReviewRow) -> Bool {
        guard let (_, merged) = keptAndMerged(review), let id = holders.id(of: merged) else { return false }
        return holders[id]?.dispute.isOpen == true
    }

    /// A manager rules in one territory; the partition may hold several.
    private func lies(_ review: ReviewRow, in territory: Territory?) -> Bool {
        [review.first, review.second].allSatisfy { id in
            holders[id]?.number.map { $0.territory == territory } ?? true
        }
    }

    /// Ruled the same before both had their numbers. Where a court may ask for the one that would end, the manager is asked
    /// again: the ruling was given when nobody could tell which one that is.
    mutating func mergeNow(_ review: ReviewRow, _ record: RegisterRecord, into output: inout Output) {
        guard endsDisputed(review) else { return merge(review, record, into: &output) }
        var review = review
        review.verdict = .unspecified
        ask(review, record, into: &output)
    }

    /// Says which of the two ends, once both have their numbers.
    private mutating func merge(_ review: ReviewRow, _ record: RegisterRecord, into output: inout Output) {
        guard let (kept, merged) = keptAndMerged(review) else { return }
        reviews[review.key]?.merged = merged
        output.facts.append(
            record.followed(
                by: .merged(
                    .with {
                        $0.reviewID = review.id
                        $0.keptNumber = kept.text
                        $0.mergedNumber = merged.text
                    }
                )
            )
        )
    }

    /// Not asked yet. Or ruled the same, and yet both are live again, and not because the merge is under way: it must be
    /// asked anew.
    func isOpen(toAsk review: ReviewRow?) -> Bool {
        guard let review else { return true }
        guard review.verdict == .same else { return false }
        let merging = review.merged.flatMap(holders.id).flatMap { holders[$0] }
        return merging.map { $0.stage == .ended } ?? true
    }

    mutating func reviews(naming id: SubmissionID) -> [ReviewRow] {
        guard let row = holders[id], row.isReviewed else { return [] }
        return reviews.naming(id)
    }

    /// Where the merge is what ended it, and until a month before its purge: what is said then is read before that.
    private func mayUndo(_ review: ReviewRow, on today: CivilDate) -> Bool {
        guard review.verdict == .same else { return false }
        guard let merged = review.merged else { return true }
        guard let row = holders.id(of: merged).flatMap({ holders[$0] }) else { return false }
        guard let day = row.merged else { return row.stage != .ended }
        let last = day.adding(months: max(0, calendar.purgeMonths - 1))
        return today <= last && (days[Single()]?.closed).map { $0 <= last } ?? true
    }

    /// Nil when it is gone meanwhile.
    private func other(than merged: UniqueNumber, in review: ReviewRow) -> UniqueNumber? {
        [review.first, review.second].compactMap { holders[$0]?.number }.first { $0 != merged }
    }

    /// The older seniority is kept.
    private func keptAndMerged(_ review: ReviewRow) -> (kept: UniqueNumber, merged: UniqueNumber)? {
        guard let first = holders[review.first], let second = holders[review.second], let one = first.number,
            let two = second.number, first.stage != .ended, second.stage != .ended
        else { return nil }
        return (first.filed, one) <= (second.filed, two) ? (one, two) : (two, one)
    }

    func message(_ review: ReviewRow, opened record: RegisterRecord) -> WireReview {
        .with {
            $0.reviewID = review.id
            $0.territory = record.territory?.code ?? ""
            $0.openedOn = record.day.iso
            $0.first = review.first.text
            $0.second = review.second.text
            $0.firstNumber = holders[review.first]?.number?.text ?? ""
            $0.secondNumber = holders[review.second]?.number?.text ?? ""
            $0.grounds = review.grounds
            $0.score = review.evidence?.score ?? 0
            $0.weights = review.evidence?.fieldWeights ?? []
            $0.verdict = review.verdict
        }
    }
}
