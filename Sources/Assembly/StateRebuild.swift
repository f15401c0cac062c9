import Deduplication
import Numbering
import Register
import Renewal
import Schemas
import Statistics
import Stream
import StrikeOff
import WorkerKit

/// Folds the state of one worker anew from the register and writes it into its changelog: what an operator does when a
/// changelog was lost.
///
/// Nothing is decided anew: the fold goes up to where the worker stood, and what it says is thrown away. Where it stood follows
/// from the committed offset or the position row, and where both are lost from the worker's own facts in the register.
/// A rebuild that is stopped leaves rows without a position, which no worker starts with; started again, it writes what is
/// missing.
package struct StateRebuild {
    private let assembly: Assembly
    private let worker: WorkerName
    private let log: any StreamLog

    package init(_ assembly: Assembly, _ worker: WorkerName) {
        self.assembly = assembly
        self.worker = worker
        log = assembly.log
    }

    /// What a rebuild of one partition would write.
    package struct Plan: Sendable {
        package var partition: Int
        /// The next record that the worker will process.
        package var position: Int64
        /// Rows of the fold that the changelog does not have, or has otherwise.
        package var rows: [RowChange]
        /// Rows of the changelog that the fold does not have.
        package var removed: Int { rows.count { $0.value == nil } }
        package var rowsInAll: Int
        /// Input that was deleted before it was processed: from the offset, up to the position.
        package var lostFrom: Int64?
        fileprivate var row: TaskPosition
        fileprivate var isPositionKept: Bool

        package var isEmpty: Bool { rows.isEmpty && isPositionKept }
    }

    package struct Progress: Sendable {
        package var partition: Int
        package var offset: Int64
        package var end: Int64
    }

    /// How many partitions there are to plan.
    package func partitionCount() throws(LogError) -> Int {
        try log.partitionCount(of: worker == .intake ? Topic.submissions.name : Topic.register.name)
    }

    /// Reads the register and the changelog; writes nothing.
    package func plan(_ partition: Int, progress: (Progress) -> Void = { _ in }) throws(LogError) -> Plan {
        let header = try log.requireHeader()
        let calendar = assembly.legalCalendar
        return switch worker {
        case .intake: try planIntake(partition, header)
        case .deduplication:
            try plan(partition, header, progress) { DeduplicationWorker(calendar: calendar) }
        case .numbering: try plan(partition, header, progress) { NumberingWorker(calendar: calendar) }
        case .renewal: try plan(partition, header, progress) { RenewalWorker(calendar: calendar) }
        case .strikeOff: try plan(partition, header, progress) { StrikeOffWorker(calendar: calendar) }
        case .statistics: try plan(partition, header, progress) { StatisticsWorker() }
        }
    }

    /// Writes what is planned, the position last.
    package func write(_ plan: Plan, progress: (Int) -> Void = { _ in }) throws(LogError) {
        let changelog = TopicPartition(Topic.state(of: worker.rawValue).name, plan.partition)
        try log.append([OutgoingRecord(changelog, key: TaskPosition.key, value: nil, timestamp: 0)])
        for start in stride(from: 0, to: plan.rows.count, by: 5_000) {
            let part = plan.rows[start..<min(start + 5_000, plan.rows.count)]
            try log.append(part.map { OutgoingRecord(changelog, key: $0.key, value: $0.value, timestamp: 0) })
            progress(start + part.count)
        }
        try log.append([OutgoingRecord(changelog, key: TaskPosition.key, value: plan.row.encoded, timestamp: 0)])
    }

    // MARK: Workers of the register

    private func plan<W: Worker>(
        _ partition: Int,
        _ header: RegisterHeader,
        _ progress: (Progress) -> Void,
        _ makeWorker: () -> W,
    ) throws(LogError) -> Plan {
        let input = TopicPartition(Topic.register.name, partition)
        let end = try log.endOffset(of: input)
        let changelog = try Changelog(log, TopicPartition(Topic.state(of: worker.rawValue).name, partition))
        let writer = try OutputWriter(log)
        let known = [
            changelog.position.flatMap { $0.register == header.id ? $0.next : nil },
            try log.committedOffset(of: worker.group, in: input),
        ].compactMap(\.self).max()
        let fresh = WorkerProcessor(makeWorker(), partition: partition, writer: writer)
        var position = known ?? 0
        if known == nil { position = try decidedThrough(input, end, fresh) }
        position = min(end, position)
        var folded = fresh
        var last: RecordMark?
        var pass = PartitionPass(log, input, to: position)
        while let records = try pass.records() {
            for record in records { _ = try StateRebuild.output(of: record, by: &folded) }
            var keep = TablePass(.keep)
            folded.apply(&keep)
            if let record = records.last {
                last = RecordMark(record)
                progress(Progress(partition: partition, offset: record.offset, end: position))
            }
        }
        var snapshot = TablePass(.snapshot)
        folded.apply(&snapshot)
        return changelog.plan(partition, snapshot.changes, position, last, header.id)
    }

    /// The offset after the last record that this worker decided on, as its own facts and answers show; 0 where there are none.
    private func decidedThrough(
        _ input: TopicPartition,
        _ end: Int64,
        _ fresh: some Processor,
    ) throws(LogError) -> Int64 {
        let facts = worker.facts
        let answered = try worker.answeredThrough(input, on: log)
        // A worker appends its facts in the order of their causes: of the last one that stands there, the cause is the last
        // record that was processed.
        var standing = 0
        var counting = PartitionPass(log, input, to: end)
        while let records = try counting.records() {
            for record in records where try record.registerRecord(in: input, Interest(facts)) != nil { standing += 1 }
        }
        var (decided, through) = (0, Int64(0))
        var folding = fresh
        var pass = PartitionPass(log, input, to: end)
        while decided < standing, let records = try pass.records() {
            for record in records where decided < standing {
                for outgoing in try StateRebuild.output(of: record, by: &folding)
                where outgoing.partition.topic == Topic.register.name {
                    if StateRebuild.isFact(outgoing.value, facts) { decided += 1 }
                }
                through = record.offset + 1
            }
        }
        return max(standing == 0 ? 0 : through, answered)
    }

    private static func output(of record: LogRecord, by processor: inout some Processor) throws(LogError)
        -> [OutgoingRecord]
    {
        var output: [OutgoingRecord] = []
        try processor.process(record, into: &output)
        return output
    }

    /// Of what the fold itself says.
    private static func isFact(_ value: [UInt8]?, _ facts: FactKinds) -> Bool {
        guard let value else { return false }
        return (try? RegisterRecord.decode(value[...], offset: 0, interest: Interest(facts))) != nil
    }

    // MARK: Intake

    /// Intake keeps no tables: its position follows from what it made of its input, which stands in the register, the receipts and
    /// the rejects.
    private func planIntake(_ partition: Int, _ header: RegisterHeader) throws(LogError) -> Plan {
        let input = TopicPartition(Topic.submissions.name, partition)
        let changelog = try Changelog(log, TopicPartition(Topic.state(of: worker.rawValue).name, partition))
        var position = try log.committedOffset(of: worker.group, in: input) ?? 0
        if let row = changelog.position, row.register == header.id { position = max(position, row.next) }
        for topic in [Topic.register, .receipts, .rejects] {
            for number in 0..<(try log.partitionCount(of: topic.name)) {
                let place = TopicPartition(topic.name, number)
                var pass = PartitionPass(log, place, to: try log.endOffset(of: place))
                while let records = try pass.records() {
                    for record in records {
                        guard let source = try StateRebuild.source(of: record, in: place), source.partition == partition
                        else {
                            continue
                        }
                        position = max(position, source.offset + 1)
                    }
                }
            }
        }
        let start = try log.startOffset(of: input)
        let lost = start > position ? position : nil
        position = max(position, start)
        var last: RecordMark?
        if position > start, let record = try log.read(input, from: position - 1, limit: 1).records.first,
            record.offset == position - 1
        {
            last = RecordMark(record)
        }
        var plan = changelog.plan(partition, [], position, last, header.id)
        plan.lostFrom = lost
        return plan
    }

    /// The submission that a record follows from.
    private static func source(of record: LogRecord, in place: TopicPartition) throws(LogError)
        -> (partition: Int, offset: Int64)?
    {
        switch place.topic {
        case Topic.register.name:
            let accepted = Interest(.accepted, submissions: .all)
            return try record.registerRecord(in: place, accepted)?.source.map { (Int($0.partition), $0.offset) }
        case Topic.rejects.name:
            guard record.header(HeaderName.originalTopic) == Topic.submissions.name,
                let partition = record.header(HeaderName.originalPartition).flatMap(Int.init),
                let offset = record.header(HeaderName.originalOffset).flatMap(Int64.init)
            else { return nil }
            return (partition, offset)
        default:
            guard let cause = EventCause(record), cause.worker == WorkerName.intake.rawValue,
                cause.partition.topic == Topic.submissions.name
            else { return nil }
            return (cause.partition.partition, cause.offset)
        }
    }
}

/// A changelog as it stands: the last value of each key.
private struct Changelog {
    private let rows: [[UInt8]: [UInt8]]
    let position: TaskPosition?

    init(_ log: any StreamLog, _ partition: TopicPartition) throws(LogError) {
        var (rows, position) = ([[UInt8]: [UInt8]](), nil as TaskPosition?)
        var pass = PartitionPass(log, partition, to: try log.endOffset(of: partition))
        while let records = try pass.records() {
            for record in records {
                guard let key = record.key else { continue }
                if TaskPosition.isKey(key) {
                    position = record.value.flatMap { TaskPosition($0) }
                } else {
                    rows[Array(key)] = record.value.map(Array.init)
                }
            }
        }
        (self.rows, self.position) = (rows, position)
    }

    func plan(
        _ partition: Int,
        _ wanted: [RowChange],
        _ position: Int64,
        _ last: RecordMark?,
        _ register: RegisterID,
    ) -> StateRebuild.Plan {
        var left = rows
        var changes: [RowChange] = []
        for row in wanted where left.removeValue(forKey: row.key) != row.value { changes.append(row) }
        changes += left.keys.map { RowChange(key: $0, value: nil) }
        let row = TaskPosition(register: register, next: position, last: last, epoch: (self.position?.epoch ?? 0) &+ 1)
        let isKept = self.position?.next == position && self.position?.register == register
        return StateRebuild.Plan(
            partition: partition,
            position: position,
            rows: changes,
            rowsInAll: wanted.count,
            row: row,
            isPositionKept: isKept,
        )
    }
}
