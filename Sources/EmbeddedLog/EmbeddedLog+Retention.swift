import GRDB
import Stream

extension EmbeddedLog {
    /// Deletes what a topic holds from before a time, in Unix milliseconds: in each partition from its start on, up to the
    /// first batch that holds something younger. Nothing that the group has not read goes; nil for a topic that no group
    /// reads. What is deleted is overwritten in the file; `settle` does the rest.
    ///
    /// Returns how many records went.
    @discardableResult
    package func forget(_ topic: String, before time: Int64, readBy group: String?) throws(LogError) -> Int {
        let entry = try catalogue.topic(topic)
        precondition(!entry.isCompact, "\(topic) keeps the last record of each key")
        var count = 0
        for number in 0..<entry.partitionCount {
            let partition = TopicPartition(topic, number)
            let end =
                if let group { try committedOffset(of: group, in: partition) ?? 0 } else {
                    try endOffset(of: partition)
                }
            var step: Int
            repeat {
                step = try forgetStep(entry.firstPartition + Int64(number), before: time, below: end)
                count += step
            } while step > 0
        }
        return count
    }

    /// Takes what was deleted or compacted away out of the write-ahead log as well, where it stands until others write over it.
    /// Throws `busy` while somebody reads from there: it is to be tried again.
    package func settle() throws(LogError) { try store.emptyWriteAheadLog() }

    /// A transaction of its own, so that no writer waits for long.
    private func forgetStep(_ partition: Int64, before time: Int64, below end: Int64) throws(LogError) -> Int {
        try store.write { db in
            var ids: [Int64] = []
            var (records, bytes) = (0, 0)
            try StoredBatch.forEach(db, of: partition, from: 0, below: end) { batch in
                guard batch.last < end else { return false }
                var held: [LogRecord] = []
                try batch.read(from: 0, into: &held)
                guard held.allSatisfy({ $0.timestamp < time }) else { return false }
                ids.append(batch.id)
                records += batch.reader.count
                bytes += batch.reader.bytes.count
                return ids.count < 256 && bytes < store.settings.compactionStepBytes
            }
            guard let first = ids.first, let last = ids.last else { return 0 }
            try db.run("DELETE FROM batches WHERE id BETWEEN ? AND ?", [first, last])
            try db.run(
                "UPDATE partitions SET records = records - ?, bytes = bytes - ? WHERE id = ?",
                [records, bytes, partition],
            )
            return records
        }
    }
}
