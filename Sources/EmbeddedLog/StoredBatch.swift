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
        guard offset < end else { return }
        let statement = try db.cachedStatement(
            sql: "SELECT id, base_offset, count, bytes, appended_at FROM batches WHERE id >= ? AND id < ? ORDER BY id"
        )
        let bounds = [BatchID.of(partition, last: offset), BatchID.of(partition, last: end)]
        let rows = try Row.fetchCursor(statement, arguments: StatementArguments(bounds))
        while let row = try rows.next() {
            let bytes = try row.withUnsafeData(atIndex: 3) { data in
                (data ?? Data()).withUnsafeBytes { [UInt8]($0) }
            }
            let batch = StoredBatch(
                id: row[0],
                appendedAt: row[4],
                reader: BatchReader(bytes: bytes, base: row[1], count: row[2]),
            )
            guard try body(batch) else { return }
        }
    }
}
