import Register
import Schemas
import Stream
import Synchronization

/// A log in memory that goes wrong on purpose, always the same way for the same seed.
///
/// For simulations that step lanes one after another: no call ever waits. Without faults it passes the same contract
/// suite as the real logs. Everything random is drawn from one seeded generator, and nothing depends on the order of a
/// dictionary.
package final class SimulatedLog: StreamLog {
    /// How likely each thing is to go wrong, from 0 to 1, each time it could.
    package struct Faults: Sendable {
        /// The process dies before the commit: nothing is written.
        package var crashBeforeCommit = 0.0
        /// The process dies after the commit: all is written, and nobody was told.
        package var crashAfterCommit = 0.0
        /// A call fails and may be made again.
        package var retry = 0.0
        /// Before a poll or a commit the group shares its partitions out anew: what the member has in hand is lost.
        package var rebalance = 0.0
        /// Before a commit or a poll the group takes the member for dead, though it lives on.
        package var expulsion = 0.0
        /// A poll returns a part of the records, of a part of the partitions, in any order.
        package var shortPoll = 0.0
        /// An append leaves a hole in the offsets, as Kafka's transaction markers do.
        package var gap = 0.0
        /// A call is preceded by the compaction of some compacted topic.
        package var compaction = 0.0

        package init() {}

        /// Everything goes wrong now and then: for a simulation that looks for anything.
        package static var some: Faults {
            var faults = Faults()
            faults.crashBeforeCommit = 0.01
            faults.crashAfterCommit = 0.01
            faults.retry = 0.02
            faults.rebalance = 0.02
            faults.expulsion = 0.005
            faults.shortPoll = 0.3
            faults.gap = 0.2
            faults.compaction = 0.02
            return faults
        }
    }

    /// What went wrong so far: a simulation in which nothing did proves nothing.
    package struct FaultCounts: Sendable, Equatable {
        package var crashesBeforeCommit = 0
        package var crashesAfterCommit = 0
        package var retries = 0
        package var rebalances = 0
        package var expulsions = 0
        package var shortPolls = 0
        package var compactions = 0
        /// Commits refused because the partition, or the place in the group, had been lost.
        package var fencedCommits = 0
        /// Parts of commits that were handed over before the rest was decided.
        package var partsAhead = 0

        package init() {}
    }

    // A mutex, though a simulation has one thread: the contract suite has several.
    let state: Mutex<SimulatedLogState>
    package let commitIntervalMilliseconds: Int

    package init(random: SeededRandom, faults: Faults = Faults(), commitIntervalMilliseconds: Int = 0) {
        self.commitIntervalMilliseconds = commitIntervalMilliseconds
        state = Mutex(SimulatedLogState(random: random, faults: faults))
    }

    /// Every topic gets as many: what workers do must not rest on there being one of some.
    package func createTopics(_ topics: [Topic], partitions: Int, clock: RegisterClock) throws(LogError) {
        precondition(partitions > 0, "a topic has at least one partition")
        state.withLock { state in
            for topic in topics where state.topics[topic.name] == nil {
                state.topics[topic.name] = SimulatedTopic(
                    isCompact: topic.cleanup == .compact,
                    partitions: partitions
                )
                state.topics[topic.name]?.takesAppendTime = clock == .live && topic.timestamps == .log
            }
        }
    }

    /// The moment of every append, where the log gives it: it moves when somebody moves it.
    package var appendTime: Int64 {
        get { state.withLock { $0.time ?? 0 } }
        set { state.withLock { $0.time = newValue } }
    }

    package func partitionCount(of topic: String) throws(LogError) -> Int {
        try locked { state throws(LogError) in try state.topic(topic).partitions.count }
    }

    package func timestampSource(of topic: String) throws(LogError) -> TimestampSource {
        try locked { state throws(LogError) in try state.topic(topic).takesAppendTime ? .log : .sender }
    }

    package func append(_ records: [OutgoingRecord]) throws(LogError) {
        try locked { state throws(LogError) in
            try state.maybeRetry()
            state.maybeCompact()
            try state.append(records)
        }
    }

    package func read(
        _ partition: TopicPartition,
        from offset: Int64,
        limit: Int,
    ) throws(LogError) -> ReadBatch {
        try locked { state throws(LogError) in
            try state.maybeRetry()
            state.maybeCompact()
            return try state.partition(partition).read(from: offset, limit: limit)
        }
    }

    package func endOffset(of partition: TopicPartition) throws(LogError) -> Int64 {
        try locked { state throws(LogError) in try state.partition(partition).end }
    }

    package func committedOffset(of group: String, in partition: TopicPartition) throws(LogError) -> Int64? {
        try locked { state throws(LogError) in
            _ = try state.partition(partition)
            return state.groups[group]?.positions[partition]
        }
    }

    package func join(
        group: String,
        member: String,
        topics: [String],
        endsWithin: Int
    ) throws(LogError) -> any GroupMember {
        let session = try locked { state throws(LogError) in
            for topic in topics { _ = try state.topic(topic) }
            return state.join(group: group, member: member, topics: topics)
        }
        return SimulatedMember(log: self, group: group, name: member, topics: topics, session: session)
    }

    /// Never waits: in a simulation nothing happens meanwhile.
    package func waitForAppend(timeoutMilliseconds: Int) {}

    func locked<T>(_ body: (inout SimulatedLogState) throws(LogError) -> T) throws(LogError) -> T {
        let result: Result<T, LogError> = state.withLock { state in
            do throws(LogError) { return .success(try body(&state)) } catch { return .failure(error) }
        }
        return try result.get()
    }
}

// What a simulation may look at and do.
extension SimulatedLog {
    package var faultCounts: FaultCounts { state.withLock { $0.counts } }

    /// Sets other probabilities: none, to let a simulation come to rest before it checks what must hold.
    package func setFaults(_ faults: Faults) {
        state.withLock { $0.faults = faults }
    }

    package var topics: [String] { state.withLock { $0.topics.keys.sorted() } }

    package var groups: [String] { state.withLock { $0.groups.keys.sorted() } }

    package func members(of group: String) -> [String] {
        state.withLock { $0.groups[group]?.members.map(\.name).sorted() ?? [] }
    }

    /// Who has each partition now.
    package func owners(of group: String) -> [TopicPartition: String] {
        state.withLock { state in
            guard let group = state.groups[group] else { return [:] }
            return group.owners.compactMapValues { owner in group.members.first { $0.session == owner.session }?.name }
        }
    }

    /// Shares the group's partitions out anew; a member that stays alone loses its partitions and gets them again.
    package func rebalance(_ group: String) {
        state.withLock { $0.rebalance(group) }
    }

    /// The process of the member dies: each call on it throws `crashed` from now on, and others take over.
    package func kill(_ member: String, of group: String) {
        state.withLock { $0.remove(member, of: group, isDead: true) }
    }

    /// The group takes the member for dead, but it lives on and may try to commit.
    package func expel(_ member: String, of group: String) {
        state.withLock { $0.remove(member, of: group, isDead: false) }
    }

    /// Every record that can still be read, in order.
    package func records(of partition: TopicPartition) -> [LogRecord] {
        state.withLock { $0.topics[partition.topic]?.partitions[partition.partition].records ?? [] }
    }

    package func records(of partition: TopicPartition, from offset: Int64) -> [LogRecord] {
        state.withLock { state in
            state.topics[partition.topic]?.partitions[partition.partition].read(from: offset, limit: .max).records ?? []
        }
    }

    /// Grows with each record that is appended to a topic.
    package func endSum(of topic: String) -> Int64 {
        state.withLock { $0.topics[topic]?.partitions.reduce(0) { $0 + $1.end } ?? 0 }
    }

    /// Grows whenever a group shares its partitions out anew.
    package func generation(of group: String) -> Int { state.withLock { $0.groups[group]?.generation ?? 0 } }

    package func records(of topic: String) -> [LogRecord] {
        state.withLock { $0.topics[topic]?.partitions.flatMap(\.records) ?? [] }
    }

    /// Compacts all partitions of a topic. `dropTombstones`: those that were there at the compaction before.
    package func compact(_ topic: String, dropTombstones: Bool) {
        state.withLock { state in
            guard let count = state.topics[topic]?.partitions.count, state.topics[topic]?.isCompact == true else {
                return
            }
            for partition in 0..<count {
                state.topics[topic]?.partitions[partition].compact(dropTombstones: dropTombstones)
            }
        }
    }
}
