import Matching
import Register
import WorkerKit

/// Where doubles are looked for: blocks, which bring together who may be one person, and how often each mark comes.
///
/// All of it follows from the sketches that are in it, whatever the order in which they came. So it is not written down,
/// and is made anew after rows were restored or rolled back. A block that holds too many is not searched, which is counted.
struct SketchIndex: Sendable {
    /// By place. Of a free one, what was there last; no block names it.
    private var ids: [SubmissionID] = []
    private var territories: [Territory] = []
    /// The table holds the boxes.
    private var loans: [SketchBox.Loan] = []
    private var free: [Int32] = []
    /// The places of applications: a hash of the id, and the place plus 1.
    private var places = WordIndex()
    private var blocks = BlockTable()
    private var terms = TermTable()
    /// How many persons there are, by the index of the territory.
    private var population = [Int32](repeating: 0, count: Int(UInt8.max) + 1)
    /// For each place, the search that found it last.
    private var seen: [UInt32] = []
    private var search: UInt32 = 0
    private var touched: UInt64 = 0

    /// The most applications of a block that is searched.
    static let blockMax = 100
    /// The most applications that one search compares with: a household of eleven could else name two hundred full blocks.
    static let candidatesMax = 500

    /// `row` must outlive its time here.
    mutating func insert(_ row: SketchRow, _ id: SubmissionID) {
        let persons = row.persons
        let place: Int32
        if let old = free.popLast() {
            place = old
            ids[Int(place)] = id
            territories[Int(place)] = row.territory
            loans[Int(place)] = SketchBox.Loan(row.box)
        } else {
            place = Int32(ids.count)
            ids.append(id)
            territories.append(row.territory)
            loans.append(SketchBox.Loan(row.box))
            seen.append(0)
        }
        places.set(UInt64(keyHash(id)) << 32 | UInt64(place + 1), at: slot(of: id))
        population[Int(row.territory.rawIndex)] += Int32(persons.count)
        for person in persons { for term in Term.all(of: person.sketch) { terms.add(term) } }
        for key in SketchIndex.keys(of: persons) { blocks.insert(place, key: key) }
    }

    mutating func remove(_ row: SketchRow, _ id: SubmissionID) {
        guard let place = place(of: id) else { return }
        places.remove(at: slot(of: id))
        free.append(place)
        let persons = row.persons
        population[Int(row.territory.rawIndex)] -= Int32(persons.count)
        for person in persons { for term in Term.all(of: person.sketch) { terms.remove(term) } }
        for key in SketchIndex.keys(of: persons) { blocks.remove(place, key: key) }
    }

    private func slot(of id: SubmissionID) -> Int {
        places.slot(of: keyHash(id)) { ids[SketchIndex.place(in: $0)] == id }
    }

    private static func place(in word: UInt64) -> Int { Int(UInt32(truncatingIfNeeded: word)) - 1 }

    private func place(of id: SubmissionID) -> Int32? {
        let word = places[slot(of: id)]
        return word == 0 ? nil : Int32(SketchIndex.place(in: word))
    }

    /// Each once. The upper half of a blocking key: two that share it by chance are compared, and differ.
    private static func keys(of persons: [SketchedPerson]) -> [UInt32] {
        if persons.count == 1 { return blockingKeys(persons[0].sketch).map { UInt32(truncatingIfNeeded: $0 >> 32) } }
        var keys: [UInt32] = []
        for person in persons {
            for key in blockingKeys(person.sketch) {
                let key = UInt32(truncatingIfNeeded: key >> 32)
                if !keys.contains(key) { keys.append(key) }
            }
        }
        return keys
    }

    /// The best comparison of the persons of two applications.
    struct Pair {
        var vector: ComparisonVector
        var information: TermInformation
        var score: Float
        var outcome: Outcome
    }

    /// Another application of who may be the same person.
    struct Found {
        var id: SubmissionID
        var pair: Pair

        var score: Float { pair.score }
        var outcome: Outcome { pair.outcome }
    }

    struct Search {
        /// The likeliest first; those who differ are left out.
        var found: [Found] = []
        /// Blocks that were too large, or would have been too many to compare with.
        var overflow = 0
        /// Blocks that were searched.
        var searched = 0
        /// Applications that were found in them, each once.
        var compared = 0
    }

    /// Who may be one of these persons, in any other application of the territory.
    mutating func doubles(of row: SketchRow, except id: SubmissionID, _ judge: Judge) -> Search {
        var result = Search()
        search &+= 1
        let persons = row.persons
        var candidates: [Int32] = []
        // The smallest blocks first: what few have in common says most. Which blocks are left out must not depend on how the index
        // came about, so a block is searched whole or not at all.
        let sizes = SketchIndex.keys(of: persons).map { (count: blocks.count(of: $0), key: $0) }
        for block in sizes.sorted(by: <) { gather(block.key, &candidates, &result) }
        if let own = place(of: id) { candidates.removeAll { $0 == own } }
        result.compared = candidates.count
        guard !candidates.isEmpty else { return result }
        touch(candidates)
        let asking = asking(row)
        for place in candidates where territories[Int(place)] == row.territory {
            let pair = loans[Int(place)].withPersons { others in
                asking.best(others, loans[Int(place)].dependants, judge, from: .doubtful)
            }
            if let pair { result.found.append(Found(id: ids[Int(place)], pair: pair)) }
        }
        result.found.sort {
            ($1.outcome.rawValue, $1.score, $0.id) < ($0.outcome.rawValue, $0.score, $1.id)
        }
        return result
    }

    /// Two that something else brought together, however unlike they are.
    func compared(_ row: SketchRow, _ other: SketchRow, _ judge: Judge) -> Pair? {
        SketchBox.Loan(other.box).withPersons { others in
            asking(row).best(others, other.dependants, judge, from: .different)
        }
    }

    private func asking(_ row: SketchRow) -> Asking {
        let persons = row.persons
        let people = Int(population[Int(row.territory.rawIndex)])
        return Asking(
            persons: persons,
            dependants: row.dependants,
            informations: persons.map { person in
                TermInformation(person.sketch, population: people) { terms.count(of: $0) }
            }
        )
    }

    /// An application that others are compared with.
    private struct Asking {
        var persons: [SketchedPerson]
        var dependants: DependantMarks
        /// How rare the marks of each person are.
        var informations: [TermInformation]

        func best(
            _ others: UnsafeBufferPointer<SketchedPerson>,
            _ theirs: DependantMarks,
            _ judge: Judge,
            from least: Outcome,
        ) -> Pair? {
            let threshold = least == .different ? -Float.infinity : judge.thresholds.doubtful
            // Of the household, whichever of its persons are compared.
            let shared = dependants.level(with: theirs)
            var best: (index: Int, vector: ComparisonVector, score: Float, outcome: Outcome)?
            for index in persons.indices {
                for other in others {
                    guard
                        judge.mayReach(threshold, persons[index].sketch, other.sketch, dependants: shared)
                    else { continue }
                    var vector = compare(persons[index].sketch, other.sketch)
                    vector[.dependants] = shared
                    guard let score = judge.score(vector, informations[index], least: threshold) else { continue }
                    let outcome = judge.outcome(vector, score: score)
                    guard outcome.rawValue >= least.rawValue else { continue }
                    if let best, (best.outcome.rawValue, best.score) >= (outcome.rawValue, score) { continue }
                    best = (index, vector, score, outcome)
                }
            }
            return best.map {
                Pair(vector: $0.vector, information: informations[$0.index], score: $0.score, outcome: $0.outcome)
            }
        }
    }

    /// Has the memory of all of them fetched at once; else each comparison would wait for its own, half of the time that a
    /// search takes. One word of each line of the cache is read, and what comes of it is kept, or nothing would be read.
    private mutating func touch(_ candidates: [Int32]) {
        var mark: UInt64 = 0
        for place in candidates {
            loans[Int(place)].withPersons { others in
                for other in others {
                    mark &+= UInt64(other.sketch.lastNames[0]) &+ UInt64(other.sketch.sounds[0])
                    mark &+= UInt64(other.sketch.birthLessOne[0]) &+ UInt64(other.sketch.flags.rawValue)
                }
            }
        }
        touched = mark
    }

    /// Those of one block that nobody found yet, unless there are too many of them, or too many with those before.
    private mutating func gather(_ key: UInt32, _ candidates: inout [Int32], _ result: inout Search) {
        let start = candidates.count
        guard blocks.members(of: key, most: SketchIndex.blockMax, into: &candidates) else {
            result.overflow += 1
            return
        }
        if candidates.count > start { result.searched += 1 }
        var kept = start
        for place in start..<candidates.count {
            let slot = Int(candidates[place])
            if seen[slot] == search { continue }
            seen[slot] = search
            candidates[kept] = candidates[place]
            kept += 1
        }
        candidates.removeSubrange(kept...)
        guard kept > SketchIndex.candidatesMax else { return }
        for place in start..<kept { seen[Int(candidates[place])] = 0 }
        candidates.removeSubrange(start...)
        result.overflow += 1
        result.searched -= 1
    }
}
