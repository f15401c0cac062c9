import Register
import Schemas

/// What must come out when every submission of a scenario has been answered and every day of 2011 closed.
package struct Expected: Hashable, Sendable {
    package let volumes: Volumes
    package var figures: [Territory: Figures] = [:]
    /// First answers, by outcome; repeated ones are counted apart.
    package var outcomes: [WireOutcome: Int] = [:]
    /// Receipts that repeat an earlier one.
    package var repeated = 0
    /// Records of `nu.rejects` that nobody gets a receipt for.
    package var rejects = 0
    package var submissions = 0

    init(volumes: Volumes) {
        self.volumes = volumes
        for territory in Volumes.territories { figures[territory] = Figures() }
    }

    package var region: Figures { figures.values.reduce(Figures(), +) }

    package var receipts: Int { outcomes.values.reduce(0, +) + repeated }

    mutating func count(_ territory: Territory, _ field: WritableKeyPath<Figures, Int>, _ count: Int = 1) {
        figures[territory, default: Figures()][keyPath: field] += count
    }

    mutating func answer(_ outcome: WireOutcome, _ count: Int = 1) {
        outcomes[outcome, default: 0] += count
    }
}
