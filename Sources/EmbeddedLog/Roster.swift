import GRDB
import Stream
import Synchronization

/// Who is in which group, and which partitions are whose: range assignment over the sorted names of the members.
///
/// A partition changes hands with a new epoch. The commit of a member that missed it carries the old one, and fails.
final class Roster: Sendable {
    private let store: Store
    private let horizon: Horizon
    private let signal: AppendSignal
    private let reapedAt = Mutex<Int64>(0)

    init(store: Store, horizon: Horizon, signal: AppendSignal) {
        self.store = store
        self.horizon = horizon
        self.signal = signal
    }

    /// Takes a place in the group, and that of a predecessor of the same name.
    func join(group: String, name: String, topics: [String]) throws(LogError) -> (group: Int64, session: Int64) {
        let process = ProcessIdentity.current
        let joined = try store.write { db in
            try db.run("INSERT OR IGNORE INTO consumer_groups (name, generation) VALUES (?, 0)", [group])
            let row = try db.row("SELECT id FROM consumer_groups WHERE name = ?", [group])
            guard let id: Int64 = try row?.value(0) else {
                throw LogError(.storage, .restart, "\(store.path) is damaged: no group \(group)")
            }
            try db.run("DELETE FROM members WHERE group_id = ? AND name = ?", [id, name])
            for dead in try dead(db) where dead.group == id {
                try db.run("DELETE FROM members WHERE session = ?", [dead.session])
            }
            try db.run(
                """
                INSERT INTO members (group_id, name, topics, host, process_id, process_started, seen_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    id, name, topics.joined(separator: "\n"), process.host, process.id, process.started,
                    uptimeMilliseconds(),
                ],
            )
            let session = db.lastInsertedRowID
            return (id, session, try assign(db, group: id))
        }
        announce([(joined.0, joined.2)])
        return (joined.0, joined.1)
    }

    func leave(group: Int64, session: Int64) throws(LogError) {
        let generation = try store.write { db in
            try db.run("DELETE FROM members WHERE session = ?", [session])
            return try assign(db, group: group)
        }
        announce([(group, generation)])
    }

    /// Those that are alive, by their names.
    func members(of group: String) throws(LogError) -> [String] {
        try store.read { db in
            let dead = Set(try dead(db).map(\.session))
            let rows = try db.rows(
                "SELECT session, name FROM members WHERE group_id = (SELECT id FROM consumer_groups WHERE name = ?)",
                [group],
            )
            return rows.filter { !dead.contains($0[0]) }.map { $0[1] }.sorted()
        }
    }

    /// Says that a member is alive.
    func heartbeat(session: Int64) throws(LogError) {
        try store.write { db in try Self.heartbeat(db, session: session) }
    }

    static func heartbeat(_ db: Database, session: Int64) throws {
        try db.run("UPDATE members SET seen_at = ? WHERE session = ?", [uptimeMilliseconds(), session])
    }

    /// Takes out the members that died without leaving. One thread of the process looks, every so often.
    func reapIfDue() throws(LogError) {
        let isDue = reapedAt.withLock { reapedAt in
            let now = uptimeMilliseconds()
            guard now - reapedAt >= Int64(store.settings.reapMilliseconds) else { return false }
            reapedAt = now
            return true
        }
        guard isDue, try store.read({ db in try !dead(db).isEmpty }) else { return }
        let generations = try store.write { db in
            // Looked at again under the lock: one of them may have polled, or been replaced, since.
            let dead = try dead(db)
            for member in dead { try db.run("DELETE FROM members WHERE session = ?", [member.session]) }
            return try Set(dead.map(\.group)).sorted().map { ($0, try assign(db, group: $0)) }
        }
        announce(generations)
    }

    private func announce(_ generations: [(Int64, Int64)]) {
        horizon.learn(ends: [], generations: generations.map { (group: $0.0, generation: $0.1) })
        signal.signal()
    }

    private func dead(_ db: Database) throws -> [(session: Int64, group: Int64)] {
        let now = uptimeMilliseconds()
        let rows = try db.rows("SELECT session, group_id, host, process_id, process_started, seen_at FROM members")
        return try rows.compactMap { row in
            let seen: Int64 = try row.value(5)
            let silence = now &- seen
            let process = ProcessIdentity(
                host: try row.value(2),
                id: try row.value(3),
                started: try row.value(4),
            )
            let isDead =
                switch process.liveness {
                case .alive: silence > Int64(store.settings.stallMilliseconds)
                case .dead: true
                // Since the machine started again, too: the clock then began anew, and silence may look negative.
                case .unknown: silence > Int64(store.settings.leaseMilliseconds) || silence < 0
                }
            return isDead ? (session: try row.value(0), group: try row.value(1)) : nil
        }
    }

    /// Shares the partitions out anew, and returns the new generation.
    private func assign(_ db: Database, group: Int64) throws -> Int64 {
        let row = try db.row(
            "UPDATE consumer_groups SET generation = generation + 1 WHERE id = ? RETURNING generation",
            [group],
        )
        guard let generation: Int64 = try row?.value(0) else {
            throw LogError(.storage, .restart, "\(store.path) is damaged: no group \(group)")
        }
        var wanted: [Int64: Int64] = [:]
        var subscribers: [String: [Int64]] = [:]
        for member in try db.rows("SELECT session, topics FROM members WHERE group_id = ? ORDER BY name", [group]) {
            let topics: String = try member.value(1)
            for topic in Set(topics.split(separator: "\n")) {
                subscribers[String(topic), default: []].append(try member.value(0))
            }
        }
        for topic in try db.rows("SELECT name, first_partition, partition_count FROM topics") {
            guard let sessions = subscribers[try topic.value(0)] else { continue }
            let entry = TopicEntry(
                firstPartition: try topic.value(1),
                partitionCount: try topic.value(2),
                isCompact: false,
                hasLogTime: false,
            )
            guard entry.isPossible else { throw BatchReader.Failure.badTopic }
            let ranges = RangeAssignment.ranges(partitions: entry.partitionCount, members: sessions.count)
            for (index, range) in ranges.enumerated() {
                for number in range { wanted[entry.firstPartition + Int64(number)] = sessions[index] }
            }
        }
        for row in try db.rows("SELECT partition_id, session FROM assignments WHERE group_id = ?", [group]) {
            let partition: Int64 = try row.value(0)
            if wanted[partition] == (try row.value(1) as Int64) {
                wanted[partition] = nil
            } else if wanted[partition] == nil {
                try db.run("DELETE FROM assignments WHERE group_id = ? AND partition_id = ?", [group, partition])
            }
        }
        for (partition, session) in wanted {
            try db.run(
                "INSERT OR REPLACE INTO assignments VALUES (?, ?, ?, ?)",
                [group, partition, session, generation]
            )
        }
        return generation
    }
}
