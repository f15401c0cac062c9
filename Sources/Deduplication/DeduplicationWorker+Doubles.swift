import Matching
import Register
import Schemas
import WorkerKit

/// What was found of the persons of an application elsewhere in its territory.
struct Doubles {
    /// A live application of what is certainly the same person.
    var certain: SketchIndex.Found?
    /// Live ones that somebody must look at, the likeliest first.
    var doubtful: [SketchIndex.Found] = []
    /// One that was struck off and may come back, of what is certainly the same person.
    var former: UniqueNumber?
    var overflow = 0
    var isSearched = true
}

// Doubles that are not written alike: found by blocks, judged by score.
extension DeduplicationWorker {
    /// The most reviews that one application opens at once. More than that is no help to who must look.
    static let reviewsMax = 3

    mutating func doubles(of candidate: Candidate, _ id: SubmissionID, except leaving: SubmissionID?) -> Doubles {
        guard let territory = candidate.record.territory, !candidate.sketched.persons.isEmpty else { return Doubles() }
        return doubles(of: SketchRow(candidate.sketched, territory: territory), id, except: leaving)
    }

    private mutating func doubles(of row: SketchRow, _ id: SubmissionID, except leaving: SubmissionID?) -> Doubles {
        let search = sketches.doubles(of: row, except: id, judge)
        var doubles = Doubles()
        doubles.overflow = search.overflow
        doubles.isSearched = search.searched > 0 || search.overflow == 0
        for found in search.found where found.id != leaving {
            guard let holder = holders[found.id], holder.beforeMerge == nil else { continue }
            switch (holder.stage, found.outcome) {
            case (.ended, .certain): doubles.former = doubles.former ?? holder.number
            case (.ended, _): break
            case (_, .certain) where doubles.certain == nil: doubles.certain = found
            default: doubles.doubtful.append(found)
            }
        }
        return doubles
    }

    /// One application opens a bounded number of reviews; what is beyond that is counted.
    mutating func ask(
        about doubles: Doubles,
        _ id: SubmissionID,
        _ record: RegisterRecord,
        into output: inout Output,
    ) {
        let asked = doubles.doubtful.filter { isOpen(toAsk: reviews[ReviewRow(pair: id, $0.id).key]) }
        for found in asked.prefix(DeduplicationWorker.reviewsMax) {
            openReview(found.id, id, sharesKey: false, Evidence(found, judge), record, into: &output)
        }
        let left = max(0, asked.count - DeduplicationWorker.reviewsMax)
        guard let territory = record.territory, doubles.overflow + left > 0 else { return }
        var row = overflows[territory] ?? OverflowRow()
        row.blocks += UInt64(doubles.overflow)
        row.reviews += UInt64(left)
        if !doubles.isSearched { row.applications += 1 }
        overflows[territory] = row
    }

    /// How alike two applications are, whatever brought them together; nil where either has nothing to compare.
    mutating func evidence(of one: SubmissionID, _ other: SubmissionID) -> Evidence? {
        guard let first = sketches[one], let second = sketches[other], first.territory == second.territory else {
            return nil
        }
        return sketches.compared(first, second, judge).map { Evidence($0, judge) }
    }

    /// Its persons are others now, or live again: whoever is alike elsewhere, a person must look. Nothing is linked.
    mutating func examine(_ id: SubmissionID, _ record: RegisterRecord, into output: inout Output) {
        guard let row = sketches[id], let holder = holders[id], holder.stage != .ended else { return }
        var doubles = doubles(of: row, id, except: nil)
        if let certain = doubles.certain { doubles.doubtful.insert(certain, at: 0) }
        ask(about: doubles, id, record, into: &output)
    }
}

extension Candidate {
    func cleared(former: UniqueNumber?) -> RegisterRecord {
        guard let former else { return record }
        var fact = cleared
        fact.formerNumber = former.text
        var record = record
        record.fact = .cleared(fact)
        return record
    }
}
