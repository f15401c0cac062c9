import Register

/// How much of its number space a territory has used: a desk has a million numbers for the filings of a month (arrêté of
/// 7 November 2000, art. 1), and one sequence serves all desks of a territory.
package struct NumbersUsed: Hashable, Sendable {
    package let territory: Territory
    /// Numbers given since the first filing of the latest month: no desk has used more of that month.
    package let count: UInt64

    package init(territory: Territory, count: UInt64) {
        self.territory = territory
        self.count = count
    }

    /// From 0 to 1 and, where several desks share a month, beyond.
    package var ratio: Double { Double(count) / Double(UniqueNumber.sequenceEnd) }
}
