import Register
import Schemas
import SwiftProtobuf
import WorkerKit

// Pairs of live applications that share a person, for the territorial manager.
extension DeduplicationWorker {
    mutating func openReview(
        _ first: SubmissionID,
        _ second: SubmissionID,
        _ record: RegisterRecord,
        into output: inout Output,
    ) {
        let review = ReviewRow(first: min(first, second), second: max(first, second))
        // Asked already, or ruled that they differ. Ruled the same, and yet both are live again: it must be asked anew.
        if let known = reviews[review.key], known.verdict != .same { return }
        reviews[review.key] = review
        for id in [first, second] { holders[id]?.isReviewed = true }
        output.facts.append(
            record.followed(
                by: .reviewOpened(
                    .with {
                        $0.reviewID = review.id
                        $0.first.append(contentsOf: review.first.bytes)
                        $0.second.append(contentsOf: review.second.bytes)
                        $0.grounds = ["SAME_PERSON"]
                    }
                )
            )
        )
        output.reviews.append(message(review, opened: record))
    }

    /// The manager's ruling. *Same*: the younger application ends and its number stays as an alias. *Different*: never
    /// asked again. *Later*: stays open.
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
        guard review.verdict == .unspecified else {
            return answers.refuse(record, accepted, .reviewClosed, into: &output)
        }
        if decision.verdict == .same, endsDisputed(review) {
            return answers.refuse(record, accepted, .inDispute, into: &output)
        }
        if decision.verdict != .later { review.verdict = decision.verdict }
        reviews[key] = review
        answers[id] = AnswerRow(fingerprint: accepted.fingerprint, day: record.day, outcome: .recorded)
        output.facts.append(
            record.followed(
                by: .reviewClosed(
                    .with {
                        $0.reviewID = review.id
                        $0.verdict = decision.verdict
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
        guard let (_, merged) = keptAndMerged(review), let id = numbers[merged]?.holder else { return false }
        return holders[id]?.dispute.isOpen == true
    }

    /// A manager rules in one territory; the partition may hold several.
    private func lies(_ review: ReviewRow, in territory: Territory?) -> Bool {
        [review.first, review.second].allSatisfy { id in
            holders[id]?.number.map { $0.territory == territory } ?? true
        }
    }

    /// Says which of the two ends, once both have their numbers.
    func merge(_ review: ReviewRow, _ record: RegisterRecord, into output: inout Output) {
        guard let (kept, merged) = keptAndMerged(review) else { return }
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

    func reviews(naming id: SubmissionID) -> [ReviewRow] {
        guard let row = holders[id], row.isReviewed else { return [] }
        return reviews.keys { _, review in review.first == id || review.second == id }.compactMap { reviews[$0] }
    }

    /// The older seniority is kept.
    private func keptAndMerged(_ review: ReviewRow) -> (kept: UniqueNumber, merged: UniqueNumber)? {
        guard let first = holders[review.first], let second = holders[review.second], let one = first.number,
            let two = second.number, first.stage != .ended, second.stage != .ended
        else { return nil }
        return (first.filed, one) <= (second.filed, two) ? (one, two) : (two, one)
    }

    private func message(_ review: ReviewRow, opened record: RegisterRecord) -> WireReview {
        .with {
            $0.reviewID = review.id
            $0.territory = record.territory?.code ?? ""
            $0.openedOn = record.day.iso
            $0.first = review.first.text
            $0.second = review.second.text
            $0.firstNumber = holders[review.first]?.number?.text ?? ""
            $0.secondNumber = holders[review.second]?.number?.text ?? ""
            $0.grounds = ["SAME_PERSON"]
            $0.verdict = review.verdict
        }
    }
}
