import Matching
import Register

/// Where doubles are looked for: blocks, which bring together who may be one person, and how often each mark comes.
///
/// All of it follows from the sketches that are in it, whatever the order in which they came. So it is not written down,
/// and is made anew after rows were restored or rolled back. Twelve bytes for each block that an application is in, eight
/// for each mark; a block that holds too many is not searched, which is counted.
struct SketchIndex: Sendable {
    /// An application, for as long as its persons stay who they are.
    private struct Slot {
        var id: SubmissionID
        /// Nobody: it is gone, and its entries are skipped.
        var persons: [SketchedPerson]
        var entryCount: Int32
        var territory: Territory
    }

    private struct Entry {
        /// The upper half of the blocking key.
        var key: UInt32
        var slot: Int32
        /// The next entry of the bucket, -1 after the last.
        var next: Int32
    }

    private var slots: [Slot] = []
    private var places: [SubmissionID: Int32] = [:]
    private var entries: [Entry] = []
    /// The first entry of each bucket.
    private var buckets = [Int32](repeating: -1, count: 1024)
    private var deadEntries = 0
    private var terms = TermTable()
    /// How many persons there are, by the index of the territory.
    private var population = [Int32](repeating: 0, count: Int(UInt8.max) + 1)
    /// For each slot, the search that found it last.
    private var seen: [UInt32] = []
    private var search: UInt32 = 0

    /// The most applications of a block that is searched.
    static let blockMax = 100

    mutating func set(_ row: SketchRow?, for id: SubmissionID) {
        if let place = places.removeValue(forKey: id) { remove(Int(place)) }
        if let row, !row.persons.isEmpty { insert(row, id) }
        if deadEntries > 4096, deadEntries * 2 > entries.count { rebuild() }
    }

    private mutating func insert(_ row: SketchRow, _ id: SubmissionID) {
        let place = Int32(slots.count)
        var keys: [UInt64] = []
        for person in row.persons {
            for key in blockingKeys(person.sketch) where !keys.contains(key) { keys.append(key) }
            for term in Term.all(of: person.sketch) { terms.add(term) }
        }
        population[Int(row.territory.rawIndex)] += Int32(row.persons.count)
        places[id] = place
        slots.append(
            Slot(id: id, persons: row.persons, entryCount: Int32(keys.count), territory: row.territory)
        )
        seen.append(0)
        for key in keys { enter(UInt32(truncatingIfNeeded: key >> 32), place) }
    }

    private mutating func enter(_ key: UInt32, _ slot: Int32) {
        if entries.count == buckets.count { widen() }
        let bucket = Int(key) & (buckets.count - 1)
        entries.append(Entry(key: key, slot: slot, next: buckets[bucket]))
        buckets[bucket] = Int32(entries.count - 1)
    }

    private mutating func widen() {
        buckets = [Int32](repeating: -1, count: buckets.count * 2)
        let mask = buckets.count - 1
        for place in entries.indices {
            let bucket = Int(entries[place].key) & mask
            entries[place].next = buckets[bucket]
            buckets[bucket] = Int32(place)
        }
    }

    private mutating func remove(_ place: Int) {
        let slot = slots[place]
        slots[place].persons = []
        deadEntries += Int(slot.entryCount)
        population[Int(slot.territory.rawIndex)] -= Int32(slot.persons.count)
        for person in slot.persons { for term in Term.all(of: person.sketch) { terms.remove(term) } }
    }

    /// Leaves out what is gone.
    private mutating func rebuild() {
        let old = slots
        self = SketchIndex()
        for slot in old where !slot.persons.isEmpty {
            insert(SketchRow(persons: slot.persons, territory: slot.territory), slot.id)
        }
    }

    /// An application, and the best comparison of one of its persons with one of those asked for.
    struct Found {
        var id: SubmissionID
        var vector: ComparisonVector
        var information: TermInformation
        var score: Float
        var outcome: Outcome
    }

    struct Search {
        /// The likeliest first; those who differ are left out.
        var found: [Found] = []
        /// Blocks that were too large.
        var overflow = 0
        /// Blocks that were searched.
        var searched = 0
    }

    /// Who may be one of these persons, in any other application of the territory.
    mutating func doubles(of row: SketchRow, except id: SubmissionID, _ judge: Judge) -> Search {
        var result = Search()
        search &+= 1
        var candidates: [Int32] = []
        var keys: [UInt64] = []
        for person in row.persons {
            for key in blockingKeys(person.sketch) where !keys.contains(key) { keys.append(key) }
        }
        for key in keys { gather(UInt32(truncatingIfNeeded: key >> 32), &candidates, &result) }
        guard !candidates.isEmpty else { return result }
        let people = Int(population[Int(row.territory.rawIndex)])
        let informations = row.persons.map { person in
            TermInformation(person.sketch, population: people) { terms.count(of: $0) }
        }
        for place in candidates {
            let slot = slots[Int(place)]
            guard slot.id != id, slot.territory == row.territory else { continue }
            var best: Found?
            for (index, person) in row.persons.enumerated() {
                for other in slot.persons {
                    let vector = compare(person.sketch, other.sketch)
                    let score = judge.score(vector, informations[index])
                    let outcome = judge.outcome(vector, score: score)
                    guard outcome != .different else { continue }
                    if let best, (best.outcome.rawValue, best.score) >= (outcome.rawValue, score) { continue }
                    best = Found(
                        id: slot.id,
                        vector: vector,
                        information: informations[index],
                        score: score,
                        outcome: outcome
                    )
                }
            }
            if let best { result.found.append(best) }
        }
        result.found.sort {
            ($1.outcome.rawValue, $1.score, $0.id) < ($0.outcome.rawValue, $0.score, $1.id)
        }
        return result
    }

    /// Those of one block that nobody found yet, unless there are too many of them.
    private mutating func gather(_ key: UInt32, _ candidates: inout [Int32], _ result: inout Search) {
        let start = candidates.count
        var count = 0
        var entry = buckets[Int(key) & (buckets.count - 1)]
        while entry >= 0 {
            let (found, slot) = (entries[Int(entry)].key, Int(entries[Int(entry)].slot))
            entry = entries[Int(entry)].next
            guard found == key, !slots[slot].persons.isEmpty else { continue }
            count += 1
            guard count <= SketchIndex.blockMax else { break }
            candidates.append(Int32(slot))
        }
        guard count <= SketchIndex.blockMax else {
            candidates.removeSubrange(start...)
            result.overflow += 1
            return
        }
        result.searched += count > 0 ? 1 : 0
        var kept = start
        for place in start..<candidates.count {
            let slot = Int(candidates[place])
            if seen[slot] == search { continue }
            seen[slot] = search
            candidates[kept] = candidates[place]
            kept += 1
        }
        candidates.removeSubrange(kept...)
    }
}
