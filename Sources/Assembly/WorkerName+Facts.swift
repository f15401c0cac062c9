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

    /// Whether the log holds decisions of this worker about a partition of its input. Reads the register.
    func hasDecided(_ partition: Int, on log: any StreamLog) throws(LogError) -> Bool {
        if facts == [] { return false }
        if self != .intake { return try hasFacts(in: partition, on: log) { _ in true } }
        for register in 0..<(try log.partitionCount(of: Topic.register.name)) {
            let found = try hasFacts(in: register, on: log) { $0.source?.partition == Int32(partition) }
            if found { return true }
        }
        return false
    }

    private func hasFacts(
        in partition: Int,
        on log: any StreamLog,
        where isMeant: (RegisterRecord) -> Bool,
    ) throws(LogError) -> Bool {
        let register = TopicPartition(Topic.register.name, partition)
        let interest = Interest(facts, submissions: self == .intake ? .all : [])
        let end = try log.endOffset(of: register)
        var next: Int64 = 0
        while next < end {
            let batch = try log.read(register, from: next, limit: 10_000)
            for record in batch.records {
                guard let value = record.value,
                    let opened = try? RegisterRecord.decode(value, offset: record.offset, interest: interest)
                else { continue }
                if isMeant(opened) { return true }
            }
            guard batch.next > next else { break }
            next = batch.next
        }
        log.release(register)
        return false
    }
}
