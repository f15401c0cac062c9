import Register

/// What the search for doubles left out in a territory since its register began: the search is bounded, and not silent.
package struct LeftOut: Hashable, Sendable {
    package let territory: Territory
    /// Blocks too large to be searched, once for each application that asked for them.
    package let blocks: UInt64
    /// Applications of which no block could be searched.
    package let applications: UInt64
    /// Doubtful pairs beyond those that one application may open reviews for.
    package let reviews: UInt64

    package init(territory: Territory, blocks: UInt64, applications: UInt64, reviews: UInt64) {
        self.territory = territory
        self.blocks = blocks
        self.applications = applications
        self.reviews = reviews
    }
}
