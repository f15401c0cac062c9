import Register
import Schemas
import Stream
import WorkerKit

extension WorkerName {
    /// The facts that this worker alone appends to the register (docs/architecture.md, "Who owns which fact").
    package var facts: FactKinds {
        switch self {
        case .intake: [.accepted]
        case .deduplication: [.cleared, .linked, .reviewOpened, .reviewClosed, .merged]
        case .numbering: [.registered, .imported, .modified, .deleted, .unmerged, .accessJudged]
        case .renewal: [.daysClosed, .noticeDue, .noticeUndeliverable, .noticeProven, .renewed, .lapsed, .held]
        case .strikeOff: [.warned, .struckOff, .reinstated, .litigationHeld, .purged]
        // It publishes what follows from the register: made a second time, it is the same.
        case .statistics: []
        }
    }

    /// Whether the log holds decisions of this worker about a partition of its input: facts in the register, or answers. Reads
    /// both.
    func hasDecided(_ partition: Int, on log: any StreamLog) throws(LogError) -> Bool {
        if facts == [] { return false }
        let input = TopicPartition(self == .intake ? Topic.submissions.name : Topic.register.name, partition)
        if try answeredThrough(input, on: log) > 0 { return true }
        if self != .intake { return try hasFacts(in: partition, on: log) { _ in true } }
        for register in 0..<(try log.partitionCount(of: Topic.register.name)) {
            let found = try hasFacts(in: register, on: log) { $0.source?.partition == Int32(partition) }
            if found { return true }
        }
        return false
    }

    /// The offset after the last record of `input` that this worker answered in another topic; 0 where it answered none. A
    /// refusal is a receipt and no fact.
    func answeredThrough(_ input: TopicPartition, on log: any StreamLog) throws(LogError) -> Int64 {
        var through: Int64 = 0
        for topic in [Topic.receipts, .notices, .reviews, .dispatches] {
            for number in 0..<(try log.partitionCount(of: topic.name)) {
                let place = TopicPartition(topic.name, number)
                _ = try log.walk(place, to: try log.endOffset(of: place)) { records throws(LogError) in
                    for record in records {
                        guard let cause = EventCause(record), cause.worker == rawValue, cause.partition == input else {
                            continue
                        }
                        through = max(through, cause.offset + 1)
                    }
                    return nil as Never?
                }
            }
        }
        return through
    }

    private func hasFacts(
        in partition: Int,
        on log: any StreamLog,
        where isMeant: (RegisterRecord) -> Bool,
    ) throws(LogError) -> Bool {
        let register = TopicPartition(Topic.register.name, partition)
        let interest = Interest(facts, submissions: self == .intake ? .all : [])
        return try log.walk(register, to: try log.endOffset(of: register)) { records throws(LogError) in
            for record in records {
                if let opened = try record.registerRecord(in: register, interest, reader: rawValue), isMeant(opened) {
                    return true
                }
            }
            return nil
        } ?? false
    }
}

extension StreamLog {
    /// Reads a partition from its beginning up to `end`, a part at a time, until `body` finds something.
    func walk<R>(
        _ partition: TopicPartition,
        to end: Int64,
        _ body: ([LogRecord]) throws(LogError) -> R?,
    ) throws(LogError) -> R? {
        defer { release(partition) }
        var next: Int64 = 0
        while next < end {
            let batch = try read(partition, from: next, limit: 10_000)
            if let found = try body(batch.records.filter { $0.offset < end }) { return found }
            guard batch.next > next else { break }
            next = batch.next
        }
        return nil
    }
}
