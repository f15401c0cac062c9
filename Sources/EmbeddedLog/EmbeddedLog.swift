import GRDB
import Register
import Schemas
import Stream

/// The log on one machine: an SQLite file that several processes may share.
///
/// An append and a commit are one SQLite transaction each, on disk when the call returns. Members of groups are rows
/// of the same file, so that a commit and the check that its partitions are still the member's cannot be separated.
package final class EmbeddedLog: StreamLog {
    let store: Store
    let catalogue: Catalogue
    let horizon = Horizon()
    let signal = AppendSignal()
    let watcher: Watcher
    let roster: Roster
    private let compactor: Compactor

    /// Opens the log at `path`, or makes one there.
    ///
    /// Throws `notALog` for a file that is something else, and leaves that file as it is.
    package convenience init(path: String, settings: Settings = Settings()) throws(LogError) {
        try self.init(Store(path: path, settings: settings))
    }

    /// Opens a log that is there, and never writes to it: an append or a commit throws.
    ///
    /// Throws `notALog` for an empty file too.
    package convenience init(reading path: String, settings: Settings = Settings()) throws(LogError) {
        try self.init(Store(reading: path, settings: settings))
    }

    private init(_ store: Store) throws(LogError) {
        self.store = store
        catalogue = Catalogue(store: store)
        watcher = try Watcher(store: store, horizon: horizon, signal: signal)
        roster = Roster(store: store, horizon: horizon, signal: signal)
        compactor = Compactor(store: store)
    }

    deinit {
        compactor.stop()
    }

    /// There is no room left where the log at `path` stands, so nothing more can be written to it.
    package static func isDiskFull(at path: String) -> Bool {
        Store.freeBytes(beside: path).map { $0 < roomBytesMin } ?? false
    }

    package func createTopics(_ topics: [Topic], partitions: Int, clock: RegisterClock) throws(LogError) {
        precondition(partitions > 0, "a topic has at least one partition")
        let existing = try catalogue.all()
        guard topics.contains(where: { existing[$0.name] == nil }) else { return }
        try store.write { db in
            for topic in topics {
                if try db.row("SELECT id FROM topics WHERE name = ?", [topic.name]) != nil { continue }
                let count = topic.partitions(inRegisterOf: partitions)
                let first = try Int64.fetchOne(db, sql: "SELECT coalesce(max(id) + 1, 0) FROM partitions") ?? 0
                try db.run(
                    """
                    INSERT INTO topics (name, first_partition, partition_count, compact, log_time) VALUES (?, ?, ?, ?, ?)
                    """,
                    [
                        topic.name, first, count, topic.cleanup == .compact,
                        clock == .live && topic.timestamps == .log,
                    ],
                )
                for partition in first..<first + Int64(count) {
                    try db.run(
                        "INSERT INTO partitions (id, next_offset, records, bytes) VALUES (?, 0, 0, 0)",
                        [partition],
                    )
                }
            }
        }
    }

    package func partitionCount(of topic: String) throws(LogError) -> Int {
        try catalogue.topic(topic).partitionCount
    }

    package func timestampSource(of topic: String) throws(LogError) -> TimestampSource {
        try catalogue.topic(topic).hasLogTime ? .log : .sender
    }

    package func append(_ records: [OutgoingRecord]) throws(LogError) { _ = try appendAll(records) }

    package func appendAndLocate(_ records: [OutgoingRecord]) throws(LogError) -> [Int64?] {
        var next: [Int64: Int64] = [:]
        for partition in try appendAll(records) { next[partition.partition] = partition.start }
        var offsets: [Int64?] = []
        for record in records {
            let id = try catalogue.id(of: record.partition)
            offsets.append(next[id])
            next[id]? += 1
        }
        return offsets
    }

    private func appendAll(_ records: [OutgoingRecord]) throws(LogError) -> [PreparedAppend.Appended] {
        guard !records.isEmpty else { return [] }
        let prepared = try PreparedAppend(records, catalogue, store.settings)
        let appended = try store.write { db in try prepared.store(db, store.settings) }
        written(appended)
        return appended
    }

    package func read(
        _ partition: TopicPartition,
        from offset: Int64,
        limit: Int,
    ) throws(LogError) -> ReadBatch {
        try read(try catalogue.id(of: partition), from: offset, limit: limit, isWhole: false)
    }

    /// `isWhole`: a batch that was begun is read to its end, beyond the limit, so that no batch is decoded twice.
    func read(_ id: Int64, from offset: Int64, limit: Int, isWhole: Bool) throws(LogError) -> ReadBatch {
        let from = max(offset, 0)
        return try store.read { db in
            // The end first: a record appended between the two statements is then found by neither or by both.
            let end = try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT next_offset FROM partitions WHERE id = ?"),
                arguments: [id],
            )
            var batch = ReadBatch(records: [], next: from)
            var isCut = false
            var bytes = 0
            try StoredBatch.forEach(db, of: id, from: from) { stored in
                let left = limit - batch.records.count
                guard left > 0, bytes < readBytesMax else {
                    isCut = true
                    return false
                }
                let before = batch.records.count
                try stored.read(from: from, limit: isWhole ? .max : left, into: &batch.records)
                bytes += stored.reader.bytes.count
                // A batch that filled the limit may hold more.
                let isFull = !isWhole && batch.records.count - before == left
                let last = isFull ? batch.records.last?.offset ?? stored.last : stored.last
                batch.next = last + 1
                return true
            }
            // At the end, skip over what a compaction removed there, or a reader would ask for ever.
            if !isCut, batch.records.count < limit || isWhole { batch.next = max(batch.next, end ?? 0) }
            return batch
        }
    }

    package func endOffset(of partition: TopicPartition) throws(LogError) -> Int64 {
        let id = try catalogue.id(of: partition)
        return try store.read { db in
            try db.row("SELECT next_offset FROM partitions WHERE id = ?", [id])?.value(0) ?? 0
        }
    }

    package func committedOffset(of group: String, in partition: TopicPartition) throws(LogError) -> Int64? {
        let id = try catalogue.id(of: partition)
        return try store.read { db in
            try db.row(
                """
                SELECT next_offset FROM positions
                WHERE group_id = (SELECT id FROM consumer_groups WHERE name = ?) AND partition_id = ?
                """,
                [group, id],
            )?.value(0)
        }
    }

    package func members(of group: String) throws(LogError) -> [String] { try roster.members(of: group) }

    package func join(
        group: String,
        member: String,
        topics: [String],
        endsWithin: Int
    ) throws(LogError) -> any GroupMember {
        for topic in topics { _ = try catalogue.topic(topic) }
        return try EmbeddedMember(log: self, group: group, name: member, topics: topics)
    }

    package func waitForAppend(timeoutMilliseconds: Int) {
        let seen = signal.seen
        watcher.checkIfDue()
        wait(after: seen, until: uptimeMilliseconds() + Int64(timeoutMilliseconds))
    }

    func wait(after seen: Int, until deadline: Int64) {
        signal.wait(after: seen, until: deadline, watchEvery: Int64(store.settings.watchMilliseconds)) {
            watcher.checkIfDue()
        }
    }

    /// Commits for a member: see `GroupMember.commit`.
    func commit(_ transaction: LogTransaction, of member: EmbeddedMember) throws(LogError) {
        let prepared = try PreparedAppend(transaction.records, catalogue, store.settings)
        written(
            try store.write { db in
                try member.storePositions(transaction.positions, db)
                return try prepared.store(db, store.settings)
            }
        )
    }

    private func written(_ appended: [PreparedAppend.Appended]) {
        horizon.learn(ends: appended.map { ($0.partition, $0.end) }, generations: [])
        signal.signal()
        for partition in appended where partition.needsCompaction { compactor.request(partition.partition) }
    }

    /// Compacts a topic now, whatever its size: for operators and tests. Appends go on meanwhile.
    package func compact(_ topic: String) throws(LogError) {
        let entry = try catalogue.topic(topic)
        guard entry.isCompact else { return }
        for number in 0..<entry.partitionCount { try compactor.compact(entry.firstPartition + Int64(number)) }
    }
}

/// More than any limit of records should take into memory at once.
private let readBytesMax = 64 << 20
