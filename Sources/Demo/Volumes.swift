import Register

/// How many of everything there is at a size: 1 is the region in 2011.
///
/// The first four come from the regional note of early 2012. The rest is chosen, so that every kind of work that a
/// register does comes up; each of those is at least one however small the size.
package struct Volumes: Hashable, Sendable {
    /// What a territory has of its own.
    package struct Share: Hashable, Sendable {
        /// Pending on 1 January 2011.
        package var pending: Int
        /// Of those, with a first commune in the Lille metropolis.
        package var lille: Int
        /// New from 28 March to 31 December 2011.
        package var new: Int
        package var renewals: Int
        package var allocations: Int
        /// Of the allocations, those of applications filed in 2011.
        package var newAllocations: Int
    }

    package let shares: [Territory: Share]
    /// Imports whose validity ends before a lawful notice can leave.
    package let held: Int
    /// Lapsed, reinstated by the manager, renewed. They count among the renewals.
    package let reinstated: Int
    package let modified: Int
    package let renounced: Int
    /// Warned, then struck off for no answer.
    package let unanswered: Int
    package let undeliverable: Int
    /// The same person again at another desk, in another spelling.
    package let linked: Int
    package let resent: Int
    /// The same person with a letter off; they count among the new.
    package let mistyped: Int
    /// Published one to three days after reception; they count among the new.
    package let late: Int
    package let faults: [Fault: Int]

    package static let territories: [Territory] = [.nord, .pasDeCalais]
    static let lillePerThousand = 550

    package init(size: Double) {
        precondition(size > 0 && size <= 10, "a size is a fraction of the region")
        func exactly(_ count: Int) -> Int { Int((Double(count) * size).rounded()) }
        func some(_ count: Int) -> Int { max(exactly(count), 1) }

        let allocations = exactly(20_000)
        let nord = Int((Double(allocations) * 88 / 130).rounded())
        func share(_ pending: Int, lille: Int, new: Int, renewals: Int, allocations: Int) -> Share {
            Share(
                pending: exactly(pending),
                lille: lille * exactly(pending) / 1000,
                new: exactly(new),
                renewals: exactly(renewals),
                allocations: allocations,
                newAllocations: allocations * 3 / 10,
            )
        }
        shares = [
            .nord: share(88_000, lille: Volumes.lillePerThousand, new: 60_500, renewals: 13_700, allocations: nord),
            .pasDeCalais: share(42_000, lille: 0, new: 31_300, renewals: 5_000, allocations: allocations - nord),
        ]
        held = some(300)
        reinstated = some(100)
        modified = some(3_000)
        renounced = some(1_200)
        unanswered = some(400)
        undeliverable = some(300)
        linked = some(2_400)
        resent = some(1_500)
        mistyped = some(800)
        late = some(1_800)
        faults = Dictionary(uniqueKeysWithValues: Fault.allCases.map { ($0, some($0.perRegion)) })
    }

    package func total(_ part: KeyPath<Share, Int>) -> Int {
        shares.values.reduce(0) { $0 + $1[keyPath: part] }
    }
}
