import Matching
import Register

/// What was counted across territories: how many, and nobody.
package struct AcrossSheet: Sendable, Equatable {
    /// Applications that are certainly, or likely, of somebody who has one elsewhere too. One that is both is certain.
    package struct Found: Sendable, Equatable {
        package var certain = 0
        package var likely = 0

        mutating func add(_ outcome: Outcome) {
            switch outcome {
            case .certain: certain += 1
            case .doubtful: likely += 1
            case .different: break
            }
        }
    }

    /// The live applications of a territory.
    package struct Home: Sendable, Equatable {
        package var compared = 0
        package var unopened = 0
        package var withoutPerson = 0
        package var openReviews = 0
        package var found = Found()

        package var live: Int { compared + unopened + withoutPerson }

        package init() {}
    }

    /// Two territories, in the order of their codes.
    package struct Pair: Hashable, Sendable, Comparable {
        package let first: Territory
        package let second: Territory

        package init(_ one: Territory, _ other: Territory) {
            first = min(one, other)
            second = max(one, other)
        }

        package static func < (left: Pair, right: Pair) -> Bool {
            (left.first, left.second) < (right.first, right.second)
        }
    }

    package struct Shared: Sendable, Equatable {
        /// Who certainly stands in an application of both.
        package var persons = 0
        package var first = Found()
        package var second = Found()

        package init() {}
    }

    package let modelVersion: Int
    package let model: String
    package let thresholds: Thresholds
    package internal(set) var people = 0
    package internal(set) var fullBlocks = 0
    package private(set) var homes: [Territory: Home]
    package private(set) var pairs: [Pair: Shared] = [:]
    /// How many people stand in applications of so many territories; from 2 on.
    package private(set) var persons: [Int: Int] = [:]

    init(_ model: Model, _ thresholds: Thresholds, _ homes: [Territory: Home]) {
        modelVersion = model.version
        self.model = model.source
        self.thresholds = thresholds
        self.homes = homes
    }

    /// An application of `home`, by the best that was found of it.
    mutating func add(_ outcome: Outcome, of home: Territory) { homes[home]?.found.add(outcome) }

    /// An application of `home`, of which `other` has somebody.
    mutating func add(_ outcome: Outcome, of home: Territory, in other: Territory) {
        let pair = Pair(home, other)
        var shared = pairs[pair] ?? Shared()
        if pair.first == home { shared.first.add(outcome) } else { shared.second.add(outcome) }
        pairs[pair] = shared
    }

    /// Somebody who stands in applications of all of these.
    mutating func add(personIn territories: [Territory]) {
        persons[territories.count, default: 0] += 1
        for (place, first) in territories.enumerated() {
            for second in territories[(place + 1)...] { pairs[Pair(first, second), default: Shared()].persons += 1 }
        }
    }
}
