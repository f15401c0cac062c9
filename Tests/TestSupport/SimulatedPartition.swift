import Schemas
import Stream

/// A topic of a `SimulatedLog`.
struct SimulatedTopic {
    var isCompact: Bool
    /// The log says when a record was appended, whatever its sender says.
    var takesAppendTime = false
    var partitions: [SimulatedPartition]

    init(isCompact: Bool, partitions: Int) {
        self.isCompact = isCompact
        self.partitions = Array(repeating: SimulatedPartition(isCompact: isCompact), count: partitions)
    }
}

/// One partition of a `SimulatedLog`: its records, some of which a compaction may have taken out.
struct SimulatedPartition {
    private let isCompact: Bool
    private(set) var records: [LogRecord] = []
    private(set) var end: Int64 = 0
    /// Below it, a compaction left one record of each key, so that a tombstone has nothing left to delete.
    private var cleanEnd: Int64 = 0
    /// Of a compacted topic: where the newest record of each key stands.
    private var newest: [Bytes: Int64] = [:]
    /// Where records stand that a newer one of their key has replaced since the last compaction.
    private var replaced: Set<Int64> = []

    init(isCompact: Bool) { self.isCompact = isCompact }

    mutating func append(_ record: OutgoingRecord, timestamp: Int64, source: TimestampSource = .sender) {
        let record = LogRecord(
            offset: end,
            timestamp: timestamp,
            timestampSource: source,
            key: record.key.map { $0[...] },
            value: record.value.map { $0[...] },
            headers: Array(record.headers),
        )
        note(record)
        records.append(record)
        end += 1
    }

    mutating func skipOffset() {
        end += 1
    }

    func read(from offset: Int64, limit: Int) -> ReadBatch {
        let low = index(of: offset)
        let found = Array(records[low...].prefix(limit))
        let isLast = low + found.count == records.count
        return ReadBatch(records: found, next: isLast ? max(offset, end) : (found.last?.offset ?? offset - 1) + 1)
    }

    mutating func compact(dropTombstones: Bool) {
        if !replaced.isEmpty || dropTombstones {
            records = records.filter { record in
                guard let key = record.key else { return true }
                if replaced.contains(record.offset) { return false }
                if record.value != nil || !dropTombstones || record.offset >= cleanEnd { return true }
                newest[key] = nil
                return false
            }
            replaced = []
        }
        cleanEnd = end
    }

    /// The index of the first record from there on.
    private func index(of offset: Int64) -> Int {
        var low = 0
        var high = records.count
        while low < high {
            let middle = (low + high) / 2
            if records[middle].offset < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func note(_ record: LogRecord) {
        guard isCompact, let key = record.key else { return }
        if let before = newest.updateValue(record.offset, forKey: key) { replaced.insert(before) }
    }
}

// Losses that no log is made for.
extension SimulatedPartition {
    /// The topic was deleted and made again.
    mutating func empty() { self = SimulatedPartition(isCompact: isCompact) }

    /// The records before it are gone; offsets go on.
    mutating func dropHead(before offset: Int64) { keep { $0.offset >= offset } }

    /// The records from there on are gone, and others will take their offsets: what a broker does that comes back as
    /// leader without the last it was sent.
    mutating func dropTail(from offset: Int64) {
        keep { $0.offset < offset }
        end = min(end, offset)
        cleanEnd = min(cleanEnd, end)
    }

    /// One record is gone, as after a repair by hand.
    mutating func drop(at offset: Int64) { keep { $0.offset != offset } }

    private mutating func keep(where isKept: (LogRecord) -> Bool) {
        records = records.filter(isKept)
        newest = [:]
        replaced = []
        for record in records { note(record) }
    }
}
