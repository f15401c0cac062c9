import Schemas
import Stream
import WorkerKit

/// Keeps an intake with other master keys than the register was begun with from going on with it: nobody who is in the
/// register would be known again, and duplicates would get numbers without a word.
///
/// Looks at the end of each partition, since the whole may be large; `verify` looks at all of it.
struct ComparisonCheck {
    private let log: any StreamLog
    /// Records of each partition.
    private static let depth: Int64 = 2_000

    init(_ log: any StreamLog) { self.log = log }

    func require(_ comparison: UInt32) throws(LogError) {
        for partition in 0..<(try log.partitionCount(of: Topic.register.name)) {
            let register = TopicPartition(Topic.register.name, partition)
            let end = try log.endOffset(of: register)
            var next = max(0, end - ComparisonCheck.depth)
            while next < end {
                let batch = try log.read(register, from: next, limit: 1_000)
                for record in batch.records { try check(record, register, comparison) }
                guard batch.next > next else { break }
                next = batch.next
            }
            log.release(register)
        }
    }

    private func check(_ record: LogRecord, _ register: TopicPartition, _ comparison: UInt32) throws(LogError) {
        let interest = Interest([], submissions: .all)
        guard let value = record.value,
            let opened = try? RegisterRecord.decode(value, offset: record.offset, interest: interest),
            case .accepted(let accepted) = opened.fact, accepted.comparison != comparison
        else { return }
        let reason: String
        switch (accepted.comparison, comparison) {
        case (0, _):
            reason = "this register was begun without sealing, and goes on without it (--unsealed)"
        case (_, 0): reason = "this register is sealed: give its master keys (--master-key)"
        default:
            reason = "these are not this register’s master keys: its first one must stay, as the last one in the file"
        }
        throw LogError(.configuration, .restart, "\(register)@\(record.offset): \(reason)")
    }
}
