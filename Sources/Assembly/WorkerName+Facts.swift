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
                var pass = PartitionPass(log, place, to: try log.endOffset(of: place))
                while let records = try pass.records() {
                    for case let cause? in records.map(EventCause.init)
                    where cause.worker == rawValue && cause.partition == input {
                        through = max(through, cause.offset + 1)
                    }
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
        var pass = PartitionPass(log, register, to: try log.endOffset(of: register))
        while let records = try pass.records() {
            for record in records {
                if let opened = try record.registerRecord(in: register, interest, reader: rawValue), isMeant(opened) {
                    return true
                }
            }
        }
        return false
    }
}
