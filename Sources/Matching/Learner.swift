/// Learns a ``Model`` from records of which nobody says who is who, by expectation and maximisation: Dempster, Laird and Rubin,
/// JRSS B 39, 1977; for record linkage Winkler, "Using the EM algorithm for weight computation in the Fellegi-Sunter
/// model of record linkage", 1988.
///
/// How strangers compare is counted on pairs drawn at random. All pairs that blocking did not find are taken for strangers';
/// what is left to learn is which of those that it found are of one person, and how often that person's fields
/// differ. What relatives share, they share as often as one person does; how else they compare stays as in the base model.
package struct Learner: Sendable {
    /// For each field and each level from 1 on.
    private var randomCounts = Field.allCases.map { [Double](repeating: 0, count: $0.levelCount - 1) }
    private var candidates: [UInt64: Double] = [:]
    private let base: Model

    package init(base: Model) { self.base = base }

    /// A pair drawn at random.
    package mutating func addRandom(_ vector: ComparisonVector) {
        for field in Field.allCases where vector[field] > 0 {
            randomCounts[Int(field.rawValue)][Int(vector[field]) - 1] += 1
        }
    }

    /// A pair that blocking found.
    package mutating func add(_ vector: ComparisonVector) { candidates[vector.levels, default: 0] += 1 }

    private static func level(_ levels: UInt64, _ field: Field) -> Int {
        Int(levels >> (UInt64(field.rawValue) * 4) & 15)
    }

    /// A model of its own for a list of `population` records, between which there are `allPairs`.
    package func model(population: Int, allPairs: Double, rounds: Int = 40, source: String) -> Model {
        let fields = Field.allCases
        // In order, so that sums come out the same.
        let pairs = candidates.sorted { $0.key < $1.key }
        let people = Double(max(1, population))
        let sameBase = fields.map { field in base.weights.first { $0.field == field }!.same }
        var same = sameBase
        var stranger = fields.map { field in base.weights.first { $0.field == field }!.stranger }
        var relative = fields.map { field in base.weights.first { $0.field == field }!.relative }
        var ones = base.duplicates * people / 2
        var relatives = base.relatives * people / 2
        for _ in 0..<rounds {
            // A level that neither kind of pair shows keeps the weight that it has in the base model.
            let prior = Learner.priorStrength / (ones + Learner.priorStrength)
            let share = ones / max(1, allPairs)
            for field in fields {
                let place = Int(field.rawValue)
                stranger[place] = strangers(field, prior: prior, same: same[place], share: share)
            }
            for field in fields where field.isShared { relative[Int(field.rawValue)] = same[Int(field.rawValue)] }
            var newOnes = 0.0
            var newRelatives = 0.0
            var sums = sameBase.map { $0.map { $0 * Learner.priorStrength } }
            for (levels, count) in pairs {
                var odds = (same: ones, relative: relatives, stranger: max(1, allPairs - ones - relatives))
                for field in fields {
                    let level = Learner.level(levels, field)
                    guard level > 0 else { continue }
                    odds.same *= same[Int(field.rawValue)][level - 1]
                    odds.relative *= relative[Int(field.rawValue)][level - 1]
                    odds.stranger *= stranger[Int(field.rawValue)][level - 1]
                }
                let all = odds.same + odds.relative + odds.stranger
                guard all > 0 else { continue }
                let share = odds.same / all * count
                newOnes += share
                newRelatives += odds.relative / all * count
                for field in fields {
                    let level = Learner.level(levels, field)
                    if level > 0 { sums[Int(field.rawValue)][level - 1] += share }
                }
            }
            same = sums.map(Learner.shares)
            same[Int(Field.order.rawValue)] = sameBase[Int(Field.order.rawValue)]
            ones = max(1, newOnes)
            relatives = max(1, newRelatives)
        }
        for field in fields where field.isShared { relative[Int(field.rawValue)] = same[Int(field.rawValue)] }
        return Model(
            source: source,
            duplicates: 2 * ones / people,
            relatives: 2 * relatives / people,
            weights: fields.map {
                let place = Int($0.rawValue)
                return Model.Weights(field: $0, same: same[place], stranger: stranger[place], relative: relative[place])
            }
        )
    }

    /// Pairs of the base model that count beside those of the file.
    private static let priorStrength = 20.0

    /// Of the pairs drawn at random, `share` are of one person: too few to matter, save where strangers practically never agree.
    private func strangers(_ field: Field, prior: Double, same: [Double], share: Double) -> [Double] {
        let base = base.weights.first { $0.field == field }!.stranger
        if field == .order { return base }
        let counts = randomCounts[Int(field.rawValue)]
        let all = counts.reduce(0, +)
        return Learner.shares(
            base.indices.map { level in
                base[level] * max(all * prior, 2) + max(0, counts[level] - same[level] * all * share)
            }
        )
    }

    private static func shares(_ sums: [Double]) -> [Double] {
        let all = sums.reduce(0, +)
        return sums.map { max($0 / all, 1e-9) }
    }
}
