/// How often each mark was given, in memory.
package struct TermCounts: Sendable {
    private var counts: [UInt64: Int32] = [:]
    package private(set) var population = 0

    package init() {}

    package mutating func add(_ sketch: PersonSketch) {
        population += 1
        for term in Term.all(of: sketch) { counts[term.packed, default: 0] += 1 }
    }

    package func count(of term: Term) -> Int { Int(counts[term.packed] ?? 0) }

    package func information(on sketch: PersonSketch) -> TermInformation {
        TermInformation(sketch, population: population, count: count)
    }
}
