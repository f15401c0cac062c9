import Schemas
import Stream

/// Everything that a `SimulatedLog` knows. A value: a simulation could copy it.
struct SimulatedLogState {
    var random: SeededRandom
    var faults: SimulatedLog.Faults
    var counts = SimulatedLog.FaultCounts()
    var topics: [String: SimulatedTopic] = [:]
    var groups: [String: SimulatedGroup] = [:]
    /// What the log's clock says, in milliseconds since 1970-01-01 UTC; nil where it has none.
    var time: Int64?
    private var lastSession = 0
    /// Sessions whose process died.
    private var dead: Set<Int> = []

    init(random: SeededRandom, faults: SimulatedLog.Faults) {
        self.random = random
        self.faults = faults
    }

    func topic(_ name: String) throws(LogError) -> SimulatedTopic {
        guard let topic = topics[name] else {
            throw LogError(.unknownTopic, .restart, "the simulated log has no topic \(name)")
        }
        return topic
    }

    func partition(_ name: TopicPartition) throws(LogError) -> SimulatedPartition {
        let topic = try topic(name.topic)
        guard topic.partitions.indices.contains(name.partition) else {
            throw LogError(.unknownTopic, .restart, "the simulated log has no partition \(name)")
        }
        return topic.partitions[name.partition]
    }

    mutating func append(_ records: [OutgoingRecord]) throws(LogError) {
        // Most neighbours go to one partition.
        var last: TopicPartition?
        for record in records where record.partition != last {
            _ = try partition(record.partition)
            last = record.partition
        }
        for record in records {
            let name = record.partition
            let isLogs = topics[name.topic]!.takesAppendTime
            let timestamp = isLogs || record.timestamp == 0 ? time ?? record.timestamp : record.timestamp
            topics[name.topic]!.partitions[name.partition].append(
                record,
                timestamp: timestamp,
                source: isLogs ? .log : .sender
            )
        }
        guard faults.gap > 0 else { return }
        for name in Set(records.map(\.partition)).sorted() where happens(faults.gap) {
            topics[name.topic]!.partitions[name.partition].skipOffset()
        }
    }

    mutating func happens(_ probability: Double) -> Bool {
        probability > 0 && Double.random(in: 0..<1, using: &random) < probability
    }
}

// Faults.
extension SimulatedLogState {
    mutating func maybeRetry() throws(LogError) {
        guard happens(faults.retry) else { return }
        counts.retries += 1
        throw LogError(.busy, .retry, "simulated: the log is busy")
    }

    mutating func maybeCompact() {
        guard happens(faults.compaction) else { return }
        let names = topics.filter(\.value.isCompact).keys.sorted()
        guard let name = names.randomElement(using: &random) else { return }
        counts.compactions += 1
        for partition in topics[name]!.partitions.indices {
            // Tombstones stay: a real log keeps them for longer than any reader takes.
            topics[name]!.partitions[partition].compact(dropTombstones: false)
        }
    }

    mutating func maybeRebalance(_ group: String) {
        guard happens(faults.rebalance) else { return }
        counts.rebalances += 1
        rebalance(group)
    }

    mutating func maybeExpel(_ session: Int, of group: String) {
        guard happens(faults.expulsion) else { return }
        guard let member = groups[group]?.members.first(where: { $0.session == session }) else { return }
        counts.expulsions += 1
        remove(member.name, of: group, isDead: false)
    }
}

// Groups.
extension SimulatedLogState {
    mutating func join(group: String, member: String, topics: [String]) -> Int {
        lastSession += 1
        var joined = groups[group] ?? SimulatedGroup()
        joined.members.removeAll { $0.name == member }
        joined.members.append(SimulatedGroup.Member(name: member, session: lastSession, topics: topics))
        joined.members.sort { $0.name < $1.name }
        groups[group] = joined
        assign(group, isForced: false)
        return lastSession
    }

    mutating func leave(_ session: Int, of group: String) {
        groups[group]?.members.removeAll { $0.session == session }
        assign(group, isForced: false)
    }

    mutating func remove(_ member: String, of group: String, isDead: Bool) {
        guard let found = groups[group]?.members.first(where: { $0.name == member }) else { return }
        if isDead { dead.insert(found.session) }
        leave(found.session, of: group)
    }

    /// The process of the member died; the group has yet to find out.
    mutating func die(_ session: Int) {
        dead.insert(session)
    }

    func checkAlive(_ session: Int) throws(LogError) {
        guard dead.contains(session) else { return }
        throw LogError(.crashed, .restart, "simulated: this process has died")
    }

    mutating func rebalance(_ group: String) {
        guard let members = groups[group]?.members.count else { return }
        // Other shares, where there are several members; they find the dead ones among them, too.
        groups[group]!.members.removeAll { dead.contains($0.session) }
        groups[group]!.rotation += members > 1 ? Int.random(in: 1..<members, using: &random) : 0
        assign(group, isForced: true)
    }

    private mutating func assign(_ name: String, isForced: Bool) {
        guard var group = groups[name] else { return }
        group.assign(topics.mapValues(\.partitions.count), isForced: isForced)
        groups[name] = group
    }
}
