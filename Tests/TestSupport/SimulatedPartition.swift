import Schemas
import Stream

/// A topic of a `SimulatedLog`.
struct SimulatedTopic {
    var isCompact: Bool
    /// Its records bear the time of their append.
    var hasLogTime = false
    var partitions: [SimulatedPartition]
}

/// One partition of a `SimulatedLog`: its records, some of which a compaction may have taken out.
struct SimulatedPartition {
    private(set) var records: [LogRecord] = []
    private(set) var end: Int64 = 0
    /// Below it, a compaction left one record of each key, so that a tombstone has nothing left to delete.
    private var cleanEnd: Int64 = 0

    /// `time`: that of the append, where the log gives it.
    mutating func append(_ record: OutgoingRecord, at time: Int64? = nil) {
        records.append(
            LogRecord(
                offset: end,
                timestamp: time ?? record.timestamp,
                timestampSource: time == nil ? .sender : .log,
                key: record.key.map { $0[...] },
                value: record.value.map { $0[...] },
                headers: Array(record.headers),
            )
        )
        end += 1
    }

    mutating func skipOffset() {
        end += 1
    }

    func read(from offset: Int64, limit: Int) -> ReadBatch {
        var low = 0
        var high = records.count
        while low < high {
            let middle = (low + high) / 2
            if records[middle].offset < offset { low = middle + 1 } else { high = middle }
        }
        let found = Array(records[low...].prefix(limit))
        let isLast = low + found.count == records.count
        return ReadBatch(records: found, next: isLast ? max(offset, end) : (found.last?.offset ?? offset - 1) + 1)
    }

    mutating func compact(dropTombstones: Bool) {
        var newest: [Bytes: Int64] = [:]
        for record in records { if let key = record.key { newest[key] = record.offset } }
        records = records.filter { record in
            guard let key = record.key else { return true }
            guard newest[key] == record.offset else { return false }
            return record.value != nil || !dropTombstones || record.offset >= cleanEnd
        }
        cleanEnd = end
    }
}
