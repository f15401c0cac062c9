import EmbeddedLog
import Foundation
import Schemas
import Stream

extension Workload {
    /// The embedded log, with records of 300 B. An append is on the disk when it returns: this one measures the disk, too.
    static let log = [
        Workload("Log, append 1,000 records of 300 B", .thousand) {
            let temporary = try TemporaryLog()
            let records = Workload.records(1_000)
            return Prepared(count: records.count) { try temporary.log.append(records) }
        },
        Workload("Log, read 1,000 records of 300 B", .thousand) {
            let temporary = try TemporaryLog()
            let batches = 50
            for _ in 0..<batches { try temporary.log.append(records(1_000)) }
            var batch = 0
            return Prepared(count: 1_000) {
                let read = try temporary.log.read(partition, from: Int64(batch) * 1_000, limit: 1_000)
                precondition(read.records.count == 1_000, "the log holds whole batches")
                use(read)
                batch = (batch + 1) % batches
            }
        },
    ]

    private static let partition = TopicPartition(Topic.submissions.name, 0)

    private static func records(_ count: Int) -> [OutgoingRecord] {
        // Bytes that differ, and are the same in every run.
        var state: UInt32 = 1
        return (0..<count).map { _ in
            let value = (0..<300).map { _ in
                state = state &* 1_664_525 &+ 1_013_904_223
                return UInt8(state >> 24)
            }
            return OutgoingRecord(partition, key: Array("059".utf8), value: value, timestamp: 1_300_000_000_000)
        }
    }
}

/// A log that is gone when nobody uses it any more.
final class TemporaryLog {
    let log: EmbeddedLog
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "nu-benchmark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        log = try EmbeddedLog(path: folder.appending(path: "log.sqlite").path)
        try log.createTopics(Topic.all, partitions: 8)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
}
