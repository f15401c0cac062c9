import Register
import Schemas
import SwiftProtobuf
import WorkerKit

// What happens to applications, and what that means for the persons in them.
extension DeduplicationWorker {
    mutating func noteNumber(_ record: RegisterRecord, _ start: Int32, _ filed: Int32, into output: inout Output) {
        guard let id = record.submission, let number = record.number, var row = holders[id] else { return }
        row.number = number
        row.start = CivilDate(days: start)
        row.filed = CivilDate(days: filed)
        holders[id] = row
        // Ruled on before it had its number.
        for review in reviews(naming: id) {
            if review.verdict == .same { mergeNow(review, record, into: &output) }
            // Who is asked can name it now.
            if review.verdict == .unspecified { output.reviews.append(message(review, opened: record)) }
        }
        release(waitingFor: id, into: &output)
        answerResends(of: id, into: &output)
    }

    mutating func noteRenewal(_ record: RegisterRecord, start: CivilDate, into output: inout Output) {
        guard let number = record.number, let id = holders.id(of: number), var row = holders[id] else {
            return adoptForm(record, into: &output)
        }
        row.start = start
        if row.stage != .ended { row.stage = .live }
        if row.beforeMerge != nil { row.beforeMerge = .live }
        holders[id] = row
        adoptForm(record, into: &output)
        release(waitingFor: id, into: &output)
    }

    mutating func setStage(of number: UniqueNumber?, _ stage: HolderRow.Stage, into output: inout Output) {
        guard let number, let id = holders.id(of: number), var row = holders[id] else { return }
        // Decided before its owner read that it is merged.
        if row.beforeMerge != nil { holders[id]?.beforeMerge = stage }
        guard row.stage != .ended else { return }
        row.stage = stage
        holders[id] = row
        release(waitingFor: id, into: &output)
    }

    /// A court may ask for it, or may not any more.
    mutating func noteDispute(of number: UniqueNumber?, _ change: (inout Dispute) -> Void) {
        guard let number, let id = holders.id(of: number), var row = holders[id] else { return }
        change(&row.dispute)
        holders[id] = row
    }

    mutating func end(_ number: UniqueNumber, _ record: RegisterRecord, into output: inout Output) {
        if let source = record.source { pendingEnds[source] = nil }
        guard let id = holders.id(of: number), var row = holders[id], row.stage != .ended else { return }
        row.stage = .ended
        holders[id] = row
        free(row.persons, from: id, record, into: &output)
        release(waitingFor: id, into: &output)
    }

    /// By the manager's order, for good; or because a ruling merged it into another one, which can be undone.
    mutating func delete(
        _ number: UniqueNumber,
        _ record: RegisterRecord,
        _ fact: WireDeleted,
        into output: inout Output,
    ) {
        aliases.note(number, fact)
        let id = holders.id(of: number)
        let stage = id.flatMap { holders[$0]?.stage }
        end(number, record, into: &output)
        if let id, let stage, stage != .ended, !fact.mergedInto.isEmpty {
            holders[id]?.beforeMerge = stage
            // As strike-off counts its purge.
            holders[id]?.merged = max(record.day, days[Single()]?.closed ?? record.day)
        } else {
            forget(number)
        }
    }

    /// An undone merge: it is as it was, and its persons are in it again.
    mutating func comeBack(_ record: RegisterRecord, into output: inout Output) {
        aliases.forget(record.number)
        guard let number = record.number, let id = holders.id(of: number), var row = holders[id],
            let stage = row.beforeMerge
        else { return }
        row.stage = stage
        row.beforeMerge = nil
        row.merged = nil
        holders[id] = row
        claim(row.persons, for: id, record, into: &output)
        examine(id, record, into: &output)
    }

    /// An undone strike-off: its persons are in it again. Where one of them filed anew meanwhile, a person must look.
    mutating func revive(_ record: RegisterRecord, _ fact: WireReinstated, into output: inout Output) {
        guard let number = record.number, let id = holders.id(of: number), var row = holders[id],
            row.beforeMerge == nil
        else { return }
        row.stage = StrikeOffReason(fact.reason) == .notRenewed && !fact.renewed ? .reinstated : .live
        holders[id] = row
        // It ended before a merge could end it.
        for review in reviews(naming: id) where review.merged == number { reviews[review.key]?.merged = nil }
        claim(row.persons, for: id, record, into: &output)
        examine(id, record, into: &output)
    }

    /// The form that a modification or a renewal brought: its persons replace those before.
    mutating func adoptForm(_ record: RegisterRecord, into output: inout Output) {
        guard let source = record.source, let form = candidates[source], form.stage == .form else { return }
        candidates[source] = nil
        guard let number = record.number, let id = holders.id(of: number), var row = holders[id] else { return }
        let gone = row.persons.filter { !form.persons.contains($0) }
        row.persons = form.persons
        row.count(formOf: record)
        holders[id] = row
        let sketched = form.sketched.persons.isEmpty ? nil : SketchRow(form.sketched, territory: number.territory)
        let isOther = sketches[id] != sketched
        if isOther { sketches[id] = sketched }
        free(gone, from: id, record, into: &output)
        if row.stage != .ended { claim(form.persons, for: id, record, into: &output) }
        if isOther { examine(id, record, into: &output) }
    }

    /// Where another live application holds one of these, a manager is asked. The persons are in this one's row already.
    mutating func claim(
        _ persons: [PersonKey],
        for id: SubmissionID,
        _ record: RegisterRecord,
        into output: inout Output,
    ) {
        // Several keys are one person's: each pair is asked about, or left out, once.
        var others: [SubmissionID] = []
        for person in persons {
            guard let other = holders.holder(of: person), other != id, !others.contains(other) else { continue }
            others.append(other)
        }
        for other in others { openReview(other, for: id, record, into: &output) }
    }

    /// These persons are not, or not live, in the row of this application any more. Of the others that have one of them, the
    /// one that was filed first holds it from now on, and each of the rest is asked about with that one.
    ///
    /// Only with that one: many people may share a vague key, and every two of them would be the square of how many they are.
    mutating func free(
        _ persons: [PersonKey],
        from id: SubmissionID,
        _ record: RegisterRecord,
        into output: inout Output,
    ) {
        let freed = persons.filter { holders.holder(of: $0) == nil }
        var heirs: [SubmissionID] = []
        var seen: Set<SubmissionID> = []
        for person in freed {
            let found = holders.yielders(of: person)
            if let first = found.first, holders.holder(of: person) == nil { holders.claimFreed(for: first) }
            heirs += found.filter { seen.insert($0).inserted }
        }
        for heir in heirs {
            guard let row = holders[heir] else { continue }
            claim(row.persons.filter(freed.contains), for: heir, record, into: &output)
        }
    }

    /// A submission was refused, or answered as before: what depended on it goes on.
    mutating func settle(_ record: RegisterRecord, into output: inout Output) {
        guard let source = record.source else { return }
        if record.kind == .litigationHold { noteDispute(of: record.number) { $0.settle() } }
        if let form = candidates[source], form.stage == .form { candidates[source] = nil }
        if let pending = pendingEnds[source] {
            pendingEnds[source] = nil
            if let holder = holders.id(of: pending.number) { release(waitingFor: holder, into: &output) }
        }
    }

    /// What was cleared does not begin after all: numbering could not keep the number of an import, or the submission had
    /// its number long ago, longer than deduplication remembers.
    mutating func withdraw(_ record: RegisterRecord, refused code: AnomalyCode?, into output: inout Output) {
        // Another worker may have answered a submission of the same id, of a kind of its own.
        guard [.creation, .separation, .import].contains(record.kind), let id = record.submission,
            let row = holders[id], row.number == nil
        else { return }
        // They are free before others claim them; and the row says until then which reviews name it.
        holders[id]?.persons = []
        free(row.persons, from: id, record, into: &output)
        holders[id] = nil
        sketches[id] = nil
        if let code, var answer = answers[id] {
            answer.outcome = .refused
            answer.anomaly = code
            answers[id] = answer
        }
        release(waitingFor: id, into: &output)
        answerResends(of: id, into: &output)
    }

    /// It ended and cannot come back: its persons are not kept, not even as fingerprints.
    mutating func forget(_ number: UniqueNumber) {
        guard let id = holders.id(of: number) else { return }
        holders[id] = nil
        sketches[id] = nil
    }
}
