import Register
import Schemas
import SwiftProtobuf
import WorkerKit

// What happens to applications, and what that means for the persons in them.
extension DeduplicationWorker {
    mutating func noteNumber(_ record: RegisterRecord, start: CivilDate) {
        guard let id = record.submission, let number = record.number, var row = holders[id] else { return }
        row.number = number
        row.start = start
        holders[id] = row
        numbers[number] = ClaimRow(holder: id)
    }

    mutating func noteRenewal(_ record: RegisterRecord, start: CivilDate, into output: inout Output) {
        guard let number = record.number, let id = numbers[number]?.holder, var row = holders[id] else { return }
        row.start = start
        if row.stage != .ended { row.stage = .live }
        holders[id] = row
        adoptForm(record, into: &output)
        release(waitingFor: id, into: &output)
    }

    mutating func setStage(of number: UniqueNumber?, _ stage: HolderRow.Stage, into output: inout Output) {
        guard let number, let id = numbers[number]?.holder, var row = holders[id], row.stage != .ended else { return }
        row.stage = stage
        holders[id] = row
        release(waitingFor: id, into: &output)
    }

    mutating func end(_ number: UniqueNumber, decidedAt source: SourcePosition? = nil, into output: inout Output) {
        if let source { pendingEnds[source] = nil }
        guard let id = numbers[number]?.holder, var row = holders[id], row.stage != .ended else { return }
        row.stage = .ended
        holders[id] = row
        for person in row.persons where claims[person]?.holder == id { claims[person] = nil }
        release(waitingFor: id, into: &output)
    }

    /// An undone strike-off: its persons are in it again. Where one of them filed anew meanwhile, a person must look.
    mutating func revive(_ record: RegisterRecord, _ fact: WireReinstated, into output: inout Output) {
        guard let number = record.number, let id = numbers[number]?.holder, var row = holders[id] else { return }
        row.stage = StrikeOffReason(fact.reason) == .notRenewed ? .reinstated : .live
        holders[id] = row
        claim(row.persons, for: id, record, into: &output)
    }

    /// The form that a modification or a renewal brought: its persons replace those before.
    mutating func adoptForm(_ record: RegisterRecord, into output: inout Output) {
        guard let source = record.source, let form = candidates[source], form.stage == .form else { return }
        candidates[source] = nil
        guard let number = record.number, let id = numbers[number]?.holder, var row = holders[id] else { return }
        for person in row.persons where !form.persons.contains(person) && claims[person]?.holder == id {
            claims[person] = nil
        }
        row.persons = form.persons
        holders[id] = row
        if row.stage != .ended { claim(form.persons, for: id, record, into: &output) }
    }

    private mutating func claim(
        _ persons: [PersonKey],
        for id: SubmissionID,
        _ record: RegisterRecord,
        into output: inout Output,
    ) {
        for person in persons {
            guard let other = claims[person]?.holder, other != id else {
                claims[person] = ClaimRow(holder: id)
                continue
            }
            openReview(other, id, record, into: &output)
        }
    }

    /// A submission was refused, or answered as before: what depended on it goes on.
    mutating func settle(_ record: RegisterRecord, declined: WireDeclined?, into output: inout Output) {
        guard let source = record.source else { return }
        if let form = candidates[source], form.stage == .form { candidates[source] = nil }
        if let pending = pendingEnds[source] {
            pendingEnds[source] = nil
            if let holder = numbers[pending.number]?.holder { release(waitingFor: holder, into: &output) }
        }
        // Numbering could not keep an imported number: the application does not exist after all.
        guard let declined, declined.codes == [AnomalyCode.numberTaken.rawValue], let id = record.submission,
            let row = holders[id], row.number == nil
        else { return }
        holders[id] = nil
        for person in row.persons where claims[person]?.holder == id { claims[person] = nil }
        if var answer = answers.rows[id] {
            answer.outcome = .refused
            answer.anomaly = .numberTaken
            answers.rows[id] = answer
        }
        release(waitingFor: id, into: &output)
    }

    /// A purge: its persons are nobody's any more, not even as fingerprints.
    mutating func forget(_ number: UniqueNumber) {
        guard let id = numbers[number]?.holder else { return }
        numbers[number] = nil
        if let row = holders[id] {
            for person in row.persons where claims[person]?.holder == id { claims[person] = nil }
        }
        holders[id] = nil
    }
}
