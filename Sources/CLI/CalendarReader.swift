import Register
import Renewal
import Schemas
import Stream
import WorkerKit

/// How far the calendar of each partition of the register has come, by the changelog of renewal.
struct CalendarReader {
    let log: any StreamLog

    /// By the number of the partition.
    func statuses() throws -> [CalendarStatus] {
        let state = Topic.state(of: RenewalWorker.name).name
        return try (0..<(try log.partitionCount(of: Topic.register.name))).map { number in
            try status(of: TopicPartition(state, number))
        }
    }

    /// Reads the changelog whole, and keeps the few rows that the calendar follows from.
    private func status(of partition: TopicPartition) throws -> CalendarStatus {
        var rows: [[UInt8]: Bytes?] = [:]
        try log.read(partition, to: try log.endOffset(of: partition)) { record in
            guard let key = record.key, key.first.map(RenewalWorker.calendarTags.contains) == true else { return }
            rows[Array(key)] = .some(record.value)
        }
        var worker = RenewalWorker()
        var pass = TablePass(.restore, restored: rows.map { RestoredRow(key: $0.key[...], value: $0.value) })
        worker.apply(&pass)
        if let failure = pass.failure { throw failure }
        return worker.calendarStatus ?? CalendarStatus()
    }
}
