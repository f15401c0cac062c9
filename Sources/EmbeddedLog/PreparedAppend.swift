import Foundation
import GRDB
import Stream

/// Records packed into batches before the write lock is taken: packing is the larger part of the work.
struct PreparedAppend {
    struct Partition {
        var id: Int64
        var isCompact: Bool
        var hasLogTime: Bool
        var writer: BatchWriter
        var closed: [(bytes: [UInt8], count: Int)] = []
    }

    /// What a partition looks like after an append.
    struct Appended {
        var partition: Int64
        /// The offset of its first record.
        var start: Int64
        var end: Int64
        var needsCompaction: Bool
    }

    private var partitions: [Partition] = []

    init(_ records: [OutgoingRecord], _ catalogue: Catalogue, _ settings: EmbeddedLog.Settings) throws(LogError) {
        var indices: [TopicPartition: Int] = [:]
        var last: (name: TopicPartition, index: Int)?
        // Of the records that leave their time to the log.
        let now = settings.clock()
        for record in records {
            let index: Int
            if let last, last.name == record.partition {
                index = last.index
            } else if let known = indices[record.partition] {
                index = known
            } else {
                let id = try catalogue.id(of: record.partition)
                let topic = try catalogue.topic(record.partition.topic)
                index = partitions.count
                partitions.append(
                    Partition(
                        id: id,
                        isCompact: topic.isCompact,
                        hasLogTime: topic.hasLogTime,
                        writer: BatchWriter(),
                    )
                )
                indices[record.partition] = index
            }
            last = (record.partition, index)
            partitions[index].append(record, at: record.timestamp == 0 ? now : record.timestamp, settings)
        }
        for index in partitions.indices { partitions[index].close() }
    }

    /// Stores the batches. Offsets are given here, under the write lock; and times, where the log gives them: what waited for
    /// the lock over midnight must not stand behind a later record with an earlier day.
    func store(_ db: Database, _ settings: EmbeddedLog.Settings) throws -> [Appended] {
        let now = settings.clock()
        return try partitions.map { partition in
            let count = partition.closed.reduce(0) { $0 + $1.count }
            let bytes = partition.closed.reduce(0) { $0 + $1.bytes.count }
            let row = try db.row(
                """
                UPDATE partitions SET next_offset = next_offset + ?1, records = records + ?1, bytes = bytes + ?2
                WHERE id = ?3 RETURNING next_offset, records, clean_records
                """,
                [count, bytes, partition.id],
            )
            guard let row else { throw LogError(.storage, .restart, "partition \(partition.id) has no row") }
            let end: Int64 = try row.value(0)
            let records: Int = try row.value(1)
            let clean: Int = try row.value(2)
            guard (Int64(count)...BatchID.offsetMax).contains(end) else { throw BatchReader.Failure.badOffset }
            var base = end - Int64(count)
            for batch in partition.closed {
                try db.insertBatch(
                    partition: partition.id,
                    base: base,
                    count: batch.count,
                    appendedAt: partition.hasLogTime ? now : nil,
                    bytes: batch.bytes,
                )
                base += Int64(batch.count)
            }
            return Appended(
                partition: partition.id,
                start: end - Int64(count),
                end: end,
                needsCompaction: partition.isCompact && records &- clean > max(settings.compactionRecords, clean),
            )
        }
    }
}

extension PreparedAppend.Partition {
    fileprivate mutating func append(
        _ record: OutgoingRecord,
        at timestamp: Int64,
        _ settings: EmbeddedLog.Settings,
    ) {
        writer.append(
            offset: Int64(writer.count),
            timestamp: timestamp,
            key: record.key,
            value: record.value,
            headers: record.headers,
        )
        if writer.count >= settings.segmentRecords || writer.size >= settings.segmentBytes { close() }
    }

    fileprivate mutating func close() {
        guard writer.count > 0 else { return }
        closed.append((writer.bytes, writer.count))
        writer = BatchWriter()
    }
}

extension Database {
    /// `last` is the last offset the batch covers; after a compaction that is more than its last record's.
    func insertBatch(
        partition: Int64,
        base: Int64,
        last: Int64? = nil,
        count: Int,
        appendedAt: Int64? = nil,
        bytes: [UInt8],
    ) throws {
        let id = try BatchID.of(partition, last: last ?? base + Int64(count) - 1)
        // SQLite copies the bytes into its pages while the statement runs, so they need no copy before that.
        try bytes.withUnsafeBytes { buffer in
            let start = UnsafeMutableRawPointer(mutating: buffer.baseAddress!)
            let data = Data(bytesNoCopy: start, count: buffer.count, deallocator: .none)
            try run(
                "INSERT INTO batches (id, base_offset, count, bytes, appended_at) VALUES (?, ?, ?, ?, ?)",
                [id, base, count, data, appendedAt],
            )
        }
    }
}
