import Register
import Schemas
import SwiftProtobuf
import WorkerKit

// Whether a new application is cleared, linked, or has to wait.
extension DeduplicationWorker {
    private enum Decision {
        case clear(Doubles)
        case link(SubmissionID, Evidence?)
        case wait(SubmissionID, Evidence?)
        case refuse(AnomalyCode, mergedInto: UniqueNumber? = nil)
    }

    mutating func decide(_ candidate: Candidate, into output: inout Output) {
        guard let id = candidate.record.submission, let source = candidate.record.source else { return }
        switch bounded(decision(on: candidate, id), candidate) {
        case .clear(let doubles):
            candidates[source] = nil
            output.facts.append(candidate.cleared(former: doubles.former))
            if let from = UniqueNumber(candidate.cleared.separatedFrom), let holder = holders.id(of: from) {
                leave(holder, candidate, into: &output)
            }
            holders[id] = HolderRow(
                start: CivilDate(days: candidate.cleared.validFrom),
                filed: CivilDate(days: candidate.cleared.initialDay),
                persons: candidate.persons,
            )
            holders[id]?.count(formOf: candidate.record)
            if let territory = candidate.record.territory, !candidate.sketched.persons.isEmpty {
                sketches[id] = SketchRow(candidate.sketched, territory: territory)
            }
            // Nobody else has them, save a spouse who leaves one of two applications that share it, and who may be another
            // of the same name: a manager is asked.
            claim(candidate.persons, for: id, candidate.record, into: &output)
            ask(about: doubles, id, candidate.record, into: &output)
        case .link(let holder, let evidence):
            var linked = candidate
            linked.stage = .linked
            linked.holder = holder
            candidates[source] = linked
            // Counted now, and not when the link is read back: many may be decided before the first of them is.
            holders[holder]?.count(formOf: candidate.record)
            output.facts.append(
                candidate.record.followed(
                    by: .linked(
                        .with {
                            $0.application.append(contentsOf: holder.bytes)
                            $0.kind = candidate.cleared.kind
                            $0.commune = candidate.cleared.commune
                            $0.score = evidence?.score ?? 0
                            $0.weights = evidence?.fieldWeights ?? []
                            if candidate.cleared.hasReach { $0.reach = candidate.cleared.reach }
                        }
                    ),
                    number: holders[holder]?.number,
                )
            )
        case .wait(let holder, let evidence):
            var waiting = candidate
            waiting.stage = .waiting
            waiting.holder = holder
            waiting.evidence = evidence
            candidates[source] = waiting
        case .refuse(let code, let kept):
            candidates[source] = nil
            var row = answers[id] ?? AnswerRow(fingerprint: 0, day: candidate.record.day, outcome: .refused)
            row.outcome = .refused
            row.anomaly = code
            row.kept = kept
            // It may have waited for longer than answers are remembered; what came again meanwhile waits still.
            if answers[id] != nil { answers[id] = row }
            output.decline(
                candidate.record,
                [Anomaly(code: code, path: candidate.record.anomalyPath)],
                mergedInto: kept,
            )
            answerResends(of: id, as: row, into: &output)
        }
    }

    /// A form more than an application may have is linked to none.
    private func bounded(_ decision: Decision, _ candidate: Candidate) -> Decision {
        guard case .link(let holder, _) = decision, candidate.record.key != nil, let row = holders[holder],
            row.forms >= FormLimit.changes
        else { return decision }
        return .refuse(.tooManyForms)
    }

    private mutating func decision(on candidate: Candidate, _ id: SubmissionID) -> Decision {
        var leaving: SubmissionID?
        if candidate.cleared.kind == .separation {
            guard let from = UniqueNumber(candidate.cleared.separatedFrom) else { return .refuse(.sourceUnknown) }
            if let kept = aliases[from] { return .refuse(.numberMerged, mergedInto: kept) }
            guard let holder = holders.id(of: from), let row = holders[holder] else { return .refuse(.sourceUnknown) }
            if row.stage == .ended { return .refuse(.sourceNotLive) }
            if isUncertain(row, on: candidate.record.day) { return .wait(holder, nil) }
            guard let person = candidate.persons.first, row.persons.contains(person) else {
                return .refuse(.personNotInSource)
            }
            leaving = holder
        }
        // Found once: whoever came since then, with the same keys even, found it too or is found with it.
        if candidate.stage == .waiting, let evidence = candidate.evidence, let holder = candidate.holder,
            let row = holders[holder], row.stage != .ended
        {
            return isUncertain(row, on: candidate.record.day) ? .wait(holder, evidence) : .link(holder, evidence)
        }
        for person in candidate.persons where !candidate.vague.contains(person) {
            guard let holder = holders.holder(of: person), holder != leaving, let row = holders[holder] else {
                continue
            }
            return isUncertain(row, on: candidate.record.day) ? .wait(holder, nil) : .link(holder, nil)
        }
        let doubles = doubles(of: candidate, id, except: leaving)
        if let same = doubles.certain, let row = holders[same.id] {
            let evidence = Evidence(same, judge)
            return isUncertain(row, on: candidate.record.day) ? .wait(same.id, evidence) : .link(same.id, evidence)
        }
        return .clear(doubles)
    }

    /// True while something that stands before the candidate may yet end this application, or keep it from beginning: one
    /// that has no number yet may be an import whose number is taken.
    private mutating func isUncertain(_ row: HolderRow, on day: CivilDate) -> Bool {
        guard let number = row.number else { return true }
        let lapses: CivilDate
        switch row.stage {
        case .held: lapses = CivilDate(days: .max)
        case .reinstated: lapses = calendar.reactivableUntil(from: row.start, filed: row.filed)
        case .live, .ended: lapses = calendar.lapses(from: row.start, filed: row.filed)
        }
        if day > lapses { return true }
        if let closed = days[Single()]?.closed, closed >= lapses { return true }
        return pendingEnds.isPending(number)
    }

    /// Its own link, read back: it counts unless its holder ended before it in the register.
    mutating func readBack(_ record: RegisterRecord, _ linked: WireLinked, into output: inout Output) {
        guard !linked.repeated, let source = record.source, let candidate = candidates[source],
            candidate.stage == .linked, let holder = candidate.holder, let id = record.submission
        else { return }
        // Under another number, or none yet, it is another application: the one linked to was deleted, and its submission
        // came again.
        guard let row = holders[holder], row.stage != .ended, row.number == record.number else {
            return decide(candidate, into: &output)
        }
        links.note(record, linked)
        candidates[source] = nil
        if var answer = answers[id] {
            answer.outcome = .linked
            answer.number = row.number
            answers[id] = answer
        }
        answerResends(of: id, into: &output)
    }

    /// What came again while the first one was open is answered after it.
    mutating func answerResends(of id: SubmissionID, as first: AnswerRow? = nil, into output: inout Output) {
        for resend in candidates.resends(of: id) {
            if let source = resend.record.source { candidates[source] = nil }
            if let row = first ?? answers[id], row.outcome == .refused {
                output.repeatAnswer(resend.record, row)
            } else {
                answerResend(resend, into: &output)
            }
        }
    }

    /// What waited for this application is decided now, in the order in which it was asked.
    mutating func release(waitingFor holder: SubmissionID, into output: inout Output) {
        for candidate in candidates.waiting(for: holder) { decide(candidate, into: &output) }
    }

    /// A spouse goes with its persons; the others stay in the application.
    private mutating func leave(_ holder: SubmissionID, _ candidate: Candidate, into output: inout Output) {
        guard var row = holders[holder] else { return }
        row.persons.removeAll(where: candidate.persons.contains)
        holders[holder] = row
        if var sketched = sketches[holder] {
            sketched.persons.removeAll { one in candidate.persons.contains { $0.high == one.mark } }
            sketches[holder] = sketched.persons.isEmpty ? nil : sketched
        }
        free(candidate.persons, from: holder, candidate.record, into: &output)
    }
}
