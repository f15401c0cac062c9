/// The matcher over a list in memory: blocks, comparison and judgement, as the register does them one record after another.
package struct Matcher: Sendable {
    /// Two records that blocking brought together, by their places in the list.
    package struct Pair: Hashable, Sendable {
        package var first: Int32
        package var second: Int32
        package var vector: ComparisonVector
    }

    package let sketches: [PersonSketch]
    /// Of each, who depends on the household; or none of any.
    private let dependants: [DependantMarks]
    /// Where the second file begins; pairs go from one file to the other. The count of sketches where there is one file.
    package let split: Int
    package private(set) var counts = TermCounts()
    private var index: BlockIndex

    package init(
        _ sketches: [PersonSketch],
        dependants: [DependantMarks] = [],
        split: Int? = nil,
        bound: Int = Block<Int32>.bound,
    ) {
        precondition(dependants.isEmpty || dependants.count == sketches.count, "dependants of some records alone")
        self.sketches = sketches
        self.dependants = dependants.allSatisfy(\.isEmpty) ? [] : dependants
        self.split = split ?? sketches.count
        index = BlockIndex(bound: bound)
        for sketch in sketches { counts.add(sketch) }
    }

    /// How often a block was full.
    package var overflow: Int { index.overflow }

    /// How many blocks were full.
    package var fullBlocks: Int { index.fullBlocks }

    /// All pairs that blocking finds. `progress` is told how many records were looked for.
    package mutating func pairs(progress: (Int) -> Void = { _ in }) -> [Pair] {
        var pairs: [Pair] = []
        forEachPair(progress: progress) { pairs.append($0) }
        return pairs
    }

    /// The same, one after the other, and none is kept. `mayPair`: whether two places are to be compared, the earlier first.
    package mutating func forEachPair(
        where mayPair: (Int32, Int32) -> Bool = { _, _ in true },
        progress: (Int) -> Void = { _ in },
        _ body: (Pair) -> Void,
    ) {
        let isLinking = split < sketches.count
        for place in sketches.indices {
            if place % 1000 == 0 { progress(place) }
            let keys = blockingKeys(sketches[place])
            if !isLinking || place >= split {
                for candidate in index.candidates(for: keys) where mayPair(candidate, Int32(place)) {
                    body(Pair(first: candidate, second: Int32(place), vector: compared(place, Int(candidate))))
                }
            }
            if !isLinking || place < split { index.insert(Int32(place), keys: keys) }
        }
    }

    private func compared(_ place: Int, _ other: Int) -> ComparisonVector {
        var vector = compare(sketches[place], sketches[other])
        if !dependants.isEmpty { vector[.dependants] = dependants[place].level(with: dependants[other]) }
        return vector
    }

    package func score(_ pair: Pair, _ judge: Judge) -> Float {
        judge.score(pair.vector, counts.information(on: sketches[Int(pair.second)]))
    }

    /// Any two, whether blocking brought them together or not.
    package func score(_ first: Int32, _ second: Int32, _ judge: Judge) -> Float {
        judge.score(compared(Int(second), Int(first)), counts.information(on: sketches[Int(second)]))
    }

    /// A model of the list's own, without knowing who is who.
    package func learn(from pairs: [Pair], base: Model = .prior, source: String) -> Model {
        var learner = Learner(base: base)
        for pair in pairs { learner.add(pair.vector) }
        let isLinking = split < sketches.count
        // A walk over all pairs by steps that repeat late: the same pairs each time.
        var walk: UInt64 = 0x2545_F491_4F6C_DD1D
        func next(_ count: Int) -> Int {
            walk ^= walk << 13
            walk ^= walk >> 7
            walk ^= walk << 17
            return Int(walk.multipliedFullWidth(by: UInt64(count)).high)
        }
        guard sketches.count > 1 else { return base }
        for _ in 0..<Matcher.randomPairs {
            let first = next(isLinking ? split : sketches.count)
            let second = isLinking ? split + next(sketches.count - split) : next(sketches.count)
            if first != second { learner.addRandom(compared(second, first)) }
        }
        let count = Double(sketches.count)
        let allPairs = isLinking ? Double(split) * (count - Double(split)) : count * (count - 1) / 2
        return learner.model(population: sketches.count, allPairs: allPairs, source: source)
    }

    private static let randomPairs = 1_000_000
}
