import Stream

/// One member of a group in a `SimulatedLog`.
final class SimulatedMember: GroupMember {
    private struct Held {
        var epoch: Int
        var next: Int64
        var isResumed = false
    }

    private let log: SimulatedLog
    private let group: String
    private let name: String
    private let topics: [String]
    private var session: Int
    private var held: [TopicPartition: Held] = [:]
    /// The generation of the group whose shares are in `held`.
    private var generation = 0
    private var hasLeft = false
    /// Written ahead of a commit. Nobody reads it before.
    private var ahead: [OutgoingRecord] = []

    init(log: SimulatedLog, group: String, name: String, topics: [String], session: Int) {
        self.log = log
        self.group = group
        self.name = name
        self.topics = topics
        self.session = session
    }

    func poll(limit: Int, timeoutMilliseconds: Int) throws(LogError) -> Poll {
        try log.locked { state throws(LogError) in
            try self.check(state)
            try state.maybeRetry()
            state.maybeCompact()
            state.maybeRebalance(self.group)
            state.maybeExpel(self.session, of: self.group)
            var poll = Poll()
            try self.learnAssignment(&state, &poll)
            try self.fetch(limit, &state, &poll)
            return poll
        }
    }

    func resume(_ partition: TopicPartition, from offset: Int64) throws(LogError) {
        try log.locked { state throws(LogError) in
            try self.check(state)
            self.held[partition]?.next = offset
            self.held[partition]?.isResumed = true
        }
    }

    func writeAhead(_ part: LogTransaction) throws(LogError) -> Bool {
        let before = ahead
        ahead = []
        try log.locked { state throws(LogError) in
            try self.check(state)
            try state.maybeRetry()
            state.maybeRebalance(self.group)
            try self.checkOwnership(&state, part)
            if state.happens(state.faults.crashBeforeCommit) {
                state.counts.crashesBeforeCommit += 1
                state.die(self.session)
                throw LogError(.crashed, .restart, "simulated: the process died while it decided")
            }
            state.counts.partsAhead += 1
        }
        ahead = before + part.records
        return true
    }

    func abandon() throws(LogError) { ahead = [] }

    func commit(_ transaction: LogTransaction) throws(LogError) {
        let records = ahead + transaction.records
        ahead = []
        try log.locked { state throws(LogError) in
            try self.check(state)
            try state.maybeRetry()
            state.maybeRebalance(self.group)
            state.maybeExpel(self.session, of: self.group)
            try self.checkOwnership(&state, transaction)
            if state.happens(state.faults.crashBeforeCommit) {
                state.counts.crashesBeforeCommit += 1
                state.die(self.session)
                throw LogError(.crashed, .restart, "simulated: the process died before its commit")
            }
            try state.append(records)
            state.groups[self.group]?.positions.merge(transaction.positions) { $1 }
            if state.happens(state.faults.crashAfterCommit) {
                state.counts.crashesAfterCommit += 1
                state.die(self.session)
                throw LogError(.crashed, .restart, "simulated: the process died after its commit")
            }
        }
    }

    func leave() throws(LogError) {
        guard !hasLeft else { return }
        hasLeft = true
        try log.locked { state throws(LogError) in
            try state.checkAlive(self.session)
            state.leave(self.session, of: self.group)
        }
    }

    private func check(_ state: SimulatedLogState) throws(LogError) {
        try state.checkAlive(session)
        if hasLeft { throw LogError(.fenced, .abort, "\(name) has left \(group)") }
    }

    private func isMember(_ state: SimulatedLogState) -> Bool {
        state.groups[group]?.members.contains { $0.session == session } == true
    }

    private func checkOwnership(_ state: inout SimulatedLogState, _ transaction: LogTransaction) throws(LogError) {
        let owners = state.groups[group]?.owners ?? [:]
        let lost = transaction.positions.keys.sorted().first { partition in
            guard let held = held[partition] else { return true }
            return owners[partition] != SimulatedGroup.Owner(session: session, epoch: held.epoch)
        }
        guard isMember(state), lost == nil else {
            state.counts.fencedCommits += 1
            throw LogError(.fenced, .abort, "\(lost?.description ?? "its place") in \(group) is not \(name)'s any more")
        }
    }

    private func learnAssignment(_ state: inout SimulatedLogState, _ poll: inout Poll) throws(LogError) {
        if state.groups[group]?.generation == generation { return }
        if !isMember(state) {
            guard state.groups[group]?.members.contains(where: { $0.name == name }) != true else {
                throw LogError(.fenced, .restart, "another \(name) has joined \(group) and taken the place of this one")
            }
            session = state.join(group: group, member: name, topics: topics)
        }
        let group = state.groups[group]!
        generation = group.generation
        let mine = group.owners.filter { $0.value.session == session }
        poll.revoked = held.keys.filter { mine[$0]?.epoch != held[$0]?.epoch }.sorted()
        for partition in poll.revoked { held[partition] = nil }
        for (partition, owner) in mine.sorted(by: { $0.key < $1.key }) where held[partition] == nil {
            let position = group.positions[partition]
            held[partition] = Held(epoch: owner.epoch, next: position ?? 0)
            poll.assigned.append(Poll.Assignment(partition: partition, committed: position))
        }
    }

    private func fetch(_ limit: Int, _ state: inout SimulatedLogState, _ poll: inout Poll) throws(LogError) {
        var partitions = held.filter(\.value.isResumed).keys.sorted()
        var left = limit
        if !partitions.isEmpty, state.happens(state.faults.shortPoll) {
            state.counts.shortPolls += 1
            partitions.shuffle(using: &state.random)
            partitions.removeLast(Int.random(in: 0..<partitions.count, using: &state.random))
            left = Int.random(in: 1...max(1, limit), using: &state.random)
        }
        for partition in partitions where left > 0 {
            let (source, next) = (try state.partition(partition), held[partition]!.next)
            guard next <= source.end else {
                throw LogError(.storage, .restart, "\(partition) ends at \(source.end), before \(group) at \(next)")
            }
            let batch = source.read(from: next, limit: left)
            held[partition]!.next = batch.next
            guard !batch.records.isEmpty else { continue }
            left -= batch.records.count
            poll.batches.append(Poll.Batch(partition: partition, records: batch.records, next: batch.next))
        }
    }
}
