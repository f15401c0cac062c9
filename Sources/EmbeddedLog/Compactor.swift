import Dispatch
import GRDB
import Schemas
import Stream
import Synchronization

/// Keeps the last record of each key of a compacted partition, as Kafka's log cleaner does.
///
/// First it reads the part that was never compacted and remembers the last offset of each key there; then it goes
/// through the partition from its start and leaves out every record that a later one of its key replaces. Each step is
/// a transaction of its own and right by itself, so that a kill between two of them loses nothing, and two processes
/// that do the same work only waste it.
///
/// A tombstone may go once nothing that it deletes is left, and some time later: a reader that had read the deleted
/// row must still meet it.
final class Compactor: Sendable {
    private struct Bounds {
        var end: Int64
        var cleanEnd: Int64
        var tombstoneEnd: Int64
        var tombstoneAt: Int64
    }

    private let store: Store
    private let queue = DispatchQueue(label: "log.compactor", qos: .utility)
    private let requested = Mutex<Set<Int64>>([])
    private let isStopped = Atomic(false)

    init(store: Store) {
        self.store = store
    }

    /// The compaction under way ends after its present step.
    func stop() {
        isStopped.store(true, ordering: .relaxed)
    }

    /// Compacts the partition soon, on another thread.
    func request(_ partition: Int64) {
        guard requested.withLock({ $0.insert(partition).inserted }) else { return }
        queue.async { [self] in
            // A failure leaves a correct partition; the next append asks again.
            try? compact(partition)
            _ = requested.withLock { $0.remove(partition) }
        }
    }

    func compact(_ partition: Int64) throws(LogError) {
        let bounds = try bounds(of: partition)
        let now = wallMilliseconds()
        // A clock that was set back must not hold tombstones for ever, hence the absolute value.
        let hasWaited = (now &- bounds.tombstoneAt).magnitude >= store.settings.tombstoneMilliseconds
        let tombstoneEnd = hasWaited ? bounds.tombstoneEnd : 0
        let (newest, target) = try newestOffsets(partition, from: bounds.cleanEnd, to: bounds.end)
        var position: Int64 = 0
        var kept = 0
        while position < target {
            guard !isStopped.load(ordering: .relaxed) else { return }
            let step = try readStep(partition, from: position, below: target)
            guard let last = step.last else { break }
            let survivors = try survivors(of: step, newest: newest, tombstoneEnd: tombstoneEnd)
            guard try replace(step, of: partition, with: survivors) else { return }
            kept += survivors.count
            position = last.last + 1
        }
        try finish(partition, bounds, target: target, kept: kept, now: now, agedTombstones: hasWaited)
    }

    private func bounds(of partition: Int64) throws(LogError) -> Bounds {
        try store.read { db in
            let row = try db.row(
                "SELECT next_offset, clean_end, tombstone_end, tombstone_at FROM partitions WHERE id = ?",
                [partition],
            )
            guard let row else {
                throw LogError(.unknownTopic, .restart, "\(store.path) has no partition \(partition)")
            }
            return Bounds(
                end: try row.value(0),
                cleanEnd: try row.value(1),
                tombstoneEnd: try row.value(2),
                tombstoneAt: try row.value(3),
            )
        }
    }

    /// The last offset of each key from `start` on, up to where the memory for keys is full.
    private func newestOffsets(
        _ partition: Int64,
        from start: Int64,
        to end: Int64,
    ) throws(LogError) -> (newest: [Bytes: Int64], target: Int64) {
        var newest: [Bytes: Int64] = [:]
        var target = start
        while target < end, newest.count < store.settings.compactionKeys {
            let step = try readStep(partition, from: target, below: end)
            guard let last = step.last else { break }
            for record in try decode(step) {
                guard let key = record.key else { continue }
                // A new key is copied: a slice would keep its whole batch in memory.
                newest[newest[key] == nil ? Bytes(Array(key)) : key] = record.offset
            }
            target = last.last + 1
        }
        return (newest, target)
    }

    private func readStep(
        _ partition: Int64,
        from position: Int64,
        below end: Int64,
    ) throws(LogError) -> [StoredBatch] {
        try store.read { db in
            var step: [StoredBatch] = []
            var bytes = 0
            try StoredBatch.forEach(db, of: partition, from: position, below: end) { batch in
                step.append(batch)
                bytes += batch.reader.bytes.count
                return bytes < store.settings.compactionStepBytes && step.count < 1_000
            }
            return step
        }
    }

    private func decode(_ step: [StoredBatch]) throws(LogError) -> [LogRecord] {
        do {
            var records: [LogRecord] = []
            for batch in step { try batch.reader.read(from: 0, into: &records) }
            return records
        } catch {
            throw LogError(.storage, .restart, "\(store.path) is damaged: a batch cannot be read (\(error))")
        }
    }

    private func survivors(
        of step: [StoredBatch],
        newest: [Bytes: Int64],
        tombstoneEnd: Int64,
    ) throws(LogError) -> [LogRecord] {
        try decode(step).filter { record in
            guard let key = record.key else { return true }
            if let last = newest[key], record.offset < last { return false }
            return record.value != nil || record.offset >= tombstoneEnd
        }
    }

    /// Puts the survivors in the place of the batches they come from. False when somebody else changed those.
    private func replace(
        _ step: [StoredBatch],
        of partition: Int64,
        with survivors: [LogRecord],
    ) throws(LogError) -> Bool {
        let before = step.reduce(0) { $0 + $1.reader.count }
        let bytesBefore = step.reduce(0) { $0 + $1.reader.bytes.count }
        let packed = try pack(survivors)
        // Many small commits leave many small rows; joining them is worth a rewrite of its own.
        guard survivors.count < before || packed.count * 2 <= step.count else { return true }
        let range: StatementArguments = [step[0].id, step[step.count - 1].id]
        return try store.write { db in
            let found = try db.row(
                "SELECT count(*), sum(count), sum(length(bytes)) FROM batches WHERE id BETWEEN ? AND ?",
                range,
            )
            // The sums of no rows are none.
            guard let found, try found.value(0) == step.count, try found.value(1) == before,
                try found.value(2) == bytesBefore
            else { return false }
            try db.run("DELETE FROM batches WHERE id BETWEEN ? AND ?", range)
            for (index, batch) in packed.enumerated() {
                // The last row covers the offsets that were left out at the end, too.
                let last = index == packed.count - 1 ? step[step.count - 1].last : packed[index + 1].base - 1
                try db.insertBatch(
                    partition: partition,
                    base: batch.base,
                    last: last,
                    count: batch.count,
                    bytes: batch.bytes,
                )
            }
            let bytes = packed.reduce(0) { $0 + $1.bytes.count }
            try db.run(
                "UPDATE partitions SET records = records - ?, bytes = bytes - ? WHERE id = ?",
                [before - survivors.count, bytesBefore - bytes, partition],
            )
            return true
        }
    }

    private func pack(_ records: [LogRecord]) throws(LogError) -> [(base: Int64, count: Int, bytes: [UInt8])] {
        var packed: [(base: Int64, count: Int, bytes: [UInt8])] = []
        var writer = BatchWriter()
        var base: Int64 = 0
        func close() {
            guard writer.count > 0 else { return }
            packed.append((base, writer.count, writer.bytes))
            writer = BatchWriter()
        }
        var last: Int64 = -1
        for record in records {
            // Within a batch they do, whatever the batch holds; from one to the next they do where its row is whole.
            guard record.offset > last else {
                throw LogError(.storage, .restart, "\(store.path) is damaged: offset \(record.offset) follows \(last)")
            }
            last = record.offset
            if writer.count == 0 { base = record.offset }
            writer.append(
                offset: record.offset - base,
                timestamp: record.timestamp,
                key: record.key,
                value: record.value,
                headers: LogHeaders(record.headers),
            )
            if writer.count >= store.settings.segmentRecords || writer.size >= store.settings.segmentBytes { close() }
        }
        close()
        return packed
    }

    private func finish(
        _ partition: Int64,
        _ bounds: Bounds,
        target: Int64,
        kept: Int,
        now: Int64,
        agedTombstones: Bool,
    ) throws(LogError) {
        // Tombstones wait in turns: those below `tombstone_end` until they may go, then those seen since.
        let startsTurn = agedTombstones || bounds.tombstoneEnd == 0
        try store.write { db in
            // Another process may have finished first; what it wrote stands.
            try db.run(
                """
                UPDATE partitions SET clean_end = ?1, clean_records = ?2,
                    tombstone_end = CASE WHEN ?3 THEN ?1 ELSE tombstone_end END,
                    tombstone_at = CASE WHEN ?3 THEN ?4 ELSE tombstone_at END
                WHERE id = ?5 AND clean_end = ?6
                """,
                [target, kept, startsTurn, now, partition, bounds.cleanEnd],
            )
        }
    }
}
