/// How long a coordinator is left to itself after a commit, while it writes the markers, before partitions are added to the
/// next transaction.
///
/// Asked too soon it refuses (CONCURRENT_TRANSACTIONS, KIP-98), and librdkafka asks again only after 20 ms. What is gained by
/// not being too late is a millisecond. So a refusal doubles the respite, and each commit without one takes a hundredth off.
struct Respite {
    private(set) var length = Respite.lengthMin

    static let lengthMin = Duration.milliseconds(1)
    static let lengthMax = Duration.milliseconds(100)
    /// A commit that takes as long has been refused, or holds so much that a millisecond does not matter.
    private static let refused = Duration.milliseconds(20)

    mutating func learn(from commit: Duration) {
        length = commit < Self.refused ? max(length * 0.99, Self.lengthMin) : min(length * 2, Self.lengthMax)
    }
}
