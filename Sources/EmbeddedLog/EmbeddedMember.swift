import GRDB
import Stream

/// One member of a group in an `EmbeddedLog`. Used from one thread.
final class EmbeddedMember: GroupMember {
    private struct Held {
        var id: Int64
        /// The generation in which the partition was given to this member.
        var epoch: Int64
        var isResumed = false
        /// Records of a batch that was read whole, not all delivered yet, and where to read after them.
        var pending: ArraySlice<LogRecord> = []
        var fetched: Int64
    }

    private let log: EmbeddedLog
    private let group: String
    private let name: String
    private let topics: [String]
    private let groupID: Int64
    private var session: Int64
    private var generation: Int64 = -1
    private var heldPartitions: [TopicPartition: Held] = [:]
    /// In order, to fetch from each in turn.
    private var order: [TopicPartition] = []
    private var turn = 0
    private var heartbeatAt: Int64
    private var hasLeft = false

    init(log: EmbeddedLog, group: String, name: String, topics: [String]) throws(LogError) {
        self.log = log
        self.group = group
        self.name = name
        self.topics = topics
        heartbeatAt = uptimeMilliseconds()
        (groupID, session) = try log.roster.join(group: group, name: name, topics: topics)
    }

    func poll(limit: Int, timeoutMilliseconds: Int) throws(LogError) -> Poll {
        let deadline = uptimeMilliseconds() + Int64(timeoutMilliseconds)
        while true {
            let seen = log.signal.seen
            log.watcher.checkIfDue()
            try stayAlive()
            var poll = Poll()
            if log.horizon.generation(of: groupID) != generation { try learnAssignment(&poll) }
            try fetch(limit, &poll)
            let isEmpty = poll.revoked.isEmpty && poll.assigned.isEmpty && poll.batches.isEmpty
            let now = uptimeMilliseconds()
            guard isEmpty, now < deadline else { return poll }
            // No longer than until this member must say that it lives, or look whether the others do.
            let settings = log.store.settings
            let rest = Int64(min(settings.reapMilliseconds, settings.heartbeatMilliseconds))
            log.wait(after: seen, until: min(deadline, now + rest))
        }
    }

    func resume(_ partition: TopicPartition, from offset: Int64) throws(LogError) {
        heldPartitions[partition]?.isResumed = true
        heldPartitions[partition]?.fetched = offset
        heldPartitions[partition]?.pending = []
    }

    func commit(_ transaction: LogTransaction) throws(LogError) {
        try checkPresence()
        try log.commit(transaction, of: self)
    }

    func leave() throws(LogError) {
        guard !hasLeft else { return }
        hasLeft = true
        try log.roster.leave(group: groupID, session: session)
    }

    /// Checks, inside the transaction that commits, that the partitions are still this member's, and stores where the
    /// group stands in them.
    func storePositions(_ positions: [TopicPartition: Int64], _ db: Database) throws {
        guard try db.row("SELECT 1 FROM members WHERE session = ?", [session]) != nil else {
            throw LogError(.fenced, .abort, "\(name) is not a member of \(group) any more")
        }
        for (partition, position) in positions {
            let owner = try db.row(
                "SELECT session, epoch FROM assignments WHERE group_id = ? AND partition_id = ?",
                [groupID, heldPartitions[partition]?.id],
            )
            guard let owner, let held = heldPartitions[partition], owner[0] == session, owner[1] == held.epoch else {
                throw LogError(.fenced, .abort, "\(partition) of \(group) is not \(name)'s any more")
            }
            try db.run("INSERT OR REPLACE INTO positions VALUES (?, ?, ?)", [groupID, held.id, position])
        }
        // Said in passing: a busy lane then needs no transaction for its heartbeats.
        let now = uptimeMilliseconds()
        if now - heartbeatAt >= Int64(log.store.settings.heartbeatMilliseconds) {
            try Roster.heartbeat(db, session: session)
            heartbeatAt = now
        }
    }

    private func checkPresence() throws(LogError) {
        if hasLeft { throw LogError(.fenced, .abort, "\(name) has left \(group)") }
    }

    private func stayAlive() throws(LogError) {
        try checkPresence()
        do {
            try log.roster.reapIfDue()
            let now = uptimeMilliseconds()
            if now - heartbeatAt >= Int64(log.store.settings.heartbeatMilliseconds) {
                try log.roster.heartbeat(session: session)
                heartbeatAt = now
            }
        } catch {
            // Somebody writes for long. The lease lasts for several heartbeats; the next poll tries again.
            guard error.code == .busy else { throw error }
        }
    }

    /// Compares what this member holds with what the group gives it now.
    private func learnAssignment(_ poll: inout Poll) throws(LogError) {
        guard let current = try readAssignment() else {
            try joinAgain()
            for partition in order { poll.revoked.append(partition) }
            heldPartitions = [:]
            order = []
            return try learnAssignment(&poll)
        }
        for partition in order where current.epochs[partition]?.epoch != heldPartitions[partition]?.epoch {
            poll.revoked.append(partition)
            heldPartitions[partition] = nil
        }
        for (partition, row) in current.epochs.sorted(by: { $0.key < $1.key }) where heldPartitions[partition] == nil {
            heldPartitions[partition] = Held(
                id: row.id,
                epoch: row.epoch,
                fetched: row.position ?? 0,
            )
            poll.assigned.append(Poll.Assignment(partition: partition, committed: row.position))
        }
        order = heldPartitions.keys.sorted()
        generation = current.generation
        log.horizon.learn(ends: current.ends, generations: [(groupID, current.generation)])
    }

    private struct Assigned {
        var generation: Int64
        var epochs: [TopicPartition: (id: Int64, epoch: Int64, position: Int64?)] = [:]
        var ends: [(partition: Int64, end: Int64)] = []
    }

    /// Nil when this member is no longer one.
    private func readAssignment() throws(LogError) -> Assigned? {
        let (groupID, session) = (groupID, session)
        return try log.store.readConsistently { db in
            guard try db.row("SELECT 1 FROM members WHERE session = ?", [session]) != nil else { return nil }
            let generation = try db.row("SELECT generation FROM consumer_groups WHERE id = ?", [groupID])!
            var assigned = Assigned(generation: generation[0])
            let rows = try db.rows(
                """
                SELECT topics.name, partitions.id - first_partition, partitions.id, epoch,
                    positions.next_offset, partitions.next_offset
                FROM assignments
                JOIN partitions ON partitions.id = assignments.partition_id
                JOIN topics ON partitions.id >= first_partition AND partitions.id < first_partition + partition_count
                LEFT JOIN positions
                    ON positions.group_id = assignments.group_id AND positions.partition_id = partitions.id
                WHERE assignments.group_id = ? AND assignments.session = ?
                """,
                [groupID, session],
            )
            for row in rows {
                assigned.epochs[TopicPartition(row[0], row[1])] = (row[2], row[3], row[4])
                assigned.ends.append((row[2], row[5]))
            }
            return assigned
        }
    }

    /// The others took this member for dead: it stalled for longer than its lease. It comes back with nothing, unless
    /// a successor of its name has come.
    private func joinAgain() throws(LogError) {
        let (groupID, name) = (groupID, name)
        let successor = try log.store.read { db in
            try db.row("SELECT 1 FROM members WHERE group_id = ? AND name = ?", [groupID, name])
        }
        guard successor == nil else {
            throw LogError(.fenced, .restart, "another \(name) has joined \(group) and taken the place of this one")
        }
        (_, session) = try log.roster.join(group: group, name: name, topics: topics)
        heartbeatAt = uptimeMilliseconds()
    }

    private func fetch(_ limit: Int, _ poll: inout Poll) throws(LogError) {
        guard !order.isEmpty else { return }
        var left = limit
        // Each poll begins with another partition, so that a full one does not keep the others waiting.
        turn = (turn + 1) % order.count
        for index in order.indices {
            guard left > 0 else { return }
            let partition = order[(turn + index) % order.count]
            guard var held = heldPartitions[partition], held.isResumed else { continue }
            if held.pending.isEmpty, held.fetched < log.horizon.end(of: held.id) {
                let batch = try log.read(held.id, from: held.fetched, limit: left, isWhole: true)
                held.pending = batch.records[...]
                held.fetched = batch.next
            }
            let records = Array(held.pending.prefix(left))
            held.pending = held.pending.dropFirst(records.count)
            heldPartitions[partition] = held
            guard !records.isEmpty else { continue }
            left -= records.count
            let next = held.pending.first?.offset ?? held.fetched
            poll.batches.append(Poll.Batch(partition: partition, records: records, next: next))
        }
    }
}
