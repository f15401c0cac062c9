import Register
import Schemas

/// Which worker a lane runs: its names, and what its state is held against.
package struct LaneWorker {
    /// As operators type it.
    package var name: String
    /// The consumer group.
    package var group: String
    /// The topic that it reads.
    package var input: String
    /// The topic of its tables; nil for a processor without any.
    package var changelog: String?
    /// The register that the state belongs to.
    package var register: RegisterID
    /// Whether the log holds decisions of this worker about that partition of its input: then a missing state is lost, and not
    /// empty because nothing was decided yet.
    package var hasDecided: (Int) throws(LogError) -> Bool

    package init(
        name: String,
        group: String,
        input: String,
        changelog: String?,
        register: RegisterID,
        hasDecided: @escaping (Int) throws(LogError) -> Bool = { _ in false },
    ) {
        self.name = name
        self.group = group
        self.input = input
        self.changelog = changelog
        self.register = register
        self.hasDecided = hasDecided
    }

    /// Gathers what `TaskStart` decides by.
    func evidence(of task: PartitionTask, _ partition: TopicPartition, on log: any StreamLog) throws(LogError)
        -> TaskEvidence
    {
        var evidence = TaskEvidence(
            committed: task.committedOffset,
            inputStart: try log.startOffset(of: partition),
            inputEnd: try log.endOffset(of: partition),
        )
        evidence.register = register
        evidence.restored = task.restored
        evidence.hasRows = task.hasRows
        evidence.isInputDeletable = input != Topic.register.name
        if let last = task.restored?.last {
            let batch = try log.read(partition, from: last.offset, limit: 1)
            evidence.found = batch.records.first.map(RecordMark.init)
            log.release(partition)
        }
        if task.restored == nil, !task.hasRows, (task.committedOffset ?? 0) == 0, evidence.inputEnd > 0 {
            evidence.hasDecided = try hasDecided(partition.partition)
        }
        return evidence
    }
}

extension TaskPosition {
    /// Parts the records of a changelog into the rows of the worker's tables and the last position row among them.
    /// Throws for a position row that cannot be read.
    static func split(_ records: [LogRecord], of source: TopicPartition) throws(LogError)
        -> (rows: [LogRecord], position: TaskPosition?)
    {
        var position: TaskPosition?
        var rows: [LogRecord] = []
        rows.reserveCapacity(records.count)
        for record in records {
            guard let key = record.key, isKey(key) else {
                rows.append(record)
                continue
            }
            // A rebuild takes the row away first and writes it last.
            guard let value = record.value else {
                position = nil
                continue
            }
            guard let row = TaskPosition(value) else {
                throw LogError(.stateMismatch, .restart, "\(source)@\(record.offset): the position row cannot be read")
            }
            position = row
        }
        return (rows, position)
    }
}
