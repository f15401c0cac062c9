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

    /// A manager is asked about each, as far as one application may have reviews; what the search left out is counted.
    mutating func ask(
        about doubles: Doubles,
        _ id: SubmissionID,
        _ record: RegisterRecord,
        into output: inout Output,
    ) {
        for found in doubles.doubtful {
            openReview(found.id, for: id, alike: found, record, into: &output)
        }
        if doubles.overflow > 0 {
            leaveOut(record) { row in
                row.blocks += UInt64(doubles.overflow)
                if !doubles.isSearched { row.applications += 1 }
            }
        }
    }

    /// Counts what was not looked at, in the record's territory.
    mutating func leaveOut(_ record: RegisterRecord, _ count: (inout OverflowRow) -> Void) {
        guard let territory = record.territory else { return }
        var row = overflows[territory] ?? OverflowRow()
        count(&row)
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
