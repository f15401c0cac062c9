import Stream

/// A consumer group of a `SimulatedLog`.
struct SimulatedGroup {
    struct Member {
        var name: String
        var session: Int
        var topics: [String]
    }

    struct Owner: Equatable {
        var session: Int
        var epoch: Int
    }

    /// In the order of their names.
    var members: [Member] = []
    var owners: [TopicPartition: Owner] = [:]
    var positions: [TopicPartition: Int64] = [:]
    var generation = 0
    /// Turns the order of the members, so that a rebalance moves partitions.
    var rotation = 0

    /// Range assignment. `isForced`: each partition changes hands, even if only from a member to itself.
    mutating func assign(_ partitionCounts: [String: Int], isForced: Bool) {
        generation += 1
        var assigned: [TopicPartition: Owner] = [:]
        for topic in Set(members.flatMap(\.topics)) {
            let subscribers = members.filter { $0.topics.contains(topic) }
            let count = partitionCounts[topic] ?? 0
            for partition in 0..<count {
                // The member m of n has the partitions p with p·n/count = m, more or less: here the first ones have
                // one more when they cannot have the same.
                let (share, rest) = count.quotientAndRemainder(dividingBy: subscribers.count)
                let isLarge = partition < (share + 1) * rest
                let index = isLarge ? partition / (share + 1) : rest + (partition - (share + 1) * rest) / share
                let session = subscribers[(index + rotation) % subscribers.count].session
                let name = TopicPartition(topic, partition)
                let before = owners[name]
                let stays = before?.session == session && !isForced
                assigned[name] = stays ? before : Owner(session: session, epoch: generation)
            }
        }
        owners = assigned
    }
}
