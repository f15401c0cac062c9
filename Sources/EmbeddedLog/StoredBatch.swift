import Foundation
import GRDB
import Schemas
import Stream

/// One row of `batches`.
struct StoredBatch {
    var id: Int64
    /// The time of all its records, where the log gives it.
    var appendedAt: Int64?
    var reader: BatchReader

    var last: Int64 { BatchID.lastOffset(id) }

    /// Appends the records at `from` and after it to `records`, at most `limit`.
    func read(from: Int64, limit: Int = .max, into records: inout [LogRecord]) throws(BatchReader.Failure) {
        let first = records.count
        try reader.read(from: from, limit: limit, into: &records)
        guard let appendedAt else { return }
        for index in first..<records.count {
            records[index].timestamp = appendedAt
            records[index].timestampSource = .log
        }
    }

    /// Hands over the batches of a partition that cover `offset` or come after it, in order, until `body` says stop.
    static func forEach(
        _ db: Database,
        of partition: Int64,
        from offset: Int64,
        below end: Int64 = BatchID.offsetMax,
        _ body: (StoredBatch) throws -> Bool,
    ) throws {
        let (offset, end) = (max(0, offset), min(end, BatchID.offsetMax))
        guard offset < end else { return }
        let statement = try db.cachedStatement(
            sql: "SELECT id, base_offset, count, bytes, appended_at FROM batches WHERE id >= ? AND id < ? ORDER BY id"
        )
        let bounds = [try BatchID.of(partition, last: offset), try BatchID.of(partition, last: end)]
        let rows = try Row.fetchCursor(statement, arguments: StatementArguments(bounds))
        while let row = try rows.next() {
            let bytes = try row.withUnsafeData(atIndex: 3) { data in
                (data ?? Data()).withUnsafeBytes { [UInt8]($0) }
            }
            let batch = StoredBatch(
                id: try row.value(0),
                appendedAt: row.hasNull(atIndex: 4) ? nil : try row.value(4),
                reader: BatchReader(bytes: bytes, base: try row.value(1), count: try row.value(2)),
            )
            guard try body(batch) else { return }
        }
    }
}
